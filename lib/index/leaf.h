/* leaf: the lowest level of an order: its documents sorted by key and id, some hundred a leaf. */
#ifndef INDEX_LEAF_H
#define INDEX_LEAF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/coll.h"

struct err;

#define LEAF_MAX	256	/* entries of a leaf; a fuller one is cut */

struct leaf_entry {
	const uint8_t	*key;		/* in the kept leaf */
	uint8_t		 len;
	uint32_t	 ordinal;
	int64_t		 id;
};
/* A change of an order: key, id and ordinal as in an entry. */
struct leaf_op {
	struct leaf_entry	entry;
	bool			add;
};

int	leaf_cmp(const struct leaf_entry *, const struct leaf_entry *);
void	leaf_place(const struct leaf_entry *, struct place *);
/* Entries of kept bytes; -1: they are no leaf. */
int	leaf_parse(struct kv_val, struct leaf_entry out[LEAF_MAX]);

/* A walk over the leaves of an order. */
struct leaf_walk {
	struct coll		*c;
	struct kv_cursor	*at;		/* the caller's */
	struct key		 order;		/* what the keys of all its leaves begin with */
	struct leaf_entry	 entry[LEAF_MAX];
	size_t			 n;
};
struct leaf_walk *leaf_walk_new(struct coll *, struct kv_cursor *, size_t order);
/* The leaf in which the place is or would be. 1, 0: the order is empty, -1. */
int	leaf_walk_seek(struct leaf_walk *, const struct place *, struct err *);
/* What its cursor is at, put there by others: 1 or -1. */
int	leaf_walk_read(struct leaf_walk *, struct err *);
int	leaf_walk_step(struct leaf_walk *, bool backward, struct err *);
/* Its own place: where it begins. */
struct kv_val leaf_walk_place(const struct leaf_walk *);

/* Ops of one order, sorted by leaf_cmp; one at most of an entry and ordinal. */
int	leaf_change(struct coll *, size_t order, const struct leaf_op *, size_t,
	    struct err *);

/* How many of them, sorted, are before a place. */
size_t	leaf_ops_before(const struct leaf_op *, size_t, struct kv_val place);

/* At the record (leaf or node) in whose stretch a place is: under: what they all begin with. */
int	leaf_seek(struct kv_cursor *, const struct key *under,
	    const void *place, size_t len, struct err *);

#endif
