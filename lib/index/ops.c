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

static int
compare(const void *a, const void *b)
{
	const uint64_t	 x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* One digit of a radix sort; false: it is the same in all. */
static bool
sort_digit(const uint64_t *from, uint64_t *to, size_t n, unsigned shift)
{
	size_t	 start[65537] = { 0 };

	for (size_t i = 0; i < n; i++)
		start[(from[i] >> shift & 0xffff) + 1]++;
	if (start[(from[0] >> shift & 0xffff) + 1] == n)
		return false;
	for (size_t d = 1; d < 65536; d++)
		start[d] += start[d - 1];
	for (size_t i = 0; i < n; i++)
		to[start[from[i] >> shift & 0xffff]++] = from[i];
	return true;
}

void
ops_sort(struct ops *ops)
{
	uint64_t	*other, *was;

	if (ops->n < 16384) {
		if (ops->n > 1)
			qsort(ops->v, ops->n, sizeof(*ops->v), compare);
		return;
	}
	other = mem_grow(NULL, ops->cap, sizeof(*other));
	for (unsigned shift = 0; shift < 64; shift += 16) {
		if (!sort_digit(ops->v, other, ops->n, shift))
			continue;
		was = ops->v;
		ops->v = other;
		other = was;
	}
	free(other);
}

int
ops_net(const uint64_t *op, size_t n, size_t *used)
{
	int	 net = 0;
	size_t	 i;

	for (i = 0; i < n && op[i] >> 1 == op[0] >> 1; i++)
		net += (op[i] & 1) != 0 ? 1 : -1;
	*used = i;
	return net;
}
