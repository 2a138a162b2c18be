#include "huntflow/event.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "huntflow/api_applicant.h"
#include "huntflow/api_vacancy.h"
#include "huntflow/api_webhook.h"
#include "huntflow/cache.h"
#include "huntflow/link.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "live/event.h"
#include "service/api_cache.h"
#include "service/connection.h"
#include "webhook/delivery.h"
#include "webhook/queue.h"
#include "webhook/webhook.h"

#define PROVIDER	"huntflow"
#define WATCH_MS	2000	/* after the last event somebody still looks */
#define LOOK_MS		50
#define RUN_MS		50000	/* cron's next tick goes on */
#define ROUND		100	/* groups of one look */
#define FAILURES_MAX	5

/* --- taking in --- */

/* "applicant-11-236"; "" when it is about neither kind. */
static void
object_of(const struct huntflow_event *ev, char *out, size_t size)
{
	*out = '\0';
	if (ev->account <= 0)
		return;
	if (strcmp(ev->type, "APPLICANT") == 0 ||
	    strcmp(ev->type, "OFFER") == 0)
		snprintf(out, size, "applicant-%" PRId64 "-%" PRId64,
		    ev->account, ev->applicant);
	else if (strcmp(ev->type, "VACANCY") == 0)
		snprintf(out, size, "vacancy-%" PRId64 "-%" PRId64,
		    ev->account, ev->vacancy);
}

/* The same event comes again with another retry count; older versions have no id at all. */
static void
delivery_of(int64_t webhook_id, const struct huntflow_event *ev,
    const char *body, size_t len, char out[SECRET_HASH_SIZE])
{
	char		 hash[SECRET_HASH_SIZE] = "";
	own_str char	*text = NULL;

	if (ev->event_id[0] == '\0')
		secret_hash_bytes(body, len, hash);
	text = mem_fmt("%" PRId64 " %" PRId64 " %s %s%s", webhook_id,
	    ev->account, ev->type, ev->event_id, hash);
	secret_hash(text, out);
}

static int
keep(struct db *db, int64_t webhook_id, const struct huntflow_delivery *d,
    struct err *err)
{
	struct huntflow_event	 ev;
	char			 delivery[SECRET_HASH_SIZE], object[41],
				 event[60];
	struct err		 odd = { 0 };

	if (huntflow_webhook_event(d->body, d->len, d->event, &ev,
	    &odd) == -1)
		log_err(LOG_WARN, "webhook: kept, not understood", &odd);
	object_of(&ev, object, sizeof(object));
	delivery_of(webhook_id, &ev, d->body, d->len, delivery);
	snprintf(event, sizeof(event), "%s/%s", ev.type, ev.action);
	return delivery_add(db, &(struct delivery_new){
		.provider = PROVIDER, .delivery = delivery,
		.webhook_id = webhook_id, .event = event,
		.object_id = object, .items = "[]", .body = d->body,
		.len = d->len,
		.failed = odd.kind != ERR_NONE ? odd.code : NULL,
	    }, err);
}

static int
check_signature(struct db *db, const struct conf *conf, int64_t connection_id,
    const struct huntflow_delivery *d, struct err *err)
{
	own_str char	*secret = NULL;
	char		 want[SECRET_HASH_SIZE];
	struct err	 why = { 0 };

	if (connection_secret(db, conf, connection_id, WEBHOOK_SECRET, &secret,
	    &why) == -1 && why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	if (secret != NULL && d->signature != NULL) {
		secret_hmac_sha256(secret, d->body, d->len, want);
		if (secret_equal(want, d->signature))
			return 0;
	}
	return err_code(err, ERR_AUTH, "webhook_signature",
	    "webhook: X-Huntflow-Signature is missing or wrong");
}

int
huntflow_event_receive(struct db *db, const struct conf *conf,
    const struct huntflow_delivery *d, bool *wake, struct err *err)
{
	char	 hash[SECRET_HASH_SIZE];
	int64_t	 webhook_id, connection_id;
	bool	 watched;

	*wake = false;
	secret_hash(d->key, hash);
	if (webhook_door(db, PROVIDER, hash, &webhook_id, &connection_id,
	    &watched, err) == -1 ||
	    check_signature(db, conf, connection_id, d, err) == -1)
		return -1;
	if (d->event != NULL && strcmp(d->event, "PING") == 0)
		return 0;
	if (keep(db, webhook_id, d, err) == -1)
		return -1;
	return watched ? 0 : delivery_watch_take(db, PROVIDER, WATCH_MS, wake,
	    err);
}

/* --- handling --- */

/* What all events of one object say together. */
struct told {
	char	 kind[16];		/* "applicant", "vacancy" */
	int64_t	 account, id;		/* id 0: not told (older versions) */
	char	 action[16];		/* of the newest */
	int64_t	 first, failures, newest_at;
};

struct worker {
	struct db		*db;
	const struct conf	*conf;
	int64_t			 open_id;	/* 0: none */
	struct webhook		 hook;
	struct huntflow_link	*link;
};

static void
worker_close(struct worker *w)
{
	huntflow_link_close(w->link);
	w->link = NULL;
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
	    huntflow_link_open_id(w->db, w->conf, w->hook.connection_id,
	    w->hook.user_id, &w->link, err) == -1)
		return -1;
	w->open_id = webhook_id;
	return 0;
}

static void
read_action(const char *event, struct told *t)
{
	const char	*slash = strchr(event, '/');

	snprintf(t->action, sizeof(t->action), "%s",
	    slash != NULL && slash[1] != '\0' ? slash + 1 : "edit");
	for (char *s = t->action; *s != '\0'; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s - 'A' + 'a');
}

static int
read_told(struct db *db, const struct delivery_group *g, struct told *t,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct delivery_taken	 ev;

	if (sscanf(g->object_id, "%15[a-z]-%" SCNd64 "-%" SCNd64, t->kind,
	    &t->account, &t->id) != 3)
		return err_set(err, ERR_INTERNAL, "event: %s", g->object_id);
	if (delivery_taken(db, g, &rows, err) == -1)
		return -1;
	while (delivery_taken_next(rows, &ev)) {
		read_action(ev.event, t);
		t->first += ev.attempts == 1;
		if (ev.failures > t->failures)
			t->failures = ev.failures;
		if (ev.received_at > t->newest_at)
			t->newest_at = ev.received_at;
	}
	return 0;
}

/* Is the document among what is kept? (who asks here is no reader: no hit is counted) */
static int
is_kept(struct worker *w, const struct huntflow_cache *cache,
    const struct api_cache_key *key, bool *kept, struct err *err)
{
	own_str char	*text = NULL;
	int		 rc = api_cache_get(w->db, &cache->owner, key, &text,
			    err);

	*kept = rc == 1;
	return rc == -1 ? -1 : 0;
}

static int
reread(struct worker *w, const struct told *t,
    const struct huntflow_cache *cache, const struct api_cache_key *key,
    const char **result, struct err *err)
{
	own_json json_t		*doc = NULL;
	struct huntflow_get	 get;

	if (strcmp(t->kind, "vacancy") == 0)
		huntflow_vacancy_get(&get, t->account, t->id);
	else
		huntflow_applicant_get(&get, t->account, t->id);
	if (huntflow_get_ask(w->link->api, &get, &doc, err) == -1) {
		/* Gone, or the service fails on it: it is not kept, that is all. */
		if (err->kind != ERR_ABSENT &&
		    strcmp(err->code, "huntflow_shape") != 0)
			return -1;
		memset(err, 0, sizeof(*err));
		return 0;
	}
	*result = "stored";
	return huntflow_cache_set(cache, key, doc, err);
}

static int
refresh(struct worker *w, const struct told *t, const char **result,
    struct err *err)
{
	const struct huntflow_cache	 cache = huntflow_cache_of(w->link);
	const bool			 vacancy = strcmp(t->kind,
					    "vacancy") == 0;
	const struct api_cache_key	 key = vacancy ?
					    huntflow_cache_vacancy(t->account,
					    t->id) :
					    huntflow_cache_candidate(
					    t->account, t->id);
	own_str char	*path = mem_fmt(vacancy ? "/accounts/%" PRId64
			    "/vacancies/%" PRId64 : "/accounts/%" PRId64
			    "/applicants/%" PRId64 "/vacancy", t->account,
			    t->id);
	bool		 kept;

	*result = "cleared";
	if (is_kept(w, &cache, &key, &kept, err) == -1 ||
	    huntflow_cache_wrote(&cache, path, err) == -1)
		return -1;
	if (!kept || t->id == 0 || strcmp(t->action, "delete") == 0)
		return 0;
	return reread(w, t, &cache, &key, result, err);
}

static void
tell(struct worker *w, const struct told *t)
{
	own_json json_t	*data = json_pack("{s:o, s:I, s:s}", "id", t->id != 0 ?
			    json_integer(t->id) : json_null(), "account_id",
			    (json_int_t)t->account, "action", t->action);

	live_event_add(w->db, w->conf, w->hook.company_id, w->hook.user_id,
	    t->kind, data);
}

static int
act(struct worker *w, const struct delivery_group *g, const struct told *t,
    struct err *err)
{
	const char	*result;

	if (worker_open(w, g->webhook_id, err) == -1 ||
	    refresh(w, t, &result, err) == -1)
		return -1;
	tell(w, t);
	return delivery_finish(w->db, g, false, result, err);
}

/* 5 s, 20 s, 80 s, ... */
static int64_t
pause_s(int64_t failures)
{
	int64_t	 s = 5;

	for (int64_t i = 0; i < failures && s < 3600; i++)
		s *= 4;
	return s;
}

/* Why it could not be done now, and when it is tried again. */
static int
put_off(struct worker *w, const struct delivery_group *g, const struct told *t,
    const struct err *why, struct err *err)
{
	const int64_t	 wait_s = why->retry_after_s > 0 ?
			    why->retry_after_s : 5;

	if (why->kind == ERR_BUSY)	/* it is the whole key that must wait */
		return delivery_retry(w->db, g, why->code, wait_s, false,
		    err) == -1 ? -1 : delivery_defer(w->db,
		    g->webhook_id, wait_s, err);
	log_err(LOG_WARN, "webhook: event", why);
	if (why->kind == ERR_ABSENT)	/* its webhook was removed */
		return delivery_finish(w->db, g, false, "foreign", err);
	if (t->failures + 1 < FAILURES_MAX && why->kind != ERR_DENIED &&
	    why->kind != ERR_REMOTE_AUTH)
		return delivery_retry(w->db, g, why->code,
		    pause_s(t->failures), true, err);
	if (webhook_gap(w->db, g->webhook_id, err) == -1)
		return -1;
	return delivery_finish(w->db, g, true, why->code, err);
}

static int
handle_taken(struct worker *w, const struct delivery_group *g, struct err *err)
{
	struct told	 t = { .id = 0 };
	struct err	 why = { 0 };

	if (read_told(w->db, g, &t, err) == -1 || (t.first > 0 &&
	    webhook_count(w->db, g->webhook_id, t.first, t.newest_at,
	    err) == -1))
		return -1;
	if (act(w, g, &t, &why) == 0)
		return 0;
	if (why.kind == ERR_DOWN) {
		*err = why;
		return -1;
	}
	return put_off(w, g, &t, &why, err);
}

/* How many groups were handled, or -1. */
static int
look(void *arg, struct err *err)
{
	struct worker		*w = arg;
	own_rows struct db_rows	*rows = NULL;
	struct delivery_group	 group;
	int64_t			 n;
	int			 done = 0;

	if (delivery_waiting(w->db, PROVIDER, ROUND, &rows, err) == -1)
		return -1;
	while (delivery_next(rows, &group)) {
		if (delivery_claim(w->db, &group, &n, err) == -1 ||
		    (n > 0 && handle_taken(w, &group, err) == -1))
			return -1;
		done += n > 0;
	}
	return done;
}

int
huntflow_event_run(struct db *db, const struct conf *conf, bool linger,
    struct err *err)
{
	own_worker struct worker	 w = { .db = db, .conf = conf };
	const struct webhook_queue	 q = { .provider = PROVIDER,
		.watch_ms = WATCH_MS, .look_ms = LOOK_MS, .run_ms = RUN_MS,
		.look = look, .arg = &w };
	int				 rc;

	if (db_lock(db, "events-huntflow", 0, err) == -1) {
		if (err->kind != ERR_BUSY)
			return -1;
		memset(err, 0, sizeof(*err));
		return 0;
	}
	rc = webhook_queue_run(db, &q, linger, err);
	db_unlock(db, "events-huntflow");
	return rc;
}
