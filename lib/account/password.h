/* password: is this the password of the account with this e-mail? Guesses are slowed by
 * login_try and written to the audit. */
#ifndef ACCOUNT_PASSWORD_H
#define ACCOUNT_PASSWORD_H

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

/*
 * The same for a sign-in: who has a second factor (factor) sends a code with it. ERR_AUTH also
 * "account.code_needed" (the password is right, code is NULL or empty) and "account.code".
 */
int	password_enter(struct db *, const struct web_req *, const char *email,
	    const char *password, const char *code, struct user *out,
	    struct err *);
/* The code alone, where a link stands for the password; 0 also without a second factor. */
int	password_code(struct db *, const struct web_req *,
	    const struct user *, const char *code, struct err *);

#endif
