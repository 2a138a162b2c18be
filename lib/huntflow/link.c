#include "huntflow/link.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "account/user.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "huntflow/api.h"
#include "huntflow/api_token.h"
#include "io/db.h"
#include "io/fetch.h"
#include "service/call.h"
#include "service/connection.h"

#define LOCK_WAIT_S	90	/* one refresh, at its slowest */
#define STORE_TRIES	120	/* times STORE_PAUSE_US: a database's restart */
#define STORE_PAUSE_US	500000

static void
fetch_conf_of(const struct huntflow_link *link, struct fetch_conf *out)
{
	*out = (struct fetch_conf){
		.conf = link->conf,
		.db = link->db,
		.provider = "huntflow",
		.base_url = link->base_url,
		.limit = (int)conf_int(link->conf, "HUNTFLOW_LIMIT",
		    HUNTFLOW_LIMIT),
		.period_s = 1,
		.company_id = link->company_id,
		.user_id = link->user_id,
		.connection_id = link->connection_id,
		.record = call_record,
	};
}

/* The address without /v2 and slashes: users write it either way. */
static char *
bare_url(const char *url)
{
	size_t	 len = strlen(url);

	while (len > 0 && url[len - 1] == '/')
		len--;
	if (len > 3 && memcmp(url + len - 3, "/v2", 3) == 0)
		len -= 3;
	return mem_ndup(url, len);
}

static int
unset(struct err *err, const char *what)
{
	return err_code(err, ERR_CONFLICT, "huntflow_setup",
	    "huntflow: %s is not set", what);
}

static int
link_open(struct db *db, const struct conf *conf, const struct connection *con,
    int64_t user_id, struct huntflow_link **out, struct err *err)
{
	own_huntflow_link struct huntflow_link	*link = NULL;
	own_str char				*key = NULL;
	struct fetch_conf			 fc;

	if (con->base_url == NULL || con->base_url[0] == '\0')
		return unset(err, "the address");
	if (connection_secret_at(db, conf, con->id, con->base_url, "api_key",
	    &key, err) == -1)
		return err->kind == ERR_ABSENT ? unset(err, "the key") : -1;
	link = mem_zero(sizeof(*link));
	link->db = db;
	link->conf = conf;
	link->connection_id = con->id;
	link->company_id = con->company_id;
	link->user_id = user_id;
	snprintf(link->environment, sizeof(link->environment), "%s",
	    con->environment);
	link->address = mem_dup(con->base_url);
	link->base_url = bare_url(con->base_url);
	link->marked = strcmp(con->status, "ok") == 0;
	fetch_conf_of(link, &fc);
	if ((link->api = huntflow_open(&fc, key, huntflow_link_renew, link,
	    err)) == NULL)
		return -1;
	*out = give(link);
	return 0;
}

int
huntflow_link_open(struct db *db, const struct conf *conf, int64_t user_id,
    const char *environment, struct huntflow_link **out, struct err *err)
{
	own_user struct user		 user = { 0 };
	own_connection struct connection con = { 0 };

	if (user_get(db, user_id, &user, err) == -1)
		return -1;
	if (environment == NULL)
		environment = user.active_system;
	if (connection_of(db, user_id, "huntflow", environment, &con,
	    err) == -1)
		return err->kind == ERR_ABSENT ? unset(err, environment) : -1;
	return link_open(db, conf, &con, user_id, out, err);
}

int
huntflow_link_open_id(struct db *db, const struct conf *conf,
    int64_t connection_id, int64_t user_id, struct huntflow_link **out,
    struct err *err)
{
	own_connection struct connection con = { 0 };

	if (connection_get(db, connection_id, &con, err) == -1)
		return err->kind == ERR_ABSENT ? unset(err, "it") : -1;
	return link_open(db, conf, &con, user_id, out, err);
}

void
huntflow_link_close(struct huntflow_link *link)
{
	if (link == NULL)
		return;
	huntflow_close(link->api);
	mem_free_str(&link->address);
	mem_free_str(&link->base_url);
	free(link);
}

void
huntflow_link_close_p(struct huntflow_link **link)
{
	huntflow_link_close(*link);
	*link = NULL;
}

void
huntflow_link_ok(struct huntflow_link *link)
{
	struct err	 err = { 0 };

	if (link->marked)
		return;
	link->marked = true;
	if (connection_mark(link->db, link->connection_id, "ok", NULL, NULL,
	    &err) == -1)
		log_err(LOG_WARN, "huntflow: mark ok", &err);
}

/* --- renewing the pair --- */

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
	const int64_t			 now = clock_ms(),
					 id = pair->link->connection_id;

	if (connection_lock_at(db, id, pair->link->address, err) == -1 ||
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
			return unset(err, "the address of the pair");
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
		return err->kind == ERR_ABSENT ? unset(err, "the key") : -1;
	if (strcmp(key, stale) != 0)
		*fresh = give(key);
	return 0;
}

/* A person must act: the connection says so. Always -1. */
static int
refuse(struct huntflow_link *link, const char *why, struct err *err)
{
	struct err	 ignored = { 0 };

	if (connection_mark(link->db, link->connection_id, "refused",
	    "huntflow_key", why, &ignored) == -1)
		log_err(LOG_WARN, "huntflow: mark refused", &ignored);
	link->marked = false;
	err_code(err, ERR_REMOTE_AUTH, "huntflow_key", "%s", why);
	err->remote_status = 401;
	return -1;
}

static int
refresh(struct huntflow_link *link, const char *stale, char **fresh,
    struct err *err)
{
	own_huntflow struct huntflow			*api = NULL;
	own_huntflow_token struct huntflow_token	 token = { 0 };
	own_str char					*old = NULL;
	struct fetch_conf				 fc;
	own_str char					*why = NULL;

	if (connection_secret_at(link->db, link->conf, link->connection_id,
	    link->address, "refresh_token", &old, err) == -1)
		return err->kind != ERR_ABSENT ? -1 : refuse(link,
		    "the key has expired and no refresh token is set", err);
	fetch_conf_of(link, &fc);
	fc.limit = 0;
	if ((api = huntflow_open(&fc, NULL, NULL, NULL, err)) == NULL)
		return -1;
	if (huntflow_token_refresh(api, old, &token, err) == 0) {
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
huntflow_link_renew(void *arg, const char *stale, bool expired, char **fresh,
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
	rc = take_stored(link, stale, &got, err);
	if (rc == 0 && got == NULL)
		rc = expired ? refresh(link, stale, &got, err) :
		    refuse(link, "the key was refused", err);
	db_unlock(link->db, lock);
	if (rc == 0)
		*fresh = give(got);
	return rc;
}

char *
huntflow_link_page(const char *base_url, const char *nick, int64_t applicant)
{
	const char	*host = strstr(base_url, "://");
	int		 scheme;

	if (host == NULL)
		return mem_dup("");
	scheme = (int)(host - base_url) + 3;
	host += 3;
	if (strncmp(host, "api.", 4) == 0)
		host += 4;
	return mem_fmt("%.*s%s/my/%s#/applicants/filter/all/%lld", scheme,
	    base_url, host, nick != NULL ? nick : "", (long long)applicant);
}
