#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/err.h"
#include "clickup/api.h"
#include "clickup/cache.h"
#include "clickup/set.h"
#include "import/chosen.h"
#include "import/item.h"
#include "import/plan.h"
#include "import/source.h"
#include "io/db.h"
#include "io/field.h"
#include "transfer/choice.h"
#include "transfer/source.h"

static int
place(const struct caller *who, struct import_plan *plan, struct err *err)
{
	own_clickup_set struct clickup_set	set = { 0 };

	if (clickup_set_get(who->db, plan->company_id, plan->user_id, &set,
	    err) == -1) {
		if (strcmp(err->code, "clickup.unset") == 0)
			err->kind = ERR_CONFLICT;
		return -1;
	}
	plan->clickup_id = set.connection_id;
	plan->source = mem_dup(set.list_name != NULL ? set.list_name : "");
	return clickup_cache_home_at(who->db, plan->clickup_id,
	    &plan->search.filter.home, err);
}

/* --- those that are chosen --- */

static int
filter(const struct caller *who, const json_t *doc, struct import_plan *plan,
    struct err *err)
{
	return (doc != NULL && field_only(doc, clickup_search_names,
	    err) == -1) || clickup_search_read(who->db, doc, who->zone,
	    &plan->search, err) == -1 ? -1 : 0;
}

static int
read_part(struct db *db, const struct import_plan *plan, const int64_t *ids,
    size_t n, struct import_chosen *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (clickup_cache_named(db, plan->clickup_id, ids, n, &rows,
	    err) == -1)
		return -1;
	while (db_rows_next(rows))
		import_chosen_add(out, db_col_str(rows, 1), db_col_str(rows, 2),
		    db_col_str(rows, 4));
	return 0;
}

static int
read_found(struct db *db, const struct import_plan *plan,
    struct import_chosen *out, struct err *err)
{
	int64_t	*ids = NULL;
	size_t	 n, part;
	int	 rc;

	rc = clickup_find_ids(db, plan->conf, &plan->search.filter, &ids, &n,
	    err);
	for (size_t at = 0; rc == 0 && at < n; at += part) {
		part = n - at < CLICKUP_CACHE_BATCH ? n - at :
		    CLICKUP_CACHE_BATCH;
		rc = read_part(db, plan, ids + at, part, out, err);
	}
	free(ids);
	return rc;
}

static int
read_listed(struct db *db, const struct import_plan *plan,
    struct import_chosen *out, struct err *err)
{
	own_str char		*ids = json_dumps(plan->task_ids, JSON_COMPACT);
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT t.task_id, t.name, t.cv FROM (SELECT DISTINCT "
	    "id FROM " IMPORT_IDS_TABLE " j) x JOIN clickup_task t ON "
	    "t.connection_id = ? AND t.task_id = x.id ORDER BY t.task_id",
	    DB_ARGS(db_str(ids), db_int(plan->clickup_id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		import_chosen_add(out, db_col_str(rows, 0), db_col_str(rows, 1),
		    db_col_str(rows, 2));
	return 0;
}

/* An id that is not in the cache (any more) is left out. */
static int
chosen(struct db *db, const struct import_plan *plan,
    struct import_chosen *out, struct err *err)
{
	return strcmp(plan->scope, "selection") == 0 ?
	    read_listed(db, plan, out, err) : read_found(db, plan, out, err);
}

/* --- one of them --- */

static json_t *
json_of(const char *text)
{
	return text == NULL ? NULL : json_loads(text, 0, NULL);
}

static int
item(const struct caller *who, const struct import_plan *plan, const char *id,
    struct transfer_item *out, struct err *err)
{
	own_transfer_item struct transfer_item	 got = { 0 };
	own_rows struct db_rows			*rows = NULL;
	struct clickup_cache_row		 row;

	if (clickup_cache_get(who->db, plan->clickup_id, id, &rows, &row,
	    err) == -1 || transfer_choice_get(who->db, who->company_id,
	    row.list_id, &got.choices, err) == -1)
		return -1;
	got.name = mem_dup(row.name);
	got.url = mem_dup(row.url);
	got.text = mem_dup(row.description);
	got.markdown = mem_dup(row.markdown);
	got.fields = mem_dup(row.custom_fields);
	got.comments = json_of(row.comments);
	got.files = json_of(row.attachments);
	*out = give(got);
	return 0;
}

const struct import_source import_source_clickup = {
	.transfer = &transfer_source_clickup, .id_ok = clickup_id_ok,
	.sample = "86abc1def", .place = place, .filter = filter,
	.fill = import_item_fill, .chosen = chosen, .item = item,
};
