#include "team/task_sum.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_build.h"
#include "team/right.h"
#include "team/task.h"

#define FOLD	500	/* changes that are put together at once */

static bool
counts(const struct task *t)
{
	return t != NULL && t->deleted_at == 0;
}

static bool
same(const struct task *a, const struct task *b)
{
	return a->list_id == b->list_id && a->assigned_to == b->assigned_to &&
	    strcmp(a->status, b->status) == 0;
}

static int
add(struct db *db, const struct task *t, int n, struct err *err)
{
	return db_exec(db, "INSERT INTO task_sum_change (company_id, list_id, "
	    "assigned_to, status, n) VALUES (?, ?, ?, ?, ?)",
	    DB_ARGS(db_int(t->company_id), db_int(t->list_id),
	    db_int(t->assigned_to), db_str(t->status), db_int(n)), NULL, err);
}

int
task_sum_change(struct db *db, const struct task *was, const struct task *now,
    struct err *err)
{
	if (counts(was) && counts(now) && same(was, now))
		return 0;
	if (counts(was) && add(db, was, -1, err) == -1)
		return -1;
	return counts(now) ? add(db, now, 1, err) : 0;
}

int
task_sum_move(struct db *db, int64_t list_id, int64_t to_id, struct err *err)
{
	return db_exec(db, "INSERT INTO task_sum_change (company_id, list_id, "
	    "assigned_to, status, n) SELECT t.company_id, IF(x.sign < 0, "
	    "t.list_id, ?), IFNULL(t.assigned_to, 0), t.status, "
	    "x.sign * COUNT(*) FROM task t JOIN (SELECT -1 sign UNION ALL "
	    "SELECT 1) x WHERE t.list_id = ? AND t.deleted_at IS NULL "
	    "GROUP BY t.company_id, t.list_id, t.assigned_to, t.status, "
	    "x.sign", DB_ARGS(db_int(to_id), db_int(list_id)), NULL, err);
}

/* --- put together --- */

/* Rows of some changes, by their ids and as they are added to the sums. */
static size_t
take_changes(struct db_rows *rows, struct buf *ids, struct db_arg *args)
{
	size_t	n = 0;

	emit_open(ids, NULL, '[');
	while (n < FOLD * 5 && db_rows_next(rows)) {
		emit_int(ids, NULL, db_col_int(rows, 0));
		for (int col = 1; col <= 5; col++)
			args[n++] = db_int(db_col_int(rows, col));
	}
	emit_close(ids, ']');
	return n / 5;
}

/* What is deleted is counted, and nothing else: a change that is committed late comes later. */
static int
fold(struct db *db, void *arg, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_buf struct buf	 ids = { 0 };
	struct db_arg		 args[FOLD * 5];
	int64_t			*removed = arg;
	size_t			 n;

	if (db_query(db, "SELECT id, company_id, list_id, assigned_to, "
	    "status + 0, n FROM task_sum_change ORDER BY id LIMIT ? "
	    "FOR UPDATE SKIP LOCKED", DB_ARGS(db_int(FOLD)), &rows,
	    err) == -1)
		return -1;
	n = take_changes(rows, &ids, args);
	*removed = (int64_t)n;
	if (n == 0)
		return 0;
	if (db_exec_rows(db, "INSERT INTO task_sum (company_id, list_id, "
	    "assigned_to, status, n) VALUES ",
	    " ON DUPLICATE KEY UPDATE n = n + VALUES(n)", args, 5, n, NULL,
	    err) == -1)
		return -1;
	return db_exec(db, "DELETE c FROM task_sum_change c JOIN "
	    "JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j ON "
	    "j.id = c.id", DB_ARGS(db_str(buf_str(&ids))), NULL, err);
}

int
task_sum_fold(struct db *db, int64_t *removed, struct err *err)
{
	return db_tx_run(db, fold, removed, err);
}

/* --- reading --- */

static void
add_part(struct db_build *b, const struct right_who *who, const char *part)
{
	db_build_add(b, part, DB_ARGS(db_int(who->company_id)));
	if (!who->all)
		db_build_add(b, " AND list_id IN (SELECT m.project_id FROM "
		    "project_member m WHERE m.user_id = ? AND m.is_active)",
		    DB_ARGS(db_int(who->user_id)));
}

void
task_sum_from(struct db_build *b, const struct right_who *who)
{
	add_part(b, who, "(SELECT status, status + 0 number, list_id, "
	    "assigned_to, n FROM task_sum WHERE company_id = ?");
	add_part(b, who, " UNION ALL SELECT status, status + 0, list_id, "
	    "assigned_to, n FROM task_sum_change WHERE company_id = ?");
	db_build_add(b, ") s", DB_NONE);
}
