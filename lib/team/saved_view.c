#include "team/saved_view.h"

#include "account/saved_view.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "io/web.h"
#include "team/task_export.h"
#include "team/task_find.h"
#include "team/task_search.h"

/* How a list is grouped, what a board's columns are, whether it has lanes of projects. */
static const char *const groups[] = { "status", "assigned_to", "priority",
	"list", "due", NULL };
static const char *const bys[] = { "status", "assigned_to", "priority", "list",
	NULL };
static const char *const lanes[] = { "1", NULL };

static const char *const look_names[] = { "group", "by", "lanes", NULL };
static const char *const *const look_words[] = { groups, bys, lanes };

static int
check_filter(const json_t *filter, struct err *err)
{
	struct task_filter			 read = { 0 };
	const struct web_who			 somebody = { .user_id = 1,
		.company_id = 1, .zone = "UTC" };
	const struct web_req			 req = { .who = &somebody,
		.query = (json_t *)filter };
	const char				*word;

	if (saved_view_form_query(filter, task_search_names, look_names,
	    TASK_FIND_ANY, err) == -1)
		return -1;
	for (size_t i = 0; i < nitems(look_words); i++)
		if (field_word_opt(filter, look_names[i], look_words[i], &word,
		    err) == -1)
			return -1;
	return task_search_read(&req, &read, err);
}

static int
count_view(struct db *db, const struct web_req *req,
    const struct saved_view *view, struct buf *out, struct err *err)
{
	own_json json_t				*query = json_loads(
						    view->filter, 0, NULL);
	own_task_sight struct task_sight	 sight = { 0 };
	struct task_filter			 filter = { 0 };
	struct web_req				 asked = *req;
	int64_t					 n;

	asked.query = query;
	if (task_search_read(&asked, &filter, err) == -1 ||
	    task_sight_of(db, req, &sight, err) == -1 ||
	    task_find_count(db, &sight, &filter, &n, err) == -1)
		return -1;
	emit_int(out, "count", n);
	return 0;
}

const struct saved_view_kind team_saved_views = {
	.name = "team",
	.rules = {
		.filter = check_filter,
		.columns = task_export_columns,
		.sorts = task_orders,
	},
	.count = count_view,
};
