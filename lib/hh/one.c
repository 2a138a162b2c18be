#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "hh/api.h"
#include "hh/hh.h"
#include "io/field.h"
#include "platform/request.h"

/* An address that HH.ru gave, at the address where we reach it. */
static int
follow(const struct platform_ask *ask, const char *url,
    struct platform_request *req, struct err *err)
{
	if (platform_request_url(req, ask->base_url, url) ||
	    platform_request_url(req, hh_platform.address, url))
		return 1;
	return err_code(err, ERR_REMOTE, "platform.shape",
	    "HH.ru: an action at %.100s", url);
}

/* --- contacts of a resume: what opening them takes, and opening them --- */

enum contact_step { RESUME, OPEN, LEFT, CONTACT_OVER };

struct contact {
	struct platform_ask	 ask;
	enum contact_step	 step;
	bool			 wanted;	/* a person has said so */
	char			*url;
};

static void *
contact_open(const struct platform_ask *ask)
{
	struct contact	*c = mem_zero(sizeof(*c));

	c->ask = *ask;
	c->wanted = field_flag(ask->more, "open");
	return c;
}

static void
contact_close(void *state)
{
	struct contact	*c = state;

	mem_free_str(&c->url);
	free(c);
}

static int
contact_next(void *state, struct platform_request *req, struct err *err)
{
	struct contact	*c = state;
	const char	*employer = field_str(c->ask.account, "employer_id");

	if (c->step == LEFT && employer == NULL)
		c->step = CONTACT_OVER;
	switch (c->step) {
	case RESUME:
		platform_request_path(req, "resumes");
		platform_request_path(req, c->ask.id);
		return 1;
	case OPEN:
		return follow(&c->ask, c->url, req, err);
	case LEFT:
		platform_request_path(req, "employers");
		platform_request_path(req, employer);
		platform_request_paths(req,
		    "services/payable_api_actions/active");
		return 1;
	case CONTACT_OVER:
		break;
	}
	return 0;
}

static bool
is_open(const json_t *resume)
{
	return json_array_size(json_object_get(resume, "contact")) > 0;
}

static void
take_resume(struct contact *c, const json_t *doc, struct platform_got *got)
{
	const char	*url = field_str(field_at(doc, "actions",
			    "get_with_contact", NULL), "url");
	own_json json_t	*said = hh_resume_said(doc);
	const bool	 open = is_open(doc);

	json_decref(got->about);
	got->about = json_pack("{s:b, s:b, s:[]}", "open", open, "may_open",
	    !open && url != NULL, "paid");
	if (open)
		platform_got_add(got, HH_NAME, said);
	if (c->step == RESUME && !open && url != NULL && c->wanted) {
		c->url = mem_dup(url);
		c->step = OPEN;
	} else {
		c->step = open && !c->wanted ? CONTACT_OVER : LEFT;
	}
}

static int
contact_take(void *state, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	struct contact	*c = state;

	if (!json_is_object(doc))
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "HH.ru: a resume is no object");
	if (c->step != LEFT) {
		take_resume(c, doc, got);
		return 0;
	}
	hh_paid_read(doc, json_object_get(got->about, "paid"));
	c->step = CONTACT_OVER;
	return 0;
}

/* What is left may be for others to see. */
static int
contact_refused(void *state, const struct err *why, struct platform_got *got)
{
	struct contact	*c = state;

	if (c->step != LEFT || why->kind == ERR_REMOTE_AUTH)
		return -1;
	platform_got_note(got, why->code, "paid");
	c->step = CONTACT_OVER;
	return 0;
}

const struct platform_talk	hh_contact_talk = {
	.open = contact_open,
	.next = contact_next,
	.take = contact_take,
	.refused = contact_refused,
	.close = contact_close,
};

/* --- a response to a vacancy: what may be done now, and doing it --- */

enum response_step { READ, ACT, READ_AGAIN, ADDRESSES, RESPONSE_OVER };

struct response {
	struct platform_ask	 ask;
	enum response_step	 step;
	const char		*action;	/* NULL: it is only read */
	json_t			*does;		/* that action, as HH.ru gave it */
};

#define ADDRESSES_MAX	200

static void *
response_open(const struct platform_ask *ask)
{
	struct response	*r = mem_zero(sizeof(*r));

	r->ask = *ask;
	r->action = field_str(ask->more, "action");
	return r;
}

static void
response_close(void *state)
{
	struct response	*r = state;

	json_decref(r->does);
	free(r);
}

/* Of what was given: NULL: nothing, which is what an empty text and false are. */
static const char *
argument(const struct response *r, const char *name)
{
	const json_t	*value = name != NULL ? json_object_get(r->ask.more,
			    name) : NULL;

	return json_is_true(value) ? "true" : json_string_length(value) > 0 ?
	    json_string_value(value) : NULL;
}

/* What is given may need others beside it: a text message its text. */
static int
check_needed(const struct response *r, const json_t *needed, struct err *err)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(needed, i, one) {
		const char	*name = field_str(one, "id");

		if (name != NULL && argument(r, name) == NULL)
			return err_field(err, name, "required", "%s", "");
	}
	return 0;
}

/* The arguments that the action names, as far as they were given. */
static int
ask_action(struct response *r, struct platform_request *req, struct err *err)
{
	const json_t	*arguments = json_object_get(r->does, "arguments");
	const json_t	*one;
	const char	*method = field_str(r->does, "method");
	size_t		 i;

	req->http.method = method != NULL && strcmp(method, "POST") == 0 ?
	    "POST" : "PUT";
	json_array_foreach(arguments, i, one) {
		const char	*name = field_str(one, "id");
		const char	*value = argument(r, name);

		if (value == NULL && name != NULL && field_flag(one,
		    "required"))
			return err_field(err, name, "required", "%s", "");
		if (value == NULL)
			continue;
		if (check_needed(r, json_object_get(one,
		    "required_arguments"), err) == -1)
			return -1;
		platform_request_form(req, name, value);
	}
	return follow(&r->ask, field_str(r->does, "url"), req, err);
}

static int
response_next(void *state, struct platform_request *req, struct err *err)
{
	struct response	*r = state;

	if (r->step == RESPONSE_OVER)
		return 0;
	if (r->step == ACT)
		return ask_action(r, req, err);
	if (r->step == ADDRESSES) {
		platform_request_path(req, "employers");
		platform_request_path(req, field_str(r->ask.account,
		    "employer_id"));
		platform_request_path(req, "addresses");
		platform_request_number(req, "per_page", ADDRESSES_MAX);
		return 1;
	}
	platform_request_path(req, "negotiations");
	platform_request_path(req, r->ask.id);
	return 1;
}

/* What people may choose of. */
static json_t *
actions_of(const json_t *doc)
{
	json_t		*list = json_array();
	const json_t	*one;
	size_t		 i;

	json_array_foreach(json_object_get(doc, "actions"), i, one)
		if (field_flag(one, "enabled") && !field_flag(one, "hidden") &&
		    field_str(one, "url") != NULL)
			json_array_append_new(list, json_pack(
			    "{s:O?, s:O?, s:O?, s:O?}", "id",
			    json_object_get(one, "id"), "name",
			    json_object_get(one, "name"), "arguments",
			    json_object_get(one, "arguments"), "leads_to",
			    field_at(one, "resulting_employer_state", "name",
			    NULL)));
	return list;
}

static int
choose_action(struct response *r, const json_t *doc, struct err *err)
{
	json_t	*one;
	size_t	 i;

	json_array_foreach(json_object_get(doc, "actions"), i, one) {
		const char	*id = field_str(one, "id");

		if (id == NULL || strcmp(id, r->action) != 0 ||
		    !field_flag(one, "enabled") ||
		    field_str(one, "url") == NULL)
			continue;
		r->does = json_incref(one);
		r->step = ACT;
		return 0;
	}
	return err_code(err, ERR_CONFLICT, "hh.action", "%s", r->action);
}

static bool
takes_address(const json_t *actions)
{
	const json_t	*action, *one;
	size_t		 i, k;

	json_array_foreach(actions, i, action)
		json_array_foreach(json_object_get(action, "arguments"), k,
		    one) {
			const char	*name = field_str(one, "id");

			if (name != NULL && strcmp(name, "address_id") == 0)
				return true;
		}
	return false;
}

/* [{id, name}] into about's addresses. */
static void
take_addresses(const json_t *doc, struct platform_got *got)
{
	json_t		*list = json_object_get(got->about, "addresses");
	const json_t	*one;
	size_t		 i;

	json_array_foreach(json_object_get(doc, "items"), i, one)
		if (field_str(one, "id") != NULL && json_array_size(list) <
		    ADDRESSES_MAX)
			json_array_append_new(list, json_pack("{s:O, s:O?}",
			    "id", json_object_get(one, "id"), "name",
			    json_object_get(one, "raw")));
}

/* Addresses are of interest to whoever is about to choose one. */
static void
take_state(struct response *r, const json_t *doc, struct platform_got *got)
{
	json_t	*actions = actions_of(doc);

	json_decref(got->about);
	got->about = json_pack("{s:O?, s:O?, s:o, s:[]}", "id",
	    json_object_get(doc, "id"), "state", json_object_get(doc,
	    "state"), "actions", actions, "addresses");
	r->step = r->ask.more == NULL && takes_address(actions) &&
	    field_str(r->ask.account, "employer_id") != NULL ? ADDRESSES :
	    RESPONSE_OVER;
}

static int
response_take(void *state, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	struct response	*r = state;

	if (r->step == ADDRESSES) {
		take_addresses(doc, got);
		r->step = RESPONSE_OVER;
		return 0;
	}
	if (r->step == ACT) {
		r->step = READ_AGAIN;
		return 0;
	}
	if (!json_is_object(doc))
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "HH.ru: a response is no object");
	if (r->step == READ && r->action != NULL)
		return choose_action(r, doc, err);
	if (field_flag(r->ask.more, "person"))
		hh_response_add(doc, json_object_get(doc, "vacancy"), got);
	take_state(r, doc, got);
	return 0;
}

/* Addresses may be for others to see: the response is answered without one. */
static int
response_refused(void *state, const struct err *why, struct platform_got *got)
{
	struct response	*r = state;

	if (r->step != ADDRESSES || why->kind == ERR_REMOTE_AUTH)
		return -1;
	platform_got_note(got, why->code, "address_id");
	r->step = RESPONSE_OVER;
	return 0;
}

const struct platform_talk	hh_response_talk = {
	.open = response_open,
	.next = response_next,
	.take = response_take,
	.refused = response_refused,
	.close = response_close,
};
