#include "clickup/sync_changes.h"

#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "clickup/sync.h"
#include "io/db.h"
#include "io/field.h"
#include "service/sync_run.h"

#define HOUR_MS		INT64_C(3600000)
#define NAME_BYTES	200

static const char *const kinds[] = { "created", "updated", "deleted" };

void
sync_changes_clear(struct sync_changes *c)
{
	json_decref(c->doc);
	*c = (struct sync_changes){ 0 };
}

static json_t *
empty(void)
{
	return json_pack("{s:[], s:[], s:[]}", kinds[0], kinds[1], kinds[2]);
}

int
sync_changes_load(struct db *db, int64_t run_id, struct sync_changes *c,
    struct err *err)
{
	own_str char	*text = NULL;

	if (sync_run_changes_get(db, run_id, &text, err) == -1)
		return -1;
	if (text != NULL)
		c->doc = json_loads(text, 0, NULL);
	if (c->doc == NULL)
		c->doc = empty();
	return 0;
}

void
sync_changes_note(struct sync_changes *c, const char *kind,
    const char *task_id, const char *name)
{
	json_t		*list = json_object_get(c->doc, kind);
	own_str char	*cut = NULL;

	if (json_array_size(list) >= SYNC_SAMPLE)
		return;
	cut = mem_ndup(name, utf8_cut(name, NAME_BYTES));
	json_array_append_new(list, json_pack("{s:s, s:s}", "task_id", task_id,
	    "name", cut));
	c->grown = true;
}

int
sync_changes_store(struct db *db, int64_t run_id, struct sync_changes *c,
    struct err *err)
{
	own_str char	*text = NULL;

	if (!c->grown)
		return 0;
	text = json_dumps(c->doc, JSON_COMPACT);
	c->grown = false;
	return sync_run_changes_set(db, run_id, text, err);
}

/* --- for the pages --- */

static int
read_calls(struct db *db, const struct sync_run *run, json_t **out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	json_t			*list;

	*out = list = json_array();
	if (run->started_at == 0)
		return 0;
	if (sync_run_calls(db, run, &rows, err) == -1) {
		json_decref(list);
		return -1;
	}
	while (db_rows_next(rows))
		json_array_append_new(list, json_pack("{s:I, s:s, s:s, s:o, "
		    "s:I, s:s, s:o}", "id", (json_int_t)db_col_int(rows, 0),
		    "method", db_col_str(rows, 1), "endpoint",
		    db_col_str(rows, 2), "status_code", db_col_null(rows, 3) ?
		    json_null() : json_integer(db_col_int(rows, 3)),
		    "duration_ms", (json_int_t)db_col_int(rows, 4), "error",
		    db_col_str(rows, 5), "at", field_time(db_col_time(rows,
		    6))));
	return 0;
}

int
sync_changes_page(struct db *db, const struct sync_run *run, const char *lang,
    json_t **out, struct err *err)
{
	struct sync_changes	 c = { 0 };
	json_t			*calls = NULL;

	if (sync_changes_load(db, run->id, &c, err) == -1)
		return -1;
	if (read_calls(db, run, &calls, err) == -1) {
		sync_changes_clear(&c);
		return -1;
	}
	*out = sync_json(run, lang);
	json_object_set_new(*out, "changes", c.doc);
	json_object_set_new(*out, "requests", calls);
	return 0;
}

int
sync_changes_chart(struct db *db, int64_t user_id, const char *zone_name,
    int days, json_t **out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_zone struct zone	 zone = { 0 };
	const int64_t		 part = HOUR_MS * (days <= 2 ? 1 :
				    days <= 14 ? 6 : 24);
	const int64_t		 now = clock_ms();
	int64_t			 offset, since;

	zone_enter(&zone, zone_name);
	offset = zone_offset_ms(&zone, now);
	since = (now - days * 24 * HOUR_MS + offset) / part * part - offset;
	if (sync_run_chart(db, user_id, since, part, &rows, err) == -1)
		return -1;
	*out = json_array();
	while (db_rows_next(rows))
		json_array_append_new(*out, json_pack("{s:o, s:I, s:I, s:I, "
		    "s:I, s:I, s:f}", "at", field_time(since +
		    db_col_int(rows, 0) * part),
		    "runs", (json_int_t)db_col_int(rows, 1),
		    "created", (json_int_t)db_col_int(rows, 2),
		    "updated", (json_int_t)db_col_int(rows, 3),
		    "deleted", (json_int_t)db_col_int(rows, 4),
		    "failed", (json_int_t)db_col_int(rows, 5),
		    "duration", db_col_real(rows, 6)));
	return 0;
}
