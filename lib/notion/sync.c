#include "notion/sync.h"

#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/clock.h"
#include "base/err.h"
#include "io/db.h"
#include "io/field.h"
#include "notion/client.h"
#include "notion/page.h"
#include "notion/reading.h"
#include "notion/row.h"
#include "notion/source.h"
#include "service/provider_sync.h"

#define WHOLE_MS	INT64_C(86400000)
#define OVERLAP_MS	INT64_C(120000)	/* edits are told to the minute, and late */
#define SMALL_PAGE	10

struct pages {
	struct notion_page	*v;
	size_t			 n;
};

static void
pages_clear(struct pages *p)
{
	for (size_t i = 0; i < p->n; i++)
		notion_page_clear(&p->v[i]);
	free(p->v);
	*p = (struct pages){ 0 };
}

/* --- where it is --- */

struct start {
	int64_t				 account_id;
	const struct notion_reading	*to;
	bool				 other;		/* another source than before */
};

static int
save_start(struct db *db, void *arg, struct err *err)
{
	const struct start	*s = arg;

	return (s->other && notion_row_drop(db, s->account_id, err) == -1) ||
	    notion_reading_set(db, s->account_id, s->to, err) == -1 ? -1 : 0;
}

/* What it is called and which properties it has, as it is now. */
static int
read_schema(struct notion *api, const char *source, struct notion_reading *to,
    struct err *err)
{
	own_json json_t	*doc = NULL;

	if (notion_source_fetch(api, source, &doc, err) == -1)
		return -1;
	mem_put(&to->name, field_dup(doc, "name", 500));
	mem_put(&to->url, field_dup(doc, "url", 500));
	json_decref(to->fields);
	to->fields = json_incref(json_object_get(doc, "fields"));
	return 0;
}

/* A run whose process died goes on where it was; rows of another source than before go at once. */
static int
begin(struct provider_run *r, const char *source, struct notion_reading *to,
    struct err *err)
{
	struct start	 s = { .account_id = r->account.con.id, .to = to };
	int64_t		 now;

	if (notion_reading_get(r->who->db, r->account.con.id, to, err) == -1 ||
	    db_now(r->who->db, &now, err) == -1)
		return -1;
	s.other = strcmp(to->source, source) != 0;
	if (to->pass == r->run.id && !s.other)
		return 0;
	if (read_schema(r->api, source, to, err) == -1)
		return -1;
	if (s.other)
		to->newest = to->whole_at = 0;
	memcpy(to->source, source, sizeof(to->source));
	to->pass = r->run.id;
	to->whole = r->full || now - to->whole_at >= WHOLE_MS;
	to->since = to->whole || to->newest == 0 ? 0 : to->newest - OVERLAP_MS;
	mem_free_str(&to->cursor);
	return db_tx_run(r->who->db, save_start, &s, err);
}

/* --- one part of the rows --- */

/* Rows of a wiki may be databases, too: they are no people. */
static bool
is_page(const json_t *doc)
{
	const char	*object = field_str(doc, "object");

	return object == NULL || strcmp(object, "page") == 0;
}

static void
take_pages(struct provider_run *r, const json_t *list, struct pages *out)
{
	const json_t	*doc;
	size_t		 i;

	out->v = mem_zero((json_array_size(list) + 1) * sizeof(out->v[0]));
	json_array_foreach(list, i, doc) {
		const char	*id = field_str(doc, "id");
		struct err	 why = { 0 };

		if (!is_page(doc))
			continue;
		r->run.processed++;
		if (notion_page_parse(doc, &out->v[out->n], &why) == 0)
			out->n++;
		else
			provider_run_failed(r, id != NULL ? id : "?", &why);
	}
}

struct part {
	struct provider_run		*was;
	struct provider_run		 now;		/* counters behind it */
	const struct pages		*pages;
	const struct notion_reading	*place;		/* behind it */
};

/* The rows, the counters and the place are stored at once: whoever goes on repeats nothing. */
static int
store_part(struct db *db, void *arg, struct err *err)
{
	struct part	*p = arg;
	const int64_t	 id = p->was->account.con.id;

	p->now = *p->was;
	p->now.cursor.page = 1;	/* it is under way */
	return notion_row_put(db, p->now.who->company_id, id,
	    p->place->whole ? p->place->pass : 0, p->pages->v,
	    p->pages->n, &p->now.run.created, &p->now.run.updated, err) == -1 ||
	    notion_reading_set(db, id, p->place, err) == -1 ? -1 :
	    provider_run_step(&p->now, err);
}

/* A page of long texts may be more than one answer holds: it is asked for in smaller parts. */
static int
ask_rows(struct notion *api, const struct notion_reading *at,
    struct notion_rows *out, struct err *err)
{
	struct notion_rows_ask	ask = { .source = at->source,
		.cursor = at->cursor, .since_ms = at->since,
		.size = NOTION_PAGE };

	if (notion_rows_fetch(api, &ask, out, err) == 0)
		return 0;
	if (strcmp(err->code, "io.remote_too_large") != 0)
		return -1;
	*err = (struct err){ 0 };
	ask.size = SMALL_PAGE;
	return notion_rows_fetch(api, &ask, out, err);
}

static int
take_part(struct provider_run *r, struct notion_reading *at, struct err *err)
{
	own_notion_rows struct notion_rows	 rows = { 0 };
	cleanup(pages_clear) struct pages	 pages = { 0 };
	struct part	p = { .was = r, .pages = &pages, .place = at };

	if (ask_rows(r->api, at, &rows, err) == -1)
		return -1;
	take_pages(r, rows.v, &pages);
	for (size_t i = 0; i < pages.n; i++)
		if (pages.v[i].edited_at > at->newest)
			at->newest = pages.v[i].edited_at;
	mem_put(&at->cursor, give(rows.next));
	if (db_tx_run(r->who->db, store_part, &p, err) == -1)
		return -1;
	r->run = p.now.run;
	r->cursor = p.now.cursor;
	return 0;
}

/* A place that Notion forgot: from the beginning, once. */
static int
take_rows(struct provider_run *r, struct notion_reading *at, struct err *err)
{
	bool	 anew = false;

	for (;;) {
		if (take_part(r, at, err) == 0) {
			if (at->cursor == NULL)
				return 0;
			continue;
		}
		if (strcmp(err->code, "notion.cursor") != 0 || anew)
			return -1;
		*err = (struct err){ 0 };
		anew = true;
		mem_free_str(&at->cursor);
	}
}

/* --- the end --- */

static int
store_end(struct db *db, void *arg, struct err *err)
{
	struct part		*p = arg;
	const int64_t		 id = p->was->account.con.id;
	struct notion_reading	 to = *p->place;
	int64_t			 removed = 0;

	p->now = *p->was;
	if (to.whole && (notion_row_sweep(db, id, to.pass, &removed,
	    err) == -1 || db_now(db, &to.whole_at, err) == -1))
		return -1;
	p->now.run.deleted += removed;
	to.pass = 0;
	return notion_reading_set(db, id, &to, err) == -1 ? -1 :
	    provider_run_step(&p->now, err);
}

int
notion_sync(struct provider_run *r, struct err *err)
{
	own_notion_reading struct notion_reading	 at = { 0 };
	struct part	end = { .was = r, .place = &at };
	char		source[NOTION_ID_SIZE];

	notion_client_source(&r->account, source);
	if (source[0] == '\0')
		return err_code(err, ERR_CONFLICT, "notion.source_unset", "%s",
		    "");
	if (begin(r, source, &at, err) == -1 ||
	    take_rows(r, &at, err) == -1 ||
	    db_tx_run(r->who->db, store_end, &end, err) == -1)
		return -1;
	r->run = end.now.run;
	return 0;
}
