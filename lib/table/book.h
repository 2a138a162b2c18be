/* book: what a workbook says of all its sheets: their names and parts, the texts that cells share,
 * the formats of numbers. Source: ECMA-376, part 1, 18.2 (workbook), 18.4 (shared strings), 18.8
 * (styles), 22.9.2.19 (ST_Xstring); part 2 (packages). */
#ifndef TABLE_BOOK_H
#define TABLE_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/xml.h"
#include "table/format.h"

struct table_grid;
struct unzip;

#define TABLE_PART_MAX	((size_t)96 << 20)	/* bytes of XML in a part */
#define TABLE_SHEETS_MAX	100

struct table_sheet {
	char	*name, *relation, *part;	/* part NULL: it is no sheet of cells */
	bool	 hidden;
};
/* Zero it before use. */
struct table_book {
	char			*workbook, *strings, *styles;	/* parts */
	bool			 opened;	/* workbook is one */
	struct table_sheet	 sheets[TABLE_SHEETS_MAX];
	size_t			 nsheets;
	struct buf		 text;		/* shared texts, each with its NUL */
	uint32_t		*shared;	/* where each begins */
	size_t			 nshared, room;
	enum table_format	*formats;	/* by the style of a cell */
	size_t			 nformats, formats_room;
	bool			 since_1904;
};
void	 table_book_clear(struct table_book *);
#define own_table_book	cleanup(table_book_clear)

/* Its parts are where the package's relations say. False: grid says why. */
bool	 table_book_read(const struct unzip *, struct table_book *,
	    struct table_grid *);
/* A part as it is, read to its end by events; missing is well. False: grid says why. */
bool	 table_book_part(const struct unzip *, const char *part,
	    const struct xml_events *, void *arg, struct table_grid *);
/* Puts the signs that XML cannot hold in the place of what stands for them, "_x000D_". */
void	 table_book_unescape(char *text);
/* The value of an attribute, the caller's; NULL: there is none. */
char	*table_book_said(const struct xml_attribute *, size_t n,
	    const char *name);

#endif
