#include "notion/client.h"

#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "io/fetch.h"
#include "io/field.h"
#include "notion/notion.h"
#include "service/call.h"

void
notion_client_close(struct notion_client *c)
{
	notion_close(c->api);
	provider_account_clear(&c->account);
	*c = (struct notion_client){ 0 };
}

/* As the last check found it; the newest before. */
static const struct notion_generation *
generation_of(const struct provider_account *account)
{
	const struct notion_generation	*g = notion_generation_of(field_str(
					    account->facts, NOTION_VERSION_FACT));

	return g != NULL ? g : notion_generations;
}

static int
open_api(struct notion_client *c, const struct caller *who, struct err *err)
{
	own_str char		*token = NULL, *auth = NULL;
	struct fetch_conf	 fc = { .conf = who->conf, .db = who->db,
		.provider = NOTION_PROVIDER, .period_s = 1,
		.base_url = conf_get(who->conf, "NOTION_API_URL", NOTION_URL),
		.limit = (int)conf_int(who->conf, "NOTION_LIMIT",
		    NOTION_CALLS), .company_id = who->company_id,
		.user_id = who->user_id, .connection_id = c->account.con.id,
		.record = call_record };

	if (connection_secret(who->db, who->conf, c->account.con.id,
	    NOTION_TOKEN, &token, err) == -1)
		return err->kind == ERR_ABSENT ? err_code(err, ERR_UNFIT,
		    "notion.unset", "%s", "") : -1;
	auth = mem_fmt("Bearer %s", token);
	fc.auth = auth;
	c->api = notion_open(&fc, generation_of(&c->account), err);
	return c->api == NULL ? -1 : 0;
}

int
notion_client_try(const struct caller *who, int64_t account_id,
    struct notion_client *out, struct err *err)
{
	own_notion_client struct notion_client	 c = { .who = who };

	if (provider_account_get(who->db, who->company_id, &notion_provider,
	    account_id, &c.account, err) == -1 ||
	    open_api(&c, who, err) == -1)
		return -1;
	if (!notion_id(field_str(c.account.con.settings, NOTION_DATA_SOURCE),
	    c.source))
		c.source[0] = '\0';
	c.opened_at = clock_mono_ms();
	*out = give(c);
	return 0;
}

int
notion_client_open(const struct caller *who, int64_t account_id,
    struct notion_client *out, struct err *err)
{
	own_notion_client struct notion_client	c = { 0 };

	if (notion_client_try(who, account_id, &c, err) == -1 ||
	    provider_account_check_on(&c.account, err) == -1)
		return -1;
	*out = give(c);
	return 0;
}

void
notion_client_settle(const struct notion_client *c, const struct err *why)
{
	struct err	err = { 0 };

	if (provider_account_settle(c->who->db, c->account.con.id,
	    clock_mono_ms() - c->opened_at, why, &err) == -1)
		log_err(LOG_WARN, "notion: account", &err);
}

int
notion_client_open_for(const struct caller *who, int64_t account_id,
    void **client, struct err *err)
{
	struct notion_client	*c = mem_zero(sizeof(*c));

	if (notion_client_open(who, account_id, c, err) == -1) {
		free(c);
		return -1;
	}
	*client = c;
	return 0;
}

void
notion_client_close_for(void *client)
{
	notion_client_close(client);
	free(client);
}

int64_t
notion_client_calls(const void *client)
{
	const struct notion_client	*c = client;

	return notion_calls(c->api);
}
