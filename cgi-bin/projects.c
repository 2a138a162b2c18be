/* projects: the team's projects, their members, the clients whose they are, and what tasks are
 * written with: colleagues, tags, how a text will look. Over HTTP. */
#include <string.h>

#include "account/auth.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "io/markdown.h"
#include "io/web.h"
#include "team/actor.h"
#include "team/client.h"
#include "team/history.h"
#include "team/people.h"
#include "team/project.h"
#include "team/project_edit.h"
#include "team/project_view.h"
#include "team/tag.h"
#include "team/task.h"
#include "team/task_find.h"
#include "team/task_stats.h"

static web_handler list_projects, add_project, show_project, change_project,
    drop_project, list_history, show_stats, list_members, put_member, drop_member,
    list_clients, add_client, show_client, change_client, drop_client,
    list_colleagues, show_colleague, list_tags, show_markdown;

static const struct web_route routes[] = {
	{ "GET",    "/api/v1/projects", list_projects, ROLE_MEMBER, 0 },
	{ "POST",   "/api/v1/projects", add_project, ROLE_MEMBER,
	    WEB_STARTS | WEB_LONG },
	{ "GET",    "/api/v1/projects/:id", show_project, ROLE_MEMBER, 0 },
	{ "PATCH",  "/api/v1/projects/:id", change_project, ROLE_MEMBER,
	    WEB_STARTS | WEB_LONG | WEB_VERSION },
	{ "DELETE", "/api/v1/projects/:id", drop_project, ROLE_MEMBER,
	    WEB_STARTS | WEB_VERSION },
	{ "GET",    "/api/v1/projects/:id/audit", list_history, ROLE_MEMBER,
	    0 },
	{ "GET",    "/api/v1/projects/:id/stats", show_stats, ROLE_MEMBER,
	    0 },
	{ "GET",    "/api/v1/projects/:id/members", list_members, ROLE_MEMBER,
	    0 },
	{ "POST",   "/api/v1/projects/:id/members", put_member, ROLE_MEMBER,
	    WEB_STARTS },
	{ "DELETE", "/api/v1/projects/:id/members/:user", drop_member,
	    ROLE_MEMBER, WEB_STARTS },
	{ "GET",    "/api/v1/clients", list_clients, ROLE_MEMBER, 0 },
	{ "POST",   "/api/v1/clients", add_client, ROLE_MEMBER, 0 },
	{ "GET",    "/api/v1/clients/:id", show_client, ROLE_MEMBER, 0 },
	{ "PATCH",  "/api/v1/clients/:id", change_client, ROLE_MEMBER, 0 },
	{ "DELETE", "/api/v1/clients/:id", drop_client, ROLE_MEMBER, 0 },
	{ "GET",    "/api/v1/colleagues", list_colleagues, ROLE_MEMBER, 0 },
	{ "GET",    "/api/v1/colleagues/:id", show_colleague, ROLE_MEMBER, 0 },
	{ "GET",    "/api/v1/tags", list_tags, ROLE_MEMBER, 0 },
	{ "POST",   "/api/v1/markdown", show_markdown, ROLE_MEMBER, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "projects", routes, &auth);
}

/* --- projects --- */

/* GET /api/v1/projects?status=&client=&q=&page=&page_size=&after= -> 200 [project], by name */
static int
list_projects(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "status", "client", "q",
		"page", "page_size", "after", NULL };
	own_rows struct db_rows		*rows = NULL;
	const struct right_who		 who = right_who_of(req);
	struct project_filter		 filter = { 0 };
	struct project			 project;
	struct cursor			 last = { 0 };
	struct web_page			 page;
	int64_t				 total, n = 0;

	if (web_query_only(req, names, err) == -1 ||
	    web_page_read_by(req, CURSOR_BY_TEXT, &page, err) == -1 ||
	    web_query_word(req, "status", project_statuses, &filter.status,
	    err) == -1 ||
	    web_query_text(req, "q", PROJECT_NAME_MAX, &filter.q,
	    err) == -1 ||
	    web_query_int(req, "client", 0, 1, INT64_MAX, &filter.client_id,
	    err) == -1 ||
	    project_count(db, &who, &filter, &total, err) == -1 ||
	    project_list(db, &who, &filter, &page.from, page.size + 1,
	    web_page_skip(&page), &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	for (; n < page.size && project_next(rows, &project); n++) {
		project_view_brief(&res->body, &who, &project);
		last = cursor_at(project.name, project.id);
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_TEXT, &last,
	    n == page.size && db_rows_next(rows), total);
	return 200;
}

static int
put_project(struct db *db, const struct right_who *who,
    const struct project *project, struct web_res *res, struct err *err)
{
	web_version_add(res, project->version);
	return project_view_whole(db, &res->body, who, project, err);
}

/* As it was written. */
static int
answer(struct db *db, const struct web_req *req, struct web_res *res,
    int64_t id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const struct right_who	 who = right_who_of(req);
	struct project		 project;

	return project_get_written(db, &who, id, &rows, &project,
	    err) == -1 || put_project(db, &who, &project, res, err) == -1 ?
	    -1 : 0;
}

/* POST /api/v1/projects {name, ...} -> 201 the project | 400 | 403 */
static int
add_project(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct actor	actor = actor_of(req);
	int64_t			id;

	if (project_edit_add(db, &actor, req->body, &id, err) == -1)
		return -1;
	web_header_add(res, "Location", "/api/v1/projects/%lld/",
	    (long long)id);
	return answer(db, req, res, id, err) == -1 ? -1 : 201;
}

/* GET /api/v1/projects/:id -> 200 with its members | 404 */
static int
show_project(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const struct right_who	 who = right_who_of(req);
	struct project		 project;
	int64_t			 id;

	return web_id(req, 0, &id, err) == -1 ||
	    project_get(db, &who, id, &rows, &project, err) == -1 ||
	    put_project(db, &who, &project, res, err) == -1 ? -1 : 200;
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
	struct project		 p;

	if (strcmp(err->code, "team.project_version") == 0 &&
	    project_get(db, &who, id, &rows, &p, &ignored) == 0 &&
	    project_view_whole(db, &now, &who, &p, &ignored) == 0)
		res->more = json_pack("{s:o, s:O}", "current",
		    json_loadb(now.data, now.len, 0, NULL), "yours",
		    req->body);
	return -1;
}

/* PATCH /api/v1/projects/:id -> 200 the project | 400 | 403 | 404 | 409 */
static int
change_project(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct actor	actor = actor_of(req);
	int64_t			id;

	if (web_id(req, 0, &id, err) == -1)
		return -1;
	if (project_edit_change(db, &actor, id, req->body, err) == -1)
		return conflict(db, req, res, id, err);
	return answer(db, req, res, id, err) == -1 ? -1 : 200;
}

/* GET /api/v1/projects/:id/audit?page=&page_size=&after= -> 200 [change], newest first | 404 */
static int
list_history(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const struct right_who	 who = right_who_of(req);
	struct project		 project;
	int64_t			 id;

	return web_id(req, 0, &id, err) == -1 ||
	    project_get(db, &who, id, &rows, &project, err) == -1 ? -1 :
	    history_answer(db, req, res, HISTORY_PROJECT, id, err);
}

/*
 * DELETE /api/v1/projects/:id?move_to= -> 204 | 400 | 403 | 404 | 409 it has tasks. move_to: the
 * project that takes them, or "none": they become personal.
 */
static int
drop_project(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "move_to", NULL };
	const struct actor	 actor = actor_of(req);
	const char		*to = web_query(req, "move_to");
	int64_t			 id, move_to = -1;

	(void)res;
	if (web_query_only(req, names, err) == -1 ||
	    web_id(req, 0, &id, err) == -1)
		return -1;
	if (to != NULL && strcmp(to, "none") == 0)
		move_to = 0;
	else if (web_query_int(req, "move_to", -1, 1, INT64_MAX, &move_to,
	    err) == -1)
		return -1;
	return project_edit_drop(db, &actor, id, req->body, move_to, err) == -1 ? -1 :
	    204;
}

/* GET /api/v1/projects/:id/stats?days=90 -> 200 {stats, burn_up, cycle_time} | 404 */
static int
show_stats(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "days", NULL };
	own_rows struct db_rows		*rows = NULL;
	own_buf struct buf		 stats = { 0 }, cycle = { 0 };
	own_task_sight struct task_sight sight = { 0 };
	struct task_filter		 filter = { .list.n = 1 };
	struct project			 project;
	int64_t				 id, days;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_int(req, "days", 90, 1, 366, &days, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ||
	    task_sight_of(db, req, &sight, err) == -1 ||
	    project_get(db, &sight.who, id, &rows, &project, err) == -1)
		return -1;
	filter.list.v[0] = id;
	if (task_stats_emit(db, &stats, &sight, &filter, req->who->zone,
	    err) == -1 || task_stats_cycle(db, &cycle, &sight, &filter,
	    req->who->zone, days, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '{');
	emit_json(&res->body, "stats", buf_str(&stats));
	emit_json(&res->body, "cycle_time", buf_str(&cycle));
	if (task_stats_burn_up(db, &res->body, "burn_up", &sight, id,
	    req->who->zone, days, err) == -1)
		return -1;
	emit_close(&res->body, '}');
	return 200;
}

/* --- members --- */

/* GET /api/v1/projects/:id/members -> 200 [member] | 404 */
static int
list_members(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const struct right_who	 who = right_who_of(req);
	struct project		 project;
	int64_t			 id;

	return web_id(req, 0, &id, err) == -1 ||
	    project_get(db, &who, id, &rows, &project, err) == -1 ||
	    project_view_members(db, &res->body, NULL, &project, err) == -1 ?
	    -1 : 200;
}

/* POST /api/v1/projects/:id/members {user, role?, is_active?} -> 200 [member] | 400 | 403 | 404 */
static int
put_member(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const struct actor	 actor = actor_of(req);
	struct project		 project;
	int64_t			 id;

	return web_id(req, 0, &id, err) == -1 ||
	    project_edit_member(db, &actor, id, req->body, err) == -1 ||
	    project_get_written(db, &actor.who, id, &rows, &project,
	    err) == -1 || project_view_members(db, &res->body, NULL, &project,
	    err) == -1 ? -1 : 200;
}

/* DELETE /api/v1/projects/:id/members/:user -> 204 | 403 | 404 */
static int
drop_member(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct actor	actor = actor_of(req);
	int64_t			id, user_id;

	(void)res;
	return web_id(req, 0, &id, err) == -1 ||
	    web_id(req, 1, &user_id, err) == -1 ||
	    project_edit_member_drop(db, &actor, id, user_id, err) == -1 ?
	    -1 : 204;
}

/* --- clients --- */

/* GET /api/v1/clients?q=&page=&page_size=&after= -> 200 [client], by name */
static int
list_clients(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "q", "page",
		"page_size", "after", NULL };
	own_rows struct db_rows		*rows = NULL;
	const struct right_who		 who = right_who_of(req);
	struct client			 client;
	struct cursor			 last = { 0 };
	struct web_page			 page;
	const char			*q = NULL;
	int64_t				 total, n = 0;

	if (web_query_only(req, names, err) == -1 ||
	    web_page_read_by(req, CURSOR_BY_TEXT, &page, err) == -1 ||
	    web_query_text(req, "q", CLIENT_NAME_MAX, &q, err) == -1 ||
	    client_count(db, &who, q, &total, err) == -1 ||
	    client_list(db, &who, q, &page.from, page.size + 1,
	    web_page_skip(&page), &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	for (; n < page.size && client_next(rows, &client); n++) {
		project_view_client(&res->body, &client);
		last = cursor_at(client.name, client.id);
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_TEXT, &last,
	    n == page.size && db_rows_next(rows), total);
	return 200;
}

static int
answer_client(struct db *db, const struct right_who *who, struct web_res *res,
    int64_t id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct client		 client;

	if (client_get(db, who, id, &rows, &client, err) == -1)
		return -1;
	project_view_client(&res->body, &client);
	return 0;
}

/* The client's name, sent by one who may change clients. */
static int
read_client(const struct web_req *req, const struct actor *actor,
    const char **name, struct err *err)
{
	static const char *const	names[] = { "name", NULL };

	if (!json_is_object(req->body))
		return err_code(err, ERR_INPUT, "io.json", "1:1");
	return project_edit_may_add(actor, err) == -1 ||
	    field_only(req->body, names, err) == -1 ||
	    field_line(req->body, "name", 1, CLIENT_NAME_MAX, name,
	    err) == -1 ? -1 : 0;
}

/* POST /api/v1/clients {name} -> 201, or 200 the one that has that name | 400 | 403 */
static int
add_client(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct actor	 actor = actor_of(req);
	const char		*name = NULL;
	bool			 made = false;
	int64_t			 id;

	if (read_client(req, &actor, &name, err) == -1 ||
	    client_of_name(db, &actor.who, name, &id, &made, err) == -1)
		return -1;
	web_header_add(res, "Location", "/api/v1/clients/%lld/",
	    (long long)id);
	return answer_client(db, &actor.who, res, id, err) == -1 ? -1 :
	    made ? 201 : 200;
}

/* GET /api/v1/clients/:id -> 200 | 404 */
static int
show_client(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct right_who	who = right_who_of(req);
	int64_t			id;

	return web_id(req, 0, &id, err) == -1 ||
	    answer_client(db, &who, res, id, err) == -1 ? -1 : 200;
}

/* One that is seen, by one who may change it. */
static int
own_client(struct db *db, const struct web_req *req,
    const struct actor *actor, int64_t *id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct client		 client;

	return web_id(req, 0, id, err) == -1 ||
	    client_get(db, &actor->who, *id, &rows, &client, err) == -1 ||
	    project_edit_may_add(actor, err) == -1 ? -1 : 0;
}

/* PATCH /api/v1/clients/:id {name} -> 200 | 400 | 403 | 404 | 409 */
static int
change_client(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct actor	 actor = actor_of(req);
	const char		*name = NULL;
	int64_t			 id;

	return own_client(db, req, &actor, &id, err) == -1 ||
	    read_client(req, &actor, &name, err) == -1 ||
	    client_rename(db, &actor.who, id, name, err) == -1 ||
	    answer_client(db, &actor.who, res, id, err) == -1 ? -1 : 200;
}

/* DELETE /api/v1/clients/:id -> 204 | 403 | 404 | 409 it has projects */
static int
drop_client(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct actor	actor = actor_of(req);
	int64_t			id;

	(void)res;
	return own_client(db, req, &actor, &id, err) == -1 ||
	    client_drop(db, &actor.who, id, err) == -1 ? -1 : 204;
}

/* --- what tasks are written with --- */

/* GET /api/v1/colleagues?all=1&page_size=&after= -> 200 [{id, name, active}]: whom a task may be
 * given to; all: and those who no longer work here */
static int
list_colleagues(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "all", "page_size",
		"after", NULL };
	const struct right_who		 who = right_who_of(req);
	struct web_page			 page;
	struct cursor			 last = { 0 };
	bool				 all = false, more;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_flag(req, "all", &all, err) == -1 ||
	    web_page_read_sized(req, CURSOR_BY_TEXT, PEOPLE_PAGE, &page,
	    err) == -1 || people_emit(db, &who, all, &page.from, page.size,
	    &res->body, &last, &more, err) == -1)
		return -1;
	web_page_write_by(res, req, &page, CURSOR_BY_TEXT, &last, more, -1);
	return 200;
}

/* GET /api/v1/colleagues/:id -> 200 {id, name, role, ...} | 404 */
static int
show_colleague(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct right_who	 who = right_who_of(req);
	int64_t			 id;

	return web_query_only(req, NULL, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ||
	    people_card(db, &who, id, &res->body, err) == -1 ? -1 : 200;
}

/* GET /api/v1/tags -> 200 [{name, count}] of the tasks that one may see */
static int
list_tags(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { NULL };
	own_task_sight struct task_sight sight = { 0 };

	return web_query_only(req, names, err) == -1 ||
	    task_sight_of(db, req, &sight, err) == -1 ||
	    tag_emit(db, &sight, &res->body, err) == -1 ? -1 : 200;
}

/* POST /api/v1/markdown {text} -> 200 {nodes}: how it will look | 400 */
static int
show_markdown(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "text", NULL };
	const char			*text = "";

	(void)db;
	if (!json_is_object(req->body))
		return err_code(err, ERR_INPUT, "io.json", "1:1");
	if (field_only(req->body, names, err) == -1 ||
	    field_text_opt(req->body, "text", TASK_TEXT_MAX, &text,
	    err) == -1)
		return -1;
	emit_open(&res->body, NULL, '{');
	markdown_emit(&res->body, "nodes", text);
	emit_close(&res->body, '}');
	return 200;
}
