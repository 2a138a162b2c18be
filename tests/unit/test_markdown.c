/* markdown_nodes: what ClickUp writes, and the nodes that the page shows of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/markdown.h"

static const struct {
	const char	*markdown, *nodes;
} cases[] = {
	{ "", "[]" },
	{ "просто\nтекст", "[{\"t\":\"p\",\"c\":[\"просто\",{\"t\":\"br\"},"
	    "\"текст\"]}]" },
	{ "**b** *i* ~~s~~ `c<d`", "[{\"t\":\"p\",\"c\":[{\"t\":\"b\",\"c\":"
	    "[\"b\"]},\" \",{\"t\":\"i\",\"c\":[\"i\"]},\" \",{\"t\":\"s\","
	    "\"c\":[\"s\"]},\" \",{\"t\":\"code\",\"c\":[\"c<d\"]}]}]" },
	{ "# Опыт\n\n* a\n* b\n", "[{\"t\":\"h3\",\"c\":[\"Опыт\"]},{\"t\":"
	    "\"ul\",\"c\":[{\"t\":\"li\",\"c\":[\"a\"]},{\"t\":\"li\",\"c\":"
	    "[\"b\"]}]}]" },
	{ "[x](javascript:alert(1)) [y](https://y.by)", "[{\"t\":\"p\",\"c\":"
	    "[\"x \",{\"t\":\"a\",\"href\":\"https://y.by\",\"c\":"
	    "[\"y\"]}]}]" },
	{ "https://rabota.by/resume/1", "[{\"t\":\"p\",\"c\":[{\"t\":\"a\","
	    "\"href\":\"https://rabota.by/resume/1\",\"c\":"
	    "[\"https://rabota.by/resume/1\"]}]}]" },
	{ "<script>alert(1)</script>", "[{\"t\":\"p\",\"c\":"
	    "[\"<script>alert(1)</script>\"]}]" },
	{ "- [x] done\n- [ ] open", "[{\"t\":\"ul\",\"c\":[{\"t\":\"li\",\"c\":"
	    "[\"☑ done\"]},{\"t\":\"li\",\"c\":[\"☐ open\"]}]}]" },
	{ "```\na\n  b\n```", "[{\"t\":\"pre\",\"c\":[{\"t\":\"code\",\"c\":"
	    "[\"a\\n  b\\n\"]}]}]" },
	{ "> q\n\n---", "[{\"t\":\"blockquote\",\"c\":[{\"t\":\"p\",\"c\":"
	    "[\"q\"]}]},{\"t\":\"hr\"}]" },
	{ "|a|b|\n|---|---|\n|1|2|", "[{\"t\":\"p\",\"c\":[\"a b \"]},"
	    "{\"t\":\"p\",\"c\":[\"1 2 \"]}]" },
	{ "R&amp;D &#1102;&#x44e; &bull; &nope; &#0;", "[{\"t\":\"p\",\"c\":"
	    "[\"R&D юю • &nope; &#0;\"]}]" },
	{ "![CV](https://a.by/cv.png) ![](https://a.by/b.png) ![x](data:1)",
	    "[{\"t\":\"p\",\"c\":[{\"t\":\"a\",\"href\":"
	    "\"https://a.by/cv.png\",\"c\":[\"CV\"]},\" \",{\"t\":\"a\","
	    "\"href\":\"https://a.by/b.png\",\"c\":[\"https://a.by/b.png\"]},"
	    "\" x\"]}]" },
	{ "[a](https://a.by/?x=1&amp;y=2) a@b.by", "[{\"t\":\"p\",\"c\":[{"
	    "\"t\":\"a\",\"href\":\"https://a.by/?x=1&y=2\",\"c\":[\"a\"]},"
	    "\" \",{\"t\":\"a\",\"href\":\"mailto:a@b.by\",\"c\":"
	    "[\"a@b.by\"]}]}]" },
};

static void
markdown_becomes_nodes(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_buf struct buf	 out = { 0 };
		struct err		 err = { 0 };

		assert_int_equal(markdown_nodes(cases[i].markdown, &out,
		    &err), 0);
		assert_string_equal(buf_str(&out), cases[i].nodes);
	}
}

/* Deep quotes are cut at the levels that a page shows; the text stays. */
static void
depth_is_bounded(void **state)
{
	own_buf struct buf	 text = { 0 }, out = { 0 };
	struct err		 err = { 0 };
	size_t			 quotes = 0;

	(void)state;
	for (int i = 0; i < 40; i++)
		buf_puts(&text, "> ");
	buf_puts(&text, "text");
	assert_int_equal(markdown_nodes(buf_str(&text), &out, &err), 0);
	for (const char *s = buf_str(&out); (s = strstr(s, "\"t\"")) != NULL;
	    s++)
		quotes++;
	assert_int_equal(quotes, 12);
	assert_non_null(strstr(out.data, "[\"text\"]"));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(markdown_becomes_nodes),
		cmocka_unit_test(depth_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
