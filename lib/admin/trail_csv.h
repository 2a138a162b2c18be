/* trail_csv: the lines of a trail as a table for spreadsheets, piece by piece, the newest
 * TRAIL_CSV_MAX of them. */
#ifndef ADMIN_TRAIL_CSV_H
#define ADMIN_TRAIL_CSV_H

#include <stdbool.h>

#include "admin/trail.h"

struct buf;

#define TRAIL_CSV_MAX	50000

/* Begin with zero, the filter, the separator, the language and the zone. Its texts are borrowed. */
struct trail_csv {
	struct trail_filter	 filter;
	char			 separator;
	const char		*lang, *zone;
	int64_t			 n;
	bool			 begun;
};
/* The next piece: 1: more may come; 0: it was the last. Where lines are left, its last row says
 * so. */
int	trail_csv_next(struct db *, struct trail_csv *, struct buf *,
	    struct err *);

#endif
