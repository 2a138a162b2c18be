/* clickup: the cache of ClickUp tasks over HTTP: list, search, detail, views, sync, its logs, the
 * dashboard. What waits for ClickUp or Huntflow is in clickup_remote. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "account/caller.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "base/text.h"
#include "clickup/cache.h"
#include "clickup/cache_find.h"
#include "clickup/follow.h"
#include "clickup/saved_view.h"
#include "clickup/missing.h"
#include "clickup/search.h"
#include "clickup/sync.h"
#include "clickup/sync_changes.h"
#include "clickup/view.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "service/sync_run.h"
#include "today/today.h"

#define SYNC_TASKS_MAX	1000000

static web_handler show_dashboard, list_tasks, show_task, list_choices,
    list_views, add_view, change_view, drop_view, start_sync, clear_cache,
    list_missing, settle_missing, list_logs, show_chart, show_log;

static const struct web_route routes[] = {
	{ "GET",  "/clickup", show_dashboard, ROLE_RECRUITER, WEB_MORE },
	{ "GET",  "/clickup/tasks", list_tasks, ROLE_RECRUITER,
	    WEB_MORE },
	{ "GET",  "/clickup/task/:task", show_task, ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/api/task-filters", list_choices, ROLE_RECRUITER,
	    WEB_MORE },
	{ "GET",  "/clickup/api/views", list_views, ROLE_RECRUITER,
	    WEB_MORE },
	{ "POST", "/clickup/api/views", add_view, ROLE_RECRUITER,
	    WEB_MORE },
	{ "PATCH", "/clickup/api/views/:id", change_view, ROLE_RECRUITER,
	    WEB_MORE },
	{ "DELETE", "/clickup/api/views/:id", drop_view, ROLE_RECRUITER, 0 },
	{ "POST", "/clickup/api/sync-tasks", start_sync, ROLE_RECRUITER,
	    WEB_STARTS },
	{ "POST", "/clickup/api/clear-cache", clear_cache, ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/api/missing-tasks", list_missing, ROLE_RECRUITER,
	    WEB_MORE },
	{ "POST", "/clickup/api/missing-tasks", settle_missing,
	    ROLE_RECRUITER, WEB_MORE },
	{ "GET",  "/clickup/sync-logs", list_logs, ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/sync-logs/chart", show_chart, ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/sync-logs/:id", show_log, ROLE_RECRUITER, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	struct web_auth	mine = auth;

	mine.more = &clickup_cache_more;
	return web_main(argc, argv, "clickup", routes, &mine);
}

/* GET /clickup -> 200 the state of everything */
static int
show_dashboard(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller	who = caller_of(db, req);
	struct clickup_home	home;

	if (clickup_cache_home_of(db, req, &home, err) == -1 ||
	    today_write(&who, &home, req->who->role >= ROLE_ADMIN, &res->body,
	    err) == -1)
		return -1;
	return 200;
}

/* --- the list, one task --- */

/* GET /clickup/tasks?search=&status=&...&sort=&page=&page_size=&after= -> 200 */
static int
list_tasks(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const		 names[] = { "page",
		"page_size", "after", NULL };
	own_clickup_search struct clickup_search	 s = { 0 };
	own_rows struct db_rows			*rows = NULL;
	struct clickup_slice			 slice = { 0 };
	struct clickup_found			 found;
	struct web_page				 page;

	if (clickup_search_only(req, names, err) == -1 ||
	    web_page_read(req, &page, err) == -1 ||
	    clickup_cache_home_of(db, req, &s.filter.home, err) == -1 ||
	    clickup_search_read(db, req->query, req->who->zone, &s, err) == -1)
		return -1;
	slice.sort = web_query(req, "sort");
	slice.after = page.after;
	slice.size = (size_t)page.size;
	slice.skip = web_page_skip(&page);
	if (clickup_find(db, req->conf, &s.filter, &slice, &rows, &found,
	    err) == -1)
		return -1;
	clickup_view_list(rows, &res->body);
	web_page_write(res, req, &page, found.next[0] != '\0' ? found.next :
	    NULL, found.total);
	return 200;
}

/* GET /clickup/api/task-filters -> 200 {statuses, priorities, tags, assignees, cvs, total} */
static int
list_choices(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct clickup_home	home;

	if (clickup_cache_home_of(db, req, &home, err) == -1 ||
	    clickup_view_choices(db, req->conf, &home, &res->body, err) == -1)
		return -1;
	return 200;
}

/* GET /clickup/task/:task -> 200 the summary and the details | 404 */
static int
show_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	if (clickup_view_get(db, req->who->user_id, req->param[0], &res->body,
	    err) == -1)
		return -1;
	return 200;
}

/* --- views --- */

/* GET /clickup/api/views -> 200 [view] */
static int
list_views(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return saved_view_serve_list(db, req, res, &clickup_saved_views, err);
}

/* POST /clickup/api/views {name, shared?, filter?, columns?, sort?} -> 201 | 400 | 409 */
static int
add_view(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return saved_view_serve_add(db, req, res, &clickup_saved_views, err);
}

/* PATCH /clickup/api/views/:id -> 200 | 400 | 403 | 404 | 409 */
static int
change_view(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return saved_view_serve_change(db, req, res, &clickup_saved_views, err);
}

/* DELETE /clickup/api/views/:id -> 204 | 403 | 404 */
static int
drop_view(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	(void)res;
	return saved_view_serve_drop(db, req, &clickup_saved_views, err);
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
		return err_code(err, ERR_INPUT, "io.json", "1:1");
	if (field_only(req->body, names, err) == -1 ||
	    field_int_opt(req->body, "max_tasks", 1, SYNC_TASKS_MAX,
	    &wish->max_tasks, err) == -1 ||
	    field_bool_opt(req->body, "full", &wish->full, err) == -1)
		return -1;
	return 0;
}

/* Cron does it a little later, should it not start now. */
static void
start_tick(const struct web_req *req)
{
	struct err	late = { 0 };

	if (proc_start(req->conf, "tick",
	    (const char *const[]){ "sync", NULL }, &late) == -1)
		log_err(LOG_ERROR, "start the sync", &late);
}

/* POST /clickup/api/sync-tasks {"max_tasks"?, "full"?} -> 202 its log | 409 */
static int
start_sync(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct sync_wish	wish = { 0 };
	struct sync_run		run;

	if (read_wish(req, &wish, err) == -1 ||
	    sync_ask(db, &wish, &run, err) == -1)
		return -1;
	start_tick(req);
	res->json = sync_run_json(&run, req->lang);
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
	if (clickup_cache_homes(db, req->who->company_id,
	    all ? NULL : &req->who->user_id, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		if (sync_clear(db, db_col_int(rows, 0), &n, err) == -1)
			return -1;
		clickup_follow_written(db, req->conf, db_col_int(rows, 0));
		*dropped += n;
	}
	return 0;
}

static void
note_clear(struct db *db, const struct web_req *req, bool all)
{
	audit_request(db, req, "clickup.clear-cache", all ? "company" : "own",
	    NULL);
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
		return err_code(err, ERR_DENIED, "io.role", "an admin may");
	if (clear_caches(db, req, all, &dropped, err) == -1)
		return -1;
	start_tick(req);	/* a run that was under way begins anew */
	note_clear(db, req, all);
	snprintf(number, sizeof(number), "%zu", dropped);
	text_put(message, sizeof(message), req->lang, "clickup.cleared",
	    number);
	res->json = json_pack("{s:s, s:I}", "message", message, "deleted",
	    (json_int_t)dropped);
	return 200;
}

/* --- tasks that a sync did not meet --- */

/* GET /clickup/api/missing-tasks -> 200 {count, tasks} */
static int
list_missing(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "lang", NULL };
	struct clickup_home		home;

	if (web_query_only(req, names, err) == -1 ||
	    clickup_cache_home_of(db, req, &home, err) == -1 ||
	    clickup_missing_list(db, home.connection_id, &res->json, err) == -1)
		return -1;
	return 200;
}

static int
read_deed(const json_t *form, bool *remove, struct err *err)
{
	static const char *const	 names[] = { "action", NULL };
	const char			*action = NULL;

	if (!json_is_object(form))
		return err_code(err, ERR_INPUT, "io.json", "1:1");
	if (field_only(form, names, err) == -1 ||
	    field_text(form, "action", 1, 20, &action, err) == -1)
		return -1;
	*remove = strcmp(action, "remove") == 0;
	if (!*remove && strcmp(action, "keep") != 0)
		return err_field(err, "action", "choice", "remove, keep");
	return 0;
}

/* POST /clickup/api/missing-tasks {"action": "remove"|"keep"} -> 200 {message, tasks} */
static int
settle_missing(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct clickup_home	home;
	int64_t			n = 0;
	char			number[24], message[200];
	bool			remove = false;

	if (read_deed(req->body, &remove, err) == -1 ||
	    clickup_cache_home_of(db, req, &home, err) == -1)
		return -1;
	if ((remove ? clickup_missing_remove(db, home.connection_id, &n, err) :
	    clickup_missing_keep(db, home.connection_id, &n, err)) == -1)
		return -1;
	if (n > 0)
		clickup_follow_written(db, req->conf, home.connection_id);
	audit_request(db, req, "clickup.missing-tasks", remove ? "remove" :
	    "keep", NULL);
	snprintf(number, sizeof(number), "%lld", (long long)n);
	text_put(message, sizeof(message), req->lang, remove ?
	    "clickup.missing_removed" : "clickup.missing_kept", number);
	res->json = json_pack("{s:s, s:I}", "message", message, "tasks",
	    (json_int_t)n);
	return 200;
}

/* --- its logs --- */

/* GET /clickup/sync-logs?page=&page_size=&after= -> 200, newest first */
static int
list_logs(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "page", "page_size", "after",
		NULL };
	own_rows struct db_rows	*rows = NULL;
	struct sync_run		 run = { 0 };
	struct web_page		 page;
	int64_t			 total, n = 0;

	if (web_query_only(req, names, err) == -1 ||
	    web_page_read_by(req, CURSOR_BY_ID, &page, err) == -1 ||
	    sync_run_count(db, req->who->user_id, &total, err) == -1 ||
	    sync_run_list(db, req->who->user_id, page.from.id,
	    (size_t)page.size + 1, web_page_skip(&page), &rows, err) == -1)
		return -1;
	res->json = json_array();
	for (; n < page.size && sync_run_next(rows, &run); n++)
		json_array_append_new(res->json, sync_run_json(&run, req->lang));
	web_page_write_by(res, req, &page, CURSOR_BY_ID,
	    &(struct cursor){ .id = run.id }, n == page.size &&
	    db_rows_next(rows), total);
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
	const struct caller	 who = caller_of(db, req);
	int64_t			 days;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_int(req, "days", 30, 1, 90, &days, err) == -1 ||
	    sync_changes_chart(&who, (int)days, &res->json, err) == -1)
		return -1;
	return 200;
}
