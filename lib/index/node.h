/* node: the levels of an order above its leaves: each cuts the order into stretches, and each of
 * these has the posting of its documents. Two levels need not be cut at the same places. */
#ifndef INDEX_NODE_H
#define INDEX_NODE_H

#include <stddef.h>
#include <stdint.h>

#include "index/leaf.h"
#include "index/ops.h"

struct err;

#define NODE_LEVELS	4	/* 0: the lowest, the smallest */

/* At a node: the number of its posting, where it begins. */
struct node_walk {
	struct coll		*c;
	struct kv_cursor	*at;		/* the caller's */
	struct key		 level;		/* what the keys of all its nodes begin with */
	uint32_t		 number;
	struct kv_val		 place;		/* nothing: it is the first */
};
void	node_walk_open(struct node_walk *, struct coll *, struct kv_cursor *,
	    size_t order, size_t level);
/* As leaf_walk_seek and leaf_walk_step. */
int	node_walk_seek(struct node_walk *, const struct place *, struct err *);
/* What its cursor is at, put there by others: 1 or -1. */
int	node_walk_read(struct node_walk *, struct err *);
int	node_walk_step(struct node_walk *, bool backward, struct err *);

/* What changes of an order (as for leaf_change) are for the postings of its nodes. */
int	node_ops(struct coll *, size_t order, const struct leaf_op *, size_t,
	    struct ops *, struct err *);
/* After a posting was changed: when it is a node's and too full it is cut, too empty joined. */
int	node_mend(struct coll *, uint32_t number, uint32_t count, struct err *);

#endif
