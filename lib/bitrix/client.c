#include "bitrix/client.h"

#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "bitrix/api.h"
#include "bitrix/bitrix.h"
#include "bitrix/token.h"
#include "io/field.h"
#include "service/call.h"

void
bitrix_client_close(struct bitrix_client *c)
{
	bitrix_close(c->api);
	free(c->grantee);
	provider_account_clear(&c->account);
	*c = (struct bitrix_client){ 0 };
}

/* NULL: it is not set. */
static int
secret_of(const struct bitrix_client *c, const char *name, char **out,
    struct err *err)
{
	struct err	why = { 0 };

	*out = NULL;
	if (connection_secret(c->who->db, c->who->conf, c->account.con.id,
	    name, out, &why) == 0 || why.kind == ERR_ABSENT)
		return 0;
	*err = why;
	return -1;
}

static int
renew(void *arg, const char *stale, char **fresh, struct err *err)
{
	const struct bitrix_grantee	*g = arg;

	return bitrix_token_renew(g->who, g->account_id, stale, fresh, err);
}

static int
open_api(struct bitrix_client *c, const char *webhook, const char *token,
    struct err *err)
{
	const json_t			*settings = c->account.con.settings;
	struct bitrix_conf		 conf = {
		.conf = c->who->conf, .db = c->who->db,
		.company_id = c->who->company_id, .user_id = c->who->user_id,
		.connection_id = c->account.con.id, .record = call_record,
		.origin = c->account.con.base_url, .webhook = webhook,
		.token = token,
		.rate = (int)field_num(settings, BITRIX_LIMIT,
		    conf_int(c->who->conf, "BITRIX24_LIMIT", BITRIX_RATE)),
		.burst = (int)field_num(settings, BITRIX_BUCKET,
		    BITRIX_BURST),
	};

	if (webhook == NULL && token == NULL)
		return err_code(err, ERR_UNFIT, "bitrix.unset", "%s", "");
	c->grantee = mem_zero(sizeof(*c->grantee));
	*c->grantee = (struct bitrix_grantee){ c->who, c->account.con.id };
	conf.renew = renew;
	conf.renew_arg = c->grantee;
	return (c->api = bitrix_open(&conf, err)) == NULL ? -1 : 0;
}

int
bitrix_client_try(const struct caller *who, int64_t account_id,
    struct bitrix_client *out, struct err *err)
{
	own_bitrix_client struct bitrix_client	 c = { .who = who };
	own_str char				*webhook = NULL;
	own_str char				*token = NULL;

	if (provider_account_get(who->db, who->company_id, &bitrix_provider,
	    account_id, &c.account, err) == -1 ||
	    secret_of(&c, BITRIX_WEBHOOK, &webhook, err) == -1 ||
	    secret_of(&c, BITRIX_ACCESS, &token, err) == -1 ||
	    open_api(&c, webhook, token, err) == -1)
		return -1;
	c.opened_at = clock_mono_ms();
	*out = give(c);
	return 0;
}

int
bitrix_client_open(const struct caller *who, int64_t account_id,
    struct bitrix_client *out, struct err *err)
{
	own_bitrix_client struct bitrix_client	c = { 0 };

	if (bitrix_client_try(who, account_id, &c, err) == -1 ||
	    provider_account_check_on(&c.account, err) == -1)
		return -1;
	*out = give(c);
	return 0;
}

void
bitrix_client_settle(const struct bitrix_client *c, const struct err *why)
{
	struct err	err = { 0 };

	if (provider_account_settle(c->who->db, c->account.con.id,
	    clock_mono_ms() - c->opened_at, why, &err) == -1)
		log_err(LOG_WARN, "bitrix: account", &err);
}

int
bitrix_client_open_for(const struct caller *who, int64_t account_id,
    void **client, struct err *err)
{
	struct bitrix_client	*c = mem_zero(sizeof(*c));

	if (bitrix_client_open(who, account_id, c, err) == -1) {
		free(c);
		return -1;
	}
	*client = c;
	return 0;
}

void
bitrix_client_close_for(void *client)
{
	bitrix_client_close(client);
	free(client);
}

int64_t
bitrix_client_calls(const void *client)
{
	const struct bitrix_client	*c = client;

	return bitrix_calls(c->api);
}
