/* sync_cursor: where runs go on. Table sync_cursor. See sync_run.h. */
#include <string.h>

#include "base/mem.h"
#include "io/db.h"
#include "service/sync_run.h"

int
sync_cursor_get(struct db *db, int64_t connection_id, const char *stream,
    struct sync_cursor *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT run_id, page, updated_gt, full_at "
	    "FROM sync_cursor WHERE connection_id = ? AND stream = ?",
	    DB_ARGS(db_int(connection_id), db_str(stream)), &rows, err) == -1)
		return -1;
	memset(out, 0, sizeof(*out));
	if (!db_rows_next(rows))
		return 0;
	out->run_id = db_col_int(rows, 0);
	out->page = db_col_int(rows, 1);
	out->updated_gt = db_col_time(rows, 2);
	out->full_at = db_col_time(rows, 3);
	return 0;
}

int
sync_cursor_set(struct db *db, int64_t connection_id, const char *stream,
    const struct sync_cursor *c, struct err *err)
{
	return db_exec(db, "INSERT INTO sync_cursor (connection_id, stream, "
	    "run_id, page, updated_gt, full_at) VALUES (?, ?, ?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE run_id = VALUES(run_id), "
	    "page = VALUES(page), updated_gt = VALUES(updated_gt), "
	    "full_at = VALUES(full_at)", DB_ARGS(db_int(connection_id),
	    db_str(stream), db_int(c->run_id), db_int(c->page),
	    db_time(c->updated_gt), db_time(c->full_at)), NULL, err);
}

int
sync_cursor_drop(struct db *db, int64_t connection_id, struct err *err)
{
	return db_exec(db, "DELETE FROM sync_cursor WHERE connection_id = ?",
	    DB_ARGS(db_int(connection_id)), NULL, err);
}
