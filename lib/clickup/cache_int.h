/* cache_int: what the files of the cache share. */
#ifndef CLICKUP_CACHE_INT_H
#define CLICKUP_CACHE_INT_H

#include <stdint.h>

#include "clickup/cache.h"

/* CLICKUP_CACHE_BATCH '?': shorter lists are filled up with NULL, so there is one statement. */
#define TEN		"?,?,?,?,?,?,?,?,?,?"
#define CLICKUP_CACHE_IN TEN "," TEN "," TEN "," TEN "," TEN "," \
			TEN "," TEN "," TEN "," TEN "," TEN

/*
 * Locks the counter of a connection until the transaction ends: writers of one connection
 * come one after the other, so its count stays right. rev: the number of this transaction's
 * changes. Rows whose list entry changes are marked with it, removed ones leave it in
 * clickup_gone, and clickup_total_set stores it.
 */
int	clickup_total_lock(struct db *, int64_t connection_id, int64_t *rev,
	    struct err *);
/* added: how many tasks more (or fewer) there are. */
int	clickup_total_set(struct db *, int64_t connection_id, int64_t rev,
	    int64_t added, struct err *);

#endif
