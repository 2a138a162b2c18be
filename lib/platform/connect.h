/* connect: an integration gets its tokens from the job board, and is asked whose they are. */
#ifndef PLATFORM_CONNECT_H
#define PLATFORM_CONNECT_H

#include <jansson.h>

struct caller;
struct err;
struct integration;
struct platform;

/* Where the admin's browser goes to sign in; the caller's. ERR_CONFLICT "platform.setup". */
int	connect_begin(const struct caller *, const struct platform *,
	    const struct integration *, char **url, struct err *);
/* Trades the code for a pair of tokens, which is stored. */
int	connect_trade(const struct caller *, const struct platform *,
	    const struct integration *, const char *code,
	    const char *verifier, struct err *);
/*
 * Asks whom the key belongs to, and stores what is said: whose, what is paid, quotas (about, the
 * caller's) and what it could not say (notes, the caller's, may be NULL). How it ended is settled
 * on the integration.
 */
int	connect_check(const struct caller *, const struct platform *,
	    const struct integration *, json_t **about, json_t **notes,
	    struct err *);

#endif
