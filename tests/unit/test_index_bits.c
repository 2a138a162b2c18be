/* bits: sets of all forms and sizes, combined, changed, kept and read again, as plain arrays of
 * truths say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "dice.h"
#include "index/bits_int.h"

#define SIZES	10
#define LIST_KEPT_ONCE	4096


/* A set both ways. kept: its bytes; a list of up to 4096 as it was kept once. */
struct both {
	bool			 in[BITS_SIZE];
	uint32_t		 n;
	struct bits		*bits;
	uint8_t			 kept[BITS_BYTES_MAX];
	struct bits_view	 view;
};

static void
check(const struct bits *bits, const bool *in)
{
	uint32_t	*list = mem_grow(NULL, BITS_SIZE, sizeof(*list));
	size_t		 at = 0;

	for (uint32_t i = 0; i < BITS_SIZE; i++)
		at += in[i];
	assert_int_equal(bits_count(bits), at);
	assert_int_equal(bits_list(bits, list), at);
	for (size_t i = 0; i < at; i++)
		assert_true(in[list[i]] && (i == 0 || list[i - 1] < list[i]));
	free(list);
}

/* So many, spread, or in runs. */
static void
fill(struct both *b, uint32_t n, bool runs)
{
	memset(b->in, 0, sizeof(b->in));
	for (b->n = 0; b->n < n;) {
		const uint32_t	 from = roll(BITS_SIZE);
		const uint32_t	 length = runs ? 1 + roll(2000) : 1;

		for (uint32_t i = from; i < from + length && i < BITS_SIZE &&
		    b->n < n; i++) {
			b->n += !b->in[i];
			b->in[i] = true;
		}
	}
}

static void
keep_as_once(struct both *b)
{
	uint32_t	 list[LIST_KEPT_ONCE];
	const size_t	 n = bits_list(b->bits, list);

	for (size_t i = 0; i < n; i++)
		memcpy(b->kept + 2 * i, &(uint16_t){ (uint16_t)list[i] }, 2);
	b->kept[2 * n] = LIST;
	assert_int_equal(bits_view_kept(&b->view, b->kept, 2 * n + 1), 0);
}

static void
keep(struct both *b)
{
	const size_t	 len = bits_encode(b->bits, b->kept);

	assert_true(len <= 2 * BITS_LIST_MAX + 1 || len == BITS_BYTES_MAX);
	assert_int_equal(bits_view_kept(&b->view, b->kept, len), 0);
}

static struct both *
make(uint32_t size)
{
	static const uint32_t	 sizes[SIZES] = { 0, 1, 60, 128, 900, 1024, 1025,
		LIST_KEPT_ONCE, 20000, BITS_SIZE - 100 };
	struct both		*b = mem_zero(sizeof(*b));
	uint32_t		*list = mem_grow(NULL, BITS_SIZE, sizeof(*list));
	uint32_t		 n = 0;

	fill(b, sizes[size], roll(3) == 0);
	for (uint32_t i = 0; i < BITS_SIZE; i++)
		if (b->in[i])
			list[n++] = i;
	b->bits = bits_of(list, n);
	free(list);
	if (n <= LIST_KEPT_ONCE && roll(2) == 0)
		keep_as_once(b);
	else
		keep(b);
	return b;
}

static void
drop(struct both *b)
{
	bits_free(b->bits);
	free(b);
}

/* --- tests --- */

static void
test_kept(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 4 * SIZES; i++) {
		struct both	*b = make(i % SIZES);
		struct bits	*copy = bits_copy(&b->view);

		check(b->bits, b->in);
		check(copy, b->in);
		bits_free(copy);
		drop(b);
	}
}

typedef void op_fn(struct bits *, const struct bits_view *);

static void
check_op(const struct both *a, const struct both *b, op_fn *op, enum bits_op is)
{
	struct bits		*ours = bits_copy(&a->view);
	bool			*in = mem_zero(BITS_SIZE);

	op(ours, &b->view);
	for (uint32_t i = 0; i < BITS_SIZE; i++)
		in[i] = is == AND ? a->in[i] && b->in[i] : is == OR ?
		    a->in[i] || b->in[i] : a->in[i] && !b->in[i];
	check(ours, in);
	if (is == AND)
		assert_int_equal(bits_count(ours),
		    bits_count_and(a->bits, &b->view));
	check(a->bits, a->in);
	bits_free(ours);
	free(in);
}

static void
both_of(struct bits *b, const struct bits_view *v)
{
	struct bits		*both = bits_both(b, v);
	const struct bits_view	 view = bits_view(both);

	bits_and(b, &view);
	assert_int_equal(bits_count(b), bits_count(both));
	bits_free(both);
}

static void
test_combined(void **state)
{
	(void)state;
	for (uint32_t i = 0; i < 2 * SIZES * SIZES; i++) {
		struct both	*a = make(i % SIZES);
		struct both	*b = make(i / SIZES % SIZES);

		check_op(a, b, bits_and, AND);
		check_op(a, b, both_of, AND);
		check_op(a, b, bits_or, OR);
		check_op(a, b, bits_but, BUT);
		drop(a);
		drop(b);
	}
}

/* From a list to a map and back again. */
static void
test_changed(void **state)
{
	struct both	*b = make(2);

	(void)state;
	for (uint32_t i = 0; i < 6000; i++) {
		const uint16_t	 n = (uint16_t)roll(BITS_SIZE);
		const bool	 add = roll(100) < (i < 3000 ? 80 : 30);
		const bool	 changes = b->in[n] != add;

		assert_int_equal((add ? bits_add : bits_remove)(b->bits, n),
		    changes);
		assert_int_equal(bits_has(b->bits, n), add);
		b->in[n] = add;
		if (i % 500 == 0) {
			keep(b);
			check_op(b, b, bits_or, OR);
		}
	}
	check(b->bits, b->in);
	drop(b);
}

static void
test_nonsense(void **state)
{
	struct bits_view	 v;
	uint8_t			 bytes[BITS_BYTES_MAX + 2] = { 0 };

	(void)state;
	assert_int_equal(bits_view_kept(&v, bytes, 0), -1);
	for (uint8_t form = LIST; form <= RUNS + 1; form++) {
		bytes[1] = form;
		assert_int_equal(bits_view_kept(&v, bytes, 2), -1);
	}
	bytes[2 * LIST_KEPT_ONCE + 2] = LIST;
	assert_int_equal(bits_view_kept(&v, bytes, 2 * LIST_KEPT_ONCE + 3), -1);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_combined),
		cmocka_unit_test(test_changed),
		cmocka_unit_test(test_nonsense),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
