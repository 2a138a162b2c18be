#include "platform/refusal.h"

#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"

static const struct {
	enum err_kind	 kind;
	const char	*code;
	const char	*status;	/* NULL: stays */
} means[] = {
	[PLATFORM_EXPIRED]	= { ERR_REMOTE_AUTH, "platform.expired",
	    "refused" },
	[PLATFORM_DOUBT]	= { ERR_DENIED, "platform.denied", "error" },
	[PLATFORM_KEY]		= { ERR_REMOTE_AUTH, "platform.key",
	    "refused" },
	[PLATFORM_PAYMENT]	= { ERR_REMOTE, "platform.payment", NULL },
	[PLATFORM_CAPTCHA]	= { ERR_REMOTE, "platform.captcha", NULL },
	[PLATFORM_BLOCKED]	= { ERR_REMOTE, "platform.blocked", NULL },
	[PLATFORM_REGION]	= { ERR_REMOTE, "platform.region", NULL },
	[PLATFORM_QUOTA]	= { ERR_BUSY, "platform.quota", NULL },
	[PLATFORM_BUSY]		= { ERR_BUSY, "platform.busy", NULL },
	[PLATFORM_DENIED]	= { ERR_DENIED, "platform.denied", "error" },
	[PLATFORM_AGENT]	= { ERR_REMOTE, "platform.agent", "error" },
	[PLATFORM_INPUT]	= { ERR_INPUT, "platform.input", NULL },
	[PLATFORM_GONE]		= { ERR_ABSENT, "platform.gone", NULL },
	[PLATFORM_DOWN]		= { ERR_REMOTE, "platform.down", NULL },
};

int
platform_refusal_set(enum platform_refusal refusal, const char *title,
    const char *said, struct err *err)
{
	err_code(err, means[refusal].kind, means[refusal].code,
	    "%s: %d%s%.200s", title, err->remote_status,
	    said != NULL ? ": " : "", said != NULL ? said : "");
	if (means[refusal].kind == ERR_BUSY && err->retry_after_s == 0)
		err->retry_after_s = 1;
	return -1;
}

const char *
platform_refusal_status(const char *code)
{
	for (size_t i = 0; i < nitems(means); i++)
		if (strcmp(code, means[i].code) == 0)
			return means[i].status;
	return NULL;
}

json_t *
platform_error_json(const struct err *why, const char *lang)
{
	char	 text[700];

	text_put(text, sizeof(text), lang, why->code, why->text);
	return json_pack("{s:s, s:s, s:o}", "code", why->code, "detail",
	    text, "retry_after_s", why->retry_after_s > 0 ? json_integer(
	    why->retry_after_s) : json_null());
}
