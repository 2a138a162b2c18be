/* contact: what a task itself says of its person: e-mail, phone, pages of profiles, and whatever
 * else its custom fields hold. The previews and the transfer read it here. */
#ifndef TRANSFER_CONTACT_H
#define TRANSFER_CONTACT_H

#include <jansson.h>
#include <stddef.h>

#include "base/mem.h"
#include "person/email.h"
#include "person/link.h"
#include "transfer/field.h"

struct transfer_item;

#define TRANSFER_LINKS_MAX	5

struct transfer_contact {
	char			 email[PERSON_EMAIL_SIZE];	/* "": none */
	char			*phone;				/* NULL: none */
	struct person_link	 links[TRANSFER_LINKS_MAX];	/* each page once */
	size_t			 nlinks;
	/* What a field says of each member, as Huntflow takes it; NULL: none does. */
	char			*member[TRANSFER_FIELDS];
	json_t			*lines;		/* [{name, text}]: fields for the comment */
	json_t			*said;		/* the same of those that a member says whole */
	json_t			*kept;		/* names of the fields that are not sent */
};
void	 transfer_contact_clear(struct transfer_contact *);
#define own_transfer_contact cleanup(transfer_contact_clear)

/* What of a task is read; JSON texts and comments as clickup/api_task.h and api_comment.h give
 * them. Any may be NULL. */
struct transfer_contact_ask {
	const char	*title, *custom_fields, *markdown, *description;
	const json_t	*comments;
	const char	*country;	/* as of person/phone.h */
	/* {"field's id": "word of transfer_field_words"}; the others are guessed. */
	const json_t	*choices;
};
/* What of an item is read; it borrows from the item. */
struct transfer_contact_ask transfer_contact_ask_of(
	    const struct transfer_item *, const char *country);
/*
 * Each filled field goes to its member, or into lines. E-mail and phone that no field is for come
 * from fields of text, then from the title and the description; links from the comments too.
 */
void	 transfer_contact_read(const struct transfer_contact_ask *,
	    struct transfer_contact *out);
/* The profile that is sent as the résumé: LinkedIn's before others; NULL: there is none. */
const struct person_link *transfer_contact_profile(
	    const struct transfer_contact *);

#endif
