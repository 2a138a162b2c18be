#include "account/user.h"

#include <stdio.h>
#include <string.h>

#include "account/audit.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_lock.h"
#include "io/idn.h"

#define LOCK_WAIT_S	10

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

/* Columns that no program asks for are 0: the key's own stay where they are. */
int
user_who(struct db *db, const char *columns, const char *table,
    const char *where, const char *hash, const struct web_more *more,
    struct db_rows **out, struct err *err)
{
	own_buf struct buf	sql = { 0 };

	buf_puts(&sql, "SELECT u.id, u.company_id, u.role, u.locale, "
	    "u.time_zone, ");
	if (more != NULL) {
		buf_puts(&sql, more->columns);
		buf_puts(&sql, ", ");
	}
	for (int i = more != NULL ? more->ncols : 0; i < WEB_MORE_MAX; i++)
		buf_puts(&sql, "0, ");
	buf_puts(&sql, columns);
	buf_puts(&sql, " FROM ");
	buf_puts(&sql, table);
	buf_puts(&sql, " k JOIN user u ON u.id = k.user_id ");
	if (more != NULL)
		buf_puts(&sql, more->joins);
	buf_puts(&sql, " WHERE k.hash = ? AND ");
	buf_puts(&sql, where);
	buf_puts(&sql, " AND u.active");
	return db_query(db, buf_str(&sql), DB_ARGS(db_str(hash)), out, err);
}

void
user_who_read(const struct db_rows *rows, struct web_who *out)
{
	out->user_id = db_col_int(rows, 0);
	out->company_id = db_col_int(rows, 1);
	out->role = (enum web_role)db_col_int(rows, 2);
	snprintf(out->locale, sizeof(out->locale), "%s", db_col_str(rows, 3));
	snprintf(out->zone, sizeof(out->zone), "%s", db_col_str(rows, 4));
	for (int i = 0; i < WEB_MORE_MAX; i++)
		out->more[i] = db_col_int(rows, 5 + i);
}

int
user_email(const char *given, char out[PERSON_EMAIL_SIZE], struct err *err)
{
	own_str char	*ascii = NULL;

	if (person_email_read(given, true, out) ||
	    ((ascii = idn_email(given)) != NULL &&
	    person_email_read(ascii, true, out)))
		return 0;
	return err_field(err, "email", "format", "anna@nova.by");
}

#define USER_COLS "u.id, u.company_id, c.name, IFNULL(u.email, ''), u.name, u.role, " \
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
	    "JOIN company c ON c.id = u.company_id WHERE u.email = ?",
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
	    "FROM session s WHERE s.user_id = u.id), u.password = '' "
	    "AND NOT EXISTS (SELECT 1 FROM audit a "
	    "WHERE a.company_id = u.company_id AND a.user_id = u.id "
	    "AND a.action IN ('login', 'login.link', 'login.passkey')) "
	    "AND NOT EXISTS (SELECT 1 FROM session s "
	    "WHERE s.user_id = u.id) FROM user u "
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
	out->invited = db_col_int(rows, 15) != 0;
	return true;
}

int
user_admins(struct db *db, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT email FROM user WHERE role = ? AND active "
	    "ORDER BY id LIMIT 100", DB_ARGS(db_int(ROLE_ADMIN)), out, err);
}

int
user_count(struct db *db, int64_t company_id, int64_t *out, struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM user WHERE company_id = ?",
	    DB_ARGS(db_int(company_id)), out, err);
}

int
user_keeps_house(struct db *db, int64_t company_id, bool *out,
    struct err *err)
{
	int64_t	oldest;

	if (db_number(db, "SELECT MIN(id) FROM company", DB_NONE, &oldest,
	    err) == -1)
		return -1;
	*out = oldest == company_id;
	return 0;
}

static int
find_company(struct db *db, const char *name, int64_t *id, struct err *err)
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

/* Names are not unique (the lock makes two at once find one): companies may be renamed. */
int
user_company(struct db *db, const char *name, int64_t *id, struct err *err)
{
	int	 rc;

	if (db_lock(db, "company", LOCK_WAIT_S, err) == -1)
		return -1;
	rc = find_company(db, name, id, err);
	db_unlock(db, "company");
	return rc;
}

static int
taken(const char *email, struct err *err)
{
	if (err->kind != ERR_CONFLICT || strcmp(err->code, "io.duplicate") != 0)
		return -1;
	return err_code(err, ERR_CONFLICT, "account.email_taken", "%s", email);
}

/* Sign-in asks for the e-mail alone: it is unique over all companies. */
static int
add(struct db *db, int64_t company_id, const char *email, const char *name,
    enum web_role role, bool active, const char *locale, int64_t *id,
    struct err *err)
{
	if (db_exec(db, "INSERT INTO user (company_id, email, name, role, "
	    "active, locale) VALUES (?, ?, ?, ?, ?, ?)",
	    DB_ARGS(db_int(company_id), db_str(email), db_str(name),
	    db_int(role), db_int(active), db_str(locale)), NULL, err) == -1)
		return taken(email, err);
	*id = db_last_id(db);
	return 0;
}

int
user_add(struct db *db, int64_t company_id, const char *email,
    const char *name, enum web_role role, const char *locale, int64_t *id,
    struct err *err)
{
	return add(db, company_id, email, name, role, true, locale, id, err);
}

int
user_add_candidate(struct db *db, int64_t company_id, const char *email,
    const char *name, const char *locale, int64_t *id, struct err *err)
{
	return add(db, company_id, email, name, ROLE_CANDIDATE, false, locale,
	    id, err);
}

int
user_invite_candidate(struct db *db, int64_t company_id, int64_t id,
    const char *email, struct err *err)
{
	if (db_exec(db, "UPDATE user SET email = COALESCE(?, email), "
	    "active = TRUE WHERE id = ? AND company_id = ? AND role = ?",
	    DB_ARGS(db_str(email), db_int(id), db_int(company_id),
	    db_int(ROLE_CANDIDATE)), NULL, err) == 0)
		return 0;
	return taken(email, err);
}

static struct db_arg
opt_flag(const bool *flag)
{
	return flag == NULL ? db_str(NULL) : db_int(*flag);
}

int
user_choose(struct db *db, int64_t id, const struct user_choices *c,
    struct err *err)
{
	return db_exec(db, "UPDATE user SET name = COALESCE(?, name), "
	    "locale = COALESCE(?, locale), "
	    "time_zone = COALESCE(?, time_zone), theme = COALESCE(?, theme), "
	    "hot_keys = COALESCE(?, hot_keys), "
	    "active_system = COALESCE(?, active_system) WHERE id = ?",
	    DB_ARGS(db_str(c->name), db_str(c->locale), db_str(c->time_zone),
	    db_str(c->theme), opt_flag(c->hot_keys),
	    db_str(c->active_system), db_int(id)), NULL, err);
}

static int
end_sessions(struct db *db, int64_t id, int64_t keep_id, struct err *err)
{
	return db_exec(db, "DELETE FROM session WHERE user_id = ? AND id <> ?",
	    DB_ARGS(db_int(id), db_int(keep_id)), NULL, err);
}

static int
end_links(struct db *db, int64_t id, struct err *err)
{
	return db_exec(db, "DELETE FROM login_token WHERE user_id = ?",
	    DB_ARGS(db_int(id)), NULL, err);
}

static int
end_tokens(struct db *db, int64_t id, struct err *err)
{
	return db_exec(db, "DELETE FROM api_token WHERE user_id = ?",
	    DB_ARGS(db_int(id)), NULL, err);
}

int
user_drop_candidate(struct db *db, int64_t id, struct err *err)
{
	int64_t	n;

	if (db_exec(db, "DELETE FROM user WHERE id = ? AND role = ? AND "
	    "active = FALSE", DB_ARGS(db_int(id), db_int(ROLE_CANDIDATE)), &n,
	    err) == -1)
		return -1;
	return n == 1 ? 0 : err_code(err, ERR_CONFLICT, "account.user_used",
	    "%lld", (long long)id);
}

int
user_erase_candidate(struct db *db, int64_t id, struct err *err)
{
	own_user struct user	user = { 0 };

	return user_get(db, id, &user, err) == -1 ||
	    audit_erase(db, user.company_id, id, user.email, err) == -1 ||
	    db_exec(db, "UPDATE user SET email = NULL, name = '', "
	    "password = '', active = FALSE WHERE id = ? AND role = ?",
	    DB_ARGS(db_int(id), db_int(ROLE_CANDIDATE)), NULL, err) == -1 ||
	    end_sessions(db, id, 0, err) == -1 ||
	    end_tokens(db, id, err) == -1 || end_links(db, id, err) == -1 ?
	    -1 : 0;
}

static int
set_password(struct db *db, void *arg, struct err *err)
{
	const struct user_password	*p = arg;

	if (db_exec(db, "UPDATE user SET password = ? WHERE id = ?",
	    DB_ARGS(db_str(p->hash), db_int(p->user_id)), NULL, err) == -1 ||
	    end_sessions(db, p->user_id, p->keep_session_id, err) == -1 ||
	    end_links(db, p->user_id, err) == -1)
		return -1;
	return p->keep_tokens ? 0 : end_tokens(db, p->user_id, err);
}

int
user_set_password(struct db *db, const struct user_password *password,
    struct err *err)
{
	struct user_password	copy = *password;

	return db_tx_run(db, set_password, &copy, err);
}

/* Would they be an admin at work after the change? Their row is locked. */
static int
stays_admin(struct db *db, const struct user_change *c, bool *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT role, active FROM user WHERE id = ? AND "
	    "company_id = ? FOR UPDATE", DB_ARGS(db_int(c->id),
	    db_int(c->company_id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	*out = (c->role != ROLE_NONE ? c->role :
	    (enum web_role)db_col_int(rows, 0)) == ROLE_ADMIN &&
	    (c->active != NULL ? *c->active : db_col_int(rows, 1) != 0);
	return 0;
}

/* One change of a company's people at a time: two admins cannot demote each other. */
static int
keep_admin(struct db *db, const struct user_change *c, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	bool			 stays;

	if (stays_admin(db, c, &stays, err) == -1)
		return -1;
	if (stays)
		return 0;
	if (db_query(db, "SELECT 1 FROM user WHERE company_id = ? AND "
	    "role = ? AND active AND id <> ? LIMIT 1 FOR UPDATE",
	    DB_ARGS(db_int(c->company_id), db_int(ROLE_ADMIN),
	    db_int(c->id)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return err_code(err, ERR_CONFLICT, "account.last_admin", "user %lld",
		    (long long)c->id);
	return 0;
}

static int
change(struct db *db, void *arg, struct err *err)
{
	const struct user_change	*c = arg;

	if (keep_admin(db, c, err) == -1 ||
	    db_exec(db, "UPDATE user SET name = COALESCE(?, name), "
	    "role = COALESCE(?, role), active = COALESCE(?, active) "
	    "WHERE id = ? AND company_id = ?", DB_ARGS(db_str(c->name),
	    c->role != ROLE_NONE ? db_int(c->role) : db_str(NULL),
	    opt_flag(c->active), db_int(c->id), db_int(c->company_id)), NULL,
	    err) == -1)
		return -1;
	if (c->active == NULL || *c->active)
		return 0;
	return end_sessions(db, c->id, 0, err) == -1 ||
	    end_tokens(db, c->id, err) == -1 ||
	    end_links(db, c->id, err) == -1 ? -1 : 0;
}

int
user_change(struct db *db, const struct user_change *what, struct err *err)
{
	struct user_change	copy = *what;
	own_str char		*lock = mem_fmt("admins-of-%lld",
				    (long long)what->company_id);

	return db_lock_tx_run(db, lock, LOCK_WAIT_S, change, &copy, err);
}
