/* contact: how the person of a task can be reached, as the task itself says: e-mail, phone, pages
 * of profiles. The preview and the transfer read them here. */
#ifndef TRANSFER_CONTACT_H
#define TRANSFER_CONTACT_H

#include <jansson.h>
#include <stddef.h>

#include "base/mem.h"
#include "person/email.h"
#include "person/link.h"

#define TRANSFER_LINKS_MAX	5

struct transfer_contact {
	char			 email[PERSON_EMAIL_SIZE];	/* "": none */
	char			*phone;				/* NULL: none */
	struct person_link	 links[TRANSFER_LINKS_MAX];	/* each page once */
	size_t			 nlinks;
};
void	 transfer_contact_clear(struct transfer_contact *);
#define own_transfer_contact cleanup(transfer_contact_clear)

/* What of a task is read; JSON texts and comments as clickup/api_task.h and api_comment.h give
 * them. Any may be NULL. */
struct transfer_contact_ask {
	const char	*custom_fields, *markdown, *description;
	const json_t	*comments;
	const char	*country;	/* as of person/phone.h */
};
/* From the custom fields first, then from the description; links from the comments too. */
void	 transfer_contact_read(const struct transfer_contact_ask *,
	    struct transfer_contact *out);
/* The profile that stands for the résumé: LinkedIn's before others; NULL: there is none. */
const struct person_link *transfer_contact_profile(
	    const struct transfer_contact *);

#endif
