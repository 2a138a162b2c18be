#include "clickup/sync_changes.h"

#include <string.h>

#include "account/caller.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "clickup/sync.h"
#include "io/db.h"
#include "io/field.h"
#include "service/call.h"
#include "service/call_log.h"
#include "service/sync_run.h"

#define HOUR_MS		INT64_C(3600000)
#define NAME_BYTES	200
#define CALLS_MAX	50	/* of one run's page */

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

/* Calls to ClickUp by its user while it ran, newest first. */
static int
read_calls(struct db *db, const struct sync_run *run, json_t **out,
    struct err *err)
{
	const struct call_filter	 whose = { .company_id = run->company_id,
		.user_id = run->user_id, .provider = "clickup" };
	own_rows struct db_rows		*rows = NULL;
	own_buf struct buf		 list = { 0 };
	struct call			 call;

	emit_open(&list, NULL, '[');
	if (run->started_at != 0 && call_during(db, &whose, run->started_at,
	    run->finished_at, CALLS_MAX, &rows, err) == -1)
		return -1;
	while (rows != NULL && call_next(rows, &call))
		call_log_put(&list, NULL, &call);
	emit_close(&list, ']');
	*out = json_loadb(list.data, list.len, 0, NULL);
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
	*out = sync_run_json(run, lang);
	json_object_set_new(*out, "changes", c.doc);
	json_object_set_new(*out, "requests", calls);
	return 0;
}

/* --- over time --- */

#define PARTS_MAX	96

struct part {
	int64_t	at, runs, created, updated, deleted, failed, timed;
	double	seconds;
};
struct parts {
	struct part	v[PARTS_MAX];
	size_t		n;
};

/* Hours are of 60 minutes; longer parts begin where the clocks of the zone say so. */
static void
cut_parts(struct parts *parts, const struct zone *zone, int days, int64_t now)
{
	const int	hours = days <= 2 ? 1 : days <= 14 ? 6 : 24;
	const int64_t	since = now - days * 24 * HOUR_MS;
	const int64_t	offset = zone_offset_ms(zone, since);
	const int64_t	first = (since + offset) / HOUR_MS * HOUR_MS - offset;
	const int64_t	day = zone_day(zone, now) - days;
	int		hour = zone_hour(zone, now) / hours * hours;

	for (; parts->n < PARTS_MAX; parts->n++, hour += hours) {
		const int64_t	at = hours == 1 ? first +
				    (int64_t)parts->n * HOUR_MS :
				    zone_begin(zone, day + hour / 24, hour % 24);

		if (at > now)
			break;
		parts->v[parts->n].at = at;
	}
}

static void
add_slot(struct parts *parts, const struct db_rows *rows)
{
	const int64_t	at = db_col_int(rows, 0) * ZONE_SLOT_MS;
	size_t		i = parts->n;
	struct part	*part;

	while (i > 0 && parts->v[i - 1].at > at)
		i--;
	if (i == 0)
		return;
	part = &parts->v[i - 1];
	part->runs += db_col_int(rows, 1);
	part->created += db_col_int(rows, 2);
	part->updated += db_col_int(rows, 3);
	part->deleted += db_col_int(rows, 4);
	part->failed += db_col_int(rows, 5);
	part->seconds += db_col_real(rows, 6);
	part->timed += db_col_int(rows, 7);
}

static json_t *
part_json(const struct part *part)
{
	return json_pack("{s:o, s:I, s:I, s:I, s:I, s:I, s:f}", "at",
	    field_time(part->at), "runs", (json_int_t)part->runs,
	    "created", (json_int_t)part->created,
	    "updated", (json_int_t)part->updated,
	    "deleted", (json_int_t)part->deleted,
	    "failed", (json_int_t)part->failed, "duration",
	    part->timed > 0 ? part->seconds / (double)part->timed : 0.0);
}

int
sync_changes_chart(const struct caller *who, int days, json_t **out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_zone struct zone	 zone = { 0 };
	struct parts		 parts = { 0 };

	zone_enter(&zone, who->zone);
	cut_parts(&parts, &zone, days, clock_ms());
	if (sync_run_slots(who->db, who->user_id, parts.v[0].at, &rows,
	    err) == -1)
		return -1;
	while (db_rows_next(rows))
		add_slot(&parts, rows);
	*out = json_array();
	for (size_t i = 0; i < parts.n; i++)
		if (parts.v[i].runs > 0)
			json_array_append_new(*out, part_json(&parts.v[i]));
	return 0;
}
