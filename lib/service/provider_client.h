/* provider_client: of one account that is asked: its provider's api, and how its calls ended. */
#ifndef SERVICE_PROVIDER_CLIENT_H
#define SERVICE_PROVIDER_CLIENT_H

#include <jansson.h>
#include <stdint.h>

#include "base/mem.h"
#include "service/provider_account.h"

struct caller;
struct err;

struct provider_client {
	const struct caller	*who;
	struct provider_account	 account;
	void			*api;		/* of provider_api.open */
	int64_t			 opened_at;	/* clock_mono_ms */
};
void	provider_client_close(struct provider_client *);
void	provider_client_close_p(struct provider_client **);
#define own_provider_client	cleanup(provider_client_close_p)
/*
 * NULL: ERR_ABSENT; ERR_UNFIT: it has no credentials; ERR_CONFLICT "service.account_inactive". who
 * outlives it; user_id 0: nobody, it is background work.
 */
struct provider_client *provider_client_open(const struct caller *,
	    const struct provider *, int64_t account_id, struct err *);
/* The same of one that may be switched off: it is tested, or chosen what it is to read. */
struct provider_client *provider_client_try(const struct caller *,
	    const struct provider *, int64_t account_id, struct err *);
/* After its calls: how they ended, for the account's card. why NULL: well. */
void	provider_client_settle(const struct provider_client *,
	    const struct err *why);
/* Asks what it may do, which is kept with the account; facts: the caller's. */
int	provider_client_check(const struct caller *, const struct provider *,
	    int64_t account_id, json_t **facts, struct err *);

#endif
