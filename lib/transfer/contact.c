#include "transfer/contact.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "io/field.h"
#include "person/phone.h"
#include "transfer/source.h"

#define LOOKED_AT	20000	/* bytes of a text that are searched */

void
transfer_contact_clear(struct transfer_contact *c)
{
	mem_free_str(&c->phone);
	for (size_t i = 0; i < TRANSFER_FIELDS; i++)
		mem_free_str(&c->member[i]);
	json_decref(c->lines);
	json_decref(c->said);
	json_decref(c->kept);
	*c = (struct transfer_contact){ 0 };
}

/* --- links --- */

static void
add_link(struct transfer_contact *out, const struct person_link *link)
{
	char	 key[PERSON_LINK_SIZE], other[PERSON_LINK_SIZE];

	person_link_key(link->url, key);
	for (size_t i = 0; i < out->nlinks; i++) {
		person_link_key(out->links[i].url, other);
		if (strcmp(key, other) == 0)
			return;
	}
	if (out->nlinks < TRANSFER_LINKS_MAX)
		out->links[out->nlinks++] = *link;
}

static void
add_links(const char *text, struct transfer_contact *out)
{
	struct person_link	 link;

	while (text != NULL && person_link_next(&text, &link))
		if (link.site != PERSON_HH)
			add_link(out, &link);
}

const struct person_link *
transfer_contact_profile(const struct transfer_contact *c)
{
	for (size_t i = 0; i < c->nlinks; i++)
		if (c->links[i].site == PERSON_LINKEDIN)
			return &c->links[i];
	return c->nlinks > 0 ? &c->links[0] : NULL;
}

/* --- e-mail and phone in a text --- */

static void
add_contacts(const char *text, const char *country,
    struct transfer_contact *out)
{
	own_str char		*part = text == NULL ? NULL : mem_ndup(text,
				    utf8_cut(text, LOOKED_AT));
	const char		*at = part;
	struct person_phone	 number;

	if (part == NULL)
		return;
	if (out->email[0] == '\0' && !person_email_find(part, out->email))
		out->email[0] = '\0';
	if (out->phone == NULL && person_phone_next(&at, PERSON_PHONE_TEXT,
	    country, &number))
		out->phone = mem_ndup(number.from, (size_t)(number.to -
		    number.from));
}

/* --- custom fields --- */

/* One field, as it is read. */
struct read {
	const char		*name, *type, *shown;	/* never NULL; shown "": empty */
	enum transfer_field	 to;
	bool			 chosen;	/* by a person */
};

static const char *
text_of(const json_t *field, const char *name)
{
	const char	*s = field_str(field, name);

	return s != NULL ? s : "";
}

static struct read
read_field(const json_t *field, const json_t *choices)
{
	struct read	 one = { .name = text_of(field, "name"),
		.type = text_of(field, "type"),
		.shown = text_of(field, "display") };

	if (*one.shown == '\0')
		one.shown = text_of(field, "value");
	one.to = transfer_field_guess(one.type, one.name);
	one.chosen = transfer_field_of(field_str(choices, text_of(field,
	    "id")), &one.to);
	return one;
}

static void
add_line(json_t *lines, const struct read *one)
{
	const char	*text = strcmp(one->type, "checkbox") != 0 ?
			    one->shown : strcmp(one->shown, "✓") == 0 ?
			    "да" : "нет";

	json_array_append_new(lines, json_pack("{s:s, s:s}", "name", one->name,
	    "text", text));
}

/* A person who chose the comment for a field wants no profile of it. */
static void
add_field_links(const json_t *field, const struct read *one,
    struct transfer_contact *out)
{
	if (one->chosen && one->to == TRANSFER_FIELD_COMMENT)
		return;
	add_links(text_of(field, "href"), out);
	add_links(text_of(field, "value"), out);
	add_links(one->shown, out);
}

/* The first field of a member that says something is what it holds; whatever that does not say
 * goes into the comment. */
static void
add_member(const struct read *one, const char *country,
    struct transfer_contact *out)
{
	bool		 whole = false;
	own_str char	*value = one->to <= TRANSFER_FIELD_LINK ||
			    out->member[one->to] != NULL ||
			    strcmp(one->type, "checkbox") == 0 ? NULL :
			    transfer_field_value(one->to, one->shown, country,
			    &whole);

	if (value != NULL)
		out->member[one->to] = give(value);
	add_line(whole ? out->said : out->lines, one);
}

/* Is the page among the links already? */
static bool
is_link(const struct read *one, const struct transfer_contact *out)
{
	char	 key[PERSON_LINK_SIZE], other[PERSON_LINK_SIZE];

	if (strpbrk(one->shown, " \n") != NULL || (one->chosen &&
	    one->to == TRANSFER_FIELD_COMMENT))
		return false;
	person_link_key(one->shown, key);
	for (size_t i = 0; *key != '\0' && i < out->nlinks; i++) {
		person_link_key(out->links[i].url, other);
		if (strcmp(key, other) == 0)
			return true;
	}
	return false;
}

static void
add_field(const json_t *field, const struct transfer_contact_ask *ask,
    struct transfer_contact *out)
{
	const struct read	 one = read_field(field, ask->choices);

	if (field_blank(one.shown))
		return;
	if (one.to == TRANSFER_FIELD_NONE) {
		json_array_append_new(out->kept, json_string(one.name));
		return;
	}
	add_field_links(field, &one, out);
	if (!is_link(&one, out))
		add_member(&one, ask->country, out);
}

/* Fields of text that nobody chose a place for may hold what no other field does. */
static void
add_typed(const json_t *fields, const struct transfer_contact_ask *ask,
    struct transfer_contact *out)
{
	const json_t	*field;
	size_t		 i;

	json_array_foreach(fields, i, field) {
		const struct read	one = read_field(field, ask->choices);

		if (one.to == TRANSFER_FIELD_COMMENT && !one.chosen &&
		    (strcmp(one.type, "short_text") == 0 ||
		    strcmp(one.type, "text") == 0))
			add_contacts(one.shown, ask->country, out);
	}
}

static void
add_fields(const json_t *fields, const struct transfer_contact_ask *ask,
    struct transfer_contact *out)
{
	const char	*email, *phone;
	const json_t	*field;
	size_t		 i;

	json_array_foreach(fields, i, field)
		add_field(field, ask, out);
	email = out->member[TRANSFER_FIELD_EMAIL];
	phone = out->member[TRANSFER_FIELD_PHONE];
	if (email != NULL)
		snprintf(out->email, sizeof(out->email), "%s", email);
	out->phone = mem_dup(phone);
	add_typed(fields, ask, out);
}

/* --- the whole --- */

struct transfer_contact_ask
transfer_contact_ask_of(const struct transfer_item *item, const char *country)
{
	return (struct transfer_contact_ask){ .title = item->name,
	    .custom_fields = item->fields, .markdown = item->markdown,
	    .description = item->text, .comments = item->comments,
	    .country = country, .choices = item->choices };
}

void
transfer_contact_read(const struct transfer_contact_ask *ask,
    struct transfer_contact *out)
{
	own_json json_t	*fields = ask->custom_fields == NULL ? NULL :
			    json_loads(ask->custom_fields, 0, NULL);
	const json_t	*one;
	size_t		 i;

	*out = (struct transfer_contact){ .lines = json_array(),
		.said = json_array(), .kept = json_array() };
	add_fields(fields, ask, out);
	add_links(ask->title, out);
	add_links(ask->markdown, out);	/* holds addresses behind words */
	add_links(ask->description, out);
	json_array_foreach(ask->comments, i, one)
		add_links(field_str(one, "text"), out);
	add_contacts(ask->title, ask->country, out);
	add_contacts(ask->description, ask->country, out);
}
