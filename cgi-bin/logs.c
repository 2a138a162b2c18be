/* logs: what happened, and which calls were made to services, with their statistics. */
#include <stdio.h>
#include <string.h>

#include "account/auth.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "live/event.h"
#include "service/call.h"
#include "service/call_find.h"
#include "service/call_log.h"

#define EVENTS_MAX	200
#define SEARCH_MAX	200		/* characters */

static web_handler list_events, list_calls, show_call, list_logs, list_errors,
    show_stats, show_chart, list_slowest, add_log, show_log;

static const struct web_route routes[] = {
	{ "GET", "/api/v1/events", list_events, ROLE_CANDIDATE, 0 },
	{ "GET", "/api/v1/logs/calls", list_calls, ROLE_RECRUITER, 0 },
	{ "GET", "/api/v1/logs/calls/:id", show_call, ROLE_RECRUITER, 0 },
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
main(int argc, char **argv)
{
	return web_main(argc, argv, "logs", routes, &auth);
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
	struct live_event	 one;
	int64_t			 after, last;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_int(req, "after", 0, 0, 999999999999999999, &after,
	    err) == -1 ||
	    live_event_last(db, req->who->user_id, &last, err) == -1 ||
	    live_event_list(db, req->who->user_id, after, EVENTS_MAX, &rows,
	    err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while (live_event_next(rows, &one)) {
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
	    web_query_word(req, "provider", providers, &out->provider,
	    err) == -1 ||
	    web_query_word(req, "log_type", types, &out->log_type, err) == -1 ||
	    web_query_word(req, "errors", flags, &errors, err) == -1)
		return -1;
	if (errors != NULL)
		out->log_type = "ERROR";
	out->company_id = req->who->company_id;
	out->user_id = auth_whose(req);
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
	struct cursor		 last = { 0 };
	int64_t			 n = 0, total = 0;
	bool			 more = false;

	if (read_filter(req, &filter, err) == -1 ||
	    web_page_read_on(req, CURSOR_BY_ID, &page, err) == -1)
		return -1;
	filter.before_id = page.from.id;
	if (call_count(db, &filter, &total, err) == -1 ||
	    call_list(db, &filter, page.size + 1, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	for (; call_next(rows, &one) && !(more = n == page.size); n++) {
		call_log_put(&res->body, NULL, &one);
		last.id = one.id;
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last, more, total);
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
	    call_get(db, req->who->company_id, auth_whose(req), id, &rows, &one,
	    err) == -1)
		return -1;
	call_log_put(&res->body, NULL, &one);
	return 200;
}

/* --- the log of calls to Huntflow --- */

static struct call_ask
own_logs(const struct web_req *req)
{
	return (struct call_ask){ .company_id = req->who->company_id,
	    .user_id = auth_whose(req), .provider = "huntflow",
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
	    web_query_word(req, "log_type", call_types, &ask->log_type,
	    err) == -1 ||
	    web_query_word(req, "method", methods, &ask->method, err) == -1 ||
	    web_query_int(req, "status_code", -1, 0, 999, &status,
	    err) == -1 ||
	    read_user(req, ask, nobody, err) == -1 ||
	    web_query_text(req, "search", SEARCH_MAX, &ask->search, err) == -1 ||
	    web_query_word(req, "ordering", call_orders, &ask->order, err) == -1)
		return -1;
	ask->status_code = (int)status;
	return 0;
}

static void
put_log(void *arg, const struct call *call)
{
	call_log_put(arg, NULL, call);
}

/* Short, though there may be more. */
static void
write_searched(struct web_res *res, const struct call_mark *next)
{
	char	at[CLOCK_ISO_SIZE];

	if (next->at == 0)
		return;
	clock_iso(next->at, at);
	web_header_add(res, "X-Searched-To", "%s", at);
}

static int
write_logs(struct db *db, const struct web_req *req, struct call_ask *ask,
    bool nobody, struct web_res *res, struct err *err)
{
	struct web_page		 page;
	struct call_mark	 next = { 0 };
	int64_t			 total = 0;

	if (web_page_read_on(req, CURSOR_BY_NUMBER, &page, err) == -1 ||
	    (!nobody && call_find_count(db, ask, &total, err) == -1))
		return -1;
	ask->after = (struct call_mark){ page.from.number, page.from.id, 0 };
	ask->limit = page.size;
	emit_open(&res->body, NULL, '[');
	if (total != 0 && call_find(db, ask, put_log, &res->body, &next,
	    err) == -1)
		return -1;
	emit_close(&res->body, ']');
	write_searched(res, &next);
	web_page_write_by(res, req, &page, CURSOR_BY_NUMBER, &(struct cursor){
	    .number = next.answer, .id = next.id }, next.id != 0, total);
	return 200;
}

/* GET /api/v1/huntflow/logs?log_type=&method=&status_code=&user=&search=&ordering=
 * -> 200 [log]; X-Searched-To: a page that is short was looked for as far as this time */
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

	if (call_log_add(db, req, &id, err) == -1 ||
	    write_log(db, req, id, res, err) == -1)
		return -1;
	return 201;
}

static struct call_whose
own_sums(const struct web_req *req)
{
	return (struct call_whose){ req->who->company_id, auth_whose(req),
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
