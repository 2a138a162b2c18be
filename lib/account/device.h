/*
 * device: browsers that a person has signed in with before. Their cookie, signed with
 * SECRET_KEY, opens nothing: it only sets their guesses at the password apart from those of
 * strangers (login_try). Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
 */
#ifndef ACCOUNT_DEVICE_H
#define ACCOUNT_DEVICE_H

#include <stdbool.h>

#include "io/secret.h"

struct web_req;
struct web_res;

/* email: as user_email gives it. id: names the browser. False: it has no cookie of this person. */
bool	device_known(const struct web_req *, const char *email,
	    char id[SECRET_TOKEN_SIZE]);
/* The browser, as login_try counts it: a session at work is as good as a known device. NULL: a
 * stranger's. */
const char *device_of(const struct web_req *, const char *email,
	    char id[SECRET_TOKEN_SIZE]);
/* After a sign-in; a cookie that is good for this person is kept. */
void	device_remember(struct web_res *, const struct web_req *,
	    const char *email);

#endif
