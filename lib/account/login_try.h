/* login_try: slows password guessing. Table login_try. */
#ifndef ACCOUNT_LOGIN_TRY_H
#define ACCOUNT_LOGIN_TRY_H

#include "io/db_clock.h"

struct db;
struct err;

/* Who tries a password. */
struct login_try {
	const char	*email;		/* as user_email gives it */
	const char	*address;	/* an IPv6 address counts as its /64 network */
	const char	*device;	/* a browser or session of this person; NULL: a stranger */
};
/*
 * Before a password is looked at: counts the try as failed (so that tries in parallel cannot
 * slip past the count). ERR_BUSY "account.login_throttled" with retry_after_s: too many failed;
 * nothing was counted. Each has some free tries, then waits 2, 4, 8 s and so on:
 *	a known device at its account	5, then up to 5 min; nothing else holds it up
 *	an address at one account	5, then up to 5 min
 *	an address at all accounts	20, then up to 15 min
 *	all strangers at one account	50, then up to 1 min
 * An hour without a try forgets them.
 */
int	login_try_begin(struct db *, const struct login_try *, struct err *);
/* It was the right password: the tries of the device, or of the address there, are forgotten. */
int	login_try_ok(struct db *, const struct login_try *, struct err *);
/* It was right so far, and more is to be shown: as if it had not been. Failed ones stay. */
int	login_try_undo(struct db *, const struct login_try *, struct err *);

#define LOGIN_TRY_NETWORK	50
/* The address as it is counted: one of IPv6 as its /64 network. */
void	login_try_network(const char *address, char out[LOGIN_TRY_NETWORK]);

/* What waits for a time. */
extern const struct db_deadline login_try_deadlines[];

#endif
