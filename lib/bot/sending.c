#include "bot/sending.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "telegram/event.h"

static const char *
text_of(const json_t *of, const char *name)
{
	return json_string_value(json_object_get(of, name));
}

/* --- links --- */

static void
add_link(struct sending *s, const struct person_link *link)
{
	char	key[PERSON_LINK_SIZE], other[PERSON_LINK_SIZE];

	person_link_key(link->url, key);
	for (size_t i = 0; i < s->nlinks; i++) {
		person_link_key(s->link[i].url, other);
		if (strcmp(key, other) == 0)
			return;
	}
	if (s->nlinks < SENDING_LINKS_MAX)
		s->link[s->nlinks++] = *link;
}

static void
scan(struct sending *s, const char *text)
{
	struct person_link	link;

	while (text != NULL && person_link_next_page(&text, &link)) {
		if (link.site == PERSON_SITE_NONE)
			s->nobodys = true;
		else
			add_link(s, &link);
	}
}

/* Addresses that are written are found in the text itself; those behind words are in entities. */
static void
read_links(const struct telegram_event *ev, struct sending *s)
{
	const json_t	*entity;
	size_t		 i;

	scan(s, ev->text);
	json_array_foreach(ev->entities, i, entity)
		scan(s, text_of(entity, "url"));
}

/* --- from whom --- */

static bool
put_name(char out[SENDING_ORIGIN_SIZE], const char *first, const char *last,
    const char *username)
{
	if (first == NULL)
		first = username;
	if (first == NULL)
		return false;
	snprintf(out, SENDING_ORIGIN_SIZE, "%s%s%s", first,
	    last != NULL ? " " : "", last != NULL ? last : "");
	utf8_mend(out);
	return true;
}

static bool
put_user(char out[SENDING_ORIGIN_SIZE], const json_t *user)
{
	return put_name(out, text_of(user, "first_name"), text_of(user,
	    "last_name"), text_of(user, "username"));
}

static bool
put_chat(char out[SENDING_ORIGIN_SIZE], const json_t *chat)
{
	return put_name(out, text_of(chat, "title"), NULL, text_of(chat,
	    "username"));
}

/* A person who hides says only a name. */
static void
read_origin(const json_t *message, char out[SENDING_ORIGIN_SIZE])
{
	const json_t	*origin = json_object_get(message, "forward_origin");

	(void)(put_user(out, json_object_get(origin, "sender_user")) ||
	    put_name(out, text_of(origin, "sender_user_name"), NULL, NULL) ||
	    put_chat(out, json_object_get(origin, "sender_chat")) ||
	    put_chat(out, json_object_get(origin, "chat")) ||
	    put_user(out, json_object_get(message, "forward_from")) ||
	    put_chat(out, json_object_get(message, "forward_from_chat")) ||
	    put_name(out, text_of(message, "forward_sender_name"), NULL,
	    NULL));
}

void
sending_read(const struct telegram_event *ev, struct sending *out)
{
	*out = (struct sending){ .doc = { .file_id = ev->file_id,
	    .unique_id = ev->file_unique_id, .name = ev->file_name,
	    .size = ev->file_size }, .album = ev->album };
	read_links(ev, out);
	read_origin(ev->message, out->origin);
}
