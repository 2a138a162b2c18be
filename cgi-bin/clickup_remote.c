/* clickup_remote: what waits for ClickUp or Huntflow, or lasts: a task read anew, its files and
 * comments, whom an import would send, the list as a file. A pool of its own, so that the list
 * (clickup) never waits behind them. */
#include <stdio.h>
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "account/caller.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "clickup/api.h"
#include "clickup/api_comment.h"
#include "clickup/attachment.h"
#include "clickup/cache.h"
#include "clickup/cache_fill.h"
#include "clickup/export.h"
#include "clickup/link.h"
#include "clickup/listener.h"
#include "clickup/search.h"
#include "clickup/view.h"
#include "import/plan.h"
#include "import/proposal.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "io/web_file.h"
#include "io/web_csv.h"
#include "live/event.h"
#include "reply/run.h"

static web_handler refresh_task, show_file, list_comments, export_tasks,
    preview_tasks;

static const struct clickup_listeners task_listeners = { { &reply_listener } };

static const struct web_route routes[] = {
	{ "POST", "/clickup/task/:task/refresh", refresh_task, ROLE_RECRUITER,
	    WEB_BARE },
	{ "GET",  "/clickup/task/:task/attachment/:file", show_file,
	    ROLE_RECRUITER, WEB_FILE },
	{ "GET",  "/clickup/task/:task/comments", list_comments,
	    ROLE_RECRUITER, 0 },
	{ "POST", "/clickup/api/preview-bulk-import-tasks", preview_tasks,
	    ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/tasks/export", export_tasks, ROLE_RECRUITER, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "clickup_remote", routes, &auth);
}

/* --- one task of ClickUp --- */

static int
read_task_id(const struct web_req *req, const char **out, struct err *err)
{
	if (!clickup_id_ok(req->param[0]))
		return err_set(err, ERR_ABSENT, "no such task");
	*out = req->param[0];
	return 0;
}

static void
tell_refreshed(struct db *db, const struct web_req *req, const char *id)
{
	own_json json_t	*data = json_pack("{s:s, s:s}", "task_id", id,
			    "what", "refreshed");

	live_event_add(db, req->conf, req->who->company_id, req->who->user_id,
	    "task", data);
}

/* POST /clickup/task/:task/refresh -> 200 as GET /clickup/task/:task | 404 | 424 the key | 502 */
static int
refresh_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const char		*id = NULL;
	struct clickup_home	 home;

	if (read_task_id(req, &id, err) == -1 ||
	    clickup_cache_home(db, req->who->company_id, req->who->user_id,
	    &home, err) == -1)
		return -1;
	if (home.connection_id == 0)
		return err_set(err, ERR_ABSENT, "no such task");
	if (clickup_fill_refresh(db, req->conf, &task_listeners,
	    req->who->company_id, req->who->user_id, home.connection_id, id,
	    err) == -1)
		return -1;
	tell_refreshed(db, req, id);
	return clickup_view_get(db, req->who->user_id, id, &res->body,
	    err) == -1 ? -1 : 200;
}

/* GET /clickup/task/:task/attachment/:file?download= -> 200 the bytes | 404 | 413 | 424 | 502 */
static int
show_file(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "download", "lang",
		NULL };
	own_clickup_attachment struct clickup_attachment	 file = { 0 };
	const char			*id = NULL;

	if (web_query_only(req, names, err) == -1 ||
	    read_task_id(req, &id, err) == -1)
		return -1;
	if (strlen(req->param[1]) > 200)
		return err_set(err, ERR_ABSENT, "no such attachment");
	if (clickup_attachment_fetch(db, req->conf, req->who->company_id,
	    req->who->user_id, id, req->param[1], &file, err) == -1)
		return -1;
	web_file_answer(res, web_file_type(buf_str(&file.body),
	    file.body.len), file.title, web_query(req, "download") != NULL);
	buf_clear(&res->body);
	res->body = give(file.body);
	return 200;
}

static int
read_place(const struct web_req *req, const char **start, const char **id,
    struct err *err)
{
	*start = web_query(req, "start");
	*id = web_query(req, "start_id");
	if (*start != NULL && (strlen(*start) > 15 || **start == '\0' ||
	    strspn(*start, "0123456789") != strlen(*start)))
		return err_field(err, "start", "format", "1508369194377");
	if (*id != NULL && !clickup_id_ok(*id))
		return err_field(err, "start_id", "format", "457");
	if ((*start == NULL) != (*id == NULL))
		return err_field(err, *start == NULL ? "start" : "start_id",
		    "required", "%s", "");
	return 0;
}

/* GET /clickup/task/:task/comments?start=&start_id= -> 200 {comments, next} newest first | 404 */
static int
list_comments(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "start", "start_id",
		"lang", NULL };
	own_rows struct db_rows		*rows = NULL;
	own_clickup struct clickup	*api = NULL;
	own_json json_t			*list = NULL;
	own_str char			*next = NULL, *next_id = NULL;
	struct clickup_cache_row		 row;
	const char			*id = NULL, *start, *start_id;

	if (web_query_only(req, names, err) == -1 ||
	    read_place(req, &start, &start_id, err) == -1 ||
	    read_task_id(req, &id, err) == -1 ||
	    clickup_cache_of(db, req->who->user_id, id, &rows, &row,
	    err) == -1 || clickup_link_open(db, req->conf,
	    req->who->company_id, req->who->user_id, &api, err) == -1 ||
	    clickup_comments_page(api, id, start, start_id, &list, &next,
	    &next_id, err) == -1)
		return -1;
	res->json = json_pack("{s:O, s:o}", "comments", list, "next",
	    next == NULL ? json_null() : json_pack("{s:s, s:s}",
	    "start", next, "start_id", next_id));
	return 200;
}

/* --- before an import --- */

/* POST /clickup/api/preview-bulk-import-tasks?page= {scope, ...} -> 200 [task and what becomes of
 * it] | 400 | 409 */
static int
preview_tasks(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const		names[] = { "page",
		"page_size", "lang", NULL };
	own_import_plan struct import_plan	plan = { 0 };
	const struct caller			who = caller_of(db, req);
	struct web_page				page;
	int64_t					total;

	if (web_query_only(req, names, err) == -1 ||
	    web_page_read(req, &page, err) == -1)
		return -1;
	if (page.size > IMPORT_PROPOSAL_MAX)
		return err_field(err, "page_size", "range", "1..%d",
		    IMPORT_PROPOSAL_MAX);
	if (import_plan_read(&who, req->body, &plan, err) == -1 ||
	    import_proposal_page(&who, &plan, web_page_skip(&page), page.size,
	    &res->json, &total, err) == -1)
		return -1;
	web_page_number(res, req, &page, web_page_skip(&page) + page.size <
	    total, total);
	return 200;
}

/* --- the list as a file --- */

static int
read_columns(const struct web_req *req, struct clickup_export *x, struct err *err)
{
	json_t		*asked = json_object_get(req->query, "columns"), *one;
	own_json json_t	*list = json_is_array(asked) ? json_copy(asked) :
			    json_array();
	size_t		 i;

	if (json_is_string(asked))
		json_array_append(list, asked);
	if (field_different(list, "columns", task_columns, err) == -1)
		return -1;
	json_array_foreach(list, i, one)
		x->columns[x->ncolumns++] = json_string_value(one);
	if (x->ncolumns == 0)
		for (i = 0; task_columns[i] != NULL; i++)
			x->columns[x->ncolumns++] = task_columns[i];
	return 0;
}

static int
read_export(struct db *db, const struct web_req *req, struct clickup_export *x,
    struct err *err)
{
	static const char *const names[] = { "separator", "columns", NULL };

	if (clickup_search_only(req, names, err) == -1 ||
	    web_csv_separator(req, &x->separator, err) == -1 ||
	    read_columns(req, x, err) == -1 ||
	    clickup_cache_home(db, req->who->company_id, req->who->user_id,
	    &x->search.filter.home, err) == -1)
		return -1;
	x->conf = req->conf;
	x->sort = web_query(req, "sort");
	x->zone = req->who->zone;
	x->lang = req->lang;
	return clickup_search_read(db, req->query, x->zone, &x->search, err);
}

static int
next_export(struct db *db, void *arg, struct buf *out, struct err *err)
{
	return clickup_export_next(db, arg, out, err);
}

static void
close_export(void *arg)
{
	clickup_export_close(arg);
}

/* GET /clickup/tasks/export?<filters>&sort=&columns=&separator= -> 200 CSV, however long */
static int
export_tasks(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_clickup_export struct clickup_export	*x = mem_zero(sizeof(*x));
	char	 iso[CLOCK_ISO_SIZE], name[24];

	if (read_export(db, req, x, err) == -1)
		return -1;
	clock_iso(clock_ms(), iso);
	snprintf(name, sizeof(name), "tasks-%.10s", iso);
	web_csv_file(res, x->separator, name);
	res->stream = next_export;
	res->arg = give(x);
	res->arg_close = close_export;
	return 200;
}
