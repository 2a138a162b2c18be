/* zone: moments as people in a time zone write them, and the days that these fall into. Source:
 * IANA time zones, as the system has them. Not for threads: the zone of the C library is set and
 * put back. */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"

#define ZONE_SIZE	20	/* "2026-11-20 17:05:00" and NUL */

/*
 * The zone of the library until zone_leave (entering reads a file: do it once for many moments).
 *	own_zone struct zone zone = { 0 };
 *	zone_enter(&zone, "Europe/Minsk");
 * A name that the system does not have counts as UTC.
 */
struct zone {
	char	*before;	/* TZ as it was, or NULL */
	int	 entered;
};
void	zone_enter(struct zone *, const char *name);
void	zone_leave(struct zone *);
#define own_zone cleanup(zone_leave)

/* at_ms 0: "". */
void	zone_write(const struct zone *, int64_t at_ms, char out[ZONE_SIZE]);
/* The same in short: "17:05", of another day than now_ms "20.11 17:05", as both languages
 * read it. */
void	zone_write_short(const struct zone *, int64_t at_ms, int64_t now_ms,
	    char out[ZONE_SIZE]);
/* How far its clocks are before UTC at that moment, in ms. */
int64_t	zone_offset_ms(const struct zone *, int64_t at_ms);

/* When its clocks show what those of UTC show at local_ms: of two such moments the first; an hour
 * later, where clocks are put forward over it. */
int64_t	zone_moment(const struct zone *, int64_t local_ms);

/*
 * A day of the calendar, counted from 1970-01-01. It begins at zone_begin(zone, day, 0) and ends
 * where the next one begins: 23, 24 or 25 hours later.
 */
int64_t	zone_day(const struct zone *, int64_t at_ms);
int	zone_hour(const struct zone *, int64_t at_ms);	/* 0 .. 23 */
/* The first moment of that hour of the day, ms; of the next one, where clocks are put forward. */
int64_t	zone_begin(const struct zone *, int64_t day, int hour);

#define ZONE_DAY_SIZE	11	/* "2026-11-20" and NUL */
/* Is it a date alone? Then its day. */
bool	zone_day_read(const char *, int64_t *day);
void	zone_day_write(int64_t day, char out[ZONE_DAY_SIZE]);

/* A day of any zone is made of whole slots, counted from 1970 in UTC: sums are kept by them. */
#define ZONE_SLOT_MS	INT64_C(900000)

#endif
