#include "bitrix/bitrix.h"

#include <jansson.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "bitrix/address.h"
#include "bitrix/client.h"
#include "bitrix/employee_sync.h"
#include "bitrix/event_sync.h"
#include "bitrix/export.h"
#include "bitrix/hook.h"
#include "bitrix/task_sync.h"
#include "bitrix/token.h"
#include "io/field.h"
#include "service/profile.h"
#include "service/provider.h"
#include "service/provider_sync.h"

#define INTERVAL_MIN	15
#define LIMIT_MAX	50
#define BUCKET_MAX	1000

enum { WEBHOOK, HOOK_TOKEN, CLIENT_ID, CLIENT_SECRET };

/* The address as every portal writes it: what was copied along is left out. */
static int
read_webhook(const struct conf *conf, const char *path, const char *value,
    char **out, struct err *err)
{
	struct bitrix_address	 address;

	if (!bitrix_address_read(value, &address))
		return err_field(err, path, "bitrix.webhook_format", "%s",
		    "");
	if (profile_url_check(conf, path, address.origin, err) == -1)
		return -1;
	*out = mem_fmt("%s/rest/%s/%s/", address.origin, address.user,
	    address.code);
	return 0;
}

static const struct provider_key	keys[] = {
	[WEBHOOK] = { BITRIX_WEBHOOK, false, read_webhook },
	[HOOK_TOKEN] = { BITRIX_HOOK_TOKEN, false, NULL },
	[CLIENT_ID] = { BITRIX_CLIENT_ID, false, NULL },
	[CLIENT_SECRET] = { BITRIX_CLIENT_SECRET, false, NULL },
	{ BITRIX_ACCESS, true, NULL },
	{ BITRIX_REFRESH, true, NULL },
	{ NULL, false, NULL },
};

static const char *const	settings[] = { BITRIX_PORTAL, BITRIX_LIMIT,
	BITRIX_BUCKET, NULL };

static int
check_portal(const struct conf *conf, const json_t *sent, char **origin,
    struct err *err)
{
	const char	*text = NULL;
	char		 address[300];

	if (field_line_opt(sent, BITRIX_PORTAL, 250, &text, err) == -1)
		return -1;
	if (text == NULL)
		return 0;
	if (!bitrix_address_portal(text, address, sizeof(address)))
		return err_field(err, BITRIX_PORTAL, "format", "%s",
		    "portal.bitrix24.ru");
	if (profile_url_check(conf, BITRIX_PORTAL, address, err) == -1)
		return -1;
	if (origin != NULL)
		*origin = mem_dup(address);
	return 0;
}

static int
check_settings(const struct conf *conf, const json_t *sent, struct err *err)
{
	int64_t	 limit, bucket;
	int	 rc = check_portal(conf, sent, NULL, err);

	rc |= field_int_opt(sent, BITRIX_LIMIT, 1, LIMIT_MAX, &limit, err);
	rc |= field_int_opt(sent, BITRIX_BUCKET, 1, BUCKET_MAX, &bucket, err);
	return rc;
}

/* The portal is named by the webhook's address, else by the settings. */
static int
settle(const struct conf *conf, const struct provider_draft *draft,
    char **address, struct err *err)
{
	struct bitrix_address	 hook;
	const bool		 app = draft->is_set[CLIENT_ID] &&
				    draft->is_set[CLIENT_SECRET];

	if (draft->is_set[WEBHOOK]) {
		if (draft->key[WEBHOOK] != NULL &&
		    bitrix_address_read(draft->key[WEBHOOK], &hook))
			*address = mem_dup(hook.origin);
		return 0;
	}
	if (!app)
		return err_field(err, "credentials." BITRIX_WEBHOOK,
		    "required", "%s", "");
	if (json_object_get(draft->settings, BITRIX_PORTAL) == NULL)
		return err_field(err, "settings." BITRIX_PORTAL, "required",
		    "%s", "");
	return check_portal(conf, draft->settings, address, err);
}

static const char *const	parts[] = { BITRIX_EMPLOYEES, BITRIX_TASKS,
	BITRIX_EVENTS, NULL };
static const char *const	runs[] = { BITRIX_EMPLOYEES, BITRIX_TASKS,
	BITRIX_EVENTS, BITRIX_EXPORT, PROVIDER_SYNC_ALL, NULL };

const struct provider	bitrix_provider = {
	.name = BITRIX_PROVIDER,
	.title = "Bitrix24",
	.interval_min = INTERVAL_MIN,
	.keys = keys,
	.settings = settings,
	.check_settings = check_settings,
	.settle = settle,
	.parts = parts,
	.runs = runs,
	.api = &bitrix_client,
	.sign_in = bitrix_token_begin,
	.signed_in = bitrix_token_take,
	.hook_url = bitrix_hook_url,
};
