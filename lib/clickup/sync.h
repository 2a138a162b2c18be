/* sync: a ClickUp list becomes the cache: runs are asked for here and carried out by tick. */
#ifndef CLICKUP_SYNC_H
#define CLICKUP_SYNC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct clickup_listeners;
struct conf;
struct db;
struct err;
struct sync_run;

struct sync_wish {
	int64_t		 company_id, user_id;
	int64_t		 max_tasks;	/* 0: as the settings say */
	bool		 full;		/* all tasks, whatever the settings say */
	const char	*reason;	/* NULL: "manual", or "full"; "webhook": what was changed
					 * since the last run */
};
/*
 * Queue a run of the user's list. ERR_CONFLICT: "service.sync_running" (text: the run's id),
 * "clickup.unset" (no connection, key or list chosen).
 */
int	sync_ask(struct db *, const struct sync_wish *, struct sync_run *out,
	    struct err *);
/* Queue the runs that are due by themselves. */
int	sync_queue_due(struct db *, struct err *);
/*
 * Empty the cache of a connection; transfers and logs stay. A run that is under way begins anew
 * afterwards, as a whole pass. dropped: how many tasks. ERR_BUSY: somebody else empties it.
 */
int	sync_clear(struct db *, int64_t connection_id, size_t *dropped,
	    struct err *);
/* Called about each second of a run: so long it lasts. */
typedef void sync_lasts(void *arg, int64_t lasted_ms);
/*
 * Carry out one waiting run. 1: done (well or not: its log says); 0: none waits; -1: it could
 * not be carried out now and stays (the database went away). lasts may be NULL.
 */
int	sync_next(struct db *, const struct conf *,
	    const struct clickup_listeners *, sync_lasts *lasts, void *arg,
	    struct err *);

#endif
