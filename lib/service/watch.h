/* watch: at most one process at a time watches a queue and has promised to see the next that comes
 * at once; as long as it does, nobody starts another. Table inbound_watch: a row a queue. */
#ifndef SERVICE_WATCH_H
#define SERVICE_WATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "io/db_clock.h"
#include "service/lease.h"

struct db;
struct err;

#define WATCH_EVENTS	"*"	/* deliveries of services */
#define WATCH_LIVE	"live"	/* events for pages */
#define WATCH_TELEGRAM	"telegram"	/* what people say to the bots */
#define WATCH_MS	3000	/* a promise of a process that died ends then */

/* After something was stored. wake: nobody watches; whoever is started now takes the promise
 * over. */
int	watch_wake(struct db *, const char *queue, bool *wake, struct err *);
/*
 * Promise it, or prolong the promise, under this name; a promise for whoever is started is taken
 * over. ours: nobody else watches.
 */
int	watch_take(struct db *, const char *queue, const char *name,
	    bool *ours, struct err *);
/* It is not promised any more: whoever stores something from now on wakes somebody. */
int	watch_drop(struct db *, const char *queue, const char *name,
	    struct err *);

/* One who watches. */
struct watch {
	struct db	*db;
	const char	*queue;
	char		 name[LEASE_SIZE];
	bool		 promised;
	int64_t		 promised_at;	/* clock_mono_ms */
};
void	watch_open(struct watch *, struct db *, const char *queue);
/* Before work that takes a while: what comes meanwhile is for somebody else. */
int	watch_leave(struct watch *, struct err *);
#define WATCH_SOON	2
/* Does all that waits, until clock_mono_ms is end: 1 something was done, 0 nothing waited,
 * WATCH_SOON: nothing yet, but something is due within the minute; -1. */
typedef int watch_work(void *arg, int64_t end, struct err *);
/* Works and watches in turn, until another watches, nothing came for two seconds nor is due soon,
 * or a minute is over. */
int	watch_on(struct watch *, watch_work *, void *arg, struct err *);

/* Processes that work off one queue, each in a slot of io/slot.h. */
struct watch_slots {
	const char	*work;		/* "inbox" */
	int64_t		 most;		/* at a time */
	int64_t		 lasts_ms;	/* one that does not watch works no longer */
};
/* watching: as watch_on; else what waits. Does nothing when all slots are taken. */
int	watch_run(struct watch *, const struct watch_slots *, bool watching,
	    watch_work *, void *arg, struct err *);

/* What waits for a time. */
extern const struct db_deadline watch_deadlines[];

#endif
