/* meter_int: the file of a meter, for those who write and who print it. */
#ifndef IO_METER_INT_H
#define IO_METER_INT_H

#include <stdatomic.h>
#include <stdint.h>

#include "io/meter.h"

#define METER_PLACES	4096	/* a power of two */
#define METER_KEY	232
#define METER_BUCKETS	16	/* of durations; the last one has no end */

/* Empty, being made by some process, made. Who dies in between leaves a place that nobody uses. */
enum { METER_FREE, METER_MAKING, METER_MADE };

struct meter_place {
	_Atomic uint32_t	state;
	uint32_t		kind;
	_Atomic int64_t		count;		/* of a worker: 1 while it is busy */
	_Atomic int64_t		sum_us;		/* of a worker: its process */
	_Atomic int64_t		buckets[METER_BUCKETS];
	char			key[METER_KEY];	/* labels */
};

struct meter_file {
	char			mark[16];	/* what kind of file it is, and of which release */
	struct meter_place	places[METER_PLACES];
};

struct meter {
	struct meter_file	*file;
};

extern const int64_t meter_limits_us[METER_BUCKETS - 1];

#endif
