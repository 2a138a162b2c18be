/* ignored: what found people say of themselves against what was wished for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "platform/ignored.h"
#include "platform/platform.h"
#include "platform/wish.h"

#define NOW_MS	INT64_C(1790000000000)	/* 2026-09-21 */

static const struct {
	const char	*wish, *found, *ignored;	/* ignored: names, in order */
} cases[] = {
	{ "{}", "[{'experience_years':1,'salary_min':5}]", "" },
	{ "{'experience_min':6}", "[{'experience_years':3.1}]", "" },
	{ "{'experience_min':6}", "[{'experience_years':2.9}]", "experience" },
	{ "{'experience_max':3}", "[{'experience_years':6.5}]", "experience" },
	{ "{'experience_min':6}", "[{'experience_years':null}, {}, null, 5]",
	    "" },
	{ "{'experience_min':6}", "[{'experience_years':'1'}]", "" },
	{ "{'salary_max':1000}", "[{'salary_min':1001,'currency':'RUB'}]",
	    "salary" },
	{ "{'salary_max':1000}", "[{'salary_min':1001,'currency':'USD'}]",
	    "" },
	{ "{'salary_max':1000,'currency':'USD'}",
	    "[{'salary_min':1001,'currency':'USD'}]", "salary" },
	{ "{'salary_min':1000}", "[{'salary_min':999,'currency':'RUB'}]",
	    "salary" },
	{ "{'salary_min':1000}", "[{'salary_min':null,'currency':'RUB'}]",
	    "" },
	{ "{'updated_within_days':7}",
	    "[{'updated_at':'2026-09-01T00:00:00.000Z'}]", "updated_within_days" },
	{ "{'updated_within_days':7}",
	    "[{'updated_at':'2026-09-15T00:00:00.000Z'},{'updated_at':'x'}]",
	    "" },
	/* One of six is no filter that is passed over. */
	{ "{'salary_max':9}", "[{'salary_min':10,'currency':'RUB'},"
	    "{'salary_min':1,'currency':'RUB'},{'salary_min':1,'currency':'RUB'},"
	    "{'salary_min':1,'currency':'RUB'},{'salary_min':1,'currency':'RUB'},"
	    "{'salary_min':1,'currency':'RUB'}]", "" },
	/* A board that takes no such wish says so at once. */
	{ "{'keywords':['c'],'locations':['Минск'],'employment':'full'}",
	    "[{'location':'Брест','current_position':'java'}]", "" },
};

static json_t *
parsed(const char *text)
{
	own_str char	*json = mem_dup(text);

	for (char *s = json; *s != '\0'; s++)
		if (*s == '\'')
			*s = '"';
	return json_loads(json, 0, NULL);
}

static void
is_seen_by_those_who_were_found(void **state)
{
	static const struct platform	board = { .years_off = 3,
	    .wishes = WISH_KEYWORDS | WISH_LOCATIONS | WISH_EXPERIENCE |
	    WISH_SALARY | WISH_EMPLOYMENT | WISH_UPDATED };

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_json json_t	*body = parsed(cases[i].wish);
		own_json json_t	*found = parsed(cases[i].found);
		own_wish struct wish wish = { 0 };
		own_platform_got struct platform_got got = { .total = -1 };
		struct ignored	 ig = { 0 };
		struct err	 err = { 0 };
		const char	*name;

		assert_int_equal(wish_read(body, &wish, &err), 0);
		assert_non_null(found);
		for (int twice = 0; twice < 2; twice++)
			ignored_look(&ig, &board, &wish, NOW_MS, found);
		ignored_note(&ig, &got);
		name = field_str(json_array_get(got.notes, 0), "wish");
		assert_string_equal(name != NULL ? name : "",
		    cases[i].ignored);
		assert_true(json_array_size(got.notes) <= 1);
	}
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(is_seen_by_those_who_were_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
