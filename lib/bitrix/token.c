#include "bitrix/token.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "account/caller.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "bitrix/address.h"
#include "bitrix/api_oauth.h"
#include "bitrix/bitrix.h"
#include "io/db.h"
#include "platform/sign_in.h"
#include "service/provider_account.h"

#define WAIT_S		30	/* for another process that renews it: one trade, at its slowest */

static int
secret_of(const struct caller *who, int64_t id, const char *name, char **out,
    struct err *err)
{
	struct err	why = { 0 };

	if (connection_secret(who->db, who->conf, id, name, out, &why) == 0)
		return 0;
	*err = why;
	return why.kind == ERR_ABSENT ? err_code(err, ERR_UNFIT,
	    "bitrix.unset", "%s", name) : -1;
}

int
bitrix_token_begin(const struct caller *who, const struct provider_account *a,
    char **out, struct err *err)
{
	own_str char		*id = NULL, *secret = NULL;
	own_buf struct buf	 url = { 0 };
	char			 state[SIGN_IN_STATE_SIZE];

	if (secret_of(who, a->con.id, BITRIX_CLIENT_ID, &id, err) == -1 ||
	    secret_of(who, a->con.id, BITRIX_CLIENT_SECRET, &secret,
	    err) == -1 ||
	    sign_in_state(who->db, a->con.id, who->user_id, state,
	    err) == -1)
		return -1;
	buf_fmt(&url, "%s/oauth/authorize/?client_id=", a->con.base_url);
	buf_escape(&url, id, "-._~");
	buf_fmt(&url, "&state=%s", state);
	*out = mem_dup(buf_str(&url));
	return 0;
}

/* --- storing --- */

struct keeping {
	const struct caller		*who;
	int64_t				 id;
	const struct bitrix_tokens	*tokens;
};

static int
keep_work(struct db *db, void *arg, struct err *err)
{
	const struct keeping		*k = arg;
	const struct bitrix_tokens	*t = k->tokens;
	int64_t				 now;

	if (db_now(db, &now, err) == -1 ||
	    connection_secret_set(db, k->who->conf, k->id, BITRIX_ACCESS,
	    t->access, t->expires_s > 0 ? now + t->expires_s * 1000 : 0,
	    err) == -1 ||
	    (t->refresh != NULL && connection_secret_set(db, k->who->conf,
	    k->id, BITRIX_REFRESH, t->refresh, 0, err) == -1))
		return -1;
	return connection_mark(db, k->id, "ok", NULL, NULL, err);
}

/* Trades a code, or the refresh token that is stored, and keeps what it is worth. */
static int
trade(const struct caller *who, int64_t id, const char *code, char **access,
    struct err *err)
{
	own_str char				*client = NULL;
	own_str char				*secret = NULL;
	own_str char				*refresh = NULL;
	own_bitrix_tokens struct bitrix_tokens	 tokens = { 0 };
	struct keeping				 k = { who, id, &tokens };

	if (secret_of(who, id, BITRIX_CLIENT_ID, &client, err) == -1 ||
	    secret_of(who, id, BITRIX_CLIENT_SECRET, &secret, err) == -1 ||
	    (code == NULL && secret_of(who, id, BITRIX_REFRESH, &refresh,
	    err) == -1) ||
	    bitrix_oauth_trade(who, &(struct bitrix_grant){
	    .account_id = id, .client_id = client, .client_secret = secret,
	    .code = code, .refresh_token = refresh }, &tokens, err) == -1 ||
	    db_tx_run(who->db, keep_work, &k, err) == -1)
		return -1;
	if (access != NULL)
		*access = give(tokens.access);
	return 0;
}

/* --- coming back --- */

/* The same portal, named with its port or without. */
static bool
is_portal(const struct provider_account *a, const char *domain)
{
	const char	*host = strstr(a->con.base_url, "://");
	char		 bare[256];

	bitrix_address_host(a->con.base_url, bare, sizeof(bare));
	return domain != NULL && host != NULL &&
	    (strcasecmp(domain, host + 3) == 0 ||
	    strcasecmp(domain, bare) == 0);
}

int
bitrix_token_take(const struct caller *who, const char *state,
    const char *code, const char *domain, int64_t *account_id,
    struct err *err)
{
	own_provider_account struct provider_account	a = { 0 };
	char	verifier[SIGN_IN_VERIFIER_SIZE];

	if (sign_in_take(who->db, who->conf, who->user_id,
	    state != NULL ? state : "", account_id, verifier, err) == -1 ||
	    provider_account_get(who->db, who->company_id, &bitrix_provider,
	    *account_id, &a, err) == -1)
		return -1;
	if (code == NULL || *code == '\0')
		return err_code(err, ERR_CONFLICT, "platform.sign_in_refused",
		    "%s", bitrix_provider.title);
	if (!is_portal(&a, domain))
		return err_code(err, ERR_CONFLICT, "bitrix.other_portal",
		    "%s", a.con.base_url);
	return trade(who, *account_id, code, NULL, err);
}

/* --- renewing --- */

static int
renew_locked(const struct caller *who, int64_t id, const char *stale,
    char **fresh, struct err *err)
{
	own_str char	*access = NULL;

	if (secret_of(who, id, BITRIX_ACCESS, &access, err) == -1)
		return -1;
	if (strcmp(access, stale) != 0) {	/* another process was quicker */
		*fresh = give(access);
		return 0;
	}
	return trade(who, id, NULL, fresh, err);
}

int
bitrix_token_renew(const struct caller *who, int64_t id, const char *stale,
    char **fresh, struct err *err)
{
	char	name[48];
	int	rc;

	snprintf(name, sizeof(name), "bitrix-token:%" PRId64, id);
	if (db_lock(who->db, name, WAIT_S, err) == -1)
		return -1;
	rc = renew_locked(who, id, stale, fresh, err);
	db_unlock(who->db, name);
	return rc;
}
