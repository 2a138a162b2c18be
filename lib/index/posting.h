/* posting: a numbered set of ordinals as it is kept, of a term or of a node of an order. */
#ifndef INDEX_POSTING_H
#define INDEX_POSTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/coll.h"

struct err;
struct index_set;

/*
 * Its first key: how many ordinals it has, and its name: the key (without the slot) of the record
 * that leads to it, which goes when the last ordinal does; none: it stays.
 */
struct posting_head {
	uint32_t	 count;
	struct kv_val	 name;
};
/* 1 there, 0 not, -1 with err. */
int	posting_head(struct coll *, uint32_t number, struct posting_head *,
	    struct err *);
int	posting_head_put(struct coll *, uint32_t number, uint32_t count,
	    const void *name, size_t, struct err *);

/* A new set. */
int	posting_read(struct coll *, uint32_t number, struct index_set **,
	    struct err *);
/* The set keeps what the posting has too, or (in false) what it has not. */
int	posting_sift(struct coll *, uint32_t number, bool in,
	    struct index_set *, struct err *);
/* What both have: as a new set, or only how many. */
int	posting_both(struct coll *, uint32_t number, const struct index_set *,
	    struct index_set **, struct err *);
int	posting_count_and(struct coll *, uint32_t number,
	    const struct index_set *, int64_t *, struct err *);
/* The set takes in all, or (within not NULL) what is in the other too. */
int	posting_join(struct coll *, uint32_t number,
	    const struct index_set *within, struct index_set *, struct err *);

/* The same, but more of it may come in too: for several, that are narrowed by the other at last. */
int	posting_join_rough(struct coll *, uint32_t number,
	    const struct index_set *within, struct index_set *,
	    struct err *);
/* Ops of this posting, sorted (ops.h). *count: what it has then. */
int	posting_change(struct coll *, uint32_t number, const uint64_t *ops,
	    size_t n, uint32_t *count, struct err *);
/* Its ordinals become those of the set, its name stays; empty: it goes, with the record. */
int	posting_write(struct coll *, uint32_t number, const struct index_set *,
	    const void *name, size_t, struct err *);
int	posting_drop(struct coll *, uint32_t number, struct err *);

#endif
