/* event: events of a portal's calendars as they were last seen there. Table calendar_event. */
#ifndef BITRIX_EVENT_H
#define BITRIX_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bitrix_event;
struct bitrix_filter;
struct buf;
struct cursor;
struct db;
struct db_rows;
struct err;

#define BITRIX_EVENTS_MAX	5000	/* of one calendar in one window */

/* One calendar of an account: the company's (owner_id 0), or an employee's. */
struct bitrix_calendar {
	int64_t	company_id, account_id, owner_id;
};
/* "user", "company_calendar": as the service calls it. */
const char *bitrix_calendar_type(const struct bitrix_calendar *);
/* The company's, then those of linked employees, by their ids; the caller frees. */
int	bitrix_calendar_list(struct db *, int64_t company_id,
	    int64_t account_id, struct bitrix_calendar **out, size_t *n,
	    struct err *);

struct bitrix_event_counts {
	int64_t	created, updated, deleted;
};
/* All that a calendar has between two times (ms): others that were there are deleted. In the
 * caller's transaction. */
int	bitrix_event_put(struct db *, const struct bitrix_calendar *,
	    int64_t from, int64_t to, const struct bitrix_event *, size_t n,
	    struct bitrix_event_counts *, struct err *);
/* One that was made there just now, where its calendar is read: it is seen before the next
 * reading. */
int	bitrix_event_add(struct db *, const struct bitrix_calendar *,
	    const struct bitrix_event *, struct err *);
/* Calendars of people who are not linked, or left: they are read no more, and what was read of
 * them would stay as it was. */
int	bitrix_event_forget(struct db *, int64_t account_id, int64_t *deleted,
	    struct err *);

/* The earliest first. */
int	bitrix_event_list(struct db *, const struct bitrix_filter *,
	    const struct cursor *after, int64_t limit, int64_t skip,
	    struct db_rows **, struct err *);
/* No more than 10 001. */
int	bitrix_event_count(struct db *, const struct bitrix_filter *,
	    int64_t *, struct err *);
/* A private one shows its time alone; last: where the list goes on behind it. */
void	bitrix_event_emit(struct buf *, const struct db_rows *,
	    struct cursor *last);

#endif
