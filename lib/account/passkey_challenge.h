/* passkey_challenge: random numbers that a passkey has to sign, each once, within minutes, and by
 * the browser that asked for it. Table passkey_challenge. */
#ifndef ACCOUNT_PASSKEY_CHALLENGE_H
#define ACCOUNT_PASSKEY_CHALLENGE_H

#include "io/secret.h"

struct db;
struct err;

#define PASSKEY_CHALLENGE_MINUTES	5

/* bound: what it is for and the session or cookie it is given to, "sign-in COOKIE". */
int	passkey_challenge_make(struct db *, const char *bound,
	    char out[SECRET_TOKEN_SIZE], struct err *);
/* Uses it up. ERR_AUTH "account.passkey_late": unknown, used, over, or given to another. */
int	passkey_challenge_take(struct db *, const char *bound,
	    const char *challenge, struct err *);

#endif
