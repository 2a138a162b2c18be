/* hours: when a person wants no letters, and when a digest, by the clock of their zone.
 * Table notice_hours. */
#ifndef NOTICE_HOURS_H
#define NOTICE_HOURS_H

#include <stdint.h>

#include "io/db_clock.h"

struct db;
struct err;
struct zone;

#define NOTICE_NO_HOUR	(-1)

struct notice_hours {
	int64_t	quiet_from, quiet_to;	/* hours, 0 .. 23, or NOTICE_NO_HOUR both; 22 to 8 ends on
					 * the next day; the same twice: none */
	int64_t	digest;			/* hour, or NOTICE_NO_HOUR */
};
int	notice_hours_get(struct db *, int64_t user_id,
	    struct notice_hours *out, struct err *);
int	notice_hours_set(struct db *, int64_t user_id, const char *zone,
	    const struct notice_hours *, struct err *);

/* The person's zone may be another one now: the next digest comes at its hour there, unless it is
 * due already. */
int	notice_hours_moved(struct db *, int64_t user_id, struct err *);

/* What waits for a time. */
extern const struct db_deadline notice_hours_deadlines[];

/* When what is due at a moment may go out: then, or when the quiet hours end. */
int64_t	notice_hours_loud(const struct notice_hours *, const struct zone *,
	    int64_t at);
/* The next digest after a moment; 0: none. Once a day, also when clocks change. */
int64_t	notice_hours_digest(const struct notice_hours *, const struct zone *,
	    int64_t after);

#endif
