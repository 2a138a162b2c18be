#include "notion/refusal.h"

#include <stdbool.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"

/* By the code of the error; says: what its message holds besides, NULL: anything. The first that
 * fits holds. */
static const struct {
	const char		*code, *says;
	enum notion_refusal	 means;
} codes[] = {
	{ "unauthorized",		NULL, NOTION_KEY },
	{ "restricted_resource",	NULL, NOTION_DENIED },
	{ "object_not_found",		NULL, NOTION_UNSHARED },
	{ "rate_limited",		NULL, NOTION_BUSY },
	{ "service_overload",		NULL, NOTION_OVERLOAD },
	{ "conflict_error",		NULL, NOTION_COLLISION },
	{ "internal_server_error",	NULL, NOTION_DOWN },
	{ "service_unavailable",	NULL, NOTION_DOWN },
	{ "database_connection_unavailable", NULL, NOTION_DOWN },
	{ "gateway_timeout",		NULL, NOTION_DOWN },
	{ "missing_version",		NULL, NOTION_VERSION },
	{ "invalid_request_url",	NULL, NOTION_VERSION },
	{ "validation_error", "Notion-Version", NOTION_VERSION },
	{ "validation_error", "multiple data sources", NOTION_SOURCES },
	{ "validation_error", "start_cursor", NOTION_CURSOR },
	{ "validation_error", "cursor provided is invalid", NOTION_CURSOR },
};

/* Where no code says it; whoever else answers on the way sends pages. */
static const struct {
	int			 status;
	enum notion_refusal	 answered, page;
} statuses[] = {
	{ 400, NOTION_INPUT,	NOTION_DOWN },
	{ 401, NOTION_KEY,	NOTION_DOWN },
	{ 403, NOTION_DENIED,	NOTION_DOWN },
	{ 404, NOTION_UNSHARED,	NOTION_DOWN },
	{ 409, NOTION_COLLISION, NOTION_DOWN },
	{ 429, NOTION_BUSY,	NOTION_BUSY },
	{ 529, NOTION_OVERLOAD,	NOTION_OVERLOAD },
};

static const struct {
	enum err_kind	 kind;
	const char	*code;
} kinds[] = {
	[NOTION_KEY]		= { ERR_REMOTE_AUTH, "notion.token" },
	[NOTION_DENIED]		= { ERR_DENIED, "notion.denied" },
	[NOTION_UNSHARED]	= { ERR_ABSENT, "notion.unshared" },
	[NOTION_BUSY]		= { ERR_BUSY, "notion.limit" },
	[NOTION_OVERLOAD]	= { ERR_REMOTE, "notion.overload" },
	[NOTION_COLLISION]	= { ERR_REMOTE, "notion.collision" },
	[NOTION_DOWN]		= { ERR_REMOTE, "notion.down" },
	[NOTION_VERSION]	= { ERR_REMOTE, "notion.version" },
	[NOTION_SOURCES]	= { ERR_REMOTE, "notion.sources" },
	[NOTION_CURSOR]		= { ERR_REMOTE, "notion.cursor" },
	[NOTION_INPUT]		= { ERR_REMOTE, "notion.answer" },
};

static bool
by_code(const json_t *doc, enum notion_refusal *out)
{
	const char	*code = field_str(doc, "code"),
			*text = field_str(doc, "message");

	for (size_t i = 0; code != NULL && i < nitems(codes); i++)
		if (strcmp(code, codes[i].code) == 0 &&
		    (codes[i].says == NULL || (text != NULL &&
		    strstr(text, codes[i].says) != NULL))) {
			*out = codes[i].means;
			return true;
		}
	return false;
}

enum notion_refusal
notion_refusal_of(int status, const json_t *doc)
{
	enum notion_refusal	means;

	if (by_code(doc, &means))
		return means;
	for (size_t i = 0; i < nitems(statuses); i++)
		if (status == statuses[i].status)
			return json_is_object(doc) ? statuses[i].answered :
			    statuses[i].page;
	return status >= 400 && status < 500 && json_is_object(doc) ?
	    NOTION_INPUT : NOTION_DOWN;
}

enum notion_refusal
notion_refusal_of_file(int status)
{
	return status >= 400 && status < 500 && status != 429 ?
	    NOTION_UNSHARED : NOTION_DOWN;
}

int
notion_refusal_set(enum notion_refusal means, const json_t *doc,
    struct err *err)
{
	const char	*said = field_str(doc, "message");

	err_code(err, kinds[means].kind, kinds[means].code,
	    "notion: status %d%s%.200s", err->remote_status,
	    said != NULL ? ": " : "", said != NULL ? said : "");
	if (means == NOTION_BUSY && err->retry_after_s == 0)
		err->retry_after_s = 1;
	return -1;
}
