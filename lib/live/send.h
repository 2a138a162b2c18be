/* send: stored events for many go to the channels of their readers (live_reader). */
#ifndef LIVE_SEND_H
#define LIVE_SEND_H

#include <stddef.h>

struct conf;
struct db;
struct err;
struct live_event;

#define LIVE_SEND_MAX	100	/* events of one call */

/* In the order of their numbers. A failed publication is only logged. */
int	live_send(struct db *, const struct conf *, const struct live_event *,
	    size_t n, struct err *);

#endif
