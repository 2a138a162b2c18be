#include "platform/integration_token.h"

#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "service/connection.h"

#define LEASE_S		60	/* one trade, at its slowest */
#define YOUNG_H		24
#define STORE_TRIES	120	/* times STORE_PAUSE_MS: a database's restart */
#define STORE_PAUSE_MS	500

/* The credential, or NULL: it is not set. */
static int
secret_or_null(struct db *db, const struct conf *conf, int64_t id,
    const char *name, char **out, struct err *err)
{
	struct err	why = { 0 };

	if (connection_secret(db, conf, id, name, out, &why) == 0)
		return 0;
	*out = NULL;
	if (why.kind == ERR_ABSENT)
		return 0;
	*err = why;
	return -1;
}

static int
lease_take(struct db *db, int64_t id, const char *lease, bool *taken,
    struct err *err)
{
	int64_t	 changed;

	if (db_exec(db, "UPDATE integration SET renew_lease = ?, "
	    "renew_until = NOW(3) + INTERVAL ? SECOND "
	    "WHERE connection_id = ? AND (renew_until IS NULL OR "
	    "renew_until < NOW(3))", DB_ARGS(db_str(lease), db_int(LEASE_S),
	    db_int(id)), &changed, err) == -1)
		return -1;
	*taken = changed == 1;
	return 0;
}

/* Its time is not over, as far as is known. */
static int
is_young(struct db *db, int64_t id, bool *out, struct err *err)
{
	int64_t	n;

	if (db_number(db, "SELECT COUNT(*) FROM secret WHERE "
	    "connection_id = ? AND name = 'access_token' AND "
	    "expires_at > NOW(3) AND updated_at > NOW(3) - INTERVAL ? HOUR",
	    DB_ARGS(db_int(id), db_int(YOUNG_H)), &n, err) == -1)
		return -1;
	*out = n > 0;
	return 0;
}

/* With the lease taken: the token may have been renewed just before. */
static int
ask_leased(struct db *db, const struct conf *conf, int64_t id,
    const struct integration_stale *stale, enum integration_token_way *way,
    char **text, struct err *err)
{
	own_str char	*access = NULL;
	bool		 young = false;

	if (secret_or_null(db, conf, id, "access_token", &access, err) == -1)
		return -1;
	if (access != NULL && strcmp(access, stale->access) != 0) {
		*way = INTEGRATION_TOKEN_FRESH;
		*text = give(access);
		return 0;
	}
	if ((stale->doubt && is_young(db, id, &young, err) == -1) || (!young &&
	    secret_or_null(db, conf, id, "refresh_token", text, err) == -1))
		return -1;
	*way = *text != NULL ? INTEGRATION_TOKEN_TRADE :
	    INTEGRATION_TOKEN_NONE;
	return 0;
}

int
integration_token_ask(struct db *db, const struct conf *conf, int64_t id,
    const struct integration_stale *stale, char lease[LEASE_SIZE],
    enum integration_token_way *way, char **text, struct err *err)
{
	bool	 taken;
	int	 rc;

	*text = NULL;
	lease_name(lease);
	if (lease_take(db, id, lease, &taken, err) == -1)
		return -1;
	if (!taken) {
		*way = INTEGRATION_TOKEN_WAIT;
		return 0;
	}
	rc = ask_leased(db, conf, id, stale, way, text, err);
	if (rc == -1 || *way != INTEGRATION_TOKEN_TRADE)
		integration_token_drop(db, id, lease);
	return rc;
}

struct keeping {
	const struct conf			*conf;
	int64_t					 id;
	const char				*lease;
	const struct integration_token		*token;
};

static int
keep_work(struct db *db, void *arg, struct err *err)
{
	const struct keeping		*k = arg;
	const struct integration_token	*t = k->token;
	int64_t				 now;

	if (db_now(db, &now, err) == -1 ||
	    connection_secret_set(db, k->conf, k->id, "access_token",
	    t->access, t->expires_s > 0 ? now + t->expires_s * 1000 : 0,
	    err) == -1 ||
	    (t->refresh != NULL && connection_secret_set(db, k->conf, k->id,
	    "refresh_token", t->refresh, 0, err) == -1) ||
	    db_exec(db, "UPDATE integration SET error_count = 0, "
	    "last_error_code = '', last_error = '', "
	    "renew_until = IF(renew_lease <=> ?, NULL, renew_until) "
	    "WHERE connection_id = ?", DB_ARGS(db_str(k->lease),
	    db_int(k->id)), NULL, err) == -1)
		return -1;
	return connection_mark(db, k->id, "ok", NULL, NULL, err);
}

int
integration_token_keep(struct db *db, const struct conf *conf, int64_t id,
    const char *lease, const struct integration_token *token,
    struct err *err)
{
	struct keeping	k = { conf, id, lease, token };

	for (int i = 0; i < STORE_TRIES; i++) {
		*err = (struct err){ 0 };
		if (db_tx_run(db, keep_work, &k, err) == 0)
			return 0;
		if (err->kind != ERR_DOWN ||
		    clock_sleep_ms(STORE_PAUSE_MS) == -1)
			break;
	}
	return err_wrap(err, ERR_NONE, "the new pair of tokens was not stored");
}

void
integration_token_drop(struct db *db, int64_t id, const char *lease)
{
	struct err	err = { 0 };

	if (db_exec(db, "UPDATE integration SET renew_until = NULL "
	    "WHERE connection_id = ? AND renew_lease = ?",
	    DB_ARGS(db_int(id), db_str(lease)), NULL, &err) == -1)
		log_err(LOG_WARN, "integration: lease", &err);
}

const struct db_deadline integration_token_deadlines[] = {
	{ "integration", "renew_until" },
	{ 0 }
};
