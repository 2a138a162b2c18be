/* post: an event for many: one row, written with what it tells of; a detached process spreads it to
 * the pages of those who may see it, so that nobody waits for 5 000 receivers. Table live_post. */
#ifndef LIVE_POST_H
#define LIVE_POST_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/db_clock.h"
#include "live/send.h"
#include "service/lease.h"

struct buf;
struct conf;
struct db;
struct db_rows;
struct err;
struct rota;

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

/* One who watched at some moment sends what is committed within so long after it. */
#define LIVE_POST_SURE_MS	500

/* --- for live/spread.c --- */

#define LIVE_POST_LEASE_S	30
#define LIVE_POST_PART		LIVE_SEND_MAX

/* One that was taken. */
struct live_taken {
	int64_t	 id, company_id, created_at;
	int64_t	 seq;		/* 0: it has no number yet */
	char	*audience, *type, *data;
};
struct live_part {
	char			lease[LEASE_SIZE];
	struct live_taken	v[LIVE_POST_PART];
	size_t			n;
};
void	live_part_clear(struct live_part *);
#define own_part cleanup(live_part_clear)
/* Of which company some wait. */
extern const struct rota	live_post_rota;
/* In a transaction: some of the company's that wait, oldest first, limit at most. */
int	live_post_take(struct db *, int64_t company_id, int64_t limit,
	    struct live_part *out, struct err *);
/* In that transaction: they have these numbers, and are taken. */
int	live_post_keep(struct db *, const struct live_part *, struct err *);
/* They went out, unless another has taken them meanwhile. */
int	live_post_done(struct db *, const struct live_part *, struct err *);
/* The company's oldest that waits does so for the time of a lease. */
int	live_post_postpone(struct db *, int64_t company_id, struct err *);
/* Ids of those without a number (fresh), or of all, as a JSON array. */
void	live_post_ids(const struct live_part *, bool fresh, struct buf *out);
/* Those nobody waits for any more. */
int	live_post_expire(struct db *, struct err *);

/* What waits for a time. */
extern const struct db_deadline live_post_deadlines[];

#endif
