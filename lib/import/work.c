#include "import/work.h"

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "huntflow/api.h"
#include "huntflow/api_dictionary.h"
#include "huntflow/link.h"
#include "import/item.h"
#include "import/job.h"
#include "import/undo.h"
#include "import/undo_run.h"
#include "import/view.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "service/connection.h"
#include "transfer/context.h"
#include "transfer/run.h"

#define IDLE_MS		3000	/* then the worker goes home */
#define LOOK_MS		50	/* between looks for work */
#define ITEM_MAX_S	900	/* a worker that hangs longer is killed */
#define JOBS_MAX	16
#define BUSY_MS		1000	/* while another process has the task */
#define BACKOFF_MAX_MS	300000

struct worker {
	const struct conf	*conf;
	struct db		*db;
	origin_listener *const	*listeners;
	struct import_slot	*slot;
	int			 lease_s;
	struct transfer_context	*ctx;		/* of ctx_job */
	int64_t			 ctx_job, ctx_version;
	bool			 ctx_fresh;	/* opened for this item */
	int64_t			 began_ms;	/* when the item was begun */
	int64_t			 undo_job;	/* its undo was found to be possible */
	int64_t			 told_ms;	/* of an undo, clock_mono_ms */
};

static void
show_step(void *arg, enum transfer_step step, int64_t transfer_id)
{
	struct import_slot	*slot = arg;

	atomic_store(&slot->step, (int)step);
	atomic_store(&slot->transfer_id, transfer_id);
}

static bool
told_to_end(void)
{
	sigset_t	 set;

	return sigpending(&set) == 0 && (sigismember(&set, SIGTERM) == 1 ||
	    sigismember(&set, SIGINT) == 1);
}

/* --- telling --- */

static void
tell(struct worker *w, int64_t job_id)
{
	own_import_job struct import_job	 job = { 0 };
	struct err				 err = { 0 };

	if (import_job_figures(w->db, job_id, &err) == -1 ||
	    import_job_get(w->db, job_id, &job, &err) == -1)
		log_err(LOG_WARN, "import: tell", &err);
	else
		import_view_push(w->db, w->conf, &job, true);
}

/* --- where the tasks go --- */

static void
close_context(struct worker *w)
{
	transfer_context_close(w->ctx);
	w->ctx = NULL;
	w->ctx_job = 0;
}

/* A key that a person took away or replaced is used for no further task. */
static int
open_context(struct worker *w, const struct import_job *job, struct err *err)
{
	int64_t	 version;

	if (connection_version(w->db, job->user_id, &version, err) == -1)
		return -1;
	w->ctx_fresh = w->ctx == NULL || w->ctx_job != job->id ||
	    w->ctx_version != version;
	if (!w->ctx_fresh)
		return 0;
	close_context(w);
	if (transfer_context_open(w->db, w->conf, w->listeners,
	    job->company_id, job->user_id,
	    job->huntflow_id, job->account_id, &w->ctx, err) == -1)
		return -1;
	w->ctx_job = job->id;
	w->ctx_version = version;
	w->ctx->import_id = job->id;
	w->ctx->lease_s = w->lease_s;
	memcpy(w->ctx->lease, w->slot->lease, sizeof(w->ctx->lease));
	w->ctx->step = show_step;
	w->ctx->arg = w->slot;
	return 0;
}

/* --- the names of what was chosen --- */

static const struct huntflow_item *
find_item(const struct huntflow_items *items, int64_t id)
{
	for (size_t i = 0; i < items->n; i++)
		if (items->v[i].id == id)
			return &items->v[i];
	return NULL;
}

static int
name_account(struct huntflow *api, struct import_job *job, struct err *err)
{
	own_huntflow_items struct huntflow_items	 items = { 0 };
	const struct huntflow_item			*item;

	if (huntflow_dictionary_accounts(api, &items, err) == -1)
		return -1;
	if ((item = find_item(&items, job->account_id)) == NULL)
		return err_code(err, ERR_CONFLICT, "huntflow.account", "%lld",
		    (long long)job->account_id);
	mem_free_str(&job->account_name);
	job->account_name = mem_dup(item->name);
	return 0;
}

static int
name_vacancy(struct huntflow *api, struct import_job *job, struct err *err)
{
	own_huntflow_items struct huntflow_items	 vacancies = { 0 },
							 stages = { 0 };
	const struct huntflow_item			*item;

	if (job->vacancy_id == 0)
		return 0;
	if (huntflow_dictionary_fetch(api, job->account_id, HUNTFLOW_VACANCIES,
	    &vacancies, err) == -1 ||
	    huntflow_dictionary_fetch(api, job->account_id, HUNTFLOW_STAGES,
	    &stages, err) == -1)
		return -1;
	if ((item = find_item(&vacancies, job->vacancy_id)) == NULL)
		return err_code(err, ERR_CONFLICT, "huntflow.vacancy", "%lld",
		    (long long)job->vacancy_id);
	mem_free_str(&job->vacancy_name);
	job->vacancy_name = mem_dup(item->name);
	if ((item = find_item(&stages, job->status_id)) != NULL) {
		mem_free_str(&job->status_name);
		job->status_name = mem_dup(item->name);
	}
	return 0;
}

/* The first claim of a job: it runs now; what was chosen must be there. */
static int
begin(struct worker *w, struct import_job *job, struct err *err)
{
	bool	 first = false;

	if (strcmp(job->status, "queued") != 0)
		return 0;
	if (name_account(w->ctx->huntflow->api, job, err) == -1 ||
	    name_vacancy(w->ctx->huntflow->api, job, err) == -1 ||
	    import_job_names(w->db, job, err) == -1 ||
	    import_job_begin(w->db, job->id, &first, err) == -1)
		return -1;
	if (first)
		tell(w, job->id);
	return 0;
}

/* --- what a failure means --- */

enum verdict {
	VERDICT_FAIL,	/* this task will not get better: parked with its reason */
	VERDICT_AGAIN,	/* counts as an attempt */
	VERDICT_WAIT,	/* later, counts for nothing */
	VERDICT_HALT,	/* the job needs a person */
	VERDICT_LOST	/* somebody else has the item */
};

static const struct {
	const char	*code;
	enum verdict	 verdict;
} verdicts[] = {
	{ "clickup.token",	VERDICT_HALT },
	{ "clickup.unset",	VERDICT_HALT },
	{ "huntflow.key",	VERDICT_HALT },
	{ "huntflow.setup",	VERDICT_HALT },
	{ "huntflow.unpaid",	VERDICT_HALT },
	{ "huntflow.account",	VERDICT_HALT },
	{ "huntflow.vacancy",	VERDICT_HALT },
	{ "service.secret_key",		VERDICT_HALT },
	{ "service.lease_lost",		VERDICT_LOST },
	{ "origin.busy",	VERDICT_WAIT },
	{ "transfer.wait",	VERDICT_WAIT },
	{ "huntflow.lost",	VERDICT_AGAIN },
	{ "transfer.upload_refused",	VERDICT_FAIL },
	{ "transfer.file_broken",	VERDICT_FAIL },
	{ "huntflow.input",	VERDICT_FAIL },
	{ "huntflow.duplicate_found",	VERDICT_FAIL },
};

static enum verdict
judge(const struct err *err)
{
	for (size_t i = 0; i < nitems(verdicts); i++)
		if (strcmp(err->code, verdicts[i].code) == 0)
			return verdicts[i].verdict;
	switch (err->kind) {
	case ERR_BUSY:
	case ERR_DOWN:
		return VERDICT_WAIT;
	case ERR_INPUT:
	case ERR_DENIED:
	case ERR_ABSENT:
	case ERR_TOO_LARGE:
		return VERDICT_FAIL;
	default:
		return VERDICT_AGAIN;
	}
}

/* Each failure waits four times longer than the one before, a little by chance. */
static int64_t
backoff_ms(const struct worker *w, int64_t attempts)
{
	int64_t	 ms = conf_int(w->conf, "IMPORT_BACKOFF_MS", 5000);

	for (; attempts > 0 && ms < BACKOFF_MAX_MS; attempts--)
		ms *= 4;
	if (ms > BACKOFF_MAX_MS)
		ms = BACKOFF_MAX_MS;
	return ms * 3 / 4 + secret_random((uint32_t)(ms / 2 + 1));
}

static const char *
service_of(const char *code)
{
	return strncmp(code, "clickup", 7) == 0 ? "clickup" : "huntflow";
}

/* Does the failure stand for the whole service, so that the others wait as well? */
static bool
is_outage(const struct err *err)
{
	return strcmp(err->code, "huntflow.busy") == 0 ||
	    strcmp(err->code, "clickup.limit") == 0 ||
	    strcmp(err->code, "huntflow.down") == 0 ||
	    strcmp(err->code, "clickup.down") == 0;
}

static int
end_failed(struct worker *w, const struct import_item *item,
    const struct err *why, struct err *err)
{
	const struct import_end	 end = { "failed", why->code, why->text, 0 };

	return import_item_end(w->db, item, w->slot->lease, &end, err);
}

static int
wait_or_again(struct worker *w, const struct import_item *item,
    const struct err *why, bool counts, struct err *err)
{
	int64_t	 ms = backoff_ms(w, counts ? item->attempts : 0);

	if (why->retry_after_s > 0)
		ms = why->retry_after_s * 1000LL;
	else if (strcmp(why->code, "origin.busy") == 0)
		ms = BUSY_MS;
	if (counts && item->attempts + 1 >= IMPORT_ATTEMPTS)
		return end_failed(w, item, why, err);
	if (is_outage(why) && import_job_pause(w->db, item->job_id, ms,
	    service_of(why->code), err) == -1)
		return -1;
	return import_item_back(w->db, item, w->slot->lease, ms, counts,
	    why->code, why->text, err);
}

/*
 * A key that was refused may have been replaced since this worker read it: only a
 * ctx opened for this item gives the last word.
 */
static int
halt(struct worker *w, const struct import_item *item, const struct err *why,
    struct err *err)
{
	const bool	 sure = w->ctx_fresh;
	bool		 changed = false;

	close_context(w);
	if (sure && import_job_halt(w->db, item->job_id, w->began_ms,
	    why->code, why->text, &changed, err) == -1)
		return -1;
	if (import_item_back(w->db, item, w->slot->lease, 0, false, "", "",
	    err) == -1)
		return -1;
	if (changed)
		tell(w, item->job_id);
	return 0;
}

static int
settle_failure(struct worker *w, const struct import_item *item,
    const struct err *why, struct err *err)
{
	switch (judge(why)) {
	case VERDICT_FAIL:
		return end_failed(w, item, why, err);
	case VERDICT_AGAIN:
		return wait_or_again(w, item, why, true, err);
	case VERDICT_WAIT:
		return wait_or_again(w, item, why, false, err);
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
	const char	*word = field_str(request, "duplicate");

	for (int i = 0; word != NULL && transfer_duplicates[i] != NULL; i++)
		if (strcmp(word, transfer_duplicates[i]) == 0)
			return (enum transfer_duplicate)i;
	return TRANSFER_CREATE;
}

static int
transfer_item(struct worker *w, struct import_job *job,
    const struct import_item *item, struct transfer_done *done,
    struct err *err)
{
	const struct transfer_ask	 ask = {
		.task_id = item->task_id, .task_name = item->name,
		.vacancy_id = job->vacancy_id, .status_id = job->status_id,
		.name_only = (item->options & IMPORT_NAME_ONLY) != 0,
		.no_parse = (item->options & IMPORT_NO_PARSE) != 0,
		.duplicate = duplicate_of(job),
	};

	if (item->claims > IMPORT_CLAIMS)
		return err_code(err, ERR_INPUT, "import.crash",
		    "%lld workers died over it",
		    (long long)item->claims - 1);
	if (open_context(w, job, err) == -1 || begin(w, job, err) == -1)
		return -1;
	return transfer_run(w->ctx, &ask, done, err);
}

/* What was done is written down, however long the database is away. */
static int
settle(struct worker *w, const struct import_item *item, int rc,
    const struct transfer_done *done, const struct err *why, struct err *err)
{
	/* What was there before the job began was skipped then. */
	const struct import_end	 end = { done->skipped ? "skipped" : "done",
				    "", "", done->applicant_id };
	const int64_t		 until = clock_mono_ms() + 1000 * conf_int(
				    w->conf, "IMPORT_DB_WAIT_S", 600);

	for (;;) {
		memset(err, 0, sizeof(*err));
		if ((rc == 0 ? import_item_end(w->db, item, w->slot->lease,
		    &end, err) : settle_failure(w, item, why, err)) == 0)
			return 0;
		if (err->kind != ERR_DOWN || clock_mono_ms() > until)
			return -1;
		clock_sleep_ms(500);
	}
}

static int
finish_job(struct worker *w, int64_t job_id, struct err *err)
{
	bool	 over = false;

	if (import_job_finish(w->db, job_id, &over, err) == -1)
		return -1;
	if (over)
		tell(w, job_id);
	return 0;
}

static int
do_item(struct worker *w, struct import_job *job,
    const struct import_item *item, struct err *err)
{
	own_transfer_done struct transfer_done	 done = { 0 };
	struct err				 why = { 0 };
	int					 rc;

	atomic_store(&w->slot->item_id, item->id);
	w->began_ms = clock_ms();
	alarm(ITEM_MAX_S);
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

/* --- taking back --- */

static int
undo_applicant(struct worker *w, const struct import_job *job,
    const struct import_undo_item *item, struct err *err)
{
	struct huntflow	*api;

	if (open_context(w, job, err) == -1)
		return -1;
	api = w->ctx->huntflow->api;
	if (w->undo_job != job->id && import_undo_check(api, job->account_id,
	    &item->undo, err) == -1)
		return -1;
	w->undo_job = job->id;
	return import_undo_one(api, job->account_id, item, err);
}

/* The last word is that of a context opened for this item, as with imports. */
static int
halt_undo(struct worker *w, const struct import_undo_item *item,
    const struct err *why, struct err *err)
{
	const bool	sure = w->ctx_fresh;

	close_context(w);
	w->undo_job = 0;
	if (sure && import_undo_halt(w->db, item->undo.job_id, why->code,
	    why->text, err) == -1)
		return -1;
	return import_undo_back(w->db, item, w->slot->lease, 0, false, err);
}

static int
settle_undo(struct worker *w, const struct import_undo_item *item,
    const struct err *why, struct err *err)
{
	const bool	stage = strcmp(why->code, "import.undo_stage") == 0;
	const bool	again = judge(why) == VERDICT_AGAIN && !is_outage(why);

	if (stage || judge(why) == VERDICT_HALT)
		return halt_undo(w, item, why, err);
	if (judge(why) == VERDICT_FAIL || (again &&
	    item->attempts + 1 >= IMPORT_UNDO_ATTEMPTS))
		return import_undo_end(w->db, item, w->slot->lease, why->code,
		    why->text, err);
	return import_undo_back(w->db, item, w->slot->lease,
	    why->retry_after_s > 0 ? why->retry_after_s * 1000LL :
	    backoff_ms(w, item->attempts), again, err);
}

/* Once a second, and when it is over. */
static int
tell_undo(struct worker *w, const struct import_job *job, struct err *err)
{
	const int64_t	now = clock_mono_ms();
	bool		over;

	if (import_undo_over(w->db, job->id, &over, err) == -1)
		return -1;
	if (over)
		w->undo_job = 0;
	if (!over && w->told_ms != 0 && now - w->told_ms < 1000)
		return 0;
	w->told_ms = now;
	import_view_push(w->db, w->conf, job, over);
	return 0;
}

static int
do_undo(struct worker *w, const struct import_undo_item *item,
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
	if ((rc == 0 ? import_undo_end(w->db, item, w->slot->lease, NULL, "",
	    err) : settle_undo(w, item, &why, err)) == -1)
		return -1;
	return tell_undo(w, &job, err);
}

/* One applicant of an import that is taken back. */
static int
look_undo(struct worker *w, bool *got, struct err *err)
{
	struct import_undo_item	item = { .id = 0 };
	int			rc;

	if (import_undo_claim(w->db, w->slot->lease, w->lease_s, &item, got,
	    err) == -1)
		return -1;
	if (!*got)
		return 0;
	atomic_store(&w->slot->undo_id, item.id);
	alarm(ITEM_MAX_S);
	rc = do_undo(w, &item, err);
	alarm(0);
	atomic_store(&w->slot->undo_id, 0);
	if (rc == -1 && strcmp(err->code, "service.lease_lost") == 0) {
		memset(err, 0, sizeof(*err));
		return 0;	/* whoever has it now will end it */
	}
	return rc;
}

/* --- the worker --- */

/* One item of one of the due jobs, each in its turn. */
static int
look(struct worker *w, bool *got, struct err *err)
{
	own_import_job struct import_job	 job = { 0 };
	own_import_item struct import_item	 item = { 0 };
	int64_t					 ids[JOBS_MAX];
	int					 n, first;

	if (look_undo(w, got, err) == -1)
		return -1;
	if (*got)
		return 0;
	if (import_job_due(w->db, ids, JOBS_MAX, &n, err) == -1)
		return -1;
	first = n > 1 ? (int)secret_random((uint32_t)n) : 0;
	for (int i = 0; i < n && !*got; i++) {
		import_job_clear(&job);
		if (import_job_get(w->db, ids[(first + i) % n], &job,
		    err) == -1 || import_item_claim(w->db, &job,
		    w->slot->lease, w->lease_s, &item, got, err) == -1)
			return -1;
	}
	return *got ? do_item(w, &job, &item, err) : 0;
}

int
import_work(const struct conf *conf, origin_listener *const *listeners,
    struct import_slot *slot)
{
	own_db struct db	*db = NULL;
	struct err		 err = { 0 };
	struct worker		 w = { .conf = conf, .slot = slot,
				    .listeners = listeners };
	const int64_t		 patience = 1000 * conf_int(conf,
				    "IMPORT_DB_WAIT_S", 600);
	int64_t			 seen = clock_mono_ms(), down = 0;
	bool			 got;

	if ((db = db_open(conf, &err)) == NULL) {
		log_err(LOG_ERROR, "import: worker", &err);
		return 1;
	}
	w.db = db;
	w.lease_s = (int)conf_int(conf, "IMPORT_LEASE_S", 60);
	while (!told_to_end() && clock_mono_ms() - seen < IDLE_MS) {
		memset(&err, 0, sizeof(err));
		if (look(&w, &got, &err) == 0) {
			down = 0;
			if (got)
				seen = clock_mono_ms();
			else
				clock_sleep_ms(LOOK_MS);
			continue;
		}
		if (down == 0)
			down = clock_mono_ms();
		log_err(LOG_WARN, "import: worker", &err);
		if (clock_mono_ms() - down > patience)
			break;
		seen = clock_mono_ms();
		clock_sleep_ms(500);
	}
	close_context(&w);
	return err.kind == ERR_NONE ? 0 : 1;
}
