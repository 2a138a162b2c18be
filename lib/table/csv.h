/* csv: a grid from text with separators. csv.h of libcsv is known to csv.c alone. Sources: RFC
 * 4180; libcsv; "sep=" of spreadsheets. */
#ifndef TABLE_CSV_H
#define TABLE_CSV_H

#include <stddef.h>

struct table_grid;

/*
 * UTF-8. The separator is a comma, a semicolon, a tabulator or a bar: what the first line says
 * ("sep=;"), else the one by which the first rows fall into equally many cells. Ends of lines are
 * part of a cell in quotes. A quote that is never closed is "table.quote", with its row.
 */
void	table_csv_read(const char *, size_t len, struct table_grid *);

#endif
