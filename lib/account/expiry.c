#include "account/expiry.h"

#include "base/mem.h"
#include "io/db.h"

#define PART	2000	/* rows of one statement: short locks */

static int
drop(struct db *db, const char *sql, struct db_arg arg, int64_t *removed,
    struct err *err)
{
	int64_t	n;

	if (db_exec(db, sql, DB_ARGS(arg), &n, err) == -1)
		return -1;
	*removed += n;
	return 0;
}

/* Tables that are read by company: the oldest rows are those with the smallest ids. */
static int
drop_oldest(struct db *db, const char *first_sql, const char *drop_sql,
    int64_t days, int64_t *removed, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 n;

	if (db_query(db, first_sql, DB_NONE, &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows) || db_col_null(rows, 0))
		return 0;
	if (db_exec(db, drop_sql, DB_ARGS(db_int(db_col_int(rows, 0) + PART),
	    db_int(days)), &n, err) == -1)
		return -1;
	*removed += n;
	return 0;
}

int
expiry_run(struct db *db, const struct expiry *e, int64_t *out,
    struct err *err)
{
	int64_t	n = 0;

	if (drop(db, "DELETE FROM session WHERE expires_at < NOW(3) LIMIT ?",
	    db_int(PART), &n, err) == -1 ||
	    drop(db, "DELETE FROM login_token WHERE expires_at < NOW(3) "
	    "LIMIT ?", db_int(PART), &n, err) == -1 ||
	    drop(db, "DELETE FROM login_try "
	    "WHERE first_at < NOW(3) - INTERVAL 1 DAY LIMIT ?",
	    db_int(PART), &n, err) == -1 ||
	    drop(db, "DELETE FROM replay "
	    "WHERE created_at < NOW(3) - INTERVAL 1 DAY LIMIT ?",
	    db_int(PART), &n, err) == -1 ||
	    drop(db, "DELETE FROM event_log "
	    "WHERE created_at < NOW(3) - INTERVAL ? DAY LIMIT 2000",
	    db_int(e->event_days), &n, err) == -1 ||
	    drop_oldest(db, "SELECT MIN(id) FROM sync_run",
	    "DELETE FROM sync_run WHERE id < ? AND state = 'done' "
	    "AND created_at < NOW(3) - INTERVAL ? DAY", e->sync_days, &n,
	    err) == -1)
		return -1;
	*out = n;
	return 0;
}
