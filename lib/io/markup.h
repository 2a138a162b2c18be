/* markup: rich text from remote services made safe or plain. libxml is known to markup.c alone. */
#ifndef IO_MARKUP_H
#define IO_MARKUP_H

struct buf;
struct err;

/* HTML to plain text: blocks on lines, links as "text (url)"; bounded (64 KB tags, 64 attributes). */
int	markup_text(const char *html, struct buf *out, struct err *);
/*
 * Rich text as a JSON tree that the page renders as elements (nothing sets innerHTML): an array of nodes,
 * each a string or {"t": tag, "href"?: https-only url, "c": [nodes]}; tags p, br, b, i, s, code, pre, ul, ol, li,
 * a, h3, blockquote, hr. From HTML, or from ClickUp's markdown_description / plain text.
 */
int	markup_nodes_html(const char *html, struct buf *out, struct err *);
int	markup_nodes_markdown(const char *markdown, struct buf *out, struct err *);

#endif
