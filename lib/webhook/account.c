#include "webhook/account.h"

#include "base/err.h"
#include "io/db.h"

int
webhook_account_put(struct db *db, int64_t webhook_id,
    const struct webhook_account *in, struct err *err)
{
	return db_exec(db, "INSERT INTO webhook_account (webhook_id, "
	    "account_id, remote_id) VALUES (?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE remote_id = VALUES(remote_id)",
	    DB_ARGS(db_int(webhook_id), db_int(in->account_id),
	    db_int(in->remote_id)), NULL, err);
}

int
webhook_account_remove(struct db *db, int64_t webhook_id, int64_t account_id,
    struct err *err)
{
	return db_exec(db, "DELETE FROM webhook_account WHERE webhook_id = ? "
	    "AND account_id = ?", DB_ARGS(db_int(webhook_id),
	    db_int(account_id)), NULL, err);
}

int
webhook_account_list(struct db *db, int64_t webhook_id, struct db_rows **out,
    struct err *err)
{
	return db_query(db, "SELECT account_id, remote_id FROM webhook_account "
	    "WHERE webhook_id = ? ORDER BY account_id",
	    DB_ARGS(db_int(webhook_id)), out, err);
}

bool
webhook_account_next(struct db_rows *rows, struct webhook_account *out)
{
	if (!db_rows_next(rows))
		return false;
	out->account_id = db_col_int(rows, 0);
	out->remote_id = db_col_int(rows, 1);
	return true;
}
