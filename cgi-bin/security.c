/* security: the rules for all people of a company; the own second factor and passkeys. */
#include <stdbool.h>

#include "account/audit.h"
#include "account/auth.h"
#include "account/confirm.h"
#include "account/factor.h"
#include "account/passkey.h"
#include "account/policy.h"
#include "account/session.h"
#include "account/user.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "io/qr.h"
#include "io/web.h"
#include "live/channel.h"

static web_handler show_policy, change_policy, show_factor,
    begin_factor, confirm_factor, renew_codes, remove_factor, list_passkeys,
    begin_passkey, add_passkey, rename_passkey, remove_passkey;

static const struct web_route routes[] = {
	{ "GET",   "/api/v1/security", show_policy, ROLE_MEMBER, 0 },
	{ "PATCH", "/api/v1/security", change_policy, ROLE_ADMIN, 0 },
	{ "GET",   "/api/v1/second-factor", show_factor, ROLE_CANDIDATE, 0 },
	{ "POST",  "/api/v1/second-factor", begin_factor, ROLE_CANDIDATE,
	    WEB_SECRET },
	{ "POST",  "/api/v1/second-factor/confirm", confirm_factor,
	    ROLE_CANDIDATE, WEB_SECRET },
	{ "POST",  "/api/v1/second-factor/recovery-codes", renew_codes,
	    ROLE_CANDIDATE, WEB_SECRET },
	{ "POST",  "/api/v1/second-factor/remove", remove_factor,
	    ROLE_CANDIDATE, 0 },
	{ "GET",   "/api/v1/passkeys", list_passkeys, ROLE_CANDIDATE, 0 },
	{ "POST",  "/api/v1/passkeys/options", begin_passkey, ROLE_CANDIDATE,
	    WEB_SECRET },
	{ "POST",  "/api/v1/passkeys", add_passkey, ROLE_CANDIDATE,
	    WEB_SECRET },
	{ "PATCH", "/api/v1/passkeys/:id", rename_passkey, ROLE_CANDIDATE, 0 },
	{ "POST",  "/api/v1/passkeys/:id/remove", remove_passkey,
	    ROLE_CANDIDATE, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "security", routes, &auth);
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
	static const char *const rules[] = { "session_idle_days",
		"session_max_days", "token_max_days", NULL };

	return field_only(body, names, err) == -1 ||
	    field_no_null(body, rules, err) == -1 ||
	    field_int_opt(body, "session_idle_days", 1, POLICY_SESSION_MAX,
	    &p->session_idle_days, err) == -1 ||
	    field_int_opt(body, "session_max_days", 1, POLICY_SESSION_MAX,
	    &p->session_max_days, err) == -1 ||
	    field_int_opt(body, "token_max_days", 0, POLICY_TOKEN_MAX,
	    &p->token_max_days, err) == -1 ? -1 : 0;
}

static json_t *
policy_json(const struct policy *p)
{
	return json_pack("{s:I, s:I, s:I}",
	    "session_idle_days", (json_int_t)p->session_idle_days,
	    "session_max_days", (json_int_t)p->session_max_days,
	    "token_max_days", (json_int_t)p->token_max_days);
}

/* PATCH /security {any of them; current_password} -> 200 */
static int
change_policy(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_user struct user	 user = { 0 };
	struct policy		 was, p;

	if (policy_get(db, req->who->company_id, &was, err) == -1)
		return -1;
	p = was;
	if (read_policy(req->body, &p, err) == -1 ||
	    user_get(db, req->who->user_id, &user, err) == -1 ||
	    confirm_person(db, req, &user, err) == -1 ||
	    policy_set(db, req->who->company_id, &p, err) == -1)
		return -1;
	live_channel_close(db, req->conf, 0);
	audit_request_change(db, req, "security.change", NULL,
	    policy_json(&was), policy_json(&p));
	return show_policy(db, req, res, err);
}

/* --- the own second factor --- */

/* Who asks, proven anew by what the body holds. */
static int
confirmed(struct db *db, const struct web_req *req, struct user *out,
    struct err *err)
{
	static const char *const names[] = { CONFIRM_FIELDS, NULL };

	return field_only(req->body, names, err) == -1 ||
	    user_get(db, req->who->user_id, out, err) == -1 ||
	    confirm_person(db, req, out, err) == -1 ? -1 : 0;
}

/* GET /second-factor -> 200 {on, confirmed_at, passkeys, recovery_codes_left} */
static int
show_factor(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct factor	f;

	if (factor_get(db, req->who->user_id, &f, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '{');
	emit_bool(&res->body, "on", f.on);
	emit_time(&res->body, "confirmed_at", f.confirmed_at);
	emit_int(&res->body, "passkeys", f.passkeys);
	emit_int(&res->body, "recovery_codes_left", f.codes_left);
	emit_close(&res->body, '}');
	return 200;
}

/* POST /second-factor {current_password?} -> 201 {secret, uri, qr} | 409 account.factor_on */
static int
begin_factor(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_user struct user	 user = { 0 };
	own_str char		*secret = NULL, *uri = NULL;

	if (confirmed(db, req, &user, err) == -1 ||
	    factor_begin(db, req->conf, &user, &secret, &uri, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '{');
	emit_str(&res->body, "secret", secret);
	emit_str(&res->body, "uri", uri);
	if (qr_emit(&res->body, "qr", uri, err) == -1)
		return -1;
	emit_close(&res->body, '}');
	return 201;
}

static void
emit_code_list(struct buf *out, char codes[FACTOR_CODES][FACTOR_CODE_SIZE])
{
	emit_open(out, "recovery_codes", '[');
	for (int i = 0; i < FACTOR_CODES; i++)
		emit_str(out, NULL, codes[i]);
	emit_close(out, ']');
}

static void
emit_codes(struct buf *out, char codes[FACTOR_CODES][FACTOR_CODE_SIZE])
{
	emit_open(out, NULL, '{');
	emit_code_list(out, codes);
	emit_close(out, '}');
}

/* Whoever came in before the factors changed comes in anew. */
static int
end_others(struct db *db, const struct web_req *req, struct err *err)
{
	if (session_end_others(db, req->who->user_id, req->who->session_id,
	    err) == -1)
		return -1;
	live_channel_close(db, req->conf, req->who->user_id);
	return 0;
}

/* POST /second-factor/confirm {code} -> 200 {recovery_codes}; the other browsers are signed out */
static int
confirm_factor(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "code", NULL };
	char			 codes[FACTOR_CODES][FACTOR_CODE_SIZE];
	const char		*code;

	if (auth_session_only(req, err) == -1 ||
	    field_only(req->body, names, err) == -1 ||
	    field_text(req->body, "code", 6, 40, &code, err) == -1)
		return -1;
	if (factor_confirm(db, req->conf, req->who->user_id, code, codes,
	    err) == -1) {
		if (err->kind != ERR_AUTH)
			return -1;
		*err = (struct err){ 0 };
		return err_field(err, "code", "account.code", "refused");
	}
	if (end_others(db, req, err) == -1)
		return -1;
	audit_request(db, req, "second_factor.on", NULL, NULL);
	emit_codes(&res->body, codes);
	return 200;
}

/* POST /second-factor/recovery-codes {current_password | code} -> 200 {recovery_codes} */
static int
renew_codes(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_user struct user	 user = { 0 };
	char			 codes[FACTOR_CODES][FACTOR_CODE_SIZE];

	if (confirmed(db, req, &user, err) == -1 ||
	    factor_codes(db, user.id, codes, err) == -1)
		return -1;
	audit_request(db, req, "second_factor.codes", NULL, NULL);
	emit_codes(&res->body, codes);
	return 200;
}

/* POST /second-factor/remove {current_password | code} -> 204 */
static int
remove_factor(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_user struct user	 user = { 0 };

	(void)res;
	if (confirmed(db, req, &user, err) == -1 ||
	    factor_off(db, user.id, err) == -1)
		return -1;
	audit_request(db, req, "second_factor.off", NULL, NULL);
	return 204;
}

/* --- the own passkeys --- */

static void
emit_passkey(struct buf *out, const char *name, const struct passkey *one)
{
	emit_open(out, name, '{');
	emit_int(out, "id", one->id);
	emit_str(out, "name", one->name);
	emit_bool(out, "backed_up", one->backed_up);
	emit_time(out, "created_at", one->created_at);
	emit_time(out, "used_at", one->used_at);
	emit_close(out, '}');
}

/* GET /passkeys -> 200 [{id, name, backed_up, created_at, used_at}] */
static int
list_passkeys(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct passkey		 one;

	if (passkey_list(db, req->who->user_id, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while (passkey_next(rows, &one))
		emit_passkey(&res->body, NULL, &one);
	emit_close(&res->body, ']');
	return 200;
}

/* POST /passkeys/options {current_password | code} -> 200 options | 409 account.passkey_limit */
static int
begin_passkey(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_user struct user	 user = { 0 };

	if (confirmed(db, req, &user, err) == -1 ||
	    passkey_begin(db, req->conf, &user, req->who->session_id,
	    &res->json, err) == -1)
		return -1;
	return 200;
}

/* What the authenticator made; a refusal is the field's. */
static int
make_passkey(struct db *db, const struct web_req *req,
    const struct user *user, int64_t *id, struct err *err)
{
	struct passkey_new	 new = { user, req->who->session_id, NULL,
				    NULL };
	json_t			*credential = NULL;
	struct err		 why;

	if (field_line(req->body, "name", 1, PASSKEY_NAME, &new.name,
	    err) == -1 ||
	    field_object_opt(req->body, "credential", &credential,
	    err) == -1)
		return -1;
	new.credential = credential;
	if (passkey_add(db, req->conf, &new, id, err) == 0)
		return 0;
	if (err->kind != ERR_AUTH)
		return -1;
	why = *err;
	*err = (struct err){ 0 };
	return err_field(err, "credential", why.code, "%s", why.text);
}

/* The first factor: what came in without it goes, and there are codes for when it is lost. */
static int
begin_factors(struct db *db, const struct web_req *req, struct buf *out,
    struct err *err)
{
	char	 codes[FACTOR_CODES][FACTOR_CODE_SIZE];

	if (factor_codes(db, req->who->user_id, codes, err) == -1 ||
	    end_others(db, req, err) == -1)
		return -1;
	emit_code_list(out, codes);
	return 0;
}

/* POST /passkeys {name, credential} -> 201 {passkey, recovery_codes?} | 409 account.passkey_known,
 * account.passkey_limit */
static int
add_passkey(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "name", "credential", NULL };
	own_user struct user	 user = { 0 };
	own_rows struct db_rows	*rows = NULL;
	struct passkey		 made;
	struct factor		 before;
	int64_t			 id;

	if (auth_session_only(req, err) == -1 ||
	    field_only(req->body, names, err) == -1 ||
	    user_get(db, req->who->user_id, &user, err) == -1 ||
	    factor_get(db, user.id, &before, err) == -1 ||
	    make_passkey(db, req, &user, &id, err) == -1 ||
	    passkey_get(db, user.id, id, &rows, &made, err) == -1)
		return -1;
	audit_request_id(db, req, "passkey.add", id, made.name);
	emit_open(&res->body, NULL, '{');
	emit_passkey(&res->body, "passkey", &made);
	if (!before.on && before.passkeys == 0 &&
	    begin_factors(db, req, &res->body, err) == -1)
		return -1;
	emit_close(&res->body, '}');
	return 201;
}

/* PATCH /passkeys/:id {name} -> 200 | 404 */
static int
rename_passkey(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "name", NULL };
	own_rows struct db_rows	*rows = NULL;
	struct passkey		 one;
	const char		*name;
	int64_t			 id;

	if (auth_session_only(req, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ||
	    field_only(req->body, names, err) == -1 ||
	    field_line(req->body, "name", 1, PASSKEY_NAME, &name, err) == -1 ||
	    passkey_rename(db, req->who->user_id, id, name, err) == -1 ||
	    passkey_get(db, req->who->user_id, id, &rows, &one, err) == -1)
		return -1;
	audit_request_id(db, req, "passkey.rename", id, name);
	emit_passkey(&res->body, NULL, &one);
	return 200;
}

/* POST /passkeys/:id/remove {current_password | code} -> 204 | 404; the other browsers are signed
 * out: one of them may be whose key was lost */
static int
remove_passkey(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_user struct user	 user = { 0 };
	int64_t			 id;

	(void)res;
	if (web_id(req, 0, &id, err) == -1 ||
	    confirmed(db, req, &user, err) == -1 ||
	    passkey_remove(db, user.id, id, err) == -1 ||
	    factor_tidy(db, user.id, err) == -1 ||
	    end_others(db, req, err) == -1)
		return -1;
	audit_request_id(db, req, "passkey.remove", id, NULL);
	return 204;
}
