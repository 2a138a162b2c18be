/* grid: a sheet as it was read: rows of texts, and why there are none. Bounded: what has more rows,
 * columns or text than is taken is refused as a whole, by name. */
#ifndef TABLE_GRID_H
#define TABLE_GRID_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define TABLE_SIZE_MAX		((size_t)16 << 20)	/* bytes of a file */
#define TABLE_TEXT_MAX		((size_t)32 << 20)	/* bytes of all cells */
#define TABLE_ROWS_MAX		50000	/* of people; what names the columns is not one */
#define TABLE_ABOVE_MAX		20	/* rows above them */
#define TABLE_COLUMNS_MAX	200
#define TABLE_CELL_MAX		32767	/* characters, as many as a spreadsheet takes */

struct table_row {
	int64_t		 number;	/* as a spreadsheet counts them, from 1 */
	uint32_t	*at;		/* of each cell, where its text begins; 0: empty */
	size_t		 n, room;
};
/* Zero it before use. */
struct table_grid {
	struct table_row	*rows;		/* those that are not blank */
	size_t			 n, room;
	struct buf		 text;
	/* The code of a message, NULL: none, and what it says beside: a row's number.
	 * "table.empty", "table.kind", "table.xls", "table.password", "table.broken",
	 * "table.quote", "table.sheet", "table.size", "table.rows", "table.columns",
	 * "table.cell", "table.text", "table.bomb", "table.slow". */
	const char		*problem;
	int64_t			 where;
	char			*sheet;		/* which one it is; NULL: the file has no sheets */
	json_t			*sheets;	/* [name] of those that are not hidden; or NULL */
};
void	 table_grid_clear(struct table_grid *);
#define own_table_grid	cleanup(table_grid_clear)

/* The rows alone: what the file is stays. */
void	 table_grid_empty(struct table_grid *);
/* The first problem stays. Always false. */
bool	 table_grid_refuse(struct table_grid *, const char *problem, int64_t where);
/* The same text in the one place that it has; NULL: it is no problem of the list. */
const char *table_grid_problem(const char *word);

/* A new row, to which cells are put from then on. */
void	 table_grid_row(struct table_grid *, int64_t number);
/*
 * UTF-8; without the blanks around it; one that is blank is not stored. Ends at a NUL. False: no
 * more is taken, problem says why.
 */
bool	 table_grid_put(struct table_grid *, size_t column, const char *text,
	    size_t len);
/* An empty cell says what that one above it does. */
void	 table_grid_copy(struct table_grid *, size_t from, size_t to,
	    size_t column);
/* The last row, if nothing was put into it, is none. */
void	 table_grid_end(struct table_grid *);
/* "": empty, or there is none. Lives until the next put. */
const char *table_grid_cell(const struct table_grid *, size_t row,
	    size_t column);
/* How many cells of the row say something. */
size_t	 table_grid_filled(const struct table_grid *, size_t row);
/* One more than the last column of any row. */
size_t	 table_grid_width(const struct table_grid *);

#endif
