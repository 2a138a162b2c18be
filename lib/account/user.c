#include "account/user.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/web.h"

void
user_clear(struct user *user)
{
	mem_free_str(&user->company);
	mem_free_str(&user->email);
	mem_free_str(&user->name);
	mem_free_str(&user->locale);
	mem_free_str(&user->time_zone);
	mem_free_str(&user->theme);
	mem_free_str(&user->active_system);
	mem_free_str(&user->password);
	*user = (struct user){ 0 };
}

enum web_role
user_role(const char *name)
{
	for (enum web_role i = ROLE_CANDIDATE; i <= ROLE_ADMIN; i++)
		if (strcmp(name, web_role_name(i)) == 0)
			return i;
	return ROLE_NONE;
}

void
user_who(const struct db_rows *rows, struct web_who *out)
{
	out->user_id = db_col_int(rows, 0);
	out->company_id = db_col_int(rows, 1);
	out->role = (enum web_role)db_col_int(rows, 2);
	snprintf(out->locale, sizeof(out->locale), "%s", db_col_str(rows, 3));
	snprintf(out->zone, sizeof(out->zone), "%s", db_col_str(rows, 4));
}

int
user_email(const char *given, char out[PERSON_EMAIL_SIZE], struct err *err)
{
	if (!person_email_read(given, true, out))
		return err_field(err, "email", "format", "anna@nova.by");
	return 0;
}

#define USER_COLS "u.id, u.company_id, c.name, u.email, u.name, u.role, " \
	"u.password, u.locale, u.time_zone, u.theme, u.hot_keys, " \
	"u.active_system, u.active, u.created_at"

static void
user_read(const struct db_rows *rows, struct user *user)
{
	user->id = db_col_int(rows, 0);
	user->company_id = db_col_int(rows, 1);
	user->company = db_col_dup(rows, 2);
	user->email = db_col_dup(rows, 3);
	user->name = db_col_dup(rows, 4);
	user->role = (enum web_role)db_col_int(rows, 5);
	user->password = db_col_dup(rows, 6);
	user->locale = db_col_dup(rows, 7);
	user->time_zone = db_col_dup(rows, 8);
	user->theme = db_col_dup(rows, 9);
	user->hot_keys = db_col_int(rows, 10) != 0;
	user->active_system = db_col_dup(rows, 11);
	user->active = db_col_int(rows, 12) != 0;
	user->created_at = db_col_time(rows, 13);
}

int
user_get(struct db *db, int64_t id, struct user *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " USER_COLS " FROM user u "
	    "JOIN company c ON c.id = u.company_id WHERE u.id = ?",
	    DB_ARGS(db_int(id)), &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	user_read(rows, out);
	return 0;
}

int
user_find(struct db *db, const char *email, struct user *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " USER_COLS " FROM user u "
	    "JOIN company c ON c.id = u.company_id WHERE u.email = ? "
	    "ORDER BY u.active DESC, u.id LIMIT 1",
	    DB_ARGS(db_str(email)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	user_read(rows, out);
	return 0;
}

int
user_list(struct db *db, int64_t company_id, int64_t after_id, int64_t skip,
    int limit, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT " USER_COLS ", (SELECT MAX(s.seen_at) "
	    "FROM session s WHERE s.user_id = u.id) FROM user u "
	    "JOIN company c ON c.id = u.company_id "
	    "WHERE u.company_id = ? AND u.id > ? ORDER BY u.id LIMIT ? "
	    "OFFSET ?", DB_ARGS(db_int(company_id), db_int(after_id),
	    db_int(limit), db_int(skip)), out, err);
}

bool
user_next(struct db_rows *rows, struct user *out)
{
	user_clear(out);
	if (!db_rows_next(rows))
		return false;
	user_read(rows, out);
	out->seen_at = db_col_time(rows, 14);
	return true;
}

int
user_count(struct db *db, int64_t company_id, int64_t *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT COUNT(*) FROM user WHERE company_id = ?",
	    DB_ARGS(db_int(company_id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	*out = db_col_int(rows, 0);
	return 0;
}

int
user_company(struct db *db, const char *name, int64_t *id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	/* No index on the name: a handful of rows, and only the CLI asks. */
	if (db_query(db, "SELECT id FROM company WHERE name = ? "
	    "ORDER BY id LIMIT 1", DB_ARGS(db_str(name)), &rows, err) == -1)
		return -1;
	if (db_rows_next(rows)) {
		*id = db_col_int(rows, 0);
		return 0;
	}
	if (db_exec(db, "INSERT INTO company (name) VALUES (?)",
	    DB_ARGS(db_str(name)), NULL, err) == -1)
		return -1;
	*id = db_last_id(db);
	return 0;
}

int
user_add(struct db *db, int64_t company_id, const char *email,
    const char *name, enum web_role role, const char *locale, int64_t *id,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	/* Sign-in asks for the e-mail alone, so one address is one person. */
	if (db_query(db, "SELECT 1 FROM user WHERE email = ? LIMIT 1",
	    DB_ARGS(db_str(email)), &rows, err) == -1)
		return -1;
	if (db_rows_next(rows))
		return err_code(err, ERR_CONFLICT, "account.email_taken", "%s", email);
	if (db_exec(db, "INSERT INTO user (company_id, email, name, role, "
	    "locale) VALUES (?, ?, ?, ?, ?)", DB_ARGS(db_int(company_id),
	    db_str(email), db_str(name), db_int(role), db_str(locale)), NULL,
	    err) == -1) {
		if (err->kind == ERR_CONFLICT &&
		    strcmp(err->code, "io.duplicate") == 0)
			return err_code(err, ERR_CONFLICT, "account.email_taken",
			    "%s", email);
		return -1;
	}
	*id = db_last_id(db);
	return 0;
}

int
user_save(struct db *db, const struct user *user, struct err *err)
{
	return db_exec(db, "UPDATE user SET name = ?, locale = ?, "
	    "time_zone = ?, theme = ?, hot_keys = ?, active_system = ? "
	    "WHERE id = ?", DB_ARGS(db_str(user->name), db_str(user->locale),
	    db_str(user->time_zone), db_str(user->theme),
	    db_int(user->hot_keys), db_str(user->active_system),
	    db_int(user->id)), NULL, err);
}

int
user_set_password(struct db *db, int64_t id, const char *hash,
    struct err *err)
{
	return db_exec(db, "UPDATE user SET password = ? WHERE id = ?",
	    DB_ARGS(db_str(hash), db_int(id)), NULL, err);
}

/* The company's row is locked first: two admins cannot demote each other. */
static int
user_keep_admin(struct db *db, const struct user *user, struct err *err)
{
	own_rows struct db_rows	*lock = NULL, *rows = NULL;

	if (db_query(db, "SELECT id FROM company WHERE id = ? FOR UPDATE",
	    DB_ARGS(db_int(user->company_id)), &lock, err) == -1)
		return -1;
	if (user->role == ROLE_ADMIN && user->active)
		return 0;
	if (db_query(db, "SELECT 1 FROM user WHERE company_id = ? AND "
	    "role = ? AND active AND id <> ? LIMIT 1 FOR UPDATE",
	    DB_ARGS(db_int(user->company_id), db_int(ROLE_ADMIN),
	    db_int(user->id)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return err_code(err, ERR_CONFLICT, "account.last_admin", "%s",
		    user->email);
	return 0;
}

/* What the person could still come in with. */
static int
user_shut_out(struct db *db, int64_t id, struct err *err)
{
	if (db_exec(db, "DELETE FROM session WHERE user_id = ?",
	    DB_ARGS(db_int(id)), NULL, err) == -1 ||
	    db_exec(db, "DELETE FROM api_token WHERE user_id = ?",
	    DB_ARGS(db_int(id)), NULL, err) == -1 ||
	    db_exec(db, "DELETE FROM login_token WHERE user_id = ?",
	    DB_ARGS(db_int(id)), NULL, err) == -1)
		return -1;
	return 0;
}

static int
user_change_work(struct db *db, void *arg, struct err *err)
{
	const struct user	*user = arg;

	if (user_keep_admin(db, user, err) == -1 ||
	    db_exec(db, "UPDATE user SET name = ?, role = ?, active = ? "
	    "WHERE id = ? AND company_id = ?", DB_ARGS(db_str(user->name),
	    db_int(user->role), db_int(user->active), db_int(user->id),
	    db_int(user->company_id)), NULL, err) == -1)
		return -1;
	return user->active ? 0 : user_shut_out(db, user->id, err);
}

int
user_change(struct db *db, const struct user *user, struct err *err)
{
	struct user	 copy = *user;

	return db_tx_run(db, user_change_work, &copy, err);
}
