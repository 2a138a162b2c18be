/* position: there is always one between two others, and it stays short. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "team/position.h"

static void
is_between(void **state)
{
	static const struct { const char *after, *before; } cases[] = {
		{ "", "" }, { "", "000000V" }, { "V00000V", "" },
		{ "V00000V", "V00001V" }, { "V00000V", "V00000W" },
		{ "V00000V", "V00000V1" }, { "V00000", "V000001" },
		{ "V00000z", "V00001" }, { "V00000zzz", "V00000zzzz1" },
		{ "000000V", "zzzzzzV" }, { "zzzzzzV", "" },
	};

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++)
		for (int n = 0; n < 50; n++) {
			char	at[POSITION_SIZE];

			assert_true(position_between(cases[i].after,
			    cases[i].before, at));
			assert_true(strcmp(cases[i].after, at) < 0);
			assert_true(cases[i].before[0] == '\0' ||
			    strcmp(at, cases[i].before) < 0);
			assert_int_not_equal(at[strlen(at) - 1], '0');
		}
}

/* At either end for ever, and five hundred times at one place. */
static void
stays_short(void **state)
{
	char	first[POSITION_SIZE] = "V00000V1", last[POSITION_SIZE];
	char	at[POSITION_SIZE], next[POSITION_SIZE] = "V00001V1";

	(void)state;
	memcpy(last, first, sizeof(last));
	for (int n = 0; n < 500; n++) {
		assert_true(position_between("", first, at));
		memcpy(first, at, sizeof(first));
		assert_true(position_between(last, "", at));
		memcpy(last, at, sizeof(last));
		assert_true(position_between("V00000V1", next, at));
		memcpy(next, at, sizeof(next));
	}
	assert_in_range(strlen(first), 8, 9);
	assert_in_range(strlen(last), 8, 9);
	assert_in_range(strlen(next), 50, POSITION_LONG);
}

static void
refuses_what_is_no_order(void **state)
{
	char	at[POSITION_SIZE], longest[POSITION_SIZE];

	(void)state;
	memset(longest, 'z', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_false(position_between("V00001V", "V00000V", at));
	assert_false(position_between("V00000V", "V00000V", at));
	assert_false(position_between("V0", "", at));
	assert_false(position_between("V00000-", "", at));
	assert_false(position_between(longest, "", at));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(is_between),
		cmocka_unit_test(stays_short),
		cmocka_unit_test(refuses_what_is_no_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
