#include "notion/check.h"

#include <string.h>

#include "base/err.h"
#include "io/field.h"
#include "notion/api.h"
#include "notion/notion.h"
#include "notion/source.h"

/* The newest generation that is understood. */
static int
find_generation(struct notion *api, json_t **me, struct err *err)
{
	const struct notion_generation	*g = notion_generations;

	for (;; g++) {
		notion_speak(api, g);
		if (notion_me_fetch(api, me, err) == 0)
			return 0;
		if (strcmp(err->code, "notion.version") != 0 ||
		    g[1].version == NULL)
			return -1;
		*err = (struct err){ 0 };
	}
}

/* An integration that nothing is shared with is of no use yet. */
int
notion_check(void *api, json_t **facts, struct err *err)
{
	own_json json_t	*me = NULL, *sources = NULL;
	json_t		*missing = json_array();
	int		 rc = find_generation(api, &me, err);

	if (rc == 0)
		rc = notion_sources_fetch(api, &sources, err);
	if (rc == 0 && json_array_size(sources) == 0)
		json_array_append_new(missing, json_pack("{s:s, s:s}", "scope",
		    "sources", "code", "notion.nothing_shared"));
	if (rc == 0)
		*facts = json_pack("{s:O, s:O, s:s, s:I, s:O}", "name",
		    json_object_get(me, "name"), "workspace",
		    json_object_get(me, "workspace"), NOTION_VERSION_FACT,
		    notion_speaks(api)->version, "sources",
		    (json_int_t)json_array_size(sources), "missing", missing);
	json_decref(missing);
	return rc;
}
