/* cache_total: how many tasks each connection has, and the number of its newest change. See
 * cache_int.h. */
#include "base/mem.h"
#include "clickup/cache_int.h"
#include "io/db.h"

static int
lock_row(struct db *db, int64_t connection_id, int64_t *rev, bool *there,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT rev FROM clickup_total "
	    "WHERE connection_id = ? FOR UPDATE", DB_ARGS(db_int(connection_id)),
	    &rows, err) == -1)
		return -1;
	if ((*there = db_rows_next(rows)))
		*rev = db_col_int(rows, 0) + 1;
	return 0;
}

int
clickup_total_lock(struct db *db, int64_t connection_id, int64_t *rev,
    struct err *err)
{
	bool	 there;

	*rev = 0;
	if (lock_row(db, connection_id, rev, &there, err) == -1)
		return -1;
	if (there)
		return 0;
	if (db_exec(db, "INSERT INTO clickup_total (connection_id, tasks) "
	    "VALUES (?, 0) ON DUPLICATE KEY UPDATE tasks = tasks",
	    DB_ARGS(db_int(connection_id)), NULL, err) == -1)
		return -1;
	return lock_row(db, connection_id, rev, &there, err);
}

int
clickup_total_set(struct db *db, int64_t connection_id, int64_t rev,
    int64_t added, struct err *err)
{
	return db_exec(db, "UPDATE clickup_total SET rev = ?, "
	    "tasks = GREATEST(CAST(tasks AS SIGNED) + ?, 0) "
	    "WHERE connection_id = ?", DB_ARGS(db_int(rev), db_int(added),
	    db_int(connection_id)), NULL, err);
}
