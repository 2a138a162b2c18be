/* field: documents from outside, and what is said about them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"

static json_t *
parsed(const char *text)
{
	struct err	 err = { 0 };
	json_t		*doc = NULL;

	if (field_parse(text, strlen(text), &doc, &err) == -1)
		fail_msg("%s: %s", text, err.text);
	return doc;
}

static const struct { const char *text, *code; } documents[] = {
	{ "{}",				NULL },
	{ "[1, \"a\", null]",		NULL },
	{ "{\"a\":\"[[[[{{\\\"[[\"}",	NULL },
	{ "",				"io.json" },
	{ "nul",			"io.json" },
	{ "\"text\"",			"io.json" },
	{ "{\"a\":1} x",		"io.json" },
	{ "{\"a\":1,\"a\":2}",		"io.json" },
	{ "{\"a\":\"\\u0000\"}",	"io.json" },
	{ "{\"a\":\"\\ud800\"}",	"io.json" },
	{ "{\"a\":1e999}",		"io.json" },
	{ "{\"a\":99999999999999999999}", "io.json" },
	{ "{\"a\":\"\xff\"}",		"io.utf8" },
	{ "{\"a\":\"\xc0\xaf\"}",	"io.utf8" },
	{ "{\"a\":\"\xed\xa0\x80\"}",	"io.utf8" },
};

static void
documents_are_parsed_or_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(documents); i++) {
		const char	*text = documents[i].text;
		own_json json_t	*doc = NULL;
		struct err	 err = { 0 };
		int		 rc = field_parse(text, strlen(text), &doc, &err);

		assert_int_equal(rc, documents[i].code == NULL ? 0 : -1);
		if (rc == -1) {
			assert_string_equal(err.code, documents[i].code);
			assert_int_equal(err.kind, ERR_INPUT);
			assert_null(doc);
		}
	}
}

static void
depth_is_bounded(void **state)
{
	char		 text[67];
	own_json json_t	*doc = NULL;
	struct err	 err = { 0 };

	(void)state;
	memset(text, '[', 32);
	memset(text + 32, ']', 32);
	assert_int_equal(field_parse(text, 64, &doc, &err), 0);
	memset(text, '[', 33);
	memset(text + 33, ']', 33);
	field_json_close(&doc);
	assert_int_equal(field_parse(text, 66, &doc, &err), -1);
	assert_string_equal(err.code, "io.json_depth");
}

static const char doc_text[] = "{\"name\":\"Ёж\",\"empty\":\"\",\"n\":7,"
    "\"s\":\"7\",\"none\":null,\"yes\":true,\"list\":[1,2],\"obj\":{}}";

/* What a reader says of a member: its code, or "" when it is taken. */
static const char *
said(const struct err *err, int rc, const char *path)
{
	if (rc == 0)
		return "";
	assert_int_equal(err->kind, ERR_INPUT);
	assert_string_equal(err->field[0].path, path);
	return err->field[0].code;
}

static void
texts_are_checked(void **state)
{
	static const struct {
		const char	*name;
		size_t		 min, max;
		const char	*code;
	} cases[] = {
		{ "name",   1, 2, "" },
		{ "name",   1, 1, "length" },
		{ "name",   3, 9, "length" },
		{ "empty",  0, 9, "" },
		{ "empty",  1, 9, "required" },
		{ "none",   0, 9, "required" },
		{ "absent", 0, 9, "required" },
		{ "n",      0, 9, "type" },
	};
	own_json json_t	*doc = parsed(doc_text);

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		struct err	 err = { 0 };
		const char	*out = NULL;
		int		 rc = field_text(doc, cases[i].name,
		    cases[i].min, cases[i].max, &out, &err);

		assert_string_equal(said(&err, rc, cases[i].name),
		    cases[i].code);
		assert_true((out != NULL) == (rc == 0));
	}
}

static void
a_line_has_no_control_characters(void **state)
{
	static const struct { const char *text, *code; } cases[] = {
		{ "Анна O'Коннор-Смит", "" }, { "علي", "" }, { "a\\u200db", "" },
		{ "two\\nlines", "line" }, { "tab\\there", "line" },
		{ "\\u001b[31m", "line" }, { "\\u007f", "required" },
		{ "a\\u0085b", "line" }, { "a\\u2028b", "line" },
		{ "a\\u202eb", "line" }, { "a\\u2066b", "line" },
	};

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_str char	*text = mem_fmt("{\"name\": \"%s\"}",
				    cases[i].text);
		own_json json_t	*doc = parsed(text);
		struct err	 err = { 0 };
		const char	*out = NULL;
		int		 rc = field_line(doc, "name", 1, 99, &out, &err);

		assert_string_equal(said(&err, rc, "name"), cases[i].code);
		assert_true((out != NULL) == (rc == 0));
	}
}

static void
blanks_around_a_line_are_no_part_of_it(void **state)
{
	static const struct { const char *text, *line; } cases[] = {
		{ "  \u0410\u043d\u043d\u0430 \u041f ", "Анна П" },
		{ "\u00a0\u200b\u3000x\u2003\ufeff", "x" },
		{ "a  b", "a  b" }, { "1234", "1234" }, { " 1234 ", "1234" },
		{ "", NULL }, { " \u00a0\u3000", NULL },
	};

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_str char	*text = mem_fmt("{\"name\": \"%s\"}",
				    cases[i].text);
		own_json json_t	*doc = parsed(text);
		struct err	 err = { 0 };
		const char	*out = NULL, *opt = NULL;
		int		 rc = field_line(doc, "name", 1, 6, &out, &err);

		assert_string_equal(said(&err, rc, "name"),
		    cases[i].line != NULL ? "" : "required");
		if (rc == 0)
			assert_string_equal(out, cases[i].line);
		assert_int_equal(field_line_opt(doc, "name", 6, &opt, &err), 0);
		assert_string_equal(opt, cases[i].line != NULL ? cases[i].line :
		    "");
	}
}

static void
numbers_are_checked(void **state)
{
	static const struct {
		const char	*name;
		int64_t		 max;
		const char	*code;
	} cases[] = {
		{ "n", 7, "" }, { "n", 6, "range" }, { "s", 9, "type" },
		{ "yes", 9, "type" }, { "none", 9, "required" },
	};
	own_json json_t	*doc = parsed(doc_text);
	struct err	 err = { 0 };
	int64_t		 n = 5;

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		err = (struct err){ 0 };
		assert_string_equal(said(&err, field_int(doc, cases[i].name,
		    0, cases[i].max, &n, &err), cases[i].name),
		    cases[i].code);
	}
	n = 5;
	assert_int_equal(field_int_opt(doc, "none", 0, 9, &n, &err), 0);
	assert_int_equal(n, 5);
}

static void
optional_members_keep_their_default(void **state)
{
	static const char *const words[] = { "red", "blue", NULL };
	own_json json_t	*doc = parsed("{\"w\":\"blue\",\"v\":\"green\","
	    "\"f\":false,\"l\":[1,2,3],\"t\":\"yes\"}");
	struct err	 err = { 0 };
	const char	*word = "red", *text = "was";
	bool		 flag = true;
	json_t		*value = doc;

	(void)state;
	assert_int_equal(field_word_opt(doc, "x", words, &word, &err), 0);
	assert_string_equal(word, "red");
	assert_int_equal(field_word_opt(doc, "w", words, &word, &err), 0);
	assert_string_equal(word, "blue");
	assert_int_equal(field_word_opt(doc, "v", words, &word, &err), -1);
	assert_string_equal(err.field[0].code, "choice");
	assert_string_equal(err.field[0].text, "red, blue");
	assert_int_equal(field_text_opt(NULL, "x", 9, &text, &err), 0);
	assert_string_equal(text, "was");
	assert_int_equal(field_bool_opt(doc, "x", &flag, &err), 0);
	assert_true(flag);
	assert_int_equal(field_bool_opt(doc, "f", &flag, &err), 0);
	assert_false(flag);
	assert_int_equal(field_bool_opt(doc, "t", &flag, &err), -1);
	assert_int_equal(field_array_opt(doc, "l", 2, &value, &err), -1);
	assert_int_equal(field_array_opt(doc, "l", 3, &value, &err), 0);
	assert_int_equal(json_array_size(value), 3);
	assert_int_equal(field_object_opt(doc, "l", &value, &err), -1);
	assert_int_equal(field_object_opt(doc, "x", &value, &err), 0);
	assert_null(value);
}

static void
unknown_members_are_named(void **state)
{
	static const char *const names[] = { "a", NULL };
	own_json json_t	*doc = parsed("{\"a\":1,\"b\":2,\"c\":3}");
	struct err	 err = { 0 };

	(void)state;
	assert_int_equal(field_only(doc, names, &err), -1);
	assert_int_equal(err.nfields, 2);
	assert_string_equal(err.field[0].code, "unknown");
	assert_int_equal(field_only(NULL, names, &err), 0);
}

static void
a_form_writes_its_values_out(void **state)
{
	static const char *const names[] = { "n", "f", "l", "e", NULL };
	own_json json_t	*doc = parsed("{\"n\":\"30\",\"f\":\"on\",\"l\":\"x\","
	    "\"e\":\"\"}");
	struct err	 err = { 0 };
	int64_t		 n = 0, kept = 4;
	bool		 flag = false;
	json_t		*list = NULL;

	(void)state;
	assert_int_equal(field_int(doc, "n", 1, 99, &n, &err), -1);
	field_form(doc);
	assert_int_equal(field_int(doc, "n", 1, 99, &n, &err), 0);
	assert_int_equal(n, 30);
	assert_int_equal(field_int(doc, "f", 1, 99, &n, &err), -1);
	assert_int_equal(field_int_opt(doc, "e", 1, 99, &kept, &err), 0);
	assert_int_equal(kept, 4);
	assert_int_equal(field_bool_opt(doc, "f", &flag, &err), 0);
	assert_true(flag);
	assert_int_equal(field_array_opt(doc, "l", 9, &list, &err), 0);
	assert_string_equal(json_string_value(json_array_get(list, 0)), "x");
	assert_int_equal(field_only(doc, names, &err), 0);
}

static void
remote_answers_are_read_leniently(void **state)
{
	own_json json_t	*doc = parsed("{\"id\":12,\"at\":\"1508369194377\","
	    "\"r\":1.5,\"f\":\"true\",\"b\":true,\"z\":null,"
	    "\"status\":{\"status\":\"open\"}}");

	(void)state;
	assert_int_equal(field_num(doc, "id", 0), 12);
	assert_string_equal(field_str(doc, "id"), "12");
	assert_int_equal(field_num(doc, "id", 0), 12);
	assert_int_equal(field_num(doc, "at", 0), 1508369194377);
	assert_int_equal(field_num(doc, "r", 0), 1);
	assert_int_equal(field_num(doc, "status", -1), -1);
	assert_int_equal(field_num(doc, "none", -1), -1);
	assert_string_equal(field_str(doc, "b"), "true");
	assert_true(field_flag(doc, "b"));
	assert_true(field_flag(doc, "f"));
	assert_false(field_flag(doc, "z"));
	assert_null(field_str(doc, "z"));
	assert_string_equal(json_string_value(field_at(doc, "status",
	    "status", NULL)), "open");
	assert_null(field_at(doc, "status", "none", "more", NULL));
	assert_null(field_str(NULL, "x"));
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(documents_are_parsed_or_refused),
		cmocka_unit_test(depth_is_bounded),
		cmocka_unit_test(texts_are_checked),
		cmocka_unit_test(a_line_has_no_control_characters),
		cmocka_unit_test(blanks_around_a_line_are_no_part_of_it),
		cmocka_unit_test(numbers_are_checked),
		cmocka_unit_test(optional_members_keep_their_default),
		cmocka_unit_test(unknown_members_are_named),
		cmocka_unit_test(a_form_writes_its_values_out),
		cmocka_unit_test(remote_answers_are_read_leniently),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
