#include "candidate/contact.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "io/unicode.h"
#include "person/match.h"

static const struct { char kind; const char *word; } words[] = {
	{ CONTACT_EMAIL, "email" }, { CONTACT_PHONE, "phone" },
	{ CONTACT_LINK, "link" }, { CANDIDATE_BIRTH, "birth" },
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

static const char *
text_of(const json_t *found, const char *name)
{
	const char	*text = json_string_value(json_object_get(found, name));

	return text != NULL ? text : "";
}

static void
add_with(struct contacts *out, char kind, const char *name,
    const char *more)
{
	char	value[CONTACT_SIZE];

	if (*name == '\0' || *more == '\0')
		return;
	snprintf(value, sizeof(value), "%s|%s", name, more);
	contacts_add(out, kind, value);
}

/* "Минск, Беларусь" is in Минск. */
static void
add_town(struct contacts *out, const char *name,
    const char *location)
{
	own_str char	*first = mem_ndup(location, strcspn(location, ",;("));
	own_str char	*town = unicode_folded(first);

	add_with(out, CANDIDATE_TOWN, name, town);
}

void
candidate_contacts_read(const json_t *found, struct contacts *out)
{
	static const char *const	links[] = { "profile_url",
		"linkedin_url", "github_url" };
	char				name[PERSON_MATCH_KEY_SIZE];

	out->n = 0;
	contacts_add_email(out, text_of(found, "email"));
	contacts_add_phones(out, text_of(found, "phone"));
	for (size_t i = 0; i < nitems(links); i++)
		contacts_add_link(out, text_of(found, links[i]));
	person_match_key(text_of(found, "first_name"),
	    text_of(found, "last_name"), name);
	add_with(out, CANDIDATE_BIRTH, name, text_of(found, "birth_date"));
	contacts_add(out, CANDIDATE_NAME, name);
	add_town(out, name, text_of(found, "location"));
}
