#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/mask.h"
#include "base/mem.h"
#include "io/secret.h"
#include "io/web.h"
#include "io/web_int.h"

static bool
is_safe(const char *method)
{
	return strcmp(method, "GET") == 0;	/* HEAD arrives as GET */
}

/* Is origin ("https://host:port") that of the URL? */
static bool
same_origin(const char *origin, const char *url)
{
	const char	*host = strstr(url, "://");
	size_t		 len;

	if (host == NULL)
		return false;
	len = (size_t)(host - url) + 3 + strcspn(host + 3, "/?#");
	return strlen(origin) == len && strncasecmp(origin, url, len) == 0;
}

/* The addresses that people reach it by: those configured, and this machine's own. Not the header
 * Host, which a page that made its name lead here (DNS rebinding) chooses. As in nginx/conf.sh. */
static bool
is_ours(const struct conf *conf, const char *origin)
{
	const char	*hosts[] = { "localhost", "127.0.0.1", "[::1]",
			    conf_get(conf, "BIND", "127.0.0.1") };
	const char	*scheme = *conf_get(conf, "TLS_CERT", "") != '\0' ?
			    "https" : "http";
	char		 own[300];

	if (same_origin(origin, conf_get(conf, "WEB_BASE_URL", "")) ||
	    conf_has(conf, "WEB_ORIGINS", origin))
		return true;
	for (size_t i = 0; i < nitems(hosts); i++) {
		snprintf(own, sizeof(own), "%s://%s:%s", scheme, hosts[i],
		    conf_get(conf, "PORT", "8005"));
		if (same_origin(origin, own))
			return true;
	}
	return false;
}

static int
check_origin(const struct web_req *req, struct err *err)
{
	const char	*origin = web_header(req, "Origin");

	return origin == NULL || is_ours(req->conf, origin) ? 0 :
	    err_code(err, ERR_DENIED, "io.origin", "sent from another site");
}

static int
check_csrf(const struct web_call *c, struct err *err)
{
	const char	*sent = web_header(&c->req, "X-CSRF-Token");

	return sent != NULL && c->who.csrf[0] != '\0' &&
	    secret_equal(sent, c->who.csrf) ? 0 :
	    err_code(err, ERR_DENIED, "io.csrf", "X-CSRF-Token is missing or"
	    " of another session");
}

static int
check_who(struct web_call *c, struct db *db, const struct web_auth *auth,
    struct err *err)
{
	mask_add(web_header(&c->req, "Authorization"));
	if (auth->who(db, &c->req, &c->who, err) == -1)
		return -1;
	if (c->who.session_id != 0 && (c->route->flags & WEB_NO_CSRF) != 0)
		c->who = (struct web_who){ 0 };
	if (c->who.user_id == 0)
		return err_code(err, ERR_AUTH, "auth", "not signed in");
	if (c->who.locale[0] != '\0' && web_query(&c->req, "lang") == NULL)
		c->req.lang = strcmp(c->who.locale, "en") == 0 ? "en" : "ru";
	if (c->who.role < c->route->role)
		return err_code(err, ERR_DENIED, "io.role",
		    "the role is not enough");
	return 0;
}

int
web_guard(struct web_call *c, struct db *db, const struct web_auth *auth,
    struct err *err)
{
	bool	 public = (c->route->flags & WEB_PUBLIC) != 0;

	if (!public && check_who(c, db, auth, err) == -1)
		return -1;
	if (is_safe(c->req.method))
		return 0;
	if (c->who.token_id != 0)
		return c->who.may_write ? 0 : err_code(err, ERR_DENIED,
		    "io.scope", "the token may only read");
	if (check_origin(&c->req, err) == -1)
		return -1;
	return c->who.session_id != 0 ? check_csrf(c, err) : 0;
}
