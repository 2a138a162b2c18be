/* contact: what of a found person others are compared with, each in one form. Pure. */
#ifndef CANDIDATE_CONTACT_H
#define CANDIDATE_CONTACT_H

#include <jansson.h>

#include "contact/contact.h"

/* As in the table, beside those of contact/contact.h. Those and the first of these are exact: who
 * shares one is the same person as a rule. */
#define CANDIDATE_BIRTH	'b'	/* the name as it sounds and the day of birth */
#define CANDIDATE_NAME	'n'	/* the name as it sounds */
#define CANDIDATE_TOWN	't'	/* the same and the town */

/* found: as platform/found.h makes it. */
void	candidate_contacts_read(const json_t *found, struct contacts *out);
/* "email", "phone", "link", "birth", "name", "town": the word of the API. */
const char *candidate_contact_word(char kind);

#endif
