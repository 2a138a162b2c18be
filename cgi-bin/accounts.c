/* accounts: a company's accounts at services that are no job boards. A pool of its own: it waits
 * for remote services. */
#include "account/audit.h"
#include "account/auth.h"
#include "base/err.h"
#include "base/mem.h"
#include "bitrix/bitrix.h"
#include "io/db.h"
#include "io/web.h"
#include "service/provider_account.h"
#include "service/provider_account_form.h"

static web_handler list_all, create, show, change, remove_one;

/* The addresses of one provider. */
#define ROUTES(provider)						\
	{ "GET",  "/api/v1/" provider "/accounts", list_all, ROLE_MEMBER, 0 }, \
	{ "POST", "/api/v1/" provider "/accounts", create, ROLE_ADMIN, 0 }, \
	{ "GET",  "/api/v1/" provider "/accounts/:id", show, ROLE_MEMBER, 0 }, \
	{ "PATCH", "/api/v1/" provider "/accounts/:id", change, ROLE_ADMIN, 0 }, \
	{ "DELETE", "/api/v1/" provider "/accounts/:id", remove_one, ROLE_ADMIN, 0 }

static const struct web_route routes[] = {
	ROUTES(BITRIX_PROVIDER),
	{ 0 }
};

static const struct provider *const	providers[] = { &bitrix_provider,
	NULL };

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

static int
answer(struct db *db, const struct web_req *req, struct web_res *res,
    int64_t id, int status, struct err *err)
{
	own_provider_account struct provider_account	a = { 0 };

	if (provider_account_get(db, req->who->company_id,
	    provider_of_path(providers, req->path), id, &a, err) == -1)
		return -1;
	res->json = provider_account_json(&a, req->lang);
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

		if (provider_account_get(db, req->who->company_id, provider,
		    db_col_int(ids, 0), &a, err) == -1)
			return -1;
		json_array_append_new(res->json, provider_account_json(&a,
		    req->lang));
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
