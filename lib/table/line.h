/* line: rows of a stored table, and what became of each in Huntflow. Table sheet_row. */
#ifndef TABLE_LINE_H
#define TABLE_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "origin/sent.h"

struct db;
struct db_rows;
struct err;

#define TABLE_ITEM		"table"		/* the kind of its rows of origin */
#define TABLE_ITEM_SIZE		24

/* Texts live until the next row. */
struct table_line {
	int64_t		 id, sheet_id, number;
	const char	*cells;		/* JSON [text], in the order of the columns */
	struct origin_sent sent;	/* its newest transfer */
};

/* Of a table of the company's, in its order, above after_id, skipping offset; words: that a cell
 * holds. */
int	table_line_list(struct db *, int64_t company_id, int64_t sheet_id,
	    const struct origin_sent_ask *, int64_t after_id, int64_t offset,
	    int64_t limit, struct db_rows **, struct err *);
bool	table_line_next(struct db_rows *, struct table_line *out);
int	table_line_count(struct db *, int64_t company_id, int64_t sheet_id,
	    const struct origin_sent_ask *, int64_t *out, struct err *);
/* sheet_id 0: of any table. ERR_ABSENT "table.gone": there is none of the company (any more). */
int	table_line_get(struct db *, int64_t company_id, int64_t sheet_id,
	    int64_t id, struct db_rows **, struct table_line *out,
	    struct err *);

#endif
