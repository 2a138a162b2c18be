/* learn: weights follow decisions, stay within their bounds, and survive whatever comes in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>
#include <math.h>

#include "io/field.h"
#include "platform/learn.h"
#include "platform/wish.h"

enum { KEYWORDS, LOCATIONS, EXPERIENCE, SALARY };	/* in the order of wishes */

static void
step(struct learned *l, const char *reasons, bool liked)
{
	own_json json_t	*doc = json_loads(reasons, JSON_DECODE_ANY, NULL);

	learn_step(l, doc, liked);
}

#define BOTH(experience, salary)						\
	"[{\"wish\": \"experience\", \"value\": null, \"met\": \"" experience	\
	"\"}, {\"wish\": \"salary\", \"value\": null, \"met\": \"" salary "\"}]"

/* Experience decides, salary does not. */
static void
learns_what_decides(void **state)
{
	struct learned		l = { 0 };
	struct score_weights	weights, usual;

	(void)state;
	for (int i = 0; i < 50; i++) {
		step(&l, i % 2 == 0 ? BOTH("yes", "yes") : BOTH("yes", "no"),
		    true);
		step(&l, i % 2 == 0 ? BOTH("no", "yes") : BOTH("no", "no"),
		    false);
	}
	learn_weights(&l, &weights);
	score_weights_usual(&usual);
	assert_true(weights.of[EXPERIENCE] >= usual.of[EXPERIENCE] + 3);
	assert_true(llabs(weights.of[SALARY] - usual.of[SALARY]) <= 1);
	assert_int_equal(weights.of[LOCATIONS], usual.of[LOCATIONS]);
}

/* A team that keeps whom a wish does not fit: it counts for less, down to nothing. */
static void
unlearns_what_misleads(void **state)
{
	struct learned		l = { 0 };
	struct score_weights	weights;

	(void)state;
	for (int i = 0; i < 200; i++) {
		step(&l, BOTH("no", "unknown"), true);
		step(&l, BOTH("yes", "unknown"), false);
	}
	learn_weights(&l, &weights);
	assert_int_equal(weights.of[EXPERIENCE], 0);
}

/* The same over and over comes to an end, and later decisions turn it round. */
static void
converges(void **state)
{
	struct learned	l = { 0 };
	double		before;

	(void)state;
	for (int i = 0; i < 5000; i++)
		step(&l, BOTH("yes", "unknown"), true);
	before = l.of[EXPERIENCE];
	step(&l, BOTH("yes", "unknown"), true);
	assert_true(fabs(l.of[EXPERIENCE] - before) < 0.001);
	assert_true(before > 0 && before < LEARN_MAX);
	for (int i = 0; i < 200; i++)
		step(&l, BOTH("yes", "unknown"), false);
	assert_true(l.of[EXPERIENCE] < 0);
}

static void
stays_bounded(void **state)
{
	struct learned		l = { .bias = INFINITY };
	struct score_weights	weights;

	(void)state;
	l.of[KEYWORDS] = NAN;
	l.of[SALARY] = -1e300;
	learn_weights(&l, &weights);
	for (size_t k = 0; k < SCORE_WISHES; k++)
		assert_in_range(weights.of[k], 0, SCORE_WEIGHT_MAX);
	for (int i = 0; i < 100; i++)
		step(&l, BOTH("yes", "no"), i % 3 == 0);
	assert_true(fabs(l.bias) <= LEARN_MAX);
	for (size_t k = 0; k < SCORE_WISHES; k++)
		assert_true(fabs(l.of[k]) <= LEARN_MAX);
}

/* What is no reason teaches nothing of any wish. */
static void
passes_over_what_is_odd(void **state)
{
	static const char *const odd[] = { "null", "[]", "{}", "7",
		"[null, 7, []]", "[{\"wish\": 7, \"met\": []}]",
		"[{\"wish\": \"height\", \"met\": \"yes\"}]",
		"[{\"wish\": \"salary\", \"met\": \"perhaps\"}]",
		"[{\"wish\": \"salary\"}]" };
	struct learned	l = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++)
		step(&l, odd[i], true);
	for (size_t k = 0; k < SCORE_WISHES; k++)
		assert_true(l.of[k] == 0);
}

static void
is_kept_and_read(void **state)
{
	static const char *const odd[] = { "null", "{}", "[1, 2]",
		"[1, 2, 3, 4, 5, 6, 7, 8]" };
	struct learned	 l = { .bias = 0.5, .of = { 1.5, -2, 0, 9 } }, back;
	own_json json_t	*doc = learn_json(&l);

	(void)state;
	learn_read(doc, &back);
	assert_true(back.bias == 0.5 && back.of[0] == 1.5 && back.of[1] == -2);
	assert_true(back.of[3] == LEARN_MAX);
	for (size_t i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		own_json json_t	*other = json_loads(odd[i], JSON_DECODE_ANY,
				    NULL);

		learn_read(other, &back);
		assert_true(back.bias == 0 && back.of[0] == 0);
	}
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(learns_what_decides),
		cmocka_unit_test(unlearns_what_misleads),
		cmocka_unit_test(converges),
		cmocka_unit_test(stays_bounded),
		cmocka_unit_test(passes_over_what_is_odd),
		cmocka_unit_test(is_kept_and_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
