/* cookie: the cookies of people's browsers: HttpOnly, SameSite=Lax, for the whole site; under https
 * also Secure and named __Host-..., which no other host or page in plain http can set. */
#ifndef ACCOUNT_COOKIE_H
#define ACCOUNT_COOKIE_H

#include <stddef.h>

struct web_req;
struct web_res;

#define COOKIE_SESSION	"hw_session"
#define COOKIE_DEVICE	"hw_device"
#define COOKIE_PASSKEY	"hw_passkey"	/* a sign-in by a passkey is under way */

/* The value in out, or NULL: none was sent, or it does not fit. */
const char *cookie_get(const struct web_req *, const char *name, char *out,
	    size_t size);
/* max_age_s 0 removes it. */
void	cookie_set(struct web_res *, const struct web_req *, const char *name,
	    const char *value, long max_age_s);

#endif
