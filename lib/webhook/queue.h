/* webhook_queue: whoever handles the events of webhooks looks at their queue for as long as more
 * may come. */
#ifndef WEBHOOK_QUEUE_H
#define WEBHOOK_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct err;

struct webhook_queue {
	const char	*provider;
	int64_t		 watch_ms;	/* after the last event somebody still looks */
	int64_t		 look_ms;	/* between two looks */
	int64_t		 run_ms;	/* a process lingers no longer */
	int		(*look)(void *arg, struct err *);	/* groups handled, or -1 */
	void		*arg;
};
/* Looks until the queue is empty; linger: and nobody trusts in us any more (webhook/delivery.h). */
int	webhook_queue_run(struct db *, const struct webhook_queue *, bool linger,
	    struct err *);

#endif
