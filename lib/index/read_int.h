/* read_int: what a read is made of. */
#ifndef INDEX_READ_INT_H
#define INDEX_READ_INT_H

#include "index/coll.h"
#include "index/read.h"

struct index_read {
	const struct index_shape	*shape;
	struct kv_txn			*t;
	struct coll			 c;
};
/* -1: the shape has no such order. */
int	index_read_order(const struct index_read *, size_t order, struct err *);
/* Sorts ordinals; many of them, so not by comparing. */
void	index_read_sort(uint32_t *, size_t n);

#endif
