#include "clickup/event.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "clickup/api.h"
#include "clickup/api_comment.h"
#include "clickup/api_task.h"
#include "clickup/api_webhook.h"
#include "clickup/cache.h"
#include "clickup/cache_fill.h"
#include "clickup/link.h"
#include "clickup/listener.h"
#include "clickup/set.h"
#include "clickup/sync.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "live/event.h"
#include "service/connection.h"
#include "service/sync_run.h"
#include "webhook/delivery.h"
#include "webhook/queue.h"
#include "webhook/webhook.h"

#define PROVIDER	"clickup"
#define WATCH_MS	2000	/* somebody looks at the queue for so long */
#define LOOK_MS		100	/* between two looks */
#define RUN_MS		60000	/* a process lingers no longer */
#define HANDLERS	4	/* processes at a time */
#define ROUND		20	/* groups of one look */
#define MANY		40	/* tasks that wait: a list page is cheaper */
#define MANY_WAIT_S	15
#define LEFT_MAX	3	/* times that a task is left to a sync */
#define PATIENCE_MS	2000	/* the budget is used up: another time */
#define FAILURES_MAX	6
#define EXPIRE_PARTS	50

/* --- taking in --- */

/*
 * One delivery is told from another by what it says happened; of those without history (a
 * deletion) the same may happen again, so they are handled again.
 */
static void
delivery_of(int64_t webhook_id, const struct clickup_event *ev,
    const char *body, size_t len, char out[SECRET_HASH_SIZE])
{
	own_buf struct buf	all = { 0 };

	buf_fmt(&all, "%" PRId64 "\n%s\n%s\n", webhook_id, ev->event,
	    ev->task_id);
	for (size_t i = 0; i < ev->nitems; i++)
		buf_fmt(&all, "%s\n", ev->items[i]);
	if (ev->nitems == 0)
		buf_add(&all, body, len);
	secret_hash_bytes(all.data, all.len, out);
}

static char *
items_json(const struct clickup_event *ev)
{
	own_buf struct buf	out = { 0 };

	emit_open(&out, NULL, '[');
	for (size_t i = 0; i < ev->nitems; i++)
		emit_str(&out, NULL, ev->items[i]);
	emit_close(&out, ']');
	return mem_dup(buf_str(&out));
}

static int
keep(struct db *db, int64_t webhook_id, const char *body, size_t len,
    struct err *err)
{
	struct clickup_event	 ev = { .nitems = 0 };
	own_str char		*items = NULL;
	char			 delivery[SECRET_HASH_SIZE];
	struct err		 odd = { 0 };

	if (clickup_event_parse(body, len, &ev, &odd) == -1)
		log_err(LOG_WARN, "webhook: kept, not understood", &odd);
	delivery_of(webhook_id, &ev, body, len, delivery);
	items = items_json(&ev);
	return delivery_add(db, &(struct delivery_new){
		.provider = PROVIDER, .delivery = delivery,
		.webhook_id = webhook_id, .event = ev.event,
		.object_id = ev.task_id, .items = items, .body = body,
		.len = len, .again = ev.nitems == 0,
		.failed = odd.kind != ERR_NONE ? odd.code : NULL,
	    }, err);
}

static int
check_signature(struct db *db, const struct conf *conf, int64_t connection_id,
    const char *signature, const char *body, size_t len, struct err *err)
{
	own_str char	*secret = NULL;
	char		 want[SECRET_HASH_SIZE];
	struct err	 why = { 0 };

	if (connection_secret(db, conf, connection_id, WEBHOOK_SECRET, &secret,
	    &why) == -1 && why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	if (secret != NULL && signature != NULL) {
		secret_hmac_sha256(secret, body, len, want);
		if (secret_equal(want, signature))
			return 0;
	}
	return err_code(err, ERR_AUTH, "webhook_signature",
	    "webhook: X-Signature is missing or wrong");
}

int
clickup_event_receive(struct db *db, const struct conf *conf, const char *key,
    const char *signature, const char *body, size_t len, bool *wake,
    struct err *err)
{
	char	hash[SECRET_HASH_SIZE];
	int64_t	webhook_id, connection_id;
	bool	watched;

	secret_hash(key, hash);
	if (webhook_door(db, PROVIDER, hash, &webhook_id, &connection_id,
	    &watched, err) == -1 ||
	    check_signature(db, conf, connection_id, signature, body, len,
	    err) == -1 || keep(db, webhook_id, body, len, err) == -1)
		return -1;
	*wake = false;
	return watched ? 0 : delivery_watch_take(db, PROVIDER, WATCH_MS, wake,
	    err);
}

/* --- handling --- */

/* The webhook at work, opened once for the groups of it that follow each other. */
struct worker {
	struct db		*db;
	const struct conf	*conf;
	const struct clickup_listeners	*listeners;
	int64_t			 open_id;	/* 0: none */
	struct webhook		 hook;
	struct clickup_set	 set;
	struct clickup		*api;
};

static void
worker_close(struct worker *w)
{
	clickup_close(w->api);
	clickup_set_clear(&w->set);
	w->api = NULL;
	w->open_id = 0;
}
#define own_worker cleanup(worker_close)

static int
worker_open(struct worker *w, int64_t webhook_id, struct err *err)
{
	if (w->open_id == webhook_id)
		return 0;
	worker_close(w);
	if (webhook_get(w->db, webhook_id, &w->hook, err) == -1 ||
	    clickup_set_get(w->db, w->hook.company_id, w->hook.user_id,
	    &w->set, err) == -1 || clickup_link_open(w->db, w->conf,
	    w->hook.company_id, w->hook.user_id, &w->api, err) == -1)
		return -1;
	clickup_set_patience(w->api, PATIENCE_MS);
	w->open_id = webhook_id;
	return 0;
}

/* What the events of one group say together. */
struct told {
	char	*items;		/* JSON array of all history items */
	int64_t	 first, newest_at, attempts, failures;
	bool	 bare;		/* one without history: a deletion */
	bool	 comments;
};

static void
told_clear(struct told *t)
{
	free(t->items);
}
#define own_told cleanup(told_clear)

static int
read_told(struct db *db, const struct delivery_group *g, struct told *t,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_json json_t		*items = json_array();
	struct delivery_taken	 ev;

	if (delivery_taken(db, g, &rows, err) == -1)
		return -1;
	while (delivery_taken_next(rows, &ev)) {
		own_json json_t	*some = json_loads(ev.items, 0, NULL);

		t->bare = t->bare || json_array_size(some) == 0;
		t->comments = t->comments || strncmp(ev.event, "taskComment",
		    11) == 0;
		t->first += ev.attempts == 1;
		if (ev.attempts > t->attempts)
			t->attempts = ev.attempts;
		if (ev.failures > t->failures)
			t->failures = ev.failures;
		if (ev.received_at > t->newest_at)
			t->newest_at = ev.received_at;
		json_array_extend(items, some);
	}
	t->items = json_dumps(items, JSON_COMPACT);
	return 0;
}

/* --- what became of the task --- */

static json_t *
loads(const char *json)
{
	json_t	*doc = json_loads(json, 0, NULL);

	return doc != NULL ? doc : json_array();
}

/* As a row of the task list, so that pages can put it in place. */
static json_t *
task_json(const struct clickup_cache_row *t, bool created)
{
	return json_pack("{s:s, s:I, s:s, s:s, s:s, s:s, s:s, s:s?, s:o, s:o, "
	    "s:o, s:s, s:o, s:o, s:s, s:I}", "change", created ? "created" :
	    "updated", "id", (json_int_t)t->id, "task_id", t->task_id,
	    "name", t->name, "status", t->status, "status_type",
	    t->status_type, "status_color", t->status_color, "priority",
	    t->priority[0] != '\0' ? t->priority : NULL,
	    "date_created", field_time(t->date_created),
	    "date_updated", field_time(t->date_updated),
	    "due_date", field_time(t->due_date), "url", t->url,
	    "assignees", loads(t->assignees), "tags", loads(t->tags),
	    "cv", t->cv, "cv_count", (json_int_t)t->cv_count);
}

static void
tell(struct worker *w, const json_t *data)
{
	live_event_add(w->db, w->conf, w->hook.company_id, w->hook.user_id,
	    "task", data);
}

/* The row id in the cache; 0: it is not there. */
static int
cached_id(struct worker *w, const char *task_id, int64_t *id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct clickup_cache_row	 row;
	struct err		 why = { 0 };

	*id = 0;
	if (clickup_cache_get(w->db, w->hook.connection_id, task_id, &rows,
	    &row, &why) == 0)
		*id = row.id;
	else if (why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	return 0;
}

struct dropping {
	int64_t	connection_id, id;
	size_t	dropped;
};

static int
drop_work(struct db *db, void *arg, struct err *err)
{
	struct dropping	*d = arg;

	return clickup_cache_drop(db, d->connection_id, &d->id, 1, &d->dropped,
	    err);
}

/* The list holds it no more. */
static int
drop(struct worker *w, const char *task_id, struct err *err)
{
	struct dropping	 d = { .connection_id = w->hook.connection_id };
	own_json json_t	*data = NULL;

	if (cached_id(w, task_id, &d.id, err) == -1 ||
	    (d.id != 0 && db_tx_run(w->db, drop_work, &d, err) == -1))
		return -1;
	if (d.dropped == 0)
		return 0;
	data = json_pack("{s:s, s:I, s:s}", "change", "deleted", "id",
	    (json_int_t)d.id, "task_id", task_id);
	tell(w, data);
	return 0;
}

static int
store(struct worker *w, const struct clickup_task *task, const char *comments,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_json json_t		*data = NULL;
	struct clickup_cache_row	 row;
	int64_t			 had;

	if (cached_id(w, task->task_id, &had, err) == -1 ||
	    clickup_fill_put(w->db, w->listeners, w->hook.connection_id,
	    w->hook.user_id, task, comments, err) == -1 ||
	    clickup_cache_get(w->db, w->hook.connection_id, task->task_id,
	    &rows, &row, err) == -1)
		return -1;
	data = task_json(&row, had == 0);
	tell(w, data);
	return 0;
}

/* ClickUp is asked what the task is like now; result: what was done. */
static int
reread(struct worker *w, const char *task_id, bool with_comments,
    const char **result, struct err *err)
{
	own_clickup_task struct clickup_task	 task = { 0 };
	own_json json_t				*comments = NULL;
	own_str char				*text = NULL;

	*result = "removed";
	if (clickup_task_fetch(w->api, task_id, &task, err) == -1) {
		if (err->kind != ERR_ABSENT)
			return -1;
		memset(err, 0, sizeof(*err));
		return drop(w, task_id, err);
	}
	if (!clickup_fill_wanted(&w->set, w->set.list_id, &task))
		return drop(w, task_id, err);
	if (with_comments && clickup_comments_fetch(w->api, task_id, 0,
	    &comments, err) == -1)
		return -1;
	if (task.attachments == NULL)
		task.attachments = mem_dup("[]");
	text = comments != NULL ? json_dumps(comments, JSON_COMPACT) : NULL;
	*result = "stored";
	return store(w, &task, text, err);
}

/* --- one group --- */

struct finishing {
	const struct delivery_group	*group;
	const char			*items, *result;
};

static int
finish_work(struct db *db, void *arg, struct err *err)
{
	const struct finishing	*f = arg;

	if (delivery_item_add(db, f->group->webhook_id, f->items, err) == -1)
		return -1;
	return delivery_finish(db, f->group, false, f->result, err);
}

static int
finish(struct worker *w, const struct delivery_group *g, const struct told *t,
    const char *result, struct err *err)
{
	struct finishing	f = { g, t->items, result };

	return db_tx_run(w->db, finish_work, &f, err);
}

/* Has it been acted on already, or read by a sync that began later? */
static int
known_already(struct worker *w, const struct delivery_group *g,
    const struct told *t, const char **result, struct err *err)
{
	int64_t	fresh;
	bool	synced;

	*result = NULL;
	if (t->bare)
		return 0;
	if (delivery_item_fresh(w->db, g->webhook_id, t->items, &fresh,
	    err) == -1)
		return -1;
	if (fresh == 0) {
		*result = "repeated";
		return 0;
	}
	if (t->comments)
		return 0;
	if (sync_run_since(w->db, w->hook.connection_id, t->newest_at, &synced,
	    err) == -1)
		return -1;
	if (synced)
		*result = "synced";
	return 0;
}

/* So many tasks wait that one page of the list tells more than as many calls. */
static int
leave_to_sync(struct worker *w, const struct delivery_group *g,
    const struct told *t, bool *left, struct err *err)
{
	static const char *const args[] = { "sync", NULL };
	const struct sync_wish	 wish = { .company_id = w->hook.company_id,
		.user_id = w->hook.user_id, .reason = "webhook" };
	struct sync_run		 run;
	int64_t			 waiting;

	*left = false;
	if (t->bare || t->comments || t->attempts > LEFT_MAX)
		return 0;
	if (delivery_objects(w->db, g->webhook_id, MANY, &waiting,
	    err) == -1)
		return -1;
	if (waiting < MANY)
		return 0;
	if (sync_ask(w->db, &wish, &run, err) == 0) {
		if (proc_start(w->conf, "tick", args, err) == -1)
			return -1;
	} else if (err->kind != ERR_CONFLICT)
		return -1;
	memset(err, 0, sizeof(*err));
	*left = true;
	return delivery_retry(w->db, g, "", MANY_WAIT_S, false, err);
}

static int
act(struct worker *w, const struct delivery_group *g, const struct told *t,
    struct err *err)
{
	const char	*result;
	bool		 left = false;

	if (known_already(w, g, t, &result, err) == -1)
		return -1;
	if (result == NULL && leave_to_sync(w, g, t, &left, err) == -1)
		return -1;
	if (left)
		return 0;
	if (result == NULL && reread(w, g->object_id, t->comments, &result,
	    err) == -1)
		return -1;
	return finish(w, g, t, result, err);
}

/* 5 s, 20 s, 80 s, ... */
static int64_t
pause_s(int64_t failures)
{
	int64_t	s = 5;

	for (int64_t i = 0; i < failures && s < 3600; i++)
		s *= 4;
	return s;
}

/* Why it could not be done now, and when it is tried again. */
static int
put_off(struct worker *w, const struct delivery_group *g, const struct told *t,
    const struct err *why, struct err *err)
{
	const int64_t	wait_s = why->retry_after_s > 0 ? why->retry_after_s :
			    5;

	if (why->kind == ERR_BUSY)	/* it is the whole key that must wait */
		return delivery_retry(w->db, g, why->code, wait_s, false,
		    err) == -1 ? -1 : delivery_defer(w->db,
		    g->webhook_id, wait_s, err);
	log_err(LOG_WARN, "webhook: event", why);
	if (why->kind == ERR_ABSENT)	/* its webhook was removed */
		return delivery_finish(w->db, g, false, "foreign", err);
	if (t->failures + 1 < FAILURES_MAX && why->kind != ERR_DENIED)
		return delivery_retry(w->db, g, why->code,
		    pause_s(t->failures), true, err);
	if (webhook_gap(w->db, g->webhook_id, err) == -1)
		return -1;
	return delivery_finish(w->db, g, true, why->code, err);
}

static int
handle_taken(struct worker *w, const struct delivery_group *g, struct err *err)
{
	own_told struct told	t = { 0 };
	struct err		why = { 0 };

	if (read_told(w->db, g, &t, err) == -1 || (t.first > 0 &&
	    webhook_count(w->db, g->webhook_id, t.first, t.newest_at,
	    err) == -1))
		return -1;
	if (worker_open(w, g->webhook_id, &why) == 0 &&
	    act(w, g, &t, &why) == 0)
		return 0;
	if (why.kind == ERR_DOWN) {
		*err = why;
		return -1;
	}
	return put_off(w, g, &t, &why, err);
}

/* 1: something was done; 0: another process has it. The lock keeps two readings of one task
 * from being stored in the wrong order. */
static int
handle(struct worker *w, struct delivery_group *g, struct err *err)
{
	char	lock[80];
	int64_t	n;
	int	rc = 0;

	snprintf(lock, sizeof(lock), "event-%" PRId64 "-%s", g->webhook_id,
	    g->object_id);
	if (db_lock(w->db, lock, 0, err) == -1) {
		if (err->kind != ERR_BUSY)
			return -1;
		memset(err, 0, sizeof(*err));
		return 0;
	}
	if (delivery_claim(w->db, g, &n, err) == -1 ||
	    (n > 0 && handle_taken(w, g, err) == -1))
		rc = -1;
	else
		rc = n > 0;
	db_unlock(w->db, lock);
	return rc;
}

/* --- the queue --- */

/* How many groups were handled, or -1. */
static int
look(void *arg, struct err *err)
{
	struct worker		*w = arg;
	own_rows struct db_rows	*rows = NULL;
	struct delivery_group	 group;
	int			 done = 0, rc;

	if (delivery_waiting(w->db, PROVIDER, ROUND, &rows, err) == -1)
		return -1;
	while (delivery_next(rows, &group)) {
		if ((rc = handle(w, &group, err)) == -1)
			return -1;
		done += rc;
	}
	if (done > 0)
		clickup_listeners_passed(w->listeners, w->db, w->conf);
	return done;
}

int
clickup_event_run(struct db *db, const struct conf *conf,
    const struct clickup_listeners *listeners, bool linger, struct err *err)
{
	own_worker struct worker	w = { .db = db, .conf = conf,
		.listeners = listeners };
	const struct webhook_queue	q = { .provider = PROVIDER,
		.watch_ms = WATCH_MS, .look_ms = LOOK_MS, .run_ms = RUN_MS,
		.look = look, .arg = &w };
	char				lock[32];
	int				rc;

	for (int i = 0; i < HANDLERS; i++) {
		snprintf(lock, sizeof(lock), "events-clickup-%d", i);
		if (db_lock(db, lock, 0, err) == 0) {
			rc = webhook_queue_run(db, &q, linger, err);
			db_unlock(db, lock);
			return rc;
		}
		if (err->kind != ERR_BUSY)
			return -1;
		memset(err, 0, sizeof(*err));
	}
	return 0;
}

int
clickup_event_expire(struct db *db, const struct conf *conf, struct err *err)
{
	const int64_t	days = conf_int(conf, "HOOK_DAYS", 14);
	int64_t		n = 1;

	for (int i = 0; n > 0 && i < EXPIRE_PARTS; i++)
		if (delivery_expire(db, days, &n, err) == -1)
			return -1;
	return 0;
}
