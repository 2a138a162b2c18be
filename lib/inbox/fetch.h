/* fetch: files whose bytes are still at Telegram: each is fetched by one process at a time, and
 * stored whole or not at all. Table inbox_item. */
#ifndef INBOX_FETCH_H
#define INBOX_FETCH_H

#include <stdbool.h>
#include <stdint.h>

#include "io/db_clock.h"
#include "service/lease.h"

struct buf;
struct db;
struct err;

#define INBOX_LEASE_S	300	/* longer than a download lasts */
#define INBOX_TRIES	6	/* over about an hour and a half */

struct inbox_fetch {
	int64_t	id, company_id, by_id, bot_id, tries;
	char	file_id[256], lease[LEASE_SIZE];
	bool	lost;			/* by whoever had it before */
};
/* The next that is due, taken for INBOX_LEASE_S: 1, or 0 when none is. */
int	inbox_fetch_take(struct db *, struct inbox_fetch *out, struct err *);
/*
 * Its bytes: stored, and what they are is known; one that is there already by its bytes gets its
 * senders instead. What is no document, or acts, fails for good. ERR_CONFLICT
 * "service.lease_lost".
 */
int	inbox_fetch_done(struct db *, const struct inbox_fetch *,
	    const struct buf *, struct err *);
/* Again later; for good, when final or after INBOX_TRIES: then whoever sent it is told. */
int	inbox_fetch_fail(struct db *, const struct inbox_fetch *, bool final,
	    const struct err *why, struct err *);
/* It was not refused: again in after_s. */
int	inbox_fetch_later(struct db *, const struct inbox_fetch *,
	    int64_t after_s, struct err *);

/* What waits for a time. */
extern const struct db_deadline inbox_deadlines[];

#endif
