#include "webhook/queue.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "account/caller.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "service/watch.h"
#include "webhook/delivery.h"
#include "webhook/service.h"
#include "webhook/webhook.h"

#define WORKERS		8	/* processes at a time */
#define ROUND		50	/* groups of one look */
#define SLICE_MS	2000	/* of one webhook, then the next has its turn */
#define WORK_MS		20000	/* one that does not watch works no longer */
#define FAILURES_MAX	6
#define BUSY_S		5	/* the service is busy and does not say how long */
#define SILENT_S	10	/* the service did not answer in time */
#define STALE_MS	INT64_C(259200000)	/* three days */

struct worker {
	struct db			*db;
	const struct conf		*conf;
	const struct webhook_use	*uses;
	struct watch			 watch;

	/* the webhook at work */
	const struct webhook_use	*use;
	struct webhook			 hook;
	void				*client;	/* NULL: not opened */
};

/* --- one group --- */

/* What its events say together; owns what the group points at. */
struct reading {
	struct delivery_group	*taken;
	struct webhook_group	 group;
	struct buf		 names;
	char			*items, last[61];
	int64_t			 first;		/* of them were never taken before */
};

static void
reading_clear(struct reading *r)
{
	buf_clear(&r->names);
	mem_free_str(&r->items);
}
#define own_reading cleanup(reading_clear)

static void
add_event(struct reading *r, const struct delivery_taken *ev, int64_t now,
    json_t *items)
{
	own_json json_t		*some = json_loads(ev->items, 0, NULL);
	struct webhook_group	*g = &r->group;
	const int64_t		 at = ev->sent_at != 0 ? ev->sent_at :
				    ev->received_at;

	buf_fmt(&r->names, "%s\n", ev->event);
	snprintf(r->last, sizeof(r->last), "%s", ev->event);
	g->bare = g->bare || json_array_size(some) == 0;
	g->stale = g->stale || now - at > STALE_MS;
	r->first += ev->attempts == 1;
	if (ev->attempts > g->attempts)
		g->attempts = ev->attempts;
	if (ev->failures > g->failures)
		g->failures = ev->failures;
	if (ev->received_at > g->newest_at)
		g->newest_at = ev->received_at;
	json_array_extend(items, some);
}

static int
read_group(struct worker *w, struct reading *r, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_json json_t		*items = json_array();
	struct delivery_taken	 ev;
	int64_t			 now;

	if (delivery_taken(w->db, r->taken, &rows, err) == -1 ||
	    db_now(w->db, &now, err) == -1)
		return -1;
	buf_putc(&r->names, '\n');
	while (delivery_taken_next(rows, &ev))
		add_event(r, &ev, now, items);
	r->items = json_dumps(items, JSON_COMPACT);
	r->group.webhook_id = r->taken->webhook_id;
	r->group.object_id = r->taken->object_id;
	r->group.names = buf_str(&r->names);
	r->group.last = r->last;
	r->group.items = r->items;
	return 0;
}

struct finishing {
	const struct reading	*reading;
	const char		*result;
};

static int
finish_work(struct db *db, void *arg, struct err *err)
{
	const struct finishing	*f = arg;

	if (delivery_item_add(db, f->reading->group.webhook_id,
	    f->reading->items, err) == -1)
		return -1;
	return delivery_finish(db, f->reading->taken, false, f->result, err);
}

/* Were all its history items acted on before? */
static int
is_repeated(struct worker *w, const struct webhook_group *g, bool *out,
    struct err *err)
{
	int64_t	fresh = 1;

	if (!g->bare && delivery_item_fresh(w->db, g->webhook_id, g->items,
	    &fresh, err) == -1)
		return -1;
	*out = fresh == 0;
	return 0;
}

static int
open_client(struct worker *w, struct err *err)
{
	const struct caller	 who = { .db = w->db, .conf = w->conf,
		.company_id = w->hook.company_id, .user_id = w->hook.user_id,
		.lang = "" };

	return w->client != NULL ? 0 : w->use->service->open(&who,
	    w->hook.connection_id, w->use->arg, &w->client, err);
}

static int
act(struct worker *w, const struct reading *r, struct err *err)
{
	struct webhook_outcome	 done = { .result = "repeated" };
	struct finishing	 f = { .reading = r };
	bool			 repeated, on;

	if (is_repeated(w, &r->group, &repeated, err) == -1 ||
	    webhook_service_on(w->use->service, w->db, w->hook.connection_id,
	    &on, err) == -1)
		return -1;
	if (!on)
		done.result = "ignored";
	else if (!repeated && (open_client(w, err) == -1 ||
	    w->use->service->handle(w->client, &r->group, &done, err) == -1))
		return -1;
	if (done.wait_s > 0)
		return delivery_retry(w->db, r->taken, "", done.wait_s, false,
		    err);
	f.result = done.result;
	return db_tx_run(w->db, finish_work, &f, err);
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

/* The key is gone or refused, or may not do this: no later try is better. */
static bool
is_final(const struct worker *w, const struct err *why)
{
	return why->kind == ERR_DENIED || why->kind == ERR_REMOTE_AUTH ||
	    strcmp(why->code, w->use->service->unset) == 0;
}

/* Why it could not be done now, and when it is tried again. */
static int
put_off(struct worker *w, const struct reading *r, const struct err *why,
    struct err *err)
{
	const int64_t	id = r->group.webhook_id;
	const int64_t	wait_s = why->retry_after_s > 0 ? why->retry_after_s :
			    BUSY_S;

	if (why->kind == ERR_BUSY)	/* it is the whole key that must wait */
		return delivery_retry(w->db, r->taken, why->code, wait_s,
		    false, err) == -1 ? -1 : delivery_defer(w->db, id, wait_s,
		    err);
	log_err(LOG_WARN, "webhook: event", why);
	if (why->kind == ERR_TIMEOUT &&
	    delivery_defer(w->db, id, SILENT_S, err) == -1)
		return -1;
	if (!is_final(w, why) && r->group.failures + 1 < FAILURES_MAX)
		return delivery_retry(w->db, r->taken, why->code,
		    pause_s(r->group.failures), true, err);
	if (webhook_gap(w->db, id, err) == -1)
		return -1;
	return delivery_finish(w->db, r->taken, true, why->code, err);
}

/* 1: something was done, well or not; 0: it waits no more. */
static int
handle(struct worker *w, struct delivery_group *taken, struct err *err)
{
	own_reading struct reading	r = { .taken = taken };
	struct err			why = { 0 };
	int64_t				n;

	if (delivery_claim(w->db, taken, &n, err) == -1)
		return -1;
	if (n == 0)
		return 0;
	if (read_group(w, &r, err) == -1 || (r.first > 0 && webhook_count(
	    w->db, taken->webhook_id, r.first, r.group.newest_at, err) == -1))
		return -1;
	if (act(w, &r, &why) == 0)
		return 1;
	if (why.kind == ERR_DOWN) {
		*err = why;
		return -1;
	}
	return put_off(w, &r, &why, err) == -1 ? -1 : 1;
}

/* --- one webhook --- */

static void
close_client(struct worker *w)
{
	if (w->client != NULL)
		w->use->service->close(w->client);
	w->client = NULL;
}

/* A round of what waits: how many groups were handled, or -1. */
static int
handle_round(struct worker *w, int64_t end, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct delivery_group	 group;
	int			 done = 0, rc;

	if (delivery_waiting(w->db, w->hook.id, ROUND, &rows, err) == -1)
		return -1;
	while (delivery_next(rows, &group) && clock_mono_ms() < end) {
		if (watch_leave(&w->watch, err) == -1 ||
		    (rc = handle(w, &group, err)) == -1)
			return -1;
		done += rc;
	}
	return done;
}

/* Its turn. The lock keeps two readings of one object from being stored in the wrong order. */
static int
serve_locked(struct worker *w, int64_t webhook_id, struct err *err)
{
	const int64_t	end = clock_mono_ms() + SLICE_MS;
	struct err	why = { 0 };
	int		done = 0, n = 0;

	if (webhook_get(w->db, webhook_id, &w->hook, &why) == -1) {
		if (why.kind == ERR_ABSENT)	/* removed meanwhile */
			return 0;
		*err = why;
		return -1;
	}
	if ((w->use = webhook_use_of(w->uses, w->hook.provider)) == NULL)
		return 0;
	do {
		if ((n = handle_round(w, end, err)) > 0)
			done += n;
	} while (n > 0 && clock_mono_ms() < end);
	close_client(w);
	return n == -1 ? -1 : done;
}

/* How many groups were handled; 0 also when another process works on it. many: others wait. */
static int
serve(struct worker *w, int64_t company_id, int64_t webhook_id, bool many,
    struct err *err)
{
	char	lock[48];
	int	rc;

	snprintf(lock, sizeof(lock), "events-of-%" PRId64, webhook_id);
	if (db_lock(w->db, lock, 0, err) == -1) {
		if (err->kind != ERR_BUSY)
			return -1;
		memset(err, 0, sizeof(*err));
		return 0;
	}
	rc = many && delivery_served(w->db, company_id, webhook_id,
	    err) == -1 ? -1 : serve_locked(w, webhook_id, err);
	db_unlock(w->db, lock);
	return rc;
}

/* --- all of them --- */

/* The first in whose groups anything was done, then it is seen anew whose turn it is. */
static int
look(struct worker *w, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int			 n = 0;

	if (delivery_webhooks(w->db, &rows, err) == -1)
		return -1;
	while (n == 0 && db_rows_next(rows))
		n = serve(w, db_col_int(rows, 1), db_col_int(rows, 0),
		    db_rows_count(rows) > 1, err);
	return n;
}

/* Until nothing waits that we may have, or the time is over. 1: something was done. */
static int
work_off(void *arg, int64_t end, struct err *err)
{
	struct worker	*w = arg;
	int		 n, done = 0;

	while ((n = look(w, err)) > 0 && clock_mono_ms() < end)
		done = 1;
	return n == -1 ? -1 : done || n > 0;
}

int
webhook_queue_run(struct db *db, const struct conf *conf,
    const struct webhook_use *uses, bool watch, struct err *err)
{
	struct worker			w = { .db = db, .conf = conf,
					    .uses = uses };
	const struct watch_slots	slots = { "events", conf_int(conf,
	    "HOOK_WORKERS", WORKERS), WORK_MS };

	watch_open(&w.watch, db, WATCH_EVENTS);
	return watch_run(&w.watch, &slots, watch, work_off, &w, err);
}
