/* relay: brings what was published at other fronts to the pages that this one holds. */
#ifndef LIVE_RELAY_H
#define LIVE_RELAY_H

struct conf;
struct db;
struct err;

/* One round: this front is known to the others, and somebody brings what they tell. */
int	live_relay_keep(struct db *, const struct conf *, struct err *);
/*
 * Brings what waits, looking twice a second, for a minute; one process at a time. One that dies in
 * between brings again the one that it was at, under the same number.
 */
int	live_relay_run(struct db *, const struct conf *, struct err *);

#endif
