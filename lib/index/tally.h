/* tally: the terms of a kind that documents of a set have, and how many of them have each. */
#ifndef INDEX_TALLY_H
#define INDEX_TALLY_H

#include <stddef.h>

#include "base/mem.h"
#include "index/read.h"

/* Texts live until the read is closed. Zero it before use. */
struct index_tally {
	struct index_term	*v;
	size_t			 n, room;
};
void	index_tally_clear(struct index_tally *);
#define own_index_tally	cleanup(index_tally_clear)
/* Those that any has, the most frequent first, then by their texts. within NULL: all documents. */
int	index_tally(struct index_read *, char kind,
	    const struct index_set *within, struct index_tally *out,
	    struct err *);

#endif
