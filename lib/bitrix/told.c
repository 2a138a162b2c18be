#include "bitrix/told.h"

#include "base/mem.h"
#include "io/db.h"

#define KEPT_DAYS	1	/* what was read: events about it may wait yet */
#define REMOVED_MAX	500

#define UNREAD "(read_at IS NULL OR read_at <= told_at)"

int
bitrix_told_add(struct db *db, int64_t account_id,
    const struct bitrix_told *told, int64_t at, bool *read, struct err *err)
{
	int64_t	n;

	if (db_number(db, "SELECT COUNT(*) FROM bitrix_told WHERE "
	    "connection_id = ? AND external_id = ? AND read_at > ?",
	    DB_ARGS(db_int(account_id), db_int(told->id), db_time(at)), &n,
	    err) == -1)
		return -1;
	*read = n > 0;
	return *read ? 0 : db_exec(db, "INSERT INTO bitrix_told "
	    "(connection_id, external_id, gone, told_at) VALUES (?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE gone = VALUES(gone), "
	    "told_at = GREATEST(told_at, VALUES(told_at))",
	    DB_ARGS(db_int(account_id), db_int(told->id),
	    db_int(told->gone), db_time(at)), NULL, err);
}

int
bitrix_told_list(struct db *db, int64_t account_id, int64_t after_id,
    struct bitrix_told *out, size_t size, size_t *n, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT external_id, gone FROM bitrix_told WHERE "
	    "connection_id = ? AND external_id > ? AND " UNREAD
	    " ORDER BY external_id LIMIT ?", DB_ARGS(db_int(account_id),
	    db_int(after_id), db_int((int64_t)size)), &rows, err) == -1)
		return -1;
	for (*n = 0; *n < size && db_rows_next(rows); ++*n)
		out[*n] = (struct bitrix_told){ db_col_int(rows, 0),
			db_col_int(rows, 1) != 0 };
	return 0;
}

int
bitrix_told_read(struct db *db, int64_t account_id, int64_t until_id,
    int64_t at, struct err *err)
{
	return db_exec(db, "UPDATE bitrix_told SET read_at = ? WHERE "
	    "connection_id = ? AND external_id <= ? AND told_at < ? AND "
	    UNREAD, DB_ARGS(db_time(at), db_int(account_id),
	    db_int(until_id), db_time(at)), NULL, err) == -1 ||
	    db_exec(db, "DELETE FROM bitrix_told WHERE connection_id = ? AND "
	    "read_at > told_at AND read_at < NOW(3) - INTERVAL ? DAY LIMIT ?",
	    DB_ARGS(db_int(account_id), db_int(KEPT_DAYS),
	    db_int(REMOVED_MAX)), NULL, err) == -1 ? -1 : 0;
}
