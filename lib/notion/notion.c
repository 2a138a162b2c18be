#include "notion/notion.h"

#include <jansson.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "notion/api.h"
#include "notion/client.h"
#include "notion/sync.h"
#include "service/provider.h"
#include "service/provider_sync.h"

#define INTERVAL_MIN	30
#define EXAMPLE		"248104cd-477e-80af-bc30-000bd28de8f9"

static const struct provider_key	keys[] = {
	{ NOTION_TOKEN, false, NULL },
	{ NULL, false, NULL },
};

static const char *const	settings[] = { NOTION_DATA_SOURCE, NULL };

static int
check_settings(const struct conf *conf, const json_t *sent, struct err *err)
{
	const char	*text = NULL;
	char		 id[NOTION_ID_SIZE];

	(void)conf;
	if (field_text_opt(sent, NOTION_DATA_SOURCE, NOTION_ID_SIZE, &text,
	    err) == -1)
		return -1;
	return text == NULL || notion_id(text, id) ? 0 : err_field(err,
	    NOTION_DATA_SOURCE, "format", "%s", EXAMPLE);
}

static int
settle(const struct conf *conf, const struct provider_draft *draft,
    char **address, struct err *err)
{
	(void)conf;
	(void)address;
	return draft->is_set[0] ? 0 : err_field(err,
	    "credentials." NOTION_TOKEN, "required", "%s", "");
}

static const char *const	parts[] = { NOTION_ROWS, NULL };
static const char *const	runs[] = { NOTION_ROWS, PROVIDER_SYNC_ALL,
	NULL };

const struct provider	notion_provider = {
	.name = NOTION_PROVIDER,
	.title = "Notion",
	.interval_min = INTERVAL_MIN,
	.keys = keys,
	.settings = settings,
	.check_settings = check_settings,
	.settle = settle,
	.parts = parts,
	.runs = runs,
	.api = &notion_client,
};
