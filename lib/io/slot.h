/* slot: a few processes at most do one kind of work at a time; each holds one slot, a lock of the
 * database's, until it leaves it by db_unlock or its connection ends. */
#ifndef IO_SLOT_H
#define IO_SLOT_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct err;

#define SLOT_SIZE	48

/* 1: one of the n slots of this work ("inbox") is ours, and name is its lock; 0: all are taken,
 * name is "". */
int	slot_take(struct db *, const char *work, int64_t n,
	    char name[SLOT_SIZE], struct err *);
int	slot_all_taken(struct db *, const char *work, int64_t n, bool *out,
	    struct err *);

#endif
