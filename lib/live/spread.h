/* spread: events for many go to the channels of those who may see them. Who they are is asked now;
 * each is stored for them first, so that a page that missed it finds it by its number.
 * Table live_reader. */
#ifndef LIVE_SPREAD_H
#define LIVE_SPREAD_H

#include <stdbool.h>

struct conf;
struct db;
struct err;
struct live_audience;

/*
 * Sends all that waits; the audiences are ended by NULL. watch: then waits for more for some
 * seconds, while nobody else does. One process at a time on a machine; of two machines that
 * take the same, one has it. One that dies in between sends again what it did not finish,
 * under the same number.
 */
int	live_spread_run(struct db *, const struct conf *,
	    const struct live_audience *const *, bool watch, struct err *);

#endif
