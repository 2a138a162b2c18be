/* tasks: the team's own tasks over HTTP: list, saved views, one, changes, moves, many at once, the
 * bin. What hangs on a task, and the list as a file, is in task_parts, projects and clients are in
 * projects. */
#include <stdio.h>
#include <string.h>

#include "account/auth.h"
#include "account/caller.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "team/actor.h"
#include "team/saved_view.h"
#include "team/link_wait.h"
#include "team/task.h"
#include "team/task_edit.h"
#include "team/task_file.h"
#include "team/task_find.h"
#include "team/task_follow.h"
#include "team/task_form.h"
#include "team/task_link.h"
#include "team/task_ref.h"
#include "team/task_search.h"
#include "team/task_stats.h"
#include "team/task_view.h"

static web_handler list_tasks, add_task, show_task, change_task, drop_task,
    complete_task, uncomplete_task, move_task, restore_task, watch_task,
    unwatch_task, change_many, show_stats, show_cycle, list_views, add_view,
    change_view, drop_view, list_bin;

static const struct web_route routes[] = {
	{ "GET",    "/api/v1/tasks", list_tasks, ROLE_MEMBER,
	    WEB_MORE },
	{ "POST",   "/api/v1/tasks", add_task, ROLE_MEMBER,
	    WEB_STARTS | WEB_LONG },
	{ "POST",   "/api/v1/tasks/bulk", change_many, ROLE_MEMBER,
	    WEB_STARTS | WEB_MORE },
	{ "GET",    "/api/v1/tasks/stats", show_stats, ROLE_MEMBER,
	    WEB_MORE },
	{ "GET",    "/api/v1/tasks/cycle-time", show_cycle, ROLE_MEMBER,
	    WEB_MORE },
	{ "GET",    "/api/v1/tasks/bin", list_bin, ROLE_MEMBER, 0 },
	{ "GET",    "/api/v1/task-views", list_views, ROLE_MEMBER,
	    WEB_MORE },
	{ "POST",   "/api/v1/task-views", add_view, ROLE_MEMBER, 0 },
	{ "PATCH",  "/api/v1/task-views/:id", change_view, ROLE_MEMBER, 0 },
	{ "DELETE", "/api/v1/task-views/:id", drop_view, ROLE_MEMBER, 0 },
	{ "GET",    "/api/v1/tasks/:id", show_task, ROLE_MEMBER, 0 },
	{ "PATCH",  "/api/v1/tasks/:id", change_task, ROLE_MEMBER,
	    WEB_STARTS | WEB_LONG | WEB_VERSION },
	{ "DELETE", "/api/v1/tasks/:id", drop_task, ROLE_MEMBER,
	    WEB_STARTS | WEB_VERSION },
	{ "POST",   "/api/v1/tasks/:id/complete", complete_task, ROLE_MEMBER,
	    WEB_BARE | WEB_STARTS | WEB_VERSION },
	{ "POST",   "/api/v1/tasks/:id/uncomplete", uncomplete_task,
	    ROLE_MEMBER, WEB_BARE | WEB_STARTS | WEB_VERSION },
	{ "POST",   "/api/v1/tasks/:id/move", move_task, ROLE_MEMBER,
	    WEB_STARTS | WEB_VERSION },
	{ "POST",   "/api/v1/tasks/:id/restore", restore_task, ROLE_MEMBER,
	    WEB_BARE | WEB_STARTS },
	{ "POST",   "/api/v1/tasks/:id/watch", watch_task, ROLE_MEMBER,
	    WEB_BARE | WEB_STARTS },
	{ "POST",   "/api/v1/tasks/:id/unwatch", unwatch_task, ROLE_MEMBER,
	    WEB_BARE | WEB_STARTS },
	{ 0 }
};

int
main(int argc, char **argv)
{
	struct web_auth	mine = auth;

	mine.more = &task_follow_more;
	return web_main(argc, argv, "tasks", routes, &mine);
}

/* --- the list --- */

/* GET /api/v1/tasks?<filters>&ordering=&page=&page_size=&after= -> 200 [task] */
static int
list_tasks(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 more[] = { "ordering", "page",
		"page_size", "after", NULL };
	own_task_sight struct task_sight sight = { 0 };
	own_rows struct db_rows		*rows = NULL;
	struct task_filter		 filter = { 0 };
	struct task_slice		 slice = { 0 };
	struct task_found		 found;
	struct web_page			 page;
	struct task			 task;

	if (task_search_only(req, more, err) == -1 ||
	    web_page_read(req, &page, err) == -1 ||
	    web_query_word(req, "ordering", task_orders, &slice.order,
	    err) == -1 || task_search_read(req, &filter, err) == -1)
		return -1;
	slice.after = page.after;
	slice.size = (size_t)page.size;
	slice.skip = web_page_skip(&page);
	if (task_sight_of(db, req, &sight, err) == -1 ||
	    task_find(db, &sight, &filter, &slice, &rows, &found, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while (rows != NULL && task_next(rows, &task))
		task_view_brief(&res->body, &sight.who, &task);
	emit_close(&res->body, ']');
	web_page_write(res, req, &page, found.next[0] != '\0' ? found.next :
	    NULL, found.total);
	return 200;
}

static int
put_files(struct db *db, const struct right_who *who, const struct task *task,
    struct buf *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct task_file	 file;

	if (task->files > 0 &&
	    task_file_list(db, task->id, 0, TASK_FILES_MAX, 0, &rows,
	    err) == -1)
		return -1;
	emit_open(out, "files", '[');
	while (rows != NULL && task_file_next(rows, &file))
		task_file_emit(out, who, task, &file);
	emit_close(out, ']');
	return 0;
}

/* GET /api/v1/tasks/stats?<filters> -> 200 {total, by_status, overdue, ...} */
static int
show_stats(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const		none[] = { NULL };
	own_task_sight struct task_sight	sight = { 0 };
	struct task_filter			filter = { 0 };

	return task_search_only(req, none, err) == -1 ||
	    task_search_read(req, &filter, err) == -1 ||
	    task_sight_of(db, req, &sight, err) == -1 ||
	    task_stats_emit(db, &res->body, &sight, &filter, req->who->zone,
	    err) == -1 ? -1 : 200;
}

/* GET /api/v1/tasks/cycle-time?<filters>&days=30 -> 200 [{day, count, median_hours}] */
static int
show_cycle(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const		more[] = { "days", NULL };
	own_task_sight struct task_sight	sight = { 0 };
	struct task_filter			filter = { 0 };
	int64_t					days;

	return task_search_only(req, more, err) == -1 ||
	    web_query_int(req, "days", 30, 1, 366, &days, err) == -1 ||
	    task_search_read(req, &filter, err) == -1 ||
	    task_sight_of(db, req, &sight, err) == -1 ||
	    task_stats_cycle(db, &res->body, &sight, &filter, req->who->zone,
	    days, err) == -1 ? -1 : 200;
}

/* --- views --- */

/* GET /api/v1/task-views -> 200 [view] */
static int
list_views(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return saved_view_serve_list(db, req, res, &team_saved_views, err);
}

/* POST /api/v1/task-views {name, shared?, filter?, columns?, sort?} -> 201 | 400 | 409 */
static int
add_view(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return saved_view_serve_add(db, req, res, &team_saved_views, err);
}

/* PATCH /api/v1/task-views/:id -> 200 | 400 | 403 | 404 | 409 */
static int
change_view(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return saved_view_serve_change(db, req, res, &team_saved_views, err);
}

/* DELETE /api/v1/task-views/:id -> 204 | 403 | 404 */
static int
drop_view(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	(void)res;
	return saved_view_serve_drop(db, req, &team_saved_views, err);
}

/* --- one task --- */

static int
put_task(struct db *db, const struct right_who *who, const struct task *task,
    const char *notes, struct web_res *res, struct err *err)
{
	own_buf struct buf	more = { 0 };
	struct task		shown = *task;

	if (put_files(db, who, task, &more, err) == -1 ||
	    task_ref_reach(db, who, &shown, err) == -1)
		return -1;
	if (notes != NULL)
		buf_fmt(&more, ",%s", notes);
	task_view_whole(&res->body, who, &shown, buf_str(&more));
	web_version_add(res, task->version);
	return 0;
}

/* The task as it was written, and what there is to say of what was sent. */
static int
answer(struct db *db, const struct web_req *req, struct web_res *res,
    int64_t id, const char *notes, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const struct right_who	 who = right_who_of(req);
	struct task		 task;

	return task_get_written(db, &who, id, &rows, &task, err) == -1 ||
	    put_task(db, &who, &task, notes, res, err) == -1 ? -1 : 0;
}

/* The same after a deed, which mostly knows what it left. */
static int
answer_now(struct db *db, const struct web_req *req, struct web_res *res,
    int64_t id, const struct task_now *now, const char *notes,
    struct err *err)
{
	const struct right_who	who = right_who_of(req);

	return now->known ? put_task(db, &who, &now->task, notes, res,
	    err) : answer(db, req, res, id, notes, err);
}

/* GET /api/v1/tasks/:id -> 200 | 404 */
static int
show_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const struct right_who	 who = right_who_of(req);
	struct task		 task;
	int64_t			 id;

	return web_id(req, 0, &id, err) == -1 ||
	    task_get(db, &who, id, &rows, &task, err) == -1 ||
	    put_task(db, &who, &task, NULL, res, err) == -1 ? -1 : 200;
}

/* --- changes --- */

/* "notes": [...] of what was taken and is odd all the same. */
static char *
notes_of(const struct web_req *req, const struct task_form *form)
{
	own_buf struct buf	b = { 0 };

	emit_open(&b, "notes", '[');
	if (form->to.due_date != 0 && form->to.due_date < clock_ms()) {
		emit_open(&b, NULL, '{');
		emit_str(&b, "field", "due_date");
		emit_str(&b, "code", "team.due_past");
		emit_str(&b, "detail", text_get(req->lang, "team.due_past"));
		emit_close(&b, '}');
	}
	emit_close(&b, ']');
	return mem_dup(buf_str(&b));
}

/* POST /api/v1/tasks {title, ...} -> 201 the task with notes | 400 | 403 */
static int
add_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_task_form struct task_form	 form = { 0 };
	own_str char			*notes = NULL;
	const struct actor		 actor = actor_of(req);
	const struct caller		 caller = caller_of(db, req);
	int64_t				 id;

	if (task_form_read(req->body, actor.zone, true, &form, err) == -1 ||
	    task_link_find(&caller, &form, err) == -1 ||
	    task_edit_add(db, &actor, &form, &id, err) == -1)
		return -1;
	link_wait_start(req->conf, &form);
	notes = notes_of(req, &form);
	web_header_add(res, "Location", "/api/v1/tasks/%lld/", (long long)id);
	return answer(db, req, res, id, notes, err) == -1 ? -1 : 201;
}

/* Both versions: what is there now, and what was sent. */
static int
conflict(struct db *db, const struct web_req *req, struct web_res *res,
    int64_t id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_buf struct buf	 now = { 0 };
	const struct right_who	 who = right_who_of(req);
	struct err		 ignored = { 0 };
	struct task		 task;

	if (strcmp(err->code, "team.version") != 0 ||
	    task_get(db, &who, id, &rows, &task, &ignored) == -1 ||
	    task_ref_reach(db, &who, &task, &ignored) == -1)
		return -1;
	task_view_whole(&now, &who, &task, NULL);
	res->more = json_pack("{s:o, s:O}", "current",
	    json_loadb(now.data, now.len, 0, NULL), "yours", req->body);
	return -1;
}

/* PATCH /api/v1/tasks/:id -> 200 the task with notes | 400 | 403 | 404 | 409 | 412 */
static int
change_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_task_form struct task_form	 form = { 0 };
	own_str char			*notes = NULL;
	const struct actor		 actor = actor_of(req);
	const struct caller		 caller = caller_of(db, req);
	own_task_now struct task_now	 now = { 0 };
	int64_t				 id;

	if (web_id(req, 0, &id, err) == -1 ||
	    task_form_read(req->body, actor.zone, false, &form, err) == -1 ||
	    task_link_find(&caller, &form, err) == -1)
		return -1;
	if (task_edit_change(db, &actor, id, &form, &now, err) == -1)
		return conflict(db, req, res, id, err);
	link_wait_start(req->conf, &form);
	notes = notes_of(req, &form);
	return answer_now(db, req, res, id, &now, notes, err) == -1 ? -1 :
	    200;
}

static int
set_status(struct db *db, const struct web_req *req, struct web_res *res,
    struct task_form *form, struct err *err)
{
	own_task_now struct task_now	now = { 0 };
	const struct actor		actor = actor_of(req);
	int64_t				id;

	form->bits = TASK_STATUS;
	if (web_id(req, 0, &id, err) == -1 ||
	    field_int_opt(req->body, "version", 1, INT64_MAX, &form->version,
	    err) == -1)
		return -1;
	if (task_edit_change(db, &actor, id, form, &now, err) == -1)
		return conflict(db, req, res, id, err);
	return answer_now(db, req, res, id, &now, NULL, err) == -1 ? -1 : 200;
}

/* POST /api/v1/tasks/:id/complete -> 200 the task | 403 | 404 | 412 */
static int
complete_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct task_form	form = { .to.status = "done" };

	return set_status(db, req, res, &form, err);
}

/* POST /api/v1/tasks/:id/uncomplete -> 200 the task, as before it was done | 403 | 404 | 412 */
static int
uncomplete_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct task_form	form = { .reopen = true };

	return set_status(db, req, res, &form, err);
}

/* POST /api/v1/tasks/:id/move {list?, status?, after?, version?} -> 200 | 400 | 403 | 404 | 409 */
static int
move_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_task_form struct task_form	form = { 0 };
	own_task_now struct task_now	now = { 0 };
	const struct actor		actor = actor_of(req);
	int64_t				id, after_id;

	if (web_id(req, 0, &id, err) == -1 ||
	    task_form_read_move(req->body, &form, &after_id, err) == -1)
		return -1;
	if (task_edit_move(db, &actor, id, &form, after_id, &now, err) == -1)
		return conflict(db, req, res, id, err);
	return answer_now(db, req, res, id, &now, NULL, err) == -1 ? -1 : 200;
}

/* --- many at once --- */

static bool
has_id(const int64_t *ids, size_t n, int64_t id)
{
	while (n > 0)
		if (ids[--n] == id)
			return true;
	return false;
}

/* Each of them once. */
static int
read_ids(const json_t *body, int64_t ids[TASK_EDIT_MANY], size_t *n,
    struct err *err)
{
	json_t	*list = NULL, *one;
	size_t	 i;

	if (field_array_opt(body, "ids", TASK_EDIT_MANY, &list, err) == -1)
		return -1;
	if (json_array_size(list) == 0)
		return err_field(err, "ids", "required", "%s", "");
	json_array_foreach(list, i, one) {
		if (!json_is_integer(one) || json_integer_value(one) <= 0) {
			own_str char	*path = mem_fmt("ids[%zu]", i);

			return err_field(err, path, "type", "integer");
		}
		if (!has_id(ids, *n, json_integer_value(one)))
			ids[(*n)++] = json_integer_value(one);
	}
	return 0;
}

/* Those that match the filters of the address, as far as one may change them. */
static int
find_ids(struct db *db, const struct web_req *req,
    int64_t ids[TASK_EDIT_MANY], size_t *n, int64_t *skipped, struct err *err)
{
	static const char *const	 none[] = { NULL };
	const struct task_slice		 slice = { .size = TASK_EDIT_MANY };
	own_task_sight struct task_sight sight = { 0 };
	own_rows struct db_rows		*rows = NULL;
	struct task_filter		 filter = { 0 };
	struct task_found		 found;
	struct task			 task;

	if (json_object_get(req->body, "ids") != NULL)
		return err_field(err, "ids", "unknown", "%s", "");
	if (task_search_only(req, none, err) == -1 ||
	    task_search_read(req, &filter, err) == -1 ||
	    task_sight_of(db, req, &sight, err) == -1 ||
	    task_find(db, &sight, &filter, &slice, &rows, &found, err) == -1)
		return -1;
	if (found.total > TASK_EDIT_MANY)
		return err_field(err, "all", "length", "%d", TASK_EDIT_MANY);
	while (rows != NULL && task_next(rows, &task))
		if ((right_of_task(&sight.who, &task) & RIGHT_CHANGE) != 0)
			ids[(*n)++] = task.id;
		else
			++*skipped;
	return 0;
}

/*
 * POST /api/v1/tasks/bulk {ids, set} or, with filters of the list, {all: true, set}
 * -> 200 {changed, skipped, before} | 400 | 403 | 404: all or none
 */
static int
change_many(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "ids", "all", "set", NULL };
	own_task_form struct task_form	 form = { 0 };
	const struct actor		 actor = actor_of(req);
	int64_t				 ids[TASK_EDIT_MANY], skipped = 0;
	own_json json_t			*before = json_array();
	json_t				*set = NULL;
	bool				 all = false;
	size_t				 n = 0;

	if (!json_is_object(req->body))
		return err_code(err, ERR_INPUT, "io.json", "1:1");
	if (field_only(req->body, names, err) == -1 ||
	    field_bool_opt(req->body, "all", &all, err) == -1 ||
	    (all ? find_ids(db, req, ids, &n, &skipped, err) :
	    read_ids(req->body, ids, &n, err)) == -1 ||
	    field_object_opt(req->body, "set", &set, err) == -1)
		return -1;
	if (!json_is_object(set))
		return err_field(err, "set", "required", "%s", "");
	if (task_form_read_set(set, actor.zone, &form, err) == -1 ||
	    (n > 0 && task_edit_many(db, &actor, ids, n, &form, before,
	    err) == -1))
		return err_within(err, 0, "set");
	res->json = json_pack("{s:I, s:I, s:O}", "changed", (json_int_t)n,
	    "skipped", (json_int_t)skipped, "before", before);
	return 200;
}

/* --- the bin, watching --- */

/* GET /api/v1/tasks/bin?page=&page_size=&after= -> 200 [task], the last deleted first */
static int
list_bin(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "page", "page_size",
		"after", NULL };
	own_rows struct db_rows		*rows = NULL;
	const struct right_who		 who = right_who_of(req);
	struct cursor			 last = { 0 };
	struct web_page			 page;
	struct task			 task;
	int64_t				 total, n = 0;

	if (web_query_only(req, names, err) == -1 ||
	    web_page_read_by(req, CURSOR_BY_NUMBER, &page, err) == -1 ||
	    task_binned_count(db, &who, &total, err) == -1 ||
	    task_binned_list(db, &who, &page.from, page.size + 1,
	    web_page_skip(&page), &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	for (; n < page.size && task_next(rows, &task); n++) {
		task_view_binned(&res->body, &who, &task,
		    task_binned_by(rows));
		last.number = task.deleted_at;
		last.id = task.id;
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_NUMBER, &last,
	    n == page.size && db_rows_next(rows), total);
	return 200;
}

/* DELETE /api/v1/tasks/:id -> 204 | 403 | 404 | 412; it can be restored for 30 days */
static int
drop_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct actor	actor = actor_of(req);
	int64_t			id, version = 0;

	(void)res;
	return web_id(req, 0, &id, err) == -1 ||
	    field_int_opt(req->body, "version", 1, INT64_MAX, &version,
	    err) == -1 ||
	    task_edit_bin(db, &actor, id, version, err) == -1 ? -1 : 204;
}

/* POST /api/v1/tasks/:id/restore -> 200 the task | 403 | 404 */
static int
restore_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct actor	actor = actor_of(req);
	int64_t			id;

	return web_id(req, 0, &id, err) == -1 ||
	    task_edit_unbin(db, &actor, id, err) == -1 ||
	    answer(db, req, res, id, NULL, err) == -1 ? -1 : 200;
}

/* POST /api/v1/tasks/:id/watch -> 200 the task | 404 | 409 */
static int
watch_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct actor	actor = actor_of(req);
	int64_t			id;

	return web_id(req, 0, &id, err) == -1 ||
	    task_edit_watch(db, &actor, id, true, err) == -1 ||
	    answer(db, req, res, id, NULL, err) == -1 ? -1 : 200;
}

/* POST /api/v1/tasks/:id/unwatch -> 204 | 404: one may see it no longer then */
static int
unwatch_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct actor	actor = actor_of(req);
	int64_t			id;

	(void)res;
	return web_id(req, 0, &id, err) == -1 ||
	    task_edit_watch(db, &actor, id, false, err) == -1 ? -1 : 204;
}
