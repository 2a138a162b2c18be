#include "clickup/saved_view.h"

#include "account/caller.h"
#include "account/saved_view.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
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

const struct saved_view_rules clickup_saved_view_rules = {
	.filter = check_filter,
	.columns = clickup_columns_check,
	.columns_max = CLICKUP_COLUMNS_MAX,
	.sorts = clickup_sorts,
};

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

int
clickup_saved_view_write(const struct caller *who,
    const struct clickup_home *home, const struct saved_view *view,
    struct buf *b, struct err *err)
{
	own_clickup_search struct clickup_search	 search = { 0 };
	own_json json_t				*filter = json_loads(
						    view->filter, 0, NULL);

	search.filter.home = *home;
	if (clickup_search_read(who->db, filter, who->zone, &search,
	    err) == -1)
		return -1;
	emit_open(b, NULL, '{');
	saved_view_form_put(view, who->user_id, b);
	if (write_counts(who, &search.filter, b, err) == -1)
		return -1;
	emit_close(b, '}');
	return 0;
}
