/* accounts: sign-in, sessions, API keys, people and their profiles.
 * nginx mounts it at /api/v1/{auth,profile,sessions,tokens,users}, /ws/auth. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "account/audit.h"
#include "account/auth.h"
#include "account/login_link.h"
#include "account/login_try.h"
#include "account/session.h"
#include "account/token.h"
#include "account/user.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "io/web.h"
#include "live/push.h"
#include "service/profile.h"

#define PASSWORD_MIN	10
#define PASSWORD_MAX	128
#define TOKEN_DAYS_MAX	3650

static web_handler sign_in, sign_in_by_link, sign_out, show_me, show_profile,
    change_profile, list_sessions, end_session, end_other_sessions,
    list_tokens, make_token, revoke_token, list_users, add_user, change_user,
    make_user_link, show_channel;

static const struct web_route routes[] = {
	{ "POST",   "/api/v1/auth/login", sign_in, ROLE_NONE,
	    WEB_PUBLIC | WEB_NO_CSRF },
	{ "POST",   "/api/v1/auth/link", sign_in_by_link, ROLE_NONE,
	    WEB_PUBLIC | WEB_NO_CSRF },
	{ "POST",   "/api/v1/auth/logout", sign_out, ROLE_CANDIDATE,
	    WEB_BARE },
	{ "GET",    "/api/v1/auth/me", show_me, ROLE_CANDIDATE, 0 },
	{ "GET",    "/api/v1/profile", show_profile, ROLE_CANDIDATE, 0 },
	{ "PATCH",  "/api/v1/profile", change_profile, ROLE_CANDIDATE, 0 },
	{ "GET",    "/api/v1/sessions", list_sessions, ROLE_CANDIDATE, 0 },
	{ "DELETE", "/api/v1/sessions", end_other_sessions, ROLE_CANDIDATE,
	    0 },
	{ "DELETE", "/api/v1/sessions/:id", end_session, ROLE_CANDIDATE, 0 },
	{ "GET",    "/api/v1/tokens", list_tokens, ROLE_CANDIDATE, 0 },
	{ "POST",   "/api/v1/tokens", make_token, ROLE_MEMBER, 0 },
	{ "DELETE", "/api/v1/tokens/:id", revoke_token, ROLE_CANDIDATE, 0 },
	{ "GET",    "/api/v1/users", list_users, ROLE_MANAGER, 0 },
	{ "POST",   "/api/v1/users", add_user, ROLE_ADMIN, 0 },
	{ "PATCH",  "/api/v1/users/:id", change_user, ROLE_ADMIN, 0 },
	{ "POST",   "/api/v1/users/:id/login-link", make_user_link,
	    ROLE_ADMIN, WEB_BARE },
	{ "GET",    "/ws/auth", show_channel, ROLE_CANDIDATE, 0 },
	{ 0 }
};

int
main(void)
{
	return web_main("accounts", routes, &gate);
}

/* --- what the handlers share --- */

static void
audit(struct db *db, const struct web_req *req, const char *action,
    const char *object, const json_t *data)
{
	audit_add(db, &(struct audit){ .company_id = req->who->company_id,
	    .user_id = req->who->user_id, .action = action, .object = object,
	    .data = data, .address = req->remote_addr });
}

static void
audit_id(struct db *db, const struct web_req *req, const char *action,
    int64_t id)
{
	char	 object[24];

	snprintf(object, sizeof(object), "%lld", (long long)id);
	audit(db, req, action, object, NULL);
}

/* A stolen API key must not open further doors: these need a browser. */
static int
need_session(const struct web_req *req, struct err *err)
{
	if (req->who->session_id == 0)
		return err_code(err, ERR_DENIED, "session_only", "API key");
	return 0;
}

static int
no_content(struct web_res *res)
{
	buf_clear(&res->body);
	return 204;
}

/* --- coming and going --- */

static bool
is_https(const struct web_req *req)
{
	const char	*proto = web_header(req, "X-Forwarded-Proto");

	return strncmp(conf_get(req->conf, "WEB_BASE_URL", ""), "https:",
	    6) == 0 || (proto != NULL && strcmp(proto, "https") == 0);
}

static void
send_cookie(struct web_res *res, const struct web_req *req,
    const char *token, long max_age_s)
{
	web_header_add(res, "Set-Cookie", SESSION_COOKIE "=%s; Path=/; "
	    "HttpOnly; SameSite=Lax; Max-Age=%ld%s", token, max_age_s,
	    is_https(req) ? "; Secure" : "");
}

static json_t *
user_json(const struct user *user)
{
	return json_pack("{s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:b, "
	    "s:{s:I, s:s}, s:s}", "id", (json_int_t)user->id,
	    "email", user->email, "name", user->name,
	    "role", user_role_name(user->role), "locale", user->locale,
	    "time_zone", user->time_zone, "theme", user->theme,
	    "hot_keys", user->hot_keys,
	    "company", "id", (json_int_t)user->company_id,
	    "name", user->company, "active_system", user->active_system);
}

/* A new session in place of the one this browser had, if any. */
static int
let_in(struct db *db, const struct web_req *req, const struct user *user,
    bool by_link, struct web_res *res, struct err *err)
{
	const struct session_new from = { user->id, req->remote_addr,
	    web_header(req, "User-Agent"), by_link };
	struct session_key	 key = { 0 };
	char			 old[SECRET_TOKEN_SIZE];

	if (web_cookie(req, SESSION_COOKIE, old, sizeof(old)) != NULL &&
	    session_end_token(db, old, err) == -1)
		return -1;
	if (session_start(db, &from, &key, err) == -1)
		return -1;
	audit_add(db, &(struct audit){ .company_id = user->company_id,
	    .user_id = user->id, .action = by_link ? "login.link" : "login",
	    .object = user->email, .address = req->remote_addr });
	send_cookie(res, req, key.token, SESSION_DAYS * 86400L);
	res->json = json_pack("{s:o, s:s}", "user", user_json(user),
	    "csrf", key.csrf);
	return 200;
}

/* Nobody of that e-mail costs the same time and gets the same answer. */
static int
check_password(struct db *db, const struct web_req *req, const char *email,
    const char *password, struct user *out, struct err *err)
{
	struct err	 why = { 0 };
	bool		 known;

	if (login_try_begin(db, email, req->remote_addr, err) == -1)
		return -1;
	known = user_find(db, email, out, &why) == 0;
	if (!known && why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	if (!secret_password_ok(known && out->active ? out->password : NULL,
	    password)) {
		/* Written for nobody, too: a missing line would cost less time. */
		audit_add(db, &(struct audit){ .company_id = out->company_id,
		    .user_id = out->id, .action = "login.failed",
		    .object = out->email, .address = req->remote_addr });
		return err_code(err, ERR_AUTH, "login", "refused");
	}
	return login_try_ok(db, email, req->remote_addr, err);
}

/* POST /auth/login {"email", "password"} -> 200 {user, csrf} | 401 | 429 */
static int
sign_in(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "email", "password", NULL };
	own_user struct user	 user = { 0 };
	const char		*given, *password;
	char			 email[USER_EMAIL_SIZE];

	if (field_only(req->body, names, err) == -1 ||
	    field_text(req->body, "email", 1, 254, &given, err) == -1 ||
	    field_text(req->body, "password", 1, PASSWORD_MAX, &password,
	    err) == -1 ||
	    user_email(given, email, err) == -1 ||
	    check_password(db, req, email, password, &user, err) == -1)
		return -1;
	return let_in(db, req, &user, false, res, err);
}

/* POST /auth/link {"token"} -> 200 {user, csrf} | 401 link_expired */
static int
sign_in_by_link(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	static const char *const names[] = { "token", NULL };
	own_user struct user	 user = { 0 };
	const char		*token;
	int64_t			 user_id;

	if (field_only(req->body, names, err) == -1 ||
	    field_text(req->body, "token", 1, 100, &token, err) == -1 ||
	    session_link_take(db, token, &user_id, err) == -1 ||
	    user_get(db, user_id, &user, err) == -1)
		return -1;
	return let_in(db, req, &user, true, res, err);
}

/* POST /auth/logout -> 204 */
static int
sign_out(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	if (need_session(req, err) == -1 ||
	    session_end(db, req->who->user_id, req->who->session_id,
	    err) == -1)
		return -1;
	push_close(req->conf, req->who->user_id);
	audit(db, req, "logout", NULL, NULL);
	send_cookie(res, req, "", 0);
	return no_content(res);
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
	if (browser && web_cookie(req, SESSION_COOKIE, token,
	    sizeof(token)) != NULL)
		send_cookie(res, req, token, SESSION_DAYS * 86400L);
	res->json = json_pack("{s:o, s:s?}", "user", user_json(&user),
	    "csrf", browser ? req->who->csrf : NULL);
	return 200;
}

/* GET /ws/auth -> 200 with the user's channel, for nginx alone */
static int
show_channel(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	char	 channel[65];

	(void)db;
	(void)err;
	push_channel(req->conf, req->who->user_id, channel);
	web_header_add(res, "X-Channel-Id", "%s", channel);
	res->json = json_object();
	return 200;
}

/* --- the profile --- */

/* GET /profile -> 200 */
static int
show_profile(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	if (profile_get(db, req->who->user_id, &res->json, err) == -1)
		return -1;
	return 200;
}

/* The present one must be known, unless there is none or a link brought one here. */
static int
may_set_password(struct db *db, const struct web_req *req,
    const struct user *user, struct err *err)
{
	own_user struct user	 same = { 0 };
	const char		*current = NULL;
	bool			 by_link;

	if (need_session(req, err) == -1 ||
	    session_by_link(db, req->who->session_id, &by_link, err) == -1 ||
	    field_text_opt(req->body, "current_password", PASSWORD_MAX,
	    &current, err) == -1)
		return -1;
	if (user->password[0] == '\0' || (current == NULL && by_link))
		return 0;
	if (current == NULL)
		return err_field(err, "current_password", "required", "text");
	if (check_password(db, req, user->email, current, &same, err) == 0)
		return 0;
	if (err->kind != ERR_AUTH)
		return -1;
	*err = (struct err){ 0 };
	return err_field(err, "current_password", "password", "refused");
}

/* A new password, checked and hashed but not stored yet; "": none was sent. */
static int
read_password(struct db *db, const struct web_req *req,
    char hash[SECRET_PASSWORD_SIZE], struct err *err)
{
	own_user struct user	 user = { 0 };
	const char		*password;

	hash[0] = '\0';
	if (field_text_opt(req->body, "current_password", PASSWORD_MAX,
	    &password, err) == -1)
		return -1;
	if (json_object_get(req->body, "new_password") == NULL)
		return 0;
	if (field_text(req->body, "new_password", PASSWORD_MIN, PASSWORD_MAX,
	    &password, err) == -1 ||
	    user_get(db, req->who->user_id, &user, err) == -1 ||
	    may_set_password(db, req, &user, err) == -1)
		return -1;
	return secret_password(password, hash, err);
}

/* The other browsers are signed out: the old password may be known there. */
static int
set_password(struct db *db, const struct web_req *req, const char *hash,
    struct err *err)
{
	if (user_set_password(db, req->who->user_id, hash, err) == -1 ||
	    session_end_others(db, req->who->user_id, req->who->session_id,
	    err) == -1)
		return -1;
	push_close(req->conf, req->who->user_id);
	audit(db, req, "password.change", NULL, NULL);
	return 0;
}

/* Names of what was changed, never the values. */
static void
audit_profile(struct db *db, const struct web_req *req, const json_t *patch)
{
	own_json json_t	*names = json_array();
	const char	*name;
	json_t		*value;

	json_object_foreach((json_t *)patch, name, value)
		if (strcmp(name, FIELD_FORM) != 0)
			json_array_append_new(names, json_string(name));
	if (json_array_size(names) > 0)
		audit(db, req, "profile.change", NULL, names);
}

/* PATCH /profile {any of its fields; current_password, new_password} -> 200 */
static int
change_profile(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	own_json json_t	*patch = json_copy(req->body);
	char		 hash[SECRET_PASSWORD_SIZE];

	if (!json_is_object(patch))
		return err_code(err, ERR_INPUT, "json", "an object");
	json_object_del(patch, "new_password");
	json_object_del(patch, "current_password");
	if (read_password(db, req, hash, err) == -1 ||
	    profile_patch(db, req->conf, req->who->user_id,
	    req->who->session_id != 0, patch, err) == -1 ||
	    (hash[0] != '\0' && set_password(db, req, hash, err) == -1))
		return -1;
	audit_profile(db, req, patch);
	return show_profile(db, req, res, err);
}

/* --- sessions --- */

/* GET /sessions -> 200 [{id, address, agent, created_at, seen_at, current}] */
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

	if (need_session(req, err) == -1 || web_id(req, 0, &id, err) == -1 ||
	    session_end(db, req->who->user_id, id, err) == -1)
		return -1;
	push_close(req->conf, req->who->user_id);
	audit_id(db, req, "session.end", id);
	return no_content(res);
}

/* DELETE /sessions -> 204, all but the one that asks */
static int
end_other_sessions(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	if (need_session(req, err) == -1 ||
	    session_end_others(db, req->who->user_id, req->who->session_id,
	    err) == -1)
		return -1;
	push_close(req->conf, req->who->user_id);
	audit(db, req, "session.end_others", NULL, NULL);
	return no_content(res);
}

/* --- API keys --- */

static void
emit_scopes(struct buf *out, const char *scopes)
{
	emit_open(out, "scopes", '[');
	if (strstr(scopes, "read") != NULL)
		emit_str(out, NULL, "read");
	if (strstr(scopes, "write") != NULL)
		emit_str(out, NULL, "write");
	emit_close(out, ']');
}

/* plain NULL: it is not shown (any more). */
static void
emit_token(struct buf *out, const struct token *token, const char *plain)
{
	emit_open(out, NULL, '{');
	emit_int(out, "id", token->id);
	emit_str(out, "name", token->name);
	emit_str(out, "tail", token->tail);
	emit_scopes(out, token->scopes);
	emit_time(out, "created_at", token->created_at);
	emit_time(out, "used_at", token->used_at);
	emit_time(out, "expires_at", token->expires_at);
	if (plain != NULL)
		emit_str(out, "token", plain);
	emit_close(out, '}');
}

/* GET /tokens -> 200 [{id, name, tail, scopes, created_at, ...}] */
static int
list_tokens(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct token		 one;

	if (token_list(db, req->who->user_id, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while (token_next(rows, &one))
		emit_token(&res->body, &one, NULL);
	emit_close(&res->body, ']');
	return 200;
}

/* ["read", "write"] as the column holds it; reading goes with writing. */
static int
read_scopes(const json_t *body, const char **out, struct err *err)
{
	json_t	*list = NULL;
	size_t	 i;
	json_t	*one;

	if (field_array_opt(body, "scopes", 2, &list, err) == -1)
		return -1;
	*out = "read";
	json_array_foreach(list, i, one) {
		const char	*word = json_string_value(one);

		if (word != NULL && strcmp(word, "write") == 0)
			*out = "read,write";
		else if (word == NULL || strcmp(word, "read") != 0)
			return err_field(err, "scopes", "choice",
			    "read, write");
	}
	return 0;
}

/* POST /tokens {"name", "scopes"?, "expires_in_days"?} -> 201, token shown once */
static int
make_token(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "name", "scopes",
		"expires_in_days", NULL };
	struct token	 made = { .created_at = clock_ms() };
	int64_t		 days = 0;
	char		 plain[TOKEN_SIZE];

	if (need_session(req, err) == -1 ||
	    field_only(req->body, names, err) == -1 ||
	    field_text(req->body, "name", 1, 100, &made.name, err) == -1 ||
	    read_scopes(req->body, &made.scopes, err) == -1 ||
	    field_int_opt(req->body, "expires_in_days", 1, TOKEN_DAYS_MAX,
	    &days, err) == -1)
		return -1;
	if (days != 0)
		made.expires_at = made.created_at + days * 86400000;
	if (token_make(db, req->who->user_id, made.name, made.scopes,
	    made.expires_at, &made.id, plain, err) == -1)
		return -1;
	made.tail = plain + strlen(plain) - 4;
	emit_token(&res->body, &made, plain);
	audit_id(db, req, "token.create", made.id);
	return 201;
}

/* DELETE /tokens/:id -> 204 | 404 */
static int
revoke_token(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t	 id;

	if (need_session(req, err) == -1 || web_id(req, 0, &id, err) == -1 ||
	    token_revoke(db, req->who->user_id, id, err) == -1)
		return -1;
	audit_id(db, req, "token.revoke", id);
	return no_content(res);
}

/* --- people --- */

static void
emit_person(struct buf *out, const struct user *user, const char *link)
{
	emit_open(out, NULL, '{');
	emit_int(out, "id", user->id);
	emit_str(out, "email", user->email);
	emit_str(out, "name", user->name);
	emit_str(out, "role", user_role_name(user->role));
	emit_str(out, "locale", user->locale);
	emit_bool(out, "active", user->active);
	emit_time(out, "created_at", user->created_at);
	emit_time(out, "seen_at", user->seen_at);
	if (link != NULL)
		emit_str(out, "login_link", link);
	emit_close(out, '}');
}

/* after=ID of the last one seen, or page by number over at most some hundreds. */
static int
page_start(const struct web_page *page, int64_t *after_id, int64_t *skip,
    struct err *err)
{
	int	 end = 0;
	long long n = 0;

	*after_id = *skip = 0;
	if (page->after == NULL) {
		*skip = (page->page - 1) * page->size;
		return 0;
	}
	if (sscanf(page->after, "%18lld%n", &n, &end) != 1 || n < 0 ||
	    page->after[end] != '\0')
		return err_field(err, "after", "cursor", "%s", "");
	*after_id = n;
	return 0;
}

/* GET /users -> 200 [{id, email, name, role, locale, active, ...}] */
static int
list_users(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "page", "page_size", "after",
		"lang", NULL };
	own_rows struct db_rows	*rows = NULL;
	own_user struct user	 one = { 0 };
	struct web_page		 page;
	int64_t			 after, skip, total, last = 0, n = 0;
	char			 cursor[24];

	if (web_query_only(req, names, err) == -1 ||
	    web_page_read(req, &page, err) == -1 ||
	    page_start(&page, &after, &skip, err) == -1 ||
	    user_count(db, req->who->company_id, &total, err) == -1 ||
	    user_list(db, req->who->company_id, after, skip,
	    (int)page.size + 1, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	for (; user_next(rows, &one) && n < page.size; n++, last = one.id)
		emit_person(&res->body, &one, NULL);
	emit_close(&res->body, ']');
	snprintf(cursor, sizeof(cursor), "%lld", (long long)last);
	web_page_write(res, req, &page, one.id != 0 ? cursor : NULL, total);
	return 200;
}

static int
read_role(const json_t *body, enum web_role *out, struct err *err)
{
	static const char *const roles[] = { "candidate", "member",
		"recruiter", "manager", "admin", NULL };
	const char	*word = NULL;

	if (field_word_opt(body, "role", roles, &word, err) == -1)
		return -1;
	if (word != NULL)
		*out = user_role(word);
	return 0;
}

/* POST /users {"email", "name", "role", "locale"?} -> 201 with a sign-in link */
static int
add_user(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "email", "name", "role",
		"locale", NULL };
	static const char *const locales[] = { "ru", "en", NULL };
	own_user struct user	 user = { 0 };
	own_str char		*link = NULL;
	const char		*given, *name = "", *locale = "ru";
	enum web_role		 role = ROLE_NONE;
	char			 email[USER_EMAIL_SIZE];
	int64_t			 id;

	if (need_session(req, err) == -1 ||
	    field_only(req->body, names, err) == -1 ||
	    field_text(req->body, "email", 1, 254, &given, err) == -1 ||
	    user_email(given, email, err) == -1 ||
	    field_text_opt(req->body, "name", 200, &name, err) == -1 ||
	    field_word_opt(req->body, "locale", locales, &locale,
	    err) == -1 || read_role(req->body, &role, err) == -1)
		return -1;
	if (role == ROLE_NONE)
		return err_field(err, "role", "required", "text");
	if (user_add(db, req->who->company_id, email, name, role, locale, &id,
	    err) == -1 || user_get(db, id, &user, err) == -1 ||
	    login_link_make(db, req->conf, id, &link, err) == -1)
		return -1;
	emit_person(&res->body, &user, link);
	audit(db, req, "user.create", email, NULL);
	return 201;
}

/* People of other companies are not there. */
static int
get_colleague(struct db *db, const struct web_req *req, struct user *out,
    struct err *err)
{
	own_user struct user	 user = { 0 };
	int64_t			 id;

	if (web_id(req, 0, &id, err) == -1 ||
	    user_get(db, id, &user, err) == -1)
		return -1;
	if (user.company_id != req->who->company_id)
		return err_set(err, ERR_ABSENT, "user");
	*out = give(user);
	return 0;
}

/* PATCH /users/:id {"role"?, "active"?, "name"?} -> 200 | 409 last_admin */
static int
change_user(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "role", "active", "name", NULL };
	own_user struct user	 user = { 0 };
	const char		*name = NULL;

	if (need_session(req, err) == -1 ||
	    get_colleague(db, req, &user, err) == -1 ||
	    field_only(req->body, names, err) == -1 ||
	    read_role(req->body, &user.role, err) == -1 ||
	    field_bool_opt(req->body, "active", &user.active, err) == -1 ||
	    field_text_opt(req->body, "name", 200, &name, err) == -1)
		return -1;
	if (name != NULL) {
		mem_free_str(&user.name);
		user.name = mem_dup(name);
	}
	if (user_change(db, &user, err) == -1)
		return -1;
	if (!user.active)
		push_close(req->conf, user.id);
	audit(db, req, "user.change", user.email, req->body);
	emit_person(&res->body, &user, NULL);
	return 200;
}

/* POST /users/:id/login-link -> 200 {"login_link"} | 409 user_inactive */
static int
make_user_link(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	own_user struct user	 user = { 0 };
	own_str char		*link = NULL;

	if (need_session(req, err) == -1 ||
	    get_colleague(db, req, &user, err) == -1)
		return -1;
	if (!user.active)
		return err_code(err, ERR_CONFLICT, "user_inactive", "%s",
		    user.email);
	if (login_link_make(db, req->conf, user.id, &link, err) == -1)
		return -1;
	audit(db, req, "user.login_link", user.email, NULL);
	res->json = json_pack("{s:s}", "login_link", link);
	return 200;
}
