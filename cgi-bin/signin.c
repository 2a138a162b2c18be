/* signin: coming and going: login, links, passkeys, sessions, whose channel a socket is. */
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "account/cookie.h"
#include "account/device.h"
#include "account/outbox.h"
#include "account/passkey.h"
#include "account/password.h"
#include "account/policy.h"
#include "account/session.h"
#include "account/user.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "io/db.h"
#include "io/field.h"
#include "io/mail.h"
#include "io/secret.h"
#include "io/web.h"
#include "live/channel.h"

#define CODE_MAX	40	/* of the second factor, with blanks */
#define PASSKEY_COOKIE_S 3600	/* a page of the sign-in asks anew meanwhile */

static web_handler show_ways, mail_link, sign_in, sign_in_by_link, ask_passkey,
    sign_in_by_passkey, sign_out, show_me, list_sessions,
    end_other_sessions, end_session, show_channel;

static const struct web_route routes[] = {
	{ "POST",   "/api/v1/auth/login", sign_in, ROLE_NONE,
	    WEB_PUBLIC | WEB_NO_CSRF },
	{ "POST",   "/api/v1/auth/link", sign_in_by_link, ROLE_NONE,
	    WEB_PUBLIC | WEB_NO_CSRF },
	{ "POST",   "/api/v1/auth/passkey", sign_in_by_passkey, ROLE_NONE,
	    WEB_PUBLIC | WEB_NO_CSRF },
	{ "POST",   "/api/v1/auth/passkey/options", ask_passkey, ROLE_NONE,
	    WEB_PUBLIC | WEB_NO_CSRF },
	{ "GET",    "/api/v1/auth/ways", show_ways, ROLE_NONE, WEB_PUBLIC },
	{ "POST",   "/api/v1/auth/mail-link", mail_link, ROLE_NONE,
	    WEB_PUBLIC | WEB_NO_CSRF | WEB_STARTS },
	{ "POST",   "/api/v1/auth/logout", sign_out, ROLE_CANDIDATE,
	    WEB_BARE },
	{ "GET",    "/api/v1/auth/me", show_me, ROLE_CANDIDATE, 0 },
	{ "GET",    "/api/v1/sessions", list_sessions, ROLE_CANDIDATE, 0 },
	{ "DELETE", "/api/v1/sessions", end_other_sessions, ROLE_CANDIDATE,
	    0 },
	{ "DELETE", "/api/v1/sessions/:id", end_session, ROLE_CANDIDATE, 0 },
	{ "GET",    "/ws/auth", show_channel, ROLE_CANDIDATE, WEB_INTERNAL },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "signin", routes, &auth);
}

/* --- coming and going --- */

static json_t *
user_json(const struct user *user)
{
	return json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:b, "
	    "s:{s:I, s:s}, s:s}", "id", (json_int_t)user->id,
	    "email", user->email, "name", user->name,
	    "role", web_role_name(user->role), "locale", user->locale,
	    "time_zone", user->time_zone, "theme", user->theme,
	    "hot_keys", user->hot_keys,
	    "company", "id", (json_int_t)user->company_id,
	    "name", user->company, "active_system", user->active_system);
}

/* The browser keeps it for as long as a session may go unused. */
static int
send_session(struct db *db, const struct web_req *req, int64_t company_id,
    const char *token, struct web_res *res, struct err *err)
{
	struct policy	policy;

	if (policy_get(db, company_id, &policy, err) == -1)
		return -1;
	cookie_set(res, req, COOKIE_SESSION, token,
	    policy.session_idle_days * 86400L);
	return 0;
}

/* A new session in place of the one this browser had, if any. how: for the audit. */
static int
let_in(struct db *db, const struct web_req *req, const struct user *user,
    const char *how, struct web_res *res, struct err *err)
{
	const struct session_new from = { user->id, req->remote_addr,
	    web_header(req, "User-Agent"), strcmp(how, "login.link") == 0 };
	struct session_key	 key = { 0 };
	char			 old[SECRET_TOKEN_SIZE];

	if (cookie_get(req, COOKIE_SESSION, old, sizeof(old)) != NULL) {
		if (session_end_token(db, old, err) == -1)
			return -1;
		/* It may have been another person's. */
		live_channel_close(db, req->conf, 0);
	}
	if (session_start(db, &from, &key, err) == -1 ||
	    send_session(db, req, user->company_id, key.token, res, err) == -1)
		return -1;
	audit_add(db, &(struct audit){ .company_id = user->company_id,
	    .user_id = user->id, .action = how,
	    .object = user->email, .address = req->remote_addr });
	device_remember(res, req, user->email);
	res->json = json_pack("{s:o, s:s}", "user", user_json(user),
	    "csrf", key.csrf);
	return 200;
}

/* What came with a password or a link for the second step. */
static int
read_step(const json_t *body, struct password_step *out, struct err *err)
{
	json_t	*passkey = NULL;

	if (field_text_opt(body, "code", CODE_MAX, &out->code, err) == -1 ||
	    field_object_opt(body, "passkey", &passkey, err) == -1)
		return -1;
	out->passkey = passkey;
	return 0;
}

/* POST /auth/login {"email", "password", "code"?, "passkey"?} -> 200 {user, csrf} | 401, 429 */
static int
sign_in(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "email", "password", "code",
		"passkey", NULL };
	own_user struct user	 user = { 0 };
	struct password_step	 step = { 0 };
	const char		*given, *password;
	char			 email[PERSON_EMAIL_SIZE];

	if (field_only(req->body, names, err) == -1 ||
	    field_text(req->body, "email", 1, 254, &given, err) == -1 ||
	    field_text(req->body, "password", 1, PASSWORD_MAX, &password,
	    err) == -1 ||
	    read_step(req->body, &step, err) == -1 ||
	    user_email(given, email, err) == -1 ||
	    password_enter(db, req, email, password, &step, &user, err) == -1)
		return -1;
	return let_in(db, req, &user, "login", res, err);
}

/* POST /auth/link {"token", "code"?, "passkey"?} -> 200 {user, csrf} | 401 account.link_expired,
 * 429 */
static int
sign_in_by_link(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	static const char *const names[] = { "token", "code", "passkey", NULL };
	own_user struct user	 user = { 0 };
	struct password_step	 step = { 0 };
	const char		*token;
	int64_t			 user_id;

	if (field_only(req->body, names, err) == -1 ||
	    field_text(req->body, "token", 1, 100, &token, err) == -1 ||
	    read_step(req->body, &step, err) == -1 ||
	    session_link_who(db, token, SESSION_LINK_SIGN_IN, &user_id,
	    err) == -1 ||
	    user_get(db, user_id, &user, err) == -1 ||
	    password_step(db, req, &user, &step, err) == -1 ||
	    session_link_take(db, token, SESSION_LINK_SIGN_IN, &user_id,
	    err) == -1)
		return -1;
	return let_in(db, req, &user, "login.link", res, err);
}

/* Whose second step it is: by the password or a link that still works; 0: the passkey will say. */
static int
read_owner(struct db *db, const struct web_req *req, int64_t *out,
    struct err *err)
{
	own_user struct user	 user = { 0 };
	const char		*given = NULL, *password, *token = NULL;
	char			 email[PERSON_EMAIL_SIZE];

	*out = 0;
	if (field_text_opt(req->body, "email", 254, &given, err) == -1 ||
	    field_text_opt(req->body, "token", 100, &token, err) == -1)
		return -1;
	if (token != NULL)
		return session_link_who(db, token, SESSION_LINK_SIGN_IN, out,
		    err);
	if (given == NULL)
		return 0;
	if (field_text(req->body, "password", 1, PASSWORD_MAX, &password,
	    err) == -1 || user_email(given, email, err) == -1 ||
	    password_first(db, req, email, password, &user, err) == -1)
		return -1;
	*out = user.id;
	return 0;
}

/* POST /auth/passkey/options {} | {"email", "password"} | {"token"} -> 200 options | 401 | 429 */
static int
ask_passkey(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "email", "password", "token",
		NULL };
	char			 cookie[SECRET_TOKEN_SIZE];
	int64_t			 owner;

	if (field_only(req->body, names, err) == -1 ||
	    read_owner(db, req, &owner, err) == -1)
		return -1;
	if (cookie_get(req, COOKIE_PASSKEY, cookie, sizeof(cookie)) == NULL ||
	    strlen(cookie) != sizeof(cookie) - 1)
		secret_token(cookie);
	if (passkey_ask(db, req->conf, owner, cookie, &res->json, err) == -1)
		return -1;
	cookie_set(res, req, COOKIE_PASSKEY, cookie, PASSKEY_COOKIE_S);
	return 200;
}

/* POST /auth/passkey {"credential"} -> 200 {user, csrf} | 401 | 429 */
static int
sign_in_by_passkey(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	static const char *const names[] = { "credential", NULL };
	own_user struct user	 user = { 0 };
	json_t			*credential = NULL;

	if (field_only(req->body, names, err) == -1 ||
	    field_object_opt(req->body, "credential", &credential,
	    err) == -1 ||
	    password_passkey(db, req, credential, &user, err) == -1)
		return -1;
	return let_in(db, req, &user, "login.passkey", res, err);
}

/* GET /auth/ways -> 200 {mail_link}: what is offered besides a password */
static int
show_ways(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	(void)db;
	if (web_query_only(req, NULL, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '{');
	emit_bool(&res->body, "mail_link", mail_on(req->conf));
	emit_close(&res->body, '}');
	return 200;
}

/*
 * POST /auth/mail-link {"email"} -> 202 {minutes} | 409 account.mail_off | 429: whether anybody
 * has that e-mail is revealed to its owner alone
 */
static int
mail_link(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "email", NULL };
	const char		*given;
	char			 email[PERSON_EMAIL_SIZE];
	struct err		 late = { 0 };

	if (field_only(req->body, names, err) == -1 ||
	    field_text(req->body, "email", 1, 254, &given, err) == -1 ||
	    user_email(given, email, err) == -1)
		return -1;
	if (!mail_on(req->conf))
		return err_code(err, ERR_CONFLICT, "account.mail_off", "SMTP_URL");
	if (outbox_ask(db, email, req->remote_addr, err) == -1)
		return -1;
	/* Cron does it a little later, should it not start now. */
	if (proc_start(req->conf, "tick", (const char *const[]){ "mail", NULL },
	    &late) == -1)
		log_err(LOG_ERROR, "start the mail", &late);
	emit_open(&res->body, NULL, '{');
	emit_int(&res->body, "minutes", SESSION_LINK_MINUTES);
	emit_close(&res->body, '}');
	return 202;
}

/* POST /auth/logout -> 204 */
static int
sign_out(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	if (auth_session_only(req, err) == -1 ||
	    session_end(db, req->who->user_id, req->who->session_id,
	    err) == -1)
		return -1;
	live_channel_close(db, req->conf, req->who->user_id);
	audit_request(db, req, "logout", NULL, NULL);
	cookie_set(res, req, COOKIE_SESSION, "", 0);
	return 204;
}

/* GET /auth/me -> 200 {user, csrf}; the cookie's age starts anew with it. */
static int
show_me(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_user struct user	 user = { 0 };
	char			 token[SECRET_TOKEN_SIZE];
	bool			 browser = req->who->session_id != 0;

	if (user_get(db, req->who->user_id, &user, err) == -1)
		return -1;
	if (browser && cookie_get(req, COOKIE_SESSION, token,
	    sizeof(token)) != NULL &&
	    send_session(db, req, user.company_id, token, res, err) == -1)
		return -1;
	res->json = json_pack("{s:o, s:s?}", "user", user_json(&user),
	    "csrf", browser ? req->who->csrf : NULL);
	return 200;
}

/* GET /ws/auth -> 200 with the channel of the session or API key, for nginx alone */
static int
show_channel(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	char	 channel[PUBLISH_NAME_SIZE];

	if (live_channel_open(db, req->who, channel, err) == -1)
		return -1;
	web_header_add(res, "X-Channel-Id", "%s", channel);
	res->json = json_object();
	return 200;
}

/* --- sessions --- */

/* GET /sessions -> 200 [{id, address, agent, by_link, created_at, seen_at, current}] */
static int
list_sessions(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct session		 one;
	struct buf		*out = &res->body;

	if (session_list(db, req->who->user_id, &rows, err) == -1)
		return -1;
	emit_open(out, NULL, '[');
	while (session_next(rows, &one)) {
		emit_open(out, NULL, '{');
		emit_int(out, "id", one.id);
		emit_str(out, "address", one.address);
		emit_str(out, "agent", one.agent);
		emit_bool(out, "by_link", one.by_link);
		emit_time(out, "created_at", one.created_at);
		emit_time(out, "seen_at", one.seen_at);
		emit_bool(out, "current", one.id == req->who->session_id);
		emit_close(out, '}');
	}
	emit_close(out, ']');
	return 200;
}

/* DELETE /sessions/:id -> 204 | 404 */
static int
end_session(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t	 id;

	(void)res;
	if (auth_session_only(req, err) == -1 || web_id(req, 0, &id, err) == -1 ||
	    session_end(db, req->who->user_id, id, err) == -1)
		return -1;
	live_channel_close(db, req->conf, req->who->user_id);
	audit_request_id(db, req, "session.end", id, NULL);
	return 204;
}

/* DELETE /sessions -> 204, all but the one that asks */
static int
end_other_sessions(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	(void)res;
	if (auth_session_only(req, err) == -1 ||
	    session_end_others(db, req->who->user_id, req->who->session_id,
	    err) == -1)
		return -1;
	live_channel_close(db, req->conf, req->who->user_id);
	audit_request(db, req, "session.end_others", NULL, NULL);
	return 204;
}
