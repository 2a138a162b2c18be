/* budget: calls per period and credential, shared by all processes and
 * machines through rate_bucket; all times are the database's. Who goes first is turn.h's. */
#ifndef IO_BUDGET_H
#define IO_BUDGET_H

#include <stdbool.h>
#include <stdint.h>

#include "io/db_clock.h"

struct db;
struct db_rows;
struct err;

#define BUDGET_WAIT_MAX_S	900	/* no service is believed further */

struct budget {
	const char	*provider;
	const char	*credential;	/* hashed before it is stored */
	int		 limit, period_s; /* limit 0: only "wait until" is obeyed */
	int		 burst;		/* as turn_burst's; 0: none */
	bool		 background;	/* people go before it */
};

/*
 * Take one call and wait for its time. Not within a transaction. 0, or -1 with
 * err: ERR_BUSY with retry_after_s when the wait would be longer than wait_ms
 * (nothing is taken) or a signal ended it.
 */
int	budget_take(struct db *, const struct budget *, int64_t wait_ms,
	    struct err *);
/*
 * What the service said: its limit (0 unknown), remaining calls (-1 unknown),
 * when the window ends (by our clock; 0 unknown). With remaining 0 or unknown
 * nobody calls before that; BUDGET_WAIT_MAX_S at most is believed.
 */
int	budget_learn(struct db *, const struct budget *, int64_t limit,
	    int64_t remaining, int64_t reset_at_ms, struct err *);
/* Until when nobody calls because the service asked for it (our clock, ms); 0: no wait. */
int	budget_waits(struct db *, const struct budget *, int64_t *until_ms,
	    struct err *);
/* A person says "try now": that wait is over, and so is a window that is used up. */
int	budget_lift(struct db *, const struct budget *, struct err *);

/* Of all credentials by provider: how many there are, how many of them wait because the service
 * asked for it, how many seconds the last of them does. Then row by row. */
struct budget_state {
	const char	*provider;	/* until the next row */
	int64_t		 all, waiting, longest_s;
};
int	budget_states(struct db *, struct db_rows **, struct err *);
bool	budget_state_next(struct db_rows *, struct budget_state *);

/* What waits for a time. */
extern const struct db_deadline budget_deadlines[];

#endif
