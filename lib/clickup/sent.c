#include "clickup/sent.h"

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "origin/origin.h"
#include "origin/sent.h"

int
clickup_sent_list(struct db *db, int64_t user_id, const char *task_id,
    struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT " ORIGIN_SENT_COLS " FROM transfer x "
	    "WHERE x.company_id = (SELECT company_id FROM user WHERE id = ?) "
	    "AND x.task_id = ? AND x.kind = '" ORIGIN_CLICKUP "' AND "
	    "x.overruled = 0 AND x.state <> 'removed' "
	    "ORDER BY x.created_at DESC, x.id DESC LIMIT 20", DB_ARGS(db_int(user_id),
	    db_str(task_id)), out, err);
}

bool
clickup_sent_next(struct db_rows *rows, struct origin_sent *out)
{
	if (!db_rows_next(rows))
		return false;
	origin_sent_read(rows, 0, out);
	return true;
}

int
clickup_sent_held(struct db *db, int64_t company_id, int64_t connection_id,
    struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT t.id, " ORIGIN_SENT_STATE
	    " FROM " ORIGIN_SENT_LEASED_FROM " JOIN clickup_task t "
	    "ON t.connection_id = ? AND t.task_id = x.task_id "
	    "AND t.transfer_id = x.id "
	    "WHERE " ORIGIN_SENT_LEASED,
	    DB_ARGS(db_int(connection_id), db_int(company_id)), out, err);
}
