/* admin: what an admin watches and puts right: jobs at work, who did what, sessions and keys of all
 * people, how much room there is. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "account/session.h"
#include "account/token.h"
#include "account/user.h"
#include "admin/job.h"
#include "admin/order.h"
#include "admin/storage.h"
#include "admin/trail.h"
#include "admin/trail_csv.h"
#include "backup/nightly.h"
#include "backup/record.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mask.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/db.h"
#include "io/db_schema.h"
#include "io/field.h"
#include "io/version.h"
#include "io/web.h"
#include "io/web_csv.h"
#include "live/channel.h"

static web_handler list_jobs, retry_job, cancel_job, list_audit, export_audit,
    list_sessions, end_session, list_tokens, revoke_token, show_storage;

static const struct web_route routes[] = {
	{ "GET",  "/api/v1/admin/jobs", list_jobs, ROLE_ADMIN, 0 },
	{ "POST", "/api/v1/admin/jobs/:kind/:id/retry", retry_job, ROLE_ADMIN,
	    WEB_BARE | WEB_STARTS },
	{ "POST", "/api/v1/admin/jobs/:kind/:id/cancel", cancel_job,
	    ROLE_ADMIN, WEB_BARE },
	{ "GET",  "/api/v1/admin/audit", list_audit, ROLE_ADMIN, 0 },
	{ "GET",  "/api/v1/audit", list_audit, ROLE_ADMIN, 0 },
	{ "GET",  "/api/v1/admin/audit/csv", export_audit, ROLE_ADMIN, 0 },
	{ "GET",  "/api/v1/admin/sessions", list_sessions, ROLE_ADMIN, 0 },
	{ "DELETE", "/api/v1/admin/sessions/:id", end_session, ROLE_ADMIN, 0 },
	{ "GET",  "/api/v1/admin/tokens", list_tokens, ROLE_ADMIN, 0 },
	{ "DELETE", "/api/v1/admin/tokens/:id", revoke_token, ROLE_ADMIN, 0 },
	{ "GET",  "/api/v1/admin/storage", show_storage, ROLE_ADMIN, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "admin", routes, &auth);
}

/* --- jobs at work --- */

static void
emit_person(struct buf *out, int64_t id, const char *name, const char *email)
{
	if (id == 0) {
		emit_null(out, "user");
		return;
	}
	emit_open(out, "user", '{');
	emit_int(out, "id", id);
	emit_str(out, "name", name);
	emit_str(out, "email", email);
	emit_close(out, '}');
}

static void
emit_progress(struct buf *out, const struct job *job)
{
	if (!job->counted) {
		emit_null(out, "progress");
		return;
	}
	emit_open(out, "progress", '{');
	emit_int(out, "done", job->done);
	if (job->total > 0)
		emit_int(out, "total", job->total);
	else
		emit_null(out, "total");
	emit_int(out, "failed", job->failed);
	emit_close(out, '}');
}

/* What went wrong, in words; what looks like a secret in it is masked. */
static void
emit_error(struct buf *out, const struct job *job, const char *lang)
{
	char	text[2400];

	if (job->error_code[0] == '\0') {
		emit_null(out, "error");
		return;
	}
	text_put(text, sizeof(text), lang, job->error_code, job->error_text);
	mask_text(text, strlen(text));
	emit_open(out, "error", '{');
	emit_str(out, "code", job->error_code);
	emit_str(out, "text", text);
	emit_close(out, '}');
}

static void
emit_href(struct buf *out, const struct job *job, int64_t user_id)
{
	char	href[60] = "";

	if (job->kind == JOB_REMINDERS && job->subject_id != 0)
		snprintf(href, sizeof(href), "/tasks/%lld/",
		    (long long)job->subject_id);
	else if (job->kind == JOB_IMPORTS && job->user_id == user_id)
		snprintf(href, sizeof(href), "/clickup/bulk-import/%lld/",
		    (long long)job->id);
	else if (job->kind == JOB_ERASURES)
		snprintf(href, sizeof(href), "/candidates/%lld/",
		    (long long)job->subject_id);
	emit_str(out, "href", href[0] != '\0' ? href : NULL);
}

static void
emit_job(struct buf *out, const struct job *job, const struct web_req *req)
{
	emit_open(out, NULL, '{');
	emit_str(out, "kind", job_kinds[job->kind]);
	emit_int(out, "id", job->id);
	emit_str(out, "state", job->state);
	emit_str(out, "title", job->title);
	emit_person(out, job->user_id, job->user_name, job->user_email);
	emit_time(out, "created_at", job->created_at);
	emit_time(out, "started_at", job->started_at);
	emit_time(out, "finished_at", job->finished_at);
	emit_time(out, "due_at", job->due_at);
	emit_progress(out, job);
	if (job->attempts >= 0)
		emit_int(out, "attempts", job->attempts);
	else
		emit_null(out, "attempts");
	emit_error(out, job, req->lang);
	emit_href(out, job, req->who->user_id);
	emit_bool(out, "may_retry", job->retries);
	emit_bool(out, "may_cancel", job->cancels);
	emit_close(out, '}');
}

/* GET /api/v1/admin/jobs?kind=&state= -> 200 [{kind, id, state, user, progress, error, ...}] */
static int
list_jobs(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "kind", "state", "page",
		"page_size", "after", NULL };
	own_rows struct db_rows	*rows = NULL;
	struct job_filter	 filter = { 0 };
	struct web_page		 page;
	struct cursor		 last = { 0 };
	struct job		 job;
	int64_t			 total, n = 0;
	bool			 more = false;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_word(req, "kind", job_kinds, &filter.kind, err) == -1 ||
	    web_query_word(req, "state", job_states, &filter.state,
	    err) == -1 || order_page(req, &page, err) == -1)
		return -1;
	filter.company_id = req->who->company_id;
	filter.after = page.from;
	if (job_list(db, &filter, page.size + 1, &rows, &total, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	for (; job_next(rows, &job) && !(more = n == page.size); n++) {
		emit_job(&res->body, &job, req);
		last = (struct cursor){ .number = job.at, .id = job.key };
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_NUMBER, &last, more,
	    total);
	return 200;
}

static int
read_deed(const struct web_req *req, struct job_deed *out, struct err *err)
{
	int	kind = 0;

	*out = (struct job_deed){ .conf = req->conf,
	    .company_id = req->who->company_id, .lang = req->lang };
	while (job_kinds[kind] != NULL &&
	    strcmp(req->param[0], job_kinds[kind]) != 0)
		kind++;
	if (job_kinds[kind] == NULL)
		return err_set(err, ERR_ABSENT, "kind");
	out->kind = (enum job_kind)kind;
	return web_id(req, 1, &out->id, err);
}

static int
do_deed(struct db *db, const struct web_req *req, struct web_res *res,
    const char *action, int (*what)(struct db *, const struct job_deed *,
    struct err *), struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_str char		*object = NULL;
	struct job_deed		 deed;
	struct job		 job;

	if (read_deed(req, &deed, err) == -1 || what(db, &deed, err) == -1)
		return -1;
	object = mem_fmt("%s %lld", job_kinds[deed.kind], (long long)deed.id);
	audit_request(db, req, action, object, NULL);
	if (job_get(db, deed.company_id, deed.kind, deed.id, &rows, err) == -1)
		return -1;
	if (!job_next(rows, &job))
		return err_set(err, ERR_ABSENT, "job");
	emit_job(&res->body, &job, req);
	return 200;
}

/* POST /api/v1/admin/jobs/:kind/:id/retry -> 200 the job | 404 | 409 */
static int
retry_job(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return do_deed(db, req, res, "job.retry", job_retry, err);
}

/* POST /api/v1/admin/jobs/:kind/:id/cancel -> 200 the job | 404 | 409 */
static int
cancel_job(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return do_deed(db, req, res, "job.cancel", job_cancel, err);
}

/* --- who did what --- */

/* A moment of the query, in the zone of who asks; absent: 0. */
static int
read_moment(const struct web_req *req, const char *name, bool end,
    int64_t *out, struct err *err)
{
	const char	*text = NULL;

	if (web_query_text(req, name, 40, &text, err) == -1)
		return -1;
	return text == NULL ? 0 :
	    field_moment(text, name, req->who->zone, end, out, err);
}

static int
read_trail(const struct web_req *req, struct trail_filter *f, struct err *err)
{
	if (web_query_int(req, "user_id", 0, 1, INT64_MAX - 1, &f->user_id,
	    err) == -1 ||
	    web_query_text(req, "action", 60, &f->action, err) == -1 ||
	    web_query_word(req, "via", trail_ways, &f->via, err) == -1 ||
	    web_query_text(req, "object", 120, &f->object, err) == -1 ||
	    read_moment(req, "from", false, &f->from_ms, err) == -1 ||
	    read_moment(req, "to", true, &f->to_ms, err) == -1)
		return -1;
	f->company_id = req->who->company_id;
	return f->to_ms == 0 || f->from_ms <= f->to_ms ? 0 :
	    err_field(err, "to", "order", "%s", "from");
}

/* The task or project that it was done to. */
static void
emit_link(struct buf *out, const struct trail_line *line)
{
	const bool	is_task = line->task_id != 0;
	const int64_t	id = is_task ? line->task_id : line->project_id;
	char		href[60];

	if (id == 0) {
		emit_null(out, "link");
		return;
	}
	snprintf(href, sizeof(href), is_task ? "/tasks/%lld/" :
	    "/projects/%lld/", (long long)id);
	emit_open(out, "link", '{');
	emit_str(out, "kind", is_task ? "task" : "project");
	emit_int(out, "id", id);
	emit_str(out, "title", line->title);
	emit_str(out, "href", line->title != NULL ? href : NULL);
	emit_close(out, '}');
}

static void
emit_line(struct buf *out, const struct trail_line *line)
{
	emit_open(out, NULL, '{');
	emit_int(out, "id", line->key);
	emit_time(out, "created_at", line->at);
	emit_person(out, line->user_id, line->name, line->email);
	emit_str(out, "via", line->via);
	emit_str(out, "action", line->action);
	emit_str(out, "object", line->object);
	emit_link(out, line);
	emit_json(out, "before", line->before);
	emit_json(out, "after", line->after);
	emit_json(out, "data", line->data);
	emit_str(out, "address", line->address);
	emit_close(out, '}');
}

/* GET /api/v1/admin/audit?user_id=&action=&via=&object=&from=&to= -> 200 [{id, created_at, user,
 * via, action, object, link, before, after, ...}] */
static int
list_audit(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "user_id", "action", "via",
		"object", "from", "to", "page", "page_size", "after", NULL };
	own_rows struct db_rows	*rows = NULL;
	struct trail_filter	 filter = { 0 };
	struct trail_line	 line;
	struct web_page		 page;
	struct cursor		 last = { 0 };
	int64_t			 total, n = 0;
	bool			 more = false;

	if (web_query_only(req, names, err) == -1 ||
	    read_trail(req, &filter, err) == -1 ||
	    order_page(req, &page, err) == -1)
		return -1;
	filter.after = page.from;
	if (trail_find(db, &filter, page.size + 1, &rows, &total, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	for (; trail_next(rows, &line) && !(more = n == page.size); n++) {
		emit_line(&res->body, &line);
		last = (struct cursor){ .number = line.at, .id = line.key };
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_NUMBER, &last, more,
	    total);
	return 200;
}

static int
next_export(struct db *db, void *arg, struct buf *out, struct err *err)
{
	return trail_csv_next(db, arg, out, err);
}

/* GET /api/v1/admin/audit/csv, same filters; separator= -> 200 CSV of the newest lines */
static int
export_audit(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "user_id", "action", "via",
		"object", "from", "to", "separator", NULL };
	struct trail_csv	*x;
	struct trail_filter	 filter = { 0 };
	char			 separator;

	(void)db;
	if (web_query_only(req, names, err) == -1 ||
	    web_csv_separator(req, &separator, err) == -1 ||
	    read_trail(req, &filter, err) == -1)
		return -1;
	web_csv_file(res, separator, "audit");
	x = mem_zero(sizeof(*x));
	x->filter = filter;
	x->separator = separator;
	x->lang = req->lang;
	x->zone = req->who->zone;
	res->stream = next_export;
	res->arg = x;
	res->arg_close = free;
	return 200;
}

/* --- sessions and keys of all people --- */

static void
emit_session(struct buf *out, const struct session *one, int64_t current)
{
	emit_open(out, NULL, '{');
	emit_int(out, "id", one->id);
	emit_person(out, one->user_id, one->user_name, one->user_email);
	emit_str(out, "address", one->address);
	emit_str(out, "agent", one->agent);
	emit_bool(out, "by_link", one->by_link);
	emit_time(out, "created_at", one->created_at);
	emit_time(out, "seen_at", one->seen_at);
	emit_bool(out, "current", one->id == current);
	emit_close(out, '}');
}

static const char *const paging[] = { "page", "page_size", "after", NULL };

/* GET /api/v1/admin/sessions -> 200 [{id, user, address, agent, ...}] */
static int
list_sessions(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct session		 one;
	struct web_page		 page;
	struct cursor		 last = { 0 };
	int64_t			 n = 0;
	bool			 more = false;

	if (web_query_only(req, paging, err) == -1 ||
	    web_page_read_on(req, CURSOR_BY_ID, &page, err) == -1 ||
	    session_list_all(db, req->who->company_id, page.from.id,
	    page.size + 1, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	for (; session_next(rows, &one) && !(more = n == page.size); n++) {
		emit_session(&res->body, &one, req->who->session_id);
		last.id = one.id;
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last, more, -1);
	return 200;
}

typedef int end_fn(struct db *, int64_t company_id, int64_t id, int64_t *user_id,
    struct err *);

/* The open pages of whose it was lose their live events with it. */
static int
end_one(struct db *db, const struct web_req *req, end_fn *end,
    const char *action, struct err *err)
{
	int64_t	id, user_id;

	if (auth_session_only(req, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ||
	    end(db, req->who->company_id, id, &user_id, err) == -1)
		return -1;
	live_channel_close(db, req->conf, user_id);
	audit_request_id(db, req, action, id, NULL);
	return 204;
}

/* DELETE /api/v1/admin/sessions/:id -> 204 | 404 */
static int
end_session(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	(void)res;
	return end_one(db, req, session_end_any, "session.end", err);
}

static void
emit_token(struct buf *out, const struct token *one)
{
	emit_open(out, NULL, '{');
	emit_int(out, "id", one->id);
	emit_person(out, one->user_id, one->user_name, one->user_email);
	emit_str(out, "name", one->name);
	emit_str(out, "tail", one->tail);
	emit_bool(out, "may_write", strstr(one->scopes, "write") != NULL);
	emit_time(out, "created_at", one->created_at);
	emit_time(out, "used_at", one->used_at);
	emit_time(out, "expires_at", one->expires_at);
	emit_close(out, '}');
}

/* GET /api/v1/admin/tokens -> 200 [{id, user, name, tail, ...}] */
static int
list_tokens(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct token		 one;
	struct web_page		 page;
	struct cursor		 last = { 0 };
	int64_t			 n = 0;
	bool			 more = false;

	if (web_query_only(req, paging, err) == -1 ||
	    web_page_read_on(req, CURSOR_BY_ID, &page, err) == -1 ||
	    token_list_all(db, req->who->company_id, page.from.id,
	    page.size + 1, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	for (; token_next(rows, &one) && !(more = n == page.size); n++) {
		emit_token(&res->body, &one);
		last.id = one.id;
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last, more, -1);
	return 200;
}

/* DELETE /api/v1/admin/tokens/:id -> 204 | 404 */
static int
revoke_token(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	(void)res;
	return end_one(db, req, token_revoke_any, "token.revoke", err);
}

/* --- how much room there is, and versions --- */

static void
emit_version(struct buf *out, const char *name, const char *text)
{
	emit_open(out, NULL, '{');
	emit_str(out, "name", name);
	emit_str(out, "version", text);
	emit_close(out, '}');
}

static int
emit_versions(struct db *db, const struct web_req *req, struct buf *out,
    struct err *err)
{
	const char	*nginx = web_server(req);
	struct version	 libraries[VERSION_LIBRARIES];
	char		 about[200];
	bool		 strict;

	if (db_server(db, about, sizeof(about), &strict, err) == -1)
		return -1;
	about[strcspn(about, ",")] = '\0';
	version_libraries(libraries);
	emit_open(out, "versions", '[');
	emit_version(out, "MariaDB", about);
	emit_version(out, "nginx", nginx != NULL &&
	    strncmp(nginx, "nginx/", 6) == 0 ? nginx + 6 : nginx);
	emit_version(out, "MariaDB Connector/C", db_client_version());
	for (int i = 0; libraries[i].name != NULL; i++)
		emit_version(out, libraries[i].name, libraries[i].text);
	emit_close(out, ']');
	return 0;
}

/* GET /api/v1/admin/storage -> 200 {version, schema, files, house: {backup, tables, disks,
 * versions} or null: for those who keep the house} */
static int
show_storage(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	none[] = { NULL };
	struct buf			*out = &res->body;
	struct storage_files		 files;
	struct db_schema		 schema;
	bool				 keeps;

	if (web_query_only(req, none, err) == -1 ||
	    storage_files(db, req->who->company_id, &files, err) == -1 ||
	    db_schema_read(db, &schema, err) == -1 ||
	    user_keeps_house(db, req->who->company_id, &keeps, err) == -1)
		return -1;
	emit_open(out, NULL, '{');
	emit_str(out, "version", version_hirewire);
	emit_int(out, "schema", schema.newest);
	emit_open(out, "files", '{');
	emit_int(out, "count", files.count);
	emit_int(out, "bytes", files.bytes);
	emit_close(out, '}');
	if (!keeps)
		emit_null(out, "house");
	else {
		emit_open(out, "house", '{');
		if (record_emit(db, req->lang,
		    nightly_wanted(req->conf), out, err) == -1 ||
		    storage_emit_tables(db, out, err) == -1 ||
		    storage_emit_disks(db, req->conf, out, err) == -1 ||
		    emit_versions(db, req, out, err) == -1)
			return -1;
		emit_close(out, '}');
	}
	emit_close(out, '}');
	return 200;
}
