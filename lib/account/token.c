#include "account/token.h"

#include <stdio.h>
#include <string.h>

#include "account/user.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/secret.h"
#include "io/web.h"

#define TOKEN_MAX	50	/* of one user */

int
token_make(struct db *db, int64_t user_id, const char *name,
    const char *scopes, int64_t expires_at, int64_t *id,
    char plain[TOKEN_SIZE], struct err *err)
{
	char	 random[SECRET_TOKEN_SIZE], hash[SECRET_HASH_SIZE];
	char	 made[TOKEN_SIZE];
	int64_t	 changed = 0;

	secret_token(random);
	snprintf(made, sizeof(made), "hw_%s", random);
	secret_hash(made, hash);
	if (db_exec(db, "INSERT INTO api_token (hash, user_id, name, tail, "
	    "scopes, expires_at) SELECT ?, ?, ?, ?, ?, ? FROM DUAL WHERE "
	    "(SELECT COUNT(*) FROM api_token WHERE user_id = ?) < ?",
	    DB_ARGS(db_str(hash), db_int(user_id), db_str(name),
	    db_str(made + strlen(made) - 4), db_str(scopes),
	    db_time(expires_at), db_int(user_id), db_int(TOKEN_MAX)),
	    &changed, err) == -1)
		return -1;
	if (changed == 0)
		return err_code(err, ERR_CONFLICT, "account.token_limit", "%d",
		    TOKEN_MAX);
	*id = db_last_id(db);
	memcpy(plain, made, sizeof(made));
	return 0;
}

static int
token_touch(struct db *db, int64_t id, struct err *err)
{
	return db_exec(db, "UPDATE api_token SET used_at = NOW(3) "
	    "WHERE id = ?", DB_ARGS(db_int(id)), NULL, err);
}

/* A key that may only write still reads: what it changed is its to see. */
int
token_who(struct db *db, const char *plain, const struct web_more *more,
    struct web_who *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	char			 hash[SECRET_HASH_SIZE];

	secret_hash(plain, hash);
	if (user_who(db, "k.id, FIND_IN_SET('write', k.scopes), k.used_at "
	    "IS NULL OR k.used_at < NOW(3) - INTERVAL 1 MINUTE", "api_token",
	    "(k.expires_at IS NULL OR k.expires_at > NOW(3))", hash, more,
	    &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	user_who_read(rows, out);
	out->token_id = db_col_int(rows, USER_WHO_NCOLS);
	out->may_write = db_col_int(rows, USER_WHO_NCOLS + 1) != 0;
	if (db_col_int(rows, USER_WHO_NCOLS + 2) != 0)
		return token_touch(db, out->token_id, err);
	return 0;
}

int
token_list(struct db *db, int64_t user_id, struct db_rows **out,
    struct err *err)
{
	return db_query(db, "SELECT id, name, tail, scopes, created_at, "
	    "used_at, expires_at, user_id, NULL, NULL FROM api_token "
	    "WHERE user_id = ? ORDER BY id DESC", DB_ARGS(db_int(user_id)),
	    out, err);
}

int
token_list_all(struct db *db, int64_t company_id, int64_t before_id,
    int64_t limit, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT k.id, k.name, k.tail, k.scopes, "
	    "k.created_at, k.used_at, k.expires_at, u.id, u.name, u.email "
	    "FROM user u JOIN api_token k ON k.user_id = u.id "
	    "WHERE u.company_id = ? AND k.id < ? ORDER BY k.id DESC LIMIT ?",
	    DB_ARGS(db_int(company_id), db_int(before_id > 0 ? before_id :
	    INT64_MAX), db_int(limit)), out, err);
}

bool
token_next(struct db_rows *rows, struct token *out)
{
	if (!db_rows_next(rows))
		return false;
	out->id = db_col_int(rows, 0);
	out->name = db_col_str(rows, 1);
	out->tail = db_col_str(rows, 2);
	out->scopes = db_col_str(rows, 3);
	out->created_at = db_col_time(rows, 4);
	out->used_at = db_col_time(rows, 5);
	out->expires_at = db_col_time(rows, 6);
	out->user_id = db_col_int(rows, 7);
	out->user_name = db_col_str(rows, 8);
	out->user_email = db_col_str(rows, 9);
	return true;
}

int
token_revoke_any(struct db *db, int64_t company_id, int64_t id,
    int64_t *user_id, struct err *err)
{
	if (db_number(db, "SELECT k.user_id FROM api_token k JOIN user u "
	    "ON u.id = k.user_id WHERE k.id = ? AND u.company_id = ?",
	    DB_ARGS(db_int(id), db_int(company_id)), user_id, err) == -1)
		return -1;
	return *user_id == 0 ? err_set(err, ERR_ABSENT, "token") :
	    token_revoke(db, *user_id, id, err);
}

int
token_revoke(struct db *db, int64_t user_id, int64_t id, struct err *err)
{
	return db_exec_one(db, "DELETE FROM api_token WHERE id = ? "
	    "AND user_id = ?", DB_ARGS(db_int(id), db_int(user_id)), "token",
	    err);
}
