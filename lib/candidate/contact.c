#include "candidate/contact.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "io/unicode.h"
#include "person/email.h"
#include "person/link.h"
#include "person/match.h"
#include "person/phone.h"

#define PHONES_MAX	5	/* of one field */

static const struct { char kind; const char *word; } words[] = {
	{ CANDIDATE_EMAIL, "email" }, { CANDIDATE_PHONE, "phone" },
	{ CANDIDATE_LINK, "link" }, { CANDIDATE_BIRTH, "birth" },
	{ CANDIDATE_NAME, "name" }, { CANDIDATE_TOWN, "town" },
};

const char *
candidate_contact_word(char kind)
{
	for (size_t i = 0; i < nitems(words); i++)
		if (words[i].kind == kind)
			return words[i].word;
	return "";
}

/* Each once. */
static void
add(struct candidate_contacts *out, char kind, const char *value)
{
	struct candidate_contact	*one;

	if (*value == '\0' || out->n == CANDIDATE_CONTACTS)
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

static const char *
text_of(const json_t *found, const char *name)
{
	const char	*text = json_string_value(json_object_get(found, name));

	return text != NULL ? text : "";
}

static void
add_phones(struct candidate_contacts *out, const char *text)
{
	struct person_phone	phone;

	for (int i = 0; i < PHONES_MAX && person_phone_next(&text,
	    PERSON_PHONE_FIELD, NULL, &phone); i++)
		if (phone.code_len > 0)
			add(out, CANDIDATE_PHONE, phone.digits);
}

static void
add_links(struct candidate_contacts *out, const json_t *found)
{
	static const char *const	names[] = { "profile_url",
		"linkedin_url", "github_url" };
	char				key[PERSON_LINK_SIZE];

	for (size_t i = 0; i < nitems(names); i++) {
		person_link_key(text_of(found, names[i]), key);
		add(out, CANDIDATE_LINK, key);
	}
}

static void
add_with(struct candidate_contacts *out, char kind, const char *name,
    const char *more)
{
	char	value[CANDIDATE_CONTACT_SIZE];

	if (*name == '\0' || *more == '\0')
		return;
	snprintf(value, sizeof(value), "%s|%s", name, more);
	add(out, kind, value);
}

/* "Минск, Беларусь" is in Минск. */
static void
add_town(struct candidate_contacts *out, const char *name,
    const char *location)
{
	own_str char	*first = mem_ndup(location, strcspn(location, ",;("));
	own_str char	*town = unicode_folded(first);

	add_with(out, CANDIDATE_TOWN, name, town);
}

void
candidate_contacts_read(const json_t *found, struct candidate_contacts *out)
{
	char	email[PERSON_EMAIL_SIZE], name[PERSON_MATCH_KEY_SIZE];

	out->n = 0;
	if (person_email_read(text_of(found, "email"), false, email))
		add(out, CANDIDATE_EMAIL, email);
	add_phones(out, text_of(found, "phone"));
	add_links(out, found);
	person_match_key(text_of(found, "first_name"),
	    text_of(found, "last_name"), name);
	add_with(out, CANDIDATE_BIRTH, name, text_of(found, "birth_date"));
	add(out, CANDIDATE_NAME, name);
	add_town(out, name, text_of(found, "location"));
}
