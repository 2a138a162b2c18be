/* logs: what happened: live events, what people are told; the calls made to services, with their
 * statistics. */
#include <stdio.h>
#include <string.h>

#include "account/auth.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "io/mail.h"
#include "io/web.h"
#include "live/event.h"
#include "notice/bell.h"
#include "notice/choice.h"
#include "notice/hours.h"
#include "notice/kind.h"
#include "notice/source.h"
#include "service/call.h"
#include "service/call_find.h"
#include "service/call_log.h"

#define EVENTS_MAX	200
#define SEARCH_MAX	200		/* characters */

static web_handler list_events, list_notices, read_notice, read_notices,
    show_settings, change_settings, list_calls, show_call, list_logs, list_errors,
    show_stats, show_chart, list_slowest, add_log, show_log;

static const struct web_route routes[] = {
	{ "GET", "/api/v1/events", list_events, ROLE_CANDIDATE, 0 },
	{ "GET", "/api/v1/notifications", list_notices, ROLE_CANDIDATE, 0 },
	{ "POST", "/api/v1/notifications/read-all", read_notices,
	    ROLE_CANDIDATE, WEB_BARE },
	{ "GET", "/api/v1/notifications/settings", show_settings,
	    ROLE_CANDIDATE, 0 },
	{ "PATCH", "/api/v1/notifications/settings", change_settings,
	    ROLE_CANDIDATE, 0 },
	{ "POST", "/api/v1/notifications/:id/read", read_notice,
	    ROLE_CANDIDATE, WEB_BARE },
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

/* --- what a person is told --- */

/* The rooms of the things that notices tell of. */
static const struct notice_source sources[] = {
	{ NULL, NULL }
};

static struct bell
own_bell(const struct web_req *req)
{
	return (struct bell){ .company_id = req->who->company_id,
	    .user_id = req->who->user_id };
}

static int
put_unread(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct bell	bell = own_bell(req);
	int64_t			n;

	if (bell_unread(db, sources, &bell, &n, err) == -1)
		return -1;
	web_header_add(res, "X-Unread-Count", "%lld%s", (long long)n,
	    n == BELL_COUNT_MAX ? "+" : "");
	return 0;
}

/* GET /api/v1/notifications?unread=1 -> 200 [{id, kind, title, text, href, task, read_at,
 * created_at}], newest first; X-Unread-Count: "100+" from there on */
static int
list_notices(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "unread", "page", "page_size",
		"after", NULL };
	own_rows struct db_rows	*rows = NULL;
	struct bell		 bell = own_bell(req);
	struct web_page		 page;
	struct bell_line	 line;
	struct cursor		 last = { 0 };
	int64_t			 n = 0, total;
	bool			 more = false;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_flag(req, "unread", &bell.unread, err) == -1 ||
	    web_page_read_by(req, CURSOR_BY_ID, &page, err) == -1)
		return -1;
	bell.before_id = page.from.id;
	bell.limit = page.size + 1;
	bell.skip = web_page_skip(&page);
	if (bell_list(db, sources, &bell, &rows, err) == -1 ||
	    bell_count(db, &bell, &total, err) == -1 ||
	    put_unread(db, req, res, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	for (; bell_next(rows, &line) && !(more = n == page.size); n++) {
		bell_put(&res->body, &line, req->lang, req->who->zone);
		last.id = line.id;
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last, more, total);
	return 200;
}

/* The other pages of the person count anew. */
static void
ring(struct db *db, const struct web_req *req)
{
	live_event_add(db, req->conf, req->who->company_id, req->who->user_id,
	    "notification", NULL);
}

/* POST /api/v1/notifications/:id/read -> 200 the notice | 404 */
static int
read_notice(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const struct bell	 bell = own_bell(req);
	struct bell_line	 line;
	int64_t			 id;

	if (web_id(req, 0, &id, err) == -1 ||
	    bell_read(db, req->who->user_id, id, err) == -1 ||
	    bell_get(db, sources, &bell, id, &rows, err) == -1)
		return -1;
	if (!bell_next(rows, &line))
		return err_set(err, ERR_ABSENT, "notice");
	bell_put(&res->body, &line, req->lang, req->who->zone);
	if (put_unread(db, req, res, err) == -1)
		return -1;
	ring(db, req);
	return 200;
}

/* POST /api/v1/notifications/read-all -> 200 {"read"} */
static int
read_notices(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t	n;

	if (bell_read_all(db, req->who->user_id, &n, err) == -1 ||
	    put_unread(db, req, res, err) == -1)
		return -1;
	res->json = json_pack("{s:I}", "read", (json_int_t)n);
	if (n > 0)
		ring(db, req);
	return 200;
}

static void
put_hour(struct buf *out, const char *name, int64_t hour)
{
	if (hour == NOTICE_NO_HOUR)
		emit_null(out, name);
	else
		emit_int(out, name, hour);
}

/* GET /api/v1/notifications/settings -> 200 {kinds: {assigned: {bell, email, telegram}, ...},
 * channels: {bell, email, telegram}, quiet_from, quiet_to, digest_hour} */
static int
show_settings(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct buf		*out = &res->body;
	struct notice_choice	 choice;
	struct notice_hours	 hours;

	if (notice_choice_get(db, req->who->user_id, &choice, err) == -1 ||
	    notice_hours_get(db, req->who->user_id, &hours, err) == -1)
		return -1;
	emit_open(out, NULL, '{');
	emit_open(out, "kinds", '{');
	for (enum notice_kind k = 0; k < NOTICE_KINDS; k++) {
		emit_open(out, notice_kind_name(k), '{');
		for (enum notice_channel c = 0; c < NOTICE_CHANNELS; c++)
			emit_bool(out, notice_channel_name(c),
			    choice.wanted[k][c]);
		emit_close(out, '}');
	}
	emit_close(out, '}');
	emit_open(out, "channels", '{');
	emit_bool(out, notice_channel_name(NOTICE_BELL), true);
	emit_bool(out, notice_channel_name(NOTICE_EMAIL), mail_on(req->conf));
	emit_bool(out, notice_channel_name(NOTICE_TELEGRAM), false);
	emit_close(out, '}');
	put_hour(out, "quiet_from", hours.quiet_from);
	put_hour(out, "quiet_to", hours.quiet_to);
	put_hour(out, "digest_hour", hours.digest);
	emit_close(out, '}');
	return 200;
}

/* null: none. */
static int
read_hour(const json_t *body, const char *name, int64_t *out, struct err *err)
{
	if (json_is_null(json_object_get(body, name))) {
		*out = NOTICE_NO_HOUR;
		return 0;
	}
	return field_int_opt(body, name, 0, 23, out, err);
}

/*
 * PATCH /api/v1/notifications/settings {kinds?: {assigned: {email: false}}, quiet_from?, quiet_to?,
 * digest_hour?} -> 200 all of them | 400
 */
static int
change_settings(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "kinds", "quiet_from",
		"quiet_to", "digest_hour", NULL };
	own_tx struct db_tx	 tx = { 0 };
	struct notice_hours	 hours;
	json_t			*kinds = NULL;

	if (field_only(req->body, names, err) == -1 ||
	    field_object_opt(req->body, "kinds", &kinds, err) == -1 ||
	    db_begin(db, &tx, err) == -1 ||
	    notice_hours_get(db, req->who->user_id, &hours, err) == -1 ||
	    read_hour(req->body, "quiet_from", &hours.quiet_from, err) == -1 ||
	    read_hour(req->body, "quiet_to", &hours.quiet_to, err) == -1 ||
	    read_hour(req->body, "digest_hour", &hours.digest, err) == -1)
		return -1;
	if ((hours.quiet_from == NOTICE_NO_HOUR) !=
	    (hours.quiet_to == NOTICE_NO_HOUR))
		return err_field(err, hours.quiet_from == NOTICE_NO_HOUR ?
		    "quiet_from" : "quiet_to", "required", "%s", "");
	if (notice_choice_patch(db, req->who->user_id, kinds, err) == -1 ||
	    notice_hours_set(db, req->who->user_id, req->who->zone, &hours,
	    err) == -1 || db_commit(&tx, err) == -1)
		return -1;
	return show_settings(db, req, res, err);
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
	ask->after = (struct call_mark){ page.from.number, page.from.id };
	ask->limit = page.size;
	emit_open(&res->body, NULL, '[');
	if (total != 0 && call_find(db, ask, put_log, &res->body, &next,
	    err) == -1)
		return -1;
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_NUMBER, &(struct cursor){
	    .number = next.answer, .id = next.id }, next.id != 0, total);
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
