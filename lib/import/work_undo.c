#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "huntflow/link.h"
#include "import/item.h"
#include "import/job.h"
#include "import/undo.h"
#include "import/undo_run.h"
#include "import/verdict.h"
#include "import/view.h"
#include "import/work_int.h"
#include "io/secret.h"
#include "transfer/context.h"

static int
undo_applicant(struct import_worker *w, const struct import_job *job,
    const struct import_undo_item *item, struct err *err)
{
	struct huntflow	*api;

	if (item->claims > IMPORT_CLAIMS)
		return err_code(err, ERR_INPUT, "import.undo_crash",
		    "%lld workers died over it", (long long)item->claims - 1);
	if (import_work_open(w, job, err) == -1)
		return -1;
	api = w->ctx->huntflow->api;
	if (w->undo_run != item->undo.run && import_undo_check(api,
	    job->account_id, &item->undo, err) == -1)
		return -1;
	w->undo_run = item->undo.run;
	return import_undo_one(api, job->account_id, item, err);
}

/* The last word is that of a context opened for this item, as with imports. */
static int
halt_undo(struct import_worker *w, const struct import_undo_item *item,
    const struct err *why, struct err *err)
{
	const bool	sure = w->ctx_fresh;

	import_work_close(w);
	w->undo_run = 0;
	if (sure && import_undo_halt(w->db, &item->undo, why->code, why->text,
	    err) == -1)
		return -1;
	return import_undo_back(w->db, item, w->slot->lease, 0, false, err);
}

static int
settle_undo(struct import_worker *w, const struct import_undo_item *item,
    const struct err *why, struct err *err)
{
	const enum import_verdict	verdict = import_verdict_of(why);
	const bool	again = verdict == VERDICT_AGAIN &&
			    !import_verdict_outage(why);

	if (strcmp(why->code, "import.undo_stage") == 0 || verdict == VERDICT_HALT)
		return halt_undo(w, item, why, err);
	if (verdict == VERDICT_FAIL || (again &&
	    item->attempts + 1 >= IMPORT_UNDO_ATTEMPTS))
		return import_undo_end(w->db, w->listeners, item,
		    w->slot->lease, why->code, why->text, err);
	return import_undo_back(w->db, item, w->slot->lease,
	    import_verdict_pause(why, conf_int(w->conf, "IMPORT_BACKOFF_MS",
	    5000), item->attempts, secret_random(1000) / 999.0), again, err);
}

/* Once a second, and when it is over. */
static int
tell_undo(struct import_worker *w, const struct import_job *job,
    struct err *err)
{
	const int64_t	now = clock_mono_ms();
	bool		over;

	if (import_undo_over(w->db, job->id, &over, err) == -1)
		return -1;
	if (over)
		w->undo_run = 0;
	if (!over && w->logged_ms != 0 && now - w->logged_ms < 1000)
		return 0;
	w->logged_ms = now;
	import_view_push(w->db, w->conf, job, over);
	return 0;
}

static int
do_undo(struct import_worker *w, const struct import_undo_item *item,
    struct err *err)
{
	own_import_job struct import_job	 job = { 0 };
	struct err				 why = { 0 };
	int					 rc;

	if (import_job_get(w->db, item->undo.job_id, &job, err) == -1)
		return -1;
	rc = undo_applicant(w, &job, item, &why);
	if (rc == -1)
		log_err(LOG_INFO, "undo", &why);
	if ((rc == 0 ? import_undo_end(w->db, w->listeners, item, w->slot->lease,
	    NULL, "", err) : settle_undo(w, item, &why, err)) == -1)
		return -1;
	return tell_undo(w, &job, err);
}

int
import_work_undo(struct import_worker *w, bool *got, struct err *err)
{
	struct import_undo_item	item = { .id = 0 };
	int			rc;

	if (import_undo_claim(w->db, w->slot->lease, w->lease_s, &item, got,
	    err) == -1)
		return -1;
	if (!*got)
		return 0;
	atomic_store(&w->slot->undo_id, item.id);
	alarm(IMPORT_ITEM_MAX_S);
	rc = do_undo(w, &item, err);
	alarm(0);
	atomic_store(&w->slot->undo_id, 0);
	if (rc == -1 && strcmp(err->code, "service.lease_lost") == 0) {
		memset(err, 0, sizeof(*err));
		return 0;	/* whoever has it now will end it */
	}
	return rc;
}

