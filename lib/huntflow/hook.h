/* hook: Huntflow tells us of changes: its webhook is registered in every organisation
 * that the key opens, shown, removed, and looked after. */
#ifndef HUNTFLOW_HOOK_H
#define HUNTFLOW_HOOK_H

#include <jansson.h>
#include <stdint.h>

struct conf;
struct db;
struct err;
struct webhook_service;

/* The table for the webhook machine. */
extern const struct webhook_service huntflow_hook_service;

#define HUNTFLOW_HOOK_PATH	"/hooks/huntflow/"	/* and the random key */

/* Whose webhook, and the language of texts. */
struct huntflow_hook {
	struct db	*db;
	const struct conf *conf;
	int64_t		 company_id, user_id;
	const char	*lang;
};

/*
 * {registered, status: active, failing, suspended, off, status_code, status_text, events_received,
 * last_event_at, endpoint (without its key), checked_at, accounts: [{id}]}; also before
 * anything is set up.
 */
int	huntflow_hook_get(const struct huntflow_hook *, json_t **out,
	    struct err *);
/*
 * Register it wherever it does not stand yet. ERR_CONFLICT: "huntflow.webhook_address"
 * (WEB_BASE_URL cannot be reached from outside), "huntflow.setup"; ERR_BUSY "webhook.busy";
 * "huntflow.refused"; the codes of huntflow/api.h.
 */
int	huntflow_hook_register(const struct huntflow_hook *, struct err *);
/* Remove it here and in Huntflow; none: nothing happens. */
int	huntflow_hook_remove(const struct huntflow_hook *, struct err *);

/* Look after those that are due: those that Huntflow gave up are registered anew, and what was
 * kept while they were silent ends. */
int	huntflow_hook_check(struct db *, const struct conf *, struct err *);

#endif
