#include "index/ops.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void
ops_clear(struct ops *ops)
{
	free(ops->v);
	*ops = (struct ops){ 0 };
}

void
ops_push(struct ops *ops, uint32_t number, uint32_t ordinal, bool add)
{
	if (ops->n == ops->cap) {
		ops->cap = ops->cap == 0 ? 1024 : ops->cap * 2;
		ops->v = mem_grow(ops->v, ops->cap, sizeof(*ops->v));
	}
	ops->v[ops->n++] = (uint64_t)number << 32 | (uint64_t)ordinal << 1 | add;
}

/* One digit of a radix sort; false: it is the same in all. start: room for its values and one. */
static bool
sort_digit(const uint64_t *from, uint64_t *to, size_t n, unsigned shift,
    size_t *start, size_t values)
{
	const uint64_t	 mask = values - 1;

	memset(start, 0, (values + 1) * sizeof(*start));
	for (size_t i = 0; i < n; i++)
		start[(from[i] >> shift & mask) + 1]++;
	if (start[(from[0] >> shift & mask) + 1] == n)
		return false;
	for (size_t d = 1; d < values; d++)
		start[d] += start[d - 1];
	for (size_t i = 0; i < n; i++)
		to[start[from[i] >> shift & mask]++] = from[i];
	return true;
}

/* The lowest bit, add or remove, is no part of the order. */
void
ops_sort(struct ops *ops)
{
	const unsigned	 digit = ops->n < 65536 ? 8 : 16;
	uint64_t	*other, *was;
	size_t		*start;

	if (ops->n < 2)
		return;
	other = mem_grow(NULL, ops->cap, sizeof(*other));
	start = mem_grow(NULL, ((size_t)1 << digit) + 1, sizeof(*start));
	for (unsigned shift = 1; shift < 64; shift += digit) {
		if (!sort_digit(ops->v, other, ops->n, shift, start,
		    (size_t)1 << digit))
			continue;
		was = ops->v;
		ops->v = other;
		other = was;
	}
	free(start);
	free(other);
}

const uint64_t *
ops_last(const uint64_t *op, size_t n)
{
	size_t	 i = 1;

	while (i < n && op[i] >> 1 == op[0] >> 1)
		i++;
	return op + i - 1;
}
