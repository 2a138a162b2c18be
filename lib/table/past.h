/* past: tables that are gone, of which some rows went to Huntflow: when the same file comes again,
 * table and rows get the ids that they had, and so nobody is sent twice. Table sheet_past; it
 * holds nothing of what the rows said. */
#ifndef TABLE_PAST_H
#define TABLE_PAST_H

#include <stdint.h>

#include "table/line.h"

struct db;
struct db_rows;
struct err;

/* Of the table sheet: is there a row that went to Huntflow? SQL. */
#define TABLE_PAST_KEPT	"EXISTS (SELECT 1 FROM sheet_row o JOIN transfer x ON "	\
	"x.task_id = CAST(o.id AS CHAR CHARACTER SET ascii) WHERE "		\
	"o.sheet_id = sheet.id AND x.company_id = sheet.company_id AND "	\
	"x.kind = '" TABLE_ITEM "')"
/* Of its rows up to one that are about to go, in the caller's transaction. */
int	table_past_keep(struct db *, int64_t sheet_id, int64_t upto,
	    struct err *);
/* The id that the table with this digest had; 0: none is known. */
int	table_past_sheet(struct db *, int64_t company_id, const char *digest,
	    int64_t *id, struct err *);
/* What is known of its rows: for table_past_row. */
int	table_past_rows(struct db *, int64_t company_id, const char *digest,
	    struct db_rows **, struct err *);
/* The id that the row had; 0: none is known. Rows are asked for by rising numbers; at: 0 before
 * the first one, kept by the caller. */
int64_t	table_past_row(struct db_rows *, int64_t number, int64_t *at);
/* They are back, and seen. */
int	table_past_drop(struct db *, int64_t company_id, const char *digest,
	    struct err *);

#endif
