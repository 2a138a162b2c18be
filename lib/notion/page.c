#include "notion/page.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/utf8.h"
#include "io/fetch.h"
#include "io/field.h"
#include "notion/api.h"
#include "notion/block.h"
#include "notion/value.h"

#define ITEMS_MAX	10000	/* of one property */
#define URL_MAX		500

void
notion_page_clear(struct notion_page *p)
{
	mem_free_str(&p->id);
	mem_free_str(&p->source);
	mem_free_str(&p->name);
	mem_free_str(&p->url);
	mem_free_str(&p->people);
	mem_free_str(&p->fields);
	json_decref(p->properties);
	json_decref(p->files);
	*p = (struct notion_page){ 0 };
}

/* --- the page --- */

static char *
source_of(const json_t *doc)
{
	static const char *const names[] = { "data_source_id", "database_id" };
	const json_t	*parent = json_object_get(doc, "parent");
	char		 id[NOTION_ID_SIZE];

	for (size_t i = 0; i < nitems(names); i++)
		if (notion_id(field_str(parent, names[i]), id))
			return mem_dup(id);
	return mem_dup("");
}

static void
read_properties(struct notion_page *p, const json_t *named)
{
	own_json json_t	*fields = notion_value_fields(p->properties, named),
			*people = notion_value_people(p->properties);

	mem_free_str(&p->fields);
	mem_free_str(&p->people);
	p->fields = json_dumps(fields, JSON_COMPACT);
	p->people = json_dumps(people, JSON_COMPACT);
}

int
notion_page_parse(const json_t *doc, struct notion_page *out, struct err *err)
{
	own_notion_page struct notion_page	 p = { 0 };
	json_t		*properties = json_object_get(doc, "properties");
	char		 id[NOTION_ID_SIZE];

	if (!notion_id(field_str(doc, "id"), id) ||
	    !json_is_object(properties))
		return notion_odd(err, "page");
	p.id = mem_dup(id);
	p.properties = json_incref(properties);
	p.source = source_of(doc);
	p.name = notion_value_title(properties);
	p.url = field_dup(doc, "url", URL_MAX);
	p.trashed = field_flag(doc, "in_trash") || field_flag(doc, "archived");
	p.created_at = notion_time(doc, "created_time");
	p.edited_at = notion_time(doc, "last_edited_time");
	p.files = notion_value_files(properties, field_str(doc,
	    "created_time"));
	read_properties(&p, NULL);
	*out = give(p);
	return 0;
}

int
notion_page_fetch(struct notion *n, const char *id, struct notion_page *out,
    struct err *err)
{
	const struct fetch_req	 rq = { .path = { "pages", id } };
	own_json json_t		*doc = NULL;

	return notion_ask(n, &rq, &doc, err) == -1 ? -1 :
	    notion_page_parse(doc, out, err);
}

/* --- what a page names in part --- */

static int
complete_one(struct notion *n, struct notion_page *p, const char *property,
    struct err *err)
{
	const struct fetch_req	 rq = { .path = { "pages", p->id,
		"properties", property } };
	own_json json_t		*all = json_array();
	own_str char		*cursor = NULL;

	do {
		own_json json_t	*part = NULL;
		own_str char	*next = NULL;

		if (notion_list(n, &rq, cursor, NOTION_PAGE, &part, &next,
		    err) == -1)
			return -1;
		json_array_extend(all, part);
		mem_free_str(&cursor);
		cursor = give(next);
	} while (cursor != NULL && json_array_size(all) < ITEMS_MAX);
	notion_value_complete(p->properties, property, all);
	return 0;
}

/* {"id": "title"}; a page that is not shared has no title for us. */
static int
read_titles(struct notion *n, const json_t *ids, json_t *named,
    struct err *err)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(ids, i, one) {
		own_notion_page struct notion_page	 related = { 0 };
		struct err				 why = { 0 };
		const char	*id = json_string_value(one);

		if (notion_page_fetch(n, id, &related, &why) == 0)
			json_object_set_new(named, id,
			    json_string(related.name));
		else if (why.kind != ERR_ABSENT && why.kind != ERR_DENIED) {
			*err = why;
			return -1;
		}
	}
	return 0;
}

int
notion_page_complete(struct notion *n, struct notion_page *p, struct err *err)
{
	own_json json_t	*partial = notion_value_partial(p->properties),
			*named = json_object(), *related = NULL;
	const json_t	*one;
	size_t		 i;

	json_array_foreach(partial, i, one)
		if (complete_one(n, p, json_string_value(one), err) == -1)
			return -1;
	related = notion_value_related(p->properties, NOTION_RELATED_MAX);
	if (json_array_size(related) == 0)
		return 0;
	if (read_titles(n, related, named, err) == -1)
		return -1;
	read_properties(p, named);
	return 0;
}

/* --- its blocks --- */

/* One walk through the blocks of a page. */
struct walk {
	struct notion	*n;
	struct buf	 text;
	json_t		*files;
	char		 date[CLOCK_ISO_SIZE];
	int		 blocks;
};

static int	walk_children(struct walk *, const char *id, int level, int depth,
		    struct err *);

static bool
is_full(const struct walk *w)
{
	return w->blocks >= NOTION_BLOCKS_MAX || w->text.len >= NOTION_TEXT_MAX;
}

/* A synced block may show what is not shared: that part is left out. */
static int
walk_block(struct walk *w, const json_t *block, int level, int depth,
    int number, struct err *err)
{
	const char	*id = field_str(block, "id");
	struct err	 why = { 0 };

	w->blocks++;
	notion_block_text(&w->text, block, depth, number);
	notion_block_file(w->files, block, w->date);
	if (id == NULL || level == NOTION_DEPTH_MAX || is_full(w) ||
	    !notion_block_has_children(block))
		return 0;
	if (walk_children(w, id, level + 1, depth + notion_block_step(block),
	    &why) == 0 || why.kind == ERR_ABSENT)
		return 0;
	*err = why;
	return -1;
}

static int
walk_children(struct walk *w, const char *id, int level, int depth,
    struct err *err)
{
	const struct fetch_req	 rq = { .path = { "blocks", id, "children" } };
	own_str char		*cursor = NULL;
	int			 number = 0;

	do {
		own_json json_t	*part = NULL;
		own_str char	*next = NULL;
		const json_t	*block;
		size_t		 i;

		if (notion_list(w->n, &rq, cursor, NOTION_PAGE, &part, &next,
		    err) == -1)
			return -1;
		json_array_foreach(part, i, block) {
			number = notion_block_is_numbered(block) ? number + 1 :
			    0;
			if (is_full(w))
				return 0;
			if (walk_block(w, block, level, depth, number,
			    err) == -1)
				return -1;
		}
		mem_free_str(&cursor);
		cursor = give(next);
	} while (cursor != NULL);
	return 0;
}

int
notion_text_fetch(struct notion *n, const struct notion_page *page,
    char **text, json_t *files, struct err *err)
{
	struct walk	 w = { .n = n, .files = files };
	int		 rc;

	clock_iso(page->created_at, w.date);
	rc = walk_children(&w, page->id, 0, 0, err);
	if (rc == 0)
		*text = mem_ndup(buf_str(&w.text), utf8_cut(buf_str(&w.text),
		    NOTION_TEXT_MAX));
	buf_clear(&w.text);
	return rc;
}

/* --- its comments --- */

/* Comments name their writers by id alone. Who may not be seen has no name; names: {"id": name}. */
static int
name_of(struct notion *n, const char *id, json_t *names, const char **out,
    struct err *err)
{
	const struct fetch_req	 rq = { .path = { "users", id } };
	own_json json_t		*doc = NULL;
	struct err		 why = { 0 };
	const char		*name;

	if (json_object_get(names, id) == NULL) {
		if (notion_ask(n, &rq, &doc, &why) == -1 &&
		    why.kind != ERR_ABSENT && why.kind != ERR_DENIED) {
			*err = why;
			return -1;
		}
		name = field_str(doc, "name");
		json_object_set_new(names, id, json_string(name != NULL ?
		    name : ""));
	}
	*out = json_string_value(json_object_get(names, id));
	return 0;
}

static int
add_comment(struct notion *n, const json_t *doc, json_t *names, json_t *out,
    struct err *err)
{
	const char		*writer = json_string_value(field_at(doc,
				    "created_by", "id", NULL)),
				*id = field_str(doc, "id"), *name = "";
	own_buf struct buf	 text = { 0 };

	notion_plain(&text, json_object_get(doc, "rich_text"));
	if (id == NULL || text.len == 0)
		return 0;
	if (writer != NULL && name_of(n, writer, names, &name, err) == -1)
		return -1;
	json_array_append_new(out, json_pack("{s:s, s:s, s:o, s:s}", "id", id,
	    "user", name, "date", field_time(notion_time(doc,
	    "created_time")), "text", buf_str(&text)));
	return 0;
}

int
notion_comments_fetch(struct notion *n, const char *id, json_t **out,
    struct err *err)
{
	const struct fetch_req	 rq = { .path = { "comments" },
				    .query = { { "block_id", id } } };
	own_json json_t		*all = json_array(), *names = json_object();
	own_str char		*cursor = NULL;

	do {
		own_json json_t	*part = NULL;
		own_str char	*next = NULL;
		struct err	 why = { 0 };
		const json_t	*doc;
		size_t		 i;

		if (notion_list(n, &rq, cursor, NOTION_PAGE, &part, &next,
		    &why) == -1) {
			if (why.kind == ERR_DENIED)
				break;
			*err = why;
			return -1;
		}
		json_array_foreach(part, i, doc)
			if (add_comment(n, doc, names, all, err) == -1)
				return -1;
		mem_free_str(&cursor);
		cursor = give(next);
	} while (cursor != NULL && json_array_size(all) < NOTION_COMMENTS_MAX);
	*out = give(all);
	return 0;
}

/* --- its files --- */

static char *
url_of(const json_t *files, const char *id)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(files, i, one)
		if (strcmp(field_str(one, "id"), id) == 0)
			return mem_dup(field_str(one, "url"));
	return NULL;
}

static int
read_bytes(struct notion *n, const char *url, size_t max_bytes,
    struct buf *out, struct err *err)
{
	own_res struct fetch_res	res = { 0 };

	if (notion_bytes(n, url, max_bytes, &res, err) == -1)
		return -1;
	*out = give(res.body);
	return 0;
}

int
notion_file_fetch(struct notion *n, const char *page_id, const char *file_id,
    const char *url, size_t max_bytes, struct buf *out, struct err *err)
{
	own_notion_page struct notion_page	 page = { 0 };
	own_str char				*text = NULL, *fresh = NULL;
	struct err				 first = { 0 };

	if (read_bytes(n, url, max_bytes, out, &first) == 0)
		return 0;
	if (first.kind != ERR_ABSENT) {
		*err = first;
		return -1;
	}
	if (notion_page_fetch(n, page_id, &page, err) == -1)
		return -1;
	fresh = url_of(page.files, file_id);
	if (fresh == NULL && notion_text_fetch(n, &page, &text, page.files,
	    err) == -1)
		return -1;
	if (fresh == NULL && (fresh = url_of(page.files, file_id)) == NULL)
		return err_code(err, ERR_ABSENT, "notion.file_absent",
		    "notion: file %s is gone", file_id);
	return read_bytes(n, fresh, max_bytes, out, err);
}
