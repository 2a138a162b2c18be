/* hook: ClickUp tells us of changes in the chosen list: its webhook is registered,
 * shown, removed; and looked after: health, a list that was changed, gaps. */
#ifndef CLICKUP_HOOK_H
#define CLICKUP_HOOK_H

#include <jansson.h>
#include <stdint.h>

#include "clickup/set.h"

struct clickup;
struct clickup_listeners;
struct conf;
struct db;
struct err;
struct webhook_service;

/* The table for the webhook machine; its argument is a struct clickup_listeners. */
extern const struct webhook_service clickup_hook_service;

/* A client of it: the API and what it works with. */
struct clickup_hook_client {
	struct db			*db;
	const struct conf		*conf;
	const struct clickup_listeners	*listeners;
	int64_t				 company_id, user_id;
	struct clickup_set		 set;
	struct clickup			*api;
};

#define CLICKUP_HOOK_PATH	"/hooks/clickup/"	/* and the random key */

/* Whose webhook, and the language of texts. */
struct clickup_hook {
	struct db	*db;
	const struct conf *conf;
	int64_t		 company_id, user_id;
	const char	*lang;
};

/*
 * {registered, status: active, failing, suspended, off, status_code, status_text, fail_count,
 * events_received, last_event_at, endpoint (without its key), checked_at}; also before anything
 * is set up.
 */
int	clickup_hook_get(const struct clickup_hook *, json_t **out,
	    struct err *);
/*
 * Register it for the chosen list; when it stands already, it is checked and switched on.
 * ERR_CONFLICT: "clickup.webhook_address" (WEB_BASE_URL cannot be reached from outside),
 * "clickup.unset", "clickup.list_unset"; ERR_BUSY "webhook.busy"; the codes of clickup/api.h.
 */
int	clickup_hook_register(const struct clickup_hook *, struct err *);
/* Remove it here and in ClickUp; none: nothing happens. */
int	clickup_hook_remove(const struct clickup_hook *, struct err *);

/*
 * Look after those that are due: switch suspended ones on, register anew for another list,
 * ask for the syncs that gaps owe.
 */
int	clickup_hook_check(struct db *, const struct conf *, struct err *);

#endif
