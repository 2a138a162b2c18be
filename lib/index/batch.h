/* batch: what a write has gathered and not made yet: changes of postings and of orders. */
#ifndef INDEX_BATCH_H
#define INDEX_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "index/coll.h"
#include "index/ops.h"

struct err;

/* A change of an order; its key lies in the batch's keys. */
struct batch_op {
	size_t		at;
	int64_t		id;
	uint32_t	ordinal;
	uint8_t		order, len;
	bool		add;
};
/* Zero it before use. */
struct batch {
	struct ops	 postings;
	struct batch_op	*op;
	size_t		 n, cap;
	struct buf	 keys;
};
void	batch_clear(struct batch *);
void	batch_order(struct batch *, size_t order, const uint8_t *key, size_t len,
	    int64_t id, uint32_t ordinal, bool add);
/* Is it time to make them? */
bool	batch_full(const struct batch *);
/* Makes all of them; the batch is empty then. */
int	batch_apply(struct batch *, struct coll *, struct err *);

#endif
