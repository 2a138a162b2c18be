/* json_scan: what is kept of a document, and what is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "io/json_scan.h"

static const char *const names[] = { "id", "name", "list", "value*", NULL };

static const struct { const char *text, *kept; } kept[] = {
	{ "{\"id\":1,\"x\":2}",				"{\"id\":1}" },
	{ "{\"x\":{\"id\":1,\"y\":[{\"id\":2}]},\"id\":3}", "{\"id\":3}" },
	{ "{\"list\":[{\"id\":\"a\",\"x\":[1,[2]]},null,true,1.5]}",
	    "{\"list\":[{\"id\":\"a\"},null,true,1.5]}" },
	{ "{\"value\":{\"any\":{\"x\":[{\"y\":1}]}},\"any\":1,\"id\":2}",
	    "{\"value\":{\"any\":{\"x\":[{\"y\":1}]}},\"id\":2}" },
	{ "{\"value\":5,\"x\":{\"id\":1},\"name\":\"ё\"}",
	    "{\"value\":5,\"name\":\"ё\"}" },
	{ "{\"value\":[],\"list\":{\"x\":1}}", "{\"value\":[],\"list\":{}}" },
	{ "{\"\":1,\"id\":-9223372036854775808}", "{\"id\":-9223372036854775808}" },
	{ "{\"x\":\"\\u0000\",\"id\":1}", "{\"id\":1}" },
	{ "{\"name\":\"a\\u0000b\",\"id\":1}", "{\"name\":\"a\xef\xbf\xbd" "b\",\"id\":1}" },
	{ "[]", "[]" },
};

static void
only_what_is_wanted(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(kept); i++) {
		own_json json_t	*doc = NULL;
		own_str char	*text = NULL;
		struct err	 err = { 0 };

		if (json_scan_parse(kept[i].text, strlen(kept[i].text), names, &doc,
		    &err) == -1)
			fail_msg("%s: %s", kept[i].text, err.text);
		text = json_dumps(doc, JSON_COMPACT | JSON_ENCODE_ANY);
		assert_string_equal(text, kept[i].kept);
	}
}

static const char *const broken[] = {
	"", "{", "{\"id\":}", "{\"id\":1}}", "[1,]", "{\"id\":\"\xff\"}",
	"{\"name\":\"\xc0\xaf\"}", "{\"name\":\"\xed\xa0\x80\"}",
	"{\"value\":{\"\xc0\xaf\":1}}", "nul", "{} {}",
	"{\"id\":1", "<html>",
};

static void
broken_ones_are_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(broken); i++) {
		own_json json_t	*doc = NULL;
		struct err	 err = { 0 };

		if (json_scan_parse(broken[i], strlen(broken[i]), names, &doc,
		    &err) == 0)
			fail_msg("taken: %s", broken[i]);
		assert_int_equal(err.kind, ERR_INPUT);
		assert_null(doc);
	}
}

static void
deep_and_huge_ones_too(void **state)
{
	own_buf struct buf	 deep = { 0 }, dark = { 0 }, huge = { 0 };
	own_json json_t		*doc = NULL;
	struct err		 err = { 0 };

	(void)state;
	buf_puts(&dark, "{\"x\":");
	for (int i = 0; i < 5000; i++) {
		buf_putc(&deep, '[');
		buf_putc(&dark, '[');
	}
	buf_putc(&huge, '[');
	for (int i = 0; i < 400000; i++)
		buf_puts(&huge, "1,");
	assert_int_equal(json_scan_parse(deep.data, deep.len, names, &doc, &err), -1);
	assert_string_equal(err.code, "io.json_depth");
	assert_int_equal(json_scan_parse(dark.data, dark.len, names, &doc, &err), -1);
	assert_string_equal(err.code, "io.json_depth");
	assert_int_equal(json_scan_parse(huge.data, huge.len, names, &doc, &err), -1);
	assert_string_equal(err.code, "io.json_size");
}

/* Elements as text, one behind the other; "~": it began anew. */
static void
note(void *arg, json_t *element)
{
	struct buf	*all = arg;
	own_str char	*text = element == NULL ? mem_dup("~") :
			    json_dumps(element, JSON_COMPACT | JSON_ENCODE_ANY);

	buf_fmt(all, "%s;", text);
}

#define LIST	"{\"id\":1,\"list\":[{\"id\":\"a key-of-mine b\",\"list\":[1]},7,"	\
	"[{\"id\":2}],\"x\",null],\"name\":\"\\\"[{\",\"value\":{\"list\":[8]}}"

static void
pieces_of_any_size_give_the_same(void **state)
{
	(void)state;
	for (size_t size = 1; size <= strlen(LIST); size++) {
		own_buf struct buf	 all = { 0 };
		const struct json_scan_conf	 conf = { .names = names,
		    .each = "list", .hide = "key-of-mine", .take = note,
		    .arg = &all };
		own_json json_t		*doc = NULL;
		own_str char		*text = NULL;
		struct err		 err = { 0 };
		struct json_scan		*p = json_scan_open(&conf, &err);

		for (size_t at = 0; at < strlen(LIST); at += size)
			json_scan_feed(p, LIST + at, strlen(LIST) - at < size ?
			    strlen(LIST) - at : size);
		assert_int_equal(json_scan_end(p, &doc, &err), 0);
		json_scan_close(p);
		text = json_dumps(doc, JSON_COMPACT);
		assert_string_equal(text, "{\"id\":1,\"list\":[],\"name\":"
		    "\"\\\"[{\",\"value\":{\"list\":[8]}}");
		assert_string_equal(buf_str(&all), "{\"id\":\"a *********** b\""
		    ",\"list\":[1]};7;[{\"id\":2}];\"x\";null;");
	}
}

/* As much as a bomb holds: elements go, so that all of them may come; one alone may not grow. */
static void
an_endless_list_costs_no_more_than_its_largest_element(void **state)
{
	own_buf struct buf	 all = { 0 };
	const struct json_scan_conf	 conf = { .names = names, .each = "list",
	    .take = note, .arg = &all };
	own_json json_t		*doc = NULL;
	struct err		 err = { 0 };
	struct json_scan		*p = json_scan_open(&conf, &err);

	(void)state;
	json_scan_feed(p, "{\"list\":[", 9);
	for (int i = 0; i < 300000; i++)
		json_scan_feed(p, "{},", 3);
	json_scan_feed(p, "0]}", 3);
	assert_int_equal(json_scan_end(p, &doc, &err), 0);
	json_scan_close(p);
	assert_int_equal(all.len, 300000 * 3 + 2);

	p = json_scan_open(&conf, &err);
	json_scan_feed(p, "{\"list\":[[", 10);
	for (int i = 0; i < 300000; i++)
		json_scan_feed(p, "{},", 3);
	assert_int_equal(json_scan_end(p, &doc, &err), -1);
	assert_string_equal(err.code, "io.json_size");
	json_scan_close(p);
}

static void
an_endless_text_is_given_up(void **state)
{
	static const char *const starts[] = { "{\"x\":\"", "{\"name\":\"",
		"{\"x\":", "{\"" };
	static const char *const more[] = { "aaaaaaaa", "\\\"\\\"\\\"\\\"",
		"11111111", "kkkkkkkk" };
	const struct json_scan_conf	 conf = { .names = names };

	(void)state;
	for (size_t i = 0; i < nitems(starts); i++) {
		own_buf struct buf	 piece = { 0 };
		struct err		 err = { 0 };
		json_t			*doc = NULL;
		struct json_scan		*p = json_scan_open(&conf, &err);

		json_scan_feed(p, starts[i], strlen(starts[i]));
		for (int n = 0; n < 4096; n++)
			buf_puts(&piece, more[i]);
		for (int n = 0; n < 100; n++)
			json_scan_feed(p, piece.data, piece.len);
		assert_int_equal(json_scan_end(p, &doc, &err), -1);
		assert_string_equal(err.code, "io.json_size");
		json_scan_close(p);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_of_any_size_give_the_same),
		cmocka_unit_test(
		    an_endless_list_costs_no_more_than_its_largest_element),
		cmocka_unit_test(an_endless_text_is_given_up),
		cmocka_unit_test(only_what_is_wanted),
		cmocka_unit_test(broken_ones_are_refused),
		cmocka_unit_test(deep_and_huge_ones_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
