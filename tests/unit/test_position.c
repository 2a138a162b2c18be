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

/* Of each of very many, one behind the other at one place. */
static void
stays_short(void **state)
{
	enum { FIRST, LAST, BEHIND, BEFORE, AFTER_LAST_MADE, PLACES };
	char	from[PLACES][POSITION_SIZE] = {
		"", "V00000V1", "V00000V1", "V00000V1", "V00000V1",
	};
	char	to[PLACES][POSITION_SIZE] = {
		"V00000V1", "", "V00001V1", "V00001V1", "V00000V4",
	};
	char	at[POSITION_SIZE];

	(void)state;
	for (int n = 0; n < 20000; n++)
		for (int i = 0; i < PLACES; i++) {
			assert_true(position_between(from[i], to[i], at));
			assert_true(strcmp(from[i], at) < 0);
			assert_true(*to[i] == '\0' || strcmp(at, to[i]) < 0);
			assert_in_range(strlen(at), 8, 20);
			memcpy(i == FIRST || i == BEHIND ? to[i] : from[i], at,
			    sizeof(at));
		}
}

/* Now behind the one, now before the other: each half of what is left. */
static void
half_by_half_stays_in_size(void **state)
{
	char	from[POSITION_SIZE] = "V00000V1", to[POSITION_SIZE] = "V00001V1";
	char	at[POSITION_SIZE];

	(void)state;
	for (int n = 0; n < 50; n++) {
		assert_true(position_between(from, to, at));
		memcpy(n % 2 ? from : to, at, sizeof(at));
	}
	assert_true(strlen(from) < POSITION_LONG);
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
		cmocka_unit_test(half_by_half_stays_in_size),
		cmocka_unit_test(refuses_what_is_no_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
