#include "telegram/work.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
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
#include "service/watch.h"
#include "telegram/carrier.h"
#include "telegram/handle.h"
#include "telegram/update.h"

#define WORKERS		4
#define SLOT_SIZE	32
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

static void
slot_name(int64_t i, char out[SLOT_SIZE])
{
	snprintf(out, SLOT_SIZE, "telegram-%" PRId64, i);
}

static int64_t
slots(const struct conf *conf)
{
	return conf_int(conf, "TELEGRAM_WORKERS", WORKERS);
}

/* One that would find all the work shared out already is not started: each costs as much as many
 * deliveries. */
static int
start_another(struct db *db, const struct conf *conf, struct err *err)
{
	static const char *const args[] = { "telegram", NULL };
	char			 slot[SLOT_SIZE];
	bool			 held = true;

	for (int64_t i = slots(conf); held && i-- > 0;) {
		slot_name(i, slot);
		if (db_lock_held(db, slot, &held, err) == -1)
			return -1;
	}
	return held ? 0 : proc_start(conf, "tick", args, err);
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
	struct worker	w = { .db = db, .conf = conf, .use = use,
			    .writers = writers };
	char		slot[SLOT_SIZE];
	int		rc;

	watch_open(&w.watch, db, WATCH_TELEGRAM);
	for (int64_t i = 0; i < slots(conf); i++) {
		slot_name(i, slot);
		if (db_lock(db, slot, 0, err) == 0) {
			rc = watch ? watch_on(&w.watch, work_off, &w, err) :
			    work_off(&w, clock_mono_ms() + WORK_MS, err);
			db_unlock(db, slot);
			if (rc != -1 && w.soon)
				telegram_work_wake(db, conf);
			return rc == -1 ? -1 : 0;
		}
		if (err->kind != ERR_BUSY)
			return -1;
		memset(err, 0, sizeof(*err));
	}
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
