/* post: an event for many: one row, written with what it tells of; a detached process spreads it to
 * the pages of those who may see it, so that nobody waits for 5 000 receivers. Table live_post. */
#ifndef LIVE_POST_H
#define LIVE_POST_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/db_clock.h"
#include "service/lease.h"

struct conf;
struct db;
struct db_rows;
struct err;

struct live_post {
	int64_t		 company_id;
	const char	*audience;	/* "task": whoever may see that thing; NULL: users alone */
	int64_t		 audience_id;
	const int64_t	*users;		/* and these people of the company */
	size_t		 n;
	const char	*type;		/* as of live_event_add */
	const json_t	*data;
};
/* In the caller's transaction: it goes out when that is committed. */
int	live_post_add(struct db *, const struct live_post *, struct err *);
/*
 * After the commit: starts whoever sends it, unless somebody waits for it already. A failure is
 * logged: tick sends it within a minute. The program's route has WEB_STARTS.
 */
void	live_post_wake(struct db *, const struct conf *);

/* --- for live/spread.c --- */

#define LIVE_POST_LEASE_S	30

/* One that was taken; texts until the next row. */
struct live_taken {
	int64_t		 id, company_id, audience_id, seq, created_at;
	const char	*audience, *people, *type, *data;
};
/* Takes some of those that wait, oldest first, under this name. */
int	live_post_take(struct db *, const char lease[LEASE_SIZE],
	    struct db_rows **, struct err *);
bool	live_taken_next(struct db_rows *, struct live_taken *out);
/* It has that number: ERR_CONFLICT "service.lease_lost" when another has taken it. */
int	live_post_number(struct db *, int64_t id, const char *lease,
	    int64_t seq, struct err *);
/* Those taken under this name that have a number went out. */
int	live_post_done(struct db *, const char *lease, struct err *);
/* Those nobody waits for any more. */
int	live_post_expire(struct db *, struct err *);

/* What waits for a time. */
extern const struct db_deadline live_post_deadlines[];

#endif
