#include "superjob/api.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "io/field.h"
#include "platform/request.h"
#include "platform/wish.h"
#include "superjob/superjob.h"

#define LIMIT		120	/* calls of PERIOD_S */
#define PERIOD_S	60

/* A 403 says by its text alone what it is; the first that is found. */
static const struct {
	const char		*word;
	enum platform_refusal	 means;
} words[] = {
	{ "ключ приложения", PLATFORM_KEY },
	{ "app_id", PLATFORM_KEY },
	{ "app-id", PLATFORM_KEY },
	{ "too many requests", PLATFORM_BUSY },
	{ "превышен", PLATFORM_BUSY },
	{ "оплат", PLATFORM_PAYMENT },
};

static enum platform_refusal
forbidden(const json_t *error, const char *said)
{
	if (json_array_size(json_object_get(error, "errors")) > 0)
		return PLATFORM_DENIED;	/* whom somebody blocked */
	for (size_t i = 0; i < nitems(words); i++)
		if (strcasestr(said, words[i].word) != NULL)
			return words[i].means;
	return PLATFORM_DOUBT;
}

enum platform_refusal
superjob_refusal(int status, const json_t *doc, char *said, size_t size)
{
	const json_t	*error = json_object_get(doc, "error");
	const json_t	*why = json_array_get(json_object_get(error,
			    "errors"), 0);
	const char	*text = field_str(why, "reason_text");

	if (text == NULL)
		text = json_is_object(error) ? field_str(error, "message") :
		    json_string_value(error);
	snprintf(said, size, "%s", text != NULL ? text : "");
	switch (status) {
	case 401:
	case 410:
		return doc != NULL ? PLATFORM_EXPIRED : PLATFORM_BLOCKED;
	case 403:
		return doc != NULL ? forbidden(error, said) :
		    PLATFORM_BLOCKED;
	case 400:
	case 422:
		return PLATFORM_INPUT;
	case 404:
		return PLATFORM_GONE;
	case 429:
		return PLATFORM_BUSY;
	case 451:
		return PLATFORM_REGION;
	default:
		return PLATFORM_DOWN;
	}
}

static void
dress(const struct platform_keys *keys, const char *agent,
    struct platform_request *req)
{
	(void)agent;
	req->http.slash = true;
	platform_request_header(req, "X-Api-App-Id", keys->api_secret);
}

static void
trade(const struct platform_keys *keys, const struct platform_grant *grant,
    struct platform_request *req)
{
	req->bare = true;
	req->http.secret_query = true;
	platform_request_paths(req, grant->refresh_token != NULL ?
	    "oauth2/refresh_token" : "oauth2/access_token");
	platform_request_query(req, "refresh_token", grant->refresh_token);
	platform_request_query(req, "code", grant->code);
	platform_request_query(req, "redirect_uri", grant->redirect_uri);
	platform_request_query(req, "client_id", keys->api_key);
	platform_request_query(req, "client_secret", keys->api_secret);
	platform_request_number(req, "hr", 1);	/* an employer's account */
}

static json_t *
distil(const char *name, const json_t *doc)
{
	return strcmp(name, "towns") == 0 ? superjob_town_distil(doc) :
	    superjob_catalogue_distil(doc);
}

static const struct platform_oauth	oauth = {
	.host = "https://www.superjob.ru",
	.authorize = "/authorize/",
	.trade = trade,
};

static const char *const	takes[] = { "api_key", "api_secret",
	"access_token", "refresh_token", NULL };
static const char *const	needs[] = { "api_secret", NULL };

const struct platform	superjob_platform = {
	.name = SUPERJOB_NAME,
	.title = "SuperJob",
	.prefix = "SUPERJOB",
	.address = "https://api.superjob.ru/2.0",
	.limit = LIMIT,
	.period_s = PERIOD_S,
	.does = PLATFORM_SEARCH | PLATFORM_RESPONSES | PLATFORM_SALARY |
	    PLATFORM_SIGN_IN,
	.wishes = WISH_KEYWORDS | WISH_LOCATIONS | WISH_EXPERIENCE |
	    WISH_SALARY | WISH_UPDATED,
	.years_off = 1,
	.about = "superjob.about",
	.how = "superjob.how",
	.where = "https://api.superjob.ru/register/",
	.takes = takes,
	.needs = needs,
	.oauth = &oauth,
	.dress = dress,
	.refusal = superjob_refusal,
	.distil = distil,
	.check = &superjob_check_talk,
	.search = &superjob_search_talk,
	.responses = &superjob_received_talk,
	.vacancies = &superjob_vacancies_talk,
};
