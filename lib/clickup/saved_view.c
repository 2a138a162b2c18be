#include "clickup/saved_view.h"

#include "account/caller.h"
#include "account/saved_view.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "clickup/cache_find.h"
#include "clickup/export.h"
#include "clickup/search.h"
#include "io/db.h"
#include "io/field.h"

static int
check_filter(const json_t *filter, struct err *err)
{
	own_clickup_search struct clickup_search	 search = { 0 };

	if (field_only(filter, clickup_search_names, err) == -1)
		return -1;
	return clickup_search_read(NULL, filter, "UTC", &search, err);
}

const struct saved_view_rules clickup_saved_view_rules = {
	.filter = check_filter,
	.columns = clickup_columns_check,
	.columns_max = CLICKUP_COLUMNS_MAX,
	.sorts = clickup_sorts,
};

static int
write_counts(const struct caller *who, int64_t connection_id,
    const struct saved_view *view, struct buf *b, struct err *err)
{
	own_clickup_search struct clickup_search	 search = { 0 };
	own_json json_t				*filter = json_loads(
						    view->filter, 0, NULL);
	own_rows struct db_rows			*rows = NULL;
	int64_t					 total = 0;

	search.filter.connection_id = connection_id;
	if (clickup_search_read(who->db, filter, who->zone, &search, err) == -1 ||
	    clickup_find_by_status(who->db, &search.filter, &rows, err) == -1)
		return -1;
	emit_open(b, "statuses", '[');
	while (db_rows_next(rows)) {
		emit_open(b, NULL, '{');
		emit_str(b, "name", db_col_str(rows, 0));
		emit_int(b, "count", db_col_int(rows, 1));
		emit_close(b, '}');
		total += db_col_int(rows, 1);
	}
	emit_close(b, ']');
	emit_int(b, "count", total);
	return 0;
}

int
clickup_saved_view_write(const struct caller *who, int64_t connection_id,
    const struct saved_view *view, struct buf *b, struct err *err)
{
	emit_open(b, NULL, '{');
	saved_view_form_put(view, who->user_id, b);
	if (write_counts(who, connection_id, view, b, err) == -1)
		return -1;
	emit_close(b, '}');
	return 0;
}
