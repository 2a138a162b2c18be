#include "api/huntflow_dictionary.h"

#include <inttypes.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"

static const struct {
	const char	*path;		/* inside the account */
	const char	*name;		/* the member that names an entry */
	bool		 paged;
	const char	*keep[10];	/* further members, as they come */
} kinds[HUNTFLOW_DICTIONARIES] = {
	[HUNTFLOW_TAGS] = { "tags", "name", false, { "color" } },
	[HUNTFLOW_STAGES] = { "vacancies/statuses", "name", false,
	    { "type", "order", "removed", "stay_duration" } },
	[HUNTFLOW_SOURCES] = { "applicants/sources", "name", false,
	    { "type" } },
	[HUNTFLOW_REASONS] = { "rejection_reasons", "name", false,
	    { "order" } },
	[HUNTFLOW_COWORKERS] = { "coworkers", "name", true,
	    { "member", "type", "email" } },
	[HUNTFLOW_DIVISIONS] = { "divisions", "name", false,
	    { "order", "active", "parent", "deep" } },
	[HUNTFLOW_VACANCIES] = { "vacancies", "position", true,
	    { "company", "state", "created", "deadline", "priority",
	    "account_division", "money", "hidden" } },
};

bool
huntflow_dictionary_paged(enum huntflow_dictionary kind)
{
	return kinds[kind].paged;
}

void
huntflow_dictionary_get(struct huntflow_get *get, int64_t account,
    enum huntflow_dictionary kind, int64_t page)
{
	huntflow_get_path(get, "/accounts/%" PRId64 "/%s", account,
	    kinds[kind].path);
	if (!kinds[kind].paged)
		return;
	huntflow_get_num(get, "count", HUNTFLOW_PAGE);
	huntflow_get_num(get, "page", page);
}

static json_t *
read_entry(const json_t *doc, enum huntflow_dictionary kind)
{
	const int64_t	 id = field_num(doc, "id", 0);
	const char	*name = field_str(doc, kinds[kind].name);
	json_t		*out;

	/* Only a reason may be without an id: "other". */
	if (name == NULL || (id <= 0 && kind != HUNTFLOW_REASONS))
		return NULL;
	out = json_pack("{s:o, s:s}", "id", id > 0 ? json_integer(id) :
	    json_null(), "name", name);
	for (const char *const *key = kinds[kind].keep; *key != NULL; key++) {
		json_t	*value = json_object_get(doc, *key);

		json_object_set(out, *key, value != NULL ? value :
		    json_null());
	}
	return out;
}

int
huntflow_dictionary_read(const json_t *doc, enum huntflow_dictionary kind,
    json_t *list, struct err *err)
{
	struct huntflow_page	 page;
	const json_t		*item;
	size_t			 i;

	if (huntflow_get_page(doc, &page, err) == -1)
		return -1;
	json_array_foreach(page.items, i, item) {
		json_t	*entry = read_entry(item, kind);

		if (entry != NULL)
			json_array_append_new(list, entry);
	}
	return 0;
}
