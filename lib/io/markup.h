/* markup: rich text from remote services made safe or plain. libxml is known
 * to markup.c alone. Source: libxml2 (HTMLparser). Markdown: markdown.h. */
#ifndef IO_MARKUP_H
#define IO_MARKUP_H

#include <stdbool.h>
#include <stddef.h>

#define MARKUP_NESTED_MAX	12
#define MARKUP_NODES_MAX	20000	/* elements; what follows is text */

struct buf;
struct err;

/*
 * All: at most 1 MB of UTF-8 tags of 64 KB and 64 attributes, 255 levels (what
 * lies deeper is cut, and "…" says so). -1 with ERR_INPUT, code "io.markup".
 */

/* HTML to plain text: blocks on lines of their own, "- " for items, links as "text (url)". */
int	markup_text(const char *html, struct buf *out, struct err *);
/*
 * Rich text as a JSON tree that the page renders as elements (nothing sets
 * innerHTML): an array of nodes,
 * each a string or {"t": tag, "href"?: url, "c"?: [nodes]}; tags p, br, b, i,
 * s, code, pre, ul, ol, li,
 * a (http, https, mailto), h3, blockquote, hr; at most 12 nested.
 */
int	markup_nodes_html(const char *html, struct buf *out, struct err *);

/* -1: longer than max bytes, or not UTF-8. */
int	markup_check(const char *text, size_t len, size_t max, struct err *);
/* Only these may be followed from a page. */
bool	markup_may_link(const char *href);
/* The character of "&amp;", "&#1234;" or "&#x4d2;"; an unknown one stays as it is written. */
void	markup_entity(const char *entity, size_t len, struct buf *out);

/* The version of libxml2. */
const char *markup_version(void);

#endif
