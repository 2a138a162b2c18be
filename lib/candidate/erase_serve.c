#include "candidate/erase_serve.h"

#include <string.h>

#include "account/audit.h"
#include "base/err.h"
#include "base/log.h"
#include "base/proc.h"
#include "candidate/erase.h"
#include "candidate/erasure.h"
#include "io/web.h"

/* Cron does it a little later, should it not start now. */
static void
start(const struct web_req *req)
{
	static const char *const	args[] = { "erase", NULL };
	struct err			late = { 0 };

	if (proc_start(req->conf, "tick", args, &late) == -1)
		log_err(LOG_WARN, "candidate: erasure", &late);
}

/* The one that was asked for already, as long as it is not done. */
static int
ask_again(struct db *db, int64_t company_id, int64_t id, struct err *err)
{
	struct candidate_erasure	e;
	struct err			why = { 0 };

	if (candidate_erasure_get(db, company_id, id, &e, &why) == -1) {
		if (why.kind != ERR_ABSENT)
			*err = why;
		return -1;
	}
	if (strcmp(e.state, "done") == 0)
		return -1;
	*err = (struct err){ 0 };
	return strcmp(e.state, "failed") == 0 ? candidate_erasure_retry(db,
	    company_id, e.id, err) : 0;
}

int
candidate_erase_serve(struct db *db, const struct web_req *req,
    struct web_res *res, int64_t *id, const struct candidate_judged *judged,
    struct err *err)
{
	const struct candidate_by	by = candidate_by(req);

	if (candidate_erase(db, &by, judged, id, err) == 0)
		audit_request_id(db, req, "candidate.erase", *id, NULL);
	else if (err->kind != ERR_ABSENT ||
	    ask_again(db, by.company_id, *id, err) == -1)
		return -1;
	start(req);
	return candidate_erase_serve_state(db, req, res, *id, err) == -1 ? -1 :
	    202;
}

int
candidate_erase_serve_state(struct db *db, const struct web_req *req,
    struct web_res *res, int64_t id, struct err *err)
{
	struct candidate_erasure	e;

	if (candidate_erasure_get(db, req->who->company_id, id, &e, err) == -1)
		return -1;
	candidate_erasure_emit(&res->body, &e, req->lang);
	return 200;
}
