/* extract: the rows of a file, from its bytes alone: what the sealed reader does. Pure; whatever
 * the bytes are, it ends, and takes no more than a bounded amount of memory. */
#ifndef TABLE_EXTRACT_H
#define TABLE_EXTRACT_H

#include <stddef.h>

struct buf;
struct charset;

/* What somebody says of a file. */
struct table_ask {
	const char	*sheet;		/* of a workbook; NULL: the first with something in it */
	const char	*encoding;	/* of a text, of table_encodings; NULL: as it looks */
};
/* Those that can be asked for, as io/charset.h names them; NULL-ended. */
extern const char *const	table_encodings[];

/*
 * Lines of JSON: a head {problem, where, kind, sheet, sheets, encoding: that of a text, looks: as
 * which it looks, columns: [name]}, then an array a row: its number, then its cells in the order of
 * the columns, those empty at its end left out.
 */
void	table_extract(const struct charset *, const char *, size_t len,
	    const struct table_ask *, struct buf *out);

#endif
