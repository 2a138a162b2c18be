/* queue: all that waits to be done by itself, over all companies: how much of it, and for how long
 * the first of it should have been done. Reads the tables of their rooms. */
#ifndef ADMIN_QUEUE_H
#define ADMIN_QUEUE_H

#include <stdint.h>

struct db;
struct err;

struct queue_state {
	const char	*name;		/* "syncs", "imports", ... */
	int64_t		 depth;		/* that could be done now; exact up to 10 000 */
	int64_t		 age_s;		/* since the first of them could; of imports, since
					 * something of the slowest was done */
};

#define QUEUES	10
int	queue_states(struct db *, struct queue_state out[QUEUES], struct err *);

#endif
