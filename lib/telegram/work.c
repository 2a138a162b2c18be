#include "telegram/work.h"

#include <stdint.h>
#include <string.h>

#include "account/outbox.h"
#include "account/outbox_run.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "io/db.h"
#include "io/slot.h"
#include "service/watch.h"
#include "telegram/carrier.h"
#include "telegram/handle.h"
#include "telegram/update.h"

#define WORKERS		4
#define WORK_MS		45000	/* one that does not watch works no longer */
#define SLICE_MS	1000	/* messages go out for so long, then updates are looked for */
#define MANY		20	/* messages that are too many for one process */
#define SOON_S		60	/* what is due so soon is waited for: cron comes no earlier */

struct worker {
	struct db			*db;
	const struct conf		*conf;
	const struct telegram_use	*use;
	const struct outbox_writer	*writers;
	struct watch			 watch;
	bool				 helped;	/* another was started */
	bool				 soon;		/* more is due soon */
};

static struct watch_slots
slots(const struct conf *conf)
{
	return (struct watch_slots){ WATCH_TELEGRAM, conf_int(conf,
	    "TELEGRAM_WORKERS", WORKERS), WORK_MS };
}

/* One that would find all the work shared out already is not started: each costs as much as many
 * deliveries. */
static int
start_another(struct db *db, const struct conf *conf, struct err *err)
{
	static const char *const args[] = { "telegram", NULL };
	const struct watch_slots all = slots(conf);
	bool			 taken;

	if (slot_all_taken(db, all.work, all.most, &taken, err) == -1)
		return -1;
	return taken ? 0 : proc_start(conf, "tick", args, err);
}

/* How many were handled, or -1. */
static int
handle_some(struct worker *w, int64_t end, struct err *err)
{
	own_telegram_update struct telegram_update	u = { .body = NULL };
	int						n = 0, rc = 0;

	while (clock_mono_ms() < end &&
	    (rc = telegram_update_take(w->db, &u, err)) == 1) {
		if (watch_leave(&w->watch, err) == -1 || telegram_handle(
		    w->db, w->conf, w->use, &u, err) == -1)
			return -1;
		n++;
	}
	return rc == -1 ? -1 : n;
}

/* Where more wait than one can send, another process joins. */
static int
send_some(struct worker *w, int64_t end, int64_t *n, struct err *err)
{
	const int64_t	slice = clock_mono_ms() + SLICE_MS;
	int64_t		waiting = 0;
	struct err	why = { 0 };

	if (!w->helped && outbox_waiting(w->db, OUTBOX_TELEGRAM, MANY,
	    &waiting, err) == -1)
		return -1;
	if (waiting == MANY) {
		w->helped = true;
		if (start_another(w->db, w->conf, &why) == -1)
			log_err(LOG_WARN, "telegram: tick", &why);
	}
	return outbox_run(w->db, w->conf, &telegram_carrier, w->writers,
	    slice < end ? slice : end, n, err);
}

static int
look_ahead(struct worker *w, struct err *err)
{
	return outbox_soon(w->db, OUTBOX_TELEGRAM, SOON_S, &w->soon,
	    err) == -1 ? -1 : w->soon ? 0 : telegram_update_soon(w->db,
	    SOON_S, &w->soon, err);
}

/* Until nothing waits, or the time is over: as service/watch.h says. */
static int
work_off(void *arg, int64_t end, struct err *err)
{
	struct worker	*w = arg;
	int64_t		 sent = 0;
	int		 done = 0, n;

	do {
		if ((n = handle_some(w, end, err)) == -1 ||
		    send_some(w, end, &sent, err) == -1)
			return -1;
		done = done || n > 0 || sent > 0;
	} while ((n > 0 || sent > 0) && clock_mono_ms() < end);
	if (look_ahead(w, err) == -1)
		return -1;
	return done ? 1 : w->soon ? WATCH_SOON : 0;
}

int
telegram_work_run(struct db *db, const struct conf *conf,
    const struct telegram_use *use, const struct outbox_writer *writers,
    bool watch, struct err *err)
{
	struct worker			w = { .db = db, .conf = conf,
					    .use = use, .writers = writers };
	const struct watch_slots	all = slots(conf);

	watch_open(&w.watch, db, WATCH_TELEGRAM);
	if (watch_run(&w.watch, &all, watch, work_off, &w, err) == -1)
		return -1;
	if (w.soon)
		telegram_work_wake(db, conf);
	return 0;
}

void
telegram_work_wake(struct db *db, const struct conf *conf)
{
	struct err	err = { 0 };
	bool		wake;

	if (watch_wake(db, WATCH_TELEGRAM, &wake, &err) == -1 ||
	    (wake && start_another(db, conf, &err) == -1))
		log_err(LOG_WARN, "telegram: wake", &err);
}
