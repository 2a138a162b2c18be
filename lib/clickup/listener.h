/* listener: who hears of changes of the task cache. A program hands a table of them to whatever
 * stores tasks, so that later rooms hear of it. */
#ifndef CLICKUP_LISTENER_H
#define CLICKUP_LISTENER_H

#include <stddef.h>
#include <stdint.h>

struct conf;
struct db;
struct err;

struct clickup_listener {
	/*
	 * Up to CLICKUP_CACHE_BATCH rows of a connection are new or changed. Called inside the
	 * transaction that stores them; -1 undoes it.
	 */
	int	(*changed)(struct db *, int64_t connection_id,
		    const int64_t *rows, size_t n, struct err *);
	/* A sync or a round of events has ended; outside any transaction. */
	void	(*passed)(struct db *, const struct conf *);
};

#define CLICKUP_LISTENERS_MAX	8

struct clickup_listeners {
	const struct clickup_listener	*v[CLICKUP_LISTENERS_MAX + 1];	/* NULL: the end */
};

/* Calls them in turn, up to the first that fails; n 0: nobody. */
int	clickup_listeners_changed(const struct clickup_listeners *,
	    struct db *, int64_t connection_id, const int64_t *rows, size_t n,
	    struct err *);
void	clickup_listeners_passed(const struct clickup_listeners *,
	    struct db *, const struct conf *);

#endif
