/* profile: a person's own settings, with the addresses and keys of the remote
 * services, which are kept in connections. Field names: the source documents'. */
#ifndef SERVICE_PROFILE_H
#define SERVICE_PROFILE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct conf;
struct db;
struct err;

#define PROFILE_PROD_URL	"https://api.huntflow.ru"
#define PROFILE_SANDBOX_URL	"https://api.huntflow.dev"

/* The document of GET /api/v1/profile: keys only as hints. */
int	profile_get(struct db *, int64_t user_id, json_t **out, struct err *);
/*
 * Checks every member, then stores all of them or none: name, locale,
 * time_zone, theme, hot_keys, active_system, huntflow_prod_url,
 * huntflow_sandbox_url, clickup_api_key, huntflow_{prod,sandbox}_api_key,
 * huntflow_{prod,sandbox}_refresh_token. A new address or key makes the
 * connection "new". An address on another host (scheme, name or port) drops the keys of the
 * former one but for those that come along; only a browser may give one (browser: it is one,
 * or the command line): else ERR_DENIED "account.session_only". ERR_INPUT names the members that
 * are wrong.
 */
int	profile_patch(struct db *, const struct conf *, int64_t user_id,
	    bool browser, const json_t *patch, struct err *);
/*
 * An address of a service: http(s), a host, a path, nothing else; the host not
 * a private one unless ALLOW_HOSTS names it (plain http only then). 0, or -1
 * with ERR_INPUT on the field.
 */
int	profile_url_check(const struct conf *, const char *field,
	    const char *url, struct err *);

#endif
