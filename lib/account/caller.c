#include "account/caller.h"

#include "io/web.h"

struct caller
caller_of(struct db *db, const struct web_req *req)
{
	return (struct caller){
		.db = db,
		.conf = req->conf,
		.company_id = req->who->company_id,
		.user_id = req->who->user_id,
		.lang = req->lang,
		.zone = req->who->zone,
	};
}
