/* index: orders of many documents: their nodes are cut as they grow and joined as they shrink. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "dice.h"
#include "index/find.h"
#include "index/read.h"
#include "index/set.h"
#include "index/write.h"
#include "index_group.h"
#include "step.h"

#define DOCS	20000

static const struct index_shape	 shape = { .version = 1, .norders = 1 };
static struct err		 err;

/* The model: the key of each document, -1: it is not there. Odd keys have the term. */
static int64_t			 key_of[DOCS + 1];
static int64_t			 sorted[DOCS];
static size_t			 nsorted;

static int
compare(const void *a, const void *b)
{
	const int64_t	 i = *(const int64_t *)a, j = *(const int64_t *)b;
	const int64_t	 x = key_of[i], y = key_of[j];

	return x != y ? (x > y) - (x < y) : (i > j) - (i < j);
}

/* Those with the term, or all, in the order of their keys. */
static void
sort_model(bool odd)
{
	nsorted = 0;
	for (int64_t id = 1; id <= DOCS; id++)
		if (key_of[id] >= 0 && (!odd || key_of[id] % 2 == 1))
			sorted[nsorted++] = id;
	qsort(sorted, nsorted, sizeof(*sorted), compare);
}

static void
put(struct index_write *w, int64_t id)
{
	own_index_doc struct index_doc	 doc = { .id = id };

	if (key_of[id] % 2 == 1)
		index_doc_term(&doc, 'k', "odd", NULL);
	index_doc_number(&doc, 0, key_of[id]);
	OK(index_write_put(w, &doc, &err));
}

/* One of so many keys for each document, or none for those of so many. */
static void
change(uint32_t keys, uint32_t drop_of_100)
{
	own_index_write struct index_write	*w = NULL;
	const struct index_position		 at = { 1, 1 };

	OK(index_write_begin(store, &shape, 1, &w, &err));
	for (int64_t id = 1; id <= DOCS; id++) {
		if (roll(100) < drop_of_100) {
			key_of[id] = -1;
			OK(index_write_drop(w, id, &err));
			continue;
		}
		key_of[id] = roll(keys);
		put(w, id);
	}
	OK(index_write_commit(w, &at, &err));
}

static void
check_slice(struct index_read *r, const struct index_set *set, size_t at,
    bool backward, bool cursor)
{
	const int64_t		 id = sorted[backward ? nsorted - 1 - at : at];
	const struct index_key	 key = index_key_number(key_of[id]);
	struct index_slice	 s = { .backward = backward, .size = 20 };
	struct index_hit	 hit[20];
	size_t			 n;

	if (cursor) {
		s.after_key = &key;
		s.after_id = id;
		s.skip = roll(3) == 0 ? roll(DOCS) : 0;
		at += 1 + (size_t)s.skip;
	} else
		s.skip = (int64_t)at;
	OK(index_find(r, set, &s, hit, &n, &err));
	assert_int_equal(n, at >= nsorted ? 0 : nsorted - at < 20 ?
	    nsorted - at : 20);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(hit[i].id, sorted[backward ?
		    nsorted - 1 - at - i : at + i]);
}

static void
check_range(struct index_read *r, uint32_t keys)
{
	own_index_set struct index_set	*set = NULL;
	const int64_t			 from = roll(keys), to = roll(keys);
	const struct index_key		 a = index_key_number(from);
	const struct index_key		 b = index_key_number(to);
	int64_t				 want = 0;

	OK(index_read_range(r, 0, &a, &b, &set, &err));
	for (size_t i = 0; i < nsorted; i++)
		want += key_of[sorted[i]] >= from && key_of[sorted[i]] <= to;
	assert_int_equal(index_set_count(set), want);
}

static void
check(uint32_t keys)
{
	own_index_read struct index_read	*r = NULL;
	own_index_set struct index_set		*odd = NULL;

	OK(index_read_begin(store, &shape, 1, &r, &err));
	OK(index_read_term(r, 'k', "odd", &odd, &err));
	for (int set = 0; set < 2; set++) {
		sort_model(set == 1);
		assert_int_equal(set == 1 ? index_set_count(odd) :
		    index_read_count(r), nsorted);
		for (int i = 0; i < 60 && nsorted > 0; i++)
			check_slice(r, set == 1 ? odd : NULL,
			    roll((uint32_t)nsorted), i % 2 == 0, i % 3 == 0);
	}
	sort_model(false);
	for (int i = 0; i < 20; i++)
		check_range(r, keys);
}

/* Keys all over, then few for all, then one for all; fewer and fewer documents, and all again. */
static void
orders_follow(void **state)
{
	static const struct { uint32_t keys, drop; } steps[] = {
		{ 1000000, 0 }, { 1000000, 20 }, { 40, 20 }, { 1, 0 },
		{ 1000000, 60 }, { 500, 97 }, { 3000, 0 }, { 1000, 100 },
		{ 1000, 50 },
	};

	(void)state;
	for (size_t i = 0; i < nitems(steps); i++) {
		change(steps[i].keys, steps[i].drop);
		check(steps[i].keys);
	}
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(orders_follow),
	};

	return cmocka_run_group_tests(tests, index_group_open, index_group_close);
}
