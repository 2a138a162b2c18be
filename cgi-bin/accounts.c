/* accounts: a company's accounts at services that are no job boards. A pool of its own: it waits
 * for remote services. */
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "account/caller.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "base/text.h"
#include "bitrix/bitrix.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "notion/notion.h"
#include "platform/sign_in.h"
#include "service/provider_account.h"
#include "service/provider_account_form.h"
#include "service/provider_client.h"
#include "service/provider_sync.h"
#include "service/sync_run.h"

static web_handler list_all, create, show, change, remove_one,
    test_connection, begin_sync, list_logs, show_log, begin_sign_in,
    take_sign_in;

/* The addresses of one provider. */
#define ROUTES(provider)						\
	{ "GET",  "/api/v1/" provider "/accounts", list_all, ROLE_MEMBER, 0 }, \
	{ "POST", "/api/v1/" provider "/accounts", create, ROLE_ADMIN, 0 }, \
	{ "GET",  "/api/v1/" provider "/accounts/:id", show, ROLE_MEMBER, 0 }, \
	{ "PATCH", "/api/v1/" provider "/accounts/:id", change, ROLE_ADMIN, 0 }, \
	{ "DELETE", "/api/v1/" provider "/accounts/:id", remove_one, ROLE_ADMIN, 0 }, \
	{ "POST", "/api/v1/" provider "/accounts/:id/test-connection",	\
	    test_connection, ROLE_ADMIN, WEB_BARE },			\
	{ "POST", "/api/v1/" provider "/accounts/:id/sync", begin_sync,	\
	    ROLE_RECRUITER, WEB_STARTS },				\
	{ "GET",  "/api/v1/" provider "/accounts/:id/sync-logs", list_logs, \
	    ROLE_MEMBER, 0 },						\
	{ "GET",  "/api/v1/" provider "/sync-logs/:run", show_log, ROLE_MEMBER, 0 }

/* Of one that people sign in to. */
#define SIGN_IN_ROUTES(provider)					\
	{ "GET",  "/api/v1/" provider "/accounts/:id/connect", begin_sign_in, \
	    ROLE_ADMIN, 0 },						\
	{ "GET",  "/api/v1/" provider "/oauth/callback", take_sign_in, ROLE_ADMIN, 0 }

static const struct web_route routes[] = {
	ROUTES(BITRIX_PROVIDER),
	SIGN_IN_ROUTES(BITRIX_PROVIDER),
	ROUTES(NOTION_PROVIDER),
	{ 0 }
};

static const struct provider *const	providers[] = { &bitrix_provider,
	&notion_provider, NULL };

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "accounts", routes, &auth);
}

static int
get_one(struct db *db, const struct web_req *req,
    struct provider_account *out, struct err *err)
{
	int64_t	 id;

	return web_id(req, 0, &id, err) == -1 ? -1 : provider_account_get(db,
	    req->who->company_id, provider_of_path(providers, req->path), id,
	    out, err);
}

/* Where a service is to send its events is for those who can tell it so. */
static int
document(struct db *db, const struct web_req *req,
    const struct provider_account *a, json_t **out, struct err *err)
{
	const struct caller	 who = caller_of(db, req);
	own_str char		*url = NULL;

	if (req->who->role >= ROLE_ADMIN && a->provider->hook_url != NULL &&
	    a->provider->hook_url(&who, a, &url, err) == -1)
		return -1;
	*out = provider_account_json(a, req->lang);
	json_object_set_new(*out, "hook_url", url != NULL ?
	    json_string(url) : json_null());
	return 0;
}

static int
answer(struct db *db, const struct web_req *req, struct web_res *res,
    int64_t id, int status, struct err *err)
{
	own_provider_account struct provider_account	a = { 0 };

	if (provider_account_get(db, req->who->company_id,
	    provider_of_path(providers, req->path), id, &a, err) == -1 ||
	    document(db, req, &a, &res->json, err) == -1)
		return -1;
	return status;
}

/* GET /api/v1/<provider>/accounts -> 200 [ProviderAccount] */
static int
list_all(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct provider	*provider = provider_of_path(providers,
				    req->path);
	own_rows struct db_rows	*ids = NULL;

	if (web_query_only(req, NULL, err) == -1 ||
	    provider_account_list(db, req->who->company_id, provider, &ids,
	    err) == -1)
		return -1;
	res->json = json_array();
	while (db_rows_next(ids)) {
		own_provider_account struct provider_account	a = { 0 };
		json_t						*one;

		if (provider_account_get(db, req->who->company_id, provider,
		    db_col_int(ids, 0), &a, err) == -1 ||
		    document(db, req, &a, &one, err) == -1)
			return -1;
		json_array_append_new(res->json, one);
	}
	return 200;
}

/* POST /api/v1/<provider>/accounts {name, credentials, ...} -> 201 ProviderAccount | 400 | 409 */
static int
create(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct provider	*provider = provider_of_path(providers,
				    req->path);
	own_provider_change struct provider_change	to = { 0 };
	int64_t			 id;

	if (provider_account_form_read(req->conf, req->body, provider, NULL,
	    &to, err) == -1 ||
	    provider_account_create(db, req->conf, req->who->company_id,
	    req->who->user_id, provider, &to, &id, err) == -1)
		return -1;
	audit_request_id(db, req, "account.create", id, to.name);
	return answer(db, req, res, id, 201, err);
}

/* GET /api/v1/<provider>/accounts/:id -> 200 ProviderAccount | 404 */
static int
show(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t	 id;

	if (web_query_only(req, NULL, err) == -1 ||
	    web_id(req, 0, &id, err) == -1)
		return -1;
	return answer(db, req, res, id, 200, err);
}

/* PATCH /api/v1/<provider>/accounts/:id -> 200 ProviderAccount | 400 | 404 */
static int
change(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_provider_account struct provider_account	a = { 0 };
	own_provider_change struct provider_change	to = { 0 };

	if (get_one(db, req, &a, err) == -1 ||
	    provider_account_form_read(req->conf, req->body, a.provider, &a,
	    &to, err) == -1 ||
	    provider_account_change(db, req->conf, &a, &to, err) == -1)
		return -1;
	audit_request_id(db, req, "account.change", a.con.id, to.name);
	return answer(db, req, res, a.con.id, 200, err);
}

/* DELETE /api/v1/<provider>/accounts/:id -> 200 {} | 404; what it brought goes with it */
static int
remove_one(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_provider_account struct provider_account	a = { 0 };

	if (web_query_only(req, NULL, err) == -1 ||
	    get_one(db, req, &a, err) == -1 ||
	    connection_delete(db, a.con.id, err) == -1)
		return -1;
	audit_request_id(db, req, "account.delete", a.con.id, a.con.name);
	res->json = json_object();
	return 200;
}

/* --- does it answer? --- */

static json_t *
notes_of(const json_t *facts, const char *lang)
{
	json_t		*list = json_array();
	const json_t	*one;
	size_t		 i;
	char		 text[400];

	json_array_foreach(json_object_get(facts, "missing"), i, one) {
		const char	*code = json_string_value(json_object_get(one,
				    "code"));

		text_put(text, sizeof(text), lang, code, "");
		json_array_append_new(list, json_pack("{s:s, s:O, s:s}",
		    "code", code, "scope", json_object_get(one, "scope"),
		    "detail", text));
	}
	return list;
}

/* POST /api/v1/<provider>/accounts/:id/test-connection -> 200 {ok, facts, notes} | 4xx and 5xx of
 * the service */
static int
test_connection(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller				who = caller_of(db, req);
	own_provider_account struct provider_account	a = { 0 };
	own_json json_t					*facts = NULL;

	if (get_one(db, req, &a, err) == -1 ||
	    provider_client_check(&who, a.provider, a.con.id, &facts,
	    err) == -1)
		return -1;
	res->json = json_pack("{s:b, s:O, s:o}", "ok", 1, "facts", facts,
	    "notes", notes_of(facts, req->lang));
	return 200;
}

/* --- syncs --- */

/* It begins at once; when that cannot be started, cron's next tick does it. */
static void
wake_tick(const struct web_req *req)
{
	static const char *const	args[] = { "accounts", NULL };
	struct err			err = { 0 };

	if (proc_start(req->conf, "tick", args, &err) == -1)
		log_err(LOG_WARN, "accounts: tick", &err);
}

/* Every part, unless one is named. */
static int
read_what(const json_t *body, const struct provider *provider,
    const char **what, struct err *err)
{
	const char	*sent = PROVIDER_SYNC_ALL;

	if (field_text_opt(body, "what", 40, &sent, err) == -1)
		return -1;
	*what = sent;
	return strcmp(sent, PROVIDER_SYNC_ALL) == 0 ? 0 : field_word_opt(body,
	    "what", provider->parts, what, err);
}

/* POST /api/v1/<provider>/accounts/:id/sync {what?, full?} -> 202 {id} | 400 | 404 | 409 */
static int
begin_sync(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "what", "full", NULL };
	own_provider_account struct provider_account	a = { 0 };
	const char			*what;
	bool				 full = false;
	int64_t				 id;

	if (get_one(db, req, &a, err) == -1 ||
	    field_only(req->body, names, err) == -1 ||
	    read_what(req->body, a.provider, &what, err) == -1 ||
	    field_bool_opt(req->body, "full", &full, err) == -1 ||
	    provider_account_check_on(&a, err) == -1 ||
	    provider_sync_queue(db, req->who->company_id, a.con.id, what,
	    full ? "full" : "manual", &id, err) == -1)
		return -1;
	audit_request_id(db, req, "account.sync", a.con.id, a.con.name);
	wake_tick(req);
	res->json = json_pack("{s:I}", "id", (json_int_t)id);
	return 202;
}

static int
put_log(struct db *db, const struct web_req *req, const struct sync_run *run,
    json_t **out, struct err *err)
{
	own_str char	*metadata = NULL;

	if (sync_run_changes_get(db, run->id, &metadata, err) == -1)
		return -1;
	*out = provider_sync_json(run, metadata, req->lang);
	return 0;
}

/* GET /api/v1/<provider>/accounts/:id/sync-logs?sync_type= -> 200 [SyncLog], newest first */
static int
list_logs(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "sync_type", "page", "page_size",
		"after", NULL };
	own_provider_account struct provider_account	a = { 0 };
	own_rows struct db_rows	*rows = NULL;
	const char		*type = NULL;
	own_str char		*stream = NULL;
	struct web_page		 page;
	struct sync_run		 run;
	struct cursor		 last = { 0 };
	int64_t			 total, n = 0;
	bool			 more;

	if (web_query_only(req, names, err) == -1 ||
	    get_one(db, req, &a, err) == -1 ||
	    web_query_word(req, "sync_type", a.provider->runs, &type,
	    err) == -1 ||
	    web_page_read_by(req, CURSOR_BY_ID, &page, err) == -1)
		return -1;
	if (type != NULL)
		stream = mem_fmt(SYNC_ACCOUNT "%s", type);
	if (sync_run_count_of(db, a.con.id, stream, &total, err) == -1 ||
	    sync_run_list_of(db, a.con.id, stream, page.from.id,
	    (size_t)page.size + 1, web_page_skip(&page), &rows, err) == -1)
		return -1;
	res->json = json_array();
	while ((more = sync_run_next(rows, &run)) && n++ < page.size) {
		json_t	*log;

		if (put_log(db, req, &run, &log, err) == -1)
			return -1;
		json_array_append_new(res->json, log);
		last.id = run.id;
	}
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last, more, total);
	return 200;
}

/* GET /api/v1/<provider>/sync-logs/:run -> 200 SyncLog | 404 */
static int
show_log(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_provider_account struct provider_account	a = { 0 };
	struct sync_run					run;
	int64_t						id;

	if (web_query_only(req, NULL, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ||
	    sync_run_any(db, req->who->company_id, id, &run, err) == -1 ||
	    provider_account_get(db, req->who->company_id,
	    provider_of_path(providers, req->path), run.connection_id, &a,
	    err) == -1 || put_log(db, req, &run, &res->json, err) == -1)
		return -1;
	return 200;
}

/* --- signing in --- */

static char *
page_of(const struct provider *provider)
{
	return mem_fmt("/%s/?", provider->name);
}

/* GET /api/v1/<provider>/accounts/:id/connect -> 303 to the portal, or back to the page |
 * 200 {authorize_url} | 422 */
static int
begin_sign_in(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller				who = caller_of(db, req);
	own_provider_account struct provider_account	a = { 0 };
	own_str char					*url = NULL;
	own_str char					*page = NULL;
	int						 rc;

	if (auth_session_only(req, err) == -1 ||
	    web_query_only(req, NULL, err) == -1 ||
	    get_one(db, req, &a, err) == -1)
		return -1;
	page = page_of(a.provider);
	rc = a.provider->sign_in(&who, &a, &url, err);
	return sign_in_send(req, res, page, rc, url, err);
}

/* What the account may do is asked at once; that this fails is no failure of the sign-in. */
static void
check(const struct caller *who, const struct provider *provider, int64_t id)
{
	own_json json_t	*facts = NULL;
	struct err	 why = { 0 };

	if (provider_client_check(who, provider, id, &facts, &why) == -1)
		log_err(LOG_WARN, "accounts: check", &why);
}

/* GET /api/v1/<provider>/oauth/callback?code=&state=&domain= -> 303 to the page |
 * 200 ProviderAccount | 409 | 424 */
static int
take_sign_in(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller	 who = caller_of(db, req);
	const struct provider	*provider = provider_of_path(providers,
				    req->path);
	own_str char		*page = NULL;
	int64_t			 id = 0;
	int			 rc;

	if (auth_session_only(req, err) == -1)
		return -1;
	rc = provider->signed_in(&who, web_query(req, "state"),
	    web_query(req, "code"), web_query(req, "domain"), &id, err);
	if (rc == 0) {
		check(&who, provider, id);
		audit_request_id(db, req, "account.connect", id, NULL);
	}
	if (!web_wants_page(req))
		return rc == -1 ? -1 : answer(db, req, res, id, 200, err);
	page = page_of(provider);
	return sign_in_back(res, page, "1", rc, err);
}
