/* format: numbers of a spreadsheet as people read them: days and times by the format of the cell.
 * Pure. Source: ECMA-376, part 1, 18.8.30 (numFmt), 18.17.4 (dates and times). */
#ifndef TABLE_FORMAT_H
#define TABLE_FORMAT_H

#include <stdbool.h>

struct buf;

enum table_format {
	TABLE_FORMAT_NUMBER,
	TABLE_FORMAT_PERCENT,
	TABLE_FORMAT_DAY,	/* a day, with a time where there is one */
	TABLE_FORMAT_TIME	/* of a day, or how long */
};

/* One that is built in by its number; number and code as a workbook's styles say them. */
enum table_format table_format_built_in(long id);
enum table_format table_format_of(const char *code);

/*
 * text: a number as a sheet says it ("45292.5", "7.9161234567E10"); any other text stays as it is.
 * since_1904: how the workbook counts days. "2024-01-01", "2024-01-01 12:00", "12:30",
 * "79161234567", "15%".
 */
void	table_format_put(enum table_format, bool since_1904, const char *text,
	    struct buf *out);
/* "2024-03-17T13:45:30Z", "2024-03-17T00:00:00", "13:45:30", as cells of dates have them:
 * "2024-03-17 13:45", "2024-03-17", "13:45"; any other text stays. */
void	table_format_moment(const char *text, struct buf *out);

#endif
