#include "account/saved_view_form.h"

#include <stdbool.h>
#include <string.h>

#include "account/saved_view.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"

#define NAME_MAX_CHARS	100
#define COLUMNS_MAX	32

static int
read_filter(const json_t *body, const struct saved_view_rules *rules,
    struct saved_view *view, struct err *err)
{
	json_t	*filter = NULL;

	if (field_object_opt(body, "filter", &filter, err) == -1)
		return -1;
	if (filter == NULL)
		return 0;
	if (!json_is_object(filter))
		return err_field(err, "filter", "type", "object");
	if (rules->filter(filter, err) == -1)
		return err_within(err, 0, "filter");
	mem_put(&view->filter, json_dumps(filter, JSON_COMPACT));
	return 0;
}

static int
read_columns(const json_t *body, const struct saved_view_rules *rules,
    struct saved_view *view, struct err *err)
{
	json_t	*columns = NULL;

	if (field_array_opt(body, "columns", COLUMNS_MAX, &columns, err) == -1)
		return -1;
	if (columns == NULL)
		return 0;
	if (field_different(columns, "columns", rules->columns, err) == -1)
		return -1;
	mem_put(&view->columns, json_dumps(columns, JSON_COMPACT));
	return 0;
}

/* A new view needs a name, another one keeps its own. */
static int
read_name(const json_t *body, struct saved_view *view, struct err *err)
{
	const char	*name = "";

	if (view->name != NULL && json_object_get(body, "name") == NULL)
		return 0;
	if (field_line(body, "name", 1, NAME_MAX_CHARS, &name, err) == -1)
		return -1;
	mem_put(&view->name, mem_dup(name));
	return 0;
}

int
saved_view_form_read(const json_t *body, const struct saved_view_rules *rules,
    struct saved_view *view, struct err *err)
{
	static const char *const	names[] = { "name", "shared",
		"filter", "columns", "sort", NULL };
	const char			*sort = NULL;

	if (body == NULL)
		return err_field(err, "name", "required", "%s", "");
	if (field_only(body, names, err) == -1 ||
	    read_name(body, view, err) == -1 ||
	    field_bool_opt(body, "shared", &view->shared, err) == -1 ||
	    read_filter(body, rules, view, err) == -1 ||
	    read_columns(body, rules, view, err) == -1 ||
	    field_word_opt(body, "sort", rules->sorts, &sort, err) == -1)
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

void
saved_view_form_put(const struct saved_view *view, int64_t user_id,
    struct buf *out)
{
	emit_int(out, "id", view->id);
	emit_str(out, "name", view->name);
	emit_bool(out, "shared", view->shared);
	emit_bool(out, "mine", view->user_id == user_id);
	emit_str(out, "owner", view->owner);
	emit_json(out, "filter", view->filter);
	emit_json(out, "columns", view->columns);
	emit_str(out, "sort", view->sort[0] != '\0' ? view->sort : NULL);
	emit_time(out, "created_at", view->created_at);
	emit_time(out, "updated_at", view->updated_at);
}

/* --- a filter that is a query --- */

static bool
is_among(const char *const *names, const char *name)
{
	for (; names != NULL && *names != NULL; names++)
		if (strcmp(*names, name) == 0)
			return strcmp(name, "lang") != 0;
	return false;
}

static int
check_texts(const char *name, const json_t *value, size_t most,
    struct err *err)
{
	const json_t	*one;
	size_t		 i;

	if (!json_is_string(value) && !json_is_array(value))
		return err_field(err, name, "type", "string");
	if (json_array_size(value) > most)
		return err_field(err, name, "length", "0..%zu", most);
	json_array_foreach(value, i, one)
		if (!json_is_string(one))
			return err_field(err, name, "type", "string");
	return 0;
}

int
saved_view_form_query(const json_t *filter, const char *const *names,
    const char *const *more, size_t most, struct err *err)
{
	const json_t	*value;
	const char	*name;

	json_object_foreach((json_t *)(uintptr_t)filter, name, value)
		if (!is_among(names, name) && !is_among(more, name))
			return err_field(err, name, "unknown", "%s", "");
		else if (check_texts(name, value, most, err) == -1)
			return -1;
	return 0;
}
