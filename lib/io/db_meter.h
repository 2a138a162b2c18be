/* db_meter: who has the database at hand has the machine's meter, too (meter.h). */
#ifndef IO_DB_METER_H
#define IO_DB_METER_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct meter;

/* NULL: nothing is counted. */
struct meter	*db_meter(const struct db *);
/* n rows of a queue ("sync") were taken over: their lease had run out in the hands of another. */
void		 db_meter_takeover(const struct db *, const char *queue,
		    int64_t n);
/* A duty of the rounds was done, or failed, in so many microseconds. */
void		 db_meter_duty(const struct db *, const char *duty, bool done,
		    int64_t us);

#endif
