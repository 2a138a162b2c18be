#include "clickup/sync_work.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "clickup/listener.h"
#include "clickup/sync.h"
#include "io/db.h"
#include "io/slot.h"
#include "service/sync_run.h"

struct worker {
	struct db		*db;
	const struct conf	*conf;
	char			 slot[SLOT_SIZE];
	bool			 lasting;	/* it is one of the long ones */
};

/* One more process, when there is more than we can do at once; it calls the next. */
static void
call_help(struct worker *w, int64_t enough)
{
	static const char *const args[] = { "sync", NULL };
	struct err	 err = { 0 };
	int64_t		 waiting;

	if (sync_run_waiting(w->db, enough, &waiting, &err) == -1 ||
	    (waiting >= enough && proc_start(w->conf, "tick", args,
	    &err) == -1))
		log_err(LOG_WARN, "sync: help", &err);
}

/* The run under way has lasted so long: our place is for another. */
static void
step_aside(void *arg, int64_t lasted_ms)
{
	struct worker	*w = arg;
	char		 slot[SLOT_SIZE];
	struct err	 err = { 0 };

	if (w->lasting || lasted_ms < conf_int(w->conf, "SYNC_LONG_MS",
	    20000) || slot_take(w->db, "sync-long",
	    conf_int(w->conf, "SYNC_LONG", 16), slot, &err) != 1)
		return;
	db_unlock(w->db, w->slot);
	memcpy(w->slot, slot, sizeof(slot));
	w->lasting = true;
	call_help(w, 1);
}

int
sync_work_run(struct db *db, const struct conf *conf,
    const struct clickup_listeners *listeners, struct err *err)
{
	struct worker	w = { .db = db, .conf = conf };
	int		rc;

	if ((rc = slot_take(db, "sync-worker", conf_int(conf, "SYNC_WORKERS", 4),
	    w.slot, err)) != 1)
		return rc;
	call_help(&w, 2);
	do {
		memset(err, 0, sizeof(*err));
		rc = sync_next(db, conf, listeners, step_aside, &w, err);
		if (rc == 1)
			clickup_listeners_passed(listeners, db, conf);
	} while (rc == 1 && !w.lasting);
	if (rc == 1)
		rc = 0;
	db_unlock(db, w.slot);
	return rc;
}
