/* security: the rules for all people of a company, and who did what. */
#include <stdbool.h>

#include "account/audit.h"
#include "account/auth.h"
#include "account/confirm.h"
#include "account/policy.h"
#include "account/user.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "live/channel.h"

static web_handler show_policy, change_policy;

static const struct web_route routes[] = {
	{ "GET",   "/api/v1/security", show_policy, ROLE_MEMBER, 0 },
	{ "PATCH", "/api/v1/security", change_policy, ROLE_ADMIN, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "security", routes, &gate);
}

/* GET /security -> 200 {session_idle_days, session_max_days, token_max_days} */
static int
show_policy(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct policy	p;

	if (policy_get(db, req->who->company_id, &p, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '{');
	emit_int(&res->body, "session_idle_days", p.session_idle_days);
	emit_int(&res->body, "session_max_days", p.session_max_days);
	emit_int(&res->body, "token_max_days", p.token_max_days);
	emit_close(&res->body, '}');
	return 200;
}

static int
read_policy(const json_t *body, struct policy *p, struct err *err)
{
	static const char *const names[] = { "session_idle_days",
		"session_max_days", "token_max_days", CONFIRM_FIELDS, NULL };

	return field_only(body, names, err) == -1 ||
	    field_int_opt(body, "session_idle_days", 1, POLICY_SESSION_MAX,
	    &p->session_idle_days, err) == -1 ||
	    field_int_opt(body, "session_max_days", 1, POLICY_SESSION_MAX,
	    &p->session_max_days, err) == -1 ||
	    field_int_opt(body, "token_max_days", 0, POLICY_TOKEN_MAX,
	    &p->token_max_days, err) == -1 ? -1 : 0;
}

/* PATCH /security {any of them; current_password} -> 200 */
static int
change_policy(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_user struct user	 user = { 0 };
	own_json json_t		*said = json_copy(req->body);
	struct policy		 p;

	if (policy_get(db, req->who->company_id, &p, err) == -1 ||
	    read_policy(req->body, &p, err) == -1 ||
	    user_get(db, req->who->user_id, &user, err) == -1 ||
	    confirm_person(db, req, &user, err) == -1 ||
	    policy_set(db, req->who->company_id, &p, err) == -1)
		return -1;
	live_channel_close(db, req->conf, 0);
	json_object_del(said, "current_password");
	audit_request(db, req, "security.change", NULL, said);
	return show_policy(db, req, res, err);
}
