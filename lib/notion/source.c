#include "notion/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "io/fetch.h"
#include "io/field.h"
#include "notion/api.h"
#include "notion/value.h"

void
notion_rows_clear(struct notion_rows *rows)
{
	json_decref(rows->v);
	mem_free_str(&rows->next);
	*rows = (struct notion_rows){ 0 };
}

/* --- one --- */

static char *
title_of(const json_t *doc)
{
	own_buf struct buf	 text = { 0 };

	notion_plain(&text, json_object_get(doc, "title"));
	return mem_dup(buf_str(&text));
}

/* A database of the older API is its own only source. */
static int
read_source(const json_t *doc, json_t **out, struct err *err)
{
	const char	*id = field_str(doc, "id"),
			*url = field_str(doc, "url");
	const char	*database = json_string_value(field_at(doc, "parent",
			    "database_id", NULL));
	own_str char	*name = title_of(doc);

	if (id == NULL)
		return notion_odd(err, "data source");
	*out = json_pack("{s:s, s:s, s:s, s:s, s:s}", "id", id, "name", name,
	    "database_id", database != NULL ? database : id, "database", "",
	    "url", url != NULL ? url : "");
	return 0;
}

int
notion_source_parse(const json_t *doc, json_t **out, struct err *err)
{
	const json_t	*properties = json_object_get(doc, "properties");
	json_t		*one = NULL;

	if (!json_is_object(properties))
		return notion_odd(err, "properties of a data source");
	if (read_source(doc, &one, err) == -1)
		return -1;
	json_object_set_new(one, "fields", notion_value_schema(properties));
	*out = one;
	return 0;
}

int
notion_source_fetch(struct notion *n, const char *id, json_t **out,
    struct err *err)
{
	const struct fetch_req	 rq = { .path = { notion_speaks(n)->path, id } };
	own_json json_t		*doc = NULL;

	return notion_ask(n, &rq, &doc, err) == -1 ? -1 :
	    notion_source_parse(doc, out, err);
}

/* --- all that are shared --- */

static int
ask_sources(struct notion *n, const char *cursor, json_t **out, char **next,
    struct err *err)
{
	own_json json_t		*body = NULL, *doc = NULL;

	body = json_pack("{s:{s:s, s:s}, s:i}", "filter", "property", "object",
	    "value", notion_speaks(n)->object, "page_size", NOTION_PAGE);
	if (cursor != NULL)
		json_object_set_new(body, "start_cursor", json_string(cursor));
	const struct fetch_req	 rq = { .method = "POST",
		.path = { "search" }, .json = body };
	return notion_ask(n, &rq, &doc, err) == -1 ? -1 :
	    notion_list_next(n, doc, cursor, out, next, err);
}

/* An older service answers a search with pages, too. */
static void
add_sources(json_t *all, const json_t *found, const char *object)
{
	const json_t	*doc;
	struct err	 odd = { 0 };
	size_t		 i;

	json_array_foreach(found, i, doc) {
		const char	*is = field_str(doc, "object");
		json_t		*one = NULL;

		if (is != NULL && strcmp(is, object) == 0 &&
		    !field_flag(doc, "in_trash") &&
		    !field_flag(doc, "archived") &&
		    read_source(doc, &one, &odd) == 0)
			json_array_append_new(all, one);
	}
}

static bool
has_siblings(const json_t *all, size_t at, const char *database)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(all, i, one)
		if (i != at && strcmp(field_str(one, "database_id"),
		    database) == 0)
			return true;
	return false;
}

/* Two sources of one database are told apart by both names. One whose database is not shared keeps
 * its own. */
static int
name_databases(struct notion *n, json_t *all, struct err *err)
{
	own_json json_t	*names = json_object();
	json_t		*one;
	size_t		 i;

	json_array_foreach(all, i, one) {
		const char		*id = field_str(one, "database_id");
		const struct fetch_req	 rq = { .path = { "databases", id } };
		own_json json_t		*doc = NULL;
		own_str char		*name = NULL;

		if (!has_siblings(all, i, id))
			continue;
		if (json_object_get(names, id) == NULL) {
			if (notion_ask(n, &rq, &doc, err) == -1 &&
			    err->kind != ERR_ABSENT)
				return -1;
			*err = (struct err){ 0 };
			name = title_of(doc);
			json_object_set_new(names, id, json_string(name));
		}
		json_object_set(one, "database", json_object_get(names, id));
	}
	return 0;
}

static int
by_name(const void *a, const void *b)
{
	const json_t	*const *x = a, *const *y = b;

	return strcmp(field_str(*x, "name"), field_str(*y, "name"));
}

static json_t *
sorted(const json_t *all)
{
	const size_t	 n = json_array_size(all);
	json_t		**v = mem_zero((n + 1) * sizeof(json_t *)),
			*out = json_array();

	for (size_t i = 0; i < n; i++)
		v[i] = json_array_get(all, i);
	qsort(v, n, sizeof(v[0]), by_name);
	for (size_t i = 0; i < n; i++)
		json_array_append(out, v[i]);
	free(v);
	return out;
}

int
notion_sources_fetch(struct notion *n, json_t **out, struct err *err)
{
	own_json json_t	*all = json_array();
	own_str char	*cursor = NULL;

	do {
		own_json json_t	*found = NULL;
		own_str char	*next = NULL;

		if (ask_sources(n, cursor, &found, &next, err) == -1)
			return -1;
		add_sources(all, found, notion_speaks(n)->object);
		mem_free_str(&cursor);
		cursor = give(next);
	} while (cursor != NULL && json_array_size(all) < NOTION_SOURCES_MAX);
	if (name_databases(n, all, err) == -1)
		return -1;
	*out = sorted(all);
	return 0;
}

/* --- rows --- */

int
notion_rows_fetch(struct notion *n, const struct notion_rows_ask *ask,
    struct notion_rows *out, struct err *err)
{
	own_json json_t		*body = NULL, *doc = NULL;
	const struct fetch_req	 rq = { .method = "POST", .path = {
		notion_speaks(n)->path, ask->source, "query" } };
	struct fetch_req	 filled = rq;
	char			 since[CLOCK_ISO_SIZE];

	body = json_pack("{s:[{s:s, s:s}], s:i}", "sorts", "timestamp",
	    "last_edited_time", "direction", "ascending", "page_size",
	    ask->size);
	if (ask->cursor != NULL)
		json_object_set_new(body, "start_cursor",
		    json_string(ask->cursor));
	if (ask->since_ms > 0) {
		clock_iso(ask->since_ms, since);
		json_object_set_new(body, "filter", json_pack(
		    "{s:s, s:{s:s}}", "timestamp", "last_edited_time",
		    "last_edited_time", "on_or_after", since));
	}
	filled.json = body;
	if (notion_ask(n, &filled, &doc, err) == -1)
		return -1;
	return notion_list_next(n, doc, ask->cursor, &out->v, &out->next,
	    err);
}
