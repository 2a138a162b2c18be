/* xlsx: a grid from a workbook of Excel, LibreOffice or Google. Source: ECMA-376, parts 1
 * (SpreadsheetML) and 2 (packages). */
#ifndef TABLE_XLSX_H
#define TABLE_XLSX_H

#include <stddef.h>

struct table_grid;

/*
 * wanted: a sheet's name; NULL: the first that has two rows or more, else the first that has any;
 * hidden sheets are none. Of formulas the value that was kept; errors are empty cells; a cell that
 * is merged over several rows stands in each of them. Parts that unpack to more than they may are
 * "table.bomb".
 */
void	table_xlsx_read(const char *, size_t len, const char *wanted,
	    struct table_grid *);

#endif
