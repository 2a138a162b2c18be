/* logs: is the house well, what happened, which calls were made.
 * nginx mounts it at /health, /metrics (loopback alone), /api/v1/{events,logs}. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/web.h"
#include "job/gate.h"
#include "store/call.h"
#include "store/event.h"

#define VERSION		"0.1.0"
#define EVENTS_MAX	200

static web_handler show_health, show_metrics, list_events, list_calls,
    show_call;

static const struct web_route routes[] = {
	{ "GET", "/health", show_health, ROLE_NONE, WEB_PUBLIC },
	{ "GET", "/metrics", show_metrics, ROLE_NONE, WEB_PUBLIC },
	{ "GET", "/api/v1/events", list_events, ROLE_CANDIDATE, 0 },
	{ "GET", "/api/v1/logs/calls", list_calls, ROLE_RECRUITER, 0 },
	{ "GET", "/api/v1/logs/calls/:id", show_call, ROLE_RECRUITER, 0 },
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
		return err_field(err, "after", "format", "Link: next");
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
