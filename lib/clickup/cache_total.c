/* cache_total: how many tasks each connection has. See cache_int.h. */
#include "base/mem.h"
#include "clickup/cache_int.h"
#include "io/db.h"

int
clickup_total_lock(struct db *db, int64_t connection_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT tasks FROM clickup_total "
	    "WHERE connection_id = ? FOR UPDATE", DB_ARGS(db_int(connection_id)),
	    &rows, err) == -1)
		return -1;
	if (db_rows_next(rows))
		return 0;
	return db_exec(db, "INSERT INTO clickup_total (connection_id, tasks) "
	    "VALUES (?, 0) ON DUPLICATE KEY UPDATE tasks = tasks",
	    DB_ARGS(db_int(connection_id)), NULL, err);
}

int
clickup_total_add(struct db *db, int64_t connection_id, int64_t n, struct err *err)
{
	if (n == 0)
		return 0;
	return db_exec(db, "UPDATE clickup_total "
	    "SET tasks = GREATEST(CAST(tasks AS SIGNED) + ?, 0) "
	    "WHERE connection_id = ?", DB_ARGS(db_int(n),
	    db_int(connection_id)), NULL, err);
}
