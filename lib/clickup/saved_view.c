#include "clickup/saved_view.h"

#include "account/caller.h"
#include "account/saved_view.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "clickup/cache.h"
#include "clickup/cache_find.h"
#include "clickup/choice.h"
#include "clickup/doc.h"
#include "clickup/export.h"
#include "clickup/follow.h"
#include "clickup/search.h"
#include "index/set.h"
#include "io/field.h"

static int
check_filter(const json_t *filter, struct err *err)
{
	own_clickup_search struct clickup_search	 search = { 0 };

	if (field_only(filter, clickup_search_names, err) == -1)
		return -1;
	return clickup_search_read(NULL, filter, "UTC", &search, err);
}

static int
write_counts(const struct caller *who, const struct clickup_filter *f,
    struct buf *b, struct err *err)
{
	own_index_read struct index_read		*r = NULL;
	own_index_set struct index_set			*within = NULL;
	own_clickup_choices struct clickup_choices	 statuses = { 0 };

	if (f->home.collection != 0 &&
	    (clickup_follow_read(who->db, who->conf, &f->home, &r, err) == -1 ||
	    clickup_find_set(who->db, r, f, &within, err) == -1 ||
	    clickup_choice_list(r, CLICKUP_TERM_STATUS, within, &statuses,
	    err) == -1))
		return -1;
	emit_open(b, "statuses", '[');
	for (size_t i = 0; i < statuses.n; i++) {
		emit_open(b, NULL, '{');
		emit_str(b, "name", statuses.v[i].name);
		emit_int(b, "count", statuses.v[i].count);
		emit_close(b, '}');
	}
	emit_close(b, ']');
	emit_int(b, "count", within != NULL ? index_set_count(within) :
	    r != NULL ? index_read_count(r) : 0);
	return 0;
}

static int
count_view(struct db *db, const struct web_req *req,
    const struct saved_view *view, struct buf *out, struct err *err)
{
	own_clickup_search struct clickup_search	 search = { 0 };
	const struct caller				 who = caller_of(db, req);
	own_json json_t				*filter = json_loads(
						    view->filter, 0, NULL);

	if (clickup_cache_home_of(db, req, &search.filter.home, err) == -1 ||
	    clickup_search_read(db, filter, who.zone, &search, err) == -1)
		return -1;
	return write_counts(&who, &search.filter, out, err);
}

const struct saved_view_kind clickup_saved_views = {
	.name = "clickup",
	.rules = {
		.filter = check_filter,
		.columns = task_columns,
		.sorts = clickup_sorts,
	},
	.count = count_view,
};
