/* fuzz_markup: any bytes as HTML or markdown: refused, or a tree without a link that acts. */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "io/markdown.h"
#include "io/markup.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check_node(const json_t *node)
{
	const char	*href = field_str(node, "href");
	size_t		 i;
	json_t		*one;

	if (href != NULL && strncasecmp(href, "http", 4) != 0 &&
	    strncasecmp(href, "mailto:", 7) != 0)
		abort();
	json_array_foreach(json_is_array(node) ? node :
	    json_object_get(node, "c"), i, one)
		check_node(one);
}

static void
check_nodes(int rc, const struct buf *out, const struct err *err)
{
	own_json json_t	*doc = NULL;

	if (rc == -1 && err->kind != ERR_INPUT)
		abort();
	if (rc == -1)
		return;
	doc = json_loadb(out->data, out->len, 0, NULL);
	if (!json_is_array(doc))
		abort();
	check_node(doc);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	own_str char		*text = mem_ndup((const char *)data, size);
	own_buf struct buf	 html = { 0 }, markdown = { 0 }, plain = { 0 };
	struct err		 err = { 0 };

	check_nodes(markup_nodes_html(text, &html, &err), &html, &err);
	check_nodes(markdown_nodes(text, &markdown, &err), &markdown,
	    &err);
	markup_text(text, &plain, &err);
	return 0;
}
