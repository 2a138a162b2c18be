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

/*
 * The change of the first op's ordinal by all ops of it, which follow each other: 1 it is added,
 * -1 removed, 0 neither; a document may come, go and come in one batch. *used: how many.
 */
int	ops_net(const uint64_t *, size_t n, size_t *used);

#endif
