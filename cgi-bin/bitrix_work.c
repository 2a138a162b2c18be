/* bitrix_work: tasks and events of Bitrix24 portals, and which projects mirror them. A pool of its
 * own: it waits for portals. */
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
#include "bitrix/bitrix.h"
#include "bitrix/event.h"
#include "bitrix/event_ask.h"
#include "bitrix/event_copy.h"
#include "bitrix/event_form.h"
#include "bitrix/export.h"
#include "bitrix/filter.h"
#include "bitrix/link.h"
#include "bitrix/making.h"
#include "bitrix/project.h"
#include "bitrix/project_form.h"
#include "bitrix/task_ask.h"
#include "bitrix/task_copy.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "io/web.h"
#include "io/web_file.h"
#include "service/provider_account.h"
#include "service/provider_client.h"
#include "service/provider_sync.h"
#include "service/task_home.h"
#include "team/right.h"
#include "team/task_home.h"

#define ROOT		"/api/v1/bitrix24/"
#define KEY_WAIT_S	40	/* as long as a portal may take */

static web_handler list_tasks, create_task, list_events, create_event,
    start_export, send_export,
    list_projects, add_project, show_project, change_project,
    remove_project, try_project;

static const struct web_route routes[] = {
	{ "GET",    ROOT "tasks", list_tasks, ROLE_MEMBER, 0 },
	{ "POST",   ROOT "tasks", create_task, ROLE_RECRUITER, 0 },
	{ "GET",    ROOT "events", list_events, ROLE_MEMBER, 0 },
	{ "POST",   ROOT "events", create_event, ROLE_RECRUITER, 0 },
	{ "POST",   ROOT "export", start_export, ROLE_ADMIN, WEB_STARTS },
	{ "GET",    ROOT "export/:id", send_export, ROLE_ADMIN, WEB_FILE },
	{ "GET",    ROOT "projects", list_projects, ROLE_MEMBER, 0 },
	{ "POST",   ROOT "projects", add_project, ROLE_ADMIN, 0 },
	{ "POST",   ROOT "projects/preview", try_project, ROLE_ADMIN, 0 },
	{ "GET",    ROOT "projects/:id", show_project, ROLE_MEMBER, 0 },
	{ "PATCH",  ROOT "projects/:id", change_project, ROLE_ADMIN, 0 },
	{ "DELETE", ROOT "projects/:id", remove_project, ROLE_ADMIN, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "bitrix_work", routes, &auth);
}

/* --- tasks --- */

/* Whether the caller sees the mapping's project (right.h). */
static int
sees(struct db *db, const struct right_who *who,
    const struct bitrix_project *p, bool *out, struct err *err)
{
	enum right_role	role;
	struct err	why = { 0 };

	*out = who->all || right_in_project(db, who, p->project_id, &role,
	    &why) == 0;
	if (*out || why.kind == ERR_ABSENT)
		return 0;
	*err = why;
	return -1;
}

/* "1,2": mappings, those that were taken away too, whose project the caller sees; *out NULL for who
 * sees all. */
static int
seen_mappings(struct db *db, const struct web_req *req, struct buf *text,
    const char **out, struct err *err)
{
	const struct right_who	 who = right_who_of(req);
	own_rows struct db_rows	*rows = NULL;

	*out = NULL;
	if (who.all)
		return 0;
	if (bitrix_project_list(db, who.company_id, 0, false, &rows,
	    err) == -1)
		return -1;
	for (;;) {
		own_bitrix_project struct bitrix_project	p = { 0 };
		bool						seen;

		if (!bitrix_project_next(rows, &p))
			break;
		if (sees(db, &who, &p, &seen, err) == -1)
			return -1;
		if (seen)
			buf_fmt(text, "%s%lld", text->len > 0 ? "," : "",
			    (long long)p.id);
	}
	*out = buf_str(text);
	return 0;
}

static int
read_moment(const struct web_req *req, const char *name, bool end,
    int64_t *out, struct err *err)
{
	const char	*text = NULL;

	return web_query_text(req, name, 40, &text, err) == -1 ||
	    (text != NULL && field_moment(text, name, req->who->zone, end,
	    out, err) == -1) ? -1 : 0;
}

/* Of the same key the same mark: what was made with it is found. */
static void
mark_of(const struct web_req *req, const char *key,
    char out[BITRIX_MARK_SIZE])
{
	char		 hash[SECRET_HASH_SIZE];
	own_str char	*text = NULL;

	if (key == NULL) {
		bitrix_link_mark(out);
		return;
	}
	text = mem_fmt("%lld:%s", (long long)req->who->company_id, key);
	secret_hash(text, hash);
	snprintf(out, BITRIX_MARK_SIZE, "%s%.22s", BITRIX_MARK, hash);
}

static int
check_task(const json_t *fields, const char **name, struct err *err)
{
	return field_line(fields, "TITLE", 1, 250, name, err);
}

/* --- events --- */

/* Where its calendar is read, it is seen at once; when the portal does not say it, at the next
 * reading. */
static void
keep_event(struct db *db, struct bitrix *api, const json_t *fields,
    const struct bitrix_calendar *of, int64_t id)
{
	own_bitrix_event struct bitrix_event	event = { 0 };
	const char				*type = field_str(fields,
						    "type");
	struct bitrix_calendar			 c = *of;
	struct err				 err = { 0 };

	c.owner_id = field_num(fields, "ownerId", 0);
	if (strcmp(bitrix_calendar_type(&c), type) == 0 &&
	    (bitrix_event_get(api, id, &event, &err) == -1 ||
	    bitrix_event_add(db, &c, &event, &err) == -1))
		log_err(LOG_WARN, "bitrix_work: event", &err);
}

/* --- what both have --- */

/* How tasks are listed and made, and how events are. */
static const struct work {
	int	 (*count)(struct db *, const struct bitrix_filter *, int64_t *,
		    struct err *);
	int	 (*list)(struct db *, const struct bitrix_filter *,
		    const struct cursor *after, int64_t limit, int64_t skip,
		    struct db_rows **, struct err *);
	void	 (*emit)(struct buf *, const struct db_rows *,
		    struct cursor *last);
	int	 (*check)(const json_t *fields, const char **name,
		    struct err *);
	int	 (*make)(struct bitrix *, const json_t *fields,
		    const char *mark, bool first, int64_t *id, struct err *);
	void	 (*keep)(struct db *, struct bitrix *, const json_t *fields,
		    const struct bitrix_calendar *, int64_t id);
	const char *deed;
} tasks = { bitrix_link_count, bitrix_link_list, bitrix_link_emit,
	check_task, bitrix_task_create, NULL, "bitrix24.task.create" },
events = { bitrix_event_count, bitrix_event_list, bitrix_event_emit,
	bitrix_event_check, bitrix_event_create, keep_event, "bitrix24.event.create" };

static int
list_work(struct db *db, const struct web_req *req, struct web_res *res,
    const struct work *work, struct bitrix_filter *f, struct err *err)
{
	static const char *const names[] = { "account_id", "from", "to",
		"updated_since", "page", "page_size", "after", NULL };
	own_rows struct db_rows		*rows = NULL;
	struct web_page			 page;
	struct cursor			 last = { 0 };
	int64_t				 total, n = 0;
	bool				 more;

	f->company_id = req->who->company_id;
	if (web_query_only(req, names, err) == -1 ||
	    web_query_int(req, "account_id", 0, 1, INT64_MAX, &f->account_id,
	    err) == -1 || read_moment(req, "from", false, &f->from,
	    err) == -1 || read_moment(req, "to", true, &f->to, err) == -1 ||
	    read_moment(req, "updated_since", false, &f->updated_since,
	    err) == -1 || web_page_read_by(req, CURSOR_BY_NUMBER, &page,
	    err) == -1 || work->count(db, f, &total, err) == -1 ||
	    work->list(db, f, &page.from, page.size + 1, web_page_skip(&page),
	    &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while ((more = db_rows_next(rows)) && n++ < page.size)
		work->emit(&res->body, rows, &last);
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_NUMBER, &last, more,
	    total);
	return 200;
}

/* GET tasks?account_id=&from=&to=&updated_since= -> 200 [BitrixTask], of projects that one sees */
static int
list_tasks(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct bitrix_filter	 f = { 0 };
	own_buf struct buf	 projects = { 0 };

	return seen_mappings(db, req, &projects, &f.projects, err) == -1 ? -1 :
	    list_work(db, req, res, &tasks, &f, err);
}

/* GET events?account_id=&from=&to=&updated_since= -> 200 [BitrixEvent] */
static int
list_events(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct bitrix_filter	f = { 0 };

	return list_work(db, req, res, &events, &f, err);
}

/* What is to be made. */
struct wish {
	int64_t		 account_id;
	json_t		*fields;	/* of the body */
	const char	*key, *name;
};

static int
read_wish(const struct web_req *req, const struct work *work,
    struct wish *out, struct err *err)
{
	static const char *const names[] = { "account_id", "fields", "key",
		NULL };

	if (field_only(req->body, names, err) == -1 ||
	    field_int(req->body, "account_id", 1, INT64_MAX, &out->account_id,
	    err) == -1 ||
	    field_line_opt(req->body, "key", 100, &out->key, err) == -1 ||
	    field_object_opt(req->body, "fields", &out->fields, err) == -1)
		return -1;
	if (out->fields == NULL)
		return err_field(err, "fields", "required", "%s", "");
	return work->check(out->fields, &out->name, err) == -1 ?
	    err_within(err, 0, "fields") : 0;
}

/* Two at once with the same key make one. The second waits for the first, and finds what it made;
 * where it could not wait, what is being made stands in the table and it is told. */
static int
make_once(struct db *db, const struct web_req *req, const struct work *work,
    const struct wish *w, struct bitrix *api, int64_t *id, struct err *err)
{
	char		mark[BITRIX_MARK_SIZE], lease[BITRIX_LEASE_SIZE];
	struct err	why = { 0 };
	int		rc;

	mark_of(req, w->key, mark);
	if (w->key == NULL)
		return work->make(api, w->fields, mark, false, id, err);
	if (db_lock(db, mark, KEY_WAIT_S, err) == -1)
		return -1;
	rc = bitrix_making_begin(db, w->account_id, mark, lease, err);
	if (rc == 0) {
		rc = work->make(api, w->fields, mark, true, id, err);
		if (bitrix_making_end(db, w->account_id, mark, lease,
		    rc == -1 && err->unsure, &why) == -1)
			log_err(LOG_WARN, "bitrix_work: making", &why);
	}
	db_unlock(db, mark);
	return rc;
}

static int
make_work(struct db *db, const struct web_req *req, struct web_res *res,
    const struct work *work, struct err *err)
{
	own_provider_client struct provider_client	*client = NULL;
	const struct caller	 who = caller_of(db, req);
	struct wish		 w = { 0 };
	int64_t			 id = 0;
	int			 rc;

	if (read_wish(req, work, &w, err) == -1 ||
	    (client = provider_client_open(&who, &bitrix_provider,
	    w.account_id, err)) == NULL)
		return -1;
	rc = make_once(db, req, work, &w, client->api, &id, err);
	provider_client_settle(client, rc == 0 ? NULL : err);
	if (rc == -1)
		return -1;
	if (work->keep != NULL)
		work->keep(db, client->api, w.fields, &(struct bitrix_calendar){
		    .company_id = who.company_id,
		    .account_id = w.account_id }, id);
	audit_request_id(db, req, work->deed, id, w.name);
	res->json = json_pack("{s:I, s:I}", "id", (json_int_t)id,
	    "account_id", (json_int_t)w.account_id);
	return 201;
}

/* POST tasks {account_id, fields, key?} -> 201 {id} | 400 | 404 | 429 it is being made; fields in
 * Bitrix24's names; once for a key */
static int
create_task(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return make_work(db, req, res, &tasks, err);
}

/* POST events {account_id, fields, key?} -> 201 {id} | 400 | 404 | 429; once for a key */
static int
create_event(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return make_work(db, req, res, &events, err);
}

/* --- the export --- */

/* POST export {account_id} -> 202 {id}: a run, whose log says how far it is | 400 | 409 */
static int
start_export(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "account_id", NULL };
	static const char *const args[] = { "accounts", NULL };
	own_provider_account struct provider_account	a = { 0 };
	struct err					failed = { 0 };
	int64_t						account_id, id;

	if (field_only(req->body, names, err) == -1 ||
	    field_int(req->body, "account_id", 1, INT64_MAX, &account_id,
	    err) == -1 ||
	    provider_account_get(db, req->who->company_id, &bitrix_provider,
	    account_id, &a, err) == -1 ||
	    provider_account_check_on(&a, err) == -1 ||
	    provider_sync_queue(db, req->who->company_id, account_id,
	    BITRIX_EXPORT, "manual", &id, err) == -1)
		return -1;
	audit_request_id(db, req, "bitrix24.export", account_id, a.con.name);
	if (proc_start(req->conf, "tick", args, &failed) == -1)
		log_err(LOG_WARN, "bitrix_work: tick", &failed);
	res->json = json_pack("{s:I}", "id", (json_int_t)id);
	return 202;
}

/* GET export/:id -> 200 the file | 404 | 409 it is not whole yet */
static int
send_export(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct sync_run	run;
	int64_t		id;

	if (web_query_only(req, NULL, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ||
	    sync_run_any(db, req->who->company_id, id, &run, err) == -1)
		return -1;
	if (strcmp(run.stream, SYNC_ACCOUNT BITRIX_EXPORT) != 0)
		return err_set(err, ERR_ABSENT, "export %lld", (long long)id);
	if (strcmp(run.state, "done") != 0 || strcmp(run.status,
	    "error") == 0)
		return err_code(err, ERR_CONFLICT, "bitrix.export_open", "%s",
		    "");
	if (bitrix_export_check(db, id, err) == -1)
		return -1;
	web_file_answer(res, "application/zip", "bitrix24.zip", true);
	res->stream = bitrix_export_next;
	res->arg = bitrix_export_open(id);
	res->arg_close = bitrix_export_close;
	return 200;
}

/* --- projects --- */

static int
answer(struct db *db, const struct web_req *req, struct web_res *res,
    int64_t id, int status, struct err *err)
{
	const struct right_who				who = right_who_of(req);
	own_bitrix_project struct bitrix_project	p = { 0 };
	bool						seen;

	if (bitrix_project_get(db, who.company_id, id, &p, err) == -1 ||
	    sees(db, &who, &p, &seen, err) == -1)
		return -1;
	if (!seen)
		return err_set(err, ERR_ABSENT, "mapping %lld", (long long)id);
	res->json = bitrix_project_json(&p);
	return status;
}

/* GET projects?account_id= -> 200 [BitrixProject], those that one sees, by their ids */
static int
list_projects(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "account_id", "page_size",
		"after", NULL };
	own_buf struct buf		 text = { 0 };
	own_rows struct db_rows		*rows = NULL;
	struct web_page			 page;
	struct cursor			 last = { 0 };
	int64_t				 account_id, n = 0;
	const char			*seen;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_int(req, "account_id", 0, 1, INT64_MAX, &account_id,
	    err) == -1 ||
	    web_page_read_on(req, CURSOR_BY_ID, &page, err) == -1 ||
	    seen_mappings(db, req, &text, &seen, err) == -1 ||
	    bitrix_project_page(db, req->who->company_id, account_id, seen,
	    page.from.id, page.size + 1, &rows, err) == -1)
		return -1;
	res->json = json_array();
	for (; n < page.size; n++) {
		own_bitrix_project struct bitrix_project	p = { 0 };

		if (!bitrix_project_next(rows, &p))
			break;
		json_array_append_new(res->json, bitrix_project_json(&p));
		last.id = p.id;
	}
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last,
	    n == page.size && db_rows_next(rows), -1);
	return 200;
}

/* What is not there is a fault of the field that names it. */
static int
absent(struct err *err, const char *field, const char *code)
{
	if (err->kind != ERR_ABSENT)
		return -1;
	*err = (struct err){ 0 };
	return err_field(err, field, code, "%s", "");
}

/* The account and the project are the company's. */
static int
check_named(struct db *db, const struct web_req *req,
    const struct bitrix_project *p, struct err *err)
{
	own_provider_account struct provider_account	a = { 0 };
	const struct task_home_by	by = { .db = db, .conf = req->conf,
		.company_id = req->who->company_id };

	if (provider_account_get(db, by.company_id, &bitrix_provider,
	    p->account_id, &a, err) == -1)
		return absent(err, "account_id", "bitrix.no_account");
	if (team_task_home.check_project(&by, p->project_id, err) == -1)
		return absent(err, "project_id", "team.no_list");
	return 0;
}

/* POST projects {account_id, project_id, group_id?, statuses?, fields?} -> 201 | 400 | 409 */
static int
add_project(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_bitrix_project struct bitrix_project	p = { 0 };
	int64_t						id;

	if (bitrix_project_form_new(req->body, &p, err) == -1)
		return -1;
	p.company_id = req->who->company_id;
	p.user_id = req->who->user_id;
	if (check_named(db, req, &p, err) == -1 ||
	    bitrix_project_add(db, &p, &id, err) == -1)
		return -1;
	audit_request_id(db, req, "bitrix24.mapping.create", id, NULL);
	return answer(db, req, res, id, 201, err);
}

/* GET projects/:id -> 200 | 404 */
static int
show_project(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t	id;

	return web_query_only(req, NULL, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ? -1 :
	    answer(db, req, res, id, 200, err);
}

/* PATCH projects/:id {statuses?, fields?} -> 200 | 400 | 404 */
static int
change_project(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_bitrix_project struct bitrix_project	p = { 0 };
	int64_t						id;

	if (web_id(req, 0, &id, err) == -1 ||
	    bitrix_project_get(db, req->who->company_id, id, &p,
	    err) == -1 ||
	    bitrix_project_form_change(req->body, &p, err) == -1 ||
	    bitrix_project_change(db, &p, err) == -1)
		return -1;
	audit_request_id(db, req, "bitrix24.mapping.change", id, NULL);
	return answer(db, req, res, id, 200, err);
}

/* DELETE projects/:id -> 200 {}; tasks stay on both sides, and are known when it comes back */
static int
remove_project(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_bitrix_project struct bitrix_project	p = { 0 };
	int64_t						id;

	if (web_query_only(req, NULL, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ||
	    bitrix_project_get(db, req->who->company_id, id, &p, err) == -1)
		return -1;
	p.is_active = false;
	if (bitrix_project_change(db, &p, err) == -1)
		return -1;
	audit_request_id(db, req, "bitrix24.mapping.delete", id, NULL);
	res->json = json_object();
	return 200;
}

/* What the first page there would become: nothing is written. */
static json_t *
preview(const json_t *list, const struct bitrix_words *words)
{
	json_t	*out = json_array(), *one;
	size_t	 i;

	json_array_foreach(list, i, one) {
		json_t	*copy = bitrix_copy_read(one, words);

		json_object_set_new(copy, "id", json_integer(field_num(one,
		    "id", 0)));
		json_array_append_new(out, copy);
	}
	return out;
}

/* POST projects/preview {account_id, project_id, ...} -> 200 {tasks: [...]}: a dry run */
static int
try_project(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_provider_client struct provider_client	*client = NULL;
	own_bitrix_project struct bitrix_project	 p = { 0 };
	const struct caller				 who = caller_of(db, req);
	own_json json_t					*list = NULL;
	own_json json_t					*people = NULL;
	int						 rc;

	if (bitrix_project_form_new(req->body, &p, err) == -1 ||
	    check_named(db, req, &p, err) == -1 ||
	    (client = provider_client_open(&who, &bitrix_provider,
	    p.account_id, err)) == NULL ||
	    bitrix_link_people(db, p.account_id, &people, err) == -1)
		return -1;
	rc = bitrix_task_page(client->api, p.group_id, 0, 0, &list, err);
	provider_client_settle(client, rc == 0 ? NULL : err);
	if (rc == -1)
		return -1;
	res->json = json_pack("{s:o}", "tasks", preview(list,
	    &(struct bitrix_words){ p.statuses, people }));
	return 200;
}
