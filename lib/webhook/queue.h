/* queue: the deliveries that wait are handled, object by object. A process works on one webhook for
 * some seconds and goes on to the next; no two work on one webhook. So a service
 * that is slow for one customer holds up that customer alone. */
#ifndef WEBHOOK_QUEUE_H
#define WEBHOOK_QUEUE_H

#include <stdbool.h>

struct conf;
struct db;
struct err;
struct webhook_use;

/*
 * Handles what waits, for a while. watch: then waits for more for some seconds, while nobody else
 * does (service/watch.h). Does nothing when HOOK_WORKERS (8) processes are at it.
 */
int	webhook_queue_run(struct db *, const struct conf *,
	    const struct webhook_use *, bool watch, struct err *);

#endif
