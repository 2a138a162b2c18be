/* What a run read goes into the cache: tasks of a page, the counters and the cursor, together. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "clickup/api_task.h"
#include "clickup/api_webhook.h"
#include "clickup/cache_fill.h"
#include "clickup/follow.h"
#include "clickup/listener.h"
#include "clickup/sync_int.h"
#include "io/db.h"
#include "webhook/delivery.h"

#define FOLLOW_MS	1000

static void
see(struct sync *s, int64_t id)
{
	if (s->nseen == s->seen_cap) {
		s->seen_cap = s->seen_cap * 2 + 1024;
		s->seen = mem_grow(s->seen, s->seen_cap, sizeof(*s->seen));
	}
	s->seen[s->nseen++] = id;
}

/* An incremental run asks for closed tasks to learn that they were closed. */
static bool
unwanted(const struct sync *s, const struct clickup_task *t)
{
	return s->place.incremental && !s->set.include_closed &&
	    strcmp(t->status_type, "closed") == 0;
}

static bool
repeated(const struct clickup_task_page *page, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(page->v[k].task_id, page->v[i].task_id) == 0)
			return true;
	return false;
}

static void
add_row(struct sync *s, const struct clickup_task *t)
{
	clickup_fill_map(t, NULL, &s->row[s->nrows]);
	s->unwanted[s->nrows++] = unwanted(s, t);
	if (t->date_updated > s->newest)
		s->newest = t->date_updated;
}

static int
drop_unwanted(struct db *db, struct sync *s, struct err *err)
{
	int64_t	ids[CLICKUP_CACHE_BATCH];
	size_t	n = 0;

	s->dropped = 0;
	for (size_t i = 0; i < s->nrows; i++)
		if (s->unwanted[i] && s->stored.id[i] != 0 &&
		    !s->stored.newer[i])
			ids[n++] = s->stored.id[i];
	return n == 0 ? 0 : clickup_cache_drop(db, s->run.connection_id, ids, n,
	    &s->dropped, err);
}

static void
count_batch(const struct sync *s, struct sync_run *run)
{
	run->processed += (int64_t)s->nrows;
	run->created += (int64_t)s->stored.created;
	run->updated += (int64_t)s->stored.updated;
	run->deleted += (int64_t)s->dropped;
}

static int
tell_listeners(struct db *db, const struct sync *s, struct err *err)
{
	int64_t	ids[CLICKUP_CACHE_BATCH];
	size_t	n = 0;

	for (size_t i = 0; i < s->nrows; i++)
		if (s->stored.change[i] != '\0' && !s->unwanted[i])
			ids[n++] = s->stored.id[i];
	return clickup_listeners_changed(s->listeners, db,
	    s->run.connection_id, ids, n, err);
}

/* Inside a transaction: the tasks, the counters under our lease, the cursor. */
static int
store_work(struct db *db, void *arg, struct err *err)
{
	struct sync	*s = arg;
	struct sync_run	 run = s->run;

	if (clickup_cache_store(db, run.connection_id, run.user_id, s->row,
	    s->nrows, &s->stored, err) == -1 ||
	    drop_unwanted(db, s, err) == -1)
		return -1;
	count_batch(s, &run);
	if (tell_listeners(db, s, err) == -1)
		return -1;
	if (sync_run_beat(db, &run, err) == -1)
		return -1;
	return sync_cursor_set(db, run.connection_id, s->stream, &s->cursor,
	    err);
}

/* After the commit: a repeated transaction would note them twice. */
static int
note_changes(struct sync *s, struct err *err)
{
	for (size_t i = 0; i < s->nrows; i++) {
		if (s->unwanted[i] && s->stored.change[i] != 'c')
			sync_changes_note(&s->changes, "deleted",
			    s->row[i].task_id, s->row[i].name);
		else if (s->stored.change[i] != '\0' && !s->unwanted[i])
			sync_changes_note(&s->changes,
			    s->stored.change[i] == 'c' ? "created" :
			    "updated", s->row[i].task_id, s->row[i].name);
	}
	return sync_changes_store(s->db, s->run.id, &s->changes, err);
}

static void
put_ids(const struct sync *s, struct buf *out)
{
	emit_open(out, NULL, '[');
	for (size_t i = 0; i < s->nrows; i++)
		emit_str(out, NULL, s->row[i].task_id);
	emit_close(out, ']');
}

/* What an event was handled of since this run began is in the cache, or is gone by now. */
static int
mark_gone(struct sync *s, const char *ids, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (delivery_handled(s->db, s->webhook_id, ids, s->run.started_at,
	    &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		for (size_t i = 0; i < s->nrows; i++)
			if (strcmp(s->row[i].task_id, db_col_str(rows,
			    0)) == 0)
				s->row[i].gone = true;
	return 0;
}

/* Events about these tasks that came before this run began need no reading of their own. */
static int
finish_events(const struct sync *s, const char *ids, struct err *err)
{
	const struct delivery_met	met = { .webhook_id = s->webhook_id,
		.received_before = s->run.started_at, .objects = ids,
		.but = CLICKUP_EVENT_COMMENT, .result = "synced" };

	return delivery_meet(s->db, &met, err);
}

/* Many tasks at once cost the index far less: now and then, and at the end. */
static void
follow(struct sync *s)
{
	if (!s->complete && clock_mono_ms() - s->followed_at < FOLLOW_MS)
		return;
	clickup_follow_written(s->db, s->conf, s->run.connection_id);
	s->followed_at = clock_mono_ms();
}

static int
store_rows(struct sync *s, struct err *err)
{
	own_buf struct buf	 ids = { 0 };
	const bool		 events = s->webhook_id != 0 && s->nrows > 0;

	put_ids(s, &ids);
	if (events && mark_gone(s, buf_str(&ids), err) == -1)
		return -1;
	if (db_tx_run(s->db, store_work, s, err) == -1)
		return -1;
	follow(s);
	count_batch(s, &s->run);
	if (note_changes(s, err) == -1 ||
	    (events && finish_events(s, buf_str(&ids), err) == -1))
		return -1;
	for (size_t i = 0; i < s->nrows; i++)
		see(s, s->stored.id[i]);
	s->nrows = 0;
	s->beat_at = clock_mono_ms();
	return 0;
}

/* The cursor moves with the last part of the page. */
int
sync_store_page(struct sync *s, const struct clickup_task_page *page,
    struct err *err)
{
	int64_t	room = s->run.max_tasks - s->run.processed;
	size_t	n = room < (int64_t)page->n ? (size_t)(room > 0 ? room : 0) :
		    page->n;

	for (size_t i = 0; i < n; i++) {
		if (!repeated(page, i))
			add_row(s, &page->v[i]);
		if (s->nrows == CLICKUP_CACHE_BATCH && i + 1 < n &&
		    store_rows(s, err) == -1)
			return -1;
	}
	s->run.unreadable += (int64_t)page->skipped;
	s->cursor.page++;
	s->complete = page->last && n == page->n;
	return store_rows(s, err);
}
