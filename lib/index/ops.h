/* ops: changes of postings, gathered to be made in the order of their keys. */
#ifndef INDEX_OPS_H
#define INDEX_OPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The number of a posting (32 bits), an ordinal (31 bits), 1: add, 0: remove. */
struct ops {
	uint64_t	*v;
	size_t		 n, cap;
};
void	ops_clear(struct ops *);
void	ops_push(struct ops *, uint32_t number, uint32_t ordinal, bool add);
/* By number and ordinal; those of both the same stay in the order in which they came. */
void	ops_sort(struct ops *);

static inline uint32_t
op_number(uint64_t op)
{
	return (uint32_t)(op >> 32);
}

static inline uint32_t
op_ordinal(uint64_t op)
{
	return (uint32_t)op >> 1;
}

static inline bool
op_adds(uint64_t op)
{
	return (op & 1) != 0;
}

/* The last of the ops of the first op's ordinal, which follow each other: it says what is to be. */
const uint64_t *ops_last(const uint64_t *, size_t n);

#endif
