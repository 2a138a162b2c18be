#include "account/session.h"

#include <stdio.h>
#include <string.h>

#include "account/user.h"
#include "base/err.h"
#include "base/mask.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/web.h"

/* Browsers send what they like: printable ASCII stays, at most 200 bytes. */
static void
agent_clean(const char *agent, char out[201])
{
	size_t	 n = 0;

	for (; agent != NULL && *agent != '\0' && n < 200; agent++)
		out[n++] = *agent >= ' ' && *agent <= '~' ? *agent : '?';
	out[n] = '\0';
}

int
session_start(struct db *db, const struct session_new *from,
    struct session_key *out, struct err *err)
{
	struct session_key	 key = { 0 };
	char			 hash[SECRET_HASH_SIZE], shown[201], seed[44];

	secret_token(key.token);
	secret_hash(key.token, hash);
	secret_token(seed);
	secret_hash(seed, key.csrf);
	agent_clean(from->agent, shown);
	if (db_exec(db, "INSERT INTO session (hash, user_id, csrf, address, "
	    "agent, by_link, expires_at) SELECT ?, u.id, ?, ?, ?, ?, "
	    "NOW(3) + INTERVAL LEAST(c.session_idle_days, c.session_max_days) "
	    "DAY FROM user u JOIN company c ON c.id = u.company_id "
	    "WHERE u.id = ?", DB_ARGS(db_str(hash), db_str(key.csrf),
	    db_strn(from->address, strnlen(from->address, 45)),
	    db_str(shown), db_int(from->by_link), db_int(from->user_id)),
	    NULL, err) == -1)
		return -1;
	key.id = db_last_id(db);
	*out = key;
	return 0;
}

int
session_fresh(struct db *db, int64_t id, int minutes, bool *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT created_at > NOW(3) - INTERVAL ? MINUTE "
	    "FROM session WHERE id = ?", DB_ARGS(db_int(minutes), db_int(id)),
	    &rows, err) == -1)
		return -1;
	*out = db_rows_next(rows) && db_col_int(rows, 0) != 0;
	return 0;
}

static int
session_touch(struct db *db, int64_t id, struct err *err)
{
	return db_exec(db, "UPDATE session s JOIN user u ON u.id = s.user_id "
	    "JOIN company c ON c.id = u.company_id SET s.seen_at = NOW(3), "
	    "s.expires_at = LEAST(NOW(3) + INTERVAL c.session_idle_days DAY, "
	    "s.created_at + INTERVAL c.session_max_days DAY) WHERE s.id = ?",
	    DB_ARGS(db_int(id)), NULL, err);
}

int
session_who(struct db *db, const char *token, const struct web_more *more,
    struct web_who *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	char			 hash[SECRET_HASH_SIZE];

	secret_hash(token, hash);
	if (user_who(db, "k.id, k.csrf, k.seen_at < NOW(3) - INTERVAL 1 MINUTE",
	    "session", "k.expires_at > NOW(3)", hash, more, &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	user_who_read(rows, out);
	out->session_id = db_col_int(rows, USER_WHO_NCOLS);
	snprintf(out->csrf, sizeof(out->csrf), "%s",
	    db_col_str(rows, USER_WHO_NCOLS + 1));
	out->may_write = true;
	if (db_col_int(rows, USER_WHO_NCOLS + 2) != 0)
		return session_touch(db, out->session_id, err);
	return 0;
}

int
session_list(struct db *db, int64_t user_id, struct db_rows **out,
    struct err *err)
{
	return db_query(db, "SELECT id, address, agent, created_at, seen_at, "
	    "by_link, user_id, NULL, NULL FROM session WHERE user_id = ? "
	    "AND expires_at > NOW(3) ORDER BY seen_at DESC, id DESC LIMIT 100",
	    DB_ARGS(db_int(user_id)), out, err);
}

int
session_list_all(struct db *db, int64_t company_id, int64_t before_id,
    int64_t limit, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT s.id, s.address, s.agent, s.created_at, "
	    "s.seen_at, s.by_link, u.id, u.name, u.email FROM user u "
	    "JOIN session s ON s.user_id = u.id WHERE u.company_id = ? "
	    "AND s.expires_at > NOW(3) AND s.id < ? ORDER BY s.id DESC "
	    "LIMIT ?", DB_ARGS(db_int(company_id), db_int(before_id > 0 ?
	    before_id : INT64_MAX), db_int(limit)), out, err);
}

bool
session_next(struct db_rows *rows, struct session *out)
{
	if (!db_rows_next(rows))
		return false;
	out->id = db_col_int(rows, 0);
	out->address = db_col_str(rows, 1);
	out->agent = db_col_str(rows, 2);
	out->created_at = db_col_time(rows, 3);
	out->seen_at = db_col_time(rows, 4);
	out->by_link = db_col_int(rows, 5) != 0;
	out->user_id = db_col_int(rows, 6);
	out->user_name = db_col_str(rows, 7);
	out->user_email = db_col_str(rows, 8);
	return true;
}

int
session_end_any(struct db *db, int64_t company_id, int64_t id,
    int64_t *user_id, struct err *err)
{
	if (db_number(db, "SELECT s.user_id FROM session s JOIN user u "
	    "ON u.id = s.user_id WHERE s.id = ? AND u.company_id = ?",
	    DB_ARGS(db_int(id), db_int(company_id)), user_id, err) == -1)
		return -1;
	return *user_id == 0 ? err_set(err, ERR_ABSENT, "session") :
	    session_end(db, *user_id, id, err);
}

int
session_end(struct db *db, int64_t user_id, int64_t id, struct err *err)
{
	return db_exec_one(db, "DELETE FROM session WHERE id = ? "
	    "AND user_id = ?", DB_ARGS(db_int(id), db_int(user_id)), "session",
	    err);
}

int
session_end_token(struct db *db, const char *token, struct err *err)
{
	char	 hash[SECRET_HASH_SIZE];

	secret_hash(token, hash);
	return db_exec(db, "DELETE FROM session WHERE hash = ?",
	    DB_ARGS(db_str(hash)), NULL, err);
}

int
session_end_others(struct db *db, int64_t user_id, int64_t keep_id,
    struct err *err)
{
	return db_exec(db, "DELETE FROM session WHERE user_id = ? AND id <> ?",
	    DB_ARGS(db_int(user_id), db_int(keep_id)), NULL, err);
}

static const char *
purpose_name(enum session_link purpose)
{
	return purpose == SESSION_LINK_TELEGRAM ? "telegram" : "sign_in";
}

int
session_link_make(struct db *db, int64_t user_id, enum session_link purpose,
    int minutes, char token[SECRET_TOKEN_SIZE], struct err *err)
{
	char	 hash[SECRET_HASH_SIZE];

	secret_token(token);
	secret_hash(token, hash);
	mask_add(token);
	return db_exec(db, "INSERT INTO login_token (hash, user_id, purpose, "
	    "expires_at) VALUES (?, ?, ?, NOW(3) + INTERVAL ? MINUTE)",
	    DB_ARGS(db_str(hash), db_int(user_id),
	    db_str(purpose_name(purpose)), db_int(minutes)), NULL, err);
}

int
session_link_who(struct db *db, const char *token, enum session_link purpose,
    int64_t *user_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	char			 hash[SECRET_HASH_SIZE];

	secret_hash(token, hash);
	if (db_query(db, "SELECT l.user_id FROM login_token l "
	    "JOIN user u ON u.id = l.user_id WHERE l.hash = ? "
	    "AND l.purpose = ? AND l.expires_at > NOW(3) AND u.active",
	    DB_ARGS(db_str(hash), db_str(purpose_name(purpose))), &rows,
	    err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return err_code(err, ERR_AUTH, "account.link_expired",
		    "no such link");
	*user_id = db_col_int(rows, 0);
	return 0;
}

/* Whoever's DELETE counts the row has the link; a second one counts none. */
int
session_link_take(struct db *db, const char *token, enum session_link purpose,
    int64_t *user_id, struct err *err)
{
	char	 hash[SECRET_HASH_SIZE];
	int64_t	 changed = 0;

	if (session_link_who(db, token, purpose, user_id, err) == -1)
		return -1;
	secret_hash(token, hash);
	if (db_exec(db, "DELETE FROM login_token WHERE hash = ?",
	    DB_ARGS(db_str(hash)), &changed, err) == -1)
		return -1;
	if (changed != 1)
		return err_code(err, ERR_AUTH, "account.link_expired",
		    "used");
	return 0;
}

int
session_count(struct db *db, int64_t *out, struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM session WHERE expires_at > "
	    "NOW(3)", DB_NONE, out, err);
}
