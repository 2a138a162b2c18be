/* event: live events as they were kept, for a page that missed some. Table
 * event_log, written by live/push. */
#ifndef LIVE_EVENT_H
#define LIVE_EVENT_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;
struct err;

struct event {
	int64_t		 seq, at;	/* at: ms since the epoch */
	const char	*type, *data;	/* data: JSON; until the next row */
};
/* A user's own behind seq, oldest first: while (event_next(rows, &e)). */
int	event_list(struct db *, int64_t user_id, int64_t after_seq, int limit,
	    struct db_rows **, struct err *);
bool	event_next(struct db_rows *, struct event *out);
/* The newest of the user's; 0: none. */
int	event_last(struct db *, int64_t user_id, int64_t *seq, struct err *);

/* Removes some of those older than days; removed: how many. Call again for the rest. */
int	event_expire(struct db *, int64_t days, int64_t *removed,
	    struct err *);

#endif
