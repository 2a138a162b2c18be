/* hook: what a portal's outgoing webhook tells: new users, tasks, events of calendars. Nothing in
 * it is believed but that something happened: it is read anew. Lost ones are made good by syncs.
 * Source: b24restdocs, "Events". */
#ifndef BITRIX_HOOK_H
#define BITRIX_HOOK_H

#include <stdbool.h>
#include <stdint.h>

struct caller;
struct err;
struct provider_account;
struct webhook_outcome;
struct webhook_service;

/* What a program does with them (webhook_use.arg); NULL members: they are left to syncs. */
struct bitrix_listeners {
	/* A task was added, changed, or (gone) removed. */
	int	(*task)(const struct caller *, int64_t account_id,
		    int64_t task_id, bool gone, struct webhook_outcome *,
		    struct err *);
	/* The calendar changed: the part of the account's sync that reads it; NULL: none. */
	const char	*calendar_part;
};
#define BITRIX_GATHER_S	10	/* events of calendars cause one read */

extern const struct webhook_service bitrix_hook_service;

/* provider.hook_url: the address for the portal, made when it is asked for first. The caller's. */
int	bitrix_hook_url(const struct caller *, const struct provider_account *,
	    char **url, struct err *);

#endif
