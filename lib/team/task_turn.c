#include "team/task_turn.h"

#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/db.h"

#define TAKE "INSERT INTO task_turn (company_id, slot, n) VALUES "		\
	"(?, ?, LAST_INSERT_ID(?)) ON DUPLICATE KEY UPDATE "			\
	"n = LAST_INSERT_ID(n + VALUES(n))"

int64_t
task_turn_slot(void)
{
	return getpid() % TASK_TURN_SLOTS;
}

int
task_turn_take_later(struct db *db, int64_t company_id, struct err *err)
{
	return db_exec_later(db, TAKE, DB_ARGS(db_int(company_id),
	    db_int(task_turn_slot()), db_int(1)), err);
}

int
task_turn_take(struct db *db, int64_t company_id, int64_t many, struct task_turn *out,
    struct err *err)
{
	const int64_t	slot = task_turn_slot();

	if (db_exec(db, TAKE, DB_ARGS(db_int(company_id), db_int(slot),
	    db_int(many)), NULL, err) == -1)
		return -1;
	*out = (struct task_turn){ slot, db_last_id(db) };
	return 0;
}

int
task_turn_read(struct db *db, int64_t company_id, int64_t out[TASK_TURN_SLOTS],
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT slot, n FROM task_turn WHERE company_id = ?",
	    DB_ARGS(db_int(company_id)), &rows, err) == -1)
		return -1;
	memset(out, 0, TASK_TURN_SLOTS * sizeof(*out));
	while (db_rows_next(rows))
		if (db_col_int(rows, 0) < TASK_TURN_SLOTS)
			out[db_col_int(rows, 0)] = db_col_int(rows, 1);
	return 0;
}
