#include "transfer/second.h"

#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "huntflow/api_applicant.h"
#include "huntflow/link.h"
#include "origin/origin.h"
#include "transfer/context.h"

/* The one that stays must be there before the other goes. */
static int
remove_second(struct transfer_context *ctx, struct origin *row,
    struct err *err)
{
	own_huntflow_applicant struct huntflow_applicant one = { 0 };

	if (huntflow_applicant_fetch(ctx->huntflow->api, ctx->account_id,
	    row->applicant_id, &one, err) == -1)
		return -1;
	if (one.id != row->second_id && huntflow_applicant_remove(
	    ctx->huntflow->api, ctx->account_id, row->second_id, err) == -1) {
		if (err->kind != ERR_ABSENT)
			return -1;
		*err = (struct err){ 0 };	/* gone already */
	}
	row->second_id = 0;
	return origin_save(ctx->db, row, ctx->lease, ctx->lease_s, err);
}

int
transfer_second_remove(struct transfer_context *ctx, const char *task_id,
    int64_t applicant_id, struct err *err)
{
	own_origin struct origin	 known = { 0 }, row = { 0 };
	struct origin			 in = transfer_context_key(ctx,
	    task_id);
	struct err			 ignored = { 0 };
	int				 rc;

	if (origin_find(ctx->db, &in, &known, err) == -1)
		return -1;
	if (known.second_id == 0 || known.second_id != applicant_id)
		return err_set(err, ERR_ABSENT, "no such second applicant");
	in.task_name = known.task_name;
	if (origin_take(ctx->db, &in, ctx->listeners, ctx->lease,
	    ctx->lease_s, &row, err) == -1)
		return -1;
	rc = row.second_id == applicant_id ? remove_second(ctx, &row, err) : 0;
	if (origin_release(ctx->db, ctx->listeners, row.id, ctx->lease,
	    row.error_code, &ignored) == -1)
		log_err(LOG_WARN, "transfer: release", &ignored);
	return rc;
}
