#include "clickup/api_place.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "clickup/api.h"
#include "io/fetch.h"
#include "io/field.h"

/* GET /{in}/{id}/{of}; the answer's member. */
static const struct { const char *in, *of, *member; } levels[] = {
	[CLICKUP_TEAMS]		= { "team", NULL, "teams" },
	[CLICKUP_SPACES]	= { "team", "space", "spaces" },
	[CLICKUP_FOLDERS]	= { "space", "folder", "folders" },
	[CLICKUP_FOLDER_LISTS]	= { "folder", "list", "lists" },
	[CLICKUP_SPACE_LISTS]	= { "space", "list", "lists" },
};

static void
clear_places(struct clickup_place *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(v[i].id);
		free(v[i].name);
		clear_places(v[i].lists, v[i].nlists);
	}
	free(v);
}

void
clickup_places_clear(struct clickup_places *p)
{
	clear_places(p->v, p->n);
	memset(p, 0, sizeof(*p));
}

const struct clickup_place *
clickup_place_find(const struct clickup_places *places, const char *id)
{
	for (size_t i = 0; i < places->n; i++)
		if (strcmp(places->v[i].id, id) == 0)
			return &places->v[i];
	return NULL;
}

/* Entries without a usable id are passed over. */
static void
read_places(const json_t *array, struct clickup_place **v, size_t *n)
{
	const json_t		*item;
	struct clickup_place	*place;
	size_t			 i;

	*v = mem_zero((json_array_size(array) + 1) * sizeof(**v));
	*n = 0;
	json_array_foreach(array, i, item) {
		if (!clickup_id_ok(field_str(item, "id")))
			continue;
		place = &(*v)[(*n)++];
		place->id = field_dup(item, "id", CLICKUP_ID_SIZE);
		place->name = field_dup(item, "name", SIZE_MAX);
		place->task_count = field_num(item, "task_count", -1);
		if (json_is_array(json_object_get(item, "lists")))
			read_places(json_object_get(item, "lists"),
			    &place->lists, &place->nlists);
	}
}

int
clickup_place_parse(const json_t *doc, const char *member,
    struct clickup_places *out, struct err *err)
{
	const json_t	*array = json_object_get(doc, member);

	if (!json_is_array(array))
		return clickup_odd(err, member);
	read_places(array, &out->v, &out->n);
	return 0;
}

int
clickup_place_fetch(struct clickup *c, enum clickup_level level,
    const char *in, struct clickup_places *out, struct err *err)
{
	const struct fetch_req	 rq = {
		.path = { levels[level].in, in, levels[level].of },
		.query = { { "archived", in != NULL ? "false" : NULL } },
	};
	own_json json_t		*doc = NULL;

	if (clickup_ask(c, &rq, "clickup.absent", &doc, err) == -1)
		return -1;
	return clickup_place_parse(doc, levels[level].member, out, err);
}
