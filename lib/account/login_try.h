/* login_try: slows password guessing, per account and per address. Table
 * login_try. */
#ifndef ACCOUNT_LOGIN_TRY_H
#define ACCOUNT_LOGIN_TRY_H

struct db;
struct err;

/*
 * Before a password is looked at: counts the try as failed (so that tries in
 * parallel cannot slip past the count). ERR_BUSY "login_throttled" with
 * retry_after_s: too many failed; nothing was counted. An account has 5 free tries, then
 * waits 2, 4, 8 s ... 5 min; an address 20, up to 15 min. An hour without a try
 * forgets them. An IPv6 address counts as its /64 network.
 */
int	login_try_begin(struct db *, const char *email, const char *address,
	    struct err *);
/* It was the right password: the account's tries are forgotten. */
int	login_try_ok(struct db *, const char *email, const char *address,
	    struct err *);

#endif
