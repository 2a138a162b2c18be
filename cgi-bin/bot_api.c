/* bot_api: what an outside bot of the customer asks for the people of its chats. It shows
 * SYSTEM_BOT_TOKEN, and nothing else is believed: no session, no API token. Each call acts as
 * the one who has the chat, with exactly their rights. */
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "account/auth.h"
#include "account/login_link.h"
#include "account/user.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mask.h"
#include "base/mem.h"
#include "bot/login.h"
#include "bot/person.h"
#include "bot/project.h"
#include "bot/task.h"
#include "io/budget.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "io/web.h"
#include "team/project.h"
#include "team/project_edit.h"
#include "team/project_view.h"
#include "team/task.h"
#include "team/task_comment.h"
#include "team/task_view.h"
#include "telegram/bot.h"
#include "telegram/link.h"

#define CALLS_A_MINUTE	1200
#define CHAT_MAX	(INT64_C(1) << 53)
#define LIST_MAX	100

static web_handler show_me, link_account, make_login, list_open, list_today,
    show_task, set_task_status, complete_task, add_comment, list_projects,
    show_project, set_project_status, show_stats, add_project, add_task,
    clear_own;

#define OPEN	(WEB_PUBLIC | WEB_NO_CSRF)
static const struct web_route routes[] = {
	{ "GET", "/api/bot/me", show_me, ROLE_NONE, OPEN },
	{ "POST", "/api/bot/link-account", link_account, ROLE_NONE, OPEN },
	{ "POST", "/api/bot/web-login-token", make_login, ROLE_NONE,
	    OPEN | WEB_SECRET },
	{ "GET", "/api/bot/get_user_tasks", list_open, ROLE_NONE, OPEN },
	{ "GET", "/api/bot/today", list_today, ROLE_NONE, OPEN },
	{ "GET", "/api/bot/task", show_task, ROLE_NONE, OPEN },
	{ "POST", "/api/bot/task-set-status", set_task_status, ROLE_NONE,
	    OPEN | WEB_STARTS },
	{ "POST", "/api/bot/complete_task", complete_task, ROLE_NONE,
	    OPEN | WEB_STARTS },
	{ "POST", "/api/bot/task-comment", add_comment, ROLE_NONE,
	    OPEN | WEB_STARTS },
	{ "GET", "/api/bot/projects", list_projects, ROLE_NONE, OPEN },
	{ "GET", "/api/bot/project", show_project, ROLE_NONE, OPEN },
	{ "POST", "/api/bot/project-set-status", set_project_status,
	    ROLE_NONE, OPEN | WEB_STARTS },
	{ "GET", "/api/bot/stats", show_stats, ROLE_NONE, OPEN },
	{ "POST", "/api/bot/admin-create-project", add_project, ROLE_NONE,
	    OPEN | WEB_STARTS },
	{ "POST", "/api/bot/admin-create-task", add_task, ROLE_NONE,
	    OPEN | WEB_STARTS },
	{ "POST", "/api/bot/clear-personal-bot", clear_own, ROLE_NONE, OPEN },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "bot_api", routes, &auth);
}

/* --- who asks --- */

/* Of a call: what was sent, whose chat it is. */
struct call {
	json_t			*in;
	int64_t			 chat_id;
	struct user		 user;
	struct bot_person	 person;
};

static void
call_clear(struct call *c)
{
	user_clear(&c->user);
}
#define own_call cleanup(call_clear)

/* Is it the outside bot, and not too often? */
static int
admit(struct db *db, const struct web_req *req, struct err *err)
{
	own_str char	*token = conf_get_now(req->conf, "SYSTEM_BOT_TOKEN");
	const char	*header = web_header(req, "Authorization");
	struct budget	 budget = { .provider = "bot_api", .limit =
		CALLS_A_MINUTE, .period_s = 60 };

	mask_add(header);
	if (token == NULL || strlen(token) < BOT_TOKEN_LEAST)
		return err_code(err, ERR_DOWN, "bot.unset", "%s", "");
	if (header == NULL || strncasecmp(header, "Bearer ", 7) != 0 ||
	    !secret_equal(header + 7 + strspn(header + 7, " "), token))
		return err_code(err, ERR_AUTH, "bot.token", "%s", "");
	budget.credential = token;
	return budget_take(db, &budget, 0, err);
}

/* A bot's numbers may be texts, in JSON too: chat_id comes as either. */
static int
read_chat(struct db *db, const struct web_req *req, const char *const *names,
    struct call *c, struct err *err)
{
	if (admit(db, req, err) == -1)
		return -1;
	c->in = strcmp(req->method, "GET") == 0 ? req->query : req->body;
	if (!json_is_object(c->in))
		return err_code(err, ERR_INPUT, "io.json", "1:1");
	json_object_del(c->in, "lang");
	field_form(c->in);
	return field_only(c->in, names, err) == -1 || field_int(c->in,
	    "chat_id", -CHAT_MAX, CHAT_MAX, &c->chat_id, err) == -1 ? -1 : 0;
}

static int
begin(struct db *db, const struct web_req *req, const char *const *names,
    struct web_res *res, struct call *c, struct err *err)
{
	if (read_chat(db, req, names, c, err) == -1)
		return -1;
	if (bot_person_find(db, req->conf, c->chat_id, &c->user, err) == -1) {
		if (strcmp(err->code, "bot.unlinked") == 0)
			res->more = json_pack("{s:s, s:b}", "error",
			    "User not linked", "linked", 0);
		return -1;
	}
	return bot_person_read(req->conf, &c->user, false, &c->person, err);
}

static const char *const chat_only[] = { "chat_id", NULL };

/* --- the person --- */

/* GET /api/bot/me?chat_id= -> 200 {linked, username, is_admin} | 404 */
static int
show_me(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_call struct call	c = { .in = NULL };

	if (begin(db, req, chat_only, res, &c, err) == -1)
		return -1;
	res->json = json_pack("{s:b, s:s, s:b}", "linked", 1, "username",
	    c.user.email, "is_admin", c.user.role == ROLE_ADMIN);
	return 200;
}

/* A token that does not work is what was sent, not who asks. */
static int
take_token(struct db *db, const struct web_req *req, const struct call *c,
    const char *token, int64_t *user_id, struct err *err)
{
	struct telegram_bot	bot;

	if (telegram_bot_system(db, req->conf, &bot, err) == -1) {
		if (err->kind == ERR_ABSENT)
			err->kind = ERR_CONFLICT;
		return -1;
	}
	if (telegram_link_take(db, &bot, token, c->chat_id, "", user_id,
	    err) == 0)
		return 0;
	if (err->kind != ERR_AUTH)
		return -1;
	*err = (struct err){ 0 };
	return err_field(err, "token", "telegram.link_expired", "%s", "");
}

/* POST /api/bot/link-account {token, chat_id} -> 200 {status, username} | 400 */
static int
link_account(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "token", "chat_id",
		NULL };
	own_call struct call		 c = { .in = NULL };
	const char			*token;
	int64_t				 user_id;

	if (read_chat(db, req, names, &c, err) == -1 ||
	    field_line(c.in, "token", 1, 100, &token, err) == -1 ||
	    take_token(db, req, &c, token, &user_id, err) == -1 ||
	    user_get(db, user_id, &c.user, err) == -1)
		return -1;
	res->json = json_pack("{s:s, s:s}", "status", "ok", "username",
	    c.user.email);
	return 200;
}

/* POST /api/bot/web-login-token {chat_id} -> 200 {status, login_url, expires_in} | 404 */
static int
make_login(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_call struct call	 c = { .in = NULL };
	own_str char		*url = NULL;

	if (begin(db, req, chat_only, res, &c, err) == -1 ||
	    login_link_make(db, req->conf, c.user.id, BOT_LOGIN_MINUTES, &url,
	    err) == -1)
		return -1;
	res->json = json_pack("{s:s, s:s, s:i}", "status", "ok", "login_url",
	    url, "expires_in", BOT_LOGIN_MINUTES * 60);
	return 200;
}

/* POST /api/bot/clear-personal-bot {chat_id} -> 200 {status}: it is off, its token is kept | 404 */
static int
clear_own(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_call struct call	c = { .in = NULL };

	if (begin(db, req, chat_only, res, &c, err) == -1 ||
	    bot_person_own_off(db, c.user.id, err) == -1)
		return -1;
	res->json = json_pack("{s:s}", "status", "ok");
	return 200;
}

/* --- tasks --- */

static int
list_tasks(struct db *db, const struct web_req *req, struct web_res *res,
    bool today, struct err *err)
{
	own_call struct call	 c = { .in = NULL };
	own_rows struct db_rows	*rows = NULL;
	struct task		 task;

	if (begin(db, req, chat_only, res, &c, err) == -1 ||
	    bot_task_list(db, &c.person, today, LIST_MAX, 0, &rows,
	    err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while (task_next(rows, &task))
		task_view_brief(&res->body, &c.person.actor.who, &task);
	emit_close(&res->body, ']');
	return 200;
}

/* GET /api/bot/get_user_tasks?chat_id= -> 200 [task]: open ones, by deadline, 100 at most | 404 */
static int
list_open(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return list_tasks(db, req, res, false, err);
}

/* GET /api/bot/today?chat_id= -> 200 [task]: of them those due on the person's day | 404 */
static int
list_today(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return list_tasks(db, req, res, true, err);
}

/* A call about one thing: its chat, and the thing's id by that name. */
static int
begin_of(struct db *db, const struct web_req *req, const char *const *names,
    struct web_res *res, struct call *c, int64_t *id, struct err *err)
{
	return begin(db, req, names, res, c, err) == -1 ||
	    field_int(c->in, names[1], 1, INT64_MAX, id, err) == -1 ? -1 : 0;
}

static int
put_task(struct db *db, const struct call *c, int64_t id, struct buf *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct task		 task;

	return bot_task_get(db, &c->person, id, &rows, &task, err) == -1 ||
	    bot_task_emit(db, &c->person, &task, out, err) == -1 ? -1 : 0;
}

/* GET /api/bot/task?chat_id=&task_id= -> 200 the task with comments, the last 20 | 404 */
static int
show_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "chat_id", "task_id",
		NULL };
	own_call struct call		c = { .in = NULL };
	int64_t				id;

	return begin_of(db, req, names, res, &c, &id, err) == -1 ||
	    put_task(db, &c, id, &res->body, err) == -1 ? -1 : 200;
}

static int
answer_status(struct db *db, const struct call *c, struct web_res *res,
    int64_t id, const char *status, struct err *err)
{
	const char	*now = NULL;

	if (bot_task_set_status(db, &c->person, id, status, &now, err) == -1)
		return -1;
	res->json = json_pack("{s:s, s:I, s:s}", "status", "ok", "task_id",
	    (json_int_t)id, "task_status", now);
	return 200;
}

/* POST /api/bot/task-set-status {chat_id, task_id, status} -> 200 {status, task_id, task_status} |
 * 400 | 403 | 404 */
static int
set_task_status(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	static const char *const	 names[] = { "chat_id", "task_id",
		"status", NULL };
	own_call struct call		 c = { .in = NULL };
	const char			*status;
	int64_t				 id;

	return begin_of(db, req, names, res, &c, &id, err) == -1 ||
	    field_line(c.in, "status", 1, 100, &status, err) == -1 ? -1 :
	    answer_status(db, &c, res, id, status, err);
}

/* POST /api/bot/complete_task {chat_id, task_id} -> 200 as task-set-status | 403 | 404 */
static int
complete_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "chat_id", "task_id",
		NULL };
	own_call struct call		c = { .in = NULL };
	int64_t				id;

	return begin_of(db, req, names, res, &c, &id, err) == -1 ? -1 :
	    answer_status(db, &c, res, id, "done", err);
}

static int
put_comment(struct db *db, const struct call *c, int64_t task_id, int64_t id,
    struct buf *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL, *found = NULL;
	own_buf struct buf	 one = { 0 };
	struct task		 task;
	struct task_comment	 comment;

	if (bot_task_get(db, &c->person, task_id, &rows, &task, err) == -1 ||
	    task_comment_get(db, task_id, id, &found, &comment, err) == -1)
		return -1;
	task_comment_emit(&one, &c->person.actor.who, &task, &comment);
	emit_open(out, NULL, '{');
	emit_str(out, "status", "ok");
	emit_json(out, "comment", buf_str(&one));
	emit_close(out, '}');
	return 0;
}

/* POST /api/bot/task-comment {chat_id, task_id, text} -> 200 {status, comment} | 400 | 404 */
static int
add_comment(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "chat_id", "task_id",
		"text", NULL };
	own_call struct call		 c = { .in = NULL };
	const char			*text;
	int64_t				 id, comment_id;

	return begin_of(db, req, names, res, &c, &id, err) == -1 ||
	    field_text(c.in, "text", 1, TASK_COMMENT_MAX, &text, err) == -1 ||
	    bot_task_comment(db, &c.person, id, text, &comment_id,
	    err) == -1 || put_comment(db, &c, id, comment_id, &res->body,
	    err) == -1 ? -1 : 200;
}

/* GET /api/bot/stats?chat_id= -> 200 {total, by_status} of the person's own tasks | 404 */
static int
show_stats(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_call struct call	c = { .in = NULL };

	return begin(db, req, chat_only, res, &c, err) == -1 ||
	    bot_task_stats(db, &c.person, &res->body, err) == -1 ? -1 : 200;
}

/* --- projects --- */

/* GET /api/bot/projects?chat_id=&status=&q=&ordering= -> 200 [project], 100 at most | 400 | 404 */
static int
list_projects(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "chat_id", "status", "q",
		"ordering", NULL };
	own_call struct call		 c = { .in = NULL };
	own_rows struct db_rows		*rows = NULL;
	struct project_filter		 filter = { NULL };
	struct project			 project;

	if (begin(db, req, names, res, &c, err) == -1 ||
	    web_query_word(req, "status", project_statuses, &filter.status,
	    err) == -1 || web_query_text(req, "q", PROJECT_NAME_MAX,
	    &filter.q, err) == -1 || web_query_word(req, "ordering",
	    project_orders, &filter.order, err) == -1 ||
	    project_list(db, &c.person.actor.who, &filter, NULL, LIST_MAX,
	    0, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while (project_next(rows, &project))
		project_view_brief(&res->body, &c.person.actor.who, &project);
	emit_close(&res->body, ']');
	return 200;
}

static int
put_project(struct db *db, const struct call *c, int64_t id, struct buf *out,
    struct err *err)
{
	const struct right_who	*who = &c->person.actor.who;
	own_rows struct db_rows	*rows = NULL;
	struct project		 project;

	return project_get(db, who, id, &rows, &project, err) == -1 ||
	    project_view_whole(db, out, who, &project, err) == -1 ? -1 : 0;
}

/* GET /api/bot/project?chat_id=&project_id= -> 200 with its members | 404 */
static int
show_project(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "chat_id", "project_id",
		NULL };
	own_call struct call		c = { .in = NULL };
	int64_t				id;

	return begin_of(db, req, names, res, &c, &id, err) == -1 ||
	    put_project(db, &c, id, &res->body, err) == -1 ? -1 : 200;
}

/* POST /api/bot/project-set-status {chat_id, project_id, status} -> 200 {status, project_id,
 * project_status} | 400 | 403 | 404 */
static int
set_project_status(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	static const char *const	 names[] = { "chat_id", "project_id",
		"status", NULL };
	own_call struct call		 c = { .in = NULL };
	const char			*status, *now = NULL;
	int64_t				 id;

	if (begin_of(db, req, names, res, &c, &id, err) == -1 ||
	    field_line(c.in, "status", 1, 100, &status, err) == -1 ||
	    bot_project_set_status(db, &c.person, id, status, &now,
	    err) == -1)
		return -1;
	res->json = json_pack("{s:s, s:I, s:s}", "status", "ok", "project_id",
	    (json_int_t)id, "project_status", now);
	return 200;
}

/* --- what managers and admins make --- */

/* {"status": "ok", name: what was put} */
static void
wrap(struct buf *out, const char *name, struct buf *one)
{
	emit_open(out, NULL, '{');
	emit_str(out, "status", "ok");
	emit_json(out, name, buf_str(one));
	emit_close(out, '}');
}

/* POST /api/bot/admin-create-project {chat_id, name, client_name?, description?, source?} -> 201
 * {status, project} | 400 | 403 */
static int
add_project(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "chat_id", "name",
		"client_name", "description", "source", NULL };
	own_call struct call		c = { .in = NULL };
	own_buf struct buf		one = { 0 };
	struct bot_project_new		new = { NULL };
	int64_t				id;

	if (begin(db, req, names, res, &c, err) == -1 ||
	    project_edit_may_add(&c.person.actor, err) == -1 ||
	    field_line(c.in, "name", 1, PROJECT_NAME_MAX, &new.name,
	    err) == -1 || field_line_opt(c.in, "client_name",
	    PROJECT_NAME_MAX, &new.client, err) == -1 ||
	    field_text_opt(c.in, "description", PROJECT_TEXT_MAX,
	    &new.description, err) == -1 || field_line_opt(c.in, "source",
	    PROJECT_NAME_MAX, &new.source, err) == -1 ||
	    bot_project_add(db, &c.person, &new, &id, err) == -1 ||
	    put_project(db, &c, id, &one, err) == -1)
		return -1;
	wrap(&res->body, "project", &one);
	return 201;
}

/* POST /api/bot/admin-create-task {chat_id, project_id?, title, description?,
 * assigned_to_username?} -> 201 {status, task} | 400 | 403 | 404 */
static int
add_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "chat_id", "project_id",
		"title", "description", "assigned_to_username", NULL };
	own_call struct call		c = { .in = NULL };
	own_buf struct buf		one = { 0 };
	struct bot_task_new		new = { 0 };
	int64_t				id;

	if (begin(db, req, names, res, &c, err) == -1 ||
	    project_edit_may_add(&c.person.actor, err) == -1 ||
	    field_int_opt(c.in, "project_id", 1, INT64_MAX, &new.project_id,
	    err) == -1 || field_line(c.in, "title", 1, TASK_TITLE_MAX,
	    &new.title, err) == -1 || field_text_opt(c.in, "description",
	    TASK_TEXT_MAX, &new.description, err) == -1 ||
	    field_line_opt(c.in, "assigned_to_username", 255,
	    &new.assigned_to, err) == -1 ||
	    bot_task_add(db, &c.person, &new, &id, err) == -1 ||
	    put_task(db, &c, id, &one, err) == -1)
		return -1;
	wrap(&res->body, "task", &one);
	return 201;
}
