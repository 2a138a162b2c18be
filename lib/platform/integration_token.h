/* integration_token: the pair of tokens of an integration: one process at a time trades the refresh
 * token for a new pair, by a lease. Table integration. */
#ifndef PLATFORM_INTEGRATION_TOKEN_H
#define PLATFORM_INTEGRATION_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "io/db_clock.h"
#include "service/lease.h"

struct conf;
struct db;
struct err;

/* What becomes of a token that was refused because it is over. */
enum integration_token_way {
	INTEGRATION_TOKEN_FRESH,	/* another one is stored by now: text */
	INTEGRATION_TOKEN_TRADE,	/* the lease is ours; text: the refresh token */
	INTEGRATION_TOKEN_WAIT,		/* another process is at it */
	INTEGRATION_TOKEN_NONE		/* there is nothing to trade */
};
/* A token that was refused. doubt: it may be a right that is missing instead: then one that is less
 * than a day old and not over by its time is not traded, so that each call does not cost a pair. */
struct integration_stale {
	const char	*access;
	bool		 doubt;
};
/* text: the caller's (own_str). */
int	integration_token_ask(struct db *, const struct conf *, int64_t id,
	    const struct integration_stale *, char lease[LEASE_SIZE],
	    enum integration_token_way *way, char **text, struct err *);

/* A pair as the board gave it. */
struct integration_token {
	const char	*access, *refresh;	/* refresh NULL: the old one stays */
	int64_t		 expires_s;		/* from now; 0: not known */
};
/*
 * Stores it, marks the connection "ok" and ends the lease (NULL: there was none). The old pair is
 * dead by now: a database that is away for a while is waited for.
 */
int	integration_token_keep(struct db *, const struct conf *, int64_t id,
	    const char *lease, const struct integration_token *, struct err *);
/* Ends the lease without a new pair. */
void	integration_token_drop(struct db *, int64_t id, const char *lease);

/* What waits for a time. */
extern const struct db_deadline integration_token_deadlines[];

#endif
