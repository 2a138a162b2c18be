/* imports: bulk imports over HTTP: preview, start, stop, resume, cancel, retry, progress.
 * The work is done by the import binary. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "account/caller.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "clickup/api.h"
#include "import/again.h"
#include "import/export.h"
#include "import/item.h"
#include "import/job.h"
#include "import/plan.h"
#include "import/proposal.h"
#include "import/row.h"
#include "import/said.h"
#include "import/undo.h"
#include "import/undo_run.h"
#include "import/start.h"
#include "import/view.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "io/web_csv.h"
#include "transfer/mark.h"
#include "transfer/upload.h"

#define RETRY_IDS_MAX	1000

static web_handler list_jobs, show_job, preview_job, start_job, stop_job,
    resume_job, cancel_job, retry_job, list_items;

static web_handler undo_job, export_items;

static const struct web_route routes[] = {
	{ "GET",  "/clickup/bulk-import", list_jobs, ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/bulk-import/:id", show_job, ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/api/bulk-import-progress/:id", show_job,
	    ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/api/bulk-import-items/:id", list_items,
	    ROLE_RECRUITER, 0 },
	{ "POST", "/clickup/api/preview-bulk-import", preview_job,
	    ROLE_RECRUITER, 0 },
	{ "POST", "/clickup/api/start-bulk-import", start_job, ROLE_RECRUITER,
	    WEB_STARTS },
	{ "POST", "/clickup/api/stop-bulk-import/:id", stop_job,
	    ROLE_RECRUITER, WEB_BARE },
	{ "POST", "/clickup/api/resume-bulk-import/:id", resume_job,
	    ROLE_RECRUITER, WEB_BARE | WEB_STARTS },
	{ "POST", "/clickup/api/cancel-bulk-import/:id", cancel_job,
	    ROLE_RECRUITER, WEB_BARE },
	{ "POST", "/clickup/api/retry-failed-tasks/:id", retry_job,
	    ROLE_RECRUITER, WEB_STARTS },
	{ "POST", "/clickup/api/undo-bulk-import/:id", undo_job,
	    ROLE_RECRUITER, WEB_STARTS },
	{ "GET",  "/clickup/api/bulk-import-csv/:id", export_items,
	    ROLE_RECRUITER, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "imports", routes, &auth);
}

static int
own_job(struct db *db, const struct web_req *req, struct import_job *out,
    struct err *err)
{
	int64_t	 id;

	if (web_id(req, 0, &id, err) == -1 ||
	    import_job_of(db, req->who->user_id, id, out, err) == -1)
		return -1;
	return import_said_whole(db, out, err);
}

/* GET /clickup/bulk-import -> 200 [job and its undo], newest first */
static int
list_jobs(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const		 names[] = { "page",
		"page_size", "after", "lang", NULL };
	own_rows struct db_rows			*rows = NULL;
	own_import_job struct import_job	 job = { 0 };
	struct web_page				 page;
	struct cursor				 last = { 0 };
	int64_t					 total, n = 0;

	if (web_query_only(req, names, err) == -1 ||
	    web_page_read_by(req, CURSOR_BY_ID, &page, err) == -1 ||
	    import_job_count(db, req->who->user_id, &total, err) == -1 ||
	    import_job_list(db, req->who->user_id, page.from.id,
	    web_page_skip(&page), (int)page.size + 1, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while (n < page.size && import_job_next(rows, &job)) {
		n++;
		if (import_view_write(db, &job, IMPORT_VIEW_BRIEF, req->lang,
		    &res->body, err) == -1)
			return -1;
		last.id = job.id;
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last,
	    n == page.size && db_rows_next(rows), total);
	return 200;
}

/* GET /clickup/bulk-import/:id, /clickup/api/bulk-import-progress/:id -> 200 progress | 404 */
static int
show_job(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_import_job struct import_job	 job = { 0 };

	if (own_job(db, req, &job, err) == -1 ||
	    import_view_write(db, &job, IMPORT_VIEW_WHOLE, req->lang,
	    &res->body, err) == -1)
		return -1;
	return 200;
}

/* POST /clickup/api/preview-bulk-import {scope, ...} -> 200 counts | 400 | 409 */
static int
preview_job(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_import_plan struct import_plan	plan = { 0 };
	const struct caller			who = caller_of(db, req);

	if (import_plan_read(&who, req->body, &plan, err) == -1 ||
	    import_proposal_counts(db, &plan, &res->json, err) == -1)
		return -1;
	return 200;
}

/* Tell the owner's other pages, and answer with the job as it is now. */
static int
answer(struct db *db, const struct web_req *req, struct web_res *res,
    int64_t id, int status, struct err *err)
{
	own_import_job struct import_job	 job = { 0 };

	if (import_view_changed(db, req->conf, id, &job, err) == -1 ||
	    import_view_write(db, &job, IMPORT_VIEW_BRIEF, req->lang,
	    &res->body, err) == -1)
		return -1;
	return status;
}

/* POST /clickup/api/start-bulk-import {account_id, scope, ...} -> 202 job | 400 | 409 */
static int
start_job(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_import_plan struct import_plan	plan = { 0 };
	const struct caller			who = caller_of(db, req);
	int64_t					id;

	if (import_plan_read(&who, req->body, &plan, err) == -1 ||
	    import_plan_start(db, &plan, &id, err) == -1)
		return -1;
	audit_request_id(db, req, "import.start", id, NULL);
	import_start(req->conf);
	return answer(db, req, res, id, 202, err);
}

/* --- stop, resume, cancel --- */

struct change {
	const char	*action;	/* for the audit */
	int		(*make)(struct db *, const struct web_req *,
			    struct import_job *, struct err *);
	bool		 works;		/* the importer has something to do */
};

static int
change_job(struct db *db, const struct web_req *req, struct web_res *res,
    const struct change *change, struct err *err)
{
	own_import_job struct import_job	 job = { 0 };

	if (own_job(db, req, &job, err) == -1 ||
	    change->make(db, req, &job, err) == -1)
		return -1;
	audit_request_id(db, req, change->action, job.id, NULL);
	if (change->works)
		import_start(req->conf);
	return answer(db, req, res, job.id, 200, err);
}

static int
make_stop(struct db *db, const struct web_req *req, struct import_job *job,
    struct err *err)
{
	(void)req;
	return import_job_stop(db, job->id, err);
}

static int
make_resume(struct db *db, const struct web_req *req, struct import_job *job,
    struct err *err)
{
	return import_again_resume(db, req->conf, job, err);
}

static int
make_cancel(struct db *db, const struct web_req *req, struct import_job *job,
    struct err *err)
{
	(void)req;
	return import_job_cancel(db, job->id, err);
}

/* POST /clickup/api/stop-bulk-import/:id -> 200 job | 404 | 409 */
static int
stop_job(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return change_job(db, req, res, &(struct change){ "import.stop",
	    make_stop, false }, err);
}

/* POST /clickup/api/resume-bulk-import/:id -> 200 job | 404 | 409 */
static int
resume_job(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return change_job(db, req, res, &(struct change){ "import.resume",
	    make_resume, true }, err);
}

/* POST /clickup/api/cancel-bulk-import/:id -> 200 job | 404 | 409 */
static int
cancel_job(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return change_job(db, req, res, &(struct change){ "import.cancel",
	    make_cancel, false }, err);
}

/* --- trying again --- */

static int
read_wish(const json_t *body, struct import_wish *out, struct err *err)
{
	static const char *const	names[] = { "code", "task_ids",
		"option", NULL };
	static const char *const	options[] = { "name_only", "no_parse",
		"resend", NULL };
	static const unsigned		bits[] = { IMPORT_NAME_ONLY,
		IMPORT_NO_PARSE, IMPORT_RESEND };
	const char			*option = NULL;
	json_t				*ids = NULL, *id;
	size_t				 i;

	if (body == NULL)
		return 0;
	if (field_only(body, names, err) == -1 ||
	    field_text_opt(body, "code", 48, &out->code, err) == -1 ||
	    field_word_opt(body, "option", options, &option, err) == -1 ||
	    field_array_opt(body, "task_ids", RETRY_IDS_MAX, &ids, err) == -1)
		return -1;
	json_array_foreach(ids, i, id)
		if (json_string_value(id) == NULL ||
		    !clickup_id_ok(json_string_value(id)))
			return err_field(err, "task_ids", "format",
			    "86abc1def");
	out->ids = json_array_size(ids) > 0 ? ids : NULL;
	for (i = 0; option != NULL && options[i] != NULL; i++)
		if (strcmp(option, options[i]) == 0)
			out->options = bits[i];
	return 0;
}

/* POST /clickup/api/retry-failed-tasks/:id {code?, task_ids?, option?} -> 200 job | 404 | 409 */
static int
retry_job(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_import_job struct import_job	 job = { 0 };
	struct import_wish			 wish = { 0 };

	if (read_wish(req->body, &wish, err) == -1 ||
	    own_job(db, req, &job, err) == -1 ||
	    import_again_failed(db, &job, &wish, err) == -1)
		return -1;
	audit_request_id(db, req, "import.retry", job.id, NULL);
	import_start(req->conf);
	return answer(db, req, res, job.id, 200, err);
}

/* --- taking back --- */

/* POST /clickup/api/undo-bulk-import/:id {mode, status_id?, ...} -> 202 progress | 404 | 409 */
static int
undo_job(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_import_job struct import_job	job = { 0 };
	struct import_undo			undo = { .job_id = 0 };

	if (own_job(db, req, &job, err) == -1 ||
	    import_undo_read(req->body, job.vacancy_id, &undo, err) == -1 ||
	    import_undo_allow(db, req->conf, &job, &undo, req->lang,
	    err) == -1 ||
	    import_undo_start(db, &job, &undo, err) == -1)
		return -1;
	audit_request_id(db, req, "import.undo", job.id, NULL);
	import_start(req->conf);
	import_view_push(db, req->conf, &job, true);
	return show_job(db, req, res, err) == -1 ? -1 : 202;
}

/* --- items --- */

/* Files that stayed behind, and why. */
static void
write_left(struct buf *b, const struct import_row *row, const char *lang)
{
	own_json json_t	*files = row->files == NULL ? NULL :
			    json_loads(row->files, 0, NULL);
	own_json json_t	*left = transfer_upload_words(files, lang);
	own_str char	*text = json_dumps(left, JSON_COMPACT);

	emit_json(b, "left", text);
}

/* How the task was marked in ClickUp. */
static void
write_mark(struct buf *b, const struct import_row *row, const char *lang)
{
	own_json json_t	*mark = transfer_mark_words(row->mark, row->mark_code,
			    row->mark_text, lang);
	own_str char	*text = json_dumps(mark, JSON_COMPACT | JSON_ENCODE_ANY);

	emit_json(b, "mark", text);
}

static void
write_item(struct buf *b, const struct import_row *row, const char *lang)
{
	char	 text[500] = "";

	if (row->error_code[0] != '\0')
		text_put(text, sizeof(text), lang, row->error_code,
		    row->error_message);
	emit_open(b, NULL, '{');
	emit_str(b, "task_id", row->task_id);
	emit_str(b, "name", row->name);
	emit_str(b, "state", row->state);
	emit_str(b, "step", row->step);
	emit_int(b, "attempts", row->attempts);
	emit_str(b, "error_code", row->error_code[0] != '\0' ?
	    row->error_code : NULL);
	emit_str(b, "error_message", text);
	emit_id(b, "applicant_id", row->applicant_id);
	emit_str(b, "applicant_name", row->person);
	emit_bool(b, "applicant_gone", row->gone);
	emit_str(b, "url", row->url != NULL && row->url[0] != '\0' ?
	    row->url : NULL);
	emit_id(b, "vacancy_id", row->vacancy_id);
	emit_id(b, "status_id", row->status_id);
	emit_id(b, "second_id", row->second_id);
	write_left(b, row, lang);
	write_mark(b, row, lang);
	emit_time(b, "finished_at", row->finished_at);
	emit_close(b, '}');
}

static int
read_state(const struct web_req *req, const char **state, const char **code,
    struct err *err)
{
	static const char *const	states[] = { "ready", "working",
		"done", "skipped", "failed", "cancelled", "undone", "unsure",
		NULL };

	*state = web_query(req, "state");
	*code = web_query(req, "code");
	if (*code != NULL && *state == NULL)
		*state = strcmp(*code, "transfer.unsure") == 0 ? "unsure" :
		    "failed";
	for (size_t i = 0; *state != NULL && states[i] != NULL; i++)
		if (strcmp(*state, states[i]) == 0)
			return 0;
	return *state == NULL ? 0 : err_field(err, "state", "choice",
	    "ready, working, done, skipped, failed, cancelled, undone, unsure");
}

/* GET /clickup/api/bulk-import-items/:id?state=&code= -> 200 [item] | 404 */
static int
list_items(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const		 names[] = { "state", "code",
		"page", "page_size", "after", "lang", NULL };
	own_rows struct db_rows			*rows = NULL;
	own_import_job struct import_job	 job = { 0 };
	own_import_row struct import_row	 row = { 0 };
	struct web_page				 page;
	const char				*state, *code;
	struct cursor				 last = { 0 };
	int64_t					 total, n = 0;

	if (web_query_only(req, names, err) == -1 ||
	    web_page_read_by(req, CURSOR_BY_ID, &page, err) == -1 ||
	    read_state(req, &state, &code, err) == -1 ||
	    own_job(db, req, &job, err) == -1 ||
	    import_row_count(db, &job, state, code, &total, err) == -1 ||
	    import_row_list(db, &job, state, code, page.from.id,
	    web_page_skip(&page), (int)page.size + 1, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while (n < page.size && import_row_next(rows, &row)) {
		n++;
		write_item(&res->body, &row, req->lang);
		last.id = row.id;
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last,
	    n == page.size && db_rows_next(rows), total);
	return 200;
}

static int
next_export(struct db *db, void *arg, struct buf *out, struct err *err)
{
	return import_export_next(db, arg, out, err);
}

static void
close_export(void *arg)
{
	import_export_close(arg);
}

/* GET /clickup/api/bulk-import-csv/:id?separator= -> 200 CSV of all its tasks | 404 */
static int
export_items(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "separator", "lang",
		NULL };
	own_import_job struct import_job job = { 0 };
	struct import_export		*x;
	char				 separator, name[32];

	if (web_query_only(req, names, err) == -1 ||
	    web_csv_separator(req, &separator, err) == -1 ||
	    own_job(db, req, &job, err) == -1)
		return -1;
	snprintf(name, sizeof(name), "import-%" PRId64, job.id);
	web_csv_file(res, separator, name);
	x = mem_zero(sizeof(*x));
	x->job = give(job);
	x->zone = req->who->zone;
	x->separator = separator;
	x->lang = req->lang;
	res->stream = next_export;
	res->arg = x;
	res->arg_close = close_export;
	return 200;
}
