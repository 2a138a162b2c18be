#include "platform/region.h"

#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "io/unicode.h"
#include "platform/platform.h"

#define REGIONS_MAX	50000

/* How people write it, and how job boards do. */
static const struct { const char *said, *name; } aliases[] = {
	{ "мск", "москва" }, { "спб", "санкт-петербург" },
	{ "питер", "санкт-петербург" }, { "екб", "екатеринбург" },
	{ "нск", "новосибирск" },
	{ "белоруссия", "беларусь" }, { "киргизия", "кыргызстан" },
	{ "рф", "россия" }, { "татарстан", "республика татарстан" },
	{ "алма-ата", "алматы" },
};

bool
region_add(json_t *map, const char *name, const char *id)
{
	own_str char	*folded = unicode_folded(name);

	if (json_object_get(map, folded) != NULL)
		return true;
	if (json_object_size(map) >= REGIONS_MAX)
		return false;
	json_object_set_new(map, folded, json_string(id));
	return true;
}

const char *
region_find(const json_t *map, const char *name)
{
	own_str char	*folded = unicode_folded(name);
	const char	*id = field_str(map, folded);

	for (size_t i = 0; id == NULL && i < nitems(aliases); i++)
		if (strcmp(folded, aliases[i].said) == 0)
			id = field_str(map, aliases[i].name);
	if (id == NULL && *name != '\0' &&
	    strspn(name, "0123456789") == strlen(name))
		return name;
	return id;
}

int
region_choose(const json_t *map, const json_t *names, json_t **out,
    struct platform_got *got, struct err *err)
{
	own_json json_t	*ids = json_array();
	const json_t	*name;
	size_t		 i;

	json_array_foreach(names, i, name) {
		const char	*id = region_find(map, json_string_value(name));

		if (id != NULL)
			json_array_append_new(ids, json_string(id));
		else
			platform_got_note(got, "platform.location",
			    json_string_value(name));
	}
	if (json_array_size(ids) == 0)
		return err_code(err, ERR_INPUT, "platform.location", "%s",
		    json_string_value(json_array_get(names, 0)));
	*out = give(ids);
	return 0;
}
