/* tasks: the cache of ClickUp tasks over HTTP: list, search, detail, sync, logs, the dashboard.
 * nginx mounts it at /clickup; the routes that wait for ClickUp have a pool of their own
 * (/clickup/task/:id/refresh, transfer-preview, transfer-to-huntflow). */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "api/clickup.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/csv.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "base/text.h"
#include "io/db.h"
#include "io/field.h"
#include "io/markup.h"
#include "io/push.h"
#include "io/web.h"
#include "job/clickup_link.h"
#include "job/dashboard.h"
#include "job/gate.h"
#include "job/sync.h"
#include "job/sync_changes.h"
#include "job/task_cache.h"
#include "job/task_export.h"
#include "job/task_file.h"
#include "job/task_search.h"
#include "job/transfer_run.h"
#include "job/view_form.h"
#include "store/audit.h"
#include "store/clickup_find.h"
#include "store/clickup_task.h"
#include "store/saved_view.h"
#include "store/sync_run.h"
#include "store/user.h"

#define SYNC_TASKS_MAX	1000000

static web_handler list_tasks, show_task, refresh_task, list_choices,
    start_sync, clear_cache, list_logs, show_log, show_dashboard,
    preview_transfer, transfer_task, show_file, list_comments,
    show_chart, export_tasks, list_views, add_view,
    change_view, drop_view;

static const struct web_route routes[] = {
	{ "GET",  "/clickup", show_dashboard, ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/tasks", list_tasks, ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/tasks/export", export_tasks, ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/task/:task", show_task, ROLE_RECRUITER, 0 },
	{ "POST", "/clickup/task/:task/refresh", refresh_task, ROLE_RECRUITER,
	    0 },
	{ "GET",  "/clickup/task/:task/transfer-preview", preview_transfer,
	    ROLE_RECRUITER, 0 },
	{ "POST", "/clickup/task/:task/transfer-to-huntflow", transfer_task,
	    ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/task/:task/attachment/:file", show_file,
	    ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/task/:task/comments", list_comments,
	    ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/api/task-filters", list_choices, ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/api/views", list_views, ROLE_RECRUITER, 0 },
	{ "POST", "/clickup/api/views", add_view, ROLE_RECRUITER, 0 },
	{ "PATCH", "/clickup/api/views/:id", change_view, ROLE_RECRUITER, 0 },
	{ "DELETE", "/clickup/api/views/:id", drop_view, ROLE_RECRUITER, 0 },
	{ "POST", "/clickup/api/sync-tasks", start_sync, ROLE_RECRUITER, 0 },
	{ "POST", "/clickup/api/clear-cache", clear_cache, ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/sync-logs", list_logs, ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/sync-logs/chart", show_chart, ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/sync-logs/:id", show_log, ROLE_RECRUITER, 0 },
	{ 0 }
};

int
main(void)
{
	return web_main("tasks", routes, &gate);
}

static int
find_home(struct db *db, const struct web_req *req, int64_t *connection_id,
    int64_t *tasks, struct err *err)
{
	return clickup_task_home(db, req->who->company_id, req->who->user_id,
	    connection_id, tasks, err);
}

/* --- the list --- */

static void
emit_transfer(struct buf *b, const struct clickup_brief *t)
{
	if (t->transfer == NULL) {
		emit_null(b, "transfer");
		return;
	}
	emit_open(b, "transfer", '{');
	emit_str(b, "state", t->transfer);
	if (t->applicant_id != 0)
		emit_int(b, "applicant_id", t->applicant_id);
	else
		emit_null(b, "applicant_id");
	emit_int(b, "account_id", t->account_id);
	emit_str(b, "url", t->applicant_url != NULL &&
	    *t->applicant_url != '\0' ? t->applicant_url : NULL);
	emit_str(b, "error_code", t->error_code != NULL &&
	    *t->error_code != '\0' ? t->error_code : NULL);
	emit_close(b, '}');
}

static void
emit_brief(struct buf *b, const struct clickup_brief *t)
{
	emit_open(b, NULL, '{');
	emit_int(b, "id", t->id);
	emit_str(b, "task_id", t->task_id);
	emit_str(b, "name", t->name);
	emit_str(b, "status", t->status);
	emit_str(b, "status_type", t->status_type);
	emit_str(b, "status_color", t->status_color);
	emit_str(b, "priority", *t->priority != '\0' ? t->priority : NULL);
	emit_time(b, "date_created", t->date_created);
	emit_time(b, "date_updated", t->date_updated);
	emit_time(b, "due_date", t->due_date);
	emit_str(b, "url", t->url);
	emit_json(b, "assignees", t->assignees);
	emit_json(b, "tags", t->tags);
	emit_str(b, "cv", t->cv);
	emit_int(b, "cv_count", t->cv_count);
	emit_transfer(b, t);
	emit_close(b, '}');
}

/* The filters and these (NULL-ended) may be asked for. */
static int
check_names(const struct web_req *req, const char *const *more,
    struct err *err)
{
	const char	*names[24] = { "sort", "lang" };
	size_t		 n = 2;

	while (*more != NULL)
		names[n++] = *more++;
	for (size_t i = 0; task_search_names[i] != NULL; i++)
		names[n++] = task_search_names[i];
	return web_query_only(req, names, err);
}

/* Writes the rows; cursor: after the last one of a full page, else "". */
static void
emit_page(struct buf *b, struct db_rows *rows, int64_t size,
    char cursor[CLICKUP_CURSOR_SIZE])
{
	struct clickup_brief	task;

	cursor[0] = '\0';
	emit_open(b, NULL, '[');
	for (int64_t n = 1; clickup_find_next(rows, &task); n++) {
		emit_brief(b, &task);
		if (n == size)
			clickup_find_cursor(&task, cursor);
	}
	emit_close(b, ']');
}

/* How many there are: known, met on the way, or counted. */
static int
count_tasks(struct db *db, const struct clickup_filter *f, int64_t *total,
    int64_t found, struct err *err)
{
	if (!clickup_filter_any(f))
		return 0;
	if (found >= 0) {
		*total = found;
		return 0;
	}
	return clickup_find_count(db, f, total, err);
}

static bool
has_next(const struct web_page *page, int64_t total)
{
	return page->after != NULL || page->page * page->size < total;
}

/* GET /clickup/tasks?search=&status=&...&sort=&page=&page_size=&after= -> 200 */
static int
list_tasks(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const		 names[] = { "page",
		"page_size", "after", NULL };
	own_task_search struct task_search	 s = { 0 };
	own_rows struct db_rows			*rows = NULL;
	struct clickup_slice			 slice = { .total = -1 };
	struct web_page				 page;
	char					 cursor[CLICKUP_CURSOR_SIZE];
	int64_t					 total, found = -1;

	if (check_names(req, names, err) == -1 ||
	    web_page_read(req, &page, err) == -1 ||
	    find_home(db, req, &s.filter.connection_id, &total, err) == -1)
		return -1;
	s.filter.user_id = req->who->user_id;
	if (task_search_read(req->query, &s, err) == -1)
		return -1;
	slice.sort = web_query(req, "sort");
	slice.after = page.after;
	slice.size = (size_t)page.size;
	slice.skip = page.after == NULL ? (page.page - 1) * page.size : 0;
	if (!clickup_filter_any(&s.filter))
		slice.total = total;
	if (clickup_find(db, &s.filter, &slice, &rows, &found, err) == -1 ||
	    count_tasks(db, &s.filter, &total, found, err) == -1)
		return -1;
	emit_page(&res->body, rows, page.size, cursor);
	web_page_write(res, req, &page, *cursor != '\0' &&
	    has_next(&page, total) ? cursor : NULL, total);
	return 200;
}

/* --- the list as a file --- */

static int
read_columns(const struct web_req *req, struct task_export *x, struct err *err)
{
	json_t		*asked = json_object_get(req->query, "columns"), *one;
	own_json json_t	*list = json_is_array(asked) ? json_copy(asked) :
			    json_array();
	size_t		 i;

	if (json_is_string(asked))
		json_array_append(list, asked);
	if (task_columns_check(list, err) == -1)
		return -1;
	json_array_foreach(list, i, one)
		x->columns[x->ncolumns++] = json_string_value(one);
	if (x->ncolumns == 0)
		for (i = 0; task_columns[i] != NULL; i++)
			x->columns[x->ncolumns++] = task_columns[i];
	return 0;
}

static int
read_separator(const struct web_req *req, char *out, struct err *err)
{
	const char	*word = web_query(req, "separator");

	*out = csv_separator(word != NULL ? word : "comma");
	return *out != '\0' ? 0 : err_field(err, "separator", "choice",
	    "comma, semicolon, tab");
}

static int
read_export(struct db *db, const struct web_req *req, struct task_export *x,
    struct err *err)
{
	static const char *const names[] = { "separator", "columns", NULL };
	own_user struct user	 user = { 0 };
	int64_t			 total;

	if (check_names(req, names, err) == -1 ||
	    read_separator(req, &x->separator, err) == -1 ||
	    read_columns(req, x, err) == -1 ||
	    find_home(db, req, &x->search.filter.connection_id, &total,
	    err) == -1 || user_get(db, req->who->user_id, &user, err) == -1)
		return -1;
	x->search.filter.user_id = req->who->user_id;
	x->sort = web_query(req, "sort");
	x->zone = mem_dup(user.time_zone);
	x->lang = req->lang;
	return task_search_read(req->query, &x->search, err);
}

static int
next_export(struct db *db, void *arg, struct buf *out, struct err *err)
{
	return task_export_next(db, arg, out, err);
}

static void
close_export(void *arg)
{
	task_export_close(arg);
}

/* GET /clickup/tasks/export?<filters>&sort=&columns=&separator= -> 200 CSV, however long */
static int
export_tasks(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_task_export struct task_export	*x = mem_zero(sizeof(*x));
	char					 iso[CLOCK_ISO_SIZE];

	if (read_export(db, req, x, err) == -1)
		return -1;
	clock_iso(clock_ms(), iso);
	web_header_add(res, "Content-Disposition",
	    "attachment; filename=\"tasks-%.10s.csv\"", iso);
	res->type = x->separator == '\t' ?
	    "text/tab-separated-values; charset=utf-8" :
	    "text/csv; charset=utf-8";
	res->stream = next_export;
	res->arg = give(x);
	res->arg_close = close_export;
	return 200;
}

/* --- views --- */

static int
see(struct db *db, const struct web_req *req, struct view_eye *eye,
    struct err *err)
{
	int64_t	total;

	eye->user_id = req->who->user_id;
	return find_home(db, req, &eye->connection_id, &total, err);
}

/* GET /clickup/api/views -> 200 [view]: the own ones first */
static int
list_views(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows			*rows = NULL;
	own_saved_view struct saved_view	 view = { 0 };
	struct view_eye				 eye;

	if (see(db, req, &eye, err) == -1 ||
	    saved_view_list(db, req->who->company_id, eye.user_id, &rows,
	    err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while (saved_view_next(rows, &view))
		if (view_form_write(db, &eye, &view, &res->body, err) == -1)
			return -1;
	emit_close(&res->body, ']');
	return 200;
}

static int
answer_view(struct db *db, const struct web_req *req, struct web_res *res,
    int64_t id, int status, struct err *err)
{
	own_saved_view struct saved_view	view = { 0 };
	struct view_eye				eye;

	if (see(db, req, &eye, err) == -1 ||
	    saved_view_get(db, req->who->company_id, eye.user_id, id, &view,
	    err) == -1 ||
	    view_form_write(db, &eye, &view, &res->body, err) == -1)
		return -1;
	return status;
}

/* POST /clickup/api/views {name, shared?, filter?, columns?, sort?} -> 201 | 400 | 409 */
static int
add_view(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_saved_view struct saved_view	view = {
		.company_id = req->who->company_id,
		.user_id = req->who->user_id,
	};

	if (view_form_read(req->body, &view, err) == -1 ||
	    saved_view_add(db, &view, &view.id, err) == -1)
		return -1;
	return answer_view(db, req, res, view.id, 201, err);
}

/* The own ones; those that others share may be changed by their managers. */
static int
own_view(struct db *db, const struct web_req *req, struct saved_view *out,
    struct err *err)
{
	int64_t	id;

	if (web_id(req, 0, &id, err) == -1 ||
	    saved_view_get(db, req->who->company_id, req->who->user_id, id,
	    out, err) == -1)
		return -1;
	if (out->user_id != req->who->user_id &&
	    req->who->role < ROLE_MANAGER)
		return err_code(err, ERR_DENIED, "view_owner",
		    "the view of another");
	return 0;
}

/* PATCH /clickup/api/views/:id -> 200 | 400 | 403 | 404 | 409 */
static int
change_view(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_saved_view struct saved_view	view = { 0 };

	if (own_view(db, req, &view, err) == -1 ||
	    view_form_read(req->body, &view, err) == -1)
		return -1;
	/* What is no longer shared would be out of the manager's sight. */
	if (view.user_id != req->who->user_id)
		view.shared = true;
	if (saved_view_save(db, &view, err) == -1)
		return -1;
	return answer_view(db, req, res, view.id, 200, err);
}

/* DELETE /clickup/api/views/:id -> 204 | 403 | 404 */
static int
drop_view(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_saved_view struct saved_view	view = { 0 };

	(void)res;
	if (own_view(db, req, &view, err) == -1 ||
	    saved_view_drop(db, view.id, err) == -1)
		return -1;
	return 204;
}

static void
emit_choices(struct buf *b, const char *name, struct db_rows *rows)
{
	emit_open(b, name, '[');
	while (db_rows_next(rows)) {
		emit_open(b, NULL, '{');
		emit_str(b, "name", db_col_str(rows, 0));
		emit_int(b, "count", db_col_int(rows, 1));
		emit_close(b, '}');
	}
	emit_close(b, ']');
}

static void
emit_statuses(struct buf *b, struct db_rows *rows)
{
	emit_open(b, "statuses", '[');
	while (db_rows_next(rows)) {
		emit_open(b, NULL, '{');
		emit_str(b, "name", db_col_str(rows, 0));
		emit_str(b, "type", db_col_str(rows, 2));
		emit_str(b, "color", db_col_str(rows, 3));
		emit_int(b, "count", db_col_int(rows, 1));
		emit_close(b, '}');
	}
	emit_close(b, ']');
}

/* GET /clickup/api/task-filters -> 200 {statuses, priorities, tags, assignees, cvs, total} */
static int
list_choices(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*statuses = NULL, *priorities = NULL,
				*tags = NULL, *people = NULL, *cvs = NULL;
	int64_t			 home, total;

	if (find_home(db, req, &home, &total, err) == -1 ||
	    clickup_find_statuses(db, home, &statuses, err) == -1 ||
	    clickup_find_priorities(db, home, &priorities, err) == -1 ||
	    clickup_find_marks(db, home, "tag", &tags, err) == -1 ||
	    clickup_find_marks(db, home, "assignee", &people, err) == -1 ||
	    clickup_find_cvs(db, home, &cvs, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '{');
	emit_statuses(&res->body, statuses);
	emit_choices(&res->body, "priorities", priorities);
	emit_choices(&res->body, "tags", tags);
	emit_choices(&res->body, "assignees", people);
	emit_choices(&res->body, "cvs", cvs);
	emit_int(&res->body, "total", total);
	emit_close(&res->body, '}');
	return 200;
}

/* --- one task --- */

/* The description as nodes; what cannot be read as markup is shown as it is. */
static void
emit_description(struct buf *b, const struct clickup_task_row *t)
{
	const char		*text = t->markdown != NULL ? t->markdown :
				    t->description;
	own_buf struct buf	nodes = { 0 };
	struct err		err = { 0 };

	emit_str(b, "description", t->description);
	if (markup_nodes_markdown(text, &nodes, &err) == 0) {
		emit_json(b, "description_nodes", buf_str(&nodes));
		return;
	}
	emit_open(b, "description_nodes", '[');
	emit_str(b, NULL, text);
	emit_close(b, ']');
}

static void
emit_sent(struct buf *b, const struct clickup_sent *sent)
{
	emit_open(b, NULL, '{');
	emit_int(b, "account_id", sent->account_id);
	if (sent->applicant_id != 0)
		emit_int(b, "applicant_id", sent->applicant_id);
	else
		emit_null(b, "applicant_id");
	emit_str(b, "state", sent->state);
	emit_str(b, "url", *sent->url != '\0' ? sent->url : NULL);
	emit_str(b, "error_code", *sent->error_code != '\0' ?
	    sent->error_code : NULL);
	emit_time(b, "created_at", sent->created_at);
	emit_close(b, '}');
}

/* All transfers, and the newest of them as the list has it. */
static void
emit_transfers(struct buf *b, struct db_rows *rows)
{
	own_buf struct buf	all = { 0 };
	struct clickup_sent	sent;
	struct clickup_brief	newest = { 0 };
	bool			first = true;

	emit_open(&all, NULL, '[');
	for (; rows != NULL && clickup_find_sent_next(rows, &sent);
	    first = false) {
		emit_sent(&all, &sent);
		if (!first)
			continue;
		newest.transfer = sent.state;
		newest.applicant_id = sent.applicant_id;
		newest.account_id = sent.account_id;
		newest.applicant_url = sent.url;
		newest.error_code = sent.error_code;
		emit_transfer(b, &newest);
	}
	emit_close(&all, ']');
	if (first)
		emit_null(b, "transfer");
	emit_json(b, "transfers", buf_str(&all));
}

static void
emit_task(struct buf *b, const struct clickup_task_row *t)
{
	emit_int(b, "id", t->id);
	emit_str(b, "task_id", t->task_id);
	emit_str(b, "name", t->name);
	emit_str(b, "status", t->status);
	emit_str(b, "status_type", t->status_type);
	emit_str(b, "status_color", t->status_color);
	emit_str(b, "priority", *t->priority != '\0' ? t->priority : NULL);
	emit_time(b, "date_created", t->date_created);
	emit_time(b, "date_updated", t->date_updated);
	emit_time(b, "date_closed", t->date_closed);
	emit_time(b, "due_date", t->due_date);
	emit_str(b, "url", t->url);
	emit_str(b, "list_id", t->list_id);
	emit_str(b, "parent_id", *t->parent_id != '\0' ? t->parent_id : NULL);
	emit_json(b, "assignees", t->assignees);
	emit_json(b, "tags", t->tags);
	emit_str(b, "cv", t->cv);
	emit_int(b, "cv_count", t->cv_count);
	emit_description(b, t);
	emit_json(b, "custom_fields", t->custom_fields);
	emit_json(b, "attachments", t->attachments);
	emit_json(b, "comments", t->comments);
	emit_time(b, "detailed_at", t->detailed_at);
	emit_time(b, "created_at", t->created_at);
	emit_time(b, "updated_at", t->updated_at);
}

static int
read_task_id(const struct web_req *req, const char **out, struct err *err)
{
	if (!clickup_id_ok(req->param[0]))
		return err_set(err, ERR_ABSENT, "no such task");
	*out = req->param[0];
	return 0;
}

/* GET /clickup/task/:task -> 200 the summary and the details | 404 */
static int
show_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL, *sent = NULL;
	struct clickup_task_row	 task;
	const char		*id = NULL;

	if (read_task_id(req, &id, err) == -1 ||
	    clickup_task_of(db, req->who->company_id, req->who->user_id, id,
	    &rows, &task, err) == -1 || (task.sent &&
	    clickup_find_sent(db, req->who->user_id, id, &sent, err) == -1))
		return -1;
	emit_open(&res->body, NULL, '{');
	emit_task(&res->body, &task);
	emit_transfers(&res->body, sent);
	emit_close(&res->body, '}');
	return 200;
}

static void
tell_refreshed(struct db *db, const struct web_req *req, const char *id)
{
	own_json json_t	*data = json_pack("{s:s, s:s}", "task_id", id,
			    "what", "refreshed");

	push_event(db, req->conf, req->who->company_id, req->who->user_id,
	    "task", data);
}

/* POST /clickup/task/:task/refresh -> 200 as above | 404 | 424 the key | 502 */
static int
refresh_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const char	*id = NULL;
	int64_t		 home, total;

	if (read_task_id(req, &id, err) == -1 ||
	    find_home(db, req, &home, &total, err) == -1)
		return -1;
	if (home == 0)
		return err_set(err, ERR_ABSENT, "no such task");
	if (task_cache_refresh(db, req->conf, req->who->company_id,
	    req->who->user_id, home, id, err) == -1)
		return -1;
	tell_refreshed(db, req, id);
	return show_task(db, req, res, err);
}

/*
 * A shown file must not act: no scripts, no forms, an origin of its own. Of a PDF the sandbox
 * would take the browser's viewer away; it runs nothing of ours in there.
 */
static void
guard_file(struct web_res *res, const char *type)
{
	web_header_add(res, "X-Content-Type-Options", "nosniff");
	web_header_add(res, "Content-Security-Policy", "%s",
	    type != NULL && strcmp(type, "application/pdf") == 0 ?
	    "default-src 'none'; style-src 'unsafe-inline'; "
	    "object-src 'self'; frame-ancestors 'none'" :
	    "default-src 'none'; style-src 'unsafe-inline'; sandbox; "
	    "frame-ancestors 'none'");
	web_header_add(res, "Cache-Control", "private, no-store");
}

/* GET /clickup/task/:task/attachment/:file?download= -> 200 the bytes | 404 | 413 | 424 | 502 */
static int
show_file(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "download", "lang",
		NULL };
	own_task_file struct task_file	 file = { 0 };
	own_str char			*named = NULL;
	const char			*id = NULL, *type;

	if (web_query_only(req, names, err) == -1 ||
	    read_task_id(req, &id, err) == -1)
		return -1;
	if (strlen(req->param[1]) > 200)
		return err_set(err, ERR_ABSENT, "no such attachment");
	if (task_file_fetch(db, req->conf, req->who->company_id,
	    req->who->user_id, id, req->param[1], &file, err) == -1)
		return -1;
	type = task_file_type(buf_str(&file.res.body), file.res.body.len);
	named = task_file_disposition(file.title, type != NULL &&
	    web_query(req, "download") == NULL);
	web_header_add(res, "Content-Disposition", "%s", named);
	guard_file(res, type);
	res->type = type != NULL ? type : "application/octet-stream";
	buf_clear(&res->body);
	res->body = give(file.res.body);
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
	struct clickup_task_row		 row;
	const char			*id = NULL, *start, *start_id;

	if (web_query_only(req, names, err) == -1 ||
	    read_place(req, &start, &start_id, err) == -1 ||
	    read_task_id(req, &id, err) == -1 ||
	    clickup_task_of(db, req->who->company_id, req->who->user_id, id,
	    &rows, &row, err) == -1 || clickup_link_open(db, req->conf,
	    req->who->company_id, req->who->user_id, &api, err) == -1 ||
	    clickup_comments_page(api, id, start, start_id, &list, &next,
	    &next_id, err) == -1)
		return -1;
	res->json = json_pack("{s:O, s:o}", "comments", list, "next",
	    next == NULL ? json_null() : json_pack("{s:s, s:s}",
	    "start", next, "start_id", next_id));
	return 200;
}

/* --- sync --- */

static int
read_wish(const struct web_req *req, struct sync_wish *wish, struct err *err)
{
	static const char *const names[] = { "max_tasks", "full", NULL };

	wish->company_id = req->who->company_id;
	wish->user_id = req->who->user_id;
	if (req->body == NULL)
		return 0;
	if (!json_is_object(req->body))
		return err_code(err, ERR_INPUT, "json", "an object");
	if (field_only(req->body, names, err) == -1 ||
	    field_int_opt(req->body, "max_tasks", 1, SYNC_TASKS_MAX,
	    &wish->max_tasks, err) == -1 ||
	    field_bool_opt(req->body, "full", &wish->full, err) == -1)
		return -1;
	return 0;
}

/* POST /clickup/api/sync-tasks {"max_tasks"?, "full"?} -> 202 its log | 409 */
static int
start_sync(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct sync_wish	wish = { 0 };
	struct sync_run		run;
	struct err		late = { 0 };

	if (read_wish(req, &wish, err) == -1 ||
	    sync_ask(db, &wish, &run, err) == -1)
		return -1;
	/* Cron does it a little later, should it not start now. */
	if (proc_start(req->conf, "tick",
	    (const char *const[]){ "sync", NULL }, &late) == -1)
		log_err(LOG_ERROR, "start the sync", &late);
	res->json = sync_json(&run, req->lang);
	return 202;
}

/* Whose caches: the user's own, or, for an admin who asks for it, the company's. */
static int
clear_caches(struct db *db, const struct web_req *req, bool all,
    size_t *dropped, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	size_t			 n;

	*dropped = 0;
	if (clickup_task_homes(db, req->who->company_id,
	    all ? 0 : req->who->user_id, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		if (clickup_task_clear_cache(db, db_col_int(rows, 0), &n,
		    err) == -1 ||
		    sync_cursor_drop(db, db_col_int(rows, 0), err) == -1)
			return -1;
		*dropped += n;
	}
	return 0;
}

static void
note_clear(struct db *db, const struct web_req *req, bool all)
{
	audit_add(db, &(struct audit){ .company_id = req->who->company_id,
	    .user_id = req->who->user_id, .action = "clickup.clear-cache",
	    .object = all ? "company" : "own",
	    .address = req->remote_addr });
}

/* POST /clickup/api/clear-cache {"all"?} -> 200 {message, deleted}; logs and transfers stay */
static int
clear_cache(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "all", NULL };
	bool	all = false;
	size_t	dropped;
	char	number[24], message[200];

	if (req->body != NULL && (field_only(req->body, names, err) == -1 ||
	    field_bool_opt(req->body, "all", &all, err) == -1))
		return -1;
	if (all && req->who->role < ROLE_ADMIN)
		return err_code(err, ERR_DENIED, "role", "an admin may");
	if (clear_caches(db, req, all, &dropped, err) == -1)
		return -1;
	note_clear(db, req, all);
	snprintf(number, sizeof(number), "%zu", dropped);
	text_put(message, sizeof(message), req->lang, "clickup_cleared",
	    number);
	res->json = json_pack("{s:s, s:I}", "message", message, "deleted",
	    (json_int_t)dropped);
	return 200;
}

/* GET /clickup/sync-logs?page=&page_size=&after= -> 200, newest first */
static int
list_logs(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct sync_run		 run = { 0 };
	struct web_page		 page;
	int64_t			 total, before = 0, n = 0;
	char			 cursor[24];

	if (web_page_read(req, &page, err) == -1 ||
	    web_query_int(req, "after", 0, 1, INT64_MAX, &before, err) == -1 ||
	    sync_run_count(db, req->who->user_id, &total, err) == -1 ||
	    sync_run_list(db, req->who->user_id, before, (size_t)page.size,
	    before != 0 ? 0 : (page.page - 1) * page.size, &rows, err) == -1)
		return -1;
	res->json = json_array();
	for (; sync_run_next(rows, &run); n++)
		json_array_append_new(res->json, sync_json(&run, req->lang));
	snprintf(cursor, sizeof(cursor), "%" PRId64, run.id);
	web_page_write(res, req, &page, n == page.size &&
	    has_next(&page, total) ? cursor : NULL, total);
	return 200;
}

/* GET /clickup/sync-logs/:id -> 200 the log, what it changed, its calls | 404 */
static int
show_log(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct sync_run	run;
	int64_t		id;

	if (web_id(req, 0, &id, err) == -1 ||
	    sync_run_get(db, req->who->company_id, req->who->user_id, id, &run,
	    err) == -1)
		return -1;
	return sync_changes_page(db, &run, req->lang, &res->json, err) == -1 ?
	    -1 : 200;
}

/* GET /clickup/sync-logs/chart?days=30 -> 200 [{at, runs, created, ...}], oldest first */
static int
show_chart(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "days", "lang", NULL };
	own_user struct user	 user = { 0 };
	int64_t			 days;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_int(req, "days", 30, 1, 90, &days, err) == -1 ||
	    user_get(db, req->who->user_id, &user, err) == -1 ||
	    sync_changes_chart(db, user.id, user.time_zone, (int)days,
	    &res->json, err) == -1)
		return -1;
	return 200;
}

/* GET /clickup -> 200 how everything stands */
static int
show_dashboard(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct dashboard	ask = { .company_id = req->who->company_id,
		.user_id = req->who->user_id, .lang = req->lang };

	if (dashboard_get(db, &ask, &res->json, err) == -1)
		return -1;
	return 200;
}

/* --- one task to Huntflow --- */

/* The desk for a task of the user's own cache. */
static int
open_desk(struct db *db, const struct web_req *req, int64_t account_id,
    struct transfer_desk **desk, char **name, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct clickup_task_row	 row;
	int64_t			 connection, tasks;

	if (find_home(db, req, &connection, &tasks, err) == -1 ||
	    clickup_task_get(db, connection, req->param[0], &rows, &row,
	    err) == -1)
		return -1;
	*name = mem_dup(row.name);
	return transfer_desk_open(db, req->conf, req->who->company_id,
	    req->who->user_id, 0, account_id, desk, err);
}

/* GET /clickup/task/:task_id/transfer-preview?account_id= -> 200 what would be sent | 404 */
static int
preview_transfer(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "account_id", "lang",
		NULL };
	own_transfer_desk struct transfer_desk	*desk = NULL;
	own_str char				*name = NULL;
	int64_t					 account;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_int(req, "account_id", 0, 1, INT64_MAX, &account,
	    err) == -1)
		return -1;
	if (account == 0)
		return err_field(err, "account_id", "required", "%s", "");
	if (open_desk(db, req, account, &desk, &name, err) == -1 ||
	    transfer_preview(desk, req->param[0], req->lang, &res->json,
	    err) == -1)
		return -1;
	return 200;
}

static int
read_options(const json_t *body, struct transfer_ask *ask, struct err *err)
{
	json_t		*options = NULL;
	const json_t	*option;
	const char	*word;
	size_t		 i;

	if (field_array_opt(body, "options", 2, &options, err) == -1)
		return -1;
	json_array_foreach(options, i, option) {
		word = json_string_value(option);
		if (word != NULL && strcmp(word, "name_only") == 0)
			ask->name_only = true;
		else if (word != NULL && strcmp(word, "no_parse") == 0)
			ask->no_parse = true;
		else
			return err_field(err, "options", "choice",
			    "name_only, no_parse");
	}
	return 0;
}

static int
read_duplicate(const json_t *body, struct transfer_ask *ask, struct err *err)
{
	const char	*word = NULL;

	if (field_word_opt(body, "duplicate", transfer_duplicates, &word,
	    err) == -1 || field_int_opt(body, "applicant_id", 1, INT64_MAX,
	    &ask->applicant_id, err) == -1)
		return -1;
	for (int i = 0; word != NULL && transfer_duplicates[i] != NULL; i++)
		if (strcmp(word, transfer_duplicates[i]) == 0)
			ask->duplicate = (enum transfer_duplicate)i;
	if (ask->applicant_id != 0 && ask->duplicate != TRANSFER_ATTACH)
		return err_field(err, "duplicate", "choice", "attach");
	return 0;
}

static int
read_ask(const json_t *body, struct transfer_ask *ask, int64_t *account,
    struct err *err)
{
	static const char *const	names[] = { "account_id",
		"vacancy_id", "status_id", "options", "first_name",
		"last_name", "middle_name", "duplicate", "applicant_id",
		NULL };

	if (body == NULL)
		return err_field(err, "account_id", "required", "%s", "");
	if (field_only(body, names, err) == -1 ||
	    field_int(body, "account_id", 1, INT64_MAX, account, err) == -1 ||
	    field_int_opt(body, "vacancy_id", 1, INT64_MAX, &ask->vacancy_id,
	    err) == -1 ||
	    field_int_opt(body, "status_id", 1, INT64_MAX, &ask->status_id,
	    err) == -1 ||
	    field_text_opt(body, "first_name", 255, &ask->first, err) == -1 ||
	    field_text_opt(body, "last_name", 255, &ask->last, err) == -1 ||
	    field_text_opt(body, "middle_name", 255, &ask->middle, err) == -1)
		return -1;
	if (ask->status_id != 0 && ask->vacancy_id == 0)
		return err_field(err, "vacancy_id", "required", "%s", "");
	return read_duplicate(body, ask, err) == -1 ? -1 :
	    read_options(body, ask, err);
}

/* The lists and the task's other pages show it. */
static void
push_transfer(struct db *db, const struct web_req *req, int64_t account,
    const struct transfer_done *done)
{
	own_json json_t	*data = json_pack("{s:s, s:{s:s, s:I, s:I, s:s}}",
			    "task_id", req->param[0], "transfer",
			    "state", "done", "applicant_id",
			    (json_int_t)done->applicant_id, "account_id",
			    (json_int_t)account, "url", done->url);

	push_event(db, req->conf, req->who->company_id, req->who->user_id,
	    "task", data);
}

static json_t *
done_json(const struct transfer_done *done)
{
	return json_pack("{s:b, s:I, s:s?, s:b, s:b, s:O?, s:O?, s:O}",
	    "success", 1, "applicant_id", (json_int_t)done->applicant_id,
	    "url", done->url, "created", done->created, "skipped",
	    done->skipped, "doubles", done->doubles, "duplicates",
	    done->duplicates, "steps", done->steps);
}

/* The person decides: the problem holds those who were found. */
static int
found_already(const struct web_req *req, const struct transfer_done *done,
    struct web_res *res, const struct err *err)
{
	char	 text[600];

	text_put(text, sizeof(text), req->lang, err->code, err->text);
	res->type = "application/problem+json";
	res->json = json_pack("{s:s, s:s?, s:i, s:s, s:s, s:[], s:s, s:O}",
	    "type", "about:blank", "title", text_get(req->lang, "status.409"),
	    "status", 409, "detail", text, "code", err->code, "errors",
	    "request_id", req->request_id, "duplicates", done->duplicates);
	return 409;
}

/*
 * POST /clickup/task/:task_id/transfer-to-huntflow {account_id, vacancy_id?, status_id?, options?,
 * first_name?, last_name?, middle_name?, duplicate?, applicant_id?} -> 201 made | 200 was there |
 * 404 | 409 | 424 | 429
 */
static int
transfer_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_transfer_desk struct transfer_desk	*desk = NULL;
	own_transfer_done struct transfer_done	 done = { 0 };
	own_str char				*name = NULL;
	struct transfer_ask			 ask = { 0 };
	int64_t					 account = 0;

	if (read_ask(req->body, &ask, &account, err) == -1 ||
	    open_desk(db, req, account, &desk, &name, err) == -1)
		return -1;
	ask.task_id = req->param[0];
	ask.task_name = name;
	if (transfer_run(desk, &ask, &done, err) == -1)
		return done.duplicates != NULL &&
		    strcmp(err->code, "duplicate_found") == 0 ?
		    found_already(req, &done, res, err) : -1;
	if (done.skipped) {
		res->json = done_json(&done);
		return 200;
	}
	audit_add(db, &(struct audit){ .company_id = req->who->company_id,
	    .user_id = req->who->user_id, .action = "task.transfer",
	    .object = req->param[0], .address = req->remote_addr });
	push_transfer(db, req, account, &done);
	res->json = done_json(&done);
	return done.created ? 201 : 200;
}
