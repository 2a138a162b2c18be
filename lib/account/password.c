#include "account/password.h"

#include <stdbool.h>
#include <stdio.h>

#include "account/audit.h"
#include "account/device.h"
#include "account/factor.h"
#include "account/login_try.h"
#include "account/user.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/secret.h"
#include "io/web.h"

/* A session at work is as good as a known browser. */
static const char *
device_of(const struct web_req *req, const char *email,
    char id[SECRET_TOKEN_SIZE])
{
	if (req->who->session_id != 0) {
		snprintf(id, SECRET_TOKEN_SIZE, "session %lld",
		    (long long)req->who->session_id);
		return id;
	}
	return device_known(req, email, id) ? id : NULL;
}

static void
audit_failed(struct db *db, const struct web_req *req, const char *action,
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
	audit_failed(db, req, "login.failed", out);
	return err_code(err, ERR_AUTH, "account.login", "refused");
}

static int
check_code(struct db *db, const struct web_req *req, const struct user *user,
    const char *code, struct err *err)
{
	struct factor	 factor;
	bool		 recovered;

	if (factor_get(db, user->id, &factor, err) == -1)
		return -1;
	if (!factor.on)
		return 0;
	if (code == NULL || *code == '\0')
		return err_code(err, ERR_AUTH, "account.code_needed",
		    "none was sent");
	if (factor_check(db, req->conf, user->id, code, &recovered,
	    err) == -1) {
		if (err->kind == ERR_AUTH)
			audit_failed(db, req, "login.code_failed", user);
		return -1;
	}
	if (recovered)
		audit_failed(db, req, "login.recovery_code", user);
	return 0;
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
		audit_failed(db, req, "login.throttled", &user);
	}
	return -1;
}

int
password_check(struct db *db, const struct web_req *req, const char *email,
    const char *password, struct user *out, struct err *err)
{
	char			 id[SECRET_TOKEN_SIZE];
	const struct login_try	 try = { email, req->remote_addr,
				    device_of(req, email, id) };

	if (begin(db, req, &try, err) == -1 ||
	    check(db, req, email, password, out, err) == -1)
		return -1;
	return login_try_ok(db, &try, err);
}

int
password_enter(struct db *db, const struct web_req *req, const char *email,
    const char *password, const char *code, struct user *out,
    struct err *err)
{
	char			 id[SECRET_TOKEN_SIZE];
	const struct login_try	 try = { email, req->remote_addr,
				    device_of(req, email, id) };

	if (begin(db, req, &try, err) == -1 ||
	    check(db, req, email, password, out, err) == -1 ||
	    check_code(db, req, out, code, err) == -1)
		return -1;
	return login_try_ok(db, &try, err);
}

int
password_code(struct db *db, const struct web_req *req,
    const struct user *user, const char *code, struct err *err)
{
	char			 id[SECRET_TOKEN_SIZE];
	const struct login_try	 try = { user->email, req->remote_addr,
				    device_of(req, user->email, id) };
	struct factor		 factor;

	if (factor_get(db, user->id, &factor, err) == -1)
		return -1;
	if (!factor.on)
		return 0;
	if (begin(db, req, &try, err) == -1 ||
	    check_code(db, req, user, code, err) == -1)
		return -1;
	return login_try_ok(db, &try, err);
}
