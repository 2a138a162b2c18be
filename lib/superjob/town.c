#include "io/field.h"
#include "platform/region.h"
#include "platform/request.h"
#include "superjob/api.h"

void
superjob_ask_towns(struct platform_request *req)
{
	req->dictionary = "towns";
	req->bare = true;
	platform_request_path(req, "towns");
	platform_request_number(req, "all", 1);
}

/* The list of an answer: it comes bare, as objects, or as list or list.value. */
static const json_t *
list_of(const json_t *doc)
{
	const json_t	*list = json_object_get(doc, "list");
	const json_t	*tries[] = { doc, json_object_get(doc, "objects"),
			    list, json_object_get(list, "value") };

	for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++)
		if (json_is_array(tries[i]))
			return tries[i];
	return NULL;
}

static void
add(json_t *map, const json_t *one, const char *title, const char *id)
{
	const char	*name = field_str(one, title);
	const char	*number = field_str(one, id);

	if (name != NULL && *name != '\0' && number != NULL)
		region_add(map, name, number);
}

json_t *
superjob_town_distil(const json_t *towns)
{
	const json_t	*list = list_of(towns), *one;
	json_t		*map;
	size_t		 i;

	if (list == NULL)
		return NULL;
	map = json_object();
	json_array_foreach(list, i, one)
		add(map, one, "title", "id");
	json_array_foreach(list, i, one)
		add(map, one, "title_eng", "id");
	return map;
}

json_t *
superjob_catalogue_distil(const json_t *catalogues)
{
	const json_t	*list = list_of(catalogues), *one, *position;
	json_t		*map;
	size_t		 i, k;

	if (list == NULL)
		return NULL;
	map = json_object();
	json_array_foreach(list, i, one) {
		add(map, one, "title_rus", "key");
		add(map, one, "title", "key");
	}
	json_array_foreach(list, i, one)
		json_array_foreach(json_object_get(one, "positions"), k,
		    position) {
			add(map, position, "title_rus", "key");
			add(map, position, "title", "key");
		}
	return map;
}
