/* hook: ClickUp's webhook for the chosen list: its table for the webhook machine. */
#ifndef CLICKUP_HOOK_H
#define CLICKUP_HOOK_H

#include <stdint.h>

#include "clickup/set.h"

struct clickup;
struct clickup_listeners;
struct conf;
struct db;
struct webhook_service;

/* Its argument is a struct clickup_listeners; only where events are handled. */
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

#endif
