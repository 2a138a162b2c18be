#include "io/markup.h"

#include <libxml/HTMLparser.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/markup_int.h"

#define HTML_MAX	(1UL << 20)

/* One walk over a document. */
struct walk {
	struct buf	*out;
	bool		 json;		/* nodes, else plain text */
	int		 open, pre;
	size_t		 nodes;
};

static void
free_doc(htmlDocPtr *doc)
{
	xmlFreeDoc(*doc);
}

static void
free_context(htmlParserCtxtPtr *context)
{
	htmlFreeParserCtxt(*context);
}

static void
free_xml_str(xmlChar **text)
{
	if (*text != NULL)
		xmlFree(*text);
}

/* --- what an element is --- */

static const struct markup_element *
element_of(const xmlNode *node)
{
	return markup_element(node->type == XML_ELEMENT_NODE ?
	    (const char *)node->name : "");
}

static bool
is_block(const xmlNode *node)
{
	enum markup_shape	shape = element_of(node)->shape;

	return shape == BLOCK || shape == PART || shape == RULE;
}

static bool
is_edge(const xmlNode *node)
{
	enum markup_shape	shape = element_of(node)->shape;

	return is_block(node) || shape == CELL || shape == GONE;
}

static bool
holds_blocks(const xmlNode *node)
{
	for (node = node->children; node != NULL; node = node->next)
		if (is_block(node))
			return true;
	return false;
}

/* A link that may be followed, to be freed; NULL else. */
static xmlChar *
link_of(xmlNode *node, const char *name)
{
	xmlChar	*href = xmlGetProp(node, (const xmlChar *)name);

	if (href != NULL && markup_may_link((const char *)href))
		return href;
	free_xml_str(&href);
	return NULL;
}

/* --- text --- */

static void
new_line(struct walk *w)
{
	struct buf	*out = w->out;

	while (out->len > 0 && out->data[out->len - 1] == ' ')
		out->data[--out->len] = '\0';
	if (out->len > 0 && out->data[out->len - 1] != '\n')
		buf_putc(out, '\n');
}

static void
put_text(struct walk *w, const char *text)
{
	if (*text == '\0')
		return;
	if (w->json)
		emit_str(w->out, NULL, text);
	else
		buf_puts(w->out, text);
}

static void
put_break(struct walk *w)
{
	if (!w->json) {
		buf_putc(w->out, '\n');
		return;
	}
	emit_open(w->out, NULL, '{');
	emit_str(w->out, "t", "br");
	emit_close(w->out, '}');
}

/* Runs of blanks are one. */
static void
put_flowing(struct walk *w, const char *text)
{
	own_buf struct buf	 line = { 0 };
	const struct buf	*out = w->out;

	if (!w->json && (out->len == 0 ||
	    strchr(" \n", out->data[out->len - 1]) != NULL))
		text += strspn(text, " \t\r\n");
	for (; *text != '\0'; text++) {
		if (strchr(" \t\r\n", *text) == NULL)
			buf_putc(&line, *text);
		else if (line.len == 0 || line.data[line.len - 1] != ' ')
			buf_putc(&line, ' ');
	}
	put_text(w, buf_str(&line));
}

/* Blanks beside the edge of a block or cell are the source's layout. */
static bool
is_layout(const xmlNode *node)
{
	const char	*text = (const char *)node->content;
	const xmlNode	*before = node->prev != NULL ? node->prev : node->parent;
	const xmlNode	*behind = node->next != NULL ? node->next : node->parent;

	return text[strspn(text, " \t\r\n")] == '\0' &&
	    ((before != NULL && is_edge(before)) ||
	    (behind != NULL && is_edge(behind)));
}

/* --- the walk --- */

static void
open_node(struct walk *w, xmlNode *node, const char *tag, const xmlChar *href)
{
	if (!w->json || w->open >= MARKUP_NESTED_MAX ||
	    w->nodes >= MARKUP_NODES_MAX)
		return;
	w->open++;
	w->nodes++;
	node->_private = w;	/* leave() closes it */
	emit_open(w->out, NULL, '{');
	emit_str(w->out, "t", tag);
	if (href != NULL)
		emit_str(w->out, "href", (const char *)href);
	emit_open(w->out, "c", '[');
}

static void
close_node(struct walk *w, xmlNode *node)
{
	if (node->_private == NULL)
		return;
	node->_private = NULL;
	w->open--;
	emit_close(w->out, ']');
	emit_close(w->out, '}');
}

static void
put_image(struct walk *w, xmlNode *node)
{
	cleanup(free_xml_str) xmlChar	*src = link_of(node, "src");
	cleanup(free_xml_str) xmlChar	*alt = xmlGetProp(node,
					    (const xmlChar *)"alt");
	const xmlChar			*text = alt != NULL && *alt != '\0' ?
					    alt : src;

	if (text == NULL)
		return;
	if (src != NULL)
		open_node(w, node, "a", src);
	put_text(w, (const char *)text);
	close_node(w, node);
}

static void
put_check(struct walk *w, xmlNode *node)
{
	cleanup(free_xml_str) xmlChar	*type = xmlGetProp(node,
					    (const xmlChar *)"type");

	if (type != NULL && strcmp((const char *)type, "checkbox") == 0)
		put_text(w, xmlHasProp(node, (const xmlChar *)"checked") ?
		    "☑ " : "☐ ");
}

static void
put_rule(struct walk *w)
{
	if (!w->json) {
		new_line(w);
		return;
	}
	emit_open(w->out, NULL, '{');
	emit_str(w->out, "t", "hr");
	emit_close(w->out, '}');
}

/* false: its content is left out. */
static bool
enter_element(struct walk *w, xmlNode *node)
{
	const struct markup_element		*e = element_of(node);
	cleanup(free_xml_str) xmlChar	*href = NULL;

	if (!w->json && is_block(node))
		new_line(w);
	switch (e->shape) {
	case GONE:
		return false;
	case LINK:
		if ((href = link_of(node, "href")) != NULL)
			open_node(w, node, e->tag, href);
		return true;
	case PART:
		if (!w->json && strcmp(e->tag, "li") == 0)
			buf_puts(w->out, "- ");
		w->pre += strcmp(e->tag, "pre") == 0;
		if (strcmp(e->tag, "p") == 0 && holds_blocks(node))
			return true;
		__attribute__((fallthrough));
	case SPAN:
		open_node(w, node, e->tag, NULL);
		return true;
	case IMAGE:
		put_image(w, node);
		return true;
	case CHECK:
		put_check(w, node);
		return true;
	case BREAK:
		put_break(w);
		return true;
	case RULE:
		put_rule(w);
		return true;
	case INLINE:
	case BLOCK:
	case CELL:
		break;
	}
	return true;
}

static bool
enter(struct walk *w, xmlNode *node)
{
	const char	*text = (const char *)node->content;

	switch (node->type) {
	case XML_ELEMENT_NODE:
		return enter_element(w, node);
	case XML_TEXT_NODE:
	case XML_CDATA_SECTION_NODE:
		if (w->pre > 0)
			put_text(w, text);
		else if (!is_layout(node))
			put_flowing(w, text);
		return false;
	default:		/* comments, instructions */
		return false;
	}
}

static void
leave(struct walk *w, xmlNode *node)
{
	const struct markup_element		*e = element_of(node);
	cleanup(free_xml_str) xmlChar	*href = NULL;

	close_node(w, node);
	if (e->shape == PART)
		w->pre -= strcmp(e->tag, "pre") == 0;
	if (e->shape == CELL)
		put_text(w, " ");
	if (w->json)
		return;
	if (e->shape == LINK && (href = link_of(node, "href")) != NULL)
		buf_fmt(w->out, " (%s)", (const char *)href);
	if (is_block(node))
		new_line(w);
}

/* Without recursion: the depth is the document's. */
static void
walk_tree(struct walk *w, xmlNode *root)
{
	xmlNode	*node = root;

	while (node != NULL) {
		if (enter(w, node) && node->children != NULL) {
			node = node->children;
			continue;
		}
		while (node != NULL) {
			if (node->type == XML_ELEMENT_NODE)
				leave(w, node);
			if (node == root)
				return;
			if (node->next != NULL)
				break;
			node = node->parent;
		}
		if (node != NULL)
			node = node->next;
	}
}

/* --- documents --- */

static int
walk_html(const char *html, size_t len, struct walk *w, struct err *err)
{
	cleanup(free_context) htmlParserCtxtPtr	context = htmlNewParserCtxt();
	cleanup(free_doc) htmlDocPtr		doc = NULL;
	xmlNode					*root;

	if (len == 0)
		return 0;
	if (context == NULL || (doc = htmlCtxtReadMemory(context, html,
	    (int)len, NULL, "UTF-8", HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
	    HTML_PARSE_NONET | HTML_PARSE_RECOVER | HTML_PARSE_NODEFDTD)) ==
	    NULL)
		return markup_refuse(err, "unreadable");
	if ((root = xmlDocGetRootElement(doc)) != NULL)
		walk_tree(w, root);
	if (context->disableSAX)	/* libxml gave up: too deep */
		put_text(w, "…");
	return 0;
}

int
markup_text(const char *html, struct buf *out, struct err *err)
{
	struct walk	w = { .out = out };
	size_t		len = strlen(html);

	if (markup_check(html, len, HTML_MAX, err) == -1 ||
	    markup_check_tags(html, len, err) == -1 ||
	    walk_html(html, len, &w, err) == -1)
		return -1;
	while (out->len > 0 && strchr(" \n", out->data[out->len - 1]) != NULL)
		out->data[--out->len] = '\0';
	return 0;
}

int
markup_nodes_html(const char *html, struct buf *out, struct err *err)
{
	struct walk	w = { .out = out, .json = true };
	size_t		len = strlen(html);

	if (markup_check(html, len, HTML_MAX, err) == -1 ||
	    markup_check_tags(html, len, err) == -1)
		return -1;
	emit_open(out, NULL, '[');
	if (walk_html(html, len, &w, err) == -1)
		return -1;
	emit_close(out, ']');
	return 0;
}

/* "#1234" or "#x4d2"; 0: not a character. */
static uint32_t
numbered(const char *name)
{
	bool		 hex = name[1] == 'x' || name[1] == 'X';
	unsigned long	 n = strtoul(name + 1 + hex, NULL, hex ? 16 : 10);

	return n > 0x10ffff || (n >= 0xd800 && n < 0xe000) ? 0 : (uint32_t)n;
}

void
markup_entity(const char *entity, size_t len, struct buf *out)
{
	char			 name[32], bytes[4];
	const htmlEntityDesc	*known = NULL;
	uint32_t		 c = 0;

	if (len > 2 && len - 2 < sizeof(name)) {
		memcpy(name, entity + 1, len - 2);
		name[len - 2] = '\0';
		known = htmlEntityLookup((const xmlChar *)name);
		c = known != NULL ? known->value :
		    name[0] == '#' ? numbered(name) : 0;
	}
	if (c != 0)
		buf_add(out, bytes, utf8_put(c, bytes));
	else
		buf_add(out, entity, len);
}

const char *
markup_version(void)
{
	return LIBXML_DOTTED_VERSION;
}
