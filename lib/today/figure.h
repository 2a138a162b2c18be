/* figure: what the dashboard counts, read in one statement: calls by hour, imported tasks by
 * quarter of an hour, whether some transfer is being worked on, what is new in the
 * inbox. Reads call_hour, transfer_slot, transfer and inbox_item. */
#ifndef TODAY_FIGURE_H
#define TODAY_FIGURE_H

#include <stdbool.h>
#include <stdint.h>

struct caller;
struct db_rows;
struct err;

#define TODAY_INBOX_MAX	100

enum today_figure_kind {
	TODAY_CALLS,		/* of an hour; it comes in several parts */
	TODAY_IMPORTED,		/* in a quarter of an hour */
	TODAY_HELD,		/* there is a transfer that is being worked on */
	TODAY_INBOX,		/* a new one there; TODAY_INBOX_MAX of them at most */
};
struct today_figure {
	enum today_figure_kind	 kind;
	int64_t			 at;	/* ms since the epoch */
	int64_t			 n;
	bool			 failed;	/* calls that failed */
};
/* In no order. since: ms since the epoch. Of the hour of calls that it falls into all count: where
 * clocks are half an hour off, so does half an hour before. */
int	today_figure_list(const struct caller *, int64_t since,
	    struct db_rows **, struct err *);
bool	today_figure_next(struct db_rows *, struct today_figure *out);

#endif
