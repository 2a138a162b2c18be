/* markup: rich text from remote services made safe or plain. libxml is known
 * to markup.c alone. Sources: libxml2 (HTMLparser), md4c-html. */
#ifndef IO_MARKUP_H
#define IO_MARKUP_H

struct buf;
struct err;

/*
 * All: at most 1 MB of UTF-8 (markdown 256 KB), tags of 64 KB and 64 attributes, 255 levels (what
 * lies deeper is cut, and "…" says so). -1 with ERR_INPUT, code "markup".
 */

/* HTML to plain text: blocks on lines of their own, "- " for items, links as "text (url)". */
int	markup_text(const char *html, struct buf *out, struct err *);
/*
 * Rich text as a JSON tree that the page renders as elements (nothing sets
 * innerHTML): an array of nodes,
 * each a string or {"t": tag, "href"?: url, "c"?: [nodes]}; tags p, br, b, i,
 * s, code, pre, ul, ol, li,
 * a (http, https, mailto), h3, blockquote, hr; at most 12 nested. From HTML, or from ClickUp's
 * markdown_description / plain text (its line breaks stay).
 */
int	markup_nodes_html(const char *html, struct buf *out, struct err *);
int	markup_nodes_markdown(const char *markdown, struct buf *out, struct err *);

#endif
