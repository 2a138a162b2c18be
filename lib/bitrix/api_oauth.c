#include "bitrix/api_oauth.h"

#include <jansson.h>
#include <string.h>

#include "account/caller.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mask.h"
#include "bitrix/bitrix.h"
#include "bitrix/refusal.h"
#include "io/fetch.h"
#include "io/field.h"
#include "platform/integration_token.h"
#include "platform/oauth.h"
#include "service/call.h"

static void
free_secret(char **text)
{
	if (*text != NULL)
		explicit_bzero(*text, strlen(*text));
	mem_free_str(text);
}

void
bitrix_tokens_clear(struct bitrix_tokens *t)
{
	free_secret(&t->access);
	free_secret(&t->refresh);
}

static struct fetch *
open_server(const struct caller *who, int64_t account_id, struct err *err)
{
	const struct fetch_conf	 fc = { .conf = who->conf, .db = who->db,
		.provider = BITRIX_PROVIDER,
		.base_url = conf_get(who->conf, "BITRIX24_OAUTH_URL",
		    BITRIX_OAUTH_URL),
		.company_id = who->company_id, .user_id = who->user_id,
		.connection_id = account_id, .record = call_record };

	return fetch_open(&fc, err);
}

static int
read_tokens(const json_t *doc, struct bitrix_tokens *out, struct err *err)
{
	struct integration_token	token;

	if (oauth_token_read(doc, clock_ms(), &token) == -1)
		return err_code(err, ERR_REMOTE, "bitrix.shape", "%s",
		    "oauth/token");
	mask_add(token.access);
	mask_add(token.refresh);
	*out = (struct bitrix_tokens){ mem_dup(token.access),
	    mem_dup(token.refresh), token.expires_s };
	return 0;
}

/* The whole query is secret, and the pair in the answer is hidden from the log by its names. */
int
bitrix_oauth_trade(const struct caller *who, const struct bitrix_grant *grant,
    struct bitrix_tokens *out, struct err *err)
{
	own_fetch struct fetch	*link = open_server(who, grant->account_id,
				    err);
	own_json json_t		*doc = NULL;
	const struct fetch_req	 rq = { .path = { "oauth", "token" },
		.slash = true, .secret_query = true, .own_429 = true,
		.query = {
		    { "grant_type", grant->code != NULL ?
			"authorization_code" : "refresh_token" },
		    { "client_id", grant->client_id },
		    { "client_secret", grant->client_secret },
		    { "code", grant->code },
		    { "refresh_token", grant->refresh_token } } };

	if (link == NULL)
		return -1;
	mask_add(grant->client_secret);
	if (fetch_json(link, &rq, &doc, err) == 0 && json_is_object(doc) &&
	    !bitrix_refusal_is(doc))
		return read_tokens(doc, out, err);
	return fetch_status(link) == 0 ? -1 : bitrix_refusal_set("oauth",
	    fetch_status(link), json_is_object(doc) ? doc : NULL, err);
}
