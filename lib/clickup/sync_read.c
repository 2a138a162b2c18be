#include "clickup/sync_read.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "clickup/api_task.h"
#include "clickup/link.h"
#include "clickup/set.h"
#include "io/db.h"

#define AHEAD		2	/* pages that wait to be written */
#define LARGE_BYTES	(4u << 20)	/* of a page's texts: then no other is read ahead */
#define PATIENCE	5	/* times that "wait" is taken for an answer */
#define WAIT_MAX_S	120

struct sync_read {
	struct sync_read_conf	 conf;
	struct db		*db;	/* the thread's own */
	struct clickup		*api;
	pthread_t		 thread;
	bool			 runs;

	pthread_mutex_t		 lock;	/* of all below */
	pthread_cond_t		 change;
	struct clickup_task_page	 ready[AHEAD];
	int			 nready, calls;
	bool			 ended, stop;
	struct err		 err;	/* why it ended; kind ERR_NONE: no more */
};

/* Waits as a busy service asks, unless the run is stopped. */
static bool
pause_for(struct sync_read *r, const struct err *err)
{
	struct timespec	until;
	int		wait_s = err->retry_after_s > 0 ? err->retry_after_s : 5;
	bool		stop;

	if (err->kind != ERR_BUSY || wait_s > WAIT_MAX_S)
		return false;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += wait_s;
	pthread_mutex_lock(&r->lock);
	while (!r->stop && pthread_cond_timedwait(&r->change, &r->lock,
	    &until) != ETIMEDOUT)
		;
	stop = r->stop;
	pthread_mutex_unlock(&r->lock);
	return !stop;
}

static int
read_page(struct sync_read *r, struct clickup_task_page *out, struct err *err)
{
	for (int tries = 1;; tries++) {
		memset(err, 0, sizeof(*err));
		if (clickup_task_page_fetch(r->api, &r->conf.ask, out, err) == 0)
			return 0;
		if (tries == PATIENCE || !pause_for(r, err))
			return -1;
	}
}

/* Hands a page over as soon as there is room, and behind a large one waits until it was taken;
 * false: nobody wants it. */
static bool
hand_over(struct sync_read *r, struct clickup_task_page *page)
{
	const bool	large = page->bytes > LARGE_BYTES;
	bool		stop;

	pthread_mutex_lock(&r->lock);
	while (!r->stop && r->nready == AHEAD)
		pthread_cond_wait(&r->change, &r->lock);
	if (!r->stop)
		r->ready[r->nready++] = give(*page);
	r->calls = clickup_calls(r->api);
	pthread_cond_broadcast(&r->change);
	while (large && !r->stop && r->nready > 0)
		pthread_cond_wait(&r->change, &r->lock);
	stop = r->stop;
	pthread_mutex_unlock(&r->lock);
	return !stop;
}

static void
end(struct sync_read *r, const struct err *err)
{
	pthread_mutex_lock(&r->lock);
	r->ended = true;
	r->err = *err;
	r->calls = clickup_calls(r->api);
	pthread_cond_broadcast(&r->change);
	pthread_mutex_unlock(&r->lock);
}

static void *
read_all(void *arg)
{
	struct sync_read	*r = arg;
	struct err		 err = { 0 };
	bool			 more = true;

	for (int n = 0; more && n < r->conf.pages; n++, r->conf.ask.page++) {
		own_clickup_task_page struct clickup_task_page	page = { 0 };

		if (read_page(r, &page, &err) == -1)
			break;
		more = !page.last;
		if (!hand_over(r, &page))
			break;
	}
	end(r, &err);
	return NULL;
}

struct sync_read *
sync_read_open(const struct sync_read_conf *conf, struct err *err)
{
	own_sync_read struct sync_read	*r = mem_zero(sizeof(*r));
	pthread_condattr_t		 clock;

	r->conf = *conf;
	pthread_mutex_init(&r->lock, NULL);
	pthread_condattr_init(&clock);
	pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	pthread_cond_init(&r->change, &clock);
	pthread_condattr_destroy(&clock);
	if ((r->db = db_open(conf->conf, err)) == NULL ||
	    clickup_link_open(r->db, conf->conf, conf->company_id,
	    conf->user_id, &r->api, err) == -1)
		return NULL;
	if (pthread_create(&r->thread, NULL, read_all, r) != 0) {
		err_set(err, ERR_INTERNAL, "sync: no thread");
		return NULL;
	}
	r->runs = true;
	return give(r);
}

void
sync_read_close(struct sync_read *r)
{
	if (r == NULL)
		return;
	pthread_mutex_lock(&r->lock);
	r->stop = true;
	pthread_cond_broadcast(&r->change);
	pthread_mutex_unlock(&r->lock);
	if (r->runs)
		pthread_join(r->thread, NULL);
	for (int i = 0; i < r->nready; i++)
		clickup_task_page_clear(&r->ready[i]);
	clickup_close(r->api);
	db_close(r->db);
	pthread_cond_destroy(&r->change);
	pthread_mutex_destroy(&r->lock);
	free(r);
}

void
sync_read_close_p(struct sync_read **r)
{
	sync_read_close(*r);
	*r = NULL;
}

/* Under the lock: is there something to say by then? */
static void
wait_change(struct sync_read *r, int wait_ms)
{
	struct timespec	until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += wait_ms / 1000;
	until.tv_nsec += (long)(wait_ms % 1000) * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	while (r->nready == 0 && !r->ended &&
	    pthread_cond_timedwait(&r->change, &r->lock, &until) != ETIMEDOUT)
		;
}

int
sync_read_next(struct sync_read *r, int wait_ms, struct clickup_task_page *out,
    struct err *err)
{
	int	rc = 0;

	pthread_mutex_lock(&r->lock);
	wait_change(r, wait_ms);
	if (r->nready > 0) {
		*out = r->ready[0];
		memmove(&r->ready[0], &r->ready[1],
		    sizeof(r->ready[0]) * (size_t)--r->nready);
		pthread_cond_broadcast(&r->change);
		rc = 1;
	} else if (r->ended && r->err.kind != ERR_NONE) {
		*err = r->err;
		rc = -1;
	} else if (r->ended)
		rc = 2;
	pthread_mutex_unlock(&r->lock);
	return rc;
}

int
sync_read_calls(struct sync_read *r)
{
	int	calls;

	pthread_mutex_lock(&r->lock);
	calls = r->calls;
	pthread_mutex_unlock(&r->lock);
	return calls;
}
