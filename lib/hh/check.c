#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "hh/api.h"
#include "io/field.h"
#include "platform/request.h"

/* Who the token belongs to, what may be viewed today, what is paid. */
enum step { ME, LIMITS, PAID, OVER };

struct check {
	enum step	 step;
	char		*employer, *manager;
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

	mem_free_str(&c->employer);
	mem_free_str(&c->manager);
	free(c);
}

static int
check_next(void *state, struct platform_request *req, struct err *err)
{
	struct check	*c = state;

	(void)err;
	if (c->step != ME && c->employer == NULL)
		return 0;
	switch (c->step) {
	case ME:
		platform_request_path(req, "me");
		return 1;
	case LIMITS:
		platform_request_paths(req, "employers");
		platform_request_path(req, c->employer);
		platform_request_path(req, "managers");
		platform_request_path(req, c->manager);
		platform_request_paths(req, "limits/resume");
		return 1;
	case PAID:
		platform_request_path(req, "employers");
		platform_request_path(req, c->employer);
		platform_request_paths(req,
		    "services/payable_api_actions/active");
		return 1;
	case OVER:
		break;
	}
	return 0;
}

static json_t *
full_name(const json_t *doc)
{
	const char	*last = field_str(doc, "last_name");
	const char	*first = field_str(doc, "first_name");

	if (last == NULL && first == NULL)
		return json_null();
	return json_sprintf("%s%s%s", last != NULL ? last : "",
	    last != NULL && first != NULL ? " " : "", first != NULL ? first :
	    "");
}

static const char *
manager_of(const json_t *doc)
{
	const char	*id = field_str(json_object_get(doc, "manager"), "id");

	return id != NULL ? id : field_str(json_object_get(doc, "employer"),
	    "manager_id");
}

static int
take_me(struct check *c, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	const json_t	*employer = json_object_get(doc, "employer");
	const char	*id = field_str(employer, "id");
	const char	*manager = manager_of(doc);

	if (!json_is_object(doc))
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "HH.ru: me is no object");
	got->about = json_pack("{s:o, s:s?, s:s?, s:s?, s:s?, s:[], s:[]}",
	    "name", full_name(doc), "email", field_str(doc, "email"),
	    "organisation", field_str(employer, "name"), "employer_id", id,
	    "manager_id", manager, "quotas", "paid");
	if (!field_flag(doc, "is_employer") || id == NULL || manager == NULL)
		platform_got_note(got, "hh.no_employer", "");
	else {
		c->employer = mem_dup(id);
		c->manager = mem_dup(manager);
	}
	return 0;
}

/* {limits, spend, left}, each by the name of what is counted. */
static void
take_limits(const json_t *doc, json_t *quotas)
{
	json_t		*limits = json_object_get(doc, "limits"), *limit;
	const char	*name;

	json_object_foreach(limits, name, limit)
		json_array_append_new(quotas, json_pack("{s:s, s:O, s:O?, s:O?,"
		    " s:s}", "name", name, "limit", limit, "used",
		    field_at(doc, "spend", name, NULL), "left",
		    field_at(doc, "left", name, NULL), "period", "day"));
}

void
hh_paid_read(const json_t *doc, json_t *paid)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(json_object_get(doc, "items"), i, one)
		json_array_append_new(paid, json_pack("{s:O?, s:O?, s:O?}",
		    "name", field_at(one, "service_type", "name", NULL),
		    "left", field_at(one, "balance", "actual", NULL),
		    "until", json_object_get(one, "expires_at")));
}

static int
check_take(void *state, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	struct check	*c = state;

	switch (c->step++) {
	case ME:
		return take_me(c, doc, got, err);
	case LIMITS:
		take_limits(doc, json_object_get(got->about, "quotas"));
		return 0;
	default:
		hh_paid_read(doc, json_object_get(got->about, "paid"));
		return 0;
	}
}

/* Quotas and payments may be for others to see: the key is good all the same. */
static int
check_refused(void *state, const struct err *why, struct platform_got *got)
{
	struct check	*c = state;

	if (c->step == ME || why->kind == ERR_REMOTE_AUTH)
		return -1;
	platform_got_note(got, why->code, c->step == LIMITS ? "quotas" :
	    "paid");
	c->step++;
	return 0;
}

const struct platform_talk	hh_check_talk = {
	.open = check_open,
	.next = check_next,
	.take = check_take,
	.refused = check_refused,
	.close = check_close,
};
