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
