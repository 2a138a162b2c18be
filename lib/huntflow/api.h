/* api: calls to Huntflow, API v2, and what its answers have in common; applicants,
 * dictionaries, uploads, tokens, webhooks have files of their own. Asking and understanding
 * (x_parse) are two functions; the second touches no network. Source: "Huntflow API v2",
 * general.md. */
#ifndef HUNTFLOW_API_H
#define HUNTFLOW_API_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct err;
struct fetch_conf;
struct fetch_req;
struct huntflow;

/* Calls per second and token. */
#define HUNTFLOW_LIMIT		10

/*
 * Asked for when the service refuses the access token (GET /me says so): a fresh one, already
 * stored durably. stale: the token that was refused; expired: the service says
 * that its time is over, which alone allows a refresh. fresh: the caller frees.
 * -1 with err "huntflow.key" when there is none.
 */
typedef int huntflow_renewer(void *arg, const char *stale, bool expired,
	    char **fresh, struct err *);

/*
 * base_url with or without /v2; auth is ignored, token is sent as Bearer (NULL:
 * none, for huntflow_token_refresh). renew NULL: a refused token is an error.
 */
struct huntflow *huntflow_open(const struct fetch_conf *, const char *token,
	    huntflow_renewer *renew, void *arg, struct err *);
void	 huntflow_close(struct huntflow *);
void	 huntflow_close_p(struct huntflow **);
#define own_huntflow cleanup(huntflow_close_p)
/* After -1: may the service have carried the last request out? (a lost answer) */
bool	 huntflow_sent(const struct huntflow *);
/* Until when Huntflow wants no call with this key (ms; 0: no wait), and the end of that wait by a
 * person's word. */
int	 huntflow_waits(struct huntflow *, int64_t *until_ms, struct err *);
int	 huntflow_lift(struct huntflow *, struct err *);
/* How long a call may wait for the budget before it is "huntflow.busy"; 0: as usual. */
void	 huntflow_set_patience(struct huntflow *, int budget_wait_ms);

/*
 * Errors of every call beside fetch's: ERR_REMOTE_AUTH with code "huntflow.key"
 * (401, or a refresh that was refused), ERR_REMOTE with code "huntflow.unpaid" (402),
 * "huntflow.denied" (403), "huntflow.absent" (404), "huntflow.input" (400, 422: what
 * was sent was refused, text says which field), "huntflow.busy" (429),
 * "huntflow.shape" (an answer of another shape, also its own data which it calls
 * invalid), "huntflow.down" (5xx, unreachable, too slow).
 */

/*
 * Any request, as the proxy sends it; paths begin behind /v2. status: what the service
 * answered with (0: nothing); out: its document, null when it sent none, also with an error
 * status. 0: it answered below 300; -1 with err as of every call.
 */
int	 huntflow_raw(struct huntflow *, const struct fetch_req *, int *status,
	    json_t **out, struct err *);

/* Who the token belongs to. */
struct huntflow_me {
	int64_t	 id;
	char	*name, *email;
};
void	 huntflow_me_clear(struct huntflow_me *);
#define own_huntflow_me cleanup(huntflow_me_clear)
int	 huntflow_me(struct huntflow *, struct huntflow_me *out, struct err *);
int	 huntflow_me_parse(const json_t *, struct huntflow_me *out,
	    struct err *);

/* --- for the files of this client --- */

/* "huntflow.shape": what was of another shape. */
int	 huntflow_shape(struct err *, const char *what);
/*
 * Of a POST whose answer was read with rc: one that came but made no sense leaves open what was
 * done (huntflow_sent). Returns rc.
 */
int	 huntflow_unsure(struct huntflow *, int rc);

#endif
