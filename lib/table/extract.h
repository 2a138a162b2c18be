/* extract: the rows of a file, from its bytes alone: what the sealed reader does. Pure; whatever
 * the bytes are, it ends, and takes no more than a bounded amount of memory. */
#ifndef TABLE_EXTRACT_H
#define TABLE_EXTRACT_H

#include <stddef.h>

struct buf;
struct charset;

/*
 * sheet: which one; NULL: the first with something in it. Lines of JSON: a head {problem, where,
 * kind, sheet, sheets, columns: [name]}, then an array a row: its number, then its cells in the
 * order of the columns, those empty at its end left out.
 */
void	table_extract(const struct charset *, const char *, size_t len,
	    const char *sheet, struct buf *out);

#endif
