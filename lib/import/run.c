#include "import/run.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "import/figures.h"
#include "import/item.h"
#include "import/job.h"
#include "import/queue.h"
#include "import/said.h"
#include "import/tell.h"
#include "import/undo.h"
#include "import/view.h"
#include "import/work.h"
#include "io/db.h"
#include "io/db_schema.h"
#include "live/post.h"
#include "origin/origin.h"
#include "service/lease.h"
#include "transfer/step.h"

#define WORKERS_MAX	64
#define TICK_MS		100	/* after workers were started */
#define QUIET_MS	500	/* at most, while there is nothing new to start */
#define EVERY_MS	1000	/* figures, beats */
#define SWEEP_MS	5000	/* what others left behind, at most; less for short leases */
#define JOBS_MAX	64
#define LOCK_WAIT_S	2

struct importer {
	const struct conf	*conf;
	const struct origin_listener *listeners;
	struct db		*db;
	struct import_slot	*slot;		/* shared with the workers */
	int			 nslots, lease_s;
	struct import_pulse	 pulse;
	int64_t			 next_ms;	/* of what is done each second */
	int64_t			 sweep_ms;	/* of the next sweep */
	int64_t			 pause_ms;	/* before the next tick */
	bool			 ending;
	char			 lock[80];
};

/* --- workers --- */

/*
 * The child must not touch what belongs to the parent: its connection to the
 * database would be ended for both.
 */
static void
become_worker(struct importer *im, struct import_slot *slot, pid_t parent,
    const sigset_t *mask)
{
	sigset_t	 held = *mask;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	close_range(3, ~0U, 0);
	sigdelset(&held, SIGCHLD);
	sigprocmask(SIG_SETMASK, &held, NULL);
	_exit(import_work(im->conf, im->listeners, slot));
}

static int
start_worker(struct importer *im, const sigset_t *mask, struct err *err)
{
	struct import_slot	*slot = NULL;
	pid_t			 pid, parent = getpid();

	for (int i = 0; i < im->nslots && slot == NULL; i++)
		if (im->slot[i].pid == 0)
			slot = &im->slot[i];
	if (slot == NULL)
		return 0;
	atomic_store(&slot->item_id, 0);
	atomic_store(&slot->transfer_id, 0);
	atomic_store(&slot->undo_id, 0);
	atomic_store(&slot->step, 0);
	lease_name(slot->lease);
	/* The slot is shared: only the parent may write its pid. */
	if ((pid = fork()) == 0)
		become_worker(im, slot, parent, mask);
	if (pid == -1)
		return err_set(err, ERR_INTERNAL, "fork: %s", strerror(errno));
	slot->pid = pid;
	return 0;
}

static int
count_workers(const struct importer *im, bool idle)
{
	int	 n = 0;

	for (int i = 0; i < im->nslots; i++)
		n += im->slot[i].pid != 0 && (!idle ||
		    (atomic_load(&im->slot[i].item_id) == 0 &&
		    atomic_load(&im->slot[i].transfer_id) == 0 &&
		    atomic_load(&im->slot[i].undo_id) == 0));
	return n;
}

/* What a dead worker had in hand is free at once, without waiting for its lease. */
static int
free_slot(struct importer *im, struct import_slot *slot, struct err *err)
{
	const int64_t	 item = atomic_load(&slot->item_id),
			 transfer = atomic_load(&slot->transfer_id),
			 undo = atomic_load(&slot->undo_id);

	if (undo != 0 && import_undo_free(im->db, undo, slot->lease,
	    err) == -1)
		return -1;
	if (item != 0 && import_item_free(im->db, item, slot->lease,
	    err) == -1)
		return -1;
	if (transfer != 0 && origin_release(im->db, im->listeners, transfer,
	    slot->lease, "", err) == -1)
		return -1;
	slot->pid = 0;
	return 0;
}

/*
 * A worker that ended keeps its slot (pid -1) until what it held is free: the
 * database may be away just now.
 */
static int
reap(struct importer *im, struct err *err)
{
	int	 status;
	pid_t	 pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (int i = 0; i < im->nslots; i++)
			if (im->slot[i].pid == pid) {
				im->slot[i].pid = -1;
				if (WIFSIGNALED(status) ||
				    WEXITSTATUS(status) != 0)
					log_line(LOG_WARN, "import: a worker "
					    "ended badly: %s %d",
					    WIFSIGNALED(status) ? "signal" :
					    "status", WIFSIGNALED(status) ?
					    WTERMSIG(status) :
					    WEXITSTATUS(status));
			}
	for (int i = 0; i < im->nslots; i++)
		if (im->slot[i].pid == -1 &&
		    free_slot(im, &im->slot[i], err) == -1)
			return -1;
	return 0;
}

/* Items of jobs that may be taken now; one is enough for a paced job. */
static int
count_ready(struct importer *im, int64_t *need, struct err *err)
{
	int64_t	 ids[JOBS_MAX], ready;
	int	 n;

	if (import_queue_due(im->db, ids, JOBS_MAX, &n, err) == -1)
		return -1;
	for (int i = 0; i < n; i++) {
		own_import_job struct import_job	 job = { 0 };

		if (import_job_get(im->db, ids[i], &job, err) == -1 ||
		    import_queue_ready(im->db, ids[i], im->nslots, &ready,
		    err) == -1)
			return -1;
		if (ready > 1 && (job.delay_seconds > 0 ||
		    strcmp(job.status, "queued") == 0))
			ready = 1;	/* the first one begins the job alone */
		*need += ready;
	}
	return 0;
}

static bool
is_working(const struct importer *im)
{
	return count_workers(im, false) > count_workers(im, true);
}

static int
look_out(struct importer *im, struct err *err)
{
	return import_queue_pulse(im->db, im->nslots, is_working(im),
	    &im->pulse, err);
}

/* Does anything go on, now or later? */
static bool
is_active(const struct importer *im)
{
	return im->pulse.queued || im->pulse.undoing || im->pulse.lost ||
	    im->pulse.said;
}

/* Idle workers ask for nothing until they are called. */
static void
wake(struct importer *im)
{
	for (int i = 0; i < im->nslots; i++)
		if (im->slot[i].pid > 0 &&
		    atomic_load(&im->slot[i].item_id) == 0)
			kill(im->slot[i].pid, SIGUSR1);
}

/* The time to the next tick follows from what was started: workers look for items themselves. */
static int
hire(struct importer *im, const sigset_t *mask, struct err *err)
{
	const struct import_pulse	*pulse = &im->pulse;
	int64_t				 need = pulse->undo + pulse->lost;

	im->pause_ms = pulse->wait_ms > 0 && pulse->wait_ms < QUIET_MS ?
	    pulse->wait_ms : QUIET_MS;
	if (im->ending || (pulse->due && count_ready(im, &need, err) == -1))
		return im->ending ? 0 : -1;
	if (need > 0)
		wake(im);
	for (int idle = count_workers(im, true); idle < need &&
	    count_workers(im, false) < im->nslots; idle++) {
		im->pause_ms = TICK_MS;
		if (start_worker(im, mask, err) == -1)
			return -1;
	}
	return 0;
}

/* --- each second --- */

static int
beat(struct importer *im, struct err *err)
{
	for (int i = 0; i < im->nslots; i++) {
		struct import_slot	*slot = &im->slot[i];
		const int64_t		 item = atomic_load(&slot->item_id),
					 row = atomic_load(&slot->transfer_id),
					 undo = atomic_load(&slot->undo_id);
		struct err		 gone = { 0 };

		if (slot->pid > 0 && undo != 0 && import_undo_beat(im->db,
		    undo, slot->lease, im->lease_s, err) == -1)
			return -1;
		if (slot->pid <= 0)
			continue;
		if (item != 0 && import_item_beat(im->db, item, slot->lease, im->lease_s,
		    transfer_step_names[atomic_load(&slot->step)], err) == -1)
			return -1;
		/* The worker may have let it go in this very moment. */
		if (row != 0 && origin_beat(im->db, row, slot->lease,
		    im->lease_s, &gone) == -1 && gone.kind != ERR_CONFLICT) {
			*err = gone;
			return -1;
		}
	}
	return 0;
}

static int
count(struct importer *im, struct err *err)
{
	int64_t	 ids[JOBS_MAX];
	int	 n;

	if (import_queue_stale(im->db, is_working(im), ids, JOBS_MAX, &n, err) == -1)
		return -1;
	for (int i = 0; i < n; i++) {
		own_import_job struct import_job	 job = { 0 };
		bool					 over = false;

		if (import_figures_count(im->db, ids[i], err) == -1 ||
		    import_queue_finish(im->db, ids[i], &over, err) == -1 ||
		    import_job_get(im->db, ids[i], &job, err) == -1)
			return -1;
		import_view_push(im->db, im->conf, &job, over);
		if (!over)
			continue;
		if (import_tell_run(im->db, im->conf, err) == -1)
			return -1;
		live_post_wake(im->db, im->conf);
	}
	return 0;
}

/* What was unsure, and settled by a look or by a person. */
static int
resolve(struct importer *im, struct err *err)
{
	int64_t	 ids[JOBS_MAX], changed;
	int	 n;

	if (import_queue_unsure(im->db, ids, JOBS_MAX, &n, err) == -1)
		return -1;
	for (int i = 0; i < n; i++) {
		own_import_job struct import_job	 job = { 0 };

		if (import_job_get(im->db, ids[i], &job, err) == -1 ||
		    import_item_resolve(im->db, &job, &changed, err) == -1)
			return -1;
		if (changed == 0)
			continue;
		import_job_clear(&job);
		if (import_figures_count(im->db, ids[i], err) == -1 ||
		    import_job_get(im->db, ids[i], &job, err) == -1)
			return -1;
		import_view_push(im->db, im->conf, &job, true);
	}
	return 0;
}

/* What workers of machines that are gone held. */
static int
sweep(struct importer *im, struct err *err)
{
	const int64_t	 lease = im->lease_s * INT64_C(500);
	int64_t		 freed;

	if (clock_mono_ms() < im->sweep_ms)
		return 0;
	im->sweep_ms = clock_mono_ms() + (lease < SWEEP_MS ? lease : SWEEP_MS);
	return import_item_sweep(im->db, &freed, err) == -1 ||
	    import_undo_free(im->db, 0, NULL, err) == -1 ? -1 : 0;
}

static int
each_second(struct importer *im, struct err *err)
{
	if (clock_mono_ms() < im->next_ms)
		return 0;
	im->next_ms = clock_mono_ms() + EVERY_MS;
	return beat(im, err) == -1 ||
	    (im->pulse.unsure && resolve(im, err) == -1) ||
	    (im->pulse.stale && count(im, err) == -1) ? -1 :
	    sweep(im, err);
}

/* --- the parent --- */

static void
end_workers(struct importer *im)
{
	im->ending = true;
	for (int i = 0; i < im->nslots; i++)
		if (im->slot[i].pid > 0)
			kill(im->slot[i].pid, SIGTERM);
}

/* Waits a tick, or until a worker ends or somebody wants us to. */
static void
pause_tick(struct importer *im, const sigset_t *mask)
{
	const struct timespec	 tick = { 0, im->pause_ms * 1000000L };
	int			 sig = sigtimedwait(mask, NULL, &tick);

	if (sig == SIGTERM || sig == SIGINT)
		end_workers(im);
}

/* 1: go on; 0: nothing runs any more. */
static int
tick(struct importer *im, const sigset_t *mask, struct err *err)
{
	im->pause_ms = TICK_MS;
	if (reap(im, err) == -1 || look_out(im, err) == -1 ||
	    (im->pulse.said && import_said_next(im->db, err) == -1) ||
	    each_second(im, err) == -1 || hire(im, mask, err) == -1)
		return -1;
	return count_workers(im, false) > 0 ||
	    (is_active(im) && !im->ending);
}

/*
 * The lock went with the connection. Another importer may have taken over:
 * then this one finishes what it has in hand and goes.
 */
static int
lock_again(struct importer *im, struct err *err)
{
	if (db_lock(im->db, im->lock, 0, err) == 0)
		return 0;
	if (err->kind != ERR_BUSY)
		return -1;
	memset(err, 0, sizeof(*err));
	end_workers(im);
	return 0;
}

static int
run(struct importer *im, const sigset_t *mask, struct err *err)
{
	const int64_t	 patience = 1000 * conf_int(im->conf,
			    "IMPORT_DB_WAIT_S", 600);
	int64_t		 down = 0;
	int		 rc;

	for (;;) {
		memset(err, 0, sizeof(*err));
		rc = down != 0 && !im->ending && lock_again(im, err) == -1 ?
		    -1 : tick(im, mask, err);
		if (rc == 0)
			return 0;
		if (rc == 1)
			down = 0;
		else if (down == 0) {
			log_err(LOG_ERROR, "import", err);
			down = clock_mono_ms();
			/* As long as it counts as held, no new connection is made. */
			db_unlock(im->db, im->lock);
		} else if (clock_mono_ms() - down > patience)
			return -1;
		pause_tick(im, mask);
	}
}

/* One importer a machine; the lock ends with its connection. */
static int
run_alone(struct importer *im, const sigset_t *mask, struct err *err)
{
	char	host[64] = "";
	bool	more = true;
	int	rc;

	gethostname(host, sizeof(host) - 1);
	snprintf(im->lock, sizeof(im->lock), "import-%.60s", host);
	while (more && !im->ending) {
		if (db_lock(im->db, im->lock, LOCK_WAIT_S, err) == -1)
			return err->kind == ERR_BUSY ? 0 : -1;
		rc = run(im, mask, err);
		db_unlock(im->db, im->lock);
		/* Who started a job meanwhile found us busy and went home. */
		if (rc == -1 || look_out(im, err) == -1)
			return -1;
		more = is_active(im);
	}
	return 0;
}

int
import_run(const struct conf *conf, const struct origin_listener *listeners,
    struct err *err)
{
	own_db struct db	*db = NULL;
	struct importer		 im = { .conf = conf, .listeners = listeners };
	sigset_t		 mask;
	size_t			 size;
	int			 rc;

	im.nslots = (int)conf_int(conf, "IMPORT_WORKERS", 8);
	if (im.nslots < 1 || im.nslots > WORKERS_MAX)
		return err_set(err, ERR_INPUT, "IMPORT_WORKERS: 1 to %d",
		    WORKERS_MAX);
	im.lease_s = (int)conf_int(conf, "IMPORT_LEASE_S", 60);
	sigemptyset(&mask);
	sigaddset(&mask, SIGTERM);
	sigaddset(&mask, SIGINT);
	sigaddset(&mask, SIGCHLD);
	sigaddset(&mask, SIGUSR1);
	sigprocmask(SIG_BLOCK, &mask, NULL);
	signal(SIGPIPE, SIG_IGN);
	if ((db = db_open(conf, err)) == NULL ||
	    db_schema_check(db, err) == -1)
		return -1;
	im.db = db;
	size = (size_t)im.nslots * sizeof(*im.slot);
	im.slot = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (im.slot == MAP_FAILED)
		return err_set(err, ERR_INTERNAL, "mmap: %s",
		    strerror(errno));
	rc = run_alone(&im, &mask, err);
	munmap(im.slot, size);
	return rc;
}
