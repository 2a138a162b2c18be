/*
 * blank: a dump on its way, as mariadb-dump writes it: values of sealed columns become empty, the
 * tables are counted, its place in the binary log is read, and its last line is seen. Source:
 * mariadb-dump(1); its strings hold no line ends and no quotes but escaped ones.
 */
#ifndef BACKUP_BLANK_H
#define BACKUP_BLANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "backup/flow.h"

#define BLANK_NAME	65	/* of a table, with NUL */
#define BLANK_COLUMNS	16	/* sealed ones of the whole house */
#define BLANK_HEAD	160	/* of a line that is looked at */
#define BLANK_LOG	64	/* name of a binary log, with NUL */

/* at: which value of a row it is, from 0. */
struct blank_column {
	char	table[BLANK_NAME];
	size_t	at;
};

/* Zero it, then columns, n and to; nothing is blank when n is 0. */
struct blank {
	struct blank_column	 columns[BLANK_COLUMNS];
	size_t			 n;
	struct flow		 to;
	int64_t			 bytes;		/* that were given on */
	int64_t			 tables;
	bool			 complete;	/* the last line was there */
	char			 log_file[BLANK_LOG];	/* of the binary log, or "" */
	int64_t			 log_at;	/* where in it the dump begins */
	/* Its own. */
	enum { BLANK_BEGIN, BLANK_LINE, BLANK_ROWS } state;
	char			 head[BLANK_HEAD];
	size_t			 head_len;
	const struct blank_column *column;
	bool			 quoted, escaped, dropped;
	int			 depth;
	size_t			 at;
};
int	blank_add(struct blank *, const void *, size_t len, struct err *);
/* The line that was not ended yet. */
int	blank_end(struct blank *, struct err *);

#endif
