/* db_clock: deadlines of the database and a clock that is set back. Each room names its columns
 * of leases, pauses and due times; without this they would hold for as long again as the
 * clock went back. Table clock_seen. */
#ifndef IO_DB_CLOCK_H
#define IO_DB_CLOCK_H

#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

/* A DATETIME(3) column that something waits for. An array of them ends with { 0 }. */
struct db_deadline {
	const char	*table, *column;
};

/*
 * Call it now and then (tick does). When the database's clock is behind what it was at the last
 * call, all deadlines that lie beyond that moment come nearer by as much; those that were set
 * since stay. back_ms (may be NULL): by how much, 0: the clock goes on.
 */
int	db_clock_check(struct db *, const struct db_deadline *const *lists,
	    size_t n, int64_t *back_ms, struct err *);

/* Seconds since then: since the last round of tick. -1: there was none yet. */
int	db_clock_age(struct db *, int64_t *out, struct err *);

#endif
