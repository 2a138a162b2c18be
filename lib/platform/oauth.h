/* oauth: what the answers of an OAuth server say. Pure. Source: RFC 6749, sections 5.1 and 5.2. */
#ifndef PLATFORM_OAUTH_H
#define PLATFORM_OAUTH_H

#include <jansson.h>
#include <stdint.h>

struct integration_token;

/* out borrows from the document. -1: there is no access token in it. */
int	oauth_token_read(const json_t *, int64_t now_ms,
	    struct integration_token *out);

enum oauth_refusal {
	OAUTH_OVER,	/* what was traded is worth nothing: a person signs in anew */
	OAUTH_EARLY,	/* the old token is still good for the server */
	OAUTH_UNCLEAR	/* a fault, or a page: the same may go well later */
};
/* why: a word of the server, or NULL; lives as long as the document. */
enum oauth_refusal oauth_refusal(int status, const json_t *, const char **why);

#endif
