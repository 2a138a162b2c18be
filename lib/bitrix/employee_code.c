#include "bitrix/employee_code.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "bitrix/employee.h"
#include "io/db.h"
#include "io/db_lock.h"
#include "io/secret.h"

#define CODES		1000000
#define LOCK_S		10	/* for another request of the same person */
#define HOUR_MS		INT64_C(3600000)

struct work {
	int64_t		 company_id, employee_id, user_id;
	const char	*code;
	char		 hash[SECRET_HASH_SIZE], salt[SECRET_TOKEN_SIZE];
	bool		 right;		/* of employee_code_link */
};

static void
hash_code(const char *salt, const char *code, char out[SECRET_HASH_SIZE])
{
	own_str char	*both = mem_fmt("%s:%s", salt, code);

	secret_hash(both, out);
}

static int
often(int64_t wait_ms, struct err *err)
{
	err_code(err, ERR_BUSY, "bitrix.code_often", "%lld",
	    (long long)((wait_ms + 59999) / 60000));
	err->retry_after_s = (int)((wait_ms + 999) / 1000);
	return -1;
}

/* Guesses at the codes of many employees are as good as many guesses at one. */
static int
check_hour(struct db *db, int64_t user_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED), "
	    "MIN(first_sent_at), COALESCE(SUM(sent_count), 0) "
	    "FROM employee_code WHERE user_id = ? AND "
	    "first_sent_at > NOW(3) - INTERVAL 1 HOUR",
	    DB_ARGS(db_int(user_id)), &rows, err) == -1)
		return -1;
	return !db_rows_next(rows) ||
	    db_col_int(rows, 2) < EMPLOYEE_CODE_HOURLY ? 0 :
	    often(db_col_time(rows, 1) + HOUR_MS - db_col_int(rows, 0), err);
}

/* rows: now, first_sent_at, sent_at, sent_count. count: what the new row has. */
static int
check_pace(struct db_rows *rows, int64_t *first_at, int64_t *count,
    struct err *err)
{
	const int64_t	now = db_col_int(rows, 0);
	const int64_t	first = db_col_time(rows, 1);
	const int64_t	sent = db_col_time(rows, 2);
	const int64_t	pause = sent + EMPLOYEE_CODE_PAUSE_S * 1000 - now;

	if (pause > 0 && pause <= EMPLOYEE_CODE_PAUSE_S * 1000)
		return often(pause, err);
	if (now - first >= HOUR_MS || now < first)
		return 0;
	*first_at = first;
	*count = db_col_int(rows, 3) + 1;
	return 0;
}

static int
make_work(struct db *db, void *arg, struct err *err)
{
	const struct work	*w = arg;
	own_rows struct db_rows	*rows = NULL;
	int64_t			 first = 0, count = 1;

	if (check_hour(db, w->user_id, err) == -1 ||
	    db_query(db, "SELECT CAST(UNIX_TIMESTAMP(NOW(3)) * 1000 AS SIGNED), "
	    "first_sent_at, sent_at, sent_count FROM employee_code "
	    "WHERE employee_id = ? AND user_id = ? FOR UPDATE",
	    DB_ARGS(db_int(w->employee_id), db_int(w->user_id)), &rows,
	    err) == -1)
		return -1;
	if (db_rows_next(rows) && check_pace(rows, &first, &count, err) == -1)
		return -1;
	return db_exec(db, "INSERT INTO employee_code (employee_id, user_id, "
	    "code_hash, salt, sent_count, first_sent_at, sent_at, expires_at) "
	    "VALUES (?, ?, ?, ?, ?, COALESCE(?, NOW(3)), NOW(3), "
	    "NOW(3) + INTERVAL ? MINUTE) ON DUPLICATE KEY UPDATE "
	    "code_hash = VALUES(code_hash), salt = VALUES(salt), tries = 0, "
	    "sent_count = VALUES(sent_count), "
	    "first_sent_at = VALUES(first_sent_at), "
	    "sent_at = VALUES(sent_at), expires_at = VALUES(expires_at)",
	    DB_ARGS(db_int(w->employee_id), db_int(w->user_id),
	    db_str(w->hash), db_str(w->salt), db_int(count), db_time(first),
	    db_int(EMPLOYEE_CODE_MIN)), NULL, err);
}

int
employee_code_make(struct db *db, int64_t employee_id, int64_t user_id,
    char out[EMPLOYEE_CODE_SIZE], struct err *err)
{
	struct work	w = { .employee_id = employee_id,
			    .user_id = user_id };
	char		lock[48];

	snprintf(out, EMPLOYEE_CODE_SIZE, "%06u", secret_random(CODES) % CODES);
	secret_token(w.salt);
	hash_code(w.salt, out, w.hash);
	snprintf(lock, sizeof(lock), "employee-codes-of:%" PRId64, user_id);
	return db_lock_tx_run(db, lock, LOCK_S, make_work, &w, err);
}

int
employee_code_void(struct db *db, int64_t employee_id, int64_t user_id,
    struct err *err)
{
	return db_exec(db, "UPDATE employee_code SET code_hash = '' "
	    "WHERE employee_id = ? AND user_id = ?",
	    DB_ARGS(db_int(employee_id), db_int(user_id)), NULL, err);
}

/* A wrong try is counted, whatever comes of the answer; a right code is used up by the link alone:
 * both are stored, or neither. */
static int
link_work(struct db *db, void *arg, struct err *err)
{
	struct work		*w = arg;
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT code_hash, salt FROM employee_code "
	    "WHERE employee_id = ? AND user_id = ? AND code_hash <> '' "
	    "AND expires_at > NOW(3) AND tries < ? FOR UPDATE",
	    DB_ARGS(db_int(w->employee_id), db_int(w->user_id),
	    db_int(EMPLOYEE_CODE_TRIES)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return err_code(err, ERR_CONFLICT, "bitrix.code_over", "%s",
		    "");
	hash_code(db_col_str(rows, 1), w->code, w->hash);
	w->right = secret_equal(w->hash, db_col_str(rows, 0));
	if (db_exec(db, "UPDATE employee_code SET tries = tries + 1, "
	    "code_hash = IF(?, '', code_hash) WHERE employee_id = ? "
	    "AND user_id = ?", DB_ARGS(db_int(w->right),
	    db_int(w->employee_id), db_int(w->user_id)), NULL, err) == -1)
		return -1;
	return w->right ? employee_link(db, w->company_id, w->employee_id,
	    w->user_id, err) : 0;
}

int
employee_code_link(struct db *db, int64_t company_id, int64_t employee_id,
    int64_t user_id, const char *code, struct err *err)
{
	struct work	w = { .company_id = company_id,
			    .employee_id = employee_id, .user_id = user_id,
			    .code = code };

	if (db_tx_run(db, link_work, &w, err) == -1)
		return -1;
	return w.right ? 0 : err_field(err, "code", "bitrix.code_wrong", "%s",
	    "");
}

int
employee_code_expire(struct db *db, int64_t days, int64_t *removed,
    struct err *err)
{
	return db_exec(db, "DELETE FROM employee_code WHERE "
	    "expires_at < NOW(3) - INTERVAL ? DAY LIMIT 500",
	    DB_ARGS(db_int(days)), removed, err);
}

const struct db_deadline employee_code_deadlines[] = {
	{ "employee_code", "expires_at" },
	{ "employee_code", "sent_at" },
	{ 0 }
};
