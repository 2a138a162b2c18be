/* score: which wish a person meets, and what it comes to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "platform/score.h"
#include "platform/wish.h"

#define NOW	INT64_C(1767225600000)	/* 2026-01-01 */

/* A wish, a person, and the met of each reason. applied: by the board. */
static const struct {
	const char	*wish, *found, *met;
	unsigned	 applied;
} cases[] = {
	{ "{}", "{\"skills\": [\"Java\"]}", "", 0 },
	{ "{\"keywords\": [\"java\"]}", "{\"skills\": [\"Java\"]}", "yes ", 0 },
	{ "{\"keywords\": [\"java\"]}", "{\"skills\": [\"JavaScript\"],"
	    " \"summary\": \"Пишу на нём\"}", "no ", 0 },
	{ "{\"keywords\": [\"java\"]}", "{\"skills\": [\"Go\"]}", "unknown ", 0 },
	{ "{\"keywords\": [\"java\"]}", "{}", "unknown ", WISH_KEYWORDS },
	{ "{\"keywords\": [\"разработчик\", \"C++\"]}",
	    "{\"current_position\": \"Команда разработчиков\","
	    " \"experience\": [{\"position\": \"C++ lead\"}]}", "yes yes ", 0 },
	{ "{\"keywords\": [\"c\"]}", "{\"current_position\": \"C++\"}",
	    "unknown ", 0 },
	{ "{\"locations\": [\"Минск\", \"Брест\"]}",
	    "{\"location\": \"г. Брест, Беларусь\"}", "yes ", 0 },
	{ "{\"locations\": [\"Минск\"]}", "{\"location\": \"Москва\"}", "no ",
	    0 },
	{ "{\"locations\": [\"Беларусь\"]}", "{\"location\": \"Минск\"}",
	    "yes ", WISH_LOCATIONS },
	{ "{\"locations\": [\"Минск\"]}", "{}", "unknown ", 0 },
	{ "{\"experience_min\": 3}", "{\"experience_years\": 3.0}", "yes ", 0 },
	{ "{\"experience_min\": 3}", "{\"experience_years\": 2.9}", "no ", 0 },
	{ "{\"experience_max\": 5}", "{\"experience_years\": 5.9}", "yes ", 0 },
	{ "{\"experience_max\": 5}", "{\"experience_years\": 6}", "no ", 0 },
	{ "{\"experience_max\": 5}", "{\"experience_years\": null}",
	    "unknown ", 0 },
	{ "{\"salary_max\": 200, \"currency\": \"RUB\"}",
	    "{\"salary_min\": 150, \"salary_max\": 250, \"currency\": \"RUB\"}",
	    "yes ", 0 },
	{ "{\"salary_max\": 100, \"currency\": \"RUB\"}",
	    "{\"salary_min\": 150, \"currency\": \"RUB\"}", "no ", 0 },
	{ "{\"salary_min\": 200, \"currency\": \"RUB\"}",
	    "{\"salary_max\": 150, \"currency\": \"RUB\"}", "no ", 0 },
	{ "{\"salary_max\": 200, \"currency\": \"RUB\"}",
	    "{\"salary_min\": 150, \"currency\": \"USD\"}", "unknown ", 0 },
	{ "{\"salary_max\": 200}", "{\"salary_min\": 150, \"currency\": "
	    "\"USD\"}", "unknown ", 0 },
	{ "{\"employment\": \"full\"}", "{}", "unknown ", 0 },
	{ "{\"employment\": \"full\"}", "{}", "yes ", WISH_EMPLOYMENT },
	{ "{\"updated_within_days\": 3}",
	    "{\"updated_at\": \"2025-12-29T00:00:00.000Z\"}", "yes ", 0 },
	{ "{\"updated_within_days\": 3}",
	    "{\"updated_at\": \"2025-12-28T23:59:59.000Z\"}", "no ", 0 },
	{ "{\"updated_within_days\": 3}", "{\"updated_at\": null}",
	    "unknown ", 0 },
};

static json_t *
reasons_of(const char *wish_text, const char *found_text, unsigned applied)
{
	own_json json_t		*said = json_loads(wish_text, 0, NULL);
	own_json json_t		*found = json_loads(found_text, 0, NULL);
	own_wish struct wish	 wish = { 0 };
	struct err		 err = { 0 };

	assert_non_null(said);
	assert_non_null(found);
	assert_int_equal(wish_read(said, &wish, &err), 0);
	return score_reasons(&wish, applied, found, NOW);
}

static char *
met_of(const json_t *reasons)
{
	char		*text = mem_dup("");
	const json_t	*one;
	size_t		 i;

	json_array_foreach(reasons, i, one) {
		own_str char	*before = text;

		text = mem_fmt("%s%s ", before, field_str(one, "met"));
	}
	return text;
}

static void
judges_each_wish(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_json json_t	*reasons = reasons_of(cases[i].wish,
				    cases[i].found, cases[i].applied);
		own_str char	*met = met_of(reasons);

		assert_string_equal(met, cases[i].met);
	}
}

static void
names_what_each_reason_is_about(void **state)
{
	own_json json_t	*reasons = reasons_of("{\"keywords\": [\"Go\"],"
			    " \"experience_min\": 1}", "{}", 0);
	own_str char	*text = json_dumps(reasons, JSON_COMPACT);

	(void)state;
	assert_string_equal(text, "[{\"wish\":\"keywords\",\"value\":\"Go\","
	    "\"met\":\"unknown\"},{\"wish\":\"experience\",\"value\":null,"
	    "\"met\":\"unknown\"}]");
}

static void
takes_what_another_place_knows(void **state)
{
	static const char *const found[] = { "{\"location\": \"Минск\"}", "{}",
		"{\"location\": \"Москва\"}" };
	static const char *const met[] = { "yes ", "unknown ", "no " };
	static const int expected[3][3] = { { 0, 0, 0 }, { 0, 1, 2 },
		{ 0, 2, 2 } };

	(void)state;
	for (size_t i = 0; i < 3; i++)
		for (size_t k = 0; k < 3; k++) {
			own_json json_t	*a = reasons_of("{\"locations\": "
					    "[\"Минск\"]}", found[i], 0);
			own_json json_t	*b = reasons_of("{\"locations\": "
					    "[\"Минск\"]}", found[k], 0);
			own_str char	*text = NULL;

			score_merge(a, b);
			text = met_of(a);
			assert_string_equal(text, met[expected[i][k]]);
		}
}

/* The page has the same rule, held to the same cases. */
static void
sums_as_the_page_does(void **state)
{
	own_json json_t	*all = json_load_file("tests/data/platform/scores.json",
			    0, NULL);
	const json_t	*one;
	size_t		 i;

	(void)state;
	assert_true(json_array_size(all) > 5);
	json_array_foreach(all, i, one) {
		struct score_weights	 weights;
		struct err		 err = { 0 };
		own_json json_t		*body = json_object();
		const json_t		*score = json_object_get(one, "score");

		if (json_object_get(one, "weights") != NULL)
			json_object_set(body, "weights", json_object_get(one,
			    "weights"));
		assert_int_equal(score_weights_read(body, &weights, &err), 0);
		assert_int_equal(score_of(json_object_get(one, "reasons"),
		    &weights), json_is_null(score) ? -1 :
		    json_integer_value(score));
	}
}

static void
names_wrong_weights(void **state)
{
	own_json json_t		*body = json_loads("{\"weights\": {\"keywords\":"
				    " 11, \"height\": 1}}", 0, NULL);
	struct score_weights	 weights;
	struct err		 err = { 0 };

	(void)state;
	assert_int_equal(score_weights_read(body, &weights, &err), -1);
	assert_int_equal(err.kind, ERR_INPUT);
	assert_string_equal(err.field[0].path, "weights.keywords");
	assert_string_equal(err.field[1].path, "weights.height");
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(judges_each_wish),
		cmocka_unit_test(names_what_each_reason_is_about),
		cmocka_unit_test(takes_what_another_place_knows),
		cmocka_unit_test(sums_as_the_page_does),
		cmocka_unit_test(names_wrong_weights),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
