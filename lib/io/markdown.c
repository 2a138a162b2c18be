#include "io/markdown.h"

#include <md4c.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/markup.h"

#define TEXT_MAX	(256UL << 10)
#define FLAGS		(MD_DIALECT_GITHUB | MD_FLAG_NOHTML | \
			MD_FLAG_NOINDENTEDCODEBLOCKS | \
			MD_FLAG_COLLAPSEWHITESPACE)

/* The element of a block or span; NULL: only its content. */
static const char *const block_tags[] = {
	[MD_BLOCK_QUOTE] = "blockquote", [MD_BLOCK_UL] = "ul",
	[MD_BLOCK_OL] = "ol", [MD_BLOCK_LI] = "li", [MD_BLOCK_H] = "h3",
	[MD_BLOCK_CODE] = "pre", [MD_BLOCK_P] = "p", [MD_BLOCK_TR] = "p",
	[MD_BLOCK_TD] = NULL,
};
static const char *const span_tags[] = {
	[MD_SPAN_EM] = "i", [MD_SPAN_STRONG] = "b", [MD_SPAN_CODE] = "code",
	[MD_SPAN_DEL] = "s", [MD_SPAN_U] = NULL,
};

/* line: text not written yet. trail: of each open block and span, whether it wrote an element. */
struct walk {
	struct buf	*out, line, trail;
	size_t		 open, nodes;
	bool		 silent;	/* an image has shown no text yet */
};

static void
flush(struct walk *w)
{
	if (w->line.len == 0)
		return;
	emit_str(w->out, NULL, buf_str(&w->line));
	w->line.len = 0;
}

static void
open_node(struct walk *w, const char *tag, const char *href)
{
	bool	written = tag != NULL && w->open < MARKUP_NESTED_MAX &&
	    w->nodes < MARKUP_NODES_MAX;

	buf_putc(&w->trail, written);
	if (!written)
		return;
	flush(w);
	w->open++;
	w->nodes++;
	emit_open(w->out, NULL, '{');
	emit_str(w->out, "t", tag);
	if (href != NULL)
		emit_str(w->out, "href", href);
	emit_open(w->out, "c", '[');
}

static void
close_node(struct walk *w)
{
	if (!w->trail.data[--w->trail.len])
		return;
	flush(w);
	w->open--;
	emit_close(w->out, ']');
	emit_close(w->out, '}');
}

/* An element that holds nothing: br, hr. */
static void
put_empty(struct walk *w, const char *tag)
{
	flush(w);
	emit_open(w->out, NULL, '{');
	emit_str(w->out, "t", tag);
	emit_close(w->out, '}');
}

/* What md4c leaves to us of a text: entities, and U+FFFD for a NUL. */
static void
add_text(struct buf *b, MD_TEXTTYPE type, const char *text, size_t len)
{
	if (type == MD_TEXT_ENTITY)
		markup_entity(text, len, b);
	else if (type == MD_TEXT_NULLCHAR)
		buf_puts(b, "\xef\xbf\xbd");
	else
		buf_add(b, text, len);
}

/* Attributes come in pieces. */
static const char *
attribute(const MD_ATTRIBUTE *a, struct buf *b)
{
	for (size_t i = 0; a->size > 0 && a->substr_offsets[i] < a->size; i++)
		add_text(b, a->substr_types[i], a->text + a->substr_offsets[i],
		    a->substr_offsets[i + 1] - a->substr_offsets[i]);
	return buf_str(b);
}

static void
open_link(struct walk *w, const MD_ATTRIBUTE *target)
{
	own_buf struct buf	 b = { 0 };
	const char		*href = attribute(target, &b);

	open_node(w, markup_may_link(href) ? "a" : NULL, href);
}

/* An image is a link to it; without a text of its own its address is shown. */
static void
close_image(struct walk *w, const MD_SPAN_IMG_DETAIL *image)
{
	if (w->silent)
		attribute(&image->src, &w->line);
	w->silent = false;
	close_node(w);
}

static int
enter_block(MD_BLOCKTYPE type, void *detail, void *arg)
{
	struct walk			*w = arg;
	const MD_BLOCK_LI_DETAIL	*item = detail;

	if (type == MD_BLOCK_HR)
		put_empty(w, "hr");
	open_node(w, block_tags[type], NULL);
	if (type == MD_BLOCK_CODE)
		open_node(w, "code", NULL);
	if (type == MD_BLOCK_LI && item->is_task)
		buf_puts(&w->line, item->task_mark == ' ' ? "☐ " : "☑ ");
	return 0;
}

static int
leave_block(MD_BLOCKTYPE type, void *detail, void *arg)
{
	struct walk	*w = arg;

	(void)detail;
	if (type == MD_BLOCK_TD || type == MD_BLOCK_TH)
		buf_putc(&w->line, ' ');
	if (type == MD_BLOCK_CODE)
		close_node(w);
	close_node(w);
	return 0;
}

static int
enter_span(MD_SPANTYPE type, void *detail, void *arg)
{
	struct walk	*w = arg;

	if (type == MD_SPAN_A)
		open_link(w, &((const MD_SPAN_A_DETAIL *)detail)->href);
	else if (type == MD_SPAN_IMG) {
		open_link(w, &((const MD_SPAN_IMG_DETAIL *)detail)->src);
		w->silent = true;
	} else
		open_node(w, span_tags[type], NULL);
	return 0;
}

static int
leave_span(MD_SPANTYPE type, void *detail, void *arg)
{
	if (type == MD_SPAN_IMG)
		close_image(arg, detail);
	else
		close_node(arg);
	return 0;
}

static int
put_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE len, void *arg)
{
	struct walk	*w = arg;

	w->silent = false;
	if (type == MD_TEXT_BR || type == MD_TEXT_SOFTBR)
		put_empty(w, "br");
	else
		add_text(&w->line, type, text, len);
	return 0;
}

int
markdown_nodes(const char *markdown, struct buf *out, struct err *err)
{
	static const MD_PARSER	 parser = { 0, FLAGS, enter_block, leave_block,
				    enter_span, leave_span, put_text, NULL,
				    NULL };
	struct walk		 w = { .out = out };
	size_t			 len = strlen(markdown);
	int			 rc;

	if (markup_check(markdown, len, TEXT_MAX, err) == -1)
		return -1;
	emit_open(out, NULL, '[');
	rc = md_parse(markdown, (MD_SIZE)len, &parser, &w);
	flush(&w);
	emit_close(out, ']');
	buf_clear(&w.line);
	buf_clear(&w.trail);
	return rc == 0 ? 0 : err_code(err, ERR_INPUT, "io.markup",
	    "markup: unreadable");
}

void
markdown_emit(struct buf *b, const char *name, const char *markdown)
{
	own_buf struct buf	nodes = { 0 };
	struct err		err = { 0 };

	if (markdown_nodes(markdown, &nodes, &err) == 0) {
		emit_json(b, name, buf_str(&nodes));
		return;
	}
	emit_open(b, name, '[');
	emit_str(b, NULL, markdown);
	emit_close(b, ']');
}
