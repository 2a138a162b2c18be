/* base: errors, buffers, JSON writing, times, settings, messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/csv.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/zone.h"

/* What was said before keeps its place; each level is put before the others. */
static void
errors_of_an_inner_field_name_the_outer_ones(void **state)
{
	struct err	 err = { 0 };

	(void)state;
	err_field(&err, "role", "choice", "%s", "a, b");
	assert_int_equal(err_within(&err, 0, "members[%d]", 3), -1);
	assert_string_equal(err.field[0].path, "members[3].role");
	assert_string_equal(err.text, "members[3].role: choice");
	err_within(&err, 0, "project");
	assert_string_equal(err.field[0].path, "project.members[3].role");

	err_field(&err, "", "type", "object");
	err_within(&err, 1, "link");
	assert_string_equal(err.field[0].path, "project.members[3].role");
	assert_string_equal(err.field[1].path, "link");

	for (int i = 0; i < 12; i++)
		err_within(&err, 0, "a_long_name");
	assert_int_equal(strlen(err.field[0].path),
	    sizeof(err.field[0].path) - 1);

	err = (struct err){ 0 };
	err_code(&err, ERR_CONFLICT, "team.version", "%d", 7);
	err_within(&err, 0, "set");
	assert_string_equal(err.text, "7");
}

static void
errors_name_the_field_and_keep_the_cause(void **state)
{
	struct err	 err = { 0 };

	(void)state;
	assert_int_equal(err_field(&err, "title", "required", "%s", ""), -1);
	assert_int_equal(err.kind, ERR_INPUT);
	assert_string_equal(err.field[0].path, "title");
	for (int i = 0; i < 40; i++)
		err_field(&err, "more", "type", "%d", i);
	assert_int_equal(err.nfields, ERR_FIELDS_MAX);

	err = (struct err){ 0 };
	err_code(&err, ERR_REMOTE, "clickup.list_absent", "list %d", 7);
	err_wrap(&err, ERR_NONE, "sync");
	assert_string_equal(err.text, "sync: list 7");
	assert_string_equal(err.code, "clickup.list_absent");
	err_wrap(&err, ERR_CONFLICT, "job");
	assert_string_equal(err.code, "conflict");
	assert_int_equal(err_status(err.kind), 409);
}

static void
json_is_written_with_commas_and_escapes(void **state)
{
	own_buf struct buf	 b = { 0 };

	(void)state;
	emit_open(&b, NULL, '[');
	emit_open(&b, NULL, '{');
	emit_str(&b, "a\"b", "ё\n\t\\\"\x01");
	emit_int(&b, "n", INT64_MIN);
	emit_real(&b, "r", 0.5);
	emit_bool(&b, "on", true);
	emit_null(&b, "none");
	emit_time(&b, "at", 0);
	emit_json(&b, "tags", "[1,2]");
	emit_json(&b, "empty", NULL);
	emit_close(&b, '}');
	emit_str(&b, NULL, NULL);
	emit_close(&b, ']');
	assert_string_equal(buf_str(&b), "[{\"a\\\"b\":"
	    "\"ё\\n\\u0009\\\\\\\"\\u0001\",\"n\":-9223372036854775808,"
	    "\"r\":0.5,\"on\":true,\"none\":null,\"at\":null,\"tags\":[1,2],"
	    "\"empty\":null},null]");
}

static const struct { const char *text; int rc; int64_t ms; } times[] = {
	{ "2024-01-15T10:00:00Z",		 0, 1705312800000 },
	{ "2024-01-15T10:00:00.123Z",		 0, 1705312800123 },
	{ "2024-01-15T13:00:00+03:00",		 0, 1705312800000 },
	{ "2024-01-15T13:00:00+0300",		 0, 1705312800000 },
	{ "2024-01-15 10:00:00",		 0, 1705312800000 },
	{ "2024-01-15",				 0, 1705276800000 },
	{ "2024-02-31",				-1, 0 },
	{ "2024-01-15T10:00:00Zx",		-1, 0 },
	{ "2024-01-15T10:00:00+99:00",		-1, 0 },
	{ "15.01.2024",				-1, 0 },
	{ "",					-1, 0 },
};

static void
times_are_read_and_written(void **state)
{
	char	 iso[CLOCK_ISO_SIZE];

	(void)state;
	for (size_t i = 0; i < nitems(times); i++) {
		int64_t	 ms = 0;

		assert_int_equal(clock_parse(times[i].text, &ms), times[i].rc);
		assert_int_equal(ms, times[i].ms);
	}
	clock_iso(1705312800123, iso);
	assert_string_equal(iso, "2024-01-15T10:00:00.123Z");
	clock_iso(INT64_MAX, iso);
	assert_string_equal(iso + 10, "T00:00:00.807Z");
}

static void
settings_come_from_the_file_and_the_environment(void **state)
{
	char		 path[] = "/tmp/hirewire-conf-XXXXXX";
	int		 fd = mkstemp(path);
	struct err	 err = { 0 };
	struct conf	*c;
	static const char text[] = "# comment\n PORT = 8005 \nHOSTS=a.b, C.d:80\n"
	    "BAD=12x\n";

	(void)state;
	assert_int_equal(write(fd, text, sizeof(text) - 1), sizeof(text) - 1);
	close(fd);
	setenv("HIREWIRE_CONF", path, 1);
	setenv("FROM_ENV_ONLY", "1", 1);
	assert_non_null(c = conf_open(&err));
	assert_int_equal(conf_int(c, "PORT", 1), 8005);
	assert_int_equal(conf_int(c, "BAD", 1), 1);
	assert_string_equal(conf_get(c, "FROM_ENV_ONLY", ""), "1");
	assert_null(conf_get(c, "ABSENT_KEY", NULL));
	assert_true(conf_has(c, "HOSTS", "a.b"));
	assert_true(conf_has(c, "HOSTS", "c.d:80"));
	assert_false(conf_has(c, "HOSTS", "c.d"));
	setenv("PORT", "9", 1);
	assert_int_equal(conf_int(c, "PORT", 1), 9);
	unsetenv("PORT");
	conf_close(c);
	unlink(path);
}

static void
bounds_are_said_in_words(void **state)
{
	static const struct { const char *code, *arg, *ru, *en; } cases[] = {
		{ "range", "1..1440", "Допустимо: от 1 до 1440.",
		    "Allowed: from 1 to 1440." },
		{ "range", "0..23", "Допустимо: от 0 до 23.",
		    "Allowed: from 0 to 23." },
		{ "range", "1..9223372036854775807",
		    "Допустимо: не меньше 1.", "Allowed: at least 1." },
		{ "length", "0..500", "Допустимая длина: не больше 500.",
		    "Allowed length: at most 500." },
		{ "length", "500", "Допустимая длина: не больше 500.",
		    "Allowed length: at most 500." },
		{ "length", "12..200", "Допустимая длина: от 12 до 200.",
		    "Allowed length: from 12 to 200." },
		{ "range", "2026-11-20", "Допустимо: 2026-11-20.",
		    "Allowed: 2026-11-20." },
		{ "type", "integer", "Неверный тип. Должно быть: целое число.",
		    "Wrong type of value. Needed: a whole number." },
	};

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		char	 out[200];

		text_field(out, sizeof(out), "ru", cases[i].code, cases[i].arg);
		assert_string_equal(out, cases[i].ru);
		text_field(out, sizeof(out), "en", cases[i].code, cases[i].arg);
		assert_string_equal(out, cases[i].en);
	}
}

static void
messages_speak_both_languages_and_are_cut_whole(void **state)
{
	char	 out[200], small[12];

	(void)state;
	text_put(out, sizeof(out), "en", "base.field.format", "1-1440");
	assert_string_equal(out, "Wrong format. Example: 1-1440.");
	text_put(out, sizeof(out), "ru", "no such code", "as it is");
	assert_string_equal(out, "as it is");
	text_put(small, sizeof(small), "ru", "auth", "");
	assert_string_equal(small, "Вы не ");
}

static void
counts_have_their_plural(void **state)
{
	static const struct { const char *lang; int64_t n; const char *out; }
	cases[] = {
		{ "ru", 1, "1 задача, " }, { "ru", 2, "2 задачи, " },
		{ "ru", 5, "5 задач, " }, { "ru", 11, "11 задач, " },
		{ "ru", 21, "21 задача, " }, { "ru", 104, "104 задачи, " },
		{ "ru", 112, "112 задач, " }, { "en", 1, "1 task, " },
		{ "en", 2, "2 tasks, " }, { "en", 21, "21 tasks, " },
	};
	char	out[200];

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		text_count(out, sizeof(out), cases[i].lang, "notice.tasks",
		    cases[i].n);
		assert_int_equal(strncmp(out, cases[i].out,
		    strlen(cases[i].out)), 0);
	}
}

static void
spreadsheets_get_cells_and_no_formulas(void **state)
{
	static const struct { const char *in, *out; } cases[] = {
		{ "plain", "plain" }, { "Иванов, Пётр", "\"Иванов, Пётр\"" },
		{ "a\"b", "\"a\"\"b\"" }, { "two\r\nlines", "\"two\r\nlines\"" },
		{ "=1+1", "\"'=1+1\"" }, { "+375", "\"'+375\"" },
		{ "-2", "\"'-2\"" }, { "@SUM(A1)", "\"'@SUM(A1)\"" },
		{ "\t=cmd", "\"'\t=cmd\"" }, { " x", "\" x\"" },
		{ "\xc2\xa0=1", "\"'\xc2\xa0=1\"" },	/* NBSP */
		{ "\xe2\x80\x8b=1", "\"'\xe2\x80\x8b=1\"" },	/* no width */
		{ "\xef\xbb\xbf\xe2\x80\x83@x", "\"'\xef\xbb\xbf\xe2\x80\x83@x\"" },
		{ "\xe2\x80\xae+1", "\"'\xe2\x80\xae+1\"" },	/* right to left */
		{ "＝1+1", "\"'＝1+1\"" }, { "＋1", "\"'＋1\"" },
		{ "－1", "\"'－1\"" }, { "＠x", "\"'＠x\"" },
		{ "\x1b=1", "\"'\x1b=1\"" }, { "\xc2\xa0x", "\xc2\xa0x" },
		{ "x=1", "x=1" }, { "Ｘ", "Ｘ" },
		{ "a;b", "a;b" }, { "", "\"\"" }, { NULL, "\"\"" },
	};

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_buf struct buf	b = { 0 };

		csv_cell(&b, ',', cases[i].in);
		assert_string_equal(buf_str(&b), cases[i].out);
	}
	assert_int_equal(csv_separator("tab"), '\t');
	assert_int_equal(csv_separator("|"), '\0');
}

static void
csv_rows_keep_their_empty_cells(void **state)
{
	own_buf struct buf	b = { 0 };

	(void)state;
	buf_puts(&b, CSV_BOM);
	csv_cell(&b, ';', "");
	csv_cell(&b, ';', "a;b");
	csv_cell(&b, ';', "");
	csv_end(&b);
	csv_cell(&b, ';', "x");
	csv_cell(&b, ';', NULL);
	csv_end(&b);
	assert_string_equal(buf_str(&b),
	    CSV_BOM "\"\";\"a;b\";\r\nx;\r\n");
}

static void
moments_are_written_in_a_zone(void **state)
{
	const int64_t	summer = 1785592800000, winter = 1795183500000;
	struct zone	zone = { 0 };
	char		out[ZONE_SIZE];

	(void)state;
	zone_write(&zone, winter, out);
	assert_string_equal(out, "2026-11-20 14:05:00");
	zone_enter(&zone, "Europe/Berlin");
	zone_write(&zone, winter, out);
	assert_string_equal(out, "2026-11-20 15:05:00");
	assert_int_equal(zone_offset_ms(&zone, summer), 7200000);
	zone_leave(&zone);
	zone_enter(&zone, "../../etc/passwd");
	zone_write(&zone, winter, out);
	assert_string_equal(out, "2026-11-20 14:05:00");
	zone_write(&zone, 0, out);
	assert_string_equal(out, "");
	zone_leave(&zone);
}

/* Characters of 1, 2, 2, 3 and 4 bytes. */
#define LETTERS	"a\u00e9\u0436\u20ac\U0001f600"

static void
characters_are_never_halved(void **state)
{
	static const size_t	 ends[] = { 0, 1, 1, 3, 3, 5, 5, 5, 8, 8, 8, 8,
		12, 12 };
	char	cut[13];

	(void)state;
	assert_int_equal(utf8_count(LETTERS), 5);
	for (size_t max = 0; max < nitems(ends); max++)
		assert_int_equal(utf8_cut(LETTERS, max), ends[max]);
	assert_int_equal(utf8_head(LETTERS, 0), 0);
	assert_int_equal(utf8_head(LETTERS, 3), 5);
	assert_int_equal(utf8_head(LETTERS, 9), 12);
	for (size_t size = 1; size <= sizeof(cut); size++) {
		snprintf(cut, size, "%s", LETTERS);
		utf8_mend(cut);
		assert_int_equal(strlen(cut), ends[size - 1]);
	}
}

static void
characters_are_read_and_written(void **state)
{
	static const uint32_t	 wanted[] = { 'a', 0xe9, 0x436, 0x20ac,
		0x1f600 };
	const char	*at = LETTERS, *bad = "\xd0\xe2\x82z\xff";
	char		 out[4];

	(void)state;
	for (size_t i = 0; i < nitems(wanted); i++) {
		const char	*from = at;

		assert_int_equal(utf8_next(&at), wanted[i]);
		assert_int_equal(utf8_put(wanted[i], out), at - from);
		assert_memory_equal(out, from, (size_t)(at - from));
	}
	for (int i = 0; i < 5; i++)
		assert_int_equal(utf8_next(&bad), i == 3 ? 'z' : UTF8_BAD);
	assert_int_equal(*bad, '\0');
}

/* What is stored and sent must be UTF-8. */
static void
errors_that_quote_people_are_cut_whole(void **state)
{
	struct err	 err = { 0 };
	char		 name[600];

	(void)state;
	for (size_t i = 0; i + 2 < sizeof(name); i += 2)
		memcpy(name + i, "\u0436", 3);
	for (int shift = 0; shift < 2; shift++) {
		err_set(&err, ERR_INPUT, "%*s%s", shift, "", name);
		assert_int_equal(strlen(err.text) % 2, shift);
		err_wrap(&err, ERR_NONE, "task");
		assert_int_equal(strlen(err.text) % 2, shift);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spreadsheets_get_cells_and_no_formulas),
		cmocka_unit_test(csv_rows_keep_their_empty_cells),
		cmocka_unit_test(moments_are_written_in_a_zone),
		cmocka_unit_test(errors_name_the_field_and_keep_the_cause),
		cmocka_unit_test(
		    errors_of_an_inner_field_name_the_outer_ones),
		cmocka_unit_test(json_is_written_with_commas_and_escapes),
		cmocka_unit_test(times_are_read_and_written),
		cmocka_unit_test(settings_come_from_the_file_and_the_environment),
		cmocka_unit_test(bounds_are_said_in_words),
		cmocka_unit_test(messages_speak_both_languages_and_are_cut_whole),
		cmocka_unit_test(counts_have_their_plural),
		cmocka_unit_test(characters_are_never_halved),
		cmocka_unit_test(characters_are_read_and_written),
		cmocka_unit_test(errors_that_quote_people_are_cut_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
