/* past: tables that are gone, of which some rows went to Huntflow: when the same file comes again,
 * table and rows get the ids that they had, and so nobody is sent twice. Table sheet_past; it
 * holds nothing of what the rows said. */
#ifndef TABLE_PAST_H
#define TABLE_PAST_H

#include <stdint.h>

struct db;
struct db_rows;
struct err;

/* Of one of the company's that is about to go, in the caller's transaction. */
int	table_past_keep(struct db *, int64_t company_id, int64_t sheet_id,
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
/* They are back. */
int	table_past_drop(struct db *, int64_t company_id, const char *digest,
	    struct err *);

#endif
