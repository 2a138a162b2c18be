/* person_birthday_ok: a day that is in the calendar, not before 1900 and not to come. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "person/birthday.h"

#define NOW	INT64_C(1796000000000)	/* 2026-11-30 00:53:20 UTC */

static const struct { const char *text; bool ok; } cases[] = {
	{ "1990-05-31", true },
	{ "1900-01-01", true },
	{ "2000-02-29", true },
	{ "2026-11-30", true },
	{ "2026-12-01", false },
	{ "2999-01-01", false },
	{ "1899-12-31", false },
	{ "0000-00-00", false },
	{ "1900-02-29", false },
	{ "1990-02-30", false },
	{ "1990-13-01", false },
	{ "1990-5-31", false },
	{ "1990- 5-31", false },
	{ "1990-05-31T00:00", false },
	{ "31.05.1990", false },
	{ "", false },
};

static void
is_a_day_of_a_life(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(cases); i++)
		assert_int_equal(person_birthday_ok(cases[i].text, NOW),
		    cases[i].ok);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(is_a_day_of_a_life),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
