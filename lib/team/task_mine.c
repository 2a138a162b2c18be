#include "team/task_mine.h"

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
