/* read: a file's rows, read by a sealed process: whatever a stranger sent, it takes a bounded time
 * and memory, and touches nothing (cgi-bin/reader.c). */
#ifndef TABLE_READ_H
#define TABLE_READ_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"

struct conf;
struct err;
struct table_ask;

/* What was read; problem NULL: it has rows. */
struct table_text {
	const char	*problem;	/* of table/grid.h */
	int64_t		 where;		/* the row that it is about; 0: none */
	json_t		*head;		/* of table/extract.h; NULL: with a problem it may be */
	struct buf	 text;
	const char	*at;		/* the rows that are left */
};
void	 table_text_clear(struct table_text *);
#define own_table_text	cleanup(table_text_clear)

/*
 * 0 whatever the file is; -1 with ERR_INTERNAL when
 * no reader could be started. A program needs leave to start others (WEB_STARTS).
 */
int	table_read(const struct conf *, const char *data, size_t len,
	    const struct table_ask *, struct table_text *out, struct err *);
/* The next row, [number, cell, ...], the caller's; NULL: it was the last. */
json_t	*table_text_next(struct table_text *);

#endif
