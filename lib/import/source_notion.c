#include <string.h>

#include "account/caller.h"
#include "base/err.h"
#include "import/chosen.h"
#include "import/listed.h"
#include "import/plan.h"
#include "import/source.h"
#include "io/db.h"
#include "io/field.h"
#include "notion/api.h"
#include "notion/notion.h"
#include "notion/reading.h"
#include "notion/row.h"
#include "service/provider_account.h"
#include "transfer/choice.h"
#include "transfer/notion.h"
#include "transfer/source.h"

/* As Notion writes it: the same page has one id. */
static bool
id_ok(const char *id)
{
	char	 same[NOTION_ID_SIZE];

	return notion_id(id, same) && strcmp(id, same) == 0;
}

static int
place(const struct caller *who, struct import_plan *plan, struct err *err)
{
	own_provider_account struct provider_account	 account = { 0 };
	own_notion_reading struct notion_reading	 at = { 0 };

	if (provider_account_get(who->db, plan->company_id, &notion_provider,
	    plan->source_id, &account, err) == -1 ||
	    provider_account_check_on(&account, err) == -1 ||
	    notion_reading_get(who->db, plan->source_id, &at, err) == -1)
		return -1;
	plan->source = mem_dup(at.name);
	return 0;
}

static int
chosen(struct db *db, const struct import_plan *plan,
    struct import_chosen *out, struct err *err)
{
	own_import_listed struct import_listed	 listed = { 0 };
	own_rows struct db_rows			*rows = NULL;
	struct notion_row			 row;

	if (import_listed_read(plan, &listed, err) == -1 ||
	    notion_row_list(db, plan->company_id, plan->source_id,
	    &listed.ask, 0, 0, INT32_MAX, &rows, err) == -1)
		return -1;
	while (notion_row_next(rows, &row))
		import_chosen_add(out, row.page_id, row.name, row.has_file ?
		    "file" : "none");
	return 0;
}

static int
item(const struct caller *who, const struct import_plan *plan, const char *id,
    struct transfer_item *out, struct err *err)
{
	own_notion_reading struct notion_reading	 at = { 0 };
	own_json json_t					*choices = NULL;
	own_rows struct db_rows				*rows = NULL;
	struct notion_row				 row;

	if (notion_row_get(who->db, plan->company_id, plan->source_id, id,
	    &rows, &row, err) == -1 ||
	    notion_reading_get(who->db, plan->source_id, &at, err) == -1 ||
	    transfer_choice_get(who->db, plan->company_id, at.source,
	    &choices, err) == -1)
		return -1;
	transfer_notion_item(&row, choices, out);
	return 0;
}

const struct import_source import_source_notion = {
	.transfer = &transfer_source_notion, .id_ok = id_ok,
	.sample = "248104cd-477e-80af-bc30-000bd28de8f9", .placed = true,
	.place = place, .filter = import_listed_filter, .chosen = chosen,
	.item = item,
};
