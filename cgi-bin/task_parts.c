/* task_parts: what hangs on the team's tasks over HTTP: comments, files, reminders, the history;
 * and their list as a file. */
#include <stdio.h>
#include <string.h>

#include "account/auth.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/clock.h"
#include "base/conf.h"
#include "file/answer.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "io/web_csv.h"
#include "notice/reminder.h"
#include "team/actor.h"
#include "team/history.h"
#include "team/mention.h"
#include "team/task.h"
#include "team/task_comment.h"
#include "team/task_export.h"
#include "team/task_file.h"
#include "team/task_search.h"

static web_handler list_history, list_comments, add_comment, change_comment,
    drop_comment, list_files, add_file, show_file, drop_file, list_reminders,
    add_reminder, drop_reminder, export_tasks;

static const struct web_route routes[] = {
	{ "GET",    "/api/v1/tasks/export", export_tasks, ROLE_MEMBER, 0 },
	{ "GET",    "/api/v1/tasks/:id/audit", list_history, ROLE_MEMBER, 0 },
	{ "GET",    "/api/v1/tasks/:id/comments", list_comments, ROLE_MEMBER,
	    0 },
	{ "POST",   "/api/v1/tasks/:id/comments", add_comment, ROLE_MEMBER,
	    WEB_STARTS },
	{ "PATCH",  "/api/v1/tasks/:id/comments/:c", change_comment,
	    ROLE_MEMBER, WEB_STARTS },
	{ "DELETE", "/api/v1/tasks/:id/comments/:c", drop_comment,
	    ROLE_MEMBER, WEB_STARTS },
	{ "GET",    "/api/v1/tasks/:id/files", list_files, ROLE_MEMBER, 0 },
	{ "POST",   "/api/v1/tasks/:id/files", add_file, ROLE_MEMBER,
	    WEB_UPLOAD | WEB_STARTS },
	{ "GET",    "/api/v1/tasks/:id/files/:f", show_file, ROLE_MEMBER,
	    WEB_FILE },
	{ "DELETE", "/api/v1/tasks/:id/files/:f", drop_file, ROLE_MEMBER,
	    WEB_STARTS },
	{ "GET",    "/api/v1/tasks/:id/reminders", list_reminders,
	    ROLE_MEMBER, 0 },
	{ "POST",   "/api/v1/tasks/:id/reminders", add_reminder, ROLE_MEMBER,
	    0 },
	{ "DELETE", "/api/v1/tasks/:id/reminders/:r", drop_reminder,
	    ROLE_MEMBER, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "task_parts", routes, &auth);
}

/* The task of the address, when it is seen. */
static int
take_task(struct db *db, const struct web_req *req, struct db_rows **rows,
    struct task *out, struct err *err)
{
	const struct right_who	who = right_who_of(req);
	int64_t			id;

	return web_id(req, 0, &id, err) == -1 ? -1 :
	    task_get(db, &who, id, rows, out, err);
}

static const char *const pages[] = { "page", "page_size", "after", NULL };

/* --- the history --- */

/* GET /api/v1/tasks/:id/audit?page=&page_size=&after= -> 200 [change], newest first | 404 */
static int
list_history(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct task		 task;

	return take_task(db, req, &rows, &task, err) == -1 ? -1 :
	    history_answer(db, req, res, HISTORY_TASK, task.id, err);
}

/* --- comments --- */

/* GET /api/v1/tasks/:id/comments?page=&page_size=&after= -> 200 [comment], newest first | 404 */
static int
list_comments(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*task_rows = NULL, *rows = NULL;
	const struct right_who	 who = right_who_of(req);
	struct cursor		 last = { 0 };
	struct web_page		 page;
	struct task		 task;
	struct task_comment	 comment;
	int64_t			 total, n = 0;

	if (web_query_only(req, pages, err) == -1 ||
	    web_page_read_by(req, CURSOR_BY_ID, &page, err) == -1 ||
	    take_task(db, req, &task_rows, &task, err) == -1 ||
	    task_comment_count(db, task.id, &total, err) == -1 ||
	    task_comment_list(db, task.id, page.from.id, page.size + 1,
	    web_page_skip(&page), &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	for (; n < page.size && task_comment_next(rows, &comment); n++) {
		task_comment_emit(&res->body, &who, &task, &comment);
		last.id = comment.id;
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last,
	    n == page.size && db_rows_next(rows), total);
	return 200;
}

/* {text, mentions?: [id]} */
static int
read_words(const struct web_req *req, const char **text, json_t **mentions,
    struct err *err)
{
	static const char *const	 names[] = { "text", "mentions",
		NULL };
	json_t				*one;
	size_t				 i;

	if (!json_is_object(req->body))
		return err_code(err, ERR_INPUT, "io.json", "1:1");
	if (field_only(req->body, names, err) == -1 ||
	    field_text(req->body, "text", 1, TASK_COMMENT_MAX, text,
	    err) == -1 || field_array_opt(req->body, "mentions", MENTION_MAX,
	    mentions, err) == -1)
		return -1;
	json_array_foreach(*mentions, i, one)
		if (!json_is_integer(one))
			return err_field(err, "mentions", "type", "integer");
	return 0;
}

static int
answer_comment(struct db *db, const struct web_req *req, struct web_res *res,
    int64_t id, struct err *err)
{
	own_rows struct db_rows	*task_rows = NULL, *rows = NULL;
	const struct right_who	 who = right_who_of(req);
	struct task		 task;
	struct task_comment	 comment;

	if (take_task(db, req, &task_rows, &task, err) == -1 ||
	    task_comment_get(db, task.id, id, &rows, &comment, err) == -1)
		return -1;
	task_comment_emit(&res->body, &who, &task, &comment);
	return 0;
}

/* POST /api/v1/tasks/:id/comments {text, mentions?} -> 201 it | 400 | 404 */
static int
add_comment(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct actor	 actor = actor_of(req);
	const char		*text = NULL;
	json_t			*mentions = NULL;
	int64_t			 task_id, id;

	return web_id(req, 0, &task_id, err) == -1 ||
	    read_words(req, &text, &mentions, err) == -1 ||
	    task_comment_add(db, &actor, task_id, text, mentions, &id,
	    err) == -1 || answer_comment(db, req, res, id, err) == -1 ? -1 :
	    201;
}

/* PATCH /api/v1/tasks/:id/comments/:c {text, mentions?} -> 200 it | 400 | 403 | 404 */
static int
change_comment(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct actor	 actor = actor_of(req);
	const char		*text = NULL;
	json_t			*mentions = NULL;
	int64_t			 task_id, id;

	return web_id(req, 0, &task_id, err) == -1 ||
	    web_id(req, 1, &id, err) == -1 ||
	    read_words(req, &text, &mentions, err) == -1 ||
	    task_comment_change(db, &actor, task_id, id, text, mentions,
	    err) == -1 || answer_comment(db, req, res, id, err) == -1 ? -1 :
	    200;
}

/* DELETE /api/v1/tasks/:id/comments/:c -> 204, that it was there is seen | 403 | 404 */
static int
drop_comment(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct actor	actor = actor_of(req);
	int64_t			task_id, id;

	(void)res;
	return web_id(req, 0, &task_id, err) == -1 ||
	    web_id(req, 1, &id, err) == -1 ||
	    task_comment_drop(db, &actor, task_id, id, err) == -1 ? -1 : 204;
}

/* --- files --- */

/* GET /api/v1/tasks/:id/files?page=&page_size=&after= -> 200 [file], oldest first | 404 */
static int
list_files(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*task_rows = NULL, *rows = NULL;
	const struct right_who	 who = right_who_of(req);
	struct cursor		 last = { 0 };
	struct web_page		 page;
	struct task		 task;
	struct task_file	 file;
	int64_t			 n = 0;

	if (web_query_only(req, pages, err) == -1 ||
	    web_page_read_by(req, CURSOR_BY_ID, &page, err) == -1 ||
	    take_task(db, req, &task_rows, &task, err) == -1 ||
	    task_file_list(db, task.id, page.from.id, page.size + 1,
	    web_page_skip(&page), &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	for (; n < page.size && task_file_next(rows, &file); n++) {
		task_file_emit(&res->body, &who, &task, &file);
		last.id = file.id;
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last,
	    n == page.size && db_rows_next(rows), task.files);
	return 200;
}

/* POST /api/v1/tasks/:id/files, multipart, field file -> 201 it | 400 | 403 | 404 | 409 | 413 */
static int
add_file(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*task_rows = NULL, *rows = NULL;
	const struct actor	 actor = actor_of(req);
	struct task		 task;
	struct task_file	 file;
	int64_t			 task_id, id;

	if (web_id(req, 0, &task_id, err) == -1)
		return -1;
	if (req->nfiles != 1 || strcmp(req->files[0].name, "file") != 0)
		return err_field(err, "file", "required", "%s", "");
	if (task_file_add(db, &actor, task_id, req->files[0].filename,
	    req->files[0].data, req->files[0].len, &id, err) == -1 ||
	    take_task(db, req, &task_rows, &task, err) == -1 ||
	    task_file_get(db, task_id, id, &rows, &file, err) == -1)
		return -1;
	task_file_emit(&res->body, &actor.who, &task, &file);
	return 201;
}

/* GET /api/v1/tasks/:id/files/:f?download= -> 200 the bytes | 404 */
static int
show_file(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "download", NULL };
	own_rows struct db_rows		*task_rows = NULL, *rows = NULL;
	struct task			 task;
	struct task_file		 file;
	int64_t				 id;

	if (web_query_only(req, names, err) == -1 ||
	    web_id(req, 1, &id, err) == -1 ||
	    take_task(db, req, &task_rows, &task, err) == -1 ||
	    task_file_get(db, task.id, id, &rows, &file, err) == -1)
		return -1;
	return file_answer(db, req, res, &task_files, id, file.name, err);
}

/* DELETE /api/v1/tasks/:id/files/:f -> 204 | 403 | 404 */
static int
drop_file(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct actor	actor = actor_of(req);
	int64_t			task_id, id;

	(void)res;
	return web_id(req, 0, &task_id, err) == -1 ||
	    web_id(req, 1, &id, err) == -1 ||
	    task_file_drop(db, &actor, task_id, id, err) == -1 ? -1 : 204;
}

/* --- reminders --- */

#define BEFORE_MAX	INT64_C(525600)	/* minutes: a year */
#define MINUTE_MS	INT64_C(60000)

static struct reminder_subject
subject_of(const struct task *task)
{
	return (struct reminder_subject){ .company_id = task->company_id,
		.kind = "task", .id = task->id };
}

static void
emit_reminder(struct buf *b, const struct reminder *r)
{
	emit_open(b, NULL, '{');
	emit_int(b, "id", r->id);
	if (r->counted)
		emit_int(b, "before_minutes", r->before_minutes);
	else
		emit_null(b, "before_minutes");
	emit_time(b, "at", r->at);
	emit_time(b, "sent_at", r->sent_at);
	emit_time(b, "created_at", r->created_at);
	emit_close(b, '}');
}

/* GET /api/v1/tasks/:id/reminders -> 200 [one's own], the next one first | 404 */
static int
list_reminders(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*task_rows = NULL, *rows = NULL;
	struct reminder_subject	 subject;
	struct reminder		 one;
	struct task		 task;

	if (web_query_only(req, NULL, err) == -1 ||
	    take_task(db, req, &task_rows, &task, err) == -1)
		return -1;
	subject = subject_of(&task);
	if (reminder_list(db, &subject, req->who->user_id, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while (reminder_next(rows, &one))
		emit_reminder(&res->body, &one);
	emit_close(&res->body, ']');
	return 200;
}

/* {at} or {before_minutes} */
static int
read_reminder(const struct web_req *req, struct reminder *out,
    struct err *err)
{
	static const char *const	 names[] = { "at", "before_minutes",
		NULL };
	const char			*at = NULL;
	int64_t				 before = -1;

	if (!json_is_object(req->body))
		return err_code(err, ERR_INPUT, "io.json", "1:1");
	if (field_only(req->body, names, err) == -1 ||
	    field_line_opt(req->body, "at", 40, &at, err) == -1 ||
	    field_int_opt(req->body, "before_minutes", 0, BEFORE_MAX,
	    &before, err) == -1)
		return -1;
	if ((at == NULL) == (before == -1))
		return err_field(err, "at", "team.reminder_one", "%s", "");
	out->counted = at == NULL;
	out->before_minutes = before;
	return at == NULL ? 0 : field_moment(at, "at", req->who->zone, false,
	    &out->at, err);
}

/* One that is over already would be said at once. Without a deadline it waits. */
static int
check_ahead(const struct reminder *r, int64_t due_at, struct err *err)
{
	const int64_t	at = r->counted ? due_at - r->before_minutes *
			    MINUTE_MS : r->at;

	return (r->counted && due_at == 0) || at > clock_ms() ? 0 :
	    err_field(err, r->counted ? "before_minutes" : "at",
	    "team.reminder_past", "%s", "");
}

/* POST /api/v1/tasks/:id/reminders {at} or {before_minutes} -> 201 it | 400 | 404 | 409 */
static int
add_reminder(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*task_rows = NULL, *rows = NULL;
	struct reminder_subject	 subject;
	struct reminder		 one = { 0 };
	struct task		 task;
	int64_t			 id;

	if (read_reminder(req, &one, err) == -1 ||
	    take_task(db, req, &task_rows, &task, err) == -1 ||
	    check_ahead(&one, task.due_date, err) == -1)
		return -1;
	subject = subject_of(&task);
	if (reminder_add(db, &subject, req->who->user_id, &one, task.due_date,
	    &id, err) == -1 || reminder_list(db, &subject, req->who->user_id,
	    &rows, err) == -1)
		return -1;
	while (reminder_next(rows, &one))
		if (one.id == id)
			emit_reminder(&res->body, &one);
	return 201;
}

/* DELETE /api/v1/tasks/:id/reminders/:r -> 204 | 404 */
static int
drop_reminder(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*task_rows = NULL;
	struct reminder_subject	 subject;
	struct task		 task;
	int64_t			 id;

	(void)res;
	if (web_id(req, 1, &id, err) == -1 ||
	    take_task(db, req, &task_rows, &task, err) == -1)
		return -1;
	subject = subject_of(&task);
	return reminder_drop(db, &subject, req->who->user_id, id, err) == -1 ?
	    -1 : 204;
}

/* --- the list as a file --- */

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

/* GET /api/v1/tasks/export?<filters>&ordering=&separator= -> 200 CSV of TASK_EXPORT_MAX rows at
 * most */
static int
export_tasks(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 more[] = { "ordering", "separator",
		NULL };
	own_task_export struct task_export	*x = mem_zero(sizeof(*x));
	own_task_sight struct task_sight	 sight = { 0 };
	char				 iso[CLOCK_ISO_SIZE], name[24];

	x->conf = req->conf;
	x->who = right_who_of(req);
	x->zone = req->who->zone;
	x->lang = req->lang;
	x->site = conf_site(req->conf);
	if (task_search_only(req, more, err) == -1 ||
	    web_csv_separator(req, &x->separator, err) == -1 ||
	    web_query_word(req, "ordering", task_orders, &x->order,
	    err) == -1 ||
	    task_search_read(req, &x->filter, err) == -1 ||
	    task_sight_of(db, req, &sight, err) == -1)
		return -1;
	clock_iso(clock_ms(), iso);
	snprintf(name, sizeof(name), "tasks-%.10s", iso);
	web_csv_file(res, x->separator, name);
	res->stream = next_export;
	res->arg = give(x);
	res->arg_close = close_export;
	return 200;
}
