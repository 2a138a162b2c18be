/* contact: what of a found person others are compared with, each in one form. Pure. */
#ifndef CANDIDATE_CONTACT_H
#define CANDIDATE_CONTACT_H

#include <jansson.h>
#include <stddef.h>

/* As in the table. The first four are exact: who shares one is the same person as a rule. */
#define CANDIDATE_EMAIL	'e'	/* as person_email_read gives it */
#define CANDIDATE_PHONE	'p'	/* digits of E.164, whose country is known */
#define CANDIDATE_LINK	'l'	/* as person_link_key gives it */
#define CANDIDATE_BIRTH	'b'	/* the name as it sounds and the day of birth */
#define CANDIDATE_NAME	'n'	/* the name as it sounds */
#define CANDIDATE_TOWN	't'	/* the same and the town */

#define CANDIDATE_CONTACT_SIZE	300
#define CANDIDATE_CONTACTS	16

struct candidate_contact {
	char	kind;
	char	value[CANDIDATE_CONTACT_SIZE];
};
struct candidate_contacts {
	size_t				n;
	struct candidate_contact	v[CANDIDATE_CONTACTS];
};

/* found: as platform/found.h makes it. */
void	candidate_contacts_read(const json_t *found,
	    struct candidate_contacts *out);
/* "email", "phone", "link", "birth", "name", "town": the word of the API. */
const char *candidate_contact_word(char kind);

#endif
