#include "account/password.h"

#include <stdbool.h>
#include <string.h>

#include "account/audit.h"
#include "account/cookie.h"
#include "account/device.h"
#include "account/factor.h"
#include "account/login_try.h"
#include "account/passkey.h"
#include "account/user.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/secret.h"
#include "io/web.h"

static void
audit_try(struct db *db, const struct web_req *req, const char *action,
    const struct user *user)
{
	/* Written for nobody, too: a missing line would cost less time. */
	audit_add(db, &(struct audit){ .company_id = user->company_id,
	    .user_id = user->id, .action = action, .object = user->email,
	    .address = req->remote_addr });
}

/* Nobody of that e-mail costs the same time and gets the same answer. */
static int
check(struct db *db, const struct web_req *req, const char *email,
    const char *password, struct user *out, struct err *err)
{
	struct err	 why = { 0 };
	bool		 known;

	known = user_find(db, email, out, &why) == 0;
	if (!known && why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	if (secret_password_ok(known && out->active ? out->password : NULL,
	    password))
		return 0;
	audit_try(db, req, "login.failed", out);
	return err_code(err, ERR_AUTH, "account.login", "refused");
}

static int
check_code(struct db *db, const struct web_req *req, const struct user *user,
    const char *code, struct err *err)
{
	bool	 recovered;

	if (factor_check(db, req->conf, user->id, code, &recovered,
	    err) == -1) {
		if (err->kind == ERR_AUTH)
			audit_try(db, req, "login.code_failed", user);
		return -1;
	}
	if (recovered)
		audit_try(db, req, "login.recovery_code", user);
	return 0;
}

/* alone: it replaces the password, too. owner: also filled when it was refused. */
static int
check_passkey(struct db *db, const struct web_req *req,
    const json_t *credential, bool alone, int64_t *owner, struct err *err)
{
	char			 cookie[SECRET_TOKEN_SIZE];
	struct passkey_answer	 answer = { "", credential, alone };

	if (cookie_get(req, COOKIE_PASSKEY, cookie, sizeof(cookie)) != NULL)
		answer.cookie = cookie;
	return passkey_check(db, req->conf, &answer, owner, err);
}

static void
audit_passkey(struct db *db, const struct web_req *req,
    const struct user *user, const struct err *why)
{
	if (why->kind == ERR_AUTH)
		audit_try(db, req, strcmp(why->code,
		    "account.passkey_counter") == 0 ? "login.passkey_copied" :
		    "login.passkey_failed", user);
}

static int
check_step(struct db *db, const struct web_req *req, const struct user *user,
    const struct password_step *step, struct err *err)
{
	struct factor	 factor;
	int64_t		 owner = 0;

	if (factor_get(db, user->id, &factor, err) == -1)
		return -1;
	if (!factor.on && factor.passkeys == 0)
		return 0;
	if (step->passkey == NULL && (step->code == NULL ||
	    *step->code == '\0'))
		return err_code(err, ERR_AUTH, factor.passkeys > 0 ?
		    "account.passkey_needed" : "account.code_needed",
		    "none was sent");
	if (step->passkey == NULL)
		return check_code(db, req, user, step->code, err);
	if (check_passkey(db, req, step->passkey, false, &owner, err) == 0 &&
	    owner == user->id)
		return 0;
	if (err->kind == ERR_NONE)
		err_code(err, ERR_AUTH, "account.passkey", "another's");
	audit_passkey(db, req, user, err);
	return -1;
}

/* One who must wait is in the audit, too. */
static int
begin(struct db *db, const struct web_req *req, const struct login_try *try,
    struct err *err)
{
	own_user struct user	 user = { 0 };
	struct err		 none = { 0 };

	if (login_try_begin(db, try, err) == 0)
		return 0;
	if (err->kind == ERR_BUSY) {
		user_find(db, try->email, &user, &none);
		audit_try(db, req, "login.throttled", &user);
	}
	return -1;
}

/* What becomes of the counted try once the password was right. */
typedef int	after_try(struct db *, const struct login_try *, struct err *);

static int
try_password(struct db *db, const struct web_req *req, const char *email,
    const char *password, after_try *after, struct user *out,
    struct err *err)
{
	char			 id[SECRET_TOKEN_SIZE];
	const struct login_try	 try = { email, req->remote_addr,
				    device_of(req, email, id) };

	if (begin(db, req, &try, err) == -1 ||
	    check(db, req, email, password, out, err) == -1)
		return -1;
	return after(db, &try, err);
}

int
password_check(struct db *db, const struct web_req *req, const char *email,
    const char *password, struct user *out, struct err *err)
{
	return try_password(db, req, email, password, login_try_ok, out, err);
}

int
password_first(struct db *db, const struct web_req *req, const char *email,
    const char *password, struct user *out, struct err *err)
{
	return try_password(db, req, email, password, login_try_undo, out,
	    err);
}

int
password_enter(struct db *db, const struct web_req *req, const char *email,
    const char *password, const struct password_step *step,
    struct user *out, struct err *err)
{
	char			 id[SECRET_TOKEN_SIZE];
	const struct login_try	 try = { email, req->remote_addr,
				    device_of(req, email, id) };

	if (begin(db, req, &try, err) == -1 ||
	    check(db, req, email, password, out, err) == -1 ||
	    check_step(db, req, out, step, err) == -1)
		return -1;
	return login_try_ok(db, &try, err);
}

int
password_step(struct db *db, const struct web_req *req,
    const struct user *user, const struct password_step *step,
    struct err *err)
{
	char			 id[SECRET_TOKEN_SIZE];
	const struct login_try	 try = { user->email, req->remote_addr,
				    device_of(req, user->email, id) };
	struct factor		 factor;

	if (factor_get(db, user->id, &factor, err) == -1)
		return -1;
	if (!factor.on && factor.passkeys == 0)
		return 0;
	if (begin(db, req, &try, err) == -1 ||
	    check_step(db, req, user, step, err) == -1)
		return -1;
	return login_try_ok(db, &try, err);
}

/*
 * Counted under the id of the passkey: whose it is, is not known before it was looked at, and a
 * stranger's useless tries must not hold up its owner's password.
 */
int
password_passkey(struct db *db, const struct web_req *req,
    const json_t *credential, struct user *out, struct err *err)
{
	own_user struct user	 user = { 0 };
	const char		*id = json_string_value(json_object_get(
				    credential, "id"));
	const struct login_try	 try = { id == NULL ? "" : id,
				    req->remote_addr, NULL };
	int64_t			 owner = 0;
	struct err		 why = { 0 };

	if (begin(db, req, &try, err) == -1)
		return -1;
	if (check_passkey(db, req, credential, true, &owner, err) == -1) {
		if (owner == 0 || user_get(db, owner, &user, &why) == 0)
			audit_passkey(db, req, &user, err);
		return -1;
	}
	if (user_get(db, owner, &user, err) == -1 ||
	    login_try_ok(db, &try, err) == -1)
		return -1;
	*out = give(user);
	return 0;
}
