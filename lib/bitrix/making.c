#include "bitrix/making.h"

#include <stdio.h>

#include "base/err.h"
#include "io/db.h"
#include "io/secret.h"

int
bitrix_making_begin(struct db *db, int64_t account_id, const char *mark,
    char lease[BITRIX_LEASE_SIZE], struct err *err)
{
	char	token[SECRET_TOKEN_SIZE];
	int64_t	taken = 0;

	secret_token(token);
	snprintf(lease, BITRIX_LEASE_SIZE, "%.22s", token);
	if (db_exec(db, "INSERT INTO bitrix_making (connection_id, mark, "
	    "lease, lease_until) VALUES (?, ?, ?, NOW(3) + INTERVAL ? SECOND) "
	    "ON DUPLICATE KEY UPDATE "
	    "lease = IF(lease_until < NOW(3), VALUES(lease), lease), "
	    "lease_until = IF(lease = VALUES(lease), VALUES(lease_until), "
	    "lease_until)", DB_ARGS(db_int(account_id), db_str(mark),
	    db_str(lease), db_int(BITRIX_MAKING_S)), NULL, err) == -1 ||
	    db_number(db, "SELECT COUNT(*) FROM bitrix_making WHERE "
	    "connection_id = ? AND mark = ? AND lease = ?",
	    DB_ARGS(db_int(account_id), db_str(mark), db_str(lease)), &taken,
	    err) == -1)
		return -1;
	if (taken == 1)
		return 0;
	err_code(err, ERR_BUSY, "bitrix.making", "%s", "");
	err->retry_after_s = BITRIX_MAKING_S;
	return -1;
}

int
bitrix_making_end(struct db *db, int64_t account_id, const char *mark,
    const char *lease, bool unsure, struct err *err)
{
	return unsure ? 0 : db_exec(db, "DELETE FROM bitrix_making WHERE "
	    "connection_id = ? AND mark = ? AND lease = ?",
	    DB_ARGS(db_int(account_id), db_str(mark), db_str(lease)), NULL,
	    err);
}

int
bitrix_making_expire(struct db *db, int64_t days, int64_t *removed,
    struct err *err)
{
	return db_exec(db, "DELETE FROM bitrix_making WHERE "
	    "lease_until < NOW(3) - INTERVAL ? DAY LIMIT 500",
	    DB_ARGS(db_int(days)), removed, err);
}

const struct db_deadline bitrix_making_deadlines[] = {
	{ "bitrix_making", "lease_until" },
	{ 0 }
};
