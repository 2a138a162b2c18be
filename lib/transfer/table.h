/* table: a table that somebody brought (table/sheet.h) as items that go to Huntflow: taken, shown
 * with where its columns go, its rows as items. */
#ifndef TRANSFER_TABLE_H
#define TRANSFER_TABLE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "table/extract.h"
#include "table/sheet.h"

struct buf;
struct caller;
struct conf;
struct db;
struct err;
struct table_line;
struct transfer_item;

#define TRANSFER_TABLE_SAMPLE	20	/* rows that are shown */

struct transfer_table_file {
	const char	*name, *data;
	size_t		 len;
	struct table_ask ask;
};
/*
 * created false: the same file is there already, and id is its own. ERR_INPUT on the field file, or
 * sheet: the problems of table/grid.h. The route starts others (WEB_STARTS).
 */
int	transfer_table_take(const struct caller *,
	    const struct transfer_table_file *, int64_t *id, bool *created,
	    struct err *);

/* One that is read. */
struct transfer_table {
	struct db_rows		*rows;		/* that sheet borrows from */
	struct table_sheet	 sheet;
	json_t			*columns, *mapping;
};
void	transfer_table_clear(struct transfer_table *);
#define own_transfer_table cleanup(transfer_table_clear)
/* ERR_ABSENT "table.absent". */
int	transfer_table_open(struct db *, int64_t company_id, int64_t id,
	    struct transfer_table *out, struct err *);
/* A row as an item; out: zeroed. */
void	transfer_table_item(const struct transfer_table *, const struct conf *,
	    const struct table_line *, struct transfer_item *out);
/*
 * {..., columns: [{id, name, guess, to, chosen, filled}], sample: [{id, number, cells, name,
 * members, lines, kept}]}; filled: of how many rows of the sample.
 */
int	transfer_table_write(const struct caller *,
	    const struct transfer_table *, struct buf *out, struct err *);

#endif
