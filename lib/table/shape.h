/* shape: which row of a grid names its columns, and which columns it has. Pure. */
#ifndef TABLE_SHAPE_H
#define TABLE_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "table/grid.h"

#define TABLE_NAME_CHARS	200	/* of a column's name */

struct table_shape {
	bool	 named;			/* a row names the columns */
	size_t	 first;			/* of the rows of people; those above it are left out */
	/* Columns that have a name or say something, by their place; each name once. */
	size_t	 columns[TABLE_COLUMNS_MAX], n;
	char	*names[TABLE_COLUMNS_MAX];
};
void	 table_shape_clear(struct table_shape *);
#define own_table_shape	cleanup(table_shape_clear)

/*
 * The names are in the first row that is filled as well as others are, or in a shorter one right
 * above it, unless it says what the rows below it do: people, e-mails, phones, dates, addresses.
 * Lines above (a title, a date, a note) are left out. Else columns are called as spreadsheets do:
 * A, B, ...
 */
void	 table_shape_read(const struct table_grid *, struct table_shape *out);

#endif
