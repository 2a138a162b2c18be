/* hook: what a portal's outgoing webhook tells: new users, tasks, events of calendars. Nothing in
 * it is believed but that something happened: it is read anew. Lost ones are made good by syncs.
 * Source: b24restdocs, "Events". */
#ifndef BITRIX_HOOK_H
#define BITRIX_HOOK_H

struct caller;
struct err;
struct provider_account;
struct webhook_service;

/* What a program does with them (webhook_use.arg): the parts of the account's sync that read tasks
 * that were told of (bitrix/told.h), and calendars. NULL: they are left to syncs that come. */
struct bitrix_listeners {
	const char	*task_part, *calendar_part;
};
#define BITRIX_GATHER_S	10	/* events cause one read */

extern const struct webhook_service bitrix_hook_service;

/* provider.hook_url: the address for the portal, made when it is asked for first. The caller's. */
int	bitrix_hook_url(const struct caller *, const struct provider_account *,
	    char **url, struct err *);

#endif
