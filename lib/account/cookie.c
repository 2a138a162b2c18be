#include "account/cookie.h"

#include <stdio.h>

#include "io/web.h"

#define NAME_SIZE	40

static void
full_name(const struct web_req *req, const char *name, char out[NAME_SIZE])
{
	snprintf(out, NAME_SIZE, "%s%s", web_https(req) ? "__Host-" : "", name);
}

const char *
cookie_get(const struct web_req *req, const char *name, char *out,
    size_t size)
{
	char	 full[NAME_SIZE];

	full_name(req, name, full);
	return web_cookie(req, full, out, size);
}

void
cookie_set(struct web_res *res, const struct web_req *req, const char *name,
    const char *value, long max_age_s)
{
	char	 full[NAME_SIZE];

	full_name(req, name, full);
	web_header_add(res, "Set-Cookie", "%s=%s; Path=/; HttpOnly; "
	    "SameSite=Lax; Max-Age=%ld%s", full, value, max_age_s,
	    web_https(req) ? "; Secure" : "");
}
