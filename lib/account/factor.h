/*
 * factor: a second factor beside the password or link: one-time passwords of an app (TOTP) or a
 * passkey, and recovery codes for when they are lost. Tables second_factor and recovery_code.
 * oath.h is known to factor.c alone. Sources: RFC 6238, RFC 4226; Key Uri Format of otpauth://.
 */
#ifndef ACCOUNT_FACTOR_H
#define ACCOUNT_FACTOR_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct conf;
struct db;
struct err;
struct user;

#define FACTOR_CODES	10	/* recovery codes */
#define FACTOR_CODE_SIZE 12	/* "abcde-fghij", NUL */

struct factor {
	bool	on;		/* the app */
	int64_t	confirmed_at;	/* ms */
	int64_t	passkeys;
	int64_t	codes_left;
};
int	factor_get(struct db *, int64_t user_id, struct factor *out,
	    struct err *);
/*
 * A new shared key, which counts from factor_confirm on. secret: in base32, for those who type;
 * uri: for the app's camera; both are the caller's (mem_free_str). ERR_CONFLICT
 * "account.factor_on": there is one.
 */
int	factor_begin(struct db *, const struct conf *, const struct user *,
	    char **secret, char **uri, struct err *);
/* The first code of the app: the factor is on; codes: to be shown this one time. */
int	factor_confirm(struct db *, const struct conf *, int64_t user_id,
	    const char *code, char codes[FACTOR_CODES][FACTOR_CODE_SIZE],
	    struct err *);
/* New recovery codes in place of those that are left. ERR_CONFLICT
 * "account.factor_off": there is neither app nor passkey. */
int	factor_codes(struct db *, int64_t user_id,
	    char codes[FACTOR_CODES][FACTOR_CODE_SIZE], struct err *);
/*
 * A code of the app, or a recovery code, which is used up: neither is taken twice. recovered:
 * it was the latter. ERR_AUTH "account.code": wrong.
 */
int	factor_check(struct db *, const struct conf *, int64_t user_id,
	    const char *code, bool *recovered, struct err *);
/* The app alone; without a passkey the recovery codes go, too. */
int	factor_off(struct db *, int64_t user_id, struct err *);
/* Drops recovery codes that are of no use: the last passkey is gone and no app is on. */
int	factor_tidy(struct db *, int64_t user_id, struct err *);
/* All of it, passkeys as well. */
int	factor_drop(struct db *, int64_t user_id, struct err *);
/* As connection_rotate. */
int	factor_rotate(struct db *, const struct conf *, int64_t *done,
	    int64_t *failed, struct err *);
/* As connection_secrets_lost: who sets up the app anew. */
int	factor_lost(struct db *, struct buf *lines, struct err *);

#endif
