/* markdown: ClickUp's markdown_description, or plain text, as nodes. md4c is known to markdown.c
 * alone. Source: md4c.h (CommonMark 0.30 and GitHub's tables, strikethrough, task lists, links). */
#ifndef IO_MARKDOWN_H
#define IO_MARKDOWN_H

struct buf;
struct err;

/*
 * The nodes of markup.h; line ends stay, HTML in it is text. At most 256 KB of UTF-8: else -1
 * with ERR_INPUT, code "markup", and out may hold a part.
 */
int	markdown_nodes(const char *markdown, struct buf *out, struct err *);
/* The nodes as a member of JSON in the making; what cannot be read as markup is there as it is. */
void	markdown_emit(struct buf *, const char *name, const char *markdown);

#endif
