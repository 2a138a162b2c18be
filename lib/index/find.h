/* find: a page of a set of documents in an order. */
#ifndef INDEX_FIND_H
#define INDEX_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/doc.h"

struct err;
struct index_read;
struct index_set;

struct index_slice {
	size_t			 order;
	bool			 backward;	/* the highest key and id first */
	const struct index_key	*after_key;	/* with after_id: begins behind these (which */
	int64_t			 after_id;	/* need not be there); NULL: at the start */
	const struct index_key	*low, *high;	/* all of the set has keys between these; NULL: who
						 * knows */
	int64_t			 skip;		/* passed over then, at no cost */
	size_t			 size;		/* at most that many */
};
struct index_hit {
	int64_t			 id;
	struct index_key	 key;		/* of the order */
};
/* within NULL: all documents. hits has room for size. */
int	index_find(struct index_read *, const struct index_set *within,
	    const struct index_slice *, struct index_hit *hits, size_t *n,
	    struct err *);
/* Ids of all of a set, in no order; to be freed. */
int	index_find_ids(struct index_read *, const struct index_set *,
	    int64_t **ids, size_t *n, struct err *);

#endif
