/* client: of a company's account at Bitrix24: its portal, credentials and budget. */
#ifndef BITRIX_CLIENT_H
#define BITRIX_CLIENT_H

#include <stdint.h>

#include "base/mem.h"
#include "service/provider_account.h"

struct bitrix;
struct caller;
struct err;

/* Whose token it is. */
struct bitrix_grantee {
	const struct caller	*who;
	int64_t			 account_id;
};

/* One account that is asked. */
struct bitrix_client {
	const struct caller	*who;
	struct provider_account	 account;
	struct bitrix		*api;
	struct bitrix_grantee	*grantee;
	int64_t			 opened_at;	/* clock_mono_ms */
};
void	bitrix_client_close(struct bitrix_client *);
#define own_bitrix_client	cleanup(bitrix_client_close)
/*
 * ERR_ABSENT; ERR_UNFIT "bitrix.unset": it has no credentials. who outlives it; user_id 0: nobody,
 * it is background work. ERR_CONFLICT "service.account_inactive".
 */
int	bitrix_client_open(const struct caller *, int64_t account_id,
	    struct bitrix_client *out, struct err *);
/* The same of one that may be switched off: it is tested, or chosen what it is to read. */
int	bitrix_client_try(const struct caller *, int64_t account_id,
	    struct bitrix_client *out, struct err *);
/* After its calls: how they ended, for the account's card. why NULL: well. */
void	bitrix_client_settle(const struct bitrix_client *,
	    const struct err *why);

/* The same as provider_sync has them: client is a struct bitrix_client. */
int	bitrix_client_open_for(const struct caller *, int64_t account_id,
	    void **client, struct err *);
void	bitrix_client_close_for(void *client);
int64_t	bitrix_client_calls(const void *client);

#endif
