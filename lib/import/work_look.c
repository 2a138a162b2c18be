#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/log.h"
#include "import/source.h"
#include "import/work_int.h"
#include "origin/origin.h"
#include "transfer/context.h"
#include "transfer/event.h"
#include "transfer/run.h"

#define PUT_OFF_MS	(15 * 60 * 1000)	/* while its owner has no key */

/* With the keys of the one who sent it, apart from the import that this worker is at. */
static int
go_on(struct import_worker *w, const struct origin *row, struct err *err)
{
	own_transfer_context struct transfer_context	*ctx = NULL;
	own_transfer_done struct transfer_done		 done = { 0 };
	const struct transfer_place			 place = {
		.company_id = row->company_id, .user_id = row->user_id,
		.huntflow_id = row->connection_id,
		.account_id = row->account_id };
	const struct transfer_source			*source;
	int						 rc;

	if (import_source_transfer(row->kind, &source, err) == -1 ||
	    transfer_context_open(w->db, w->conf, source, w->listeners,
	    &place, &ctx, err) == -1)
		return origin_put_off(w->db, w->listeners, row->id, PUT_OFF_MS,
		    err);
	ctx->lease_s = w->lease_s;
	memcpy(ctx->lease, w->slot->lease, sizeof(ctx->lease));
	rc = transfer_go_on(ctx, row, &done, err);
	if (rc == 0)
		transfer_event_add(ctx, row->user_id, row->task_id, &done);
	else
		log_err(LOG_INFO, row->task_id, err);
	return rc;
}

int
import_work_look(struct import_worker *w, bool *got, struct err *err)
{
	own_origin struct origin	 row = { 0 };
	struct err			 why = { 0 };
	int64_t				 id;

	*got = false;
	if (origin_due(w->db, &id, err) == -1)
		return -1;
	if (id == 0)
		return 0;
	if (origin_get(w->db, id, &row, err) == -1)
		return err->kind == ERR_ABSENT ? 0 : -1;
	atomic_store(&w->slot->transfer_id, row.id);
	alarm(IMPORT_ITEM_MAX_S);
	go_on(w, &row, &why);
	alarm(0);
	atomic_store(&w->slot->transfer_id, 0);
	*got = strcmp(why.code, "origin.busy") != 0;
	return 0;
}
