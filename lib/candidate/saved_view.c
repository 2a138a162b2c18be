#include "candidate/saved_view.h"

#include <stdbool.h>
#include <string.h>

#include "account/saved_view.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/find.h"
#include "candidate/search.h"
#include "index/read.h"
#include "io/field.h"
#include "io/web.h"

static const char *const columns[] = { "current_position", "current_company",
	"location", "experience_years", "salary", "skills", "sources", "tags",
	"state", "contacts", "updated_at", NULL };

static bool
is_filter(const char *name)
{
	for (size_t i = 0; candidate_search_names[i] != NULL; i++)
		if (strcmp(candidate_search_names[i], name) == 0)
			return strcmp(name, "lang") != 0;
	return false;
}

/* A text, or texts: as a query has them. */
static int
check_shape(const char *name, const json_t *value, struct err *err)
{
	const json_t	*one;
	size_t		 i;

	if (!json_is_string(value) && !json_is_array(value))
		return err_field(err, name, "type", "string");
	if (json_array_size(value) > CANDIDATE_FIND_ANY)
		return err_field(err, name, "length", "0..%d",
		    CANDIDATE_FIND_ANY);
	json_array_foreach(value, i, one)
		if (!json_is_string(one))
			return err_field(err, name, "type", "string");
	return 0;
}

static int
check_filter(const json_t *filter, struct err *err)
{
	struct candidate_filter	 read = { 0 };
	const json_t		*value;
	const char		*name;

	json_object_foreach((json_t *)(uintptr_t)filter, name, value)
		if (!is_filter(name))
			return err_field(err, name, "unknown", "%s", "");
		else if (check_shape(name, value, err) == -1)
			return -1;
	return candidate_search_read(filter, "UTC", &read, err);
}

static int
count_view(struct db *db, const struct web_req *req,
    const struct saved_view *view, struct buf *out, struct err *err)
{
	own_json json_t				*query = json_loads(
						    view->filter, 0, NULL);
	own_index_read struct index_read	*read = NULL;
	struct candidate_filter			 filter = { 0 };
	int64_t					 n;

	if (candidate_search_read(query, req->who->zone, &filter, err) == -1 ||
	    candidate_find_open(db, req, &read, err) == -1 ||
	    candidate_find_count(read, &filter, &n, err) == -1)
		return -1;
	emit_int(out, "count", n);
	return 0;
}

const struct saved_view_kind candidate_saved_views = {
	.name = "candidate",
	.rules = {
		.filter = check_filter,
		.columns = columns,
		.sorts = candidate_orders,
	},
	.count = count_view,
};
