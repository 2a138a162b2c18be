#include "contact/contact.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "person/email.h"
#include "person/link.h"
#include "person/phone.h"

#define PHONES_MAX	5	/* of one field */
#define LOOKED_AT	20000	/* bytes of a text that are searched */

void
contacts_add(struct contacts *out, char kind, const char *value)
{
	struct contact	*one;

	if (*value == '\0' || out->n == CONTACTS_MAX)
		return;
	for (size_t i = 0; i < out->n; i++)
		if (out->v[i].kind == kind &&
		    strcmp(out->v[i].value, value) == 0)
			return;
	one = &out->v[out->n++];
	one->kind = kind;
	snprintf(one->value, sizeof(one->value), "%s", value);
	utf8_mend(one->value);
}

void
contacts_add_email(struct contacts *out, const char *text)
{
	char	email[PERSON_EMAIL_SIZE];

	if (text != NULL && person_email_read(text, false, email))
		contacts_add(out, CONTACT_EMAIL, email);
}

static void
add_phones(struct contacts *out, const char *text, enum person_phone_in where,
    const char *country, int most)
{
	struct person_phone	phone;

	for (int i = 0; i < most && person_phone_next(&text, where, country,
	    &phone); i++)
		if (phone.code_len > 0)
			contacts_add(out, CONTACT_PHONE, phone.digits);
}

void
contacts_add_phones(struct contacts *out, const char *text)
{
	if (text != NULL)
		add_phones(out, text, PERSON_PHONE_FIELD, NULL, PHONES_MAX);
}

void
contacts_add_link(struct contacts *out, const char *url)
{
	char	key[PERSON_LINK_SIZE];

	person_link_key(url, key);
	contacts_add(out, CONTACT_LINK, key);
}

void
contacts_add_text(struct contacts *out, const char *text, const char *country)
{
	own_str char		*part = text == NULL ? NULL : mem_ndup(text,
				    utf8_cut(text, LOOKED_AT));
	const char		*at = part;
	char			 email[PERSON_EMAIL_SIZE];
	struct person_link	 link;

	if (part == NULL)
		return;
	while (person_email_next(&at, email))
		contacts_add(out, CONTACT_EMAIL, email);
	add_phones(out, part, PERSON_PHONE_TEXT, country, CONTACTS_MAX);
	at = part;
	while (person_link_next(&at, &link))
		contacts_add_link(out, link.url);
}

void
contacts_add_json(struct contacts *out, const json_t *doc, const char *country)
{
	const char	*name;
	json_t		*one;
	size_t		 i;

	if (json_is_string(doc))
		contacts_add_text(out, json_string_value(doc), country);
	json_array_foreach(doc, i, one)
		contacts_add_json(out, one, country);
	json_object_foreach((json_t *)(uintptr_t)doc, name, one)
		contacts_add_json(out, one, country);
}
