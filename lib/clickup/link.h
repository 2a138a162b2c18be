/* link: a ClickUp client for a user: the connection, its key, CLICKUP_API_URL, the
 * shared budget and the call log. A refusal of the key marks the connection refused
 * ("clickup.token"), a later good answer marks it ok. */
#ifndef CLICKUP_LINK_H
#define CLICKUP_LINK_H

#include <stdint.h>

struct clickup;
struct conf;
struct db;
struct err;

/*
 * A client with the user's stored key. ERR_CONFLICT with code "clickup.unset" (no connection or
 * no key), ERR_INTERNAL (the key does not open).
 */
int	clickup_link_open(struct db *, const struct conf *, int64_t company_id,
	    int64_t user_id, struct clickup **out, struct err *);
/* A client with a key that is not stored (connection test before saving). */
int	clickup_link_try(struct db *, const struct conf *, int64_t company_id,
	    int64_t user_id, const char *key, struct clickup **out, struct err *);

#endif
