#include "account/device.h"

#include <stdio.h>
#include <string.h>

#include "account/cookie.h"
#include "base/conf.h"
#include "base/mem.h"
#include "io/web.h"

#define DAYS		365
#define COOKIE_SIZE	(SECRET_TOKEN_SIZE + SECRET_HASH_SIZE)	/* id.signature */

/* Without a key anybody could sign. */
static bool
has_key(const struct conf *conf)
{
	return *conf_get(conf, "SECRET_KEY", "") != '\0';
}

static void
sign(const struct conf *conf, const char *email, const char *id,
    char out[SECRET_HASH_SIZE])
{
	own_str char	*text = mem_fmt("device %s %s", id, email);

	secret_hmac_sha256(conf_get(conf, "SECRET_KEY", ""), text,
	    strlen(text), out);
}

bool
device_known(const struct web_req *req, const char *email,
    char id[SECRET_TOKEN_SIZE])
{
	char	 cookie[COOKIE_SIZE], good[SECRET_HASH_SIZE];
	size_t	 len = SECRET_TOKEN_SIZE - 1;

	if (!has_key(req->conf) ||
	    cookie_get(req, COOKIE_DEVICE, cookie, sizeof(cookie)) == NULL ||
	    strlen(cookie) != sizeof(cookie) - 1 || cookie[len] != '.')
		return false;
	cookie[len] = '\0';
	sign(req->conf, email, cookie, good);
	if (!secret_equal(good, cookie + len + 1))
		return false;
	memcpy(id, cookie, SECRET_TOKEN_SIZE);
	return true;
}

const char *
device_of(const struct web_req *req, const char *email,
    char id[SECRET_TOKEN_SIZE])
{
	if (req->who->session_id != 0) {
		snprintf(id, SECRET_TOKEN_SIZE, "session %lld",
		    (long long)req->who->session_id);
		return id;
	}
	return device_known(req, email, id) ? id : NULL;
}

void
device_remember(struct web_res *res, const struct web_req *req,
    const char *email)
{
	char	 cookie[COOKIE_SIZE], id[SECRET_TOKEN_SIZE];
	char	 good[SECRET_HASH_SIZE];

	if (!has_key(req->conf))
		return;
	if (!device_known(req, email, id))
		secret_token(id);
	sign(req->conf, email, id, good);
	snprintf(cookie, sizeof(cookie), "%s.%s", id, good);
	cookie_set(res, req, COOKIE_DEVICE, cookie, DAYS * 86400L);
}
