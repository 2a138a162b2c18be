/* token: the pair of tokens of an account whose local application somebody signed in to: begun in a
 * browser, traded, renewed by one process at a time. */
#ifndef BITRIX_TOKEN_H
#define BITRIX_TOKEN_H

#include <stdint.h>

struct caller;
struct err;
struct provider_account;

/* The portal's page for the browser; the caller's. ERR_UNFIT "bitrix.unset": no application. */
int	bitrix_token_begin(const struct caller *,
	    const struct provider_account *, char **url, struct err *);
/*
 * The browser came back: domain: which portal sent it. account_id: whose sign-in it was, also when
 * it failed afterwards. ERR_CONFLICT "platform.sign_in_state"; "bitrix.other_portal".
 */
int	bitrix_token_take(const struct caller *, const char *state,
	    const char *code, const char *domain, int64_t *account_id,
	    struct err *);
/* Another access token instead of one that is over; the caller's. ERR_REMOTE_AUTH "bitrix.expired":
 * somebody must sign in anew. */
int	bitrix_token_renew(const struct caller *, int64_t account_id,
	    const char *stale, char **fresh, struct err *);

#endif
