/* set: sets of several parts, some of them missing, combined as plain arrays of truths say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "index/set_int.h"

#define PARTS	5
#define ALL	(PARTS * BITS_SIZE)

static uint32_t	 chance = 1;

static uint32_t
roll(uint32_t sides)
{
	chance = chance * 1664525 + 1013904223;
	return (uint32_t)(((uint64_t)chance * sides) >> 32);
}

struct both {
	bool			*in;
	struct index_set	*set;
};

static void
check(const struct index_set *set, const bool *in)
{
	size_t		 n, count = 0, at = 0;
	uint32_t	*list = index_set_list(set, &n);

	for (uint32_t i = 0; i < ALL; i++)
		count += in[i];
	assert_int_equal(n, count);
	assert_int_equal(index_set_count(set), count);
	for (uint32_t i = 0; i < ALL; i++)
		if (in[i])
			assert_int_equal(list[at++], i);
	for (uint32_t i = 0; i < 1000; i++) {
		const uint32_t	 ordinal = roll(ALL);

		assert_int_equal(index_set_has(set, ordinal), in[ordinal]);
	}
	free(list);
}

/* Of each part none, few, or many, put in two turns. */
static struct both
make(void)
{
	struct both	 b = { mem_zero(ALL), index_set_new() };
	uint32_t	*ordinal = mem_grow(NULL, ALL, sizeof(*ordinal));

	for (int turn = 0; turn < 2; turn++) {
		size_t	 n = 0;

		for (uint32_t no = 0; no < PARTS; no++) {
			const uint32_t	 one_of[] = { 0, 0, 3, 900, 30 };
			const uint32_t	 sides = one_of[roll(5)];

			for (uint32_t i = no * BITS_SIZE; sides > 0 &&
			    i < (no + 1) * BITS_SIZE; i++)
				if (roll(sides) == 0)
					b.in[ordinal[n++] = i] = true;
		}
		index_set_add_sorted(b.set, ordinal, n);
	}
	free(ordinal);
	return b;
}

static void
drop(struct both *b)
{
	index_set_free(&b->set);
	free(b->in);
}

static void
test_combined(void **state)
{
	(void)state;
	for (int i = 0; i < 60; i++) {
		struct both	 a = make(), b = make();
		const int64_t	 common = index_set_count_and(a.set, b.set);

		check(a.set, a.in);
		for (uint32_t k = 0; k < ALL; k++)
			a.in[k] = i % 3 == 0 ? a.in[k] && b.in[k] : i % 3 == 1 ?
			    a.in[k] || b.in[k] : a.in[k] && !b.in[k];
		(i % 3 == 0 ? index_set_and : i % 3 == 1 ? index_set_or :
		    index_set_but)(a.set, b.set);
		check(a.set, a.in);
		if (i % 3 == 0)
			assert_int_equal(common, index_set_count(a.set));
		drop(&a);
		drop(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(test_combined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
