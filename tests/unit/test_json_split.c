/* json_split: parts of texts that no parser takes whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/json_split.h"

/* The elements under "result", "update_id" of each; '-': it has none, '~': it is cut short. */
static const struct { const char *text, *found; } cases[] = {
	{ "{\"ok\":true,\"result\":[{\"update_id\":1},{\"update_id\":22}]}", "1 22 " },
	{ " { \"ok\" : true , \"result\" : [ { \"x\" : { \"update_id\" : 5 } , "
	    "\"update_id\" : 7 } ] } ", "7 " },
	{ "{\"result\":[{\"t\":\"a\\u0000 \\ud800 ]}\\\"\",\"update_id\":3},5,\"x\",[],{}]}",
	    "3 - - - - " },
	{ "{\"result\":[{\"t\":\"\xff\xfe\",\"update_id\":3},{\"update_id\":4,\"t\":\"cut",
	    "3 4~" },
	{ "{\"result\":[{\"update_id\":12", "12~" },
	{ "{\"result\":[]}", "" },
	{ "{\"result\":{\"update_id\":1}}", "" },
	{ "{\"update_id\":1}", "" },
	{ "{\"result\"", "" },
	{ "{\"result\":", "" },
	{ "{", "" }, { "[", "" }, { "\"", "" }, { "\"\\", "" }, { "}]", "" }, { "", "" },
	{ "{,,,:::\"result\":[]}", "" },
	{ "<html>502</html>", "" },
};

static void
read_all(const char *text, size_t len, struct buf *out)
{
	struct json_part	all, list, one, id;

	if (!json_split(text, len, &all) ||
	    !json_split_member(&all, "result", &list))
		return;
	for (size_t at = 0; json_split_next(&list, &at, &one);) {
		if (json_split_member(&one, "update_id", &id))
			buf_fmt(out, "%.*s", (int)id.len, id.text);
		else
			buf_fmt(out, "-");
		buf_fmt(out, one.whole ? " " : "~");
	}
}

static void
parts_are_found_in_what_is_damaged(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_buf struct buf	out = { 0 };
		/* Its end is that of the memory: what reads beyond is seen. */
		const size_t		len = strlen(cases[i].text);
		own_str char		*text = mem_ndup(cases[i].text, len);

		read_all(text, len, &out);
		assert_string_equal(buf_str(&out), cases[i].found);
	}
}

/* However deep it is nested, its end is found, without a step deeper for each. */
static void
depth_costs_nothing(void **state)
{
	own_buf struct buf	text = { 0 }, out = { 0 };

	(void)state;
	buf_fmt(&text, "{\"result\":[{\"x\":");
	for (int i = 0; i < 200000; i++)
		buf_fmt(&text, "[");
	for (int i = 0; i < 200000; i++)
		buf_fmt(&text, "]");
	buf_fmt(&text, ",\"update_id\":9}]}");
	read_all(text.data, text.len, &out);
	assert_string_equal(buf_str(&out), "9 ");
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(parts_are_found_in_what_is_damaged),
		cmocka_unit_test(depth_costs_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
