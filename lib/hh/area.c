#include <string.h>

#include "base/mem.h"
#include "hh/api.h"
#include "io/field.h"
#include "io/unicode.h"

#define AREAS_MAX	50000
#define DEPTH_MAX	6

/* How people write it, and how HH.ru does. */
static const struct { const char *said, *name; } aliases[] = {
	{ "мск", "москва" }, { "спб", "санкт-петербург" },
	{ "питер", "санкт-петербург" }, { "екб", "екатеринбург" },
	{ "нск", "новосибирск" },
	{ "белоруссия", "беларусь" }, { "киргизия", "кыргызстан" },
	{ "рф", "россия" }, { "татарстан", "республика татарстан" },
	{ "алма-ата", "алматы" },
};

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
		own_str char	*folded = NULL;

		if (depth > 0) {
			add_level(json_object_get(area, "areas"), depth - 1,
			    map);
			continue;
		}
		if (name == NULL || id == NULL ||
		    json_object_size(map) >= AREAS_MAX)
			continue;
		folded = unicode_folded(name);
		if (json_object_get(map, folded) == NULL)
			json_object_set_new(map, folded, json_string(id));
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

const char *
hh_area_find(const json_t *areas, const char *name)
{
	own_str char	*folded = unicode_folded(name);
	const char	*id = field_str(areas, folded);

	for (size_t i = 0; id == NULL && i < nitems(aliases); i++)
		if (strcmp(folded, aliases[i].said) == 0)
			id = field_str(areas, aliases[i].name);
	if (id == NULL && *name != '\0' &&
	    strspn(name, "0123456789") == strlen(name))
		return name;
	return id;
}
