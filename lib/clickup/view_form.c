#include "clickup/view_form.h"

#include <stdbool.h>
#include <string.h>

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

#define NAME_MAX_CHARS	100


/* The errors of the filter's members name them with their place. */
static int
inside(struct err *err)
{
	for (int i = 0; i < err->nfields; i++) {
		own_str char	*path = mem_fmt("filter.%s",
				    err->field[i].path);

		memset(err->field[i].path, 0, sizeof(err->field[i].path));
		strncpy(err->field[i].path, path,
		    sizeof(err->field[i].path) - 1);
	}
	return -1;
}

static int
read_filter(const json_t *body, struct saved_view *view, struct err *err)
{
	own_clickup_search struct clickup_search	 search = { 0 };
	json_t					*filter = NULL;

	if (field_object_opt(body, "filter", &filter, err) == -1)
		return -1;
	if (filter == NULL)
		return 0;
	if (!json_is_object(filter))
		return err_field(err, "filter", "type", "object");
	if (field_only(filter, clickup_search_names, err) == -1 ||
	    clickup_search_read(filter, &search, err) == -1)
		return inside(err);
	mem_put(&view->filter, json_dumps(filter, JSON_COMPACT));
	return 0;
}

static int
read_columns(const json_t *body, struct saved_view *view, struct err *err)
{
	json_t	*columns = NULL;

	if (field_array_opt(body, "columns", CLICKUP_COLUMNS_MAX, &columns,
	    err) == -1)
		return -1;
	if (columns == NULL)
		return 0;
	if (clickup_columns_check(columns, err) == -1)
		return -1;
	mem_put(&view->columns, json_dumps(columns, JSON_COMPACT));
	return 0;
}

int
view_form_read(const json_t *body, struct saved_view *view, struct err *err)
{
	static const char *const	names[] = { "name", "shared",
		"filter", "columns", "sort", NULL };
	const char			*sort = NULL;

	if (body == NULL)
		return err_field(err, "name", "required", "%s", "");
	if (field_only(body, names, err) == -1 ||
	    field_said(body, "name", NAME_MAX_CHARS, &view->name,
	    err) == -1 ||
	    field_bool_opt(body, "shared", &view->shared, err) == -1 ||
	    read_filter(body, view, err) == -1 ||
	    read_columns(body, view, err) == -1 ||
	    field_word_opt(body, "sort", clickup_sorts, &sort, err) == -1)
		return -1;
	if (sort != NULL)
		mem_put(&view->sort, mem_dup(sort));
	if (view->filter == NULL)
		view->filter = mem_dup("{}");
	if (view->columns == NULL)
		view->columns = mem_dup("[]");
	if (view->sort == NULL)
		view->sort = mem_dup("");
	return 0;
}

/* --- as it is shown --- */

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
	search.filter.user_id = who->user_id;
	if (clickup_search_read(filter, &search, err) == -1 ||
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
view_form_write(const struct caller *who, int64_t connection_id,
    const struct saved_view *view, struct buf *b, struct err *err)
{
	emit_open(b, NULL, '{');
	emit_int(b, "id", view->id);
	emit_str(b, "name", view->name);
	emit_bool(b, "shared", view->shared);
	emit_bool(b, "mine", view->user_id == who->user_id);
	emit_str(b, "owner", view->owner);
	emit_json(b, "filter", view->filter);
	emit_json(b, "columns", view->columns);
	emit_str(b, "sort", view->sort[0] != '\0' ? view->sort : NULL);
	if (write_counts(who, connection_id, view, b, err) == -1)
		return -1;
	emit_time(b, "created_at", view->created_at);
	emit_time(b, "updated_at", view->updated_at);
	emit_close(b, '}');
	return 0;
}
