/* front: a machine that serves pages, and what waits to be brought to those that it holds: events
 * that were published at another. Where fronts share Redis (REDIS_URL) nginx brings them, and
 * nothing waits here. Tables live_front and live_relay. */
#ifndef LIVE_FRONT_H
#define LIVE_FRONT_H

#include <stdbool.h>
#include <stdint.h>

#include "io/db_clock.h"

struct conf;
struct db;
struct db_rows;
struct err;

/* What others bring: a stored event, a message that was not stored, or a channel that is closed. */
struct live_relay {
	int64_t		 id;
	int64_t		 event_id, user_id;	/* user_id 0: those of live_reader */
	const char	*channel;		/* NULL: none */
	const char	*message;		/* JSON, as it goes out; NULL: that of the event */
	int64_t		 at;			/* of the event, ms since the epoch */
	const char	*type, *data;		/* of the event; NULL: it is gone */
};
/* For each other front; alone it is one look into an empty table. */
int	live_front_tell(struct db *, const struct conf *,
	    const struct live_relay *, struct err *);
/* The same for posts that have their numbers: ids is a JSON array. In their transaction. */
int	live_front_tell_posts(struct db *, const struct conf *, const char *ids,
	    struct err *);

/* This one is there. due: there are others, and nobody brings what they told for long enough. */
int	live_front_beat(struct db *, const struct conf *, bool *due,
	    struct err *);
/* Whoever calls it brings what waits for so long. */
int	live_front_promise(struct db *, const struct conf *, int64_t ms,
	    struct err *);
/* The lock of who does; to be freed. */
char	*live_front_lock(const struct conf *);
/* Some of what waits for this one, oldest first: while (live_front_next(rows, &relay)). */
int	live_front_list(struct db *, const struct conf *, struct db_rows **,
	    struct err *);
/* Texts live until the next row. */
bool	live_front_next(struct db_rows *, struct live_relay *out);
/* It was brought. */
int	live_front_brought(struct db *, const struct conf *, int64_t id,
	    struct err *);
/* Fronts that are gone, and what nobody came for. */
int	live_front_expire(struct db *, struct err *);

/* What waits for a time. */
extern const struct db_deadline live_front_deadlines[];

#endif
