/* comment_copy: a comment of a task as both sides see it. Pure. Source: 1C-Bitrix REST help,
 * "task.commentitem". */
#ifndef BITRIX_COMMENT_COPY_H
#define BITRIX_COMMENT_COPY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"

/* One of task.commentitem.getlist. */
struct bitrix_said {
	int64_t	 id, author_id, at;	/* at: ms; 0: it does not say */
	char	*author;
	char	*text;	/* without codes and our mark; "" for what the portal says itself */
	char	*mark;	/* NULL: it is not ours */
};
void	 bitrix_said_clear(struct bitrix_said *);
#define own_bitrix_said cleanup(bitrix_said_clear)
/* false: it is none. */
bool	 bitrix_said_read(const json_t *, struct bitrix_said *out);

/* What is posted there; the caller's. author: NULL: they post it themselves. */
char	*bitrix_said_text(const char *author, const char *text,
	    const char *mark);
/* What is written here; the caller's. author: NULL: a person of ours. */
char	*bitrix_said_here(const char *author, const char *text);
/* The text alone, of either, when this author was named before it; the caller's. */
char	*bitrix_said_bare(const char *author, const char *text);

#endif
