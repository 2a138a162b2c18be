#include <string.h>

#include "account/caller.h"
#include "base/err.h"
#include "import/chosen.h"
#include "import/listed.h"
#include "import/plan.h"
#include "import/source.h"
#include "io/db.h"
#include "table/grid.h"
#include "table/line.h"
#include "transfer/context.h"
#include "transfer/source.h"
#include "transfer/table.h"

#define DIGITS_MAX	18
#define NO_FILES	"row"	/* it can have none: nobody is told that there is none */

static bool
id_ok(const char *id)
{
	const size_t	len = strspn(id, "0123456789");

	return len > 0 && len <= DIGITS_MAX && id[len] == '\0' && *id != '0';
}

static int
place(const struct caller *who, struct import_plan *plan, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct table_sheet	 sheet;

	if (table_sheet_get(who->db, who->company_id, plan->source_id, &rows,
	    &sheet, err) == -1)
		return -1;
	plan->source = mem_dup(sheet.name);
	return 0;
}

static int
chosen(struct db *db, const struct import_plan *plan,
    struct import_chosen *out, struct err *err)
{
	own_transfer_table struct transfer_table	 t = { 0 };
	own_import_listed struct import_listed		 listed = { 0 };
	own_rows struct db_rows				*rows = NULL;
	struct table_line				 line;

	if (import_listed_read(plan, &listed, err) == -1 ||
	    transfer_table_open(db, plan->company_id, plan->source_id, &t,
	    err) == -1 || table_line_list(db, plan->company_id,
	    plan->source_id, &listed.ask, 0, 0, TABLE_ROWS_MAX, &rows,
	    err) == -1)
		return -1;
	while (table_line_next(rows, &line)) {
		own_transfer_item struct transfer_item	 item = { 0 };
		own_str char				*id = mem_fmt("%lld",
		    (long long)line.id);

		transfer_table_item(&t, plan->conf, &line, &item);
		import_chosen_add(out, id, item.name, NO_FILES);
	}
	return 0;
}

static int
item(const struct caller *who, const struct import_plan *plan, const char *id,
    struct transfer_item *out, struct err *err)
{
	struct transfer_context	ctx = { .db = who->db, .conf = who->conf,
		.company_id = plan->company_id, .user_id = plan->user_id,
		.source = &transfer_source_table };

	return transfer_source_table.fetch(&ctx, id, out, err);
}

const struct import_source import_source_table = {
	.transfer = &transfer_source_table, .id_ok = id_ok, .sample = "12",
	.placed = true, .place = place, .filter = import_listed_filter,
	.chosen = chosen, .item = item,
};
