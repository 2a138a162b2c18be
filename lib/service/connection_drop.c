#include "base/err.h"
#include "io/db.h"
#include "io/db_build.h"
#include "service/connection.h"

/* So many rows go in one transaction: a cluster sends it to all nodes whole. */
#define DROP_PART	1000

static void
put_those(struct db_build *b, const char *verb, const char *table,
    const char *column, int64_t id, int64_t limit)
{
	db_build_add(b, verb, DB_NONE);
	db_build_add(b, " FROM ", DB_NONE);
	db_build_add(b, table, DB_NONE);
	db_build_add(b, " WHERE ", DB_NONE);
	db_build_add(b, column, DB_NONE);
	db_build_add(b, " = ? LIMIT ?", DB_ARGS(db_int(id), db_int(limit)));
}

static int
drop_parts(struct db *db, const char *table, const char *column, int64_t id,
    struct err *err)
{
	for (;;) {
		own_db_build struct db_build	 some = { 0 }, drop = { 0 };
		own_rows struct db_rows		*rows = NULL;

		put_those(&some, "SELECT 1", table, column, id, DROP_PART + 1);
		if (db_build_query(db, &some, &rows, err) == -1)
			return -1;
		if (db_rows_count(rows) <= DROP_PART)
			return 0;
		put_those(&drop, "DELETE", table, column, id, DROP_PART);
		if (db_build_exec(db, &drop, err) == -1)
			return -1;
	}
}

/* What is too much for one transaction goes first, in parts; the tables themselves say what hangs
 * on a connection. */
static int
drop_much(struct db *db, int64_t id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT k.TABLE_NAME, k.COLUMN_NAME FROM "
	    "information_schema.KEY_COLUMN_USAGE k JOIN "
	    "information_schema.REFERENTIAL_CONSTRAINTS r ON "
	    "r.CONSTRAINT_SCHEMA = k.TABLE_SCHEMA AND r.TABLE_NAME = "
	    "k.TABLE_NAME AND r.CONSTRAINT_NAME = k.CONSTRAINT_NAME WHERE "
	    "k.TABLE_SCHEMA = DATABASE() AND k.REFERENCED_TABLE_NAME = "
	    "'connection' AND r.DELETE_RULE = 'CASCADE'", DB_NONE, &rows,
	    err) == -1)
		return -1;
	while (db_rows_next(rows))
		if (drop_parts(db, db_col_str(rows, 0), db_col_str(rows, 1),
		    id, err) == -1)
			return -1;
	return 0;
}

int
connection_delete(struct db *db, int64_t id, struct err *err)
{
	return drop_much(db, id, err) == -1 ? -1 : db_exec_one(db,
	    "DELETE FROM connection WHERE id = ?", DB_ARGS(db_int(id)),
	    "connection", err);
}
