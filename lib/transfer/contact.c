#include "transfer/contact.h"

#include <string.h>

#include "base/utf8.h"
#include "io/field.h"
#include "person/phone.h"

#define LOOKED_AT	20000	/* bytes of a text that are searched */

void
transfer_contact_clear(struct transfer_contact *c)
{
	mem_free_str(&c->phone);
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

/* --- e-mail and phone --- */

static void
add_contacts(const char *text, enum person_phone_in in, const char *country,
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
	if (out->phone == NULL && person_phone_next(&at, in, country,
	    &number))
		out->phone = mem_ndup(number.from, (size_t)(number.to -
		    number.from));
}

/* Fields that people type into, and what they say of phones. */
static const struct { const char *type; enum person_phone_in in; } typed[] = {
	{ "phone", PERSON_PHONE_FIELD }, { "email", PERSON_PHONE_TEXT },
	{ "short_text", PERSON_PHONE_TEXT }, { "text", PERSON_PHONE_TEXT },
};

static void
add_typed(const json_t *fields, const char *country,
    struct transfer_contact *out)
{
	const json_t	*field;
	const char	*type;
	size_t		 i;

	for (size_t t = 0; t < nitems(typed); t++)
		json_array_foreach(fields, i, field) {
			type = field_str(field, "type");
			if (type != NULL && strcmp(type, typed[t].type) == 0)
				add_contacts(json_string_value(
				    json_object_get(field, "value")),
				    typed[t].in, country, out);
		}
}

/* --- the whole --- */

void
transfer_contact_read(const struct transfer_contact_ask *ask,
    struct transfer_contact *out)
{
	own_json json_t	*fields = ask->custom_fields == NULL ? NULL :
			    json_loads(ask->custom_fields, 0, NULL);
	const json_t	*field, *one;
	size_t		 i;

	*out = (struct transfer_contact){ 0 };
	json_array_foreach(fields, i, field) {
		add_links(field_str(field, "href"), out);
		add_links(json_string_value(json_object_get(field, "value")),
		    out);
		add_links(field_str(field, "display"), out);
	}
	add_typed(fields, ask->country, out);
	add_links(ask->markdown, out);	/* holds addresses behind words */
	add_links(ask->description, out);
	json_array_foreach(ask->comments, i, one)
		add_links(field_str(one, "text"), out);
	add_contacts(ask->description, PERSON_PHONE_TEXT, ask->country, out);
}
