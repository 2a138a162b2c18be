#include "clickup/sync.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/user.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "clickup/api.h"
#include "clickup/api_task.h"
#include "clickup/api_webhook.h"
#include "clickup/cache.h"
#include "clickup/cache_fill.h"
#include "clickup/link.h"
#include "clickup/listener.h"
#include "clickup/set.h"
#include "clickup/sync_changes.h"
#include "clickup/sync_read.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "live/event.h"
#include "service/connection.h"
#include "service/sync_run.h"
#include "webhook/delivery.h"
#include "webhook/webhook.h"

#define TASKS_MAX	1000000
#define OVERLAP_MS	60000		/* of two incremental runs */
#define FULL_EACH_MS	INT64_C(86400000) /* removed tasks are found this often */
#define PARTS_MAX	1000		/* of due connections */
#define BEAT_MS		5000
#define PUSH_MS		1000
#define CONFIRM_MAX	20		/* missing tasks that are asked for one by one */

/* --- asking for runs --- */

static int
queue_run(struct db *db, const struct sync_run *run, const char *list_id,
    int64_t *id, struct err *err)
{
	struct sync_run	in = *run;

	snprintf(in.stream, sizeof(in.stream), "list:%s", list_id);
	return sync_run_queue(db, &in, id, err);
}

int
sync_ask(struct db *db, const struct sync_wish *wish, struct sync_run *out,
    struct err *err)
{
	own_clickup_set struct clickup_set	set = { 0 };
	struct sync_run	run = { .company_id = wish->company_id,
		.user_id = wish->user_id };
	int64_t		id;

	if (clickup_set_get(db, wish->company_id, wish->user_id, &set,
	    err) == -1)
		return -1;
	if (!clickup_id_ok(set.list_id))
		return err_code(err, ERR_CONFLICT, "clickup.list_unset",
		    "clickup: no list is chosen");
	run.connection_id = set.connection_id;
	run.max_tasks = wish->full ? TASKS_MAX :
	    wish->max_tasks > 0 ? wish->max_tasks : set.max_tasks;
	snprintf(run.reason, sizeof(run.reason), "%s", wish->reason != NULL ?
	    wish->reason : wish->full ? "full" : "manual");
	if (queue_run(db, &run, set.list_id, &id, err) == -1)
		return -1;
	return sync_run_get(db, wish->company_id, wish->user_id, id, out, err);
}

/* One due connection; a run that is under way already is as good. */
static int
queue_due(struct db *db, const struct connection_due *due, struct err *err)
{
	struct sync_run	run = { .company_id = due->company_id,
		.user_id = due->user_id, .connection_id = due->connection_id,
		.max_tasks = due->max_tasks, .reason = "auto" };
	int64_t		id;
	bool		taken;

	if (connection_due_take(db, due, secret_random(15), &taken, err) == -1)
		return -1;
	if (!taken || due->refused || !clickup_id_ok(due->list_id))
		return 0;
	if (queue_run(db, &run, due->list_id, &id, err) == -1) {
		if (err->kind != ERR_CONFLICT)
			return -1;
		memset(err, 0, sizeof(*err));
	}
	return 0;
}

/* How many of the longest overdue there were, or -1. */
static int
queue_some(struct db *db, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct connection_due		 due;
	int			 n;

	if (connection_due(db, &rows, err) == -1)
		return -1;
	for (n = 0; connection_due_next(rows, &due); n++)
		if (queue_due(db, &due, err) == -1)
			return -1;
	return n;
}

int
sync_queue_due(struct db *db, struct err *err)
{
	int	n = 1;

	/* Each is moved on, so this ends; the bound is for a clock that runs away. */
	for (int i = 0; n > 0 && i < PARTS_MAX; i++)
		n = queue_some(db, err);
	return n == -1 ? -1 : 0;
}

/* --- telling --- */

static json_t *
text_json(const char *s)
{
	return *s != '\0' ? json_string(s) : json_null();
}

json_t *
sync_json(const struct sync_run *run, const char *lang)
{
	char	message[2400] = "";

	if (run->error_code[0] != '\0')
		text_put(message, sizeof(message), lang, run->error_code,
		    run->error_message);
	return json_pack("{s:I, s:I, s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I, "
	    "s:o, s:o, s:f, s:o, s:o, s:o}",
	    "id", (json_int_t)run->id, "user", (json_int_t)run->user_id,
	    "status", run->status[0] != '\0' ? run->status : "running",
	    "reason", run->reason, "max_tasks", (json_int_t)run->max_tasks,
	    "tasks_processed", (json_int_t)run->processed,
	    "tasks_created", (json_int_t)run->created,
	    "tasks_updated", (json_int_t)run->updated,
	    "tasks_deleted", (json_int_t)run->deleted,
	    "calls", (json_int_t)run->calls,
	    "error_code", text_json(run->error_code),
	    "error_message", text_json(message),
	    "sync_duration", run->duration_s,
	    "created_at", field_time(run->created_at),
	    "started_at", field_time(run->started_at),
	    "finished_at", field_time(run->finished_at));
}

/* --- carrying out --- */

struct sync {
	struct db		*db;
	const struct conf	*conf;
	const struct clickup_listeners	*listeners;
	struct sync_run		 run;
	struct clickup_set	 set;
	struct sync_cursor	 cursor;
	char			*list_id;
	char			 lang[8];
	bool			 incremental, resumed, complete, cut;
	int64_t			 newest;	/* date_updated that was seen, ms */
	int64_t			 webhook_id;	/* of the connection; 0: none */
	struct sync_changes	 changes;
	int64_t			*seen;		/* row ids */
	size_t			 nseen, seen_cap;
	int64_t			 began_at, beat_at, push_at;	/* clock_mono_ms */
	sync_lasts		*lasts;
	void			*lasts_arg;

	/* of the page that is being stored */
	struct clickup_cache_new	 row[CLICKUP_CACHE_BATCH];
	bool			 unwanted[CLICKUP_CACHE_BATCH];
	size_t			 nrows;
	struct clickup_cache_stored stored;
	size_t			 dropped;
};

static void
sync_clear(struct sync **p)
{
	struct sync	*s = *p;

	clickup_set_clear(&s->set);
	sync_changes_clear(&s->changes);
	free(s->list_id);
	free(s->seen);
	free(s);
}
#define own_sync cleanup(sync_clear)

static void
see(struct sync *s, int64_t id)
{
	if (s->nseen == s->seen_cap) {
		s->seen_cap = s->seen_cap * 2 + 1024;
		s->seen = mem_grow(s->seen, s->seen_cap, sizeof(*s->seen));
	}
	s->seen[s->nseen++] = id;
}

static int
by_id(const void *a, const void *b)
{
	int64_t	x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static bool
was_seen(const struct sync *s, int64_t id)
{
	return s->nseen > 0 && bsearch(&id, s->seen, s->nseen, sizeof(id),
	    by_id) != NULL;
}

/* An incremental run asks for closed tasks to learn that they were closed. */
static bool
unwanted(const struct sync *s, const struct clickup_task *t)
{
	return s->incremental && !s->set.include_closed &&
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
		if (s->unwanted[i])
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
	return sync_cursor_set(db, run.connection_id, run.stream, &s->cursor,
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

/* Events about these tasks that came before this run began need no reading of their own. */
static int
finish_events(const struct sync *s, struct err *err)
{
	own_buf struct buf	ids = { 0 };
	struct delivery_met	met = { .webhook_id = s->webhook_id,
		.received_before = s->run.started_at,
		.but = CLICKUP_EVENT_COMMENT, .result = "synced" };

	if (s->webhook_id == 0 || s->nrows == 0)
		return 0;
	emit_open(&ids, NULL, '[');
	for (size_t i = 0; i < s->nrows; i++)
		emit_str(&ids, NULL, s->row[i].task_id);
	emit_close(&ids, ']');
	met.objects = buf_str(&ids);
	return delivery_meet(s->db, &met, err);
}

static int
store_rows(struct sync *s, struct err *err)
{
	if (db_tx_run(s->db, store_work, s, err) == -1)
		return -1;
	count_batch(s, &s->run);
	if (note_changes(s, err) == -1 || finish_events(s, err) == -1)
		return -1;
	for (size_t i = 0; i < s->nrows; i++)
		see(s, s->stored.id[i]);
	s->nrows = 0;
	s->beat_at = clock_mono_ms();
	return 0;
}

/* The cursor moves with the last part of the page. */
static int
store_page(struct sync *s, const struct clickup_task_page *page, struct err *err)
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
	s->cursor.page++;
	s->complete = page->last && n == page->n;
	return store_rows(s, err);
}

static void
tell(struct sync *s, bool kept)
{
	own_json json_t	*data = sync_json(&s->run, s->lang);

	s->push_at = clock_mono_ms();
	if (kept)
		live_event_add(s->db, s->conf, s->run.company_id,
		    s->run.user_id, "sync", data);
	else
		live_event_progress(s->db, s->conf, s->run.user_id, "sync", data);
}

static int
beat(struct sync *s, struct err *err)
{
	int64_t	now = clock_mono_ms();

	if (now - s->push_at >= PUSH_MS)
		tell(s, false);
	if (s->lasts != NULL)
		s->lasts(s->lasts_arg, now - s->began_at);
	if (now - s->beat_at < BEAT_MS)
		return 0;
	s->beat_at = now;
	return sync_run_beat(s->db, &s->run, err);
}

static struct sync_read *
open_reader(const struct sync *s, struct err *err)
{
	const int64_t	pages = (s->run.max_tasks + CLICKUP_PAGE_SIZE - 1) /
			    CLICKUP_PAGE_SIZE;
	const struct sync_read_conf	conf = {
		.conf = s->conf,
		.company_id = s->run.company_id,
		.user_id = s->run.user_id,
		.ask = {
			.list_id = s->list_id,
			.page = (int)s->cursor.page,
			.include_closed = s->set.include_closed ||
			    s->incremental,
			.subtasks = s->set.subtasks,
			.updated_gt = s->incremental ?
			    s->cursor.updated_gt - OVERLAP_MS : 0,
		},
		.pages = (int)(pages - s->cursor.page),
	};

	return sync_read_open(&conf, err);
}

static int
read_pages(struct sync *s, struct err *err)
{
	own_sync_read struct sync_read	*reader = NULL;
	const int64_t			 calls = s->run.calls;
	int				 rc;

	if ((reader = open_reader(s, err)) == NULL)
		return -1;
	for (;;) {
		own_clickup_task_page struct clickup_task_page	page = { 0 };

		rc = sync_read_next(reader, PUSH_MS, &page, err);
		s->run.calls = calls + sync_read_calls(reader);
		if (rc == -1 || rc == 2)
			return rc == -1 ? -1 : 0;
		if ((rc == 1 && store_page(s, &page, err) == -1) ||
		    beat(s, err) == -1)
			return -1;
	}
}

/* --- tasks that are gone --- */

struct missing {
	int64_t	*ids;
	size_t	 n, cap;
};

static void
missing_clear(struct missing *m)
{
	free(m->ids);
}
#define own_missing cleanup(missing_clear)

/* Row ids of the connection that this pass did not meet. */
static int
find_missing(struct sync *s, struct missing *m, struct err *err)
{
	char	after[CLICKUP_ID_SIZE + 1] = "";
	size_t	n;

	if (s->nseen > 0)
		qsort(s->seen, s->nseen, sizeof(*s->seen), by_id);
	do {
		own_rows struct db_rows	*rows = NULL;

		if (clickup_cache_ids(s->db, s->run.connection_id, after, 5000,
		    &rows, err) == -1)
			return -1;
		for (n = 0; db_rows_next(rows); n++) {
			snprintf(after, sizeof(after), "%s",
			    db_col_str(rows, 1));
			if (was_seen(s, db_col_int(rows, 0)))
				continue;
			if (m->n == m->cap) {
				m->cap = m->cap * 2 + 256;
				m->ids = mem_grow(m->ids, m->cap,
				    sizeof(*m->ids));
			}
			m->ids[m->n++] = db_col_int(rows, 0);
		}
	} while (n == 5000);
	return 0;
}

/*
 * A removal in the middle of a pass moves tasks to a page that was read already: so a
 * missing one is asked for by itself before it is believed to be gone.
 */
static bool
is_gone(struct sync *s, struct clickup *api, const char *task_id)
{
	own_clickup_task struct clickup_task	 task = { 0 };
	struct err				 err = { 0 };

	s->run.calls++;
	if (clickup_task_fetch(api, task_id, &task, &err) == -1)
		return err.kind == ERR_ABSENT;
	if (!clickup_fill_wanted(&s->set, s->list_id, &task))
		return true;
	if (clickup_fill_put(s->db, s->listeners, s->run.connection_id,
	    s->run.user_id, &task, NULL, &err) == -1)
		log_err(LOG_WARN, "sync: keep a task", &err);
	return false;
}

struct dropping {
	int64_t	connection_id, ids[CLICKUP_CACHE_BATCH];
	size_t	n, dropped;
};

static int
drop_work(struct db *db, void *arg, struct err *err)
{
	struct dropping	*d = arg;

	return clickup_cache_drop(db, d->connection_id, d->ids, d->n,
	    &d->dropped, err);
}

/* One batch of missing rows: those of this list that are really gone. */
static int
drop_batch(struct sync *s, struct clickup *api, const int64_t *ids, size_t n,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct dropping		 d = { .connection_id = s->run.connection_id };

	if (clickup_cache_in_list(s->db, s->run.connection_id, s->list_id, ids,
	    n, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		if (api != NULL && !is_gone(s, api, db_col_str(rows, 1)))
			continue;
		d.ids[d.n++] = db_col_int(rows, 0);
		sync_changes_note(&s->changes, "deleted",
		    db_col_str(rows, 1), db_col_str(rows, 2));
	}
	if (d.n > 0 && (db_tx_run(s->db, drop_work, &d, err) == -1 ||
	    sync_changes_store(s->db, s->run.id, &s->changes, err) == -1))
		return -1;
	s->run.deleted += (int64_t)d.dropped;
	return beat(s, err);
}

static int
drop_missing(struct sync *s, struct err *err)
{
	own_missing struct missing	 m = { 0 };
	own_clickup struct clickup	*api = NULL;
	size_t				 n;

	if (find_missing(s, &m, err) == -1)
		return -1;
	if (m.n > 0 && m.n <= CONFIRM_MAX && clickup_link_open(s->db, s->conf,
	    s->run.company_id, s->run.user_id, &api, err) == -1)
		return -1;
	for (size_t i = 0; i < m.n; i += n) {
		n = m.n - i < CLICKUP_CACHE_BATCH ? m.n - i :
		    CLICKUP_CACHE_BATCH;
		if (drop_batch(s, api, m.ids + i, n, err) == -1)
			return -1;
	}
	return 0;
}

/* --- one run from end to end --- */

static int
find_webhook(struct sync *s, struct err *err)
{
	struct webhook	hook;
	struct err	why = { 0 };

	if (webhook_of(s->db, s->run.connection_id, &hook, &why) == 0)
		s->webhook_id = hook.id;
	else if (why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	return 0;
}

/* Where to begin: a run that died goes on one page before where it was. */
static int
find_place(struct sync *s, struct err *err)
{
	struct sync_cursor	*c = &s->cursor;

	if (sync_cursor_get(s->db, s->run.connection_id, s->run.stream, c,
	    err) == -1)
		return -1;
	s->newest = c->updated_gt;
	s->resumed = c->run_id == s->run.id && c->page > 0;
	c->page = s->resumed ? c->page - 1 : 0;
	c->run_id = s->run.id;
	if (s->run.processed > c->page * CLICKUP_PAGE_SIZE)
		s->run.processed = c->page * CLICKUP_PAGE_SIZE;
	s->incremental = (strcmp(s->run.reason, "auto") == 0 ||
	    strcmp(s->run.reason, "webhook") == 0) && c->updated_gt > OVERLAP_MS &&
	    clock_ms() - c->full_at < FULL_EACH_MS;
	return 0;
}

static int
prepare(struct sync *s, struct err *err)
{
	own_user struct user	user = { 0 };

	s->list_id = mem_dup(strncmp(s->run.stream, "list:", 5) == 0 ?
	    s->run.stream + 5 : "");
	if (user_get(s->db, s->run.user_id, &user, err) == -1 ||
	    find_webhook(s, err) == -1 ||
	    sync_changes_load(s->db, s->run.id, &s->changes, err) == -1)
		return -1;
	snprintf(s->lang, sizeof(s->lang), "%s", user.locale);
	if (s->run.attempts > SYNC_ATTEMPTS_MAX)
		return err_code(err, ERR_INTERNAL, "clickup.sync_crashed",
		    "sync: given up after %d tries", SYNC_ATTEMPTS_MAX);
	if (clickup_set_get(s->db, s->run.company_id, s->run.user_id, &s->set,
	    err) == -1)
		return -1;
	return find_place(s, err);
}

/* After the last page: the cursor is saved for the next run. */
static int
park_cursor(struct sync *s, struct err *err)
{
	struct sync_cursor	*c = &s->cursor;

	c->run_id = 0;
	c->page = 0;
	if (!s->complete || s->resumed) {
		c->updated_gt = s->incremental ? c->updated_gt : 0;
		c->full_at = s->incremental ? c->full_at : 0;
	} else {
		c->updated_gt = s->newest;
		if (!s->incremental)
			c->full_at = clock_ms();
	}
	return sync_cursor_set(s->db, s->run.connection_id, s->run.stream, c,
	    err);
}

static int
work(struct sync *s, struct err *err)
{
	if (prepare(s, err) == -1)
		return -1;
	tell(s, true);
	s->beat_at = clock_mono_ms();
	if (read_pages(s, err) == -1)
		return -1;
	if (s->complete && !s->incremental && !s->resumed &&
	    drop_missing(s, err) == -1)
		return -1;
	return park_cursor(s, err);
}

static void
put_error(struct sync_run *run, const char *code, const char *text)
{
	snprintf(run->status, sizeof(run->status), "%s",
	    run->processed > 0 ? "partial" : "error");
	snprintf(run->error_code, sizeof(run->error_code), "%s", code);
	snprintf(run->error_message, sizeof(run->error_message), "%s", text);
}

/* How the run went, for its log and for the connection's card. */
static int
finish(struct sync *s, const struct err *failed, struct err *err)
{
	const bool	ok = failed->kind == ERR_NONE;
	const char	*code = failed->code[0] != '\0' ? failed->code :
			    err_name(failed->kind);

	if (!ok)
		put_error(&s->run, code, failed->text);
	else if (!s->complete)
		put_error(&s->run, "clickup.sync_limit", "");
	else
		snprintf(s->run.status, sizeof(s->run.status), "success");
	if (!ok)
		log_err(LOG_WARN, "sync", failed);
	if (ok && !s->complete)
		snprintf(s->run.error_message, sizeof(s->run.error_message),
		    "%" PRId64, s->run.max_tasks);
	if (sync_run_finish(s->db, &s->run, err) == -1)
		return -1;
	if (ok)
		return connection_synced(s->db, s->run.connection_id,
		    clock_ms(), err);
	/* A dead key has marked it already. */
	return failed->kind == ERR_REMOTE_AUTH ? 0 : connection_mark(s->db,
	    s->run.connection_id, "error", code, failed->text, err);
}

int
sync_next(struct db *db, const struct conf *conf,
    const struct clickup_listeners *listeners, sync_lasts *lasts, void *arg,
    struct err *err)
{
	own_sync struct sync	*s = NULL;
	struct err		 failed = { 0 };
	int			 rc;

	s = mem_zero(sizeof(*s));
	s->db = db;
	s->conf = conf;
	s->listeners = listeners;
	s->lasts = lasts;
	s->lasts_arg = arg;
	s->began_at = clock_mono_ms();
	if ((rc = sync_run_claim(db, 0, &s->run, err)) != 1)
		return rc;
	if (work(s, &failed) == -1 && (failed.kind == ERR_DOWN ||
	    strcmp(failed.code, "service.lease_lost") == 0)) {
		*err = failed;
		return failed.kind == ERR_DOWN ? -1 : 1;
	}
	if (finish(s, &failed, err) == -1)
		return -1;
	tell(s, true);
	return 1;
}
