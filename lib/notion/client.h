/* client: of a company's account at Notion: NOTION_API_URL, its key, its budget, the generation of
 * the API that it takes. */
#ifndef NOTION_CLIENT_H
#define NOTION_CLIENT_H

#include <stdint.h>

#include "base/mem.h"
#include "notion/api.h"
#include "service/provider_account.h"

struct caller;
struct err;

/* One account that is asked. */
struct notion_client {
	const struct caller	*who;
	struct provider_account	 account;
	struct notion		*api;
	char			 source[NOTION_ID_SIZE];	/* the chosen one; "": none */
	int64_t			 opened_at;	/* clock_mono_ms */
};
void	notion_client_close(struct notion_client *);
#define own_notion_client cleanup(notion_client_close)
/*
 * ERR_ABSENT; ERR_UNFIT "notion.unset": it has no key. who outlives it; user_id 0: nobody, it is
 * background work. ERR_CONFLICT "service.account_inactive".
 */
int	notion_client_open(const struct caller *, int64_t account_id,
	    struct notion_client *out, struct err *);
/* The same of one that may be switched off: it is tested, or chosen what it is to read. */
int	notion_client_try(const struct caller *, int64_t account_id,
	    struct notion_client *out, struct err *);
/* After its calls: how they ended, for the account's card. why NULL: well. */
void	notion_client_settle(const struct notion_client *,
	    const struct err *why);

/* The same as provider_sync has them: client is a struct notion_client. */
int	notion_client_open_for(const struct caller *, int64_t account_id,
	    void **client, struct err *);
void	notion_client_close_for(void *client);
int64_t	notion_client_calls(const void *client);

#endif
