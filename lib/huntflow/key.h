/* key: the pair of keys of a Huntflow connection, renewed when the access key has expired. */
#ifndef HUNTFLOW_KEY_H
#define HUNTFLOW_KEY_H

#include <stdbool.h>

struct err;

/*
 * What the client calls on a 401: a token that works. Under a lock of the
 * connection: when the stored one is not stale, another process was quicker and it is
 * taken; else, if expired, the pair is refreshed and stored before it is used. A refusal
 * marks the connection "refused" with code "huntflow.key". link: a huntflow_link.
 */
int	 huntflow_key_renew(void *link, const char *stale, bool expired,
	    char **fresh, struct err *);
/* "huntflow.setup": "the key", "the address" is not set. Always -1. */
int	 huntflow_key_unset(struct err *, const char *what);

#endif
