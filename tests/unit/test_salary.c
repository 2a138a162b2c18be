/* salaries: figures over what vacancies offer and people ask; currencies are never mixed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/mem.h"
#include "io/field.h"
#include "platform/salary.h"

/* Vacancies and resumes as boards show them, and members of what is made of them. */
static const struct {
	const char	*vacancies, *resumes, *name, *got;
} cases[] = {
	{ "[]", "[]", "currency", "null" },
	{ "[]", "[]", "sample_size", "0" },
	{ "[]", "[]", "median", "null" },
	{ "[]", "[]", "quartiles", "[null,null,null]" },
	{ "[]", "[]", "histogram", "[]" },
	{ "[{\"salary_min\": 100, \"salary_max\": 200, \"currency\": \"RUB\"}]",
	    "[]", "median", "150" },
	{ "[{\"salary_min\": 100, \"salary_max\": null,"
	    " \"currency\": \"RUB\"}]", "[]", "median", "100" },
	{ "[{\"salary_min\": 0, \"salary_max\": 200, \"currency\": \"RUB\"}]",
	    "[]", "median", "200" },
	{ "[{\"salary_min\": 200, \"salary_max\": 100,"
	    " \"currency\": \"RUB\"}]", "[]", "median", "150" },
	{ "[{\"salary_min\": 100}, {\"currency\": \"RUB\"}, {}, null,"
	    " {\"salary_min\": -5, \"currency\": \"RUB\"}]", "[]",
	    "vacancies", "{\"seen\":5,\"sample_size\":0,\"median\":null}" },
	{ "[{\"salary_min\": 1000, \"currency\": \"USD\"},"
	    " {\"salary_min\": 100, \"currency\": \"RUB\"}]",
	    "[{\"salary_min\": 300, \"currency\": \"RUB\"}]", "median",
	    "200" },
	{ "[{\"salary_min\": 1000, \"currency\": \"USD\"},"
	    " {\"salary_min\": 100, \"currency\": \"RUB\"}]",
	    "[{\"salary_min\": 300, \"currency\": \"RUB\"}]",
	    "other_currencies", "[{\"currency\":\"USD\",\"count\":1}]" },
	{ "[{\"salary_min\": 1000, \"currency\": \"USD\"},"
	    " {\"salary_min\": 100, \"currency\": \"RUB\"}]",
	    "[{\"salary_min\": 300, \"currency\": \"RUB\"}]", "resumes",
	    "{\"seen\":1,\"sample_size\":1,\"median\":300}" },
	{ "[]", "[{\"salary_min\": 1, \"currency\": \"RUB\"},"
	    " {\"salary_min\": 2, \"currency\": \"RUB\"},"
	    " {\"salary_min\": 3, \"currency\": \"RUB\"},"
	    " {\"salary_min\": 4, \"currency\": \"RUB\"},"
	    " {\"salary_min\": 5, \"currency\": \"RUB\"}]", "quartiles",
	    "[2,3,4]" },
	{ "[{\"salary_min\": 100, \"currency\": \"RUB\"}]",
	    "[{\"salary_min\": 100, \"currency\": \"RUB\"}]", "histogram",
	    "[{\"from\":100,\"to\":101,\"vacancies\":1,\"resumes\":1}]" },
};

static void
makes_figures(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_json json_t	*vacancies = json_loads(cases[i].vacancies, 0,
				    NULL);
		own_json json_t	*resumes = json_loads(cases[i].resumes, 0,
				    NULL);
		own_json json_t	*doc = NULL;
		own_str char	*got = NULL;
		own_salaries struct salaries s = { 0 };

		assert_true(vacancies != NULL && resumes != NULL);
		salaries_add(&s, vacancies, false);
		salaries_add(&s, resumes, true);
		doc = salaries_json(&s);
		got = json_dumps(json_object_get(doc, cases[i].name),
		    JSON_COMPACT | JSON_ENCODE_ANY);
		assert_string_equal(got, cases[i].got);
	}
}

/* Every sum is in one bin, those far away in the outermost, and bins meet. */
static void
lays_a_histogram(void **state)
{
	own_salaries struct salaries s = { 0 };
	own_json json_t		*found = json_array(), *doc = NULL;
	const json_t		*bins, *bin;
	json_int_t		 sum = 0, edge = 0;
	size_t			 i;

	(void)state;
	for (int n = 0; n < 100; n++)
		json_array_append_new(found, json_pack("{s:i, s:s}",
		    "salary_min", 100000 + n * 1000, "currency", "RUB"));
	json_array_append_new(found, json_pack("{s:i, s:s}", "salary_min", 1,
	    "currency", "RUB"));
	json_array_append_new(found, json_pack("{s:i, s:s}", "salary_min",
	    900000000, "currency", "RUB"));
	salaries_add(&s, found, true);
	doc = salaries_json(&s);
	bins = json_object_get(doc, "histogram");
	assert_in_range(json_array_size(bins), 4, 12);
	json_array_foreach(bins, i, bin) {
		sum += field_num(bin, "resumes", 0);
		assert_true(i == 0 || field_num(bin, "from", 0) == edge);
		edge = field_num(bin, "to", 0);
	}
	assert_int_equal(sum, 102);
	assert_in_range(field_num(json_array_get(bins, 0), "from", 9), 0, 1);
	assert_int_equal(edge, 900000000);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(makes_figures),
		cmocka_unit_test(lays_a_histogram),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
