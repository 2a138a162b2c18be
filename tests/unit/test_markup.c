/* markup: rich text made safe (nodes) or plain; hostile texts stay cheap. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/markdown.h"
#include "io/markup.h"

static const struct {
	const char	*html, *nodes;
} html_cases[] = {
	{ "", "[]" },
	{ "  \n ", "[]" },
	{ "Анна", "[{\"t\":\"p\",\"c\":[\"Анна\"]}]" },
	{ "<p>a <b>b</b> <i>c</i></p>\n<p>d</p>",
	    "[{\"t\":\"p\",\"c\":[\"a \",{\"t\":\"b\",\"c\":[\"b\"]},\" \","
	    "{\"t\":\"i\",\"c\":[\"c\"]}]},{\"t\":\"p\",\"c\":[\"d\"]}]" },
	{ "<div><div>x</div></div>", "[{\"t\":\"p\",\"c\":[\"x\"]}]" },
	{ "<ul>\n <li>1<li>2\n</ul>",
	    "[{\"t\":\"ul\",\"c\":[{\"t\":\"li\",\"c\":[\"1\"]},"
	    "{\"t\":\"li\",\"c\":[\"2 \"]}]}]" },
	{ "<h1>T</h1>a<br>b<hr>", "[{\"t\":\"h3\",\"c\":[\"T\"]},"
	    "\"a\",{\"t\":\"br\"},\"b\",{\"t\":\"hr\"}]" },
	{ "<pre>a\n  b</pre>", "[{\"t\":\"pre\",\"c\":[\"a\\n  b\"]}]" },
	{ "<p><a href='https://x.by/?a=1&amp;b=2' onclick=evil()>l</a></p>",
	    "[{\"t\":\"p\",\"c\":[{\"t\":\"a\",\"href\":"
	    "\"https://x.by/?a=1&b=2\",\"c\":[\"l\"]}]}]" },
	{ "<p><a href='javascript:alert(1)'>l</a></p>",
	    "[{\"t\":\"p\",\"c\":[\"l\"]}]" },
	{ "<p><a href='java\nscript:alert(1)'>l</a><a href=' https://x'>m</a>"
	    "<a href='//x.by'>n</a><a href='data:text/html,x'>o</a></p>",
	    "[{\"t\":\"p\",\"c\":[\"l\",\"m\",\"n\",\"o\"]}]" },
	{ "<p>a<script>alert(1)</script><style>p{}</style><!-- c -->b</p>",
	    "[{\"t\":\"p\",\"c\":[\"a\",\"b\"]}]" },
	{ "<p><svg onload=x><b>v</b></svg><iframe src=x>f</iframe>z</p>",
	    "[{\"t\":\"p\",\"c\":[\"z\"]}]" },
	{ "<p><img src='https://x.by/i.png' alt='фото'><img src=x alt=n></p>",
	    "[{\"t\":\"p\",\"c\":[{\"t\":\"a\",\"href\":\"https://x.by/i.png\","
	    "\"c\":[\"фото\"]},\"n\"]}]" },
	{ "<p>&lt;b&gt; &amp; &#1071; \"q\" \\</p>",
	    "[{\"t\":\"p\",\"c\":[\"<b> & Я \\\"q\\\" \\\\\"]}]" },
};

static void
html_becomes_nodes(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(html_cases); i++) {
		own_buf struct buf	 out = { 0 };
		struct err		 err = { 0 };

		assert_int_equal(markup_nodes_html(html_cases[i].html, &out,
		    &err), 0);
		assert_string_equal(buf_str(&out), html_cases[i].nodes);
	}
}

static void
html_becomes_text(void **state)
{
	own_buf struct buf	 out = { 0 };
	struct err		 err = { 0 };

	(void)state;
	assert_int_equal(markup_text("<html><head><title>t</title></head><body>"
	    "<h1>Резюме</h1>\n <p>Анна  \n <b>Кот</b>, <a href='https://a.by'>"
	    "сайт</a></p><ul><li>C</li><li>Go</li></ul><table><tr><td>a</td>"
	    "<td>b</td></tr></table><script>x</script>a<br>b", &out, &err), 0);
	assert_string_equal(buf_str(&out), "Резюме\nАнна Кот, сайт "
	    "(https://a.by)\n- C\n- Go\na b\na\nb");
}

/* Each is parsed, or refused, in well under a second. */
static void
is_quick(const char *text, bool markdown)
{
	own_buf struct buf	 out = { 0 };
	struct err		 err = { 0 };
	int64_t			 began = clock_mono_ms();
	int			 rc;

	rc = markdown ? markdown_nodes(text, &out, &err) :
	    markup_nodes_html(text, &out, &err);
	if (rc == 0) {
		json_t	*doc = json_loads(buf_str(&out), 0, NULL);

		assert_non_null(doc);
		json_decref(doc);
		assert_true(out.len < 16 << 20);
	} else
		assert_string_equal(err.code, "io.markup");
	assert_true(clock_mono_ms() - began < 60000);
}

static void
hostile_texts_stay_cheap(void **state)
{
	static const char *const	parts[] = { "<b>", "<p>", "</i>", "<a ",
	    "<a x=\"", "<a x='<b y=\"", "&amp;", "&", "<!--", "<ul><li>",
	    "<table>", "<![CDATA[", "<", "\"", "<a b>", "<div><form>" };
	static const char *const	md_parts[] = { "> ", "* ", "[", "![",
	    "](", "`", "``a`", "*a **b ", "_a __b ", "|a", "1. ", "<a",
	    "[a]: b\n\n[a]\n", "~~", "\\", "&#", "a*", "http://", "\t- " };

	(void)state;
	for (size_t i = 0; i < nitems(parts); i++) {
		own_buf struct buf	 text = { 0 };

		while (text.len + 16 < 1 << 18)
			buf_puts(&text, parts[i]);
		is_quick(buf_str(&text), false);
	}
	for (size_t i = 0; i < nitems(md_parts); i++) {
		own_buf struct buf	 text = { 0 };

		while (text.len + 16 < 1 << 16)
			buf_puts(&text, md_parts[i]);
		is_quick(buf_str(&text), true);
	}
}

static void
refuses_what_is_too_much(void **state)
{
	own_buf struct buf	 out = { 0 }, tag = { 0 }, big = { 0 };
	struct err		 err = { 0 };

	(void)state;
	buf_puts(&tag, "<!-- <a x=\" --><b ");
	for (int i = 0; i < 20000; i++)
		buf_fmt(&tag, "a%d ", i);
	assert_int_equal(markup_nodes_html(buf_str(&tag), &out, &err), -1);
	assert_int_equal(markup_text(buf_str(&tag), &out, &err), -1);
	assert_int_equal(markup_text("a\xff", &out, &err), -1);
	assert_int_equal(markdown_nodes("\xed\xa0\x80", &out, &err), -1);
	while (big.len <= 1 << 20)
		buf_puts(&big, "0123456789abcdef");
	assert_int_equal(markup_text(buf_str(&big), &out, &err), -1);
	assert_int_equal(markdown_nodes(buf_str(&big), &out, &err), -1);
	assert_int_equal(err.kind, ERR_INPUT);
	assert_string_equal(err.code, "io.markup");
}

static void
depth_is_cut_and_said(void **state)
{
	own_buf struct buf	 html = { 0 }, out = { 0 };
	struct err		 err = { 0 };

	(void)state;
	for (int i = 0; i < 20; i++)
		buf_puts(&html, "<blockquote>");
	buf_puts(&html, "deep");
	assert_int_equal(markup_nodes_html(buf_str(&html), &out, &err), 0);
	assert_non_null(strstr(out.data, "\"deep\""));
	assert_null(strstr(out.data, "…"));
	for (int i = 0; i < 400; i++)
		buf_puts(&html, "<b>");
	buf_puts(&html, "lost");
	buf_clear(&out);
	assert_int_equal(markup_nodes_html(buf_str(&html), &out, &err), 0);
	assert_non_null(strstr(out.data, "…"));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(html_becomes_nodes),
		cmocka_unit_test(html_becomes_text),
		cmocka_unit_test(hostile_texts_stay_cheap),
		cmocka_unit_test(refuses_what_is_too_much),
		cmocka_unit_test(depth_is_cut_and_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
