#include "bitrix/task_copy.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/utf8.h"
#include "io/field.h"

#define TITLE_MAX	500	/* characters, as those of our tasks (team/task.h) */
#define TEXT_MAX	100000
#define TAGS_MAX	20
#define TAG_MAX		50
#define STATUS_FIRST	2
#define STATUS_DEFERRED	6

const char *const	bitrix_copy_fields[] = { "title", "description", "status",
	"assigned_to", "due_date", "tags", NULL };

static const char *const	usual[] = { "todo", "in_progress", "review",
	"done", "todo" };
static const char *const	words[] = { "todo", "in_progress", "review",
	"done", "cancelled", NULL };

json_t *
bitrix_words_usual(void)
{
	json_t	*out = json_object();

	for (size_t i = 0; i < nitems(usual); i++) {
		const char	number[] = { (char)('0' + STATUS_FIRST + i), '\0' };

		json_object_set_new(out, number, json_string(usual[i]));
	}
	return out;
}

int
bitrix_words_check(const json_t *statuses, struct err *err)
{
	static const char *const	numbers[] = { "2", "3", "4", "5", "6",
		NULL };

	if (field_only(statuses, numbers, err) == -1)
		return -1;
	for (size_t i = 0; numbers[i] != NULL; i++) {
		const char	*word = NULL;

		if (field_word_opt(statuses, numbers[i], words, &word,
		    err) == -1)
			return -1;
		if (word == NULL)
			return err_field(err, numbers[i], "required", "%s", "");
	}
	return 0;
}

static const char *
word_of(const struct bitrix_words *w, int64_t status)
{
	const char	 number[] = { (char)('0' + status), '\0' };
	const char	*word;

	if (status < STATUS_FIRST || status > STATUS_DEFERRED)
		return usual[0];
	word = json_string_value(json_object_get(w->statuses, number));
	return word != NULL ? word : usual[status - STATUS_FIRST];
}

/* --- tags --- */

static int
by_text(const void *a, const void *b)
{
	return strcmp(json_string_value(*(json_t *const *)a),
	    json_string_value(*(json_t *const *)b));
}

static bool
has_tag(const json_t *tags, const char *name)
{
	json_t	*one;
	size_t	 i;

	json_array_foreach(tags, i, one)
		if (strcmp(json_string_value(one), name) == 0)
			return true;
	return false;
}

/* One more, if there is room for it and it is not there; else nothing. */
static void
add_tag(json_t *tags, const char *text)
{
	own_str char	*cut = NULL;

	if (text == NULL || field_blank(text))
		return;
	cut = mem_ndup(text, utf8_head(text, TAG_MAX));
	utf8_line(cut);
	if (!has_tag(tags, cut) && json_array_size(tags) < TAGS_MAX)
		json_array_append_new(tags, json_string(cut));
}

/* The same ones, sorted by their bytes. */
static json_t *
sorted(json_t *tags)
{
	const size_t	 n = json_array_size(tags);
	json_t		*list[TAGS_MAX], *out = json_array();

	for (size_t i = 0; i < n; i++)
		list[i] = json_array_get(tags, i);
	qsort(list, n, sizeof(*list), by_text);
	for (size_t i = 0; i < n; i++)
		json_array_append(out, list[i]);
	json_decref(tags);
	return out;
}

/* A tag there is {id, title}, or a text. */
static const char *
title_of(const json_t *tag)
{
	return json_is_string(tag) ? json_string_value(tag) :
	    json_string_value(json_object_get(tag, "title"));
}

size_t
bitrix_mark_len(const char *text)
{
	static const char	 in_mark[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789-_";
	const size_t		 n = strlen(BITRIX_MARK);

	return strncmp(text, BITRIX_MARK, n) == 0 &&
	    strspn(text + n, in_mark) == BITRIX_MARK_SIGNS ?
	    n + BITRIX_MARK_SIGNS : 0;
}

static bool
is_mark(const char *tag)
{
	const size_t	len = tag == NULL ? 0 : bitrix_mark_len(tag);

	return len > 0 && tag[len] == '\0';
}

/* PHP has a map of them by their ids, and an empty list for none. */
static json_t *
read_tags(const json_t *task, int64_t status)
{
	json_t		*from = json_object_get(task, "tags"), *one;
	json_t		*tags = json_array();
	const char	*key;
	size_t		 i;

	if (status == STATUS_DEFERRED)
		add_tag(tags, BITRIX_DEFERRED);
	if (json_is_object(from))
		json_object_foreach(from, key, one)
			if (!is_mark(title_of(one)))
				add_tag(tags, title_of(one));
	json_array_foreach(from, i, one)
		if (!is_mark(title_of(one)))
			add_tag(tags, title_of(one));
	return sorted(tags);
}

const char *
bitrix_copy_mark(const json_t *task)
{
	json_t		*from = json_object_get(task, "tags"), *one;
	const char	*key;
	size_t		 i;

	if (json_is_object(from))
		json_object_foreach(from, key, one)
			if (is_mark(title_of(one)))
				return title_of(one);
	json_array_foreach(from, i, one)
		if (is_mark(title_of(one)))
			return title_of(one);
	return NULL;
}

/* --- copies --- */

static json_t *
due(const char *text)
{
	char	iso[CLOCK_ISO_SIZE];
	int64_t	at;

	if (text == NULL || *text == '\0' || clock_parse(text, &at) == -1)
		return json_null();
	clock_iso(at - at % 1000, iso);
	return json_string(iso);
}

static json_t *
text_of(const json_t *task, const char *name, size_t max)
{
	const char	*text = field_str(task, name);

	return text == NULL ? json_string("") :
	    json_stringn(text, utf8_head(text, max));
}

/* A title is one line that says something. */
static json_t *
title(const json_t *task)
{
	own_str char	*line = NULL;
	const char	*text = field_str(task, "title");

	line = mem_ndup(text != NULL ? text : "", text == NULL ? 0 :
	    utf8_head(text, TITLE_MAX));
	utf8_line(line);
	return json_string(field_blank(line) ? "-" : line);
}

json_t *
bitrix_copy_read(const json_t *task, const struct bitrix_words *w)
{
	const int64_t	 status = field_num(task, "status", STATUS_FIRST);
	const char	*who = field_str(task, "responsibleId");
	json_t		*person = who == NULL ? NULL :
			    json_object_get(w->people, who);

	return json_pack("{s:o, s:o, s:s, s:O?, s:o, s:o}",
	    "title", title(task),
	    "description", text_of(task, "description", TEXT_MAX),
	    "status", word_of(w, status), "assigned_to", person,
	    "due_date", due(field_str(task, "deadline")),
	    "tags", read_tags(task, status));
}

json_t *
bitrix_copy_ours(const json_t *task)
{
	const char	*status = field_str(task, "status");
	json_t		*person = json_object_get(task, "assigned_to");

	return json_pack("{s:o, s:o, s:s, s:O?, s:o, s:o}",
	    "title", title(task),
	    "description", text_of(task, "description", TEXT_MAX),
	    "status", status != NULL ? status : usual[0],
	    "assigned_to", json_is_integer(person) ? person : NULL,
	    "due_date", due(field_str(task, "due_date")),
	    "tags", read_tags(task, STATUS_FIRST));
}

/* --- what is sent there --- */

/* The number of a status word; 0: there is none. */
static int
number_of(const struct bitrix_words *w, const char *word, bool deferred)
{
	if (deferred && strcmp(word_of(w, STATUS_DEFERRED), word) == 0)
		return STATUS_DEFERRED;
	for (int n = STATUS_FIRST; n < STATUS_DEFERRED; n++)
		if (strcmp(word_of(w, n), word) == 0)
			return n;
	return 0;
}

/* A tag may make another status, and a status may be a tag: both are sent when one changed. */
static void
put_status(json_t *fields, const json_t *whole, const char *mark,
    const struct bitrix_words *w)
{
	json_t		*tags = json_object_get(whole, "tags"), *one;
	json_t		*sent = json_array();
	const int	 number = number_of(w, json_string_value(
			    json_object_get(whole, "status")),
			    has_tag(tags, BITRIX_DEFERRED));
	size_t		 i;

	if (mark != NULL)
		json_array_append_new(sent, json_string(mark));
	json_array_foreach(tags, i, one)
		if (number != STATUS_DEFERRED ||
		    strcmp(json_string_value(one), BITRIX_DEFERRED) != 0)
			json_array_append(sent, one);
	json_object_set_new(fields, "TAGS", sent);
	if (number != 0)
		json_object_set_new(fields, "STATUS", json_integer(number));
}

static void
put_person(json_t *fields, json_t *person, const struct bitrix_words *w)
{
	const char	*id;
	json_t		*one;

	json_object_foreach((json_t *)w->people, id, one)
		if (json_equal(one, person)) {
			json_object_set_new(fields, "RESPONSIBLE_ID",
			    json_string(id));
			return;
		}
}

/* The service takes a zone in digits; no time is an empty text. */
static json_t *
deadline(const json_t *at)
{
	const char	*iso = json_string_value(at);

	return iso == NULL ? json_string("") :
	    json_sprintf("%.19s+00:00", iso);
}

json_t *
bitrix_copy_fields_of(const json_t *changed, const json_t *whole,
    const char *mark, const struct bitrix_words *w)
{
	static const struct { const char *ours, *theirs; } texts[] = {
		{ "title", "TITLE" }, { "description", "DESCRIPTION" },
	};
	json_t	*out = json_object(), *value;

	for (size_t i = 0; i < nitems(texts); i++)
		if ((value = json_object_get(changed, texts[i].ours)) != NULL)
			json_object_set(out, texts[i].theirs, value);
	if (json_object_get(changed, "status") != NULL ||
	    json_object_get(changed, "tags") != NULL)
		put_status(out, whole, mark, w);
	if ((value = json_object_get(changed, "assigned_to")) != NULL)
		put_person(out, value, w);
	if ((value = json_object_get(changed, "due_date")) != NULL)
		json_object_set_new(out, "DEADLINE", deadline(value));
	return out;
}

json_t *
bitrix_copy_after(const json_t *before, const json_t *changed,
    const json_t *fields, const struct bitrix_words *w)
{
	own_json json_t	*fresh = json_object();
	json_t		*out = before != NULL ? json_copy((json_t *)before) :
			    bitrix_copy_read(fresh, w);
	json_t		*status = json_object_get(fields, "STATUS");
	const char	*person = json_string_value(json_object_get(fields,
			    "RESPONSIBLE_ID"));
	json_t		*user;

	json_object_update(out, (json_t *)changed);
	if (before != NULL) {
		json_object_set(out, "status", json_object_get(before,
		    "status"));
		json_object_set(out, "assigned_to", json_object_get(before,
		    "assigned_to"));
	} else
		json_object_set_new(out, "status", json_string(usual[0]));
	if (status != NULL)
		json_object_set_new(out, "status", json_string(word_of(w,
		    json_integer_value(status))));
	if (person != NULL) {
		user = json_object_get(w->people, person);
		json_object_set_new(out, "assigned_to", user != NULL ?
		    json_incref(user) : json_null());
	}
	return out;
}

/* --- three ways --- */

void
bitrix_merge_clear(struct bitrix_merge *m)
{
	json_decref(m->ours);
	json_decref(m->theirs);
	json_decref(m->conflicts);
	memset(m, 0, sizeof(*m));
}

static bool
named(const json_t *fields, const char *name)
{
	return fields == NULL || has_tag(fields, name);
}

/* Both changed it, and not to the same. */
static void
decide(struct bitrix_merge *out, const char *name, json_t *ours,
    json_t *theirs, bool ours_last)
{
	json_object_set(ours_last ? out->theirs : out->ours, name,
	    ours_last ? ours : theirs);
	json_array_append_new(out->conflicts, json_pack("{s:s, s:O, s:O, s:s}",
	    "field", name, "ours", ours, "theirs", theirs,
	    "kept", ours_last ? "ours" : "theirs"));
}

void
bitrix_merge(const json_t *ours_was, const json_t *ours,
    const json_t *theirs_was, const json_t *theirs, const json_t *fields,
    bool ours_last, struct bitrix_merge *out)
{
	*out = (struct bitrix_merge){ json_object(), json_object(),
		json_array() };
	for (size_t i = 0; bitrix_copy_fields[i] != NULL; i++) {
		const char	*name = bitrix_copy_fields[i];
		json_t		*here = json_object_get(ours, name);
		json_t		*there = json_object_get(theirs, name);
		const bool	 here_new = ours_was != NULL && !json_equal(here,
				    json_object_get(ours_was, name));
		const bool	 there_new = theirs_was == NULL ||
				    !json_equal(there, json_object_get(
				    theirs_was, name));

		if (!named(fields, name) || json_equal(here, there) ||
		    (!here_new && !there_new))
			continue;
		if (here_new && there_new)
			decide(out, name, here, there, ours_last);
		else
			json_object_set(here_new ? out->theirs : out->ours,
			    name, here_new ? here : there);
	}
}
