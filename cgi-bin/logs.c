/* logs: is the house well, what happened, which calls were made, what is kept of Huntflow.
 * nginx mounts it at /health, /metrics (loopback alone), /api/v1/{events,logs},
 * /api/v1/huntflow/{cache,logs}. */
#include <stdio.h>
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "live/event.h"
#include "service/api_cache.h"
#include "service/call.h"
#include "service/call_find.h"
#include "service/call_log.h"

#define VERSION		"0.1.0"
#define EVENTS_MAX	200
#define SEARCH_MAX	200		/* bytes */
#define LIST_BYTES	(4 << 20)	/* a page of large documents ends early */

static web_handler show_health, show_metrics, list_events, list_calls,
    show_call, list_cache, list_expired, show_cache, clear_cache,
    remove_cache, show_cache_stats, list_logs, list_errors, show_log, add_log,
    show_stats, show_chart, list_slowest;

static const struct web_route routes[] = {
	{ "GET", "/health", show_health, ROLE_NONE, WEB_PUBLIC },
	{ "GET", "/metrics", show_metrics, ROLE_NONE, WEB_PUBLIC },
	{ "GET", "/api/v1/events", list_events, ROLE_CANDIDATE, 0 },
	{ "GET", "/api/v1/logs/calls", list_calls, ROLE_RECRUITER, 0 },
	{ "GET", "/api/v1/logs/calls/:id", show_call, ROLE_RECRUITER, 0 },
	{ "GET", "/api/v1/huntflow/cache", list_cache, ROLE_MEMBER, 0 },
	{ "GET", "/api/v1/huntflow/cache/expired", list_expired,
	    ROLE_MEMBER, 0 },
	{ "GET", "/api/v1/huntflow/cache/stats", show_cache_stats,
	    ROLE_MEMBER, 0 },
	{ "POST", "/api/v1/huntflow/cache/clear-cache", clear_cache,
	    ROLE_MEMBER, 0 },
	{ "GET", "/api/v1/huntflow/cache/:id", show_cache, ROLE_MEMBER, 0 },
	{ "DELETE", "/api/v1/huntflow/cache/:id", remove_cache,
	    ROLE_MEMBER, 0 },
	{ "GET", "/api/v1/huntflow/logs", list_logs, ROLE_MEMBER, 0 },
	{ "GET", "/api/v1/huntflow/logs/errors", list_errors, ROLE_MEMBER, 0 },
	{ "GET", "/api/v1/huntflow/logs/stats", show_stats, ROLE_MEMBER, 0 },
	{ "GET", "/api/v1/huntflow/logs/chart", show_chart, ROLE_MEMBER, 0 },
	{ "GET", "/api/v1/huntflow/logs/slowest", list_slowest,
	    ROLE_MEMBER, 0 },
	{ "POST", "/api/v1/huntflow/logs/create-log", add_log, ROLE_MEMBER, 0 },
	{ "GET", "/api/v1/huntflow/logs/:id", show_log, ROLE_MEMBER, 0 },
	{ 0 }
};

int
main(void)
{
	return web_main("logs", routes, &gate);
}

/* --- how the house is --- */

/* The one column of the one row. */
static int
read_number(struct db *db, const char *sql, int64_t *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, sql, DB_NONE, &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	*out = db_col_int(rows, 0);
	return 0;
}

/* Why it is not well goes to the log, not to whoever asks. */
static bool
database_up(struct db *db)
{
	struct err	 err = { 0 };
	int64_t		 one = 0;

	return read_number(db, "SELECT 1", &one, &err) == 0 && one == 1;
}

/* GET /health -> 200 {"status": "ok", ...} | 503 degraded */
static int
show_health(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	bool	 up = database_up(db);

	(void)req;
	(void)err;
	res->json = json_pack("{s:s, s:s, s:s}", "status", up ? "ok" :
	    "degraded", "database", up ? "ok" : "down", "version", VERSION);
	web_header_add(res, "Cache-Control", "no-store");
	if (!up)
		web_header_add(res, "Retry-After", "5");
	return up ? 200 : 503;
}

/* Each is served by an index; the counts are of what runs or waits. */
static const struct {
	const char	*name, *help, *sql;
} gauges[] = {
	{ "hirewire_sessions", "Signed in browsers.",
	    "SELECT COUNT(*) FROM session WHERE expires_at > NOW(3)" },
	{ "hirewire_sync_waiting", "Sync runs queued or at work.",
	    "SELECT COUNT(*) FROM sync_run WHERE state IN "
	    "('queued', 'running')" },
	{ "hirewire_sync_lost", "Sync runs whose worker went away.",
	    "SELECT COUNT(*) FROM sync_run WHERE state = 'running' AND "
	    "lease_until < NOW(3)" },
	{ "hirewire_sync_overdue", "Automatic syncs late by five minutes.",
	    "SELECT COUNT(*) FROM connection WHERE auto_sync = 1 AND "
	    "next_run_at < NOW(3) - INTERVAL 5 MINUTE" },
	{ "hirewire_import_running", "Bulk imports queued or running.",
	    "SELECT COUNT(*) FROM import_job WHERE status IN "
	    "('queued', 'running')" },
	{ "hirewire_import_items_left", "Tasks these imports have left.",
	    "SELECT COALESCE(SUM(CAST(total_tasks AS SIGNED) - "
	    "CAST(processed_tasks AS SIGNED)), 0) FROM import_job "
	    "WHERE status IN ('queued', 'running')" },
};

/* GET /metrics -> 200 text for Prometheus; a database that is down is a number, too */
static int
show_metrics(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	bool	 up = database_up(db);

	(void)req;
	buf_fmt(&res->body, "# HELP hirewire_info The version.\n"
	    "# TYPE hirewire_info gauge\nhirewire_info{version=\"%s\"} 1\n"
	    "# HELP hirewire_database_up Does the database answer?\n"
	    "# TYPE hirewire_database_up gauge\nhirewire_database_up %d\n",
	    VERSION, up);
	for (size_t i = 0; up && i < nitems(gauges); i++) {
		int64_t	 n;

		if (read_number(db, gauges[i].sql, &n, err) == -1)
			return -1;
		buf_fmt(&res->body, "# HELP %s %s\n# TYPE %s gauge\n%s %lld\n",
		    gauges[i].name, gauges[i].help, gauges[i].name,
		    gauges[i].name, (long long)n);
	}
	res->type = "text/plain; version=0.0.4; charset=utf-8";
	return 200;
}

/* --- events that a page missed --- */

/* GET /api/v1/events?after=SEQ -> 200 [{seq, type, at, data}], at most 200;
 * X-Last-Seq: the newest there is */
static int
list_events(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "after", NULL };
	own_rows struct db_rows	*rows = NULL;
	struct event		 one;
	int64_t			 after, last;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_int(req, "after", 0, 0, 999999999999999999, &after,
	    err) == -1 ||
	    event_last(db, req->who->user_id, &last, err) == -1 ||
	    event_list(db, req->who->user_id, after, EVENTS_MAX, &rows,
	    err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while (event_next(rows, &one)) {
		emit_open(&res->body, NULL, '{');
		emit_int(&res->body, "seq", one.seq);
		emit_str(&res->body, "type", one.type);
		emit_time(&res->body, "at", one.at);
		emit_json(&res->body, "data", one.data);
		emit_close(&res->body, '}');
	}
	emit_close(&res->body, ']');
	web_header_add(res, "X-Last-Seq", "%lld", (long long)last);
	return 200;
}

/* --- calls to remote services --- */

static void
emit_call(struct buf *out, const struct call *call, bool bodies)
{
	emit_open(out, NULL, '{');
	emit_int(out, "id", call->id);
	emit_str(out, "provider", call->provider);
	emit_str(out, "source", call->source);
	emit_str(out, "log_type", call->log_type);
	emit_str(out, "method", call->method);
	emit_str(out, "endpoint", call->endpoint);
	if (call->status_code != 0)
		emit_int(out, "status_code", call->status_code);
	else
		emit_null(out, "status_code");
	emit_int(out, "duration_ms", call->duration_ms);
	emit_str(out, "error_message", call->error_message);
	emit_str(out, "user", call->user_name);
	emit_time(out, "created_at", call->created_at);
	if (bodies) {
		emit_str(out, "request_data", call->request_data);
		emit_str(out, "response_data", call->response_data);
	}
	emit_close(out, '}');
}

/* A recruiter sees the own calls, a manager the company's. */
static int64_t
whose(const struct web_req *req)
{
	return req->who->role >= ROLE_MANAGER ? 0 : req->who->user_id;
}

static int
query_word(const struct web_req *req, const char *name,
    const char *const *words, const char **out, struct err *err)
{
	own_buf struct buf	 list = { 0 };
	const char		*given = web_query(req, name);

	if (given == NULL || *given == '\0')
		return 0;
	for (; *words != NULL; words++) {
		if (strcmp(given, *words) == 0) {
			*out = *words;
			return 0;
		}
		buf_fmt(&list, "%s%s", list.len > 0 ? ", " : "", *words);
	}
	return err_field(err, name, "choice", "%s", buf_str(&list));
}

static int
read_filter(const struct web_req *req, struct call_filter *out,
    struct err *err)
{
	static const char *const names[] = { "provider", "log_type", "errors",
		"page", "page_size", "after", NULL };
	static const char *const providers[] = { "clickup", "huntflow",
		NULL };
	static const char *const types[] = { "GET", "POST", "PATCH", "DELETE",
		"ERROR", NULL };
	static const char *const flags[] = { "1", "true", NULL };
	const char	*errors = NULL;

	if (web_query_only(req, names, err) == -1 ||
	    query_word(req, "provider", providers, &out->provider,
	    err) == -1 ||
	    query_word(req, "log_type", types, &out->log_type, err) == -1 ||
	    query_word(req, "errors", flags, &errors, err) == -1)
		return -1;
	if (errors != NULL)
		out->log_type = "ERROR";
	out->company_id = req->who->company_id;
	out->user_id = whose(req);
	return 0;
}

/* The log only grows at the top, so pages go by the last id seen. */
static int
read_after(const struct web_page *page, int64_t *before_id, struct err *err)
{
	long long	 id = 0;
	int		 end = 0;

	if (page->page > 1)
		return err_field(err, "page", "choice", "1; Link: next");
	if (page->after != NULL && (sscanf(page->after, "%18lld%n", &id,
	    &end) != 1 || id <= 0 || page->after[end] != '\0'))
		return err_field(err, "after", "cursor", "%s", "");
	*before_id = id;
	return 0;
}

/* GET /api/v1/logs/calls?provider=&log_type=&errors=1 -> 200 [call], newest first */
static int
list_calls(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct call_filter	 filter = { 0 };
	struct web_page		 page;
	struct call		 one;
	int64_t			 n = 0, last = 0, total = 0;
	bool			 more = false;
	char			 cursor[24];

	if (read_filter(req, &filter, err) == -1 ||
	    web_page_read(req, &page, err) == -1 ||
	    call_count(db, &filter, &total, err) == -1 ||
	    read_after(&page, &filter.before_id, err) == -1 ||
	    call_list(db, &filter, page.size + 1, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	for (; call_next(rows, &one) && !(more = n == page.size); n++) {
		emit_call(&res->body, &one, false);
		last = one.id;
	}
	emit_close(&res->body, ']');
	snprintf(cursor, sizeof(cursor), "%lld", (long long)last);
	web_page_write(res, req, &page, more ? cursor : NULL, total);
	return 200;
}

/* GET /api/v1/logs/calls/:id -> 200 the call with its masked bodies | 404 */
static int
show_call(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct call		 one;
	int64_t			 id;

	if (web_id(req, 0, &id, err) == -1 ||
	    call_get(db, req->who->company_id, whose(req), id, &rows, &one,
	    err) == -1)
		return -1;
	emit_call(&res->body, &one, true);
	return 200;
}

/* --- pages by two numbers: what it was sorted by, and the id --- */

static int
read_mark(const struct web_page *page, int64_t *at, int64_t *id,
    struct err *err)
{
	long long	 a = 0, b = 0;
	int		 end = 0;

	if (page->page > 1)
		return err_field(err, "page", "choice", "1; Link: next");
	if (page->after != NULL && (sscanf(page->after, "%lld.%lld%n", &a, &b,
	    &end) != 2 || b <= 0 || page->after[end] != '\0' ||
	    strlen(page->after) > 40))
		return err_field(err, "after", "cursor", "%s", "");
	*at = a;
	*id = b;
	return 0;
}

static void
write_mark(struct web_res *res, const struct web_req *req,
    const struct web_page *page, int64_t at, int64_t id, int64_t total)
{
	char	 cursor[48];

	snprintf(cursor, sizeof(cursor), "%lld.%lld", (long long)at,
	    (long long)id);
	web_page_write(res, req, page, id != 0 ? cursor : NULL, total);
}

static int
read_search(const struct web_req *req, const char *name, const char **out,
    struct err *err)
{
	const char	*text = web_query(req, name);

	if (text == NULL || *text == '\0')
		return 0;
	if (strlen(text) > SEARCH_MAX)
		return err_field(err, name, "length", "0..%d", SEARCH_MAX);
	*out = text;
	return 0;
}

/* --- the cache --- */

static void
emit_entry(struct buf *out, const struct api_cache *one)
{
	emit_open(out, NULL, '{');
	emit_int(out, "id", one->id);
	emit_str(out, "cache_key", one->key);
	emit_json(out, "data", one->data);
	emit_time(out, "created_at", one->created_at);
	emit_time(out, "updated_at", one->updated_at);
	emit_time(out, "expires_at", one->expires_at);
	emit_bool(out, "is_expired", one->expired);
	emit_int(out, "age_minutes", (clock_ms() - one->updated_at) / 60000);
	emit_int(out, "user", one->user_id);
	emit_int(out, "hits", one->hits);
	emit_close(out, '}');
}

static int
list_entries(struct db *db, const struct web_req *req, bool expired,
    struct web_res *res, struct err *err)
{
	static const char *const names[] = { "cache_key", "search", "ordering",
		"page", "page_size", "after", NULL };
	own_rows struct db_rows	*rows = NULL;
	struct api_cache_ask	 ask = { .expired = expired };
	struct api_cache	 one;
	struct web_page		 page;
	int64_t			 n = 0, at = 0, id = 0, total;
	bool			 more = false;

	ask.company_id = req->who->company_id;
	ask.user_id = whose(req);
	if (web_query_only(req, names, err) == -1 ||
	    read_search(req, "cache_key", &ask.key, err) == -1 ||
	    read_search(req, "search", &ask.search, err) == -1 ||
	    query_word(req, "ordering", api_cache_orders, &ask.order,
	    err) == -1 ||
	    web_page_read(req, &page, err) == -1 ||
	    read_mark(&page, &ask.after_at, &ask.after_id, err) == -1 ||
	    api_cache_count(db, &ask, &total, err) == -1)
		return -1;
	ask.limit = page.size + 1;
	if (api_cache_list(db, &ask, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	for (; api_cache_next(rows, &one) && !(more = n == page.size ||
	    res->body.len > LIST_BYTES); n++) {
		emit_entry(&res->body, &one);
		at = one.sorted_at;
		id = one.id;
	}
	emit_close(&res->body, ']');
	write_mark(res, req, &page, at, more ? id : 0, total);
	return 200;
}

/* GET /api/v1/huntflow/cache?cache_key=&search=&ordering= -> 200 [entry] */
static int
list_cache(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return list_entries(db, req, false, res, err);
}

/* GET /api/v1/huntflow/cache/expired -> 200 [entry] */
static int
list_expired(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return list_entries(db, req, true, res, err);
}

/* GET /api/v1/huntflow/cache/:id -> 200 the entry | 404 */
static int
show_cache(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { NULL };
	own_rows struct db_rows	*rows = NULL;
	struct api_cache	 one;
	int64_t			 id;

	if (web_query_only(req, names, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ||
	    api_cache_one(db, req->who->company_id, whose(req), id, &rows,
	    &one, err) == -1)
		return -1;
	emit_entry(&res->body, &one);
	return 200;
}

/* Whose entries one may end: an admin the company's, others the own. */
static int64_t
clears(const struct web_req *req)
{
	return req->who->role >= ROLE_ADMIN ? 0 : req->who->user_id;
}

/* POST /api/v1/huntflow/cache/clear-cache {"all"?} -> 200 {message, deleted} */
static int
clear_cache(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "all", NULL };
	bool		 all = req->who->role >= ROLE_ADMIN;
	char		 message[200];
	int64_t		 n;

	if (field_only(req->body, names, err) == -1 ||
	    field_bool_opt(req->body, "all", &all, err) == -1)
		return -1;
	if (all && req->who->role < ROLE_ADMIN)
		return err_code(err, ERR_DENIED, "cache.foreign",
		    "only an admin clears the whole cache");
	if (api_cache_clear(db, req->who->company_id, all ? 0 :
	    req->who->user_id, &n, err) == -1)
		return -1;
	audit_add(db, &(struct audit){ .company_id = req->who->company_id,
	    .user_id = req->who->user_id, .action = "huntflow.cache.clear",
	    .object = all ? "all" : "own", .address = req->remote_addr });
	text_put(message, sizeof(message), req->lang, "cache.cleared", "");
	res->json = json_pack("{s:s, s:I}", "message", message, "deleted",
	    (json_int_t)n);
	return 200;
}

/* DELETE /api/v1/huntflow/cache/:id -> 204 | 403 a colleague's | 404 */
static int
remove_cache(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct api_cache	 one;
	int64_t			 id;

	(void)res;
	if (web_id(req, 0, &id, err) == -1 ||
	    api_cache_one(db, req->who->company_id, whose(req), id, &rows,
	    &one, err) == -1)
		return -1;
	if (clears(req) != 0 && one.user_id != req->who->user_id)
		return err_code(err, ERR_DENIED, "cache.foreign",
		    "only an admin ends another's entry");
	if (api_cache_remove(db, req->who->company_id, clears(req), id,
	    err) == -1)
		return -1;
	return 204;
}

/* GET /api/v1/huntflow/cache/stats -> 200 {hits, misses, hit_rate, calls_saved, entries,
 * expired} */
static int
show_cache_stats(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { NULL };
	struct api_cache_figures	 f;
	int64_t				 asked;

	if (web_query_only(req, names, err) == -1 ||
	    api_cache_figures(db, req->who->company_id, whose(req), &f,
	    err) == -1)
		return -1;
	asked = f.hits + f.misses;
	emit_open(&res->body, NULL, '{');
	emit_int(&res->body, "hits", f.hits);
	emit_int(&res->body, "misses", f.misses);
	emit_real(&res->body, "hit_rate", asked == 0 ? 0 :
	    (double)f.hits / (double)asked);
	emit_int(&res->body, "calls_saved", f.hits);
	emit_int(&res->body, "entries", f.entries);
	emit_int(&res->body, "expired", f.expired);
	emit_close(&res->body, '}');
	return 200;
}

/* --- the log of calls to Huntflow --- */

static struct call_ask
own_logs(const struct web_req *req)
{
	return (struct call_ask){ .company_id = req->who->company_id,
	    .user_id = whose(req), .provider = "huntflow",
	    .status_code = -1 };
}

/* nobody: a person's calls that this one may not see: none. */
static int
read_user(const struct web_req *req, struct call_ask *ask, bool *nobody,
    struct err *err)
{
	int64_t	 id;

	*nobody = false;
	if (web_query_int(req, "user", 0, 1, INT64_MAX - 1, &id, err) == -1)
		return -1;
	if (id != 0 && ask->user_id != 0 && id != ask->user_id)
		*nobody = true;
	if (id != 0)
		ask->user_id = id;
	return 0;
}

static int
read_ask(const struct web_req *req, struct call_ask *ask, bool *nobody,
    struct err *err)
{
	static const char *const names[] = { "log_type", "method",
		"status_code", "user", "search", "ordering", "page",
		"page_size", "after", NULL };
	static const char *const methods[] = { "GET", "HEAD", "POST", "PUT",
		"PATCH", "DELETE", NULL };
	int64_t	 status;

	if (web_query_only(req, names, err) == -1 ||
	    query_word(req, "log_type", call_types, &ask->log_type,
	    err) == -1 ||
	    query_word(req, "method", methods, &ask->method, err) == -1 ||
	    web_query_int(req, "status_code", -1, 0, 999, &status,
	    err) == -1 ||
	    read_user(req, ask, nobody, err) == -1 ||
	    read_search(req, "search", &ask->search, err) == -1 ||
	    query_word(req, "ordering", call_orders, &ask->order, err) == -1)
		return -1;
	ask->status_code = (int)status;
	return 0;
}

static void
put_log(void *arg, const struct call *call)
{
	call_log_put(arg, NULL, call);
}

static int
write_logs(struct db *db, const struct web_req *req, struct call_ask *ask,
    bool nobody, struct web_res *res, struct err *err)
{
	struct web_page		 page;
	struct call_mark	 next = { 0 };
	int64_t			 total = 0;

	if (web_page_read(req, &page, err) == -1 ||
	    read_mark(&page, &ask->after.answer, &ask->after.id, err) == -1 ||
	    (!nobody && call_find_count(db, ask, &total, err) == -1))
		return -1;
	ask->limit = page.size;
	emit_open(&res->body, NULL, '[');
	if (total != 0 && call_find(db, ask, put_log, &res->body, &next,
	    err) == -1)
		return -1;
	emit_close(&res->body, ']');
	write_mark(res, req, &page, next.answer, next.id, total);
	return 200;
}

/* GET /api/v1/huntflow/logs?log_type=&method=&status_code=&user=&search=&ordering=
 * -> 200 [log] */
static int
list_logs(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct call_ask	 ask = own_logs(req);
	bool		 nobody;

	if (read_ask(req, &ask, &nobody, err) == -1)
		return -1;
	return write_logs(db, req, &ask, nobody, res, err);
}

/* GET /api/v1/huntflow/logs/errors, same filters -> 200 [log] */
static int
list_errors(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct call_ask	 ask = own_logs(req);
	bool		 nobody;

	if (read_ask(req, &ask, &nobody, err) == -1)
		return -1;
	nobody = nobody || (ask.log_type != NULL &&
	    strcmp(ask.log_type, "ERROR") != 0);
	ask.log_type = "ERROR";
	return write_logs(db, req, &ask, nobody, res, err);
}

static int
write_log(struct db *db, const struct web_req *req, int64_t id,
    struct web_res *res, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const struct call_ask	 ask = own_logs(req);
	struct call		 one;

	if (call_find_one(db, &ask, id, &rows, &one, err) == -1)
		return -1;
	call_log_put(&res->body, NULL, &one);
	return 0;
}

/* GET /api/v1/huntflow/logs/:id -> 200 the log | 404 */
static int
show_log(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { NULL };
	int64_t	 id;

	if (web_query_only(req, names, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ||
	    write_log(db, req, id, res, err) == -1)
		return -1;
	return 200;
}

/* POST /api/v1/huntflow/logs/create-log {log_type, endpoint, ...} -> 201 the log */
static int
add_log(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t	 id;

	if (call_log_add(db, req->who, req->body, &id, err) == -1 ||
	    write_log(db, req, id, res, err) == -1)
		return -1;
	return 201;
}

static struct call_whose
own_sums(const struct web_req *req)
{
	return (struct call_whose){ req->who->company_id, whose(req),
	    "huntflow" };
}

/* GET /api/v1/huntflow/logs/stats -> 200 {total_logs, success_logs, ...} */
static int
show_stats(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { NULL };
	const struct call_whose	 sums = own_sums(req);

	if (web_query_only(req, names, err) == -1 ||
	    call_log_stats(db, &sums, &res->body, err) == -1)
		return -1;
	return 200;
}

/* GET /api/v1/huntflow/logs/chart?hours=24 -> 200 [{at, GET, ..., p50_ms, p95_ms}] */
static int
show_chart(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "hours", NULL };
	const struct call_whose	 sums = own_sums(req);
	int64_t			 hours;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_int(req, "hours", 24, 1, CALL_LOG_HOURS, &hours,
	    err) == -1 ||
	    call_log_chart(db, &sums, hours, &res->body, err) == -1)
		return -1;
	return 200;
}

/* GET /api/v1/huntflow/logs/slowest?days=7 -> 200 [{endpoint, count, p50_ms, p95_ms,
 * errors}] */
static int
list_slowest(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "days", NULL };
	const struct call_whose	 sums = own_sums(req);
	int64_t			 days;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_int(req, "days", 7, 1, 90, &days, err) == -1 ||
	    call_log_slowest(db, &sums, days, &res->body, err) == -1)
		return -1;
	return 200;
}
