#include "platform/link.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf.h"
#include "base/err.h"
#include "io/fetch.h"
#include "platform/integration.h"
#include "platform/request.h"
#include "service/call.h"
#include "service/connection.h"

#define LIMIT_MAX	100000

/* What is not stored with it comes from the configuration. */
static char *
configured(const struct platform *p, const struct conf *conf,
    const char *name)
{
	return mem_dup(strcmp(name, "api_key") == 0 ?
	    platform_conf(p, conf, "CLIENT_ID") :
	    strcmp(name, "api_secret") == 0 ?
	    platform_conf(p, conf, "CLIENT_SECRET") : NULL);
}

static int
read_keys(struct platform_link *link, struct err *err)
{
	const char *const	*takes = link->platform->takes;

	for (; *takes != NULL; takes++) {
		char		**key = platform_key(&link->keys, *takes);
		struct err	 why = { 0 };

		if (connection_secret(link->db, link->conf, link->id, *takes,
		    key, &why) == 0)
			continue;
		if (why.kind != ERR_ABSENT) {
			*err = why;
			return -1;
		}
		*key = configured(link->platform, link->conf, *takes);
	}
	return 0;
}

static int
check_needs(struct platform_link *link, const char *const *needs,
    struct err *err)
{
	if (needs == NULL)
		needs = link->platform->needs;
	for (; *needs != NULL; needs++)
		if (*platform_key(&link->keys, *needs) == NULL)
			return err_code(err, ERR_CONFLICT, "platform.setup",
			    "%s: %s", link->platform->title, *needs);
	return 0;
}

/* "Hirewire/1.0 (whom to write to)". */
static char *
agent_of(const struct platform *p, const struct conf *conf)
{
	const char	*agent = platform_conf(p, conf, "USER_AGENT");
	const char	*mail = conf_get(conf, "ADMIN_EMAIL", NULL);
	own_str char	*site = conf_site(conf);

	return agent != NULL ? mem_dup(agent) : mem_fmt("Hirewire/1.0 (%s)",
	    mail != NULL && *mail != '\0' ? mail : site);
}

int
platform_link_open(struct db *db, const struct conf *conf,
    const struct platform *platform, const struct integration *in,
    int64_t user_id, const char *const *needs, struct platform_link **out,
    struct err *err)
{
	own_platform_link struct platform_link	*link =
						    mem_zero(sizeof(*link));

	link->platform = platform;
	link->db = db;
	link->conf = conf;
	link->id = in->con.id;
	link->company_id = in->con.company_id;
	link->user_id = user_id;
	link->base_url = platform_address(platform, conf);
	link->agent = agent_of(platform, conf);
	if (read_keys(link, err) == -1 || check_needs(link, needs,
	    err) == -1)
		return -1;
	*out = give(link);
	return 0;
}

void
platform_link_close(struct platform_link *link)
{
	if (link == NULL)
		return;
	fetch_close(link->api);
	fetch_close(link->bare);
	fetch_close(link->oauth);
	fetch_close(link->catalog);
	platform_keys_clear(&link->keys);
	mem_free_str(&link->agent);
	free(link);
}

void
platform_link_close_p(struct platform_link **link)
{
	platform_link_close(*link);
	*link = NULL;
}

static int64_t
limit_of(const struct platform_link *link)
{
	const char	*text = platform_conf(link->platform, link->conf,
			    "LIMIT");
	const long	 n = text != NULL ? strtol(text, NULL, 10) : 0;

	return n > 0 && n <= LIMIT_MAX ? n : link->platform->limit;
}

static struct fetch *
open_fetch(const struct platform_link *link, const char *base_url,
    const char *token, struct err *err)
{
	own_str char		*auth = token != NULL ? mem_fmt("Bearer %s",
				    token) : NULL;
	const struct fetch_conf	 fc = {
		.conf = link->conf,
		.db = link->db,
		.provider = link->platform->name,
		.base_url = base_url,
		.auth = auth,
		.limit = (int)limit_of(link),
		.period_s = link->platform->period_s,
		.company_id = link->company_id,
		.user_id = link->user_id,
		.connection_id = link->id,
		.record = call_record,
	};

	return fetch_open(&fc, err);
}

struct fetch *
platform_link_fetch(struct platform_link *link,
    const struct platform_request *req, struct err *err)
{
	const struct platform	*p = link->platform;
	struct fetch		**at = req->oauth ? &link->oauth :
				    req->catalog ? &link->catalog :
				    req->bare ? &link->bare : &link->api;

	if (*at == NULL)
		*at = open_fetch(link, req->oauth ? platform_oauth_host(p,
		    link->conf) : req->catalog ? platform_catalog(p,
		    link->conf) : link->base_url, at == &link->api ?
		    link->keys.access_token : NULL, err);
	return *at;
}

void
platform_link_set_token(struct platform_link *link, const char *access)
{
	own_str char	*auth = mem_fmt("Bearer %s", access);

	mem_put(&link->keys.access_token, mem_dup(access));
	if (link->api != NULL)
		fetch_set_auth(link->api, auth);
}
