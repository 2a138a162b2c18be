/* contact: e-mails, phones and profile links that tell whose something is, each in the one form in
 * which two are compared. Pure. */
#ifndef CONTACT_CONTACT_H
#define CONTACT_CONTACT_H

#include <jansson.h>
#include <stddef.h>

/* As in the tables. */
#define CONTACT_EMAIL	'e'	/* as person_email_read gives it */
#define CONTACT_PHONE	'p'	/* digits of E.164, whose country is known */
#define CONTACT_LINK	'l'	/* as person_link_key gives it */

#define CONTACT_SIZE	300
#define CONTACTS_MAX	16

struct contact {
	char	kind;
	char	value[CONTACT_SIZE];
};
/* Each once; what is beyond CONTACTS_MAX is left out. Zero it before use. */
struct contacts {
	size_t		n;
	struct contact	v[CONTACTS_MAX];
};

/* value: in its form already; "" is none. */
void	contacts_add(struct contacts *, char kind, const char *value);
/* Of a field that holds such; what is none, and NULL, adds nothing. */
void	contacts_add_email(struct contacts *, const char *text);
void	contacts_add_phones(struct contacts *, const char *text);
void	contacts_add_link(struct contacts *, const char *url);
/*
 * All that a text written by people holds, for some KB: e-mails, phones, profiles of people's
 * sites. country: as in person/phone.h; NULL: numbers without a code are left out. NULL text:
 * nothing.
 */
void	contacts_add_text(struct contacts *, const char *text,
	    const char *country);
/* The same of each text in a document, however deep. */
void	contacts_add_json(struct contacts *, const json_t *,
	    const char *country);

#endif
