#include "import/work.h"

#include <signal.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "import/figures.h"
#include "import/job.h"
#include "import/source.h"
#include "import/view.h"
#include "import/work_int.h"
#include "io/db.h"
#include "service/connection.h"
#include "transfer/context.h"

#define IDLE_MS		3000	/* then the worker goes home */
#define LOST_PART	4	/* of the turns: first for transfers that were lost or left */
#define UNDO_PART	2	/* of the others: first for what is taken back */

static void
show_step(void *arg, enum transfer_step step, int64_t transfer_id)
{
	struct import_slot	*slot = arg;

	atomic_store(&slot->step, (int)step);
	atomic_store(&slot->transfer_id, transfer_id);
}

void
import_work_tell(struct import_worker *w, int64_t job_id)
{
	own_import_job struct import_job	 job = { 0 };
	struct err				 err = { 0 };

	if (import_figures_count(w->db, job_id, &err) == -1 ||
	    import_job_get(w->db, job_id, &job, &err) == -1)
		log_err(LOG_WARN, "import: tell", &err);
	else
		import_view_push(w->db, w->conf, &job, true);
}

void
import_work_close(struct import_worker *w)
{
	transfer_context_close(w->ctx);
	w->ctx = NULL;
	w->ctx_job = 0;
}

int
import_work_open(struct import_worker *w, const struct import_job *job, struct err *err)
{
	const struct transfer_place	 place = {
		.company_id = job->company_id, .user_id = job->user_id,
		.huntflow_id = job->huntflow_id,
		.account_id = job->account_id };
	const struct transfer_source	*source;
	int64_t				 version;

	if (connection_version(w->db, job->user_id, &version, err) == -1)
		return -1;
	w->ctx_fresh = w->ctx == NULL || w->ctx_job != job->id ||
	    w->ctx_version != version;
	if (!w->ctx_fresh)
		return 0;
	import_work_close(w);
	if (import_source_transfer(job->kind, &source, err) == -1 ||
	    transfer_context_open(w->db, w->conf, source, w->listeners,
	    &place, &w->ctx, err) == -1)
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

static bool
told_to_end(void)
{
	sigset_t	 set;

	return sigpending(&set) == 0 && (sigismember(&set, SIGTERM) == 1 ||
	    sigismember(&set, SIGINT) == 1);
}

/* Until there may be work (the parent says so), at most so long. false: it is to end. */
static bool
wait_called(int64_t ms)
{
	const struct timespec	 most = { ms / 1000, ms % 1000 * 1000000 };
	sigset_t		 set;
	int			 sig;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sig = sigtimedwait(&set, NULL, &most);
	return sig != SIGTERM && sig != SIGINT;
}

typedef int work(struct import_worker *, bool *, struct err *);

/* One thing: of what there is to take back, to transfer, to look for. Each comes first at times, so
 * that many of one kind hold up none of another. */
static int
look(struct import_worker *w, bool *got, struct err *err)
{
	static work *const	lost[] = { import_work_look, import_work_undo,
		import_work_item };
	static work *const	undo[] = { import_work_undo, import_work_item,
		import_work_look };
	static work *const	item[] = { import_work_item, import_work_undo,
		import_work_look };
	const unsigned		turn = w->turns++;
	work *const		*order = turn % LOST_PART == 0 ? lost :
				    turn % UNDO_PART == 0 ? undo : item;

	*got = false;
	for (size_t i = 0; i < nitems(lost) && !*got; i++)
		if (order[i](w, got, err) == -1)
			return -1;
	return 0;
}

int
import_work(const struct conf *conf, const struct origin_listener *listeners,
    struct import_slot *slot)
{
	own_db struct db	*db = NULL;
	struct err		 err = { 0 };
	struct import_worker		 w = { .conf = conf, .slot = slot,
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
			else if (!wait_called(IDLE_MS))
				break;
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
	import_work_close(&w);
	return err.kind == ERR_NONE ? 0 : 1;
}
