/* sign_in: an admin signs in at a job board (OAuth with state and PKCE): where the browser goes,
 * and who comes back. The verifier is made of the state, so it is not stored. Table
 * platform_sign_in. Source: RFC 6749, 4.1; RFC 7636. */
#ifndef PLATFORM_SIGN_IN_H
#define PLATFORM_SIGN_IN_H

#include <stdint.h>

#include "io/db_clock.h"
#include "io/secret.h"

struct conf;
struct db;
struct err;
struct integration;
struct platform;
struct platform_keys;
struct web_req;
struct web_res;

#define SIGN_IN_VERIFIER_SIZE	65
#define SIGN_IN_STATE_SIZE	SECRET_TOKEN_SIZE

/* The board's page for the browser; the caller's. keys: of the integration, api_key is needed. */
int	sign_in_begin(struct db *, const struct conf *,
	    const struct platform *, const struct integration *,
	    const struct platform_keys *, int64_t user_id, char **url,
	    struct err *);
/* The state of a sign-in that begins, of any connection. */
int	sign_in_state(struct db *, int64_t connection_id, int64_t user_id,
	    char state[SIGN_IN_STATE_SIZE], struct err *);
/*
 * The state came back, once and within a quarter of an hour, with the same person: the
 * integration's id, and the verifier. Else ERR_CONFLICT "platform.sign_in_state".
 */
int	sign_in_take(struct db *, const struct conf *, int64_t user_id,
	    const char *state, int64_t *id,
	    char verifier[SIGN_IN_VERIFIER_SIZE], struct err *);
/*
 * The board sent the browser back without a code; error: its word, NULL: none. ERR_CONFLICT
 * "platform.sign_in_refused": the person did not allow it; "platform.sign_in_scope": the
 * application may not ask for that; "platform.sign_in_failed": anything else. -1.
 */
int	sign_in_refused(const struct platform *, const char *error,
	    struct err *);
/* Where the board sends the browser back to; the caller's. */
char	*sign_in_redirect(const struct conf *, const struct platform *);
/*
 * rc: whether url is known, where one signs in. A browser goes there, 303, or as sign_in_back;
 * whoever else asks is told where that is, 200, or err, -1.
 */
int	sign_in_send(const struct web_req *, struct web_res *,
	    const char *page, int rc, const char *url, struct err *);
/*
 * The browser that came back goes on to our page ("/x/?"), 303: connected=word, or with rc -1
 * failed=code of err, which is logged and done with.
 */
int	sign_in_back(struct web_res *, const char *page, const char *word,
	    int rc, struct err *);
/* Removes those that were over so many days ago. */
int	sign_in_expire(struct db *, int64_t days, int64_t *removed,
	    struct err *);

/* What waits for a time. */
extern const struct db_deadline sign_in_deadlines[];

#endif
