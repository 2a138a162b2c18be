/* call_find: calls to one service by filters, in an order, page by page; however many there
 * are, a page reads a bounded number of rows. */
#ifndef SERVICE_CALL_FIND_H
#define SERVICE_CALL_FIND_H

#include <stdbool.h>
#include <stdint.h>

#include "service/call.h"

struct db;
struct db_rows;
struct err;

/* Names of the orders, NULL-ended: created_at, -created_at, status_code, -status_code. */
extern const char *const call_orders[];

/* Where a page ends: what follows lies behind it. id 0: at the start; as a result: there is
 * no more. */
struct call_mark {
	int64_t	 answer, id;	/* answer: in orders by status_code alone */
	int64_t	 at;		/* as a result: it is short, it looked as far as this, ms; else 0 */
};
/* All that are set must hold; NULL and 0: any. status_code -1: any, 0: no answer. */
struct call_ask {
	int64_t		 company_id, user_id;
	const char	*provider;	/* must be set */
	const char	*log_type, *method, *search;
	int		 status_code;
	const char	*order;		/* NULL: "-created_at" */
	struct call_mark after;
	int64_t		 limit;
	bool		 brief;		/* without bodies */
};

typedef void call_visit(void *arg, const struct call *);
/*
 * visit sees at most limit calls. next: go on from there. A page may be short, even
 * empty, and still have a next one: seldom matches are looked for in so many rows at a time.
 */
int	call_find(struct db *, const struct call_ask *, call_visit *visit,
	    void *arg, struct call_mark *next, struct err *);
/* How many; -1: not counted (search). */
int	call_find_count(struct db *, const struct call_ask *, int64_t *n,
	    struct err *);
/* One with its bodies. ERR_ABSENT. Texts live as long as rows. */
int	call_find_one(struct db *, const struct call_ask *, int64_t id,
	    struct db_rows **rows, struct call *out, struct err *);

#endif
