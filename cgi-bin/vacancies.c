/* vacancies: Huntflow's vacancies and dictionaries, the state of the connection to it, and the
 * proxy to its API. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/auth.h"
#include "account/caller.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "huntflow/api_dictionary.h"
#include "huntflow/link.h"
#include "huntflow/org.h"
#include "huntflow/org_web.h"
#include "huntflow/overview.h"
#include "huntflow/proxy.h"
#include "huntflow/vacancy_count.h"
#include "huntflow/vacancy_view.h"
#include "io/field.h"
#include "io/web.h"

#define SEARCH_MAX	200	/* characters */
#define ID_DIGITS	18

static web_handler show_overview, list_vacancies, show_vacancy,
    change_vacancy, list_words, list_accounts, list_open_vacancies,
    list_statuses, count_applicants, count_states, send_request;

static const struct web_route routes[] = {
	{ "GET", "/huntflow", show_overview, ROLE_RECRUITER, 0 },
	{ "GET", "/huntflow/accounts/:account/vacancies",
	    list_vacancies, ROLE_RECRUITER, 0 },
	{ "GET", "/huntflow/accounts/:account/vacancies/ajax",
	    list_vacancies, ROLE_RECRUITER, 0 },
	{ "GET", "/huntflow/accounts/:account/vacancies/:vacancy",
	    show_vacancy, ROLE_RECRUITER, 0 },
	{ "PATCH", "/huntflow/accounts/:account/vacancies/:vacancy",
	    change_vacancy, ROLE_RECRUITER, 0 },
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
	{ "GET", "/api/v1/huntflow/accounts", list_accounts, ROLE_RECRUITER,
	    0 },
	{ "GET", "/api/v1/huntflow/accounts/:account/vacancies",
	    list_open_vacancies, ROLE_RECRUITER, 0 },
	{ "GET", "/api/v1/huntflow/accounts/:account/vacancy-counts",
	    count_applicants, ROLE_RECRUITER, 0 },
	{ "GET", "/api/v1/huntflow/accounts/:account/vacancy-states",
	    count_states, ROLE_RECRUITER, 0 },
	{ "GET", "/api/v1/huntflow/accounts/:account/statuses",
	    list_statuses, ROLE_RECRUITER, 0 },
	{ "POST", "/api/v1/huntflow/request", send_request, ROLE_RECRUITER, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "vacancies", routes, &auth);
}

/* GET /huntflow -> 200 the connection, its organisations, the key's time, the cache */
static int
show_overview(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller	 who = caller_of(db, req);

	if (web_query_only(req, NULL, err) == -1 ||
	    huntflow_overview_get(&who, &res->json, err) == -1)
		return -1;
	return 200;
}

/* --- vacancies --- */

static int
read_vacancy_words(const struct web_req *req, struct vacancy_ask *out,
    struct err *err)
{
	if (web_query_text(req, "search", SEARCH_MAX, &out->search, err) == -1)
		return -1;
	return web_query_flag(req, "mine", &out->mine, err);
}

static int
read_vacancy_ask(const struct web_req *req, const struct web_page *page,
    struct vacancy_ask *out, struct err *err)
{
	static const char *const names[] = { "search", "state", "mine", "page",
		"page_size", "lang", NULL };
	static const char *const states[] = { "OPEN", "CLOSED", "HOLD", NULL };

	out->page = page->page;
	out->size = page->size;
	if (web_query_only(req, names, err) == -1 ||
	    read_vacancy_words(req, out, err) == -1)
		return -1;
	return web_query_word(req, "state", states, &out->state, err);
}

/* GET /huntflow/accounts/:account/vacancies?search=&state=&mine=&page= -> 200 [..] */
static int
list_vacancies(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_huntflow_org struct huntflow_org	*org = NULL;
	struct vacancy_ask			 ask = { 0 };
	struct vacancy_list			 list;
	struct web_page				 page;

	if (huntflow_org_paging(req, &page, err) == -1 ||
	    read_vacancy_ask(req, &page, &ask, err) == -1 ||
	    huntflow_org_asked(db, req, NULL, &org, err) == -1 ||
	    vacancy_view_list(org, &ask, &list, err) == -1)
		return -1;
	res->json = list.items;
	web_page_number(res, req, &page, list.more, list.total);
	return 200;
}

static int
read_vacancy(const json_t *v, int64_t *ids, size_t *n, struct err *err)
{
	const char	*s = json_string_value(v);

	if (*n == VACANCY_COUNT_MAX)
		return err_field(err, "id", "range", "1..%d",
		    VACANCY_COUNT_MAX);
	if (s == NULL || *s == '\0' || strlen(s) > ID_DIGITS ||
	    strspn(s, "0123456789") != strlen(s))
		return err_field(err, "id", "type", "number");
	ids[(*n)++] = strtoll(s, NULL, 10);
	return 0;
}

/* GET /api/v1/huntflow/accounts/:account/vacancy-counts?id=&id= ->
 * 200 [{id, applicants_count, new_count, moved_at}] */
static int
count_applicants(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const		 names[] = { "id", "lang",
		NULL };
	own_huntflow_org struct huntflow_org	*org = NULL;
	json_t					*asked, *one;
	int64_t					 ids[VACANCY_COUNT_MAX];
	size_t					 i, n = 0;

	if (web_query_only(req, names, err) == -1)
		return -1;
	asked = json_object_get(req->query, "id");
	if (json_is_string(asked) &&
	    read_vacancy(asked, ids, &n, err) == -1)
		return -1;
	json_array_foreach(asked, i, one)
		if (read_vacancy(one, ids, &n, err) == -1)
			return -1;
	if (n == 0)
		return err_field(err, "id", "required", "%s", "");
	if (huntflow_org_asked(db, req, NULL, &org, err) == -1 ||
	    vacancy_count_several(org, ids, n, &res->json, err) == -1)
		return -1;
	return 200;
}

/* GET /api/v1/huntflow/accounts/:account/vacancy-states?search=&mine= ->
 * 200 {OPEN, HOLD, CLOSED} */
static int
count_states(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const		 names[] = { "search", "mine",
		"lang", NULL };
	own_huntflow_org struct huntflow_org	*org = NULL;
	struct vacancy_ask			 ask = { 0 };

	if (web_query_only(req, names, err) == -1 ||
	    read_vacancy_words(req, &ask, err) == -1 ||
	    huntflow_org_asked(db, req, NULL, &org, err) == -1 ||
	    vacancy_view_states(org, &ask, &res->json, err) == -1)
		return -1;
	return 200;
}

/* GET /huntflow/accounts/:account/vacancies/:vacancy -> 200 with stages and fields | 404 */
static int
show_vacancy(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return huntflow_org_show(db, req, vacancy_view_get, res, err);
}

/* PATCH /huntflow/accounts/:account/vacancies/:vacancy {any of its members} -> 200 | 400 */
static int
change_vacancy(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return huntflow_org_change(db, req, vacancy_view_change,
	    "huntflow.vacancy", res, err);
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
	own_huntflow_org struct huntflow_org	*org = NULL;
	const char				*name = strrchr(req->path, '/');
	const json_t				*list;
	size_t					 i = 0;

	while (i < nitems(kinds) - 1 && strcmp(name + 1, kinds[i].name) != 0)
		i++;
	if (web_query_only(req, NULL, err) == -1 ||
	    huntflow_org_asked(db, req, NULL, &org, err) == -1 ||
	    huntflow_org_list(org, kinds[i].kind, &list, err) == -1)
		return -1;
	res->json = json_copy((json_t *)(uintptr_t)list);
	return 200;
}

static int
open_huntflow(struct db *db, const struct web_req *req,
    struct huntflow_link **out, struct err *err)
{
	if (web_query_only(req, NULL, err) == -1)
		return -1;
	return huntflow_link_open(db, req->conf, req->who->user_id, NULL, out,
	    err);
}

/* GET /api/v1/huntflow/accounts -> 200 [{id, name}] */
static int
list_accounts(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_huntflow_link struct huntflow_link	*link = NULL;
	own_huntflow_items struct huntflow_items all = { 0 };

	if (open_huntflow(db, req, &link, err) == -1 ||
	    huntflow_dictionary_accounts(link->api, &all, err) == -1)
		return -1;
	res->json = huntflow_items_named(&all);
	return 200;
}

typedef json_t *item_json(const struct huntflow_item *);

static int
list_items(struct db *db, const struct web_req *req,
    enum huntflow_dictionary kind, item_json *json, struct web_res *res,
    struct err *err)
{
	own_huntflow_link struct huntflow_link	*link = NULL;
	own_huntflow_items struct huntflow_items all = { 0 };
	int64_t					 account;

	if (web_id(req, 0, &account, err) == -1 ||
	    open_huntflow(db, req, &link, err) == -1 ||
	    huntflow_dictionary_fetch(link->api, account, kind, &all,
	    err) == -1)
		return -1;
	res->json = json_array();
	for (size_t i = 0; i < all.n; i++)
		json_array_append_new(res->json, json(&all.v[i]));
	return 200;
}

static json_t *
vacancy_json(const struct huntflow_item *one)
{
	return json_pack("{s:I, s:s?, s:s?, s:s?}", "id", (json_int_t)one->id,
	    "position", one->name, "company", one->company, "state",
	    one->state);
}

/* GET /api/v1/huntflow/accounts/:account/vacancies -> 200
 * [{id, position, company, state}], open ones */
static int
list_open_vacancies(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return list_items(db, req, HUNTFLOW_VACANCIES, vacancy_json, res,
	    err);
}

static json_t *
status_json(const struct huntflow_item *one)
{
	return json_pack("{s:I, s:s?, s:s?, s:I}", "id", (json_int_t)one->id,
	    "name", one->name, "type", one->type, "order",
	    (json_int_t)one->order);
}

/* GET /api/v1/huntflow/accounts/:account/statuses -> 200 [{id, name, type, order}] */
static int
list_statuses(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return list_items(db, req, HUNTFLOW_STAGES, status_json, res, err);
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
	char		 code[80], title[16], detail[1024];

	snprintf(code, sizeof(code), "huntflow.proxy.%s",
	    strchr(err->code, '.') != NULL ? strchr(err->code, '.') + 1 : "");
	snprintf(title, sizeof(title), "io.status.%d", status);
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
