/* set_int: what a set is made of. */
#ifndef INDEX_SET_INT_H
#define INDEX_SET_INT_H

#include <stdbool.h>

#include "index/bits.h"
#include "index/set.h"

struct set_part {
	uint32_t	 no;		/* ordinals from no * BITS_SIZE on */
	struct bits	*bits;
};
struct index_set {
	struct set_part	*part;		/* ascending; none is empty once it is tidied */
	size_t		 n, cap;
};

/* A part behind all that are there; the set's now. An empty one is dropped. */
void	index_set_append(struct index_set *, uint32_t no, struct bits *);
/* The part takes in these; take: they are the set's now. */
void	index_set_join(struct index_set *, uint32_t no, const struct bits_view *);
void	index_set_take(struct index_set *, uint32_t no, struct bits *);
/* Drops the parts that became empty. */
void	index_set_tidy(struct index_set *);
/* The part of that number, or NULL. */
const struct bits *index_set_part(const struct index_set *, uint32_t no);
bool	index_set_has(const struct index_set *, uint32_t ordinal);
/* Ordinals, ascending, each once. */
void	index_set_add_sorted(struct index_set *, const uint32_t *, size_t);
/* All ordinals, ascending; to be freed. */
uint32_t *index_set_list(const struct index_set *, size_t *n);

#endif
