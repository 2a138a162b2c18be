/* clock: the time, and its ISO 8601 text. All times are UTC. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

int64_t	 clock_ms(void);		/* ms since the epoch */
int64_t	 clock_now(void);		/* seconds since the epoch */
int64_t	 clock_mono_ms(void);		/* for durations and deadlines */
int64_t	 clock_boot_ms(void);		/* the same, with the time that the host slept */

/* 0, or -1: a signal came first. */
int	 clock_sleep_ms(int64_t ms);

#define CLOCK_ISO_SIZE	25		/* "2026-11-20T14:05:00.000Z" and NUL */
void	 clock_iso(int64_t at_ms, char out[CLOCK_ISO_SIZE]);
/*
 * ISO 8601 date, or date and time with 'T' or space, fraction and zone
 * optional (no zone: UTC), as ms since the epoch. 0, or -1: not a time.
 */
int	 clock_parse(const char *, int64_t *at_ms);

#endif
