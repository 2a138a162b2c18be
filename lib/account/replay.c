#include "account/replay.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_note.h"

/* Longer than any request takes. */
#define RUNNING_MINUTES	10
/* A worker that asks another server of the database is not seen here. */
#define UNSEEN_S	30

#define SERVER	"CONCAT(@@hostname, ':', @@port, ':', @@socket)"
#define KEY	"user_id = ? AND idempotency_key = ?"

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

	if (db_exec(db, "DELETE FROM replay WHERE " KEY
	    " AND created_at < NOW(3) - INTERVAL 1 DAY",
	    DB_ARGS(db_int(user_id), db_str(key)), NULL, err) == -1 ||
	    db_exec(db, "INSERT IGNORE INTO replay (user_id, "
	    "idempotency_key, request, holder, server, line) VALUES "
	    "(?, ?, ?, ?, " SERVER ", CONNECTION_ID())", DB_ARGS(
	    db_int(user_id), db_str(key), db_str(request),
	    db_str(log_request_id())), &changed, err) == -1)
		return -1;
	return changed == 1;
}

/* Who had it before, and did nothing. 1: ours now; 0: another was quicker, or it did something. */
static int
take_over(struct db *db, int64_t user_id, const char *key,
    const char *holder, struct err *err)
{
	int64_t	 changed = 0;

	if (db_exec(db, "UPDATE replay SET holder = ?, server = " SERVER ", "
	    "line = CONNECTION_ID(), created_at = NOW(3) WHERE " KEY
	    " AND holder = ? AND status = 0 AND deeds = 0", DB_ARGS(
	    db_str(log_request_id()), db_int(user_id), db_str(key),
	    db_str(holder)), &changed, err) == -1)
		return -1;
	return changed == 1;
}

/* From now on it is known whether anything was done. 0. */
static int
hold(struct db *db, int64_t user_id, const char *key)
{
	db_note(db, "UPDATE replay SET deeds = deeds + 1 WHERE " KEY
	    " AND holder = ?", DB_ARGS(db_int(user_id), db_str(key),
	    db_str(log_request_id())), "account.replay_running");
	return 0;
}

/* A row without an answer. alive: whose worker may still be at it. */
struct unanswered {
	const char	*holder;
	bool		 told, alive, done;
};

static int
look(struct db *db, int64_t user_id, const char *key, struct db_rows **rows,
    struct err *err)
{
	return db_query(db, "SELECT request, status, body, holder, deeds, "
	    "IF(server = " SERVER ", EXISTS (SELECT 1 FROM "
	    "information_schema.PROCESSLIST p WHERE p.ID = line), "
	    "deeds > 0 OR created_at > NOW(3) - INTERVAL ? SECOND) AND "
	    "created_at > NOW(3) - INTERVAL ? MINUTE, "
	    "created_at > NOW(3) - INTERVAL ? MINUTE FROM replay WHERE " KEY,
	    DB_ARGS(db_int(UNSEEN_S), db_int(RUNNING_MINUTES),
	    db_int(RUNNING_MINUTES), db_int(user_id), db_str(key)), rows,
	    err);
}

static int
go_on(struct db *db, int64_t user_id, const char *key,
    const struct unanswered *u, struct err *err)
{
	if (u->alive)
		return err_code(err, ERR_CONFLICT, "account.replay_running",
		    "%s", key);
	if (!u->told || u->done)
		return err_code(err, ERR_CONFLICT, "account.replay_unknown",
		    "%s", key);
	switch (take_over(db, user_id, key, u->holder, err)) {
	case 1:
		return hold(db, user_id, key);
	case 0:
		return err_code(err, ERR_CONFLICT, "account.replay_running",
		    "%s", key);
	default:
		return -1;
	}
}

int
replay_find(struct db *db, int64_t user_id, const char *key,
    const char *request, int *status, struct buf *body, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct unanswered	 u;
	int			 mine;

	if (key_check(key, err) == -1 ||
	    (mine = reserve(db, user_id, key, request, err)) == -1)
		return -1;
	if (mine)
		return hold(db, user_id, key);
	if (look(db, user_id, key, &rows, err) == -1)
		return -1;
	/* Dropped between the two statements: as good as running. */
	if (!db_rows_next(rows))
		return err_code(err, ERR_CONFLICT, "account.replay_running", "%s", key);
	if (strcmp(db_col_str(rows, 0), request) != 0)
		return err_code(err, ERR_CONFLICT, "account.replay_other", "%s", key);
	if (db_col_int(rows, 1) == 0) {
		u = (struct unanswered){ .holder = db_col_str(rows, 3),
			.told = *db_col_str(rows, 3) != '\0',
			.done = db_col_int(rows, 4) != 0 };
		u.alive = db_col_int(rows, u.told ? 5 : 6) != 0;
		return go_on(db, user_id, key, &u, err);
	}
	*status = (int)db_col_int(rows, 1);
	if (!db_col_null(rows, 2))
		buf_puts(body, db_col_str(rows, 2));
	return 1;
}

#define OURS	" WHERE " KEY " AND holder = ?"

int
replay_save(struct db *db, int64_t user_id, const char *key, int status,
    const char *body, size_t len, struct err *err)
{
	db_note_drop(db);
	return db_exec(db, "UPDATE replay SET status = ?, body = ?" OURS,
	    DB_ARGS(db_int(status), db_strn(body, len), db_int(user_id),
	    db_str(key), db_str(log_request_id())), NULL, err);
}

int
replay_drop(struct db *db, int64_t user_id, const char *key, struct err *err)
{
	db_note_drop(db);
	return db_exec(db, "DELETE FROM replay" OURS " AND status = 0",
	    DB_ARGS(db_int(user_id), db_str(key), db_str(log_request_id())),
	    NULL, err);
}

const struct db_deadline replay_deadlines[] = {
	{ "replay", "created_at" },
	{ 0 }
};
