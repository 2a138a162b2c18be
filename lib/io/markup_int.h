/* markup_int: what the files of markup share. */
#ifndef IO_MARKUP_INT_H
#define IO_MARKUP_INT_H

#include "io/markup.h"

/* How an element is shown. */
enum markup_shape {
	INLINE,		/* only its content */
	BLOCK,		/* the same, on lines of its own */
	SPAN,		/* an element within a line */
	PART,		/* an element on lines of its own */
	CELL,		/* of a table's row, which is one line */
	LINK, IMAGE, CHECK, BREAK, RULE,
	GONE		/* not even its content */
};

struct markup_element {
	const char		*name, *tag;	/* tag: what pages show it as */
	enum markup_shape	 shape;
};
/* An unknown element is its content. */
const struct markup_element *markup_element(const char *name);

/* Would libxml need seconds for it? */
int	markup_check_tags(const char *html, size_t len, struct err *);
int	markup_refuse(struct err *, const char *why);	/* always -1 */

#endif
