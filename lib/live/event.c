#include "live/event.h"

#include "base/mem.h"
#include "io/db.h"

int
event_list(struct db *db, int64_t user_id, int64_t after_seq, int limit,
    struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT id, type, data, created_at FROM event_log "
	    "WHERE user_id = ? AND id > ? ORDER BY id LIMIT ?",
	    DB_ARGS(db_int(user_id), db_int(after_seq), db_int(limit)), out,
	    err);
}

bool
event_next(struct db_rows *rows, struct event *out)
{
	if (!db_rows_next(rows))
		return false;
	out->seq = db_col_int(rows, 0);
	out->type = db_col_str(rows, 1);
	out->data = db_col_str(rows, 2);
	out->at = db_col_time(rows, 3);
	return true;
}

int
event_last(struct db *db, int64_t user_id, int64_t *seq, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT MAX(id) FROM event_log WHERE user_id = ?",
	    DB_ARGS(db_int(user_id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	*seq = db_col_int(rows, 0);
	return 0;
}

int
event_expire(struct db *db, int64_t days, int64_t *removed, struct err *err)
{
	return db_exec(db, "DELETE FROM event_log "
	    "WHERE created_at < NOW(3) - INTERVAL ? DAY LIMIT 2000",
	    DB_ARGS(db_int(days)), removed, err);
}
