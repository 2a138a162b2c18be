/* huntflow: vacancies and applicants of Huntflow, and the proxy to its API. A pool of its own:
 * it waits for the remote service. nginx mounts it at /huntflow (but test-connection) and
 * /api/v1/huntflow/request. */
#include <stdio.h>
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "account/caller.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "huntflow/applicant_edit.h"
#include "huntflow/applicant_view.h"
#include "huntflow/duplicate.h"
#include "huntflow/duplicate_mark.h"
#include "huntflow/file.h"
#include "huntflow/hook.h"
#include "huntflow/org.h"
#include "huntflow/overview.h"
#include "huntflow/proxy.h"
#include "huntflow/vacancy_view.h"
#include "io/field.h"
#include "io/web.h"

static web_handler send_request, show_overview, show_webhook, add_webhook,
    remove_webhook, list_vacancies, show_vacancy, change_vacancy,
    list_applicants, show_applicant, change_applicant, list_logs,
    add_comment, change_status, change_tags, change_questionary,
    change_resume, take_file, show_photo, find_duplicates, mark_different,
    unmark_different, list_words;

static const struct web_route routes[] = {
	{ "GET", "/huntflow", show_overview, ROLE_RECRUITER, 0 },
	{ "GET", "/huntflow/webhook", show_webhook, ROLE_RECRUITER, 0 },
	{ "POST", "/huntflow/webhook", add_webhook, ROLE_RECRUITER, 0 },
	{ "DELETE", "/huntflow/webhook", remove_webhook, ROLE_RECRUITER, 0 },
	{ "GET", "/huntflow/accounts/:account/vacancies",
	    list_vacancies, ROLE_RECRUITER, 0 },
	{ "GET", "/huntflow/accounts/:account/vacancies/ajax",
	    list_vacancies, ROLE_RECRUITER, 0 },
	{ "GET", "/huntflow/accounts/:account/vacancies/:vacancy",
	    show_vacancy, ROLE_RECRUITER, 0 },
	{ "PATCH", "/huntflow/accounts/:account/vacancies/:vacancy",
	    change_vacancy, ROLE_RECRUITER, 0 },
	{ "GET", "/huntflow/accounts/:account/applicants",
	    list_applicants, ROLE_RECRUITER, 0 },
	{ "GET", "/huntflow/accounts/:account/applicants/ajax",
	    list_applicants, ROLE_RECRUITER, 0 },
	{ "POST", "/huntflow/accounts/:account/duplicates",
	    find_duplicates, ROLE_RECRUITER, 0 },
	{ "GET", "/huntflow/accounts/:account/applicants/:id",
	    show_applicant, ROLE_RECRUITER, 0 },
	{ "PATCH", "/huntflow/accounts/:account/applicants/:id",
	    change_applicant, ROLE_RECRUITER, 0 },
	{ "GET", "/huntflow/accounts/:account/applicants/:id/edit",
	    show_applicant, ROLE_RECRUITER, 0 },
	{ "GET", "/huntflow/accounts/:account/applicants/:id/logs",
	    list_logs, ROLE_RECRUITER, 0 },
	{ "POST", "/huntflow/accounts/:account/applicants/:id/comment",
	    add_comment, ROLE_RECRUITER, 0 },
	{ "POST", "/huntflow/accounts/:account/applicants/:id/status",
	    change_status, ROLE_RECRUITER, 0 },
	{ "PUT", "/huntflow/accounts/:account/applicants/:id/tags",
	    change_tags, ROLE_RECRUITER, 0 },
	{ "PATCH", "/huntflow/accounts/:account/applicants/:id/questionary",
	    change_questionary, ROLE_RECRUITER, 0 },
	{ "PUT",
	    "/huntflow/accounts/:account/applicants/:id/externals/:external",
	    change_resume, ROLE_RECRUITER, 0 },
	{ "POST", "/huntflow/accounts/:account/applicants/:id/files",
	    take_file, ROLE_RECRUITER, WEB_UPLOAD },
	{ "GET", "/huntflow/accounts/:account/applicants/:id/photo",
	    show_photo, ROLE_RECRUITER, 0 },
	{ "PUT", "/huntflow/accounts/:account/applicants/:id/different/:other",
	    mark_different, ROLE_RECRUITER, 0 },
	{ "DELETE",
	    "/huntflow/accounts/:account/applicants/:id/different/:other",
	    unmark_different, ROLE_RECRUITER, 0 },
	{ "GET", "/api/v1/huntflow/accounts/:account/tags",
	    list_words, ROLE_RECRUITER, 0 },
	{ "GET", "/api/v1/huntflow/accounts/:account/rejection-reasons",
	    list_words, ROLE_RECRUITER, 0 },
	{ "GET", "/api/v1/huntflow/accounts/:account/sources",
	    list_words, ROLE_RECRUITER, 0 },
	{ "GET", "/api/v1/huntflow/accounts/:account/coworkers",
	    list_words, ROLE_RECRUITER, 0 },
	{ "GET", "/api/v1/huntflow/accounts/:account/divisions",
	    list_words, ROLE_RECRUITER, 0 },
	{ "POST", "/api/v1/huntflow/request", send_request, ROLE_RECRUITER, 0 },
	{ 0 }
};

int
main(void)
{
	return web_main("huntflow", routes, &gate);
}

static void
audit(struct db *db, const struct web_req *req, const char *action)
{
	audit_add(db, &(struct audit){ .company_id = req->who->company_id,
	    .user_id = req->who->user_id, .action = action,
	    .object = req->path, .address = req->remote_addr });
}

/* The desk in the organisation that the address names first. */
static int
open_desk(struct db *db, const struct web_req *req,
    struct huntflow_org **out, struct err *err)
{
	const struct caller	 who = caller_of(db, req);
	int64_t			 account;

	if (web_id(req, 0, &account, err) == -1)
		return -1;
	return huntflow_org_open(&who, account, out, err);
}

/* The same, with the thing that the address names next. */
static int
open_at(struct db *db, const struct web_req *req, int64_t *id,
    struct huntflow_org **out, struct err *err)
{
	if (web_id(req, 1, id, err) == -1)
		return -1;
	return open_desk(db, req, out, err);
}

/* Nothing is asked for in the query. */
static int
read_plain(const struct web_req *req, struct err *err)
{
	static const char *const names[] = { "lang", NULL };

	return web_query_only(req, names, err);
}

/* ?fresh=1: what is kept is read anew. */
static int
read_fresh(const struct web_req *req, bool *fresh, struct err *err)
{
	static const char *const names[] = { "fresh", "lang", NULL };
	int64_t			 flag;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_int(req, "fresh", 0, 0, 1, &flag, err) == -1)
		return -1;
	*fresh = flag == 1;
	return 0;
}

/* A page as Huntflow has them: of 30 at most. */
static int
read_page(const struct web_req *req, struct web_page *out, struct err *err)
{
	if (web_page_read(req, out, err) == -1)
		return -1;
	if (out->size > HUNTFLOW_PAGE)
		return err_field(err, "page_size", "range", "1..%d",
		    HUNTFLOW_PAGE);
	return 0;
}

/* A text of the query; empty is as good as none. */
static int
query_text(const struct web_req *req, const char *name, const char **out,
    struct err *err)
{
	const char	*text = web_query(req, name);

	if (text != NULL && strlen(text) > 400)
		return err_field(err, name, "length", "0..200");
	*out = text != NULL && *text != '\0' ? text : NULL;
	return 0;
}

/* GET /huntflow -> 200 the connection, its organisations, the key's time, the cache */
static int
show_overview(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller	 who = caller_of(db, req);

	if (read_plain(req, err) == -1 ||
	    huntflow_overview_get(&who, &res->json, err) == -1)
		return -1;
	return 200;
}

/* --- Huntflow's webhook --- */

static struct huntflow_hook
hook_of(struct db *db, const struct web_req *req)
{
	return (struct huntflow_hook){ db, req->conf, req->who->company_id,
	    req->who->user_id, req->lang };
}

/* GET /huntflow/webhook -> 200 {registered, status, accounts, events_received, ...} */
static int
show_webhook(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct huntflow_hook	 hook = hook_of(db, req);

	if (read_plain(req, err) == -1 ||
	    huntflow_hook_get(&hook, &res->json, err) == -1)
		return -1;
	return 200;
}

/* POST /huntflow/webhook -> 200 the same, registered in every organisation | 409 */
static int
add_webhook(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { NULL };
	const struct huntflow_hook	 hook = hook_of(db, req);

	if (field_only(req->body, names, err) == -1 ||
	    huntflow_hook_register(&hook, err) == -1)
		return -1;
	audit(db, req, "huntflow.webhook");
	return show_webhook(db, req, res, err);
}

/* DELETE /huntflow/webhook -> 200 the same */
static int
remove_webhook(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct huntflow_hook	 hook = hook_of(db, req);

	if (huntflow_hook_remove(&hook, err) == -1)
		return -1;
	audit(db, req, "huntflow.webhook.remove");
	return show_webhook(db, req, res, err);
}

/* --- vacancies --- */

static int
read_vacancy_ask(const struct web_req *req, const struct web_page *page,
    struct vacancy_ask *out, struct err *err)
{
	static const char *const names[] = { "search", "state", "mine", "page",
		"page_size", "lang", NULL };
	static const char *const states[] = { "OPEN", "CLOSED", "HOLD", NULL };
	int64_t			 mine;

	out->page = page->page;
	out->size = page->size;
	if (web_query_only(req, names, err) == -1 ||
	    query_text(req, "search", &out->search, err) == -1 ||
	    web_query_int(req, "mine", 0, 0, 1, &mine, err) == -1)
		return -1;
	out->mine = mine == 1;
	return field_word_opt(req->query, "state", states, &out->state, err);
}

/* GET /huntflow/accounts/:account/vacancies?search=&state=&mine=&page= -> 200 [..] */
static int
list_vacancies(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_huntflow_org struct huntflow_org	*desk = NULL;
	struct vacancy_ask			 ask = { 0 };
	struct vacancy_list			 list;
	struct web_page				 page;

	if (read_page(req, &page, err) == -1 ||
	    read_vacancy_ask(req, &page, &ask, err) == -1 ||
	    open_desk(db, req, &desk, err) == -1 ||
	    vacancy_view_list(desk, &ask, &list, err) == -1)
		return -1;
	res->json = list.items;
	web_page_number(res, req, &page, list.more, list.total);
	return 200;
}

/* GET /huntflow/accounts/:account/vacancies/:vacancy -> 200 with stages and fields | 404 */
static int
show_vacancy(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_huntflow_org struct huntflow_org	*desk = NULL;
	int64_t					 id;
	bool					 fresh;

	if (read_fresh(req, &fresh, err) == -1 ||
	    open_at(db, req, &id, &desk, err) == -1 ||
	    vacancy_view_get(desk, id, fresh, &res->json, err) == -1)
		return -1;
	return 200;
}

/* PATCH /huntflow/accounts/:account/vacancies/:vacancy {any of its members} -> 200 | 400 */
static int
change_vacancy(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_huntflow_org struct huntflow_org	*desk = NULL;
	int64_t					 id;

	if (open_at(db, req, &id, &desk, err) == -1 ||
	    vacancy_view_change(desk, id, req->body, &res->json, err) == -1)
		return -1;
	audit(db, req, "huntflow.vacancy");
	return 200;
}

/* --- applicants --- */

static int
read_applicant_ask(const struct web_req *req, const struct web_page *page,
    struct applicant_ask *out, struct err *err)
{
	static const char *const names[] = { "q", "vacancy", "status", "tag",
		"page", "page_size", "after", "lang", NULL };

	out->page = page->page;
	out->size = page->size;
	out->after = page->after;
	if (web_query_only(req, names, err) == -1 ||
	    query_text(req, "q", &out->q, err) == -1 ||
	    web_query_int(req, "vacancy", 0, 1, INT64_MAX, &out->vacancy,
	    err) == -1 || web_query_int(req, "status", 0, 1, INT64_MAX,
	    &out->status, err) == -1)
		return -1;
	return web_query_int(req, "tag", 0, 1, INT64_MAX, &out->tag, err);
}

/* GET /huntflow/accounts/:account/applicants?q=&vacancy=&status=&tag=&page=|after= -> 200 [..];
 * X-Skipped: so many could not be read, Huntflow fails on them */
static int
list_applicants(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_huntflow_org struct huntflow_org	*desk = NULL;
	own_applicant_list struct applicant_list list = { 0 };
	struct applicant_ask			 ask = { 0 };
	struct web_page				 page;

	if (read_page(req, &page, err) == -1 ||
	    read_applicant_ask(req, &page, &ask, err) == -1 ||
	    open_desk(db, req, &desk, err) == -1 ||
	    applicant_view_list(desk, &ask, &list, err) == -1)
		return -1;
	if (list.skipped > 0)
		web_header_add(res, "X-Skipped", "%lld",
		    (long long)list.skipped);
	if (list.next != NULL || page.after != NULL)
		web_page_write(res, req, &page, list.next, list.total);
	else
		web_page_number(res, req, &page, list.more, list.total);
	res->json = json_incref(list.items);
	return 200;
}

/* GET /huntflow/accounts/:account/applicants/:applicant -> 200 all that is known | 404 */
static int
show_applicant(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_huntflow_org struct huntflow_org	*desk = NULL;
	int64_t					 id;
	bool					 fresh;

	if (read_fresh(req, &fresh, err) == -1 ||
	    open_at(db, req, &id, &desk, err) == -1 ||
	    applicant_view_get(desk, id, fresh, &res->json, err) == -1)
		return -1;
	return 200;
}

/* GET .../logs?page=&type= -> 200 [..], newest first */
static int
list_logs(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "type", "page",
		"page_size", "lang", NULL };
	own_huntflow_org struct huntflow_org	*desk = NULL;
	struct applicant_log_ask		 ask = { 0 };
	struct web_page				 page;
	int64_t					 id;
	bool					 more;

	if (web_query_only(req, names, err) == -1 ||
	    read_page(req, &page, err) == -1 ||
	    query_text(req, "type", &ask.type, err) == -1)
		return -1;
	if (ask.type != NULL && strspn(ask.type,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_") != strlen(ask.type))
		return err_field(err, "type", "format", "COMMENT");
	ask.page = page.page;
	ask.size = page.size;
	if (open_at(db, req, &id, &desk, err) == -1 ||
	    applicant_view_logs(desk, id, &ask, &res->json, &more, err) == -1)
		return -1;
	web_page_number(res, req, &page, more, -1);
	return 200;
}

/* --- changes to applicants --- */

typedef int change(struct huntflow_org *, int64_t id, const json_t *body,
    json_t **out, struct err *err);

static int
make_change(struct db *db, const struct web_req *req, change *make,
    const char *action, struct web_res *res, struct err *err)
{
	own_huntflow_org struct huntflow_org	*desk = NULL;
	int64_t					 id;

	if (open_at(db, req, &id, &desk, err) == -1 ||
	    make(desk, id, req->body, &res->json, err) == -1)
		return -1;
	audit(db, req, action);
	return 200;
}

/* PATCH /huntflow/accounts/:account/applicants/:applicant {any of its members} -> 200 | 400 */
static int
change_applicant(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return make_change(db, req, applicant_edit_person,
	    "huntflow.applicant", res, err);
}

/* POST .../comment {comment, vacancy_id?, status_id?, files?} -> 201 the entry | 400 */
static int
add_comment(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return make_change(db, req, applicant_edit_comment,
	    "huntflow.comment", res, err) == -1 ? -1 : 201;
}

/* POST .../status {vacancy_id, status_id, comment?, rejection_reason_id?} -> 200 | 400 */
static int
change_status(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return make_change(db, req, applicant_edit_status, "huntflow.status",
	    res, err);
}

/* PUT .../tags {add, remove} or {tags} -> 200 {tags} | 400 */
static int
change_tags(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return make_change(db, req, applicant_edit_tags, "huntflow.tags", res,
	    err);
}

/* PATCH .../questionary {answers} -> 200 {values} | 400 */
static int
change_questionary(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	return make_change(db, req, applicant_edit_questionary,
	    "huntflow.questionary", res, err);
}

/* PUT .../externals/:external {body?, files?, source_id?} -> 200 the résumé | 404 */
static int
change_resume(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_huntflow_org struct huntflow_org	*desk = NULL;
	int64_t					 id, external;

	if (web_id(req, 2, &external, err) == -1 ||
	    open_at(db, req, &id, &desk, err) == -1 ||
	    applicant_edit_resume(desk, id, external, req->body, &res->json,
	    err) == -1)
		return -1;
	audit(db, req, "huntflow.resume");
	return 200;
}

/* --- files --- */

/* POST .../files, multipart: file, parse=1 -> 201 {id, name, parsed, photo, fields} | 400 | 413 */
static int
take_file(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "parse", "file", NULL };
	own_huntflow_org struct huntflow_org	*desk = NULL;
	own_json json_t				*applicant = NULL;
	int64_t					 id;
	bool					 parse = false;

	if (field_only(req->body, names, err) == -1 ||
	    field_bool_opt(req->body, "parse", &parse, err) == -1)
		return -1;
	if (req->nfiles != 1 || strcmp(req->files[0].name, "file") != 0)
		return err_field(err, "file", "required", "%s", "");
	if (open_at(db, req, &id, &desk, err) == -1 ||
	    huntflow_org_applicant(desk, id, false, &applicant, err) == -1 ||
	    huntflow_file_upload(desk, &req->files[0], parse, &res->json,
	    err) == -1)
		return -1;
	audit(db, req, "huntflow.file");
	return 201;
}

/* GET .../photo -> 200 the picture | 404 */
static int
show_photo(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_huntflow_org struct huntflow_org	*desk = NULL;
	int64_t					 id;

	if (read_plain(req, err) == -1 ||
	    open_at(db, req, &id, &desk, err) == -1 ||
	    huntflow_file_photo(desk, id, &res->body, &res->type, err) == -1)
		return -1;
	web_header_add(res, "Cache-Control", "private, max-age=3600");
	return 200;
}

/* --- duplicates --- */

static int
read_links(const json_t *body, struct duplicate_ask *out, struct err *err)
{
	json_t		*links = NULL;
	const json_t	*link;
	size_t		 i;

	if (field_array_opt(body, "links", DUPLICATE_LINKS, &links,
	    err) == -1)
		return -1;
	json_array_foreach(links, i, link) {
		if (json_string_value(link) == NULL ||
		    json_string_length(link) > 500) {
			own_str char	*path = mem_fmt("links[%zu]", i);

			return err_field(err, path, "format",
			    "linkedin.com/in/name");
		}
		out->links[out->nlinks++] = json_string_value(link);
	}
	return 0;
}

static int
read_duplicate_ask(const json_t *body, struct duplicate_ask *out,
    struct err *err)
{
	static const char *const names[] = { "email", "phone", "links",
		"first_name", "last_name", NULL };

	if (field_only(body, names, err) == -1 ||
	    field_text_opt(body, "email", 255, &out->email, err) == -1 ||
	    field_text_opt(body, "phone", 100, &out->phone, err) == -1 ||
	    field_text_opt(body, "first_name", 255, &out->first_name,
	    err) == -1 || field_text_opt(body, "last_name", 255,
	    &out->last_name, err) == -1 || read_links(body, out, err) == -1)
		return -1;
	if (out->email == NULL && out->phone == NULL && out->nlinks == 0 &&
	    (out->first_name == NULL || out->last_name == NULL))
		return err_field(err, "email", "required", "%s", "");
	return 0;
}

/* POST /huntflow/accounts/:account/duplicates {email?, phone?, links?, first_name?, last_name?}
 * -> 200 [{id, name, matched, ...}] */
static int
find_duplicates(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_huntflow_org struct huntflow_org	*desk = NULL;
	struct duplicate_ask			 ask = { 0 };

	if (read_duplicate_ask(req->body, &ask, err) == -1 ||
	    open_desk(db, req, &desk, err) == -1 ||
	    duplicate_find(desk, &ask, &res->json, err) == -1)
		return -1;
	return 200;
}

static int
mark_double(struct db *db, const struct web_req *req, bool different,
    struct web_res *res, struct err *err)
{
	own_huntflow_org struct huntflow_org	*desk = NULL;
	int64_t					 id, other;

	if (web_id(req, 2, &other, err) == -1 ||
	    open_at(db, req, &id, &desk, err) == -1 ||
	    duplicate_mark_set(desk, id, other, different, err) == -1)
		return -1;
	audit(db, req, different ? "huntflow.different" :
	    "huntflow.different.undo");
	res->json = json_pack("{s:I, s:b}", "id", (json_int_t)other,
	    "different", different);
	return 200;
}

/* PUT .../different/:other -> 200 {id, different}: they are two people | 400 | 404 */
static int
mark_different(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return mark_double(db, req, true, res, err);
}

/* DELETE .../different/:other -> 200 the same: perhaps they are one | 400 | 404 */
static int
unmark_different(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	return mark_double(db, req, false, res, err);
}

/* --- dictionaries --- */

/* GET /api/v1/huntflow/accounts/:account/tags -> 200 [{id, name, color}];
 * .../rejection-reasons [{id, name, order}], id null: "other"; .../sources [{id, name, type}];
 * .../coworkers [{id, name, member, type, email}]; .../divisions [{id, name, order, ...}] */
static int
list_words(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const struct {
		const char		*name;
		enum huntflow_dictionary kind;
	} kinds[] = {
		{ "tags", HUNTFLOW_TAGS }, { "sources", HUNTFLOW_SOURCES },
		{ "rejection-reasons", HUNTFLOW_REASONS },
		{ "coworkers", HUNTFLOW_COWORKERS },
		{ "divisions", HUNTFLOW_DIVISIONS },
	};
	own_huntflow_org struct huntflow_org	*desk = NULL;
	const char				*name = strrchr(req->path, '/');
	const json_t				*list;
	size_t					 i = 0;

	while (i < nitems(kinds) - 1 && strcmp(name + 1, kinds[i].name) != 0)
		i++;
	if (read_plain(req, err) == -1 || open_desk(db, req, &desk, err) == -1 ||
	    huntflow_org_list(desk, kinds[i].kind, &list, err) == -1)
		return -1;
	res->json = json_copy((json_t *)(uintptr_t)list);
	return 200;
}

/* --- the proxy --- */

/* Ours for what Huntflow refused: its own, unless it would be taken for one about us. */
static int
status_for(int remote)
{
	return remote == 401 ? 424 : remote == 504 ? 504 :
	    remote >= 500 || remote < 400 ? 502 : remote;
}

/* RFC 9457 with members of its own: what Huntflow answered. */
static int
refused(const struct web_req *req, struct huntflow_proxy_done *done,
    struct web_res *res, const struct err *err)
{
	const int	 status = status_for(done->status);
	char		 code[64], title[16], detail[1024];

	snprintf(code, sizeof(code), "proxy.%s", err->code);
	snprintf(title, sizeof(title), "status.%d", status);
	text_put(detail, sizeof(detail), req->lang,
	    text_get(req->lang, code) != NULL ? code : err->code, err->text);
	if (err->retry_after_s > 0)
		web_header_add(res, "Retry-After", "%d", err->retry_after_s);
	res->type = "application/problem+json";
	res->json = json_pack("{s:s, s:s?, s:i, s:s, s:s, s:[], s:s, s:i, s:O?}",
	    "type", "about:blank", "title", text_get(req->lang, title),
	    "status", status, "detail", detail, "code", err->code, "errors",
	    "request_id", req->request_id, "status_code", done->status,
	    "data", done->data);
	return status;
}

/* POST /api/v1/huntflow/request {endpoint, method, data, params, use_cache, cache_timeout}
 * -> 200 {status_code, data} | Huntflow's refusal as a problem with both */
static int
send_request(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_huntflow_proxy struct huntflow_proxy		ask = { 0 };
	own_huntflow_proxy_done struct huntflow_proxy_done	done = { 0 };
	const struct caller	who = caller_of(db, req);

	if (huntflow_proxy_read(req->body, &ask, err) == -1)
		return -1;
	if (huntflow_proxy_run(&who, &ask, &done, err) == -1)
		return done.status >= 300 ? refused(req, &done, res, err) : -1;
	if (ask.use_cache)
		web_header_add(res, "X-Cache", done.hit ? "hit" : "miss");
	res->json = json_pack("{s:i, s:O?}", "status_code", done.status,
	    "data", done.data);
	return 200;
}
