/* proxy: a request of a person's own to the Huntflow API: what may be asked, the
 * answer from the cache or from the service, the cache kept true after a write. */
#ifndef HUNTFLOW_PROXY_H
#define HUNTFLOW_PROXY_H

#include <jansson.h>
#include <stdbool.h>

#include "base/mem.h"

struct caller;
struct err;
struct fetch_req;

#define PROXY_TEXT	500	/* bytes of an endpoint */
#define PROXY_CACHE_S	300	/* how long an answer is cached by default */

/* What was asked for. Texts of parameters are owned; method and data are the body's. */
struct huntflow_proxy {
	const char	*method;
	char		 path[PROXY_TEXT + 2];	/* "/accounts/1/vacancies" */
	char		 words[PROXY_TEXT + 2];	/* the same, cut into segments */
	json_t		*params;		/* array of [name, value], sorted */
	const json_t	*data;			/* NULL: no body */
	bool		 use_cache;
	int		 cache_s;
};
void	huntflow_proxy_clear(struct huntflow_proxy *);
#define own_huntflow_proxy cleanup(huntflow_proxy_clear)

/*
 * {endpoint, method?, params?, data?, use_cache?, cache_timeout?}. Endpoints are paths of the
 * API alone, with or without /v2: segments of letters, digits, - and _, the first of
 * them accounts, me, ... ; never token. ERR_INPUT names the member.
 */
int	huntflow_proxy_read(const json_t *body, struct huntflow_proxy *out,
	    struct err *);

struct huntflow_proxy_done {
	int	 status;	/* Huntflow's; 0: it did not answer */
	json_t	*data;		/* its document, or NULL */
	bool	 hit;		/* from the cache */
};
void	huntflow_proxy_done_clear(struct huntflow_proxy_done *);
#define own_huntflow_proxy_done cleanup(huntflow_proxy_done_clear)
/*
 * out is filled also after -1 when the service refused (its status and document). Errors as of
 * huntflow/api.h and huntflow_link_open; "huntflow.proxy_lost": no answer to a write that may be
 * done.
 */
int	huntflow_proxy_run(const struct caller *, const struct huntflow_proxy *,
	    struct huntflow_proxy_done *out, struct err *);

#endif
