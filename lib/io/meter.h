/* meter: counters that all processes of one machine share, for /metrics: a file beside the sockets
 * that each maps. A series has a place there, found by its labels and added to without a lock.
 * A new start of the machine, and a release that counts otherwise, begin anew. */
#ifndef IO_METER_H
#define IO_METER_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct conf;
struct meter;
struct meter_place;

enum meter_kind {
	METER_REQUEST,		/* program, method, route, status; seconds */
	METER_WAIT,		/* program; seconds between nginx and a worker */
	METER_DATABASE,		/* program; seconds of a statement */
	METER_REMOTE,		/* service, outcome; seconds */
	METER_DUTY,		/* duty, outcome; seconds, of tick's */
	METER_TAKEOVER,		/* queue; what a worker that died had in hand */
	METER_WORKER,		/* program, worker: is it busy? */
	METER_KINDS
};

/* NULL: there is no house to count for, or its folder is closed to us; nothing is counted then. */
struct meter	*meter_open(const struct conf *);
void		 meter_close(struct meter *);

/*
 * Its place, made at the first time; labels as Prometheus writes them: program="x",status="200".
 * NULL: no meter, no room left, or labels of more than 230 bytes.
 */
struct meter_place *meter_find(struct meter *, enum meter_kind,
	    const char *labels);
/* NULL: nothing is done. */
void	meter_time(struct meter_place *, int64_t us);
void	meter_count(struct meter_place *, int64_t n);
/* Of a worker: whether it has a request in hand. */
void	meter_busy(struct meter_place *, bool busy);

/* All of it, as Prometheus reads it (text format 0.0.4). */
void	meter_emit(const struct meter *, struct buf *);

/* Microseconds, for durations. */
int64_t	meter_now_us(void);

#endif
