/* ids: the caller's ids and the ordinals that stand for them. */
#ifndef INDEX_IDS_H
#define INDEX_IDS_H

#include <stddef.h>
#include <stdint.h>

#include "index/coll.h"

struct err;

/* 1 there, 0 not, -1. */
int	ids_ordinal(struct coll *, int64_t id, uint32_t *ordinal, struct err *);
int	ids_put(struct coll *, int64_t id, uint32_t ordinal, struct err *);
int	ids_drop(struct coll *, int64_t id, uint32_t ordinal, struct err *);
/* The ids of ordinals, which ascend. */
int	ids_list(struct coll *, const uint32_t *ordinals, size_t n, int64_t *out,
	    struct err *);

#endif
