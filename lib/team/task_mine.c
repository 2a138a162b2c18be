#include "team/task_mine.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_build.h"
#include "team/task.h"

bool
task_mine_is(const struct right_who *who, const struct task *task)
{
	return task->assigned_to == who->user_id ||
	    task->created_by == who->user_id;
}

int
task_mine_list(struct db *db, const struct right_who *who, int64_t from,
    int64_t to, int64_t limit, int64_t skip, struct db_rows **out,
    struct err *err)
{
	own_db_build struct db_build	b = { 0 };
	const struct db_arg		me = db_int(who->user_id);

	task_select(&b, who, false);
	db_build_add(&b, " AND (t.assigned_to = ? OR t.created_by = ?) AND "
	    "t.status IN ('todo', 'in_progress', 'review')", DB_ARGS(me, me));
	if (to != 0)
		db_build_add(&b, " AND t.due_date >= ? AND t.due_date < ?",
		    DB_ARGS(db_time(from), db_time(to)));
	db_build_add(&b, " ORDER BY t.due_date IS NULL, t.due_date, t.id "
	    "LIMIT ? OFFSET ?", DB_ARGS(db_int(limit), db_int(skip)));
	return db_build_query(db, &b, out, err);
}

#define STATUSES_MAX	8

int
task_mine_stats(struct db *db, const struct right_who *who, struct buf *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const struct db_arg	 me = db_int(who->user_id);
	int64_t			 n[STATUSES_MAX] = { 0 }, total = 0;

	if (db_query(db, "SELECT status, COUNT(*) FROM task WHERE "
	    "company_id = ? AND deleted_at IS NULL AND (assigned_to = ? OR "
	    "created_by = ?) GROUP BY status", DB_ARGS(
	    db_int(who->company_id), me, me), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		for (size_t i = 0; task_statuses[i] != NULL; i++)
			if (strcmp(task_statuses[i], db_col_str(rows,
			    0)) == 0)
				total += n[i] = db_col_int(rows, 1);
	emit_open(out, NULL, '{');
	emit_int(out, "total", total);
	emit_open(out, "by_status", '[');
	for (size_t i = 0; task_statuses[i] != NULL; i++) {
		emit_open(out, NULL, '{');
		emit_str(out, "status", task_statuses[i]);
		emit_int(out, "count", n[i]);
		emit_close(out, '}');
	}
	emit_close(out, ']');
	emit_close(out, '}');
	return 0;
}
