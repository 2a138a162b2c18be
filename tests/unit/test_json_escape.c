/* json_escape_mend: what stands for no text becomes U+FFFD, all else stays as it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "io/json_escape.h"

static const struct { const char *text, *left; size_t n; } cases[] = {
	{ "", "", 0 },
	{ "[\"a\\n\\u0041\\ud83d\\uDE00\"]", "[\"a\\n\\u0041\\ud83d\\uDE00\"]",
	    0 },
	{ "[\"a\\u0000b\"]", "[\"a\\ufffdb\"]", 1 },
	{ "[\"\\ud83d\"]", "[\"\\ufffd\"]", 1 },
	{ "[\"\\ud83dx\\ude00\"]", "[\"\\ufffdx\\ufffd\"]", 2 },
	{ "[\"\\ud83d\\ud83d\\ude00\"]", "[\"\\ufffd\\ud83d\\ude00\"]", 1 },
	{ "[\"\\ude00\\ud83d\"]", "[\"\\ufffd\\ufffd\"]", 2 },
	{ "[\"\\\\u0000\\\\\\u0000\"]", "[\"\\\\u0000\\\\\\ufffd\"]", 1 },
	{ "[\"\\u00", "[\"\\u00", 0 },
	{ "[\"\\", "[\"\\", 0 },
};

static void
only_what_is_no_text_goes(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_str char	*text = mem_dup(cases[i].text);

		assert_int_equal(json_escape_mend(text), cases[i].n);
		assert_string_equal(text, cases[i].left);
	}
}

static void
what_is_left_can_be_read(void **state)
{
	(void)state;
	for (size_t i = 1; i < nitems(cases) - 2; i++) {
		own_str char	*text = mem_dup(cases[i].text);
		own_json json_t	*before = NULL, *after = NULL;
		struct err	 err = { 0 };

		assert_int_equal(field_parse(text, strlen(text), &before, &err),
		    cases[i].n == 0 ? 0 : -1);
		json_escape_mend(text);
		assert_int_equal(field_parse(text, strlen(text), &after, &err), 0);
	}
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(only_what_is_no_text_goes),
		cmocka_unit_test(what_is_left_can_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
