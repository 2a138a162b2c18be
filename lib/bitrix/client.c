#include "bitrix/client.h"

#include <jansson.h>

#include "account/caller.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "bitrix/api.h"
#include "bitrix/bitrix.h"
#include "bitrix/check.h"
#include "bitrix/token.h"
#include "io/field.h"
#include "service/call.h"
#include "service/provider_client.h"

/* NULL: it is not set. */
static int
secret_of(const struct provider_client *c, const char *name, char **out,
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
	const struct provider_client	*c = arg;

	return bitrix_token_renew(c->who, c->account.con.id, stale, fresh,
	    err);
}

static void *
open_api(struct provider_client *c, struct err *err)
{
	const json_t		*settings = c->account.con.settings;
	own_str char		*webhook = NULL, *token = NULL;
	struct bitrix_conf	 conf = {
		.conf = c->who->conf, .db = c->who->db,
		.company_id = c->who->company_id, .user_id = c->who->user_id,
		.connection_id = c->account.con.id, .record = call_record,
		.origin = c->account.con.base_url,
		.rate = (int)field_num(settings, BITRIX_LIMIT,
		    conf_int(c->who->conf, "BITRIX24_LIMIT", BITRIX_RATE)),
		.burst = (int)field_num(settings, BITRIX_BUCKET,
		    BITRIX_BURST),
		.renew = renew, .renew_arg = c,
	};

	if (secret_of(c, BITRIX_WEBHOOK, &webhook, err) == -1 ||
	    secret_of(c, BITRIX_ACCESS, &token, err) == -1)
		return NULL;
	if (webhook == NULL && token == NULL) {
		err_code(err, ERR_UNFIT, "bitrix.unset", "%s", "");
		return NULL;
	}
	conf.webhook = webhook;
	conf.token = token;
	return bitrix_open(&conf, err);
}

static void
close_api(void *api)
{
	bitrix_close(api);
}

static int64_t
calls(const void *api)
{
	return bitrix_calls(api);
}

const struct provider_api bitrix_client = { .open = open_api,
	.close = close_api, .calls = calls, .check = bitrix_check };
