#include "candidate/saved_view.h"

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

static int
check_filter(const json_t *filter, struct err *err)
{
	struct candidate_filter	 read = { 0 };

	return saved_view_form_query(filter, candidate_search_names, NULL,
	    CANDIDATE_FIND_ANY, err) == -1 ? -1 :
	    candidate_search_read(filter, "UTC", &read, err);
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
