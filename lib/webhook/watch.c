#include "webhook/watch.h"

#include "base/mem.h"
#include "io/db.h"

#define UNTIL	"until_at = NOW(3) + INTERVAL ? MICROSECOND"

int
webhook_watch_wake(struct db *db, bool *wake, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 changed;

	if (db_query(db, "SELECT 1 FROM inbound_watch WHERE until_at >= NOW(3)",
	    DB_NONE, &rows, err) == -1)
		return -1;
	*wake = false;
	if (db_rows_next(rows))
		return 0;
	if (db_exec(db, "UPDATE inbound_watch SET " UNTIL ", holder = '' "
	    "WHERE until_at < NOW(3)",
	    DB_ARGS(db_int(WEBHOOK_WATCH_MS * 1000)), &changed, err) == -1)
		return -1;
	*wake = changed == 1;
	return 0;
}

int
webhook_watch_take(struct db *db, const char *name, bool *ours,
    struct err *err)
{
	int64_t	changed;

	if (db_exec(db, "UPDATE inbound_watch SET " UNTIL ", holder = ? "
	    "WHERE until_at < NOW(3) OR holder IN ('', ?)",
	    DB_ARGS(db_int(WEBHOOK_WATCH_MS * 1000), db_str(name),
	    db_str(name)), &changed, err) == -1)
		return -1;
	*ours = changed == 1;
	return 0;
}

int
webhook_watch_drop(struct db *db, const char *name, struct err *err)
{
	return db_exec(db, "UPDATE inbound_watch SET until_at = '2000-01-01' "
	    "WHERE holder = ?", DB_ARGS(db_str(name)), NULL, err);
}
