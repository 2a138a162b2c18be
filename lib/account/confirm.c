#include "account/confirm.h"

#include <stdbool.h>

#include "account/auth.h"
#include "account/factor.h"
#include "account/password.h"
#include "account/session.h"
#include "account/user.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "io/web.h"

/* The answer names the field: a form shows it there. */
static int
check_password(struct db *db, const struct web_req *req,
    const struct user *user, const char *password, struct err *err)
{
	own_user struct user	 same = { 0 };

	if (password_check(db, req, user->email, password, &same, err) == 0)
		return 0;
	if (err->kind != ERR_AUTH)
		return -1;
	*err = (struct err){ 0 };
	return err_field(err, "current_password", "account.password",
	    "refused");
}

/* The same for the code of a second factor; *off: there is none. */
static int
check_code(struct db *db, const struct web_req *req, const struct user *user,
    bool *off, struct err *err)
{
	const char	*code = NULL;
	struct factor	 factor;

	if (field_text_opt(req->body, "code", 40, &code, err) == -1 ||
	    factor_get(db, user->id, &factor, err) == -1)
		return -1;
	*off = !factor.on;
	if (!factor.on)
		return 0;
	if (code == NULL)
		return err_field(err, "code", "required", "text");
	if (password_step(db, req, user, &(struct password_step){
	    .code = code }, err) == 0)
		return 0;
	if (err->kind != ERR_AUTH)
		return -1;
	*err = (struct err){ 0 };
	return err_field(err, "code", "account.code", "refused");
}

int
confirm_person(struct db *db, const struct web_req *req,
    const struct user *user, struct err *err)
{
	const char	*password = NULL;
	bool		 fresh, off;

	if (auth_session_only(req, err) == -1 ||
	    field_text_opt(req->body, "current_password", PASSWORD_MAX,
	    &password, err) == -1)
		return -1;
	if (user->password[0] != '\0')
		return password == NULL ? err_field(err, "current_password",
		    "required", "text") : check_password(db, req, user,
		    password, err);
	if (check_code(db, req, user, &off, err) == -1)
		return -1;
	if (!off)
		return 0;
	if (session_fresh(db, req->who->session_id, CONFIRM_MINUTES, &fresh,
	    err) == -1)
		return -1;
	return fresh ? 0 : err_code(err, ERR_DENIED, "account.confirm_again",
	    "%d", CONFIRM_MINUTES);
}
