#include "huntflow/api_dictionary.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "huntflow/api.h"
#include "io/fetch.h"
#include "io/field.h"

#define PAGES_MAX	100

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

/* --- the few members that our own work needs --- */

void
huntflow_items_clear(struct huntflow_items *items)
{
	for (size_t i = 0; i < items->n; i++) {
		mem_free_str(&items->v[i].name);
		mem_free_str(&items->v[i].nick);
		mem_free_str(&items->v[i].company);
		mem_free_str(&items->v[i].state);
		mem_free_str(&items->v[i].type);
	}
	free(items->v);
	memset(items, 0, sizeof(*items));
}

static void
read_item(const json_t *doc, const char *name_key, struct huntflow_items *out)
{
	struct huntflow_item	*item;
	const char		*name = field_str(doc, name_key);

	if (field_num(doc, "id", 0) <= 0 || name == NULL ||
	    field_str(doc, "removed") != NULL)
		return;
	out->v = mem_grow(out->v, out->n + 1, sizeof(*out->v));
	item = &out->v[out->n++];
	memset(item, 0, sizeof(*item));
	item->id = field_num(doc, "id", 0);
	item->order = field_num(doc, "order", 0);
	item->name = mem_dup(name);
	item->nick = mem_dup(field_str(doc, "nick"));
	item->company = mem_dup(field_str(doc, "company"));
	item->state = mem_dup(field_str(doc, "state"));
	item->type = mem_dup(field_str(doc, "type"));
}

int
huntflow_items_parse(const json_t *doc, const char *name_key,
    struct huntflow_items *out, struct err *err)
{
	const json_t	*items = json_object_get(doc, "items"), *item;
	size_t		 i;

	if (!json_is_array(items))
		return huntflow_shape(err, "a list without items");
	json_array_foreach(items, i, item)
		read_item(item, name_key, out);
	return 0;
}

static int
fetch_all(struct huntflow *hf, int64_t account, enum huntflow_dictionary kind,
    struct huntflow_items *out, struct err *err)
{
	int64_t	pages = 1;

	for (int64_t page = 1; page <= pages && page <= PAGES_MAX; page++) {
		struct huntflow_get	 get;
		own_json json_t		*doc = NULL;

		huntflow_dictionary_get(&get, account, kind, page);
		if (kind == HUNTFLOW_VACANCIES)
			huntflow_get_add(&get, "state", "OPEN");
		if (huntflow_get_ask(hf, &get, &doc, err) == -1 ||
		    huntflow_items_parse(doc, kinds[kind].name, out,
		    err) == -1)
			return -1;
		if (kinds[kind].paged)
			pages = field_num(doc, "total_pages", 1);
	}
	return 0;
}

int
huntflow_dictionary_fetch(struct huntflow *hf, int64_t account,
    enum huntflow_dictionary kind, struct huntflow_items *out,
    struct err *err)
{
	own_huntflow_items struct huntflow_items got = { 0 };

	if (fetch_all(hf, account, kind, &got, err) == -1)
		return -1;
	*out = give(got);
	return 0;
}

int
huntflow_dictionary_accounts(struct huntflow *hf, struct huntflow_items *out,
    struct err *err)
{
	own_huntflow_items struct huntflow_items got = { 0 };
	struct huntflow_get	 get;
	own_json json_t		*doc = NULL;

	huntflow_get_path(&get, "/accounts");
	if (huntflow_get_ask(hf, &get, &doc, err) == -1 ||
	    huntflow_items_parse(doc, "name", &got, err) == -1)
		return -1;
	*out = give(got);
	return 0;
}

int
huntflow_dictionary_add_tag(struct huntflow *hf, int64_t account,
    const char *name, int64_t *id, struct err *err)
{
	own_json json_t		*body = json_pack("{s:s, s:s}", "name", name,
				    "color", "3d7eff");
	own_json json_t		*doc = NULL;
	struct fetch_req	 rq = { .method = "POST", .json = body };
	struct huntflow_get	 at;

	huntflow_dictionary_get(&at, account, HUNTFLOW_TAGS, 1);
	if (huntflow_get_send(hf, &rq, at.path, &doc, err) == -1)
		return -1;
	if (field_num(doc, "id", 0) <= 0)
		return huntflow_shape(err, "a tag without id");
	*id = field_num(doc, "id", 0);
	return 0;
}

json_t *
huntflow_items_named(const struct huntflow_items *all)
{
	json_t	*list = json_array();

	for (size_t i = 0; i < all->n; i++)
		json_array_append_new(list, json_pack("{s:I, s:s?}",
		    "id", (json_int_t)all->v[i].id, "name", all->v[i].name));
	return list;
}
