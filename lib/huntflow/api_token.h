/* api_token: the pair of tokens that Huntflow is asked with. Source: "Huntflow API v2",
 * token.md. */
#ifndef HUNTFLOW_API_TOKEN_H
#define HUNTFLOW_API_TOKEN_H

#include <jansson.h>
#include <stdint.h>

#include "base/mem.h"

struct err;
struct huntflow;

struct huntflow_token {
	char	*access, *refresh;
	int64_t	 access_s, refresh_s;	/* seconds they live */
};
void	 huntflow_token_clear(struct huntflow_token *);
#define own_huntflow_token cleanup(huntflow_token_clear)
/*
 * The new pair for a single-use refresh token, by a client opened without a token.
 * ERR_REMOTE_AUTH with code "huntflow.key": it is used or unknown. ERR_BUSY: too early, the access
 * token has not expired yet (or 429). After any other error the pair may be lost:
 * huntflow_sent.
 */
int	 huntflow_token_refresh(struct huntflow *, const char *refresh,
	    struct huntflow_token *out, struct err *);
int	 huntflow_token_parse(const json_t *, struct huntflow_token *out,
	    struct err *);

#endif
