/* sync_place: where a sync begins and what it leaves to the next one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/mem.h"
#include "clickup/sync_place.h"
#include "service/sync_run.h"

#define RUN	7
#define NOW	INT64_C(1764000000000)
#define OLD	(NOW - SYNC_FULL_EACH_MS)

/* The cursor before, the run's reason and count; what it becomes. */
static const struct {
	const char		*reason;
	struct sync_cursor	 stored;
	int64_t			 processed;
	bool			 resumed, incremental;
	int64_t			 page, kept;
} begins[] = {
	/* the first one, and one that a person asked for, read the whole list */
	{ "auto",	{ 0 },				0, false, false, 0, 0 },
	{ "manual",	{ 0, 0, NOW, NOW - 1 },		0, false, false, 0, 0 },
	/* what changed alone, while a whole pass is not due */
	{ "auto",	{ 0, 0, NOW, OLD + 1 },		0, false, true, 0, 0 },
	{ "webhook",	{ 0, 0, NOW, OLD + 1 },		0, false, true, 0, 0 },
	{ "auto",	{ 0, 0, NOW, OLD },		0, false, false, 0, 0 },
	{ "auto",	{ 0, 0, SYNC_OVERLAP_MS, NOW },	0, false, false, 0, 0 },
	/* the same run again: one page before where it was */
	{ "manual",	{ RUN, 3, 0, 0 },	      300, true, false, 2, 200 },
	{ "manual",	{ RUN, 1, 0, 0 },		90, true, false, 0, 0 },
	{ "manual",	{ RUN, 0, 0, 0 },		0, false, false, 0, 0 },
	{ "auto",	{ RUN, 3, NOW, OLD + 1 },	40, true, true, 2, 0 },
	/* another run's place is not ours; what was read of other lists counts */
	{ "manual",	{ RUN + 1, 3, 0, 0 },	      300, false, false, 0, 300 },
};

static void
begins_where_it_should(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(begins); i++) {
		struct sync_cursor	 c = begins[i].stored;
		struct sync_run		 run = { .id = RUN,
			.processed = begins[i].processed };
		struct sync_place	 got;

		snprintf(run.reason, sizeof(run.reason), "%s",
		    begins[i].reason);
		got = sync_place_begin(&c, &run, NOW);
		assert_int_equal(got.resumed, begins[i].resumed);
		assert_int_equal(got.incremental, begins[i].incremental);
		assert_int_equal(c.run_id, RUN);
		assert_int_equal(c.page, begins[i].page);
		assert_int_equal(run.processed, begins[i].kept);
		assert_int_equal(c.updated_gt, begins[i].stored.updated_gt);
	}
}

static const struct {
	struct sync_place	 place;
	bool			 complete;
	int64_t			 updated_gt, full_at;
} ends[] = {
	{ { false, false }, true,	NOW, NOW },	/* a whole pass */
	{ { false, true },  true,	NOW, OLD },	/* an incremental one */
	{ { false, true },  false,	1000, OLD },	/* nothing is passed over */
	{ { false, false }, false,	0, 0 },		/* the next one is whole */
	{ { true, false },  true,	0, 0 },		/* pages may have shifted */
	{ { true, true },   true,	1000, OLD },
};

static void
leaves_what_may_be_built_upon(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(ends); i++) {
		struct sync_cursor	c = { RUN, 5, 1000, OLD };

		sync_place_end(&c, &ends[i].place, ends[i].complete, NOW, NOW);
		assert_int_equal(c.run_id, RUN);
		assert_int_equal(c.page, 0);
		assert_int_equal(c.updated_gt, ends[i].updated_gt);
		assert_int_equal(c.full_at, ends[i].full_at);
	}
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(begins_where_it_should),
		cmocka_unit_test(leaves_what_may_be_built_upon),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
