#include "linkedin/api.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "linkedin/linkedin.h"
#include "platform/request.h"

#define LIMIT		10	/* calls a second; the daily limit is the service's own */
#define REVOKED		65601	/* serviceErrorCode of a 401 */
#define EXPIRED		65602

static enum platform_refusal
unauthorized(const json_t *doc)
{
	switch (field_num(doc, "serviceErrorCode", 0)) {
	case EXPIRED:
		return PLATFORM_EXPIRED;
	case REVOKED:
	default:		/* 65600: it is no token */
		return PLATFORM_KEY;
	}
}

enum platform_refusal
linkedin_refusal(int status, const json_t *doc, char *said, size_t size)
{
	const char	*text = field_str(doc, "message");

	if (text == NULL)
		text = field_str(doc, "error_description");
	snprintf(said, size, "%s", text != NULL ? text : "");
	switch (status) {
	case 400:
	case 422:
		return PLATFORM_INPUT;
	case 401:
		return doc != NULL ? unauthorized(doc) : PLATFORM_BLOCKED;
	case 403:
		return doc != NULL ? PLATFORM_DENIED : PLATFORM_BLOCKED;
	case 404:
		return PLATFORM_GONE;
	case 429:		/* its limits are of a day */
		return doc != NULL ? PLATFORM_QUOTA : PLATFORM_BUSY;
	case 451:
		return PLATFORM_REGION;
	case 999:		/* the guard of the site */
		return PLATFORM_BLOCKED;
	default:
		return PLATFORM_DOWN;
	}
}

static void
dress(const struct platform_keys *keys, const char *agent,
    struct platform_request *req)
{
	(void)keys;
	platform_request_header(req, "User-Agent", agent);
}

static void
trade(const struct platform_keys *keys, const struct platform_grant *grant,
    struct platform_request *req)
{
	req->http.method = "POST";
	req->oauth = true;
	platform_request_paths(req, "oauth/v2/accessToken");
	platform_request_form(req, "grant_type", grant->refresh_token != NULL ?
	    "refresh_token" : "authorization_code");
	platform_request_form(req, "refresh_token", grant->refresh_token);
	platform_request_form(req, "code", grant->code);
	platform_request_form(req, "redirect_uri", grant->redirect_uri);
	platform_request_form(req, "client_id", keys->api_key);
	platform_request_form(req, "client_secret", keys->api_secret);
}

/* --- whose is the token? --- */

struct check {
	bool	 asked;
};

static void *
check_open(const struct platform_ask *ask)
{
	(void)ask;
	return mem_zero(sizeof(struct check));
}

static int
check_next(void *state, struct platform_request *req, struct err *err)
{
	struct check	*c = state;

	(void)err;
	if (c->asked)
		return 0;
	c->asked = true;
	platform_request_paths(req, "v2/userinfo");
	return 1;
}

static int
check_take(void *state, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	(void)state;
	if (field_str(doc, "sub") == NULL)
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "LinkedIn: userinfo without sub");
	got->about = json_pack("{s:s?, s:s?, s:n, s:s, s:[], s:[]}", "name",
	    field_str(doc, "name"), "email", field_str(doc, "email"),
	    "organisation", "user_id", field_str(doc, "sub"), "quotas",
	    "paid");
	return 0;
}

const struct platform_talk	linkedin_check_talk = {
	.open = check_open,
	.next = check_next,
	.take = check_take,
	.close = free,
};

static const struct platform_oauth	oauth = {
	.host = "https://www.linkedin.com",
	.authorize = "/oauth/v2/authorization",
	.scope = "openid profile email",
	.trade = trade,
};

static const char *const	takes[] = { "api_key", "api_secret",
	"access_token", "refresh_token", NULL };
static const char *const	needs[] = { "access_token", NULL };

const struct platform	linkedin_platform = {
	.name = "linkedin",
	.title = "LinkedIn",
	.prefix = "LINKEDIN",
	.address = "https://api.linkedin.com",
	.limit = LIMIT,
	.period_s = 1,
	.does = PLATFORM_SIGN_IN | PLATFORM_FILES,
	.about = "linkedin.about",
	.how = "linkedin.how",
	.where = "https://www.linkedin.com/developers/apps",
	.takes = takes,
	.needs = needs,
	.no_search = "linkedin.no_search",
	.oauth = &oauth,
	.dress = dress,
	.refusal = linkedin_refusal,
	.check = &linkedin_check_talk,
};
