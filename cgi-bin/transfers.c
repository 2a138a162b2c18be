/* transfers: one task, candidate, row of a table or page of Notion to Huntflow: what would be sent,
 * the sending, the second applicant of a lost request taken away. They wait for the source and for
 * Huntflow, so they have a pool of their own. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "candidate/sent.h"
#include "candidate/step.h"
#include "candidate/transfer.h"
#include "clickup/cache.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "notion/api.h"
#include "notion/row.h"
#include "table/line.h"
#include "transfer/context.h"
#include "transfer/event.h"
#include "transfer/form.h"
#include "transfer/mark.h"
#include "transfer/preview.h"
#include "transfer/run.h"
#include "transfer/second.h"
#include "transfer/source.h"
#include "transfer/table.h"
#include "transfer/upload.h"

static web_handler preview_task, send_task, remove_task_second,
    preview_candidate, send_candidate, remove_candidate_second,
    preview_line, send_line, remove_line_second, preview_page, send_page,
    remove_page_second;

#define TASK		"/clickup/task/:task"
#define CANDIDATE	"/api/v1/candidates/:id"
#define LINE		"/api/v1/tables/:id/rows/:row"
#define PAGE		"/api/v1/notion/accounts/:id/rows/:page"

static const struct origin_listener listeners[] = {
	{ clickup_cache_sent, clickup_cache_unsent, clickup_cache_let_go },
	{ NULL, candidate_sent_removed, candidate_sent_released },
	{ NULL, NULL, candidate_step_released },
	{ NULL, NULL, NULL }
};

static const struct web_route routes[] = {
	{ "GET",  TASK "/transfer-preview", preview_task, ROLE_RECRUITER, 0 },
	{ "POST", TASK "/transfer-to-huntflow", send_task, ROLE_RECRUITER,
	    0 },
	{ "POST", TASK "/remove-second", remove_task_second, ROLE_RECRUITER,
	    0 },
	{ "GET",  CANDIDATE "/transfer-preview", preview_candidate,
	    ROLE_RECRUITER, 0 },
	{ "POST", CANDIDATE "/transfer-to-huntflow", send_candidate,
	    ROLE_RECRUITER, 0 },
	{ "POST", CANDIDATE "/remove-second", remove_candidate_second,
	    ROLE_RECRUITER, 0 },
	{ "GET",  LINE "/transfer-preview", preview_line, ROLE_RECRUITER, 0 },
	{ "POST", LINE "/transfer-to-huntflow", send_line, ROLE_RECRUITER, 0 },
	{ "POST", LINE "/remove-second", remove_line_second, ROLE_RECRUITER,
	    0 },
	{ "GET",  PAGE "/transfer-preview", preview_page, ROLE_RECRUITER, 0 },
	{ "POST", PAGE "/transfer-to-huntflow", send_page, ROLE_RECRUITER, 0 },
	{ "POST", PAGE "/remove-second", remove_page_second, ROLE_RECRUITER,
	    0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "transfers", routes, &auth);
}

/* --- what an address names --- */

struct item {
	char	id[CANDIDATE_ITEM_SIZE + 20];
	char	*name;
};

static void
item_clear(struct item *item)
{
	mem_free_str(&item->name);
}

/* Items of one source: of which the address names one, which the caller may send. */
struct kind {
	const struct transfer_source	*source;
	int	(*find)(struct db *, const struct web_req *, int64_t account_id,
		    struct item *out, struct err *);
	const char			*sent, *second;	/* in the audit */
};

/* One of the caller's own cache. */
static int
find_task(struct db *db, const struct web_req *req, int64_t account_id,
    struct item *out, struct err *err)
{
	own_rows struct db_rows		*rows = NULL;
	struct clickup_cache_row	 row;

	(void)account_id;
	if (clickup_cache_of(db, req->who->user_id, req->param[0], &rows, &row,
	    err) == -1)
		return -1;
	snprintf(out->id, sizeof(out->id), "%s", req->param[0]);
	out->name = mem_dup(row.name);
	return 0;
}

static int
find_candidate(struct db *db, const struct web_req *req, int64_t account_id,
    struct item *out, struct err *err)
{
	int64_t	id;

	return web_id(req, 0, &id, err) == -1 ? -1 : candidate_transfer_find(
	    db, req->who->company_id, id, account_id, out->id, &out->name,
	    err);
}

static int
find_line(struct db *db, const struct web_req *req, int64_t account_id,
    struct item *out, struct err *err)
{
	own_transfer_table struct transfer_table	 table = { 0 };
	own_transfer_item struct transfer_item		 item = { 0 };
	own_rows struct db_rows				*rows = NULL;
	struct table_line				 line;
	int64_t						 sheet, id;

	(void)account_id;
	if (web_id(req, 0, &sheet, err) == -1 ||
	    web_id(req, 1, &id, err) == -1 ||
	    table_line_get(db, req->who->company_id, sheet, id, &rows, &line,
	    err) == -1 || transfer_table_open(db, req->who->company_id, sheet,
	    &table, err) == -1)
		return -1;
	transfer_table_item(&table, req->conf, &line, &item);
	snprintf(out->id, sizeof(out->id), "%lld", (long long)line.id);
	out->name = give(item.name);
	return 0;
}

static int
find_page(struct db *db, const struct web_req *req, int64_t account_id,
    struct item *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct notion_row	 row;
	char			 page[NOTION_ID_SIZE];
	int64_t			 id;

	(void)account_id;
	if (web_id(req, 0, &id, err) == -1)
		return -1;
	if (!notion_id(req->param[1], page))
		return err_set(err, ERR_ABSENT, "no page of this id");
	if (notion_row_get(db, req->who->company_id, id, page, &rows, &row,
	    err) == -1)
		return -1;
	snprintf(out->id, sizeof(out->id), "%s", row.page_id);
	out->name = mem_dup(row.name);
	return 0;
}

static const struct kind tasks = { &transfer_source_clickup, find_task,
	"task.transfer", "task.remove_second" };
static const struct kind lines = { &transfer_source_table, find_line,
	"table.transfer", "table.remove_second" };
static const struct kind pages = { &transfer_source_notion, find_page,
	"notion.transfer", "notion.remove_second" };
static const struct kind candidates = { &candidate_transfer, find_candidate,
	"candidate.transfer", "candidate.remove_second" };

static int
open_context(struct db *db, const struct web_req *req, const struct kind *kind,
    int64_t account_id, struct transfer_context **ctx, struct item *item,
    struct err *err)
{
	const struct transfer_place	place = {
		.company_id = req->who->company_id,
		.user_id = req->who->user_id, .account_id = account_id };

	return kind->find(db, req, account_id, item, err) == -1 ? -1 :
	    transfer_context_open(db, req->conf, kind->source, listeners,
	    &place, ctx, err);
}

/* --- the preview --- */

static int
preview(struct db *db, const struct web_req *req, struct web_res *res,
    const struct kind *kind, struct err *err)
{
	static const char *const	names[] = { "account_id", "lang",
		NULL };
	own_transfer_context struct transfer_context	*ctx = NULL;
	cleanup(item_clear) struct item			 item = { 0 };
	int64_t						 account;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_int(req, "account_id", 0, 1, INT64_MAX, &account,
	    err) == -1)
		return -1;
	if (account == 0)
		return err_field(err, "account_id", "required", "%s", "");
	return open_context(db, req, kind, account, &ctx, &item, err) == -1 ||
	    transfer_preview(ctx, item.id, req->lang, &res->json, err) == -1 ?
	    -1 : 200;
}

/* GET /clickup/task/:task/transfer-preview?account_id= -> 200 what would be sent | 404 */
static int
preview_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return preview(db, req, res, &tasks, err);
}

/* GET /api/v1/candidates/:id/transfer-preview?account_id= -> 200 what would be sent | 404 | 409 */
static int
preview_candidate(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	return preview(db, req, res, &candidates, err);
}

/* GET /api/v1/tables/:id/rows/:row/transfer-preview?account_id= -> 200 what would be sent | 404 */
static int
preview_line(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return preview(db, req, res, &lines, err);
}

/* GET /api/v1/notion/accounts/:id/rows/:page/transfer-preview?account_id= -> 200 what would be
 * sent | 404 */
static int
preview_page(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return preview(db, req, res, &pages, err);
}

/* --- the sending --- */

static json_t *
done_json(const struct web_req *req, const struct transfer_done *done,
    json_t *mark)
{
	return json_pack("{s:b, s:I, s:s?, s:b, s:b, s:b, s:O?, s:O?, s:O, s:o, "
	    "s:O}",
	    "success", 1, "applicant_id", (json_int_t)done->applicant_id,
	    "url", done->url, "created", done->created, "attached",
	    done->attached, "skipped", done->skipped, "doubles",
	    done->doubles, "duplicates", done->duplicates, "steps",
	    done->steps, "left", transfer_upload_words(done->files,
	    req->lang), "mark", mark);
}

/* What the person needs to decide: who was found, or what was made before it failed. */
static int
not_done(const struct web_req *req, const struct transfer_done *done,
    struct web_res *res, struct err *err)
{
	const int	 status = err_status(err->kind);
	char		 title[28], why[600];
	const char	*made = done->applicant_id != 0 ? text_get(req->lang,
			    "transfer.made") : "";
	own_str char	*detail = NULL;

	if (strcmp(err->code, "huntflow.vacancy") == 0 ||
	    strcmp(err->code, "huntflow.stage") == 0) {
		const char	*field = strcmp(err->code,
				    "huntflow.stage") == 0 ? "status_id" :
				    "vacancy_id";

		*err = (struct err){ 0 };
		return err_field(err, field, "huntflow.gone", "%s", "");
	}
	if (done->duplicates == NULL && done->applicant_id == 0)
		return -1;
	snprintf(title, sizeof(title), "io.status.%d", status);
	text_put(why, sizeof(why), req->lang, err->code[0] != '\0' ?
	    err->code : err_name(err->kind), err->text);
	detail = mem_fmt("%s%s%s", made, *made != '\0' ? " " : "", why);
	res->type = "application/problem+json";
	res->json = json_pack("{s:s, s:s?, s:i, s:s, s:s, s:[], s:s, s:O?, "
	    "s:o, s:s?}", "type", "about:blank", "title", text_get(req->lang,
	    title), "status", status, "detail", detail, "code",
	    err->code[0] != '\0' ? err->code : err_name(err->kind), "errors",
	    "request_id", req->request_id, "duplicates", done->duplicates,
	    "applicant_id", done->applicant_id != 0 ?
	    json_integer(done->applicant_id) : json_null(), "url",
	    done->url);
	return status;
}

static int
send_item(struct db *db, const struct web_req *req, struct web_res *res,
    const struct kind *kind, struct err *err)
{
	own_transfer_context struct transfer_context	*ctx = NULL;
	own_transfer_done struct transfer_done	 done = { 0 };
	cleanup(item_clear) struct item		 item = { 0 };
	own_json json_t				*mark = NULL;
	struct transfer_ask			 ask = { 0 };
	int64_t					 account = 0;

	if (transfer_form_read(req->body, &ask, &account, err) == -1 ||
	    open_context(db, req, kind, account, &ctx, &item, err) == -1)
		return -1;
	ask.task_id = item.id;
	ask.task_name = item.name;
	if (transfer_run(ctx, &ask, &done, err) == -1)
		return not_done(req, &done, res, err);
	if (!done.skipped) {
		audit_request(db, req, kind->sent, item.id, NULL);
		transfer_event_add(ctx, req->who->user_id, item.id, &done);
	}
	if (transfer_mark_get(db, done.transfer_id, done.applicant_id,
	    req->lang, &mark, err) == -1)
		return -1;
	res->json = done_json(req, &done, mark);
	return done.created ? 201 : 200;
}

/*
 * POST /clickup/task/:task/transfer-to-huntflow {account_id, vacancy_id?, status_id?, options?,
 * first_name?, last_name?, middle_name?, duplicate?, applicant_id?, resend?} -> 201 made | 200 was
 * there | 404 | 409 | 424 | 429
 */
static int
send_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return send_item(db, req, res, &tasks, err);
}

/* POST /api/v1/candidates/:id/transfer-to-huntflow: the same of a candidate */
static int
send_candidate(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return send_item(db, req, res, &candidates, err);
}

/* POST /api/v1/tables/:id/rows/:row/transfer-to-huntflow: the same of a table's row */
static int
send_line(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return send_item(db, req, res, &lines, err);
}

/* POST /api/v1/notion/accounts/:id/rows/:page/transfer-to-huntflow: the same of a page of Notion */
static int
send_page(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return send_item(db, req, res, &pages, err);
}

/* --- the second one --- */

static int
remove_second(struct db *db, const struct web_req *req, struct web_res *res,
    const struct kind *kind, struct err *err)
{
	static const char *const	names[] = { "account_id",
		"applicant_id", NULL };
	own_transfer_context struct transfer_context	*ctx = NULL;
	cleanup(item_clear) struct item			 item = { 0 };
	int64_t						 account, second;

	if (req->body == NULL)
		return err_field(err, "account_id", "required", "%s", "");
	if (field_only(req->body, names, err) == -1 ||
	    field_int(req->body, "account_id", 1, INT64_MAX, &account,
	    err) == -1 || field_int(req->body, "applicant_id", 1, INT64_MAX,
	    &second, err) == -1 ||
	    open_context(db, req, kind, account, &ctx, &item, err) == -1 ||
	    transfer_second_remove(ctx, item.id, second, err) == -1)
		return -1;
	audit_request(db, req, kind->second, item.id, NULL);
	res->json = json_pack("{s:I}", "removed", (json_int_t)second);
	return 200;
}

/* POST /clickup/task/:task/remove-second {account_id, applicant_id} -> 200 {removed} | 404 | 409 */
static int
remove_task_second(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	return remove_second(db, req, res, &tasks, err);
}

/* POST /api/v1/candidates/:id/remove-second {account_id, applicant_id}: the same of a candidate */
static int
remove_candidate_second(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	return remove_second(db, req, res, &candidates, err);
}

/* POST /api/v1/tables/:id/rows/:row/remove-second: the same of a table's row */
static int
remove_line_second(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	return remove_second(db, req, res, &lines, err);
}

/* POST /api/v1/notion/accounts/:id/rows/:page/remove-second: the same of a page of Notion */
static int
remove_page_second(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	return remove_second(db, req, res, &pages, err);
}
