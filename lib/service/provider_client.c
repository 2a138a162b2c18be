#include "service/provider_client.h"

#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"

void
provider_client_close(struct provider_client *c)
{
	if (c == NULL)
		return;
	if (c->api != NULL)
		c->account.provider->api->close(c->api);
	provider_account_clear(&c->account);
	free(c);
}

void
provider_client_close_p(struct provider_client **c)
{
	provider_client_close(*c);
	*c = NULL;
}

struct provider_client *
provider_client_try(const struct caller *who, const struct provider *provider,
    int64_t account_id, struct err *err)
{
	own_provider_client struct provider_client	*c = mem_zero(
							    sizeof(*c));

	c->who = who;
	if (provider_account_get(who->db, who->company_id, provider,
	    account_id, &c->account, err) == -1 ||
	    (c->api = provider->api->open(c, err)) == NULL)
		return NULL;
	c->opened_at = clock_mono_ms();
	return give(c);
}

struct provider_client *
provider_client_open(const struct caller *who, const struct provider *provider,
    int64_t account_id, struct err *err)
{
	own_provider_client struct provider_client	*c =
	    provider_client_try(who, provider, account_id, err);

	return c == NULL || provider_account_check_on(&c->account, err) == -1 ?
	    NULL : give(c);
}

void
provider_client_settle(const struct provider_client *c, const struct err *why)
{
	struct err	err = { 0 };

	if (provider_account_settle(c->who->db, c->account.con.id,
	    clock_mono_ms() - c->opened_at, why, &err) == -1)
		log_err(LOG_WARN, "account: how it fares", &err);
}

int
provider_client_check(const struct caller *who,
    const struct provider *provider, int64_t account_id, json_t **facts,
    struct err *err)
{
	own_provider_client struct provider_client	*c =
	    provider_client_try(who, provider, account_id, err);
	int						 rc;

	if (c == NULL)
		return -1;
	rc = provider->api->check(c->api, facts, err);
	if (rc == -1)
		provider_account_blame(err);
	provider_client_settle(c, rc == -1 ? err : NULL);
	return rc == -1 ? -1 : provider_account_set_facts(who->db, account_id,
	    *facts, err);
}
