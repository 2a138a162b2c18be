#include "index/bits.h"

#include <roaring/roaring.h>
#include <string.h>

#include "base/mem.h"

/* The first byte of a kept part. A few numbers take two bytes each, without CRoaring's header. */
#define KEPT_LIST	0
#define KEPT_ROARING	1
#define LIST_MAX	32

static roaring_bitmap_t *
of(struct bits *b)
{
	return (roaring_bitmap_t *)b;
}

static const roaring_bitmap_t *
of_const(const struct bits *b)
{
	return (const roaring_bitmap_t *)b;
}

/* Out of memory ends the process, as in mem.c. */
static struct bits *
made(roaring_bitmap_t *r)
{
	if (r == NULL)
		mem_grow(NULL, SIZE_MAX, 2);
	return (struct bits *)r;
}

struct bits *
bits_new(void)
{
	return made(roaring_bitmap_create());
}

void
bits_free(struct bits *b)
{
	if (b != NULL)
		roaring_bitmap_free(of(b));
}

struct bits *
bits_copy(const struct bits *b)
{
	return made(roaring_bitmap_copy(of_const(b)));
}

static struct bits *
decode_list(const uint8_t *at, size_t len)
{
	uint32_t	 v[LIST_MAX];
	size_t		 n = len / 2;
	uint16_t	 low;

	if (n > LIST_MAX || len % 2 != 0)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		memcpy(&low, at + 2 * i, 2);
		v[i] = low;
	}
	return made(roaring_bitmap_of_ptr(n, v));
}

struct bits *
bits_decode(const uint8_t *at, size_t len)
{
	roaring_bitmap_t	*r;

	if (len > 0 && at[0] == KEPT_LIST)
		return decode_list(at + 1, len - 1);
	if (len == 0 || at[0] != KEPT_ROARING)
		return NULL;
	r = roaring_bitmap_portable_deserialize_safe((const char *)at + 1,
	    len - 1);
	if (r != NULL && roaring_bitmap_maximum(r) >= BITS_SIZE) {
		roaring_bitmap_free(r);
		return NULL;
	}
	return (struct bits *)r;
}

static size_t
encode_list(const struct bits *b, uint8_t *out)
{
	uint32_t	 v[LIST_MAX];
	size_t		 n = bits_list(b, v, LIST_MAX);

	*out++ = KEPT_LIST;
	for (size_t i = 0; i < n; i++) {
		const uint16_t	 low = (uint16_t)v[i];

		memcpy(out + 2 * i, &low, 2);
	}
	return 1 + 2 * n;
}

size_t
bits_encode(struct bits *b, uint8_t out[BITS_BYTES_MAX])
{
	if (bits_count(b) <= LIST_MAX)
		return encode_list(b, out);
	roaring_bitmap_run_optimize(of(b));
	out[0] = KEPT_ROARING;
	return 1 + roaring_bitmap_portable_serialize(of(b), (char *)out + 1);
}

bool
bits_add(struct bits *b, uint16_t n)
{
	return roaring_bitmap_add_checked(of(b), n);
}

bool
bits_remove(struct bits *b, uint16_t n)
{
	return roaring_bitmap_remove_checked(of(b), n);
}

void
bits_add_many(struct bits *b, const uint32_t *v, size_t n)
{
	roaring_bitmap_add_many(of(b), n, v);
}

bool
bits_has(const struct bits *b, uint16_t n)
{
	return roaring_bitmap_contains(of_const(b), n);
}

uint32_t
bits_count(const struct bits *b)
{
	return (uint32_t)roaring_bitmap_get_cardinality(of_const(b));
}

uint32_t
bits_count_and(const struct bits *a, const struct bits *b)
{
	return (uint32_t)roaring_bitmap_and_cardinality(of_const(a),
	    of_const(b));
}

struct bits *
bits_both(const struct bits *a, const struct bits *b)
{
	return made(roaring_bitmap_and(of_const(a), of_const(b)));
}

void
bits_and(struct bits *a, const struct bits *b)
{
	roaring_bitmap_and_inplace(of(a), of_const(b));
}

void
bits_or(struct bits *a, const struct bits *b)
{
	roaring_bitmap_or_inplace(of(a), of_const(b));
}

void
bits_join(struct bits *a, const struct bits *b)
{
	roaring_bitmap_lazy_or_inplace(of(a), of_const(b), false);
}

void
bits_settle(struct bits *b)
{
	roaring_bitmap_repair_after_lazy(of(b));
}

void
bits_but(struct bits *a, const struct bits *b)
{
	roaring_bitmap_andnot_inplace(of(a), of_const(b));
}

/* Read piece by piece: a damaged set may hold more than its count says. */
size_t
bits_list(const struct bits *b, uint32_t *out, size_t max)
{
	roaring_uint32_iterator_t	 it;

	roaring_init_iterator(of_const(b), &it);
	return roaring_read_uint32_iterator(&it, out, (uint32_t)max);
}
