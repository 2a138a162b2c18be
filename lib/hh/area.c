#include "hh/api.h"
#include "io/field.h"
#include "platform/region.h"

#define DEPTH_MAX	6

/* Those of one level: the first of a name stays, so that a country or city goes before a
 * village of the same name. */
static void
add_level(const json_t *areas, int depth, json_t *map)
{
	const json_t	*area;
	size_t		 i;

	json_array_foreach(areas, i, area) {
		const char	*name = field_str(area, "name");
		const char	*id = field_str(area, "id");

		if (depth > 0)
			add_level(json_object_get(area, "areas"), depth - 1,
			    map);
		else if (name != NULL && id != NULL)
			region_add(map, name, id);
	}
}

json_t *
hh_area_distil(const json_t *areas)
{
	json_t	*map;

	if (!json_is_array(areas))
		return NULL;
	map = json_object();
	for (int depth = 0; depth < DEPTH_MAX; depth++)
		add_level(areas, depth, map);
	return map;
}
