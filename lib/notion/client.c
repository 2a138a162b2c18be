#include "notion/client.h"

#include <jansson.h>

#include "account/caller.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/fetch.h"
#include "io/field.h"
#include "notion/check.h"
#include "notion/notion.h"
#include "service/call.h"
#include "service/provider_client.h"

/* As the last check found it; the newest before. */
static const struct notion_generation *
generation_of(const struct provider_account *account)
{
	const struct notion_generation	*g = notion_generation_of(field_str(
					    account->facts, NOTION_VERSION_FACT));

	return g != NULL ? g : notion_generations;
}

static void *
open_api(struct provider_client *c, struct err *err)
{
	const struct caller	*who = c->who;
	own_str char		*token = NULL, *auth = NULL;
	struct fetch_conf	 fc = { .conf = who->conf, .db = who->db,
		.provider = NOTION_PROVIDER, .period_s = 1,
		.base_url = conf_get(who->conf, "NOTION_API_URL", NOTION_URL),
		.limit = (int)conf_int(who->conf, "NOTION_LIMIT",
		    NOTION_CALLS), .company_id = who->company_id,
		.user_id = who->user_id, .connection_id = c->account.con.id,
		.record = call_record };

	if (connection_secret(who->db, who->conf, c->account.con.id,
	    NOTION_TOKEN, &token, err) == -1) {
		if (err->kind == ERR_ABSENT)
			err_code(err, ERR_UNFIT, "notion.unset", "%s", "");
		return NULL;
	}
	auth = mem_fmt("Bearer %s", token);
	fc.auth = auth;
	return notion_open(&fc, generation_of(&c->account), err);
}

static void
close_api(void *api)
{
	notion_close(api);
}

static int64_t
calls(const void *api)
{
	return notion_calls(api);
}

const struct provider_api notion_client = { .open = open_api,
	.close = close_api, .calls = calls, .check = notion_check };

void
notion_client_source(const struct provider_account *account,
    char out[NOTION_ID_SIZE])
{
	if (!notion_id(field_str(account->con.settings, NOTION_DATA_SOURCE),
	    out))
		out[0] = '\0';
}
