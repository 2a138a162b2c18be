#include "huntflow/org_web.h"

#include "account/audit.h"
#include "account/caller.h"
#include "base/err.h"
#include "huntflow/api.h"
#include "huntflow/org.h"
#include "io/web.h"

int
huntflow_org_asked(struct db *db, const struct web_req *req, int64_t *id,
    struct huntflow_org **out, struct err *err)
{
	const struct caller	 who = caller_of(db, req);
	int64_t			 account;

	if (web_id(req, 0, &account, err) == -1 ||
	    (id != NULL && web_id(req, 1, id, err) == -1))
		return -1;
	return huntflow_org_open(&who, account, out, err);
}

int
huntflow_org_paging(const struct web_req *req, struct web_page *out,
    struct err *err)
{
	if (web_page_read(req, out, err) == -1)
		return -1;
	if (out->size > HUNTFLOW_PAGE)
		return err_field(err, "page_size", "range", "1..%d",
		    HUNTFLOW_PAGE);
	return 0;
}

int
huntflow_org_show(struct db *db, const struct web_req *req,
    huntflow_org_get *get, struct web_res *res, struct err *err)
{
	static const char *const		 names[] = { "fresh", NULL };
	own_huntflow_org struct huntflow_org	*org = NULL;
	int64_t					 id;
	bool					 fresh;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_flag(req, "fresh", &fresh, err) == -1 ||
	    huntflow_org_asked(db, req, &id, &org, err) == -1 ||
	    get(org, id, fresh, &res->json, err) == -1)
		return -1;
	return 200;
}

int
huntflow_org_change(struct db *db, const struct web_req *req,
    huntflow_org_set *set, const char *action, struct web_res *res,
    struct err *err)
{
	own_huntflow_org struct huntflow_org	*org = NULL;
	int64_t					 id;

	if (huntflow_org_asked(db, req, &id, &org, err) == -1 ||
	    set(org, id, req->body, &res->json, err) == -1)
		return -1;
	audit_request(db, req, action, req->path, NULL);
	return 200;
}
