/* pattern: expressions from people find what they should, and hostile ones end soon. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/pattern.h"

static void
finds_in_any_case_and_alphabet(void **state)
{
	static const struct { const char *pattern, *text; int found; } cases[] = {
		{ "java", "Senior JAVA", 1 }, { "^java", "Senior JAVA", 0 },
		{ "разраб\\w+", "РАЗРАБОТЧИК", 1 }, { "\\bqa\\b", "aqua", 0 },
		{ "^.$", "ё", 1 }, { "x|", "", 1 },
	};

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		struct err	 err = { 0 };
		struct pattern	*p = pattern_open(cases[i].pattern, &err);

		assert_non_null(p);
		assert_int_equal(pattern_match(p, cases[i].text,
		    strlen(cases[i].text)), cases[i].found);
		pattern_close(p);
	}
}

static void
refuses_what_is_none(void **state)
{
	static const char *const bad[] = { "(", "[a", "a{2,1}", "\\C", "(?<n",
		"((((((((((((((((((((((a))))))))))))))))))))))",
		"(((a{1000}){1000}){1000})", "\xff" };

	(void)state;
	for (size_t i = 0; i < nitems(bad); i++) {
		struct err	err = { 0 };

		assert_null(pattern_open(bad[i], &err));
		assert_int_equal(err.kind, ERR_INPUT);
		assert_string_equal(err.field[0].path, "regex");
	}
}

static void
hostile_ones_end_soon(void **state)
{
	static const char *const slow[] = { "(a+)+$", "(a|aa)+$",
		"(.*)*(.*)*(.*)*x", "(?=(a+))\\1*b(a+)+$" };
	char		 text[20000];
	const int64_t	 began = clock_mono_ms();

	(void)state;
	memset(text, 'a', sizeof(text));
	text[sizeof(text) - 1] = '!';
	for (size_t i = 0; i < nitems(slow); i++) {
		struct err	 err = { 0 };
		struct pattern	*p = pattern_open(slow[i], &err);

		assert_non_null(p);
		assert_true(pattern_match(p, text, sizeof(text)) <= 0);
		pattern_close(p);
	}
	assert_true(clock_mono_ms() - began < 60000);
}

static void
text_that_is_no_utf8_is_reported(void **state)
{
	struct err	 err = { 0 };
	struct pattern	*p = pattern_open("a", &err);

	(void)state;
	assert_int_equal(pattern_match(p, "\xff" "a", 2), -1);
	pattern_close(p);
	pattern_close(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_in_any_case_and_alphabet),
		cmocka_unit_test(refuses_what_is_none),
		cmocka_unit_test(hostile_ones_end_soon),
		cmocka_unit_test(text_that_is_no_utf8_is_reported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
