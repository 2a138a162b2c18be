/* refusal: what an error answer of Huntflow means, and whether it lasts: one table for all calls.
 * No network. Sources: "Huntflow API v2", general.md, token.md; public reports of its clients. */
#ifndef HUNTFLOW_REFUSAL_H
#define HUNTFLOW_REFUSAL_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct err;

enum huntflow_refusal {
	HUNTFLOW_EXPIRED,	/* the access token is over: a refresh mends it */
	HUNTFLOW_KEY,		/* of the key, it seems: only GET /me decides */
	HUNTFLOW_LOST,		/* the refresh token is unknown or was used */
	HUNTFLOW_EARLY,		/* of a refresh: the access token is good yet */
	HUNTFLOW_OBJECT,	/* this key may not do that with this object */
	HUNTFLOW_GONE,
	HUNTFLOW_UNPAID,
	HUNTFLOW_INPUT,		/* what was sent is refused; the text says which field */
	HUNTFLOW_LARGE,
	HUNTFLOW_OWN,		/* it calls data of its own invalid */
	HUNTFLOW_BUSY,		/* wait, then again */
	HUNTFLOW_SLOW,
	HUNTFLOW_DOWN		/* not Huntflow's word, or it broke: again later */
};

/* doc: the answer's document, NULL when it was none (a page of HTML). */
enum huntflow_refusal huntflow_refusal_of(int status, const json_t *doc);
/* Kind, code and text of err, which has the status. Always -1. */
int	 huntflow_refusal_set(enum huntflow_refusal, const json_t *doc,
	    struct err *err);
/* What an error answer says, "title (variable)"; "" when it says nothing. */
void	 huntflow_refusal_text(const json_t *, char *out, size_t size);

#endif
