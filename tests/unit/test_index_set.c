/* set: sets of several parts, some of them missing, combined with each other and with what is kept,
 * as plain arrays of truths say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "dice.h"
#include "index/posting.h"
#include "index/set_int.h"
#include "index/store_int.h"
#include "index_group.h"
#include "step.h"

#define PARTS	5
#define ALL	(PARTS * BITS_SIZE)

static struct err	 err;

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

/* --- with a posting --- */

#define NUMBER	7

/* The first set changed by a posting that has the second one's. */
static void
check_kept(struct coll *c, struct both *a, const struct both *b)
{
	own_index_set struct index_set	*all = NULL, *met = NULL;
	own_index_set struct index_set	*joined = index_set_new();
	own_index_set struct index_set	*rough = index_set_new();
	bool				*in = mem_zero(ALL);
	int64_t				 n;

	for (uint32_t i = 0; i < ALL; i++)
		in[i] = a->in[i] && b->in[i];
	OK(posting_read(c, NUMBER, &all, &err));
	check(all, b->in);
	OK(posting_both(c, NUMBER, a->set, &met, &err));
	check(met, in);
	OK(posting_count_and(c, NUMBER, a->set, &n, &err));
	assert_int_equal(n, index_set_count(met));
	for (int i = 0; i < 2; i++)
		OK(posting_join(c, NUMBER, a->set, joined, &err));
	check(joined, in);
	OK(posting_join_rough(c, NUMBER, a->set, rough, &err));
	index_set_and(rough, a->set);
	check(rough, in);
	OK(posting_sift(c, NUMBER, true, met, &err));
	check(met, in);
	OK(posting_sift(c, NUMBER, true, a->set, &err));
	check(a->set, in);
	free(in);
}

static void
check_left(struct coll *c, struct both *a, const struct both *b)
{
	OK(posting_sift(c, NUMBER, false, a->set, &err));
	for (uint32_t i = 0; i < ALL; i++)
		a->in[i] &= !b->in[i];
	check(a->set, a->in);
}

static void
test_kept(void **state)
{
	own_kv_txn struct kv_txn	*t = NULL;
	struct kv			*kv;
	struct coll			 c;

	(void)state;
	OK(index_store_kv(store, &kv, &err));
	OK(kv_write(kv, &t, &err));
	OK(coll_open(&c, t, 1, 1, &err));
	OK(coll_renew(&c, &err));
	for (int i = 0; i < 40; i++) {
		struct both	 a = make(), b = make();

		OK(posting_write(&c, NUMBER, b.set, "", 0, &err));
		(i % 2 == 0 ? check_kept : check_left)(&c, &a, &b);
		drop(&a);
		drop(&b);
	}
	coll_close(&c);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(test_combined),
		cmocka_unit_test(test_kept),
	};

	return cmocka_run_group_tests(tests, index_group_open, index_group_close);
}
