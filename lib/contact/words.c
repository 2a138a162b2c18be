#include "contact/words.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/db_build.h"
#include "io/field.h"

#define TEXT_MIN	5	/* bytes of a contact */
#define DIGITS_MIN	9	/* fewer stand in many a number */
#define NAME_MIN	2	/* characters of a first, of a last name */

static void
said_clear(struct contact_said *s)
{
	json_decref(s->texts);
	json_decref(s->digits);
	json_decref(s->names);
}

void
contact_words_clear(struct contact_words *w)
{
	said_clear(&w->sure);
	said_clear(&w->own);
	json_decref(w->judged);
	*w = (struct contact_words){ 0 };
}

json_t *
contact_words_json(const struct contact_words *w)
{
	return json_pack("{s:O*, s:O*, s:O*, s:O*, s:{s:O*, s:O*, s:O*}}",
	    "texts", w->sure.texts, "digits", w->sure.digits, "names",
	    w->sure.names, "judged", w->judged, "own", "texts", w->own.texts,
	    "digits", w->own.digits, "names", w->own.names);
}

static void
said_read(struct contact_said *s, const json_t *doc)
{
	s->texts = json_incref(json_object_get(doc, "texts"));
	s->digits = json_incref(json_object_get(doc, "digits"));
	s->names = json_incref(json_object_get(doc, "names"));
}

void
contact_words_read(struct contact_words *w, const json_t *doc)
{
	said_read(&w->sure, doc);
	said_read(&w->own, json_object_get(doc, "own"));
	w->judged = json_incref(json_object_get(doc, "judged"));
}

static void
add(json_t **list, json_t *value)
{
	const json_t	*one;
	size_t		 i;

	if (*list == NULL)
		*list = json_array();
	json_array_foreach(*list, i, one)
		if (json_equal(one, value)) {
			json_decref(value);
			return;
		}
	json_array_append_new(*list, value);
}

void
contact_said_text(struct contact_said *s, const char *text)
{
	if (text != NULL && strlen(text) >= TEXT_MIN)
		add(&s->texts, json_string(text));
}

void
contact_said_phone(struct contact_said *s, const char *text)
{
	own_buf struct buf	digits = { 0 };

	for (const char *c = text; c != NULL && *c != '\0'; c++)
		if (isdigit((unsigned char)*c))
			buf_putc(&digits, *c);
	if (digits.len >= DIGITS_MIN)
		add(&s->digits, json_string(buf_str(&digits)));
}

/* A name as a whole word: "Li" is in no "list". NULL: it is none that tells anybody apart. */
static json_t *
whole_word(const char *name)
{
	return name == NULL || utf8_count(name) < NAME_MIN ||
	    strstr(name, "\\E") != NULL ? NULL :
	    json_sprintf("(?i)(?<!\\p{L})\\Q%s\\E(?!\\p{L})", name);
}

void
contact_said_name(struct contact_said *s, const char *first,
    const char *last)
{
	own_json json_t	*one = whole_word(first), *other = whole_word(last);

	if (one != NULL && other != NULL)
		add(&s->names, json_pack("[s, s, O, O]", first, last, one,
		    other));
}

void
contact_words_judge(struct contact_words *w, const char *kind, int64_t id)
{
	json_t	*ids;

	if (w->judged == NULL)
		w->judged = json_object();
	ids = json_object_get(w->judged, kind);
	if (ids == NULL) {
		ids = json_array();
		json_object_set_new(w->judged, kind, ids);
	}
	json_array_append_new(ids, json_integer((json_int_t)id));
}

/* --- conditions --- */

static void
put(struct db_build *b, size_t *n, const char *before, const char *text,
    const char *after)
{
	db_build_add(b, (*n)++ == 0 ? "(" : " OR ", DB_NONE);
	db_build_add(b, before, DB_NONE);
	db_build_add(b, text, DB_NONE);
	db_build_add(b, after, DB_NONE);
}

/* A name is looked for as letters first: that is quicker than as a word. */
static void
put_name(struct db_build *b, const json_t *name, size_t which,
    const char *text)
{
	db_build_add(b, " AND LOCATE(?, ", DB_ARGS(db_str(json_string_value(
	    json_array_get(name, which)))));
	db_build_add(b, text, DB_NONE);
	db_build_add(b, ") > 0 AND ", DB_NONE);
	db_build_add(b, text, DB_NONE);
	db_build_add(b, " REGEXP ?", DB_ARGS(db_str(json_string_value(
	    json_array_get(name, which + 2)))));
}

/* n counts what was put; whoever begins closes the bracket. */
static void
put_contacts(struct db_build *b, const struct contact_said *said,
    const char *text, size_t *n)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(said->texts, i, one) {
		put(b, n, "LOCATE(?, ", text, ") > 0");
		db_build_add(b, "", DB_ARGS(db_str(json_string_value(one))));
	}
	json_array_foreach(said->digits, i, one) {
		put(b, n, "LOCATE(?, REGEXP_REPLACE(", text,
		    ", '[-+() ]', '')) > 0");
		db_build_add(b, "", DB_ARGS(db_str(json_string_value(one))));
	}
}

static void
put_names(struct db_build *b, const struct contact_said *said,
    const char *text, size_t *n)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(said->names, i, one) {
		put(b, n, "(", "TRUE", "");
		for (size_t k = 0; k < 2; k++)
			put_name(b, one, k, text);
		db_build_add(b, ")", DB_NONE);
	}
}

static size_t
count_contacts(const struct contact_said *said)
{
	return json_array_size(said->texts) + json_array_size(said->digits);
}

/* Is there a name, or what the person alone says? */
static bool
may_be_judged(const struct contact_words *w)
{
	return json_array_size(w->sure.names) + json_array_size(w->own.names) +
	    count_contacts(&w->own) > 0;
}

static void
put_doubtful(struct db_build *b, const struct contact_words *w,
    const char *text)
{
	size_t	n = 0;

	put_names(b, &w->sure, text, &n);
	put_names(b, &w->own, text, &n);
	put_contacts(b, &w->own, text, &n);
	db_build_add(b, ")", DB_NONE);
}

/* Those judged that say so still. */
static void
put_judged(struct db_build *b, const struct contact_words *w,
    const struct contact_place *place, size_t *n)
{
	const json_t	*ids = json_object_get(w->judged, place->kind), *one;
	size_t		 i;

	if (json_array_size(ids) == 0 || !may_be_judged(w))
		return;
	put(b, n, "(", place->id, " IN (0");
	json_array_foreach(ids, i, one)
		db_build_add(b, ", ?", DB_ARGS(db_int(
		    json_integer_value(one))));
	db_build_add(b, ") AND ", DB_NONE);
	put_doubtful(b, w, place->text);
	db_build_add(b, ")", DB_NONE);
}

bool
contact_words_where(struct db_build *b, const struct contact_words *w,
    const char *text)
{
	size_t	n = 0;

	if (count_contacts(&w->sure) + json_array_size(w->sure.names) == 0)
		return false;
	db_build_add(b, " AND ", DB_NONE);
	put_contacts(b, &w->sure, text, &n);
	put_names(b, &w->sure, text, &n);
	db_build_add(b, ")", DB_NONE);
	return true;
}

bool
contact_words_where_sure(struct db_build *b, const struct contact_words *w,
    const struct contact_place *place)
{
	size_t	n = 0;

	if (count_contacts(&w->sure) == 0 && (!may_be_judged(w) ||
	    json_array_size(json_object_get(w->judged, place->kind)) == 0))
		return false;
	db_build_add(b, " AND ", DB_NONE);
	put_contacts(b, &w->sure, place->text, &n);
	put_judged(b, w, place, &n);
	db_build_add(b, ")", DB_NONE);
	return true;
}

bool
contact_words_where_named(struct db_build *b, const struct contact_words *w,
    const struct contact_place *place)
{
	size_t	n = 0;

	if (!may_be_judged(w))
		return false;
	db_build_add(b, " AND ", DB_NONE);
	put_doubtful(b, w, place->text);
	if (count_contacts(&w->sure) > 0) {
		db_build_add(b, " AND NOT ", DB_NONE);
		put_contacts(b, &w->sure, place->text, &n);
		db_build_add(b, ")", DB_NONE);
	}
	return true;
}
