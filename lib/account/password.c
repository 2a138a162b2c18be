#include "account/password.h"

#include <stdbool.h>
#include <stdio.h>

#include "account/audit.h"
#include "account/device.h"
#include "account/login_try.h"
#include "account/user.h"
#include "base/err.h"
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

int
password_check(struct db *db, const struct web_req *req, const char *email,
    const char *password, struct user *out, struct err *err)
{
	char			 id[SECRET_TOKEN_SIZE];
	const struct login_try	 try = { email, req->remote_addr,
				    device_of(req, email, id) };
	struct err		 why = { 0 };
	bool			 known;

	if (login_try_begin(db, &try, err) == -1)
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
		return err_code(err, ERR_AUTH, "account.login", "refused");
	}
	return login_try_ok(db, &try, err);
}
