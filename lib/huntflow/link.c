#include "huntflow/link.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/user.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "huntflow/api.h"
#include "huntflow/key.h"
#include "io/fetch.h"
#include "service/call.h"
#include "service/connection.h"
#include "service/reach.h"

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
		.record = link->trial ? call_record : reach_record,
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
client_open(struct huntflow_link *link, const char *key,
    huntflow_renewer *renew, struct err *err)
{
	struct fetch_conf	 fc;

	link->base_url = bare_url(link->address);
	fetch_conf_of(link, &fc);
	link->api = huntflow_open(&fc, key, renew, link, err);
	return link->api != NULL ? 0 : -1;
}

static struct huntflow_link *
link_make(struct db *db, const struct conf *conf, const struct connection *con,
    int64_t user_id, const char *address)
{
	struct huntflow_link	*link = mem_zero(sizeof(*link));

	link->db = db;
	link->conf = conf;
	link->connection_id = con->id;
	link->company_id = con->company_id;
	link->user_id = user_id;
	snprintf(link->environment, sizeof(link->environment), "%s",
	    con->environment);
	link->address = mem_dup(address);
	link->marked = strcmp(con->status, "ok") == 0;
	return link;
}

static int
link_open(struct db *db, const struct conf *conf, const struct connection *con,
    int64_t user_id, struct huntflow_link **out, struct err *err)
{
	own_huntflow_link struct huntflow_link	*link = NULL;
	own_str char				*key = NULL;

	if (con->base_url == NULL || con->base_url[0] == '\0')
		return huntflow_key_unset(err, "the address");
	if (connection_secret_at(db, conf, con->id, con->base_url, "api_key",
	    &key, err) == -1)
		return err->kind == ERR_ABSENT ? huntflow_key_unset(err,
		    "the key") : -1;
	link = link_make(db, conf, con, user_id, con->base_url);
	if (client_open(link, key, huntflow_key_renew, err) == -1)
		return -1;
	*out = give(link);
	return 0;
}

/* The stored pair does not stand in for a key that is tried. */
static int
refuse(void *arg, const char *stale, bool expired, char **fresh,
    struct err *err)
{
	(void)arg, (void)stale, (void)fresh;
	return err_code(err, ERR_REMOTE_AUTH, expired ? "huntflow.key_expired" :
	    "huntflow.key_refused", "the key that was tried");
}

int
huntflow_link_try(struct db *db, const struct conf *conf, int64_t user_id,
    const char *environment, const char *address, const char *key,
    struct huntflow_link **out, struct err *err)
{
	own_user struct user			 user = { 0 };
	own_connection struct connection	 con = { 0 };
	own_huntflow_link struct huntflow_link	*link = NULL;
	struct err				 why = { 0 };

	if (user_get(db, user_id, &user, err) == -1)
		return -1;
	if (environment == NULL)
		environment = user.active_system;
	if (connection_of(db, user_id, "huntflow", environment, &con,
	    &why) == -1) {
		if (why.kind != ERR_ABSENT) {
			*err = why;
			return -1;
		}
		connection_new(&con);
		con.company_id = user.company_id;
		mem_put(&con.environment, mem_dup(environment));
	}
	if (address == NULL && con.base_url[0] == '\0')
		return huntflow_key_unset(err, "the address");
	link = link_make(db, conf, &con, user_id, address != NULL ? address :
	    con.base_url);
	link->marked = link->trial = true;
	if (client_open(link, key, refuse, err) == -1)
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
		return err->kind == ERR_ABSENT ? huntflow_key_unset(err, environment) : -1;
	return link_open(db, conf, &con, user_id, out, err);
}

int
huntflow_link_open_id(struct db *db, const struct conf *conf,
    int64_t connection_id, int64_t user_id, struct huntflow_link **out,
    struct err *err)
{
	own_connection struct connection con = { 0 };

	if (connection_get(db, connection_id, &con, err) == -1)
		return err->kind == ERR_ABSENT ? huntflow_key_unset(err, "it") : -1;
	return link_open(db, conf, &con, user_id, out, err);
}

int
huntflow_link_bare(const struct huntflow_link *link, struct huntflow **out,
    struct err *err)
{
	struct fetch_conf	fc;

	fetch_conf_of(link, &fc);
	fc.limit = 0;
	return (*out = huntflow_open(&fc, NULL, NULL, NULL, err)) == NULL ?
	    -1 : 0;
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
