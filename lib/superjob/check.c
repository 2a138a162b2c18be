#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "platform/request.h"
#include "superjob/api.h"

/* Who the token belongs to, and whether resumes may be searched with it. */
enum step { USER, RESUMES, OVER };

struct check {
	enum step	 step;
};

static void *
check_open(const struct platform_ask *ask)
{
	(void)ask;
	return mem_zero(sizeof(struct check));
}

static int
check_next(void *state, struct platform_request *req, struct err *err)
{
	const struct check	*c = state;

	(void)err;
	if (c->step == OVER)
		return 0;
	platform_request_paths(req, c->step == USER ? "user/current" :
	    "resumes");
	if (c->step == RESUMES)
		platform_request_number(req, "count", 1);
	return 1;
}

static int
take_user(const json_t *doc, struct platform_got *got, struct err *err)
{
	const json_t	*client = json_object_get(doc, "client");

	if (!json_is_object(doc))
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "SuperJob: the user is no object");
	got->about = json_pack("{s:s?, s:s?, s:s?, s:O?, s:[], s:[]}", "name",
	    field_str(doc, "name"), "email", field_str(doc, "email"),
	    "organisation", field_str(client, "title"), "user_id",
	    json_object_get(doc, "id"), "quotas", "paid");
	if (!field_flag(doc, "hr"))
		platform_got_note(got, "superjob.no_employer", "");
	return 0;
}

static int
check_take(void *state, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	struct check	*c = state;

	if (c->step++ == USER)
		return take_user(doc, got, err);
	json_array_append_new(json_object_get(got->about, "paid"), json_pack(
	    "{s:s, s:n, s:n}", "name", "resumes", "left", "until"));
	return 0;
}

/* Resumes may be closed to a key that is good all the same. */
static int
check_refused(void *state, const struct err *why, struct platform_got *got)
{
	struct check	*c = state;

	if (c->step == USER || why->kind == ERR_REMOTE_AUTH)
		return -1;
	platform_got_note(got, why->code, "resumes");
	c->step = OVER;
	return 0;
}

const struct platform_talk	superjob_check_talk = {
	.open = check_open,
	.next = check_next,
	.take = check_take,
	.refused = check_refused,
	.close = free,
};
