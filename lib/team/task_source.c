#include "team/task_source.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/db.h"
#include "live/audience.h"
#include "notice/source.h"
#include "team/right.h"

const struct live_audience task_audience = { "task",
	"SELECT t.id AS thing_id, t.company_id, u.id AS user_id FROM task t "
	"JOIN user u ON " RIGHT_USER_SEES_TASK };

/* [[task, user], ...] */
static void
put_asks(struct buf *b, const struct notice_ask *ask, size_t n)
{
	emit_open(b, NULL, '[');
	for (size_t i = 0; i < n; i++) {
		emit_open(b, NULL, '[');
		emit_int(b, NULL, ask[i].subject_id);
		emit_int(b, NULL, ask[i].user_id);
		emit_close(b, ']');
	}
	emit_close(b, ']');
}

int
task_source_facts(struct db *db, int64_t company_id,
    const struct notice_ask *ask, size_t n, struct notice_fact *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_buf struct buf	 asks = { 0 };

	put_asks(&asks, ask, n);
	if (db_query(db, "SELECT j.n, u.id, t.status NOT IN ('done', "
	    "'cancelled'), t.due_date, t.title, t.id FROM JSON_TABLE(?, "
	    "'$[*]' COLUMNS (n FOR ORDINALITY, task BIGINT PATH '$[0]', "
	    "user BIGINT PATH '$[1]')) j JOIN task t ON t.id = j.task AND "
	    "t.company_id = ? AND t.deleted_at IS NULL JOIN user u ON "
	    "u.id = IF(j.user = 0, IFNULL(t.assigned_to, t.created_by), "
	    "j.user) AND " RIGHT_USER_SEES_TASK,
	    DB_ARGS(db_str(buf_str(&asks)), db_int(company_id)), &rows,
	    err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		struct notice_fact	*fact = &out[db_col_int(rows, 0) - 1];

		fact->user_id = db_col_int(rows, 1);
		fact->open = db_col_int(rows, 2) != 0;
		fact->due_at = db_col_time(rows, 3);
		fact->title = db_col_dup(rows, 4);
		fact->href = mem_fmt("/tasks/%lld/",
		    (long long)db_col_int(rows, 5));
	}
	return 0;
}

#define PART_MAX	(NOTICE_AGENDA_MAX / NOTICE_PARTS)

int
task_source_agenda(struct db *db, int64_t company_id, int64_t user_id,
    int64_t now, int64_t day_end, struct notice_item *out, size_t *n,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT part, n, due_date, title, id FROM (SELECT "
	    "s.*, COUNT(*) OVER (PARTITION BY part) n, ROW_NUMBER() OVER "
	    "(PARTITION BY part ORDER BY due_date IS NULL, due_date, id) place "
	    "FROM (SELECT t.id, t.title, t.due_date, IF(t.status = 'review', "
	    "?, IF(t.due_date < ?, ?, ?)) part FROM task t JOIN user u ON "
	    "u.id = ? AND " RIGHT_USER_SEES_TASK " WHERE "
	    "t.company_id = ? AND t.deleted_at IS NULL AND ((t.assigned_to = ? "
	    "AND t.status IN ('todo', 'in_progress') AND t.due_date < ?) OR "
	    "(t.created_by = ? AND t.status = 'review'))) s"
	    ") r WHERE place <= ? ORDER BY part, place",
	    DB_ARGS(db_int(NOTICE_WAITING), db_time(now), db_int(NOTICE_LATE),
	    db_int(NOTICE_TODAY), db_int(user_id), db_int(company_id),
	    db_int(user_id), db_time(day_end), db_int(user_id),
	    db_int(PART_MAX)), &rows, err) == -1)
		return -1;
	for (*n = 0; *n < NOTICE_AGENDA_MAX && db_rows_next(rows); ++*n)
		out[*n] = (struct notice_item){
			.part = (enum notice_part)db_col_int(rows, 0),
			.all = db_col_int(rows, 1),
			.due_at = db_col_time(rows, 2),
			.title = db_col_dup(rows, 3),
			.href = mem_fmt("/tasks/%lld/",
			    (long long)db_col_int(rows, 4)),
		};
	return 0;
}
