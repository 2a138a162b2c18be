/* span: a stretch of an order, walked by its nodes or its leaves in either direction. */
#ifndef INDEX_SPAN_H
#define INDEX_SPAN_H

#include <stdbool.h>

#include "index/node.h"

struct err;
struct index_key;

/* from <= place < to; no_end: up to the last one, to says nothing. */
struct span {
	struct place	 from, to;
	bool		 no_end;
};
/* All places of keys between these two, both included; NULL: from the first, up to the last. */
struct span span_of_keys(const struct index_key *low, const struct index_key *high);
bool	span_behind(const struct span *, const struct place *);	/* it ends there or before */
bool	span_covers(const struct span *, const struct span *);
struct span span_both(const struct span *, const struct span *);

/* The nodes of a level that meet a span; each with its own stretch. */
struct span_walk {
	struct node_walk	 nodes;
	const struct span	*within;
	bool			 backward;
	bool			 more;		/* nodes is at the one to come */
	uint32_t		 number;
	struct span		 span;
};
/* 1 at the first node, 0 there is none, -1; so does next. The cursor is the caller's. */
int	span_walk_first(struct span_walk *, struct coll *, struct kv_cursor *,
	    size_t order, size_t level, const struct span *, bool backward,
	    struct err *);
int	span_walk_next(struct span_walk *, struct err *);
/* Does it end before the leaf begins? */
bool	span_before_leaf(const struct span *, const struct leaf_walk *);
/* The leaf of a span to begin with, as leaf_walk_seek. */
int	span_leaf(struct leaf_walk *, const struct span *, bool backward,
	    struct err *);

#endif
