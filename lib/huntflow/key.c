#include "huntflow/key.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "huntflow/api.h"
#include "huntflow/api_token.h"
#include "huntflow/link.h"
#include "io/db.h"
#include "service/connection.h"

#define LOCK_WAIT_S	90	/* one refresh, at its slowest */
#define STORE_TRIES	120	/* times STORE_PAUSE_US: a database's restart */
#define STORE_PAUSE_US	500000
#define EARLY_MS	1000
#define EARLY_WAIT_S	10

int
huntflow_key_unset(struct err *err, const char *what)
{
	return err_code(err, ERR_CONFLICT, "huntflow.setup",
	    "huntflow: %s is not set", what);
}

struct pair {
	const struct huntflow_link	*link;
	const struct huntflow_token	*token;
};

/*
 * Both halves or none: the refresh token is worth nothing without its access token. None when
 * another address was set meanwhile: they would be sent there.
 */
static int
store_pair(struct db *db, void *arg, struct err *err)
{
	const struct pair		*pair = arg;
	const struct huntflow_token	*token = pair->token;
	const int64_t			 id = pair->link->connection_id;
	int64_t				 now;

	if (db_now(db, &now, err) == -1 ||
	    connection_lock_at(db, id, pair->link->address, err) == -1 ||
	    connection_secret_set(db, pair->link->conf, id, "api_key",
	    token->access, token->access_s > 0 ?
	    now + token->access_s * 1000 : 0, err) == -1 ||
	    connection_secret_set(db, pair->link->conf, id, "refresh_token",
	    token->refresh, token->refresh_s > 0 ?
	    now + token->refresh_s * 1000 : 0, err) == -1)
		return -1;
	return connection_mark(db, id, "ok", NULL, NULL, err);
}

/*
 * The old pair is dead now and the new one exists only here: a database that is
 * away for a while is waited for.
 */
static int
keep_pair(struct huntflow_link *link, const struct huntflow_token *token,
    struct err *err)
{
	struct pair	 pair = { link, token };

	for (int i = 0; i < STORE_TRIES; i++) {
		memset(err, 0, sizeof(*err));
		if (db_tx_run(link->db, store_pair, &pair, err) == 0)
			return 0;
		if (err->kind == ERR_ABSENT)
			return huntflow_key_unset(err,
			    "the address of the pair");
		if (err->kind != ERR_DOWN)
			break;
		usleep(STORE_PAUSE_US);
	}
	return err_wrap(err, ERR_NONE, "the new Huntflow pair was not stored");
}

/* Does the store hold another token than the refused one? It becomes fresh. */
static int
take_stored(struct huntflow_link *link, const char *stale, char **fresh,
    struct err *err)
{
	own_str char	*key = NULL;

	if (connection_secret_at(link->db, link->conf, link->connection_id,
	    link->address, "api_key", &key, err) == -1)
		return err->kind == ERR_ABSENT ? huntflow_key_unset(err, "the key") : -1;
	if (strcmp(key, stale) != 0)
		*fresh = give(key);
	return 0;
}

/* A person must act: the connection says so. Always -1. */
static int
refuse(struct huntflow_link *link, const char *why, struct err *err)
{
	struct err	 ignored = { 0 };

	/* A person may have set another one meanwhile. */
	if (connection_mark_late(link->db, link->connection_id,
	    clock_mono_ms() - link->renews_ms, "refused", "huntflow.key", why,
	    &ignored) == -1)
		log_err(LOG_WARN, "huntflow: mark refused", &ignored);
	link->marked = false;
	err_code(err, ERR_REMOTE_AUTH, "huntflow.key", "%s", why);
	err->remote_status = 401;
	return -1;
}

/*
 * Two clocks that differ by a moment: the token is over for one server and not yet for another.
 * A moment later they agree; else whoever asked waits, which is no refusal.
 */
static int
ask_pair(struct huntflow *api, const char *old, struct huntflow_token *token,
    struct err *err)
{
	if (huntflow_token_refresh(api, old, token, err) == 0)
		return 0;
	if (err->kind != ERR_BUSY || err->remote_status != 403)
		return -1;
	if (clock_sleep_ms(EARLY_MS) == -1)
		return -1;
	memset(err, 0, sizeof(*err));
	if (huntflow_token_refresh(api, old, token, err) == 0)
		return 0;
	if (err->kind == ERR_BUSY && err->remote_status == 403)
		err->retry_after_s = EARLY_WAIT_S;
	return -1;
}

static int
refresh(struct huntflow_link *link, const char *stale, char **fresh,
    struct err *err)
{
	own_huntflow struct huntflow			*api = NULL;
	own_huntflow_token struct huntflow_token	 token = { 0 };
	own_str char					*old = NULL;
	own_str char					*why = NULL;

	if (connection_secret_at(link->db, link->conf, link->connection_id,
	    link->address, "refresh_token", &old, err) == -1)
		return err->kind != ERR_ABSENT ? -1 : refuse(link,
		    "the key has expired and no refresh token is set", err);
	if (huntflow_link_bare(link, &api, err) == -1)
		return -1;
	if (ask_pair(api, old, &token, err) == 0) {
		if (keep_pair(link, &token, err) == -1)
			return -1;
		*fresh = mem_dup(token.access);
		return 0;
	}
	if (err->kind != ERR_REMOTE_AUTH)
		return -1;
	/* Used up: by a process that lost the lock with its connection, perhaps. */
	why = mem_dup(err->text);
	if (take_stored(link, stale, fresh, err) == -1)
		return -1;
	return *fresh != NULL ? 0 : refuse(link, why, err);
}

int
huntflow_key_renew(void *arg, const char *stale, bool expired, char **fresh,
    struct err *err)
{
	struct huntflow_link	*link = arg;
	own_str char		*got = NULL;
	char			 lock[48];
	int			 rc;

	snprintf(lock, sizeof(lock), "huntflow-%lld",
	    (long long)link->connection_id);
	if (db_lock(link->db, lock, LOCK_WAIT_S, err) == -1)
		return -1;
	link->renews_ms = clock_mono_ms();
	rc = take_stored(link, stale, &got, err);
	if (rc == 0 && got == NULL)
		rc = expired ? refresh(link, stale, &got, err) :
		    refuse(link, "the key was refused", err);
	db_unlock(link->db, lock);
	if (rc == 0)
		*fresh = give(got);
	return rc;
}
