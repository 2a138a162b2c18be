#include "clickup/refusal.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"

/* By ECODE, FAMILY_NNN; ClickUp sends them with 400, 401, 403 and 404 alike. */
static const struct {
	const char		*family;
	int			 from, to;
	enum clickup_refusal	 means;
} codes[] = {
	{ "OAUTH",	14, 14,		CLICKUP_DOWN },	/* passes by itself */
	{ "OAUTH",	17, 22,		CLICKUP_KEY },	/* none, unknown, revoked */
	{ "OAUTH",	23, 23,		CLICKUP_OBJECT },
	{ "OAUTH",	24, 25,		CLICKUP_KEY },
	{ "OAUTH",	26, 57,		CLICKUP_OBJECT },
	{ "OAUTH",	77, 77,		CLICKUP_KEY },
	{ "ACCESS",	0, 999,		CLICKUP_OBJECT },
	{ "ITEM",	13, 13,		CLICKUP_GONE },
	{ "APP",	1, 1,		CLICKUP_INPUT },	/* no such route */
	{ "APP",	2, 2,		CLICKUP_BUSY },
	{ "SUB",	0, 999,		CLICKUP_PLAN },
};

/* Where no code says it. Whoever answers for ClickUp (its CDN, a proxy on the way) sends pages;
 * answered: what it is when ClickUp itself says so. */
static const struct {
	int			 from, to;
	enum clickup_refusal	 answered, page;
} statuses[] = {
	{ 400, 400,	CLICKUP_INPUT,	CLICKUP_DOWN },
	{ 401, 401,	CLICKUP_KEY,	CLICKUP_DOWN },
	{ 402, 402,	CLICKUP_PLAN,	CLICKUP_DOWN },
	{ 403, 403,	CLICKUP_OBJECT,	CLICKUP_DOWN },
	{ 404, 404,	CLICKUP_GONE,	CLICKUP_DOWN },
	{ 408, 408,	CLICKUP_DOWN,	CLICKUP_DOWN },
	{ 429, 429,	CLICKUP_BUSY,	CLICKUP_BUSY },
	{ 405, 499,	CLICKUP_INPUT,	CLICKUP_DOWN },
};

static const struct {
	enum err_kind	 kind;
	const char	*code;
} kinds[] = {
	[CLICKUP_KEY]		= { ERR_REMOTE_AUTH, "clickup.token" },
	[CLICKUP_OBJECT]	= { ERR_DENIED, "clickup.denied" },
	[CLICKUP_GONE]		= { ERR_ABSENT, "clickup.absent" },
	[CLICKUP_BUSY]		= { ERR_BUSY, "clickup.limit" },
	[CLICKUP_DOWN]		= { ERR_REMOTE, "clickup.down" },
	[CLICKUP_PLAN]		= { ERR_DENIED, "clickup.plan" },
	[CLICKUP_INPUT]		= { ERR_REMOTE, "clickup.answer" },
};

static const char *
ecode_of(const json_t *doc)
{
	const char	*ecode = json_string_value(json_object_get(doc,
			    "ECODE"));

	return ecode != NULL ? ecode : "";
}

static bool
by_code(const char *ecode, enum clickup_refusal *out)
{
	char	 family[16];
	int	 n;

	if (sscanf(ecode, "%15[A-Z]_%3d", family, &n) != 2)
		return false;
	for (size_t i = 0; i < nitems(codes); i++)
		if (strcmp(family, codes[i].family) == 0 &&
		    n >= codes[i].from && n <= codes[i].to) {
			*out = codes[i].means;
			return true;
		}
	return false;
}

enum clickup_refusal
clickup_refusal_of(int status, const json_t *doc)
{
	enum clickup_refusal	means;

	if (status >= 400 && status < 500 && by_code(ecode_of(doc), &means))
		return means;
	for (size_t i = 0; i < nitems(statuses); i++)
		if (status >= statuses[i].from && status <= statuses[i].to)
			return json_is_object(doc) ? statuses[i].answered :
			    statuses[i].page;
	return CLICKUP_DOWN;
}

enum clickup_refusal
clickup_refusal_of_file(int status)
{
	switch (status) {
	case 400:
	case 401:
	case 403:	return CLICKUP_OBJECT;
	case 404:
	case 410:	return CLICKUP_GONE;
	default:	return CLICKUP_DOWN;
	}
}

int
clickup_refusal_set(enum clickup_refusal means, const json_t *doc,
    const char *absent, struct err *err)
{
	const char	*said = json_string_value(json_object_get(doc, "err"));
	const int	 status = err->remote_status;
	const char	*code = means == CLICKUP_GONE ? absent :
			    kinds[means].code;

	err_code(err, kinds[means].kind, code, "clickup: status %d%s%.200s%s%s",
	    status, said != NULL ? ": " : "", said != NULL ? said : "",
	    *ecode_of(doc) != '\0' ? " " : "", ecode_of(doc));
	if (means == CLICKUP_BUSY && err->retry_after_s == 0)
		err->retry_after_s = 1;
	return -1;
}
