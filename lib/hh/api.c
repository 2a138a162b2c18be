#include "hh/api.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "hh/hh.h"
#include "io/field.h"
#include "platform/request.h"
#include "platform/wish.h"

#define LIMIT	10	/* calls a second */
#define PAGE	20	/* people, unless it says another number */

/* By the first error's type and value; NULL: any. */
static const struct {
	const char		*type, *value;
	int			 status;
	enum platform_refusal	 means;
} words[] = {
	{ "oauth", "token_expired", 403, PLATFORM_EXPIRED },
	{ "oauth", NULL, 403, PLATFORM_KEY },
	{ "captcha_required", NULL, 403, PLATFORM_CAPTCHA },
	{ "api_access_payment", NULL, 403, PLATFORM_PAYMENT },
	{ NULL, "action_must_be_payed", 403, PLATFORM_PAYMENT },
	{ NULL, NULL, 403, PLATFORM_DENIED },
	{ "bad_user_agent", NULL, 400, PLATFORM_AGENT },
	{ NULL, NULL, 400, PLATFORM_INPUT },
	{ NULL, NULL, 404, PLATFORM_GONE },
	{ "resumes", NULL, 429, PLATFORM_QUOTA },
	{ NULL, "view_limit_exceeded", 429, PLATFORM_QUOTA },
};

/* What a page says, or an answer without a word. */
static enum platform_refusal
by_status(int status)
{
	switch (status) {
	case 403:	return PLATFORM_BLOCKED;
	case 429:	return PLATFORM_BUSY;
	case 451:	return PLATFORM_REGION;
	default:	return PLATFORM_DOWN;
	}
}

static bool
says(const char *wanted, const char *said)
{
	return wanted == NULL || (said != NULL && strcmp(wanted, said) == 0);
}

int64_t
hh_pages(const json_t *doc)
{
	const int64_t	pages = field_num(doc, "pages", -1);
	const int64_t	per_page = field_num(doc, "per_page", PAGE);

	return pages >= 0 ? pages : per_page < 1 ? 0 :
	    (field_num(doc, "found", 0) + per_page - 1) / per_page;
}

enum platform_refusal
hh_refusal(int status, const json_t *doc, char *said, size_t size)
{
	const json_t	*error = json_array_get(json_object_get(doc,
			    "errors"), 0);
	const char	*type = field_str(error, "type");
	const char	*value = field_str(error, "value");
	const char	*text = value != NULL ? value : type != NULL ? type :
			    field_str(doc, "description");

	snprintf(said, size, "%s", text != NULL ? text : "");
	for (size_t i = 0; doc != NULL && i < nitems(words); i++)
		if (status == words[i].status && says(words[i].type, type) &&
		    says(words[i].value, value))
			return words[i].means;
	return by_status(status);
}

static void
dress(const struct platform_keys *keys, const char *agent,
    struct platform_request *req)
{
	(void)keys;
	platform_request_header(req, "HH-User-Agent", agent);
}

static void
trade(const struct platform_keys *keys, const struct platform_grant *grant,
    struct platform_request *req)
{
	req->http.method = "POST";
	req->bare = true;
	platform_request_path(req, "token");
	if (grant->refresh_token != NULL) {
		platform_request_form(req, "grant_type", "refresh_token");
		platform_request_form(req, "refresh_token",
		    grant->refresh_token);
		return;
	}
	platform_request_form(req, "grant_type", "authorization_code");
	platform_request_form(req, "client_id", keys->api_key);
	platform_request_form(req, "client_secret", keys->api_secret);
	platform_request_form(req, "code", grant->code);
	platform_request_form(req, "redirect_uri", grant->redirect_uri);
	platform_request_form(req, "code_verifier", grant->verifier);
}

static json_t *
distil(const char *name, const json_t *doc)
{
	(void)name;	/* areas are the only one */
	return hh_area_distil(doc);
}

static const struct platform_oauth	oauth = {
	.host = "https://hh.ru",
	.authorize = "/oauth/authorize",
	.pkce = true,
	.trade = trade,
};

static const char *const	takes[] = { "api_key", "api_secret",
	"access_token", "refresh_token", NULL };
static const char *const	needs[] = { "access_token", NULL };

const struct platform	hh_platform = {
	.name = HH_NAME,
	.title = "HH.ru",
	.prefix = "HH",
	.address = "https://api.hh.ru",
	.limit = LIMIT,
	.years_off = 3,
	.period_s = 1,
	.does = PLATFORM_SEARCH | PLATFORM_RESPONSES | PLATFORM_CONTACTS |
	    PLATFORM_SALARY | PLATFORM_SIGN_IN | PLATFORM_WEBHOOK,
	.wishes = WISH_KEYWORDS | WISH_LOCATIONS | WISH_EXPERIENCE |
	    WISH_SALARY | WISH_EMPLOYMENT | WISH_UPDATED,
	.about = "hh.about",
	.how = "hh.how",
	.where = "https://dev.hh.ru/admin",
	.takes = takes,
	.needs = needs,
	.oauth = &oauth,
	.dress = dress,
	.refusal = hh_refusal,
	.distil = distil,
	.check = &hh_check_talk,
	.search = &hh_search_talk,
	.responses = &hh_responses_talk,
	.contact = &hh_contact_talk,
	.response = &hh_response_talk,
	.vacancies = &hh_vacancies_talk,
	.hook = &hh_hook_talk,
};
