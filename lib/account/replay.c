#include "account/replay.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"

/* Longer than any request takes. What a worker that died had done by then is not known. */
#define RUNNING_MINUTES	10

static int
key_check(const char *key, struct err *err)
{
	size_t	 len = strlen(key);

	for (size_t i = 0; i < len; i++)
		if (key[i] <= ' ' || key[i] > '~')
			len = 0;
	if (len < 1 || len > 120)
		return err_field(err, "Idempotency-Key", "length", "1..120");
	return 0;
}

/* 1: ours now; 0: somebody has it. */
static int
reserve(struct db *db, int64_t user_id, const char *key, const char *request,
    struct err *err)
{
	int64_t	 changed = 0;

	if (db_exec(db, "DELETE FROM replay WHERE user_id = ? AND "
	    "idempotency_key = ? AND created_at < NOW(3) - INTERVAL 1 DAY",
	    DB_ARGS(db_int(user_id), db_str(key)), NULL, err) == -1 ||
	    db_exec(db, "INSERT IGNORE INTO replay (user_id, "
	    "idempotency_key, request) VALUES (?, ?, ?)",
	    DB_ARGS(db_int(user_id), db_str(key), db_str(request)), &changed,
	    err) == -1)
		return -1;
	return changed == 1;
}

int
replay_find(struct db *db, int64_t user_id, const char *key,
    const char *request, int *status, struct buf *body, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int			 mine;

	if (key_check(key, err) == -1 ||
	    (mine = reserve(db, user_id, key, request, err)) == -1)
		return -1;
	if (mine)
		return 0;
	if (db_query(db, "SELECT request, status, body, "
	    "created_at < NOW(3) - INTERVAL ? MINUTE FROM replay "
	    "WHERE user_id = ? AND idempotency_key = ?",
	    DB_ARGS(db_int(RUNNING_MINUTES), db_int(user_id), db_str(key)),
	    &rows, err) == -1)
		return -1;
	/* Dropped between the two statements: as good as running. */
	if (!db_rows_next(rows))
		return err_code(err, ERR_CONFLICT, "account.replay_running", "%s", key);
	if (strcmp(db_col_str(rows, 0), request) != 0)
		return err_code(err, ERR_CONFLICT, "account.replay_other", "%s", key);
	if (db_col_int(rows, 1) == 0)
		return err_code(err, ERR_CONFLICT, db_col_int(rows, 3) != 0 ?
		    "account.replay_unknown" : "account.replay_running", "%s",
		    key);
	*status = (int)db_col_int(rows, 1);
	if (!db_col_null(rows, 2))
		buf_puts(body, db_col_str(rows, 2));
	return 1;
}

int
replay_save(struct db *db, int64_t user_id, const char *key, int status,
    const char *body, size_t len, struct err *err)
{
	return db_exec(db, "UPDATE replay SET status = ?, body = ? "
	    "WHERE user_id = ? AND idempotency_key = ?",
	    DB_ARGS(db_int(status), db_strn(body, len), db_int(user_id),
	    db_str(key)), NULL, err);
}

int
replay_drop(struct db *db, int64_t user_id, const char *key, struct err *err)
{
	return db_exec(db, "DELETE FROM replay WHERE user_id = ? AND "
	    "idempotency_key = ? AND status = 0", DB_ARGS(db_int(user_id),
	    db_str(key)), NULL, err);
}

const struct db_deadline replay_deadlines[] = {
	{ "replay", "created_at" },
	{ 0 }
};
