#include <string.h>

#include "base/mem.h"
#include "io/field.h"
#include "io/unicode.h"
#include "lalafo/api.h"

#define LEVELS_MAX	10

/* A category of people, not of vacancies: what its name has in it, folded. */
static bool
is_of_people(const json_t *node)
{
	static const char *const words[] = { "резюме", "ищу работу",
		"ищут работу", "поиск работы", "соискател", "looking for",
		"resume" };
	const char	*name = field_str(node, "name");
	own_str char	*folded = name != NULL ? unicode_folded(name) : NULL;

	for (size_t i = 0; folded != NULL && i < nitems(words); i++)
		if (strstr(folded, words[i]) != NULL)
			return true;
	return false;
}

static void
add_all(const json_t *node, json_t *all, int level)
{
	const char	*id = field_str(node, "id");
	const json_t	*child;
	size_t		 i;

	if (id == NULL || level > LEVELS_MAX)
		return;
	json_object_set_new(all, id, json_true());
	json_array_foreach(json_object_get(node, "children"), i, child)
		add_all(child, all, level + 1);
}

static const json_t *
find(const json_t *nodes, int level)
{
	const json_t	*node, *below;
	size_t		 i;

	json_array_foreach(nodes, i, node) {
		if (field_str(node, "id") != NULL && is_of_people(node))
			return node;
		if (level < LEVELS_MAX && (below = find(json_object_get(node,
		    "children"), level + 1)) != NULL)
			return below;
	}
	return NULL;
}

json_t *
lalafo_category_distil(const json_t *tree)
{
	const json_t	*nodes = json_is_array(tree) ? tree :
			    json_object_get(tree, "items");
	const json_t	*node = find(nodes, 0);
	json_t		*all;

	if (!json_is_array(nodes))
		return NULL;
	all = json_object();
	add_all(node, all, 0);
	return json_pack("{s:s?, s:o}", "id", field_str(node, "id"), "all",
	    all);
}
