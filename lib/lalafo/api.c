#include "lalafo/api.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "io/field.h"
#include "lalafo/lalafo.h"
#include "platform/request.h"
#include "platform/wish.h"

#define KYRGYZSTAN	"12"

/* A page instead of JSON is a guard's, but for faults of the service. */
static enum platform_refusal
by_page(int status)
{
	if (status == 451)
		return PLATFORM_REGION;
	/* Guards have statuses of their own, as 439. */
	return status == 408 || (status >= 500 && status != 503) ?
	    PLATFORM_DOWN : PLATFORM_BLOCKED;
}

enum platform_refusal
lalafo_refusal(int status, const json_t *doc, char *said, size_t size)
{
	const char	*text = field_str(doc, "message");

	snprintf(said, size, "%s", text != NULL ? text : "");
	if (doc == NULL && status != 404 && status != 410)
		return by_page(status);
	switch (status) {
	case 404:
	case 410:
		return PLATFORM_GONE;
	case 400:
	case 422:
		return PLATFORM_INPUT;
	case 401:
	case 403:
		return PLATFORM_BLOCKED;
	case 417:		/* how our program names itself is not enough any more */
		return PLATFORM_AGENT;
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
	own_str char	*browser = mem_fmt("Mozilla/5.0 (compatible) %s",
			    agent);

	(void)keys;
	platform_request_header(req, "Device", "pc");
	platform_request_header(req, "Country-Id", KYRGYZSTAN);
	platform_request_header(req, "Language", "ru_RU");
	platform_request_header(req, "Accept", "application/json");
	platform_request_header(req, "User-Agent", browser);
}

void
lalafo_ask_categories(struct platform_request *req)
{
	req->dictionary = "categories";
	req->catalog = true;
	platform_request_paths(req, "v3/categories/tree");
}

static json_t *
distil(const char *name, const json_t *doc)
{
	(void)name;	/* categories are the only one */
	return lalafo_category_distil(doc);
}

static const char *const	none[] = { NULL };

const struct platform	lalafo_platform = {
	.name = LALAFO_NAME,
	.title = "Lalafo",
	.prefix = "LALAFO",
	.address = "https://lalafo.kg/api/search",
	.catalog = "https://lalafo.kg/api/catalog",
	.limit = 1,
	.period_s = 1,
	.begins_off = true,
	.does = PLATFORM_SEARCH,
	.wishes = WISH_KEYWORDS | WISH_LOCATIONS | WISH_SALARY |
	    WISH_UPDATED,
	.about = "lalafo.about",
	.how = "lalafo.how",
	.where = "https://lalafo.kg",
	.takes = none,
	.needs = none,
	.dress = dress,
	.refusal = lalafo_refusal,
	.distil = distil,
	.check = &lalafo_check_talk,
	.search = &lalafo_search_talk,
};
