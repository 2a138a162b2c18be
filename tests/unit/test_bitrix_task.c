/* bitrix: tasks and events of a portal in our words, and changes of both sides brought together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/err.h"
#include "base/mem.h"
#include "bitrix/event_copy.h"
#include "bitrix/task_copy.h"
#include "io/field.h"

#define MARK	"hirewire-0123456789abcdefghij-_"

static json_t *
doc(const char *text)
{
	json_t	*out = json_loads(text, JSON_DECODE_ANY, NULL);

	assert_non_null(out);
	return out;
}

static void
assert_doc(const json_t *got, const char *want)
{
	own_json json_t	*wanted = doc(want);
	own_str char	*text = json_dumps(got, JSON_SORT_KEYS);

	if (!json_equal(got, wanted))
		fail_msg("got %s\nwant %s", text, want);
}

static void
reads_tasks(void **state)
{
	/* A task of the portal, a member of its copy, its value. */
	static const struct { const char *task, *name, *value; } cases[] = {
		{ "{\"title\": \" a\\nb \"}", "title", "\" a b \"" },
		{ "{\"title\": null}", "title", "\"-\"" },
		{ "{\"title\": \"\"}", "title", "\"-\"" },
		{ "{}", "description", "\"\"" },
		{ "{\"status\": \"2\"}", "status", "\"todo\"" },
		{ "{\"status\": 3}", "status", "\"in_progress\"" },
		{ "{\"status\": \"4\"}", "status", "\"review\"" },
		{ "{\"status\": \"5\"}", "status", "\"done\"" },
		{ "{\"status\": \"6\"}", "status", "\"todo\"" },
		{ "{\"status\": \"6\"}", "tags", "[\"отложено\"]" },
		{ "{\"status\": \"7\"}", "status", "\"todo\"" },
		{ "{\"status\": \"-1\"}", "status", "\"todo\"" },
		{ "{\"status\": \"99999999999\"}", "status", "\"todo\"" },
		{ "{\"responsibleId\": \"3\"}", "assigned_to", "17" },
		{ "{\"responsibleId\": 3}", "assigned_to", "17" },
		{ "{\"responsibleId\": \"4\"}", "assigned_to", "null" },
		{ "{\"deadline\": \"2026-12-01T13:00:00+03:00\"}", "due_date",
		    "\"2026-12-01T10:00:00.000Z\"" },
		{ "{\"deadline\": \"\"}", "due_date", "null" },
		{ "{\"deadline\": \"soon\"}", "due_date", "null" },
		{ "{\"tags\": []}", "tags", "[]" },
		{ "{\"tags\": {\"7\": {\"id\": 7, \"title\": \"b\"},"
		    " \"5\": {\"id\": 5, \"title\": \"a\"}}}", "tags",
		    "[\"a\", \"b\"]" },
		{ "{\"tags\": [\"b\", \"a\", \"a\", \"\", null, 5]}", "tags",
		    "[\"a\", \"b\"]" },
		{ "{\"tags\": {\"7\": {\"title\": \"" MARK "\"}}}", "tags",
		    "[]" },
		/* what only begins as our mark does is somebody's own */
		{ "{\"tags\": [\"hirewire-team\", \"" MARK "x\", \"" MARK "\"]}",
		    "tags", "[\"" MARK "x\", \"hirewire-team\"]" },
	};
	own_json json_t	*people = doc("{\"3\": 17}");

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_json json_t	*task = doc(cases[i].task);
		own_json json_t	*copy = bitrix_copy_read(task,
				    &(struct bitrix_words){ .people = people });

		assert_doc(json_object_get(copy, cases[i].name),
		    cases[i].value);
	}
}

static void
finds_the_mark(void **state)
{
	own_json json_t	*map = doc("{\"tags\": {\"1\": {\"title\": \"a\"},"
			    " \"2\": {\"title\": \"" MARK "\"}}}");
	own_json json_t	*none = doc("{\"tags\": []}");

	(void)state;
	assert_string_equal(bitrix_copy_mark(map), MARK);
	assert_null(bitrix_copy_mark(none));
}

static void
says_changes_in_the_portals_words(void **state)
{
	static const struct { const char *changed, *whole, *fields; } cases[] = {
		{ "{\"title\": \"x\"}", "{}", "{\"TITLE\": \"x\"}" },
		{ "{\"description\": \"\"}", "{}", "{\"DESCRIPTION\": \"\"}" },
		{ "{\"due_date\": null}", "{}", "{\"DEADLINE\": \"\"}" },
		{ "{\"due_date\": \"2026-12-01T10:00:00.000Z\"}", "{}",
		    "{\"DEADLINE\": \"2026-12-01T10:00:00+00:00\"}" },
		{ "{\"assigned_to\": 17}", "{}", "{\"RESPONSIBLE_ID\": \"3\"}" },
		{ "{\"assigned_to\": 18}", "{}", "{}" },
		{ "{\"assigned_to\": null}", "{}", "{}" },
		{ "{\"status\": \"review\"}",
		    "{\"status\": \"review\", \"tags\": [\"a\"]}",
		    "{\"STATUS\": 4, \"TAGS\": [\"hirewire-1\", \"a\"]}" },
		{ "{\"tags\": [\"a\", \"отложено\"]}",
		    "{\"status\": \"todo\", \"tags\": [\"a\", \"отложено\"]}",
		    "{\"STATUS\": 6, \"TAGS\": [\"hirewire-1\", \"a\"]}" },
		{ "{\"tags\": [\"отложено\"]}",
		    "{\"status\": \"done\", \"tags\": [\"отложено\"]}",
		    "{\"STATUS\": 5, \"TAGS\": [\"hirewire-1\", \"отложено\"]}" },
		{ "{\"status\": \"cancelled\"}",
		    "{\"status\": \"cancelled\", \"tags\": []}",
		    "{\"TAGS\": [\"hirewire-1\"]}" },
	};
	own_json json_t	*people = doc("{\"3\": 17}");

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_json json_t	*changed = doc(cases[i].changed);
		own_json json_t	*whole = doc(cases[i].whole);
		own_json json_t	*fields = bitrix_copy_fields_of(changed, whole,
				    "hirewire-1",
				    &(struct bitrix_words){ .people = people });

		assert_doc(fields, cases[i].fields);
	}
}

static void
other_words_hold_both_ways(void **state)
{
	own_json json_t	*statuses = doc("{\"2\": \"todo\", \"3\": \"todo\","
			    " \"4\": \"done\", \"5\": \"done\","
			    " \"6\": \"cancelled\"}");
	own_json json_t	*task = doc("{\"status\": \"6\"}");
	own_json json_t	*whole = doc("{\"status\": \"done\", \"tags\": []}");
	own_json json_t	*changed = doc("{\"status\": \"done\"}");
	const struct bitrix_words words = { .statuses = statuses };
	own_json json_t	*copy = bitrix_copy_read(task, &words);
	own_json json_t	*fields = bitrix_copy_fields_of(changed, whole, NULL,
			    &words);
	own_json json_t	*usual = bitrix_words_usual();
	struct err	 err = { 0 };

	(void)state;
	assert_doc(json_object_get(copy, "status"), "\"cancelled\"");
	assert_doc(json_object_get(fields, "STATUS"), "4");
	assert_int_equal(bitrix_words_check(statuses, &err), 0);
	assert_int_equal(bitrix_words_check(usual, &err), 0);
	json_object_set_new(usual, "4", json_string("later"));
	assert_int_equal(bitrix_words_check(usual, &err), -1);
	json_object_del(usual, "4");
	assert_int_equal(bitrix_words_check(usual, &err), -1);
	json_object_set_new(usual, "4", json_string("review"));
	json_object_set_new(usual, "7", json_string("todo"));
	assert_int_equal(bitrix_words_check(usual, &err), -1);
}

/* What was not sent stays as it was there. */
static void
knows_what_they_have_afterwards(void **state)
{
	static const struct { const char *before, *changed, *fields, *status;
	    const char *person; } cases[] = {
		{ NULL, "{\"status\": \"review\"}", "{\"STATUS\": 4, "
		    "\"RESPONSIBLE_ID\": \"3\"}", "\"review\"", "17" },
		{ NULL, "{\"assigned_to\": 99}", "{\"RESPONSIBLE_ID\": \"8\"}",
		    "\"todo\"", "null" },
		{ "{\"status\": \"todo\", \"assigned_to\": 17}",
		    "{\"status\": \"cancelled\", \"assigned_to\": 99}", "{}",
		    "\"todo\"", "17" },
		{ "{\"status\": \"todo\", \"assigned_to\": 17}",
		    "{\"status\": \"done\"}", "{\"STATUS\": 5}", "\"done\"",
		    "17" },
	};
	own_json json_t	*people = doc("{\"3\": 17}");

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_json json_t	*before = cases[i].before == NULL ? NULL :
				    doc(cases[i].before);
		own_json json_t	*changed = doc(cases[i].changed);
		own_json json_t	*fields = doc(cases[i].fields);
		own_json json_t	*after = bitrix_copy_after(before, changed,
				    fields,
				    &(struct bitrix_words){ .people = people });

		assert_doc(json_object_get(after, "status"), cases[i].status);
		assert_doc(json_object_get(after, "assigned_to"),
		    cases[i].person);
	}
}

static void
brings_changes_together(void **state)
{
	/* A field as each side had it and has it; who was last; what is written where. */
	static const struct {
		const char	*was, *ours, *theirs_was, *theirs;
		bool		 ours_last;
		const char	*to_ours, *to_theirs, *kept;
	} cases[] = {
		{ "1", "1", "1", "1", true, NULL, NULL, NULL },
		{ "1", "2", "1", "1", false, NULL, "2", NULL },
		{ "1", "1", "1", "2", true, "2", NULL, NULL },
		{ "1", "2", "1", "2", true, NULL, NULL, NULL },
		{ "1", "2", "1", "3", true, NULL, "2", "ours" },
		{ "1", "2", "1", "3", false, "3", NULL, "theirs" },
		/* The portal keeps it as another: no change of either. */
		{ "2", "2", "1", "1", true, NULL, NULL, NULL },
		{ "2", "3", "1", "1", true, NULL, "3", NULL },
	};

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_bitrix_merge struct bitrix_merge	m = { 0 };
		own_json json_t	*was = json_pack("{s:s}", "title", cases[i].was);
		own_json json_t	*ours = json_pack("{s:s}", "title",
				    cases[i].ours);
		own_json json_t	*theirs_was = json_pack("{s:s}", "title",
				    cases[i].theirs_was);
		own_json json_t	*theirs = json_pack("{s:s}", "title",
				    cases[i].theirs);
		const char	*got;

		bitrix_merge(was, ours, theirs_was, theirs, NULL,
		    cases[i].ours_last, &m);
		got = json_string_value(json_object_get(m.ours, "title"));
		assert_int_equal(got == NULL, cases[i].to_ours == NULL);
		if (got != NULL)
			assert_string_equal(got, cases[i].to_ours);
		got = json_string_value(json_object_get(m.theirs, "title"));
		assert_int_equal(got == NULL, cases[i].to_theirs == NULL);
		if (got != NULL)
			assert_string_equal(got, cases[i].to_theirs);
		got = json_string_value(json_object_get(json_array_get(
		    m.conflicts, 0), "kept"));
		assert_int_equal(got == NULL, cases[i].kept == NULL);
		if (got != NULL)
			assert_string_equal(got, cases[i].kept);
	}
}

static void
only_named_fields_count(void **state)
{
	own_bitrix_merge struct bitrix_merge	m = { 0 };
	own_json json_t	*was = doc("{\"title\": \"1\", \"tags\": []}");
	own_json json_t	*theirs = doc("{\"title\": \"2\", \"tags\": [\"a\"]}");
	own_json json_t	*fields = doc("[\"tags\"]");

	(void)state;
	bitrix_merge(was, was, was, theirs, fields, true, &m);
	assert_doc(m.ours, "{\"tags\": [\"a\"]}");
	bitrix_merge_clear(&m);
	bitrix_merge(NULL, was, NULL, theirs, NULL, true, &m);
	assert_doc(m.ours, "{\"title\": \"2\", \"tags\": [\"a\"]}");
}

#define EVENT(more) "{\"ID\": \"7\", \"NAME\": \"A\", "	\
	"\"DATE_FROM_TS_UTC\": \"1733932740\", \"DATE_TO_TS_UTC\": "	\
	"\"1733936340\", \"TZ_FROM\": \"Europe/Riga\"" more "}"

static void
reads_events(void **state)
{
	static const struct {
		const char	*event;
		bool		 is, whole, repeated;
		int64_t		 from, to;
	} cases[] = {
		{ EVENT(""), true, false, false, 1733932740000, 1733936340000 },
		{ EVENT(", \"RRULE\": []"), true, false, false, 1733932740000,
		    1733936340000 },
		{ EVENT(", \"RRULE\": {\"FREQ\": \"DAILY\"}"), true, false,
		    true, 1733932740000, 1733936340000 },
		{ EVENT(", \"RRULE\": \"FREQ=DAILY\""), true, false, true,
		    1733932740000, 1733936340000 },
		{ EVENT(", \"DELETED\": \"Y\""), false, false, false, 0, 0 },
		/* 2026-12-02 .. 2026-12-03, without a zone and as midnights of +03:00 */
		{ "{\"ID\": 8, \"DT_SKIP_TIME\": \"Y\", \"DATE_FROM_TS_UTC\":"
		    " 1796169600, \"DATE_TO_TS_UTC\": 1796256000,"
		    " \"TZ_OFFSET_FROM\": \"0\"}", true, true, false,
		    1796169600000, 1796342400000 },
		{ "{\"ID\": 8, \"DT_SKIP_TIME\": \"Y\", \"DATE_FROM_TS_UTC\":"
		    " 1796158800, \"DATE_TO_TS_UTC\": 1796245200,"
		    " \"TZ_OFFSET_FROM\": \"10800\", \"TZ_OFFSET_TO\":"
		    " \"10800\"}", true, true, false, 1796169600000,
		    1796342400000 },
		{ "{\"ID\": 8, \"DATE_FROM_TS_UTC\": 1796169600,"
		    " \"DATE_TO_TS_UTC\": 5}", true, false, false,
		    1796169600000, 1796169600000 },
		{ "{\"ID\": 8}", false, false, false, 0, 0 },
		{ "{\"ID\": 8, \"DATE_FROM_TS_UTC\": 999999999999999}", false,
		    false, false, 0, 0 },
		{ "{\"ID\": -8, \"DATE_FROM_TS_UTC\": 1796169600}", false,
		    false, false, 0, 0 },
		{ "[]", false, false, false, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_bitrix_event struct bitrix_event	e = { 0 };
		own_json json_t	*event = doc(cases[i].event);

		assert_int_equal(bitrix_event_read(event, &e), cases[i].is);
		if (!cases[i].is)
			continue;
		assert_int_equal(e.from, cases[i].from);
		assert_int_equal(e.to, cases[i].to);
		assert_int_equal(e.whole_day, cases[i].whole);
		assert_int_equal(e.repeated, cases[i].repeated);
		assert_non_null(e.name);
		assert_non_null(e.description);
	}
}

static void
marks_events(void **state)
{
	static const struct { const char *text, *mark, *left; } cases[] = {
		{ "", NULL, "" },
		{ "text", NULL, "text" },
		{ MARK, MARK, "" },
		{ "text\n\n" MARK, MARK, "text" },
		{ "text\r\n\r\n" MARK " \r\n", MARK, "text" },
		{ "text " MARK, NULL, "text " MARK },
		{ MARK "\nsome more", NULL, MARK "\nsome more" },
		{ "text\nhirewire-0a", NULL, "text\nhirewire-0a" },
	};
	own_str char	*made = bitrix_event_marked("a", "hirewire-1");

	(void)state;
	assert_string_equal(made, "a\n\nhirewire-1");
	for (size_t i = 0; i < nitems(cases); i++) {
		own_str char	*mark = NULL, *left = NULL;

		left = bitrix_event_unmarked(cases[i].text, &mark);
		assert_string_equal(left, cases[i].left);
		assert_int_equal(mark == NULL, cases[i].mark == NULL);
		if (mark != NULL)
			assert_string_equal(mark, cases[i].mark);
	}
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(reads_tasks),
		cmocka_unit_test(finds_the_mark),
		cmocka_unit_test(says_changes_in_the_portals_words),
		cmocka_unit_test(other_words_hold_both_ways),
		cmocka_unit_test(knows_what_they_have_afterwards),
		cmocka_unit_test(brings_changes_together),
		cmocka_unit_test(only_named_fields_count),
		cmocka_unit_test(reads_events),
		cmocka_unit_test(marks_events),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
