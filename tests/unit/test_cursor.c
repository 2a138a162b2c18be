/* cursor: what an address may say of the next page, and what it may not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/cursor.h"

#define LONGEST "9223372036854775807"

static const struct {
	const char	*text;
	enum cursor_by	 by;
	struct cursor	 is;	/* id 0: refused */
} cases[] = {
	{ "1", CURSOR_BY_ID, { .id = 1 } },
	{ LONGEST, CURSOR_BY_ID, { .id = INT64_MAX } },
	{ "9223372036854775808", CURSOR_BY_ID, { 0 } },
	{ "99999999999999999999999", CURSOR_BY_ID, { 0 } },
	{ "", CURSOR_BY_ID, { 0 } },
	{ "0", CURSOR_BY_ID, { 0 } },
	{ "-5", CURSOR_BY_ID, { 0 } },
	{ "+5", CURSOR_BY_ID, { 0 } },
	{ "05", CURSOR_BY_ID, { 0 } },
	{ " 5", CURSOR_BY_ID, { 0 } },
	{ "5 ", CURSOR_BY_ID, { 0 } },
	{ "12abc", CURSOR_BY_ID, { 0 } },
	{ "0x12", CURSOR_BY_ID, { 0 } },
	{ "1.5", CURSOR_BY_ID, { 0 } },
	{ "7.5", CURSOR_BY_NUMBER, { .id = 5, .number = 7 } },
	{ "0.5", CURSOR_BY_NUMBER, { .id = 5 } },
	{ "-7.5", CURSOR_BY_NUMBER, { .id = 5, .number = -7 } },
	{ LONGEST "." LONGEST, CURSOR_BY_NUMBER,
	    { .id = INT64_MAX, .number = INT64_MAX } },
	{ "-9223372036854775808.1", CURSOR_BY_NUMBER,
	    { .id = 1, .number = INT64_MIN } },
	{ "-9223372036854775809.1", CURSOR_BY_NUMBER, { 0 } },
	{ "7.9223372036854775808", CURSOR_BY_NUMBER, { 0 } },
	{ "7", CURSOR_BY_NUMBER, { 0 } },
	{ "7.", CURSOR_BY_NUMBER, { 0 } },
	{ ".5", CURSOR_BY_NUMBER, { 0 } },
	{ "7.0", CURSOR_BY_NUMBER, { 0 } },
	{ "7.-5", CURSOR_BY_NUMBER, { 0 } },
	{ "-0.5", CURSOR_BY_NUMBER, { 0 } },
	{ "07.5", CURSOR_BY_NUMBER, { 0 } },
	{ "7.5x", CURSOR_BY_NUMBER, { 0 } },
	{ "7.5.6", CURSOR_BY_NUMBER, { 0 } },
	{ "x6162.5", CURSOR_BY_NUMBER, { 0 } },
	{ "x6162.5", CURSOR_BY_TEXT, { .id = 5, .key = "ab" } },
	{ "x.5", CURSOR_BY_TEXT, { .id = 5 } },
	{ "xd18f.5", CURSOR_BY_TEXT, { .id = 5, .key = "\xd1\x8f" } },
	{ "6162.5", CURSOR_BY_TEXT, { 0 } },
	{ "x616.5", CURSOR_BY_TEXT, { 0 } },
	{ "x6g.5", CURSOR_BY_TEXT, { 0 } },
	{ "x6A.5", CURSOR_BY_TEXT, { 0 } },
	{ "x610062.5", CURSOR_BY_TEXT, { 0 } },	/* a NUL ends no key */
	{ "x6162", CURSOR_BY_TEXT, { 0 } },
	{ "x6162.", CURSOR_BY_TEXT, { 0 } },
	{ "x6162.5z", CURSOR_BY_TEXT, { 0 } },
	{ "x", CURSOR_BY_TEXT, { 0 } },
	{ "x610062.5", CURSOR_BY_BYTES, { .id = 5, .key = "a\0b", .len = 3 } },
	{ "x.5", CURSOR_BY_BYTES, { .id = 5 } },
	{ "x616.5", CURSOR_BY_BYTES, { 0 } },
	{ "61.5", CURSOR_BY_BYTES, { 0 } },
	{ "x61.0", CURSOR_BY_BYTES, { 0 } },
};

static void
reads_what_it_wrote_and_nothing_else(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		struct cursor	 got = { .id = -1 };
		struct err	 err = { 0 };
		char		 text[CURSOR_SIZE];
		const int	 rc = cursor_read(cases[i].text, cases[i].by,
				    &got, &err);

		if (cases[i].is.id == 0) {
			if (rc != -1 || got.id != -1)
				fail_msg("%s is taken", cases[i].text);
			assert_int_equal(err.kind, ERR_INPUT);
			assert_string_equal(err.field[0].path, "after");
			assert_string_equal(err.field[0].code, "cursor");
			continue;
		}
		if (rc == -1)
			fail_msg("%s is refused", cases[i].text);
		assert_memory_equal(&got, &cases[i].is, sizeof(got));
		cursor_write(&got, cases[i].by, text);
		assert_string_equal(text, cases[i].text);
	}
}

static void
begins_without_one(void **state)
{
	struct cursor	got = { .id = 7, .number = 7, .key = "x" };
	struct err	err = { 0 };

	(void)state;
	assert_int_equal(cursor_read(NULL, CURSOR_BY_TEXT, &got, &err), 0);
	assert_int_equal(got.id, 0);
	assert_int_equal(got.number, 0);
	assert_string_equal(got.key, "");
}

/* The longest key and id fit; one byte more is refused. */
static void
bounds_the_key(void **state)
{
	struct cursor	at = { .id = INT64_MAX }, got;
	struct err	err = { 0 };
	char		text[CURSOR_SIZE], more[CURSOR_SIZE + 2];

	(void)state;
	memset(at.key, 0xd1, sizeof(at.key) - 1);
	cursor_write(&at, CURSOR_BY_TEXT, text);
	assert_string_equal(strchr(text, '.'), "." LONGEST);
	assert_int_equal(cursor_read(text, CURSOR_BY_TEXT, &got, &err), 0);
	assert_memory_equal(&got, &at, sizeof(at));
	snprintf(more, sizeof(more), "x61%s", text + 1);
	assert_int_equal(cursor_read(more, CURSOR_BY_TEXT, &got, &err), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_it_wrote_and_nothing_else),
		cmocka_unit_test(begins_without_one),
		cmocka_unit_test(bounds_the_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
