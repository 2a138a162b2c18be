/* cache_drop: tasks as they are removed. See cache.h. */
#include "base/mem.h"
#include "clickup/cache_int.h"
#include "contact/entry.h"
#include "io/db.h"

/* Each removed row leaves its id, so that indexes hear of it. */
static int
drop_rows(struct db *db, int64_t connection_id, int64_t rev,
    const int64_t *ids, size_t n, int64_t *dropped, struct err *err)
{
	struct db_arg	args[CLICKUP_CACHE_BATCH + 2];

	args[0] = db_int(rev);
	args[1] = db_int(connection_id);
	for (size_t i = 0; i < CLICKUP_CACHE_BATCH; i++)
		args[i + 2] = db_id(i < n ? ids[i] : 0);
	if (db_exec(db, "INSERT INTO clickup_gone (connection_id, rev, id) "
	    "SELECT connection_id, ?, id FROM clickup_task "
	    "WHERE connection_id = ? AND id IN (" CLICKUP_CACHE_IN ")",
	    (struct db_args){ args, CLICKUP_CACHE_BATCH + 2 }, NULL, err) == -1)
		return -1;
	return db_exec(db, "DELETE FROM clickup_task WHERE connection_id = ? "
	    "AND id IN (" CLICKUP_CACHE_IN ")", (struct db_args){ args + 1,
	    CLICKUP_CACHE_BATCH + 1 }, dropped, err);
}

int
clickup_cache_drop(struct db *db, int64_t connection_id, const int64_t *ids,
    size_t n, size_t *dropped, struct err *err)
{
	int64_t	rev, gone = 0;

	if (clickup_total_lock(db, connection_id, &rev, err) == -1 ||
	    contact_entry_drop(db, CONTACT_TASK, ids, n, err) == -1 ||
	    drop_rows(db, connection_id, rev, ids, n, &gone, err) == -1 ||
	    (gone > 0 && clickup_total_set(db, connection_id, rev, -gone,
	    err) == -1))
		return -1;
	*dropped = (size_t)gone;
	return 0;
}

/* --- all of them --- */

#define PART	1000

struct part {
	int64_t	connection_id;
	int64_t	dropped;
};

/* The task_id of the last row of a part, for a statement with the connection before it. */
#define PART_WHERE " FROM clickup_task WHERE connection_id = ? AND task_id <= ?"

static int
find_part(struct db *db, int64_t connection_id, char **last, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT MAX(task_id) FROM (SELECT task_id "
	    "FROM clickup_task WHERE connection_id = ? ORDER BY task_id "
	    "LIMIT ?) p", DB_ARGS(db_int(connection_id), db_int(PART)), &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	*last = db_col_dup(rows, 0);
	return 0;
}

static int
drop_contacts(struct db *db, int64_t connection_id, const char *last,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 ids[CONTACT_ENTRIES];
	size_t			 n;

	if (db_query(db, "SELECT id" PART_WHERE, DB_ARGS(db_int(
	    connection_id), db_str(last)), &rows, err) == -1)
		return -1;
	do {
		for (n = 0; n < CONTACT_ENTRIES && db_rows_next(rows); n++)
			ids[n] = db_col_int(rows, 0);
		if (contact_entry_drop(db, CONTACT_TASK, ids, n, err) == -1)
			return -1;
	} while (n == CONTACT_ENTRIES);
	return 0;
}

/* Indexes of an empty list begin anew: they need not hear of each row. */
static int
forget(struct db *db, int64_t connection_id, int64_t rev, struct err *err)
{
	return db_exec(db, "UPDATE clickup_total SET rev = ?, forgotten = ? "
	    "WHERE connection_id = ?", DB_ARGS(db_int(rev), db_int(rev),
	    db_int(connection_id)), NULL, err);
}

static int
drop_part(struct db *db, void *arg, struct err *err)
{
	struct part	*part = arg;
	own_str char	*last = NULL;
	int64_t		 rev;

	part->dropped = 0;
	if (clickup_total_lock(db, part->connection_id, &rev, err) == -1 ||
	    find_part(db, part->connection_id, &last, err) == -1)
		return -1;
	if (last == NULL)
		return forget(db, part->connection_id, rev, err);
	if (drop_contacts(db, part->connection_id, last, err) == -1 ||
	    db_exec(db, "INSERT INTO clickup_gone (connection_id, rev, id) "
	    "SELECT connection_id, ?, id" PART_WHERE, DB_ARGS(db_int(rev),
	    db_int(part->connection_id), db_str(last)), NULL, err) == -1 ||
	    db_exec(db, "DELETE" PART_WHERE, DB_ARGS(db_int(
	    part->connection_id), db_str(last)), &part->dropped, err) == -1)
		return -1;
	return clickup_total_set(db, part->connection_id, rev, -part->dropped,
	    err);
}

int
clickup_cache_clear(struct db *db, int64_t connection_id, size_t *dropped,
    struct err *err)
{
	struct part	part = { .connection_id = connection_id };

	*dropped = 0;
	do {
		if (db_tx_run(db, drop_part, &part, err) == -1)
			return -1;
		*dropped += (size_t)part.dropped;
	} while (part.dropped > 0);
	return 0;
}

/* --- what was removed long ago --- */

#define EXPIRED	10000	/* rows in one go */

static int
forget_old(struct db *db, int64_t days, struct err *err)
{
	return db_exec(db, "UPDATE clickup_total n JOIN (SELECT connection_id, "
	    "MAX(rev) rev FROM clickup_gone WHERE gone_at < NOW(3) - "
	    "INTERVAL ? DAY GROUP BY connection_id) g "
	    "ON g.connection_id = n.connection_id "
	    "SET n.forgotten = GREATEST(n.forgotten, g.rev)",
	    DB_ARGS(db_int(days)), NULL, err);
}

int
clickup_cache_gone_expire(struct db *db, int64_t days, int64_t *removed,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	*removed = 0;
	if (forget_old(db, days, err) == -1 ||
	    db_query(db, "SELECT n.connection_id, n.forgotten "
	    "FROM clickup_total n WHERE EXISTS (SELECT 1 FROM clickup_gone g "
	    "WHERE g.connection_id = n.connection_id "
	    "AND g.rev <= n.forgotten) LIMIT 1", DB_NONE, &rows, err) == -1)
		return -1;
	return !db_rows_next(rows) ? 0 : db_exec(db, "DELETE FROM clickup_gone "
	    "WHERE connection_id = ? AND rev <= ? LIMIT ?",
	    DB_ARGS(db_int(db_col_int(rows, 0)), db_int(db_col_int(rows, 1)),
	    db_int(EXPIRED)), removed, err);
}
