#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "lalafo/api.h"
#include "platform/request.h"

/* There is no account: does the board answer, and which category are people in? */
enum step { CATEGORY, ADS, OVER };

struct check {
	enum step	 step;
	json_t		*category;
};

static void *
check_open(const struct platform_ask *ask)
{
	(void)ask;
	return mem_zero(sizeof(struct check));
}

static void
check_close(void *state)
{
	struct check	*c = state;

	json_decref(c->category);
	free(c);
}

static int
check_next(void *state, struct platform_request *req, struct err *err)
{
	const struct check	*c = state;

	(void)err;
	if (c->step == OVER)
		return 0;
	if (c->step == CATEGORY) {
		lalafo_ask_categories(req);
		return 1;
	}
	platform_request_paths(req, "v3/feed/search");
	platform_request_query(req, "category_id", field_str(c->category,
	    "id"));
	platform_request_number(req, "page", 1);
	platform_request_number(req, "per-page", 1);
	return 1;
}

static void
take_category(struct check *c, const json_t *doc, struct platform_got *got)
{
	c->step = ADS;
	if (doc != NULL)
		c->category = json_incref((json_t *)(uintptr_t)doc);
	if (field_str(c->category, "id") == NULL)
		platform_got_note(got, "lalafo.no_category", "");
}

static int
check_take(void *state, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	struct check	*c = state;
	const json_t	*total = field_at(doc, "_meta", "totalCount", NULL);

	if (c->step == CATEGORY) {
		take_category(c, doc, got);
		return 0;
	}
	if (!json_is_integer(total))
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "Lalafo: ads without their number");
	c->step = OVER;
	got->about = json_pack("{s:s, s:n, s:n, s:O, s:[], s:[]}", "name",
	    "lalafo.kg", "email", "organisation", "ads", total, "quotas",
	    "paid");
	return 0;
}

static int
check_refused(void *state, const struct err *why, struct platform_got *got)
{
	struct check	*c = state;

	(void)why;
	if (c->step != CATEGORY)
		return -1;
	take_category(c, NULL, got);
	return 0;
}

const struct platform_talk	lalafo_check_talk = {
	.open = check_open,
	.next = check_next,
	.take = check_take,
	.refused = check_refused,
	.close = check_close,
};
