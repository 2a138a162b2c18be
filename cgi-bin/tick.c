/* tick: does what is due, then ends: queued and automatic syncs, expiry. cron runs it
 * each minute, a program starts it when a person asks for a sync. Any number may run. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "job/sync.h"
#include "store/expiry.h"

#define PARTS_MAX	50	/* of expired rows in one go */

typedef int duty(struct db *, const struct conf *, struct err *);

static int
run_syncs(struct db *db, const struct conf *conf, struct err *err)
{
	int	rc;

	while ((rc = sync_next(db, conf, err)) == 1)
		memset(err, 0, sizeof(*err));
	return rc;
}

static int
queue_syncs(struct db *db, const struct conf *conf, struct err *err)
{
	(void)conf;
	return sync_queue_due(db, err);
}

static int
expire(struct db *db, const struct conf *conf, struct err *err)
{
	const struct expiry	e = {
		.event_days = conf_int(conf, "EVENT_DAYS", 30),
		.call_days = conf_int(conf, "CALL_LOG_DAYS", 90),
		.sync_days = conf_int(conf, "SYNC_LOG_DAYS", 90),
	};
	int64_t	n = 1;

	for (int i = 0; n > 0 && i < PARTS_MAX; i++)
		if (expiry_run(db, &e, &n, err) == -1)
			return -1;
	return 0;
}

/* lock: only one process at a time does it, and the others pass by. */
static const struct { const char *name, *lock; duty *work; } duties[] = {
	{ "queue", "tick-queue", queue_syncs },
	{ "sync", NULL, run_syncs },	/* each run has its own lease */
	{ "expire", "tick-expire", expire },
};

static int
do_duty(struct db *db, const struct conf *conf, size_t i)
{
	struct err	err = { 0 };
	int		rc;

	if (duties[i].lock != NULL &&
	    db_lock(db, duties[i].lock, 0, &err) == -1) {
		if (err.kind == ERR_BUSY)
			return 0;
		log_err(LOG_ERROR, duties[i].name, &err);
		return -1;
	}
	rc = duties[i].work(db, conf, &err);
	if (rc == -1)
		log_err(LOG_ERROR, duties[i].name, &err);
	if (duties[i].lock != NULL)
		db_unlock(db, duties[i].lock);
	return rc;
}

static void
close_conf(struct conf **conf)
{
	conf_close(*conf);
}

/* tick [queue|sync|expire]: one duty, or all. */
int
main(int argc, char **argv)
{
	cleanup(close_conf) struct conf	*conf = NULL;
	own_db struct db		*db = NULL;
	struct err			 err = { 0 };
	int				 failed = 0;

	log_open("tick");
	if ((conf = conf_open(&err)) == NULL ||
	    (db = db_open(conf, &err)) == NULL) {
		log_err(LOG_ERROR, "start", &err);
		return EXIT_FAILURE;
	}
	for (size_t i = 0; i < nitems(duties); i++)
		if (argc < 2 || strcmp(argv[1], duties[i].name) == 0)
			failed |= do_duty(db, conf, i);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
