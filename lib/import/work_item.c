#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "huntflow/api.h"
#include "huntflow/api_dictionary.h"
#include "huntflow/link.h"
#include "import/choice.h"
#include "import/item.h"
#include "import/job.h"
#include "import/queue.h"
#include "import/source.h"
#include "import/verdict.h"
#include "import/work_int.h"
#include "io/field.h"
#include "io/secret.h"
#include "transfer/context.h"
#include "transfer/run.h"
#include "transfer/target.h"

#define JOBS_MAX	16
#define UNSURE_MS	120000	/* an import is not over while its own are looked for so long */

/* --- the first item --- */

static int
name_account(struct huntflow *api, struct import_job *job, struct err *err)
{
	own_huntflow_items struct huntflow_items	 items = { 0 };

	if (huntflow_dictionary_accounts(api, &items, err) == -1)
		return -1;
	for (size_t i = 0; i < items.n; i++)
		if (items.v[i].id == job->account_id) {
			mem_free_str(&job->account_name);
			job->account_name = mem_dup(items.v[i].name);
			return 0;
		}
	return err_code(err, ERR_CONFLICT, "huntflow.account", "%lld",
	    (long long)job->account_id);
}

static int
name_target(struct transfer_context *ctx, struct import_job *job,
    struct err *err)
{
	own_transfer_target struct transfer_target	 target = { 0 };

	if (transfer_target_check(ctx, job->vacancy_id, job->status_id,
	    &target, err) == -1)
		return -1;
	if (target.vacancy != NULL) {
		mem_free_str(&job->vacancy_name);
		job->vacancy_name = give(target.vacancy);
	}
	if (target.stage != NULL) {
		mem_free_str(&job->status_name);
		job->status_name = give(target.stage);
	}
	return 0;
}

/* The first claim of a job: it runs now; what was chosen must be there. */
static int
begin(struct import_worker *w, struct import_job *job, struct err *err)
{
	bool	 first = false;

	if (strcmp(job->status, "queued") != 0)
		return 0;
	if (name_account(w->ctx->huntflow->api, job, err) == -1 ||
	    name_target(w->ctx, job, err) == -1 ||
	    import_job_names(w->db, job, err) == -1 ||
	    import_queue_begin(w->db, job->id, &first, err) == -1)
		return -1;
	if (first)
		import_work_tell(w, job->id);
	return 0;
}

/* --- a failure --- */

/* Over for this import, and what was made so far is kept with it. */
static int
end_item(struct import_worker *w, const struct import_item *item,
    const char *state, const struct err *why,
    const struct transfer_done *done, struct err *err)
{
	const struct import_end	 end = { state, why->code, why->text,
				    done->applicant_id,
				    conf_int(w->conf, "IMPORT_UNSURE_MS",
				    UNSURE_MS) };

	return import_item_end(w->db, item, w->slot->lease, &end, err);
}

static int
wait_or_again(struct import_worker *w, const struct import_item *item,
    const struct err *why, const struct transfer_done *done, bool counts,
    struct err *err)
{
	const int64_t	 ms = import_verdict_pause(why, conf_int(w->conf,
			    "IMPORT_BACKOFF_MS", 5000),
			    counts ? item->attempts : 0,
			    secret_random(1000) / 999.0);

	if (counts && item->attempts + 1 >= IMPORT_ATTEMPTS)
		return end_item(w, item, "failed", why, done, err);
	if (import_verdict_outage(why) && import_queue_pause(w->db,
	    item->job_id, item->resumed_at, ms, import_verdict_service(why),
	    err) == -1)
		return -1;
	return import_item_back(w->db, item, w->slot->lease, ms, counts,
	    why->code, why->text, err);
}

/*
 * A key that was refused may have been replaced since this worker read it: only a
 * context opened for this item gives the last word.
 */
static int
halt(struct import_worker *w, const struct import_item *item,
    const struct err *why, struct err *err)
{
	const bool	 sure = w->ctx_fresh;
	bool		 changed = false;

	import_work_close(w);
	if (sure && import_queue_halt(w->db, item->job_id, item->resumed_at,
	    why->code, why->text, &changed, err) == -1)
		return -1;
	if (import_item_back(w->db, item, w->slot->lease, 0, false, "", "",
	    err) == -1)
		return -1;
	if (changed)
		import_work_tell(w, item->job_id);
	return 0;
}

static int
settle_failure(struct import_worker *w, const struct import_item *item,
    const struct err *why, const struct transfer_done *done, struct err *err)
{
	switch (import_verdict_of(why)) {
	case VERDICT_FAIL:
		return end_item(w, item, "failed", why, done, err);
	case VERDICT_AGAIN:
		return wait_or_again(w, item, why, done, true, err);
	case VERDICT_WAIT:
		return wait_or_again(w, item, why, done, false, err);
	case VERDICT_UNSURE:
		return end_item(w, item, "unsure", why, done, err);
	case VERDICT_HALT:
		return halt(w, item, why, err);
	case VERDICT_LOST:
		break;
	}
	return 0;
}

/* --- one item --- */

/* Unless the request says otherwise another applicant is made: nothing is lost by that, and
 * Huntflow shows the two as doubles. */
static enum transfer_duplicate
duplicate_of(const struct import_job *job)
{
	own_json json_t	*request = json_loads(job->request, 0, NULL);
	enum transfer_duplicate duplicate = TRANSFER_CREATE;

	transfer_duplicate_read(field_str(request, "duplicate"), &duplicate);
	return duplicate;
}

static int
transfer_item(struct import_worker *w, struct import_job *job,
    const struct import_item *item, struct transfer_done *done,
    struct err *err)
{
	const struct import_source *source = import_source_of(job->kind);
	char			 id[CLICKUP_ID_SIZE + 1];
	struct transfer_ask	 ask = {
		.task_id = id, .task_name = item->name,
		.vacancy_id = job->vacancy_id, .status_id = job->status_id,
		.name_only = (item->options & IMPORT_NAME_ONLY) != 0,
		.no_parse = (item->options & IMPORT_NO_PARSE) != 0,
		.resend = (item->options & IMPORT_RESEND) != 0,
		.duplicate = duplicate_of(job),
	};

	import_choice_apply(item->choice, &ask);
	if (item->claims > IMPORT_CLAIMS)
		return err_code(err, ERR_INPUT, "import.crash",
		    "%lld workers died over it",
		    (long long)item->claims - 1);
	snprintf(id, sizeof(id), "%s", item->task_id);
	if (import_work_open(w, job, err) == -1 || begin(w, job, err) == -1 ||
	    (source->sent_as != NULL && source->sent_as(w->db,
	    job->company_id, job->account_id, id, err) == -1))
		return -1;
	return transfer_run(w->ctx, &ask, done, err);
}

/* What was done is written down, however long the database is away. */
static int
settle(struct import_worker *w, const struct import_item *item, int rc,
    const struct transfer_done *done, const struct err *why, struct err *err)
{
	/* What was there before the job began was skipped then. */
	const struct err	 none = { 0 };
	const int64_t		 until = clock_mono_ms() + 1000 * conf_int(
				    w->conf, "IMPORT_DB_WAIT_S", 600);

	for (;;) {
		memset(err, 0, sizeof(*err));
		if ((rc == 0 ? end_item(w, item, done->skipped ? "skipped" :
		    "done", &none, done, err) : settle_failure(w, item, why,
		    done, err)) == 0)
			return 0;
		if (err->kind != ERR_DOWN || clock_mono_ms() > until)
			return -1;
		clock_sleep_ms(500);
	}
}

static int
finish_job(struct import_worker *w, int64_t job_id, struct err *err)
{
	bool	 over = false;

	if (import_queue_finish(w->db, job_id, &over, err) == -1)
		return -1;
	if (over)
		import_work_tell(w, job_id);
	return 0;
}

static int
do_item(struct import_worker *w, struct import_job *job,
    const struct import_item *item, struct err *err)
{
	own_transfer_done struct transfer_done	 done = { 0 };
	struct err				 why = { 0 };
	int					 rc;

	atomic_store(&w->slot->item_id, item->id);
	alarm(IMPORT_ITEM_MAX_S);
	rc = transfer_item(w, job, item, &done, &why);
	if (rc == -1)
		log_err(LOG_INFO, item->task_id, &why);
	rc = settle(w, item, rc, &done, &why, err);
	alarm(0);
	atomic_store(&w->slot->item_id, 0);
	atomic_store(&w->slot->step, 0);
	if (rc == -1 && strcmp(err->code, "service.lease_lost") == 0) {
		memset(err, 0, sizeof(*err));
		rc = 0;		/* whoever has it now will end it */
	}
	return rc == -1 ? -1 : finish_job(w, item->job_id, err);
}

int
import_work_item(struct import_worker *w, bool *got, struct err *err)
{
	own_import_job struct import_job	 job = { 0 };
	own_import_item struct import_item	 item = { 0 };
	int64_t					 ids[JOBS_MAX];
	int					 n;

	*got = false;
	if (import_queue_due(w->db, ids, JOBS_MAX, &n, err) == -1)
		return -1;
	for (int i = 0; i < n && !*got; i++) {
		import_job_clear(&job);
		if (import_job_get(w->db, ids[i], &job, err) == -1 ||
		    import_item_claim(w->db, &job, w->slot->lease, w->lease_s,
		    &item, got, err) == -1)
			return -1;
	}
	if (*got && n > 1 && import_queue_served(w->db, &job, err) == -1)
		return -1;
	return *got ? do_item(w, &job, &item, err) : 0;
}
