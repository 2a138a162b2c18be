/* admin: what an admin watches and puts right: jobs at work. */
#include <stdio.h>
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "admin/job.h"
#include "admin/order.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mask.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/db.h"
#include "io/web.h"

static web_handler list_jobs, retry_job, cancel_job;

static const struct web_route routes[] = {
	{ "GET",  "/api/v1/admin/jobs", list_jobs, ROLE_ADMIN, 0 },
	{ "POST", "/api/v1/admin/jobs/:kind/:id/retry", retry_job, ROLE_ADMIN,
	    WEB_BARE | WEB_STARTS },
	{ "POST", "/api/v1/admin/jobs/:kind/:id/cancel", cancel_job,
	    ROLE_ADMIN, WEB_BARE },
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

	if (job->task_id != 0)
		snprintf(href, sizeof(href), "/tasks/%lld/",
		    (long long)job->task_id);
	else if (job->kind == JOB_IMPORTS && job->user_id == user_id)
		snprintf(href, sizeof(href), "/clickup/bulk-import/%lld/",
		    (long long)job->id);
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
