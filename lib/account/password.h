/* password: is this the password of the account with this e-mail? Guesses are slowed by
 * login_try and written to the audit. */
#ifndef ACCOUNT_PASSWORD_H
#define ACCOUNT_PASSWORD_H

#include <jansson.h>

#include "account/password_rule.h"

struct db;
struct err;
struct user;
struct web_req;

/*
 * email: as user_email gives it. out: the account, filled on success, released with user_clear.
 * 0, or -1 with err: ERR_AUTH "login": wrong, nobody of that e-mail (which takes as long) or
 * inactive; ERR_BUSY "account.login_throttled".
 */
int	password_check(struct db *, const struct web_req *, const char *email,
	    const char *password, struct user *out, struct err *);

/* What comes with a password or a link where a second factor is set: one of them, or nothing. */
struct password_step {
	const char	*code;		/* of the app, or a recovery code; NULL */
	const json_t	*passkey;	/* what the browser's passkey signed; NULL */
};
/*
 * The same for a sign-in with its second step. ERR_AUTH also "account.code_needed" and
 * "account.passkey_needed" (the password is right, but nothing came with it; the latter where there
 * is a passkey), "account.code", and as passkey_check says.
 */
int	password_enter(struct db *, const struct web_req *, const char *email,
	    const char *password, const struct password_step *,
	    struct user *out, struct err *);
/* The second step alone, where a link replaces the password; 0 also without a second factor. */
int	password_step(struct db *, const struct web_req *,
	    const struct user *, const struct password_step *, struct err *);
/* The password alone, before its second step: a right one leaves no trace. */
int	password_first(struct db *, const struct web_req *, const char *email,
	    const char *password, struct user *out, struct err *);

/*
 * A passkey in place of all of them. ERR_INPUT on its members; ERR_AUTH as passkey_check says;
 * ERR_BUSY "account.login_throttled".
 */
int	password_passkey(struct db *, const struct web_req *,
	    const json_t *credential, struct user *out, struct err *);

#endif
