/* refusal: what a job board's refusal means, and what becomes of the integration by it. Pure. */
#ifndef PLATFORM_REFUSAL_H
#define PLATFORM_REFUSAL_H

#include <jansson.h>

struct err;

enum platform_refusal {
	PLATFORM_EXPIRED,	/* the token's time is over: the one that a refresh helps */
	PLATFORM_DOUBT,		/* the token may be over, or the account has no right to this: a
				 * refresh tells */
	PLATFORM_KEY,		/* the token or key is dead: a person connects anew */
	PLATFORM_PAYMENT,	/* the account has not paid for this */
	PLATFORM_CAPTCHA,	/* it wants to see a person */
	PLATFORM_BLOCKED,	/* a guard in front of it refused, by a page */
	PLATFORM_REGION,	/* it does not answer addresses of this country */
	PLATFORM_QUOTA,		/* what the account may do in a day is used up */
	PLATFORM_BUSY,		/* too many calls just now */
	PLATFORM_DENIED,	/* the account has no right to this */
	PLATFORM_AGENT,		/* it does not like how our program names itself */
	PLATFORM_INPUT,		/* it does not take what was asked */
	PLATFORM_GONE,		/* there is no such thing any more */
	PLATFORM_DOWN		/* an error of its own, or one that says nothing */
};

/*
 * Sets the kind and code of err ("platform.captcha", ...), whose text becomes "HH.ru: 403: said"
 * (said NULL: without it); its status and time to wait stay. Always -1.
 */
int	platform_refusal_set(enum platform_refusal, const char *title,
	    const char *said, struct err *);
/* {code, detail in lang, retry_after_s}. */
json_t	*platform_error_json(const struct err *, const char *lang);
/*
 * The state that a failure of this code leaves the integration's connection in: "refused", "error",
 * or NULL: as it was.
 */
const char *platform_refusal_status(const char *code);

#endif
