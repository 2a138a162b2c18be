/* watch: at most one process at a time watches the queue of deliveries and has promised to see the
 * next one at once; as long as it does, a delivery starts no other. Table inbound_watch. */
#ifndef WEBHOOK_WATCH_H
#define WEBHOOK_WATCH_H

#include <stdbool.h>

struct db;
struct err;

#define WEBHOOK_WATCH_SIZE	17
#define WEBHOOK_WATCH_MS	3000	/* a promise of a process that died ends then */

/* After a delivery was stored. wake: nobody watches; whoever is started now takes the promise
 * over. */
int	webhook_watch_wake(struct db *, bool *wake, struct err *);
/*
 * Promise it, or prolong the promise, under this name; a promise for whoever is started is taken
 * over. ours: nobody else watches.
 */
int	webhook_watch_take(struct db *, const char *name, bool *ours,
	    struct err *);
/* It is not promised any more: whoever stores a delivery from now on wakes somebody. */
int	webhook_watch_drop(struct db *, const char *name, struct err *);

#endif
