/* zone: moments as people in a time zone write them. Source: IANA time zones, as the system
 * has them. Not for threads: the zone of the C library is set and put back. */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

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
/* How far its clocks are before UTC at that moment, in ms. */
int64_t	zone_offset_ms(const struct zone *, int64_t at_ms);

#endif
