/* json_large_null: numbers that are too large become null, all else stays as it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/mem.h"
#include "io/json_large.h"

static const struct { const char *text, *left; size_t n; } cases[] = {
	{ "", "", 0 },
	{ "[1, -2.5e3, true, null, \"x\"]", "[1, -2.5e3, true, null, \"x\"]",
	    0 },
	{ "{\"a\":9223372036854775807}", "{\"a\":9223372036854775807}", 0 },
	{ "{\"a\":9223372036854775808,\"b\":1}",
	    "{\"a\":null               ,\"b\":1}", 1 },
	{ "[-9223372036854775809]", "[null                ]", 1 },
	{ "[1e400,-1e999,1e-400,1.5E+308]", "[null ,null  ,1e-400,1.5E+308]",
	    2 },
	{ "[\"99999999999999999999\",\"\\\"1e400\",\"\\\\\",1e400]",
	    "[\"99999999999999999999\",\"\\\"1e400\",\"\\\\\",null ]", 1 },
	{ "\"99999999999999999999", "\"99999999999999999999", 0 },
	{ "[\"\\", "[\"\\", 0 },
	{ "{\"1e400\":1}", "{\"1e400\":1}", 0 },
};

static void
only_what_is_too_large_goes(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_str char	*text = mem_dup(cases[i].text);

		assert_int_equal(json_large_null(text), cases[i].n);
		assert_string_equal(text, cases[i].left);
	}
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(only_what_is_too_large_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
