/* people: users and their roles, the own profile, API tokens. */
#include <stdio.h>
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "account/confirm.h"
#include "account/factor.h"
#include "account/login_letter.h"
#include "account/login_link.h"
#include "account/outbox.h"
#include "account/session.h"
#include "account/password.h"
#include "account/policy.h"
#include "account/token.h"
#include "account/user.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "io/mail.h"
#include "io/secret.h"
#include "io/web.h"
#include "live/channel.h"
#include "notice/hours.h"
#include "service/profile.h"

#define TOKEN_DAYS	365	/* of a key whose maker says nothing */

static web_handler show_profile, change_profile, list_tokens, make_token,
    revoke_token, list_users, add_user, change_user, make_user_link,
    reset_password;

static const struct web_route routes[] = {
	{ "GET",    "/api/v1/profile", show_profile, ROLE_CANDIDATE, 0 },
	{ "PATCH",  "/api/v1/profile", change_profile, ROLE_CANDIDATE, 0 },
	{ "GET",    "/api/v1/tokens", list_tokens, ROLE_CANDIDATE, 0 },
	{ "POST",   "/api/v1/tokens", make_token, ROLE_MEMBER, WEB_SECRET },
	{ "DELETE", "/api/v1/tokens/:id", revoke_token, ROLE_CANDIDATE, 0 },
	{ "GET",    "/api/v1/users", list_users, ROLE_MANAGER, 0 },
	{ "POST",   "/api/v1/users", add_user, ROLE_ADMIN, WEB_SECRET },
	{ "PATCH",  "/api/v1/users/:id", change_user, ROLE_ADMIN, 0 },
	{ "POST",   "/api/v1/users/:id/login-link", make_user_link,
	    ROLE_ADMIN, WEB_BARE | WEB_SECRET },
	{ "POST",   "/api/v1/users/:id/reset-password", reset_password,
	    ROLE_ADMIN, WEB_SECRET },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "people", routes, &auth);
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

/* A new password, checked and hashed but not stored yet; "": none was sent. The present one
 * must be known, if there is one. */
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
	    (user.password[0] == '\0' ? auth_session_only(req, err) :
	    confirm_person(db, req, &user, err)) == -1 ||
	    password_rule(&user, "new_password", password, err) == -1)
		return -1;
	return secret_password(password, hash, err);
}

/*
 * Whatever the former password opened ends: other browsers, unused links, and API keys unless
 * they are to be kept.
 */
static int
set_password(struct db *db, const struct web_req *req, const char *hash,
    bool keep_tokens, struct err *err)
{
	const struct user_password	new = { req->who->user_id, hash,
	    req->who->session_id, keep_tokens };
	own_json json_t			*data = json_pack("{s:b}",
					    "end_tokens", !keep_tokens);

	if (user_set_password(db, &new, err) == -1)
		return -1;
	live_channel_close(db, req->conf, req->who->user_id);
	audit_request(db, req, "password.change", NULL, data);
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
		audit_request(db, req, "profile.change", NULL, names);
}

/* PATCH /profile {any of its fields; current_password, new_password, end_tokens} -> 200 */
static int
change_profile(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	own_json json_t	*patch = json_copy(req->body);
	char		 hash[SECRET_PASSWORD_SIZE];
	bool		 end_tokens = true;

	if (!json_is_object(patch))
		return err_code(err, ERR_INPUT, "io.json", "1:1");
	json_object_del(patch, "new_password");
	json_object_del(patch, "current_password");
	json_object_del(patch, "end_tokens");
	if (field_bool_opt(req->body, "end_tokens", &end_tokens, err) == -1 ||
	    read_password(db, req, hash, err) == -1 ||
	    profile_patch(db, req->conf, req->who->user_id,
	    req->who->session_id != 0, patch, err) == -1 ||
	    notice_hours_moved(db, req->who->user_id, err) == -1 ||
	    (hash[0] != '\0' && set_password(db, req, hash,
	    !end_tokens, err) == -1))
		return -1;
	audit_profile(db, req, patch);
	return show_profile(db, req, res, err);
}

/* --- API tokens --- */

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

/* Days that a new key lasts; 0: for ever. */
static int
read_days(struct db *db, const struct web_req *req, int64_t *out,
    struct err *err)
{
	struct policy	policy;
	int64_t		most, days;

	if (policy_get(db, req->who->company_id, &policy, err) == -1)
		return -1;
	most = policy.token_max_days != 0 ? policy.token_max_days :
	    POLICY_TOKEN_MAX;
	days = most < TOKEN_DAYS ? most : TOKEN_DAYS;
	if (field_int_opt(req->body, "expires_in_days",
	    policy.token_max_days != 0 ? 1 : 0, most, &days, err) == -1)
		return -1;
	*out = days;
	return 0;
}

/* POST /tokens {"name", "scopes"?, "expires_in_days"?, "current_password"?} -> 201, token shown
 * once */
static int
make_token(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "name", "scopes",
		"expires_in_days", CONFIRM_FIELDS, NULL };
	own_user struct user	 user = { 0 };
	struct token		 made = { .created_at = clock_ms() };
	int64_t			 days;
	char			 plain[TOKEN_SIZE];

	if (auth_session_only(req, err) == -1 ||
	    field_only(req->body, names, err) == -1 ||
	    field_line(req->body, "name", 1, 100, &made.name, err) == -1 ||
	    read_scopes(req->body, &made.scopes, err) == -1 ||
	    read_days(db, req, &days, err) == -1 ||
	    user_get(db, req->who->user_id, &user, err) == -1 ||
	    confirm_person(db, req, &user, err) == -1)
		return -1;
	if (days != 0)
		made.expires_at = made.created_at + days * 86400000;
	if (token_make(db, req->who->user_id, made.name, made.scopes,
	    made.expires_at, &made.id, plain, err) == -1)
		return -1;
	made.tail = plain + strlen(plain) - 4;
	emit_token(&res->body, &made, plain);
	audit_request_id(db, req, "token.create", made.id, made.name);
	return 201;
}

/* DELETE /tokens/:id -> 204 | 404 */
static int
revoke_token(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t	 id;

	(void)res;
	if (auth_session_only(req, err) == -1 || web_id(req, 0, &id, err) == -1 ||
	    token_revoke(db, req->who->user_id, id, err) == -1)
		return -1;
	live_channel_close(db, req->conf, req->who->user_id);
	audit_request_id(db, req, "token.revoke", id, NULL);
	return 204;
}

/* --- people --- */

/* A one-time link: shown, and sent by mail where there is a mail server. */
struct given_link {
	char	*url;
	bool	 mailed;
};

static void
link_clear(struct given_link *link)
{
	mem_free_str(&link->url);
}
#define own_link cleanup(link_clear)

static int
give_link(struct db *db, const struct web_req *req, int64_t user_id,
    const char *letter, struct given_link *out, struct err *err)
{
	out->mailed = mail_on(req->conf);
	return login_link_make(db, req->conf, user_id, SESSION_LINK_MINUTES,
	    &out->url, err) == -1 ||
	    (out->mailed && outbox_add(db, &(struct outbox_new){
	    .company_id = req->who->company_id, .user_id = user_id,
	    .kind = letter }, 1, err) == -1) ?
	    -1 : 0;
}

static void
emit_person(struct buf *out, const struct user *user,
    const struct given_link *link)
{
	emit_open(out, NULL, '{');
	emit_int(out, "id", user->id);
	emit_str(out, "email", user->email);
	emit_str(out, "name", user->name);
	emit_str(out, "role", web_role_name(user->role));
	emit_str(out, "locale", user->locale);
	emit_bool(out, "active", user->active);
	emit_bool(out, "invited", user->invited);
	emit_time(out, "created_at", user->created_at);
	emit_time(out, "seen_at", user->seen_at);
	if (link != NULL) {
		emit_str(out, "login_link", link->url);
		emit_bool(out, "mailed", link->mailed);
	}
	emit_close(out, '}');
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
	struct cursor		 last = { 0 };
	int64_t			 total, n = 0;

	if (web_query_only(req, names, err) == -1 ||
	    web_page_read_by(req, CURSOR_BY_ID, &page, err) == -1 ||
	    user_count(db, req->who->company_id, &total, err) == -1 ||
	    user_list(db, req->who->company_id, page.from.id,
	    web_page_skip(&page), (int)page.size + 1, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	for (; user_next(rows, &one) && n < page.size; n++, last.id = one.id)
		emit_person(&res->body, &one, NULL);
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last, one.id != 0,
	    total);
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
	own_link struct given_link link = { 0 };
	const char		*given, *name = "", *locale = "ru";
	enum web_role		 role = ROLE_NONE;
	char			 email[PERSON_EMAIL_SIZE];
	int64_t			 id;

	if (auth_session_only(req, err) == -1 ||
	    field_only(req->body, names, err) == -1 ||
	    field_text(req->body, "email", 1, 254, &given, err) == -1 ||
	    user_email(given, email, err) == -1 ||
	    field_line_opt(req->body, "name", 200, &name, err) == -1 ||
	    field_word_opt(req->body, "locale", locales, &locale,
	    err) == -1 || read_role(req->body, &role, err) == -1)
		return -1;
	if (role == ROLE_NONE)
		return err_field(err, "role", "required", "text");
	if (user_add(db, req->who->company_id, email, name, role, locale, &id,
	    err) == -1 || user_get(db, id, &user, err) == -1 ||
	    give_link(db, req, id, LOGIN_LETTER_INVITE, &link, err) == -1)
		return -1;
	user.invited = true;
	emit_person(&res->body, &user, &link);
	audit_request(db, req, "user.create", email, NULL);
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

/* What an admin may change of a person. */
static json_t *
person_json(const struct user *user)
{
	return json_pack("{s:s, s:s, s:b}", "name", user->name, "role",
	    web_role_name(user->role), "active", user->active);
}

/* PATCH /users/:id {"role"?, "active"?, "name"?} -> 200 | 409 account.last_admin */
static int
change_user(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "role", "active", "name", NULL };
	own_user struct user	 user = { 0 }, changed = { 0 };
	struct user_change	 what = { .company_id = req->who->company_id };
	bool			 active = false;

	if (auth_session_only(req, err) == -1 ||
	    get_colleague(db, req, &user, err) == -1 ||
	    field_only(req->body, names, err) == -1 ||
	    field_no_null(req->body, names, err) == -1 ||
	    read_role(req->body, &what.role, err) == -1 ||
	    field_bool_given(req->body, "active", &active, &what.active,
	    err) == -1 ||
	    field_line_opt(req->body, "name", 200, &what.name, err) == -1)
		return -1;
	what.id = user.id;
	if (user_change(db, &what, err) == -1 ||
	    user_get(db, user.id, &changed, err) == -1)
		return -1;
	if (!changed.active)
		live_channel_close(db, req->conf, user.id);
	audit_request_change(db, req, "user.change", user.email,
	    person_json(&user), person_json(&changed));
	emit_person(&res->body, &changed, NULL);
	return 200;
}

/*
 * POST /users/:id/reset-password {"end_tokens"?} -> 200 {"login_link", "mailed"} |
 * 409 account.user_inactive, account.reset_self: who forgot the password or lost the second
 * factor begins anew, by the link
 */
static int
reset_password(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "end_tokens", NULL };
	own_user struct user	 user = { 0 };
	own_link struct given_link link = { 0 };
	bool			 end_tokens = true;

	if (auth_session_only(req, err) == -1 ||
	    field_only(req->body, names, err) == -1 ||
	    field_bool_opt(req->body, "end_tokens", &end_tokens, err) == -1 ||
	    get_colleague(db, req, &user, err) == -1)
		return -1;
	if (!user.active)
		return err_code(err, ERR_CONFLICT, "account.user_inactive", "%s",
		    user.email);
	if (user.id == req->who->user_id)
		return err_code(err, ERR_CONFLICT, "account.reset_self", "%s",
		    user.email);
	if (user_set_password(db, &(struct user_password){
	    .user_id = user.id, .hash = "", .keep_tokens = !end_tokens },
	    err) == -1 || factor_drop(db, user.id, err) == -1 ||
	    give_link(db, req, user.id, LOGIN_LETTER_LINK, &link, err) == -1)
		return -1;
	live_channel_close(db, req->conf, user.id);
	audit_request(db, req, "user.reset_password", user.email, req->body);
	res->json = json_pack("{s:s, s:b}", "login_link", link.url,
	    "mailed", link.mailed);
	return 200;
}

/* POST /users/:id/login-link -> 200 {"login_link", "mailed"} | 409 account.user_inactive */
static int
make_user_link(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	own_user struct user	 user = { 0 };
	own_link struct given_link link = { 0 };

	if (auth_session_only(req, err) == -1 ||
	    get_colleague(db, req, &user, err) == -1)
		return -1;
	if (!user.active)
		return err_code(err, ERR_CONFLICT, "account.user_inactive", "%s",
		    user.email);
	if (give_link(db, req, user.id, LOGIN_LETTER_LINK, &link, err) == -1)
		return -1;
	audit_request(db, req, "user.login_link", user.email, NULL);
	res->json = json_pack("{s:s, s:b}", "login_link", link.url,
	    "mailed", link.mailed);
	return 200;
}
