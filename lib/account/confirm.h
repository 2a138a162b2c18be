/*
 * confirm: who is signed in proves anew that it is they, before something that would open
 * another way in: an API key, a second factor, the rules for all.
 */
#ifndef ACCOUNT_CONFIRM_H
#define ACCOUNT_CONFIRM_H

struct db;
struct err;
struct user;
struct web_req;

#define CONFIRM_FIELDS	"current_password", "code"	/* members of the body that it reads */

/*
 * Needs a browser's session, and in the body current_password if a password is set, else code
 * if there is a second factor, else a sign-in within the last CONFIRM_MINUTES. ERR_DENIED
 * "account.session_only", "account.confirm_again"; ERR_INPUT on the field; ERR_BUSY
 * "account.login_throttled".
 */
#define CONFIRM_MINUTES	15
int	confirm_person(struct db *, const struct web_req *,
	    const struct user *, struct err *);

#endif
