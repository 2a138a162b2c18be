#include "team/task_erase.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/erase.h"
#include "candidate/history.h"
#include "io/db.h"
#include "live/event.h"
#include "team/actor.h"
#include "team/history.h"

#define TOLD	500	/* of one candidate */

/* What pages were told of them names the person. */
static int
erase_events(struct db *db, int64_t company_id, struct db_args args,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT DISTINCT link_title FROM task WHERE "
	    "company_id = ? AND link_kind = 'candidate' AND link_id = ? AND "
	    "link_title <> ''", args, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		if (live_event_erase(db, company_id, db_col_str(rows, 0),
		    err) == -1)
			return -1;
	return 0;
}

/* Rows of history, none older than the person, that say that a task hung on them, whatever it hangs
 * on now. They are found first: a change that looks for them would lock all that it looks at. */
static int
erase_former(struct db *db, int64_t company_id, int64_t candidate_id,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_buf struct buf	 ids = { 0 };
	own_str char		*link = mem_fmt("%%\"link\":{\"kind\":"
	    "\"candidate\",\"id\":\"%lld\",%%", (long long)candidate_id);

	if (db_query(db, "SELECT h.id FROM task_history h FORCE INDEX "
	    "(by_company) WHERE h.company_id = ? AND h.created_at >= IFNULL("
	    "(SELECT c.created_at FROM candidate c WHERE c.id = ?), 0) AND "
	    "(h.before_data LIKE ? OR h.after_data LIKE ?)",
	    DB_ARGS(db_int(company_id), db_int(candidate_id), db_str(link),
	    db_str(link)), &rows, err) == -1)
		return -1;
	emit_open(&ids, NULL, '[');
	while (db_rows_next(rows))
		emit_int(&ids, NULL, db_col_int(rows, 0));
	emit_close(&ids, ']');
	return db_exec(db, "UPDATE task_history h JOIN JSON_TABLE(?, '$[*]' "
	    "COLUMNS (id BIGINT PATH '$')) j ON h.id = j.id SET "
	    "h.before_data = '{}', h.after_data = '{}'",
	    DB_ARGS(db_str(buf_str(&ids))), NULL, err);
}

/*
 * A task that is called as the person was is a number from now on, its history says no more what it
 * was called; a row of history makes the index read it anew.
 */
int
task_erase(struct db *db, const struct candidate_by *by, int64_t candidate_id,
    struct err *err)
{
	const struct actor	actor = { .who = { .company_id =
	    by->company_id, .user_id = by->user_id, .all = true },
	    .via = by->via, .address = "" };
	own_str char		*id = mem_fmt("%lld", (long long)candidate_id);
	const struct db_arg	v[] = { db_int(by->company_id), db_str(id) };
	const struct db_args	args = { v, nitems(v) };

	return erase_events(db, by->company_id, args, err) == -1 ||
	    erase_former(db, by->company_id, candidate_id, err) == -1 ||
	    db_exec(db, "UPDATE task_history h JOIN task t ON "
	    "t.id = h.task_id SET h.before_data = '{}', h.after_data = '{}' "
	    "WHERE t.company_id = ? AND t.link_kind = 'candidate' AND "
	    "t.link_id = ?", args, NULL, err) == -1 ||
	    db_exec(db, "UPDATE task SET title = IF(title = link_title, "
	    "CONCAT('№ ', id), title), link_title = '' WHERE company_id = ? "
	    "AND link_kind = 'candidate' AND link_id = ?", args, NULL,
	    err) == -1 ||
	    history_add_tasks(db, &actor, HISTORY_SPREAD, NULL, NULL,
	    "task t WHERE t.company_id = ? AND t.link_kind = 'candidate' AND "
	    "t.link_id = ?", args, err) == -1 ? -1 : 0;
}

int
task_erase_emit(struct db *db, struct buf *out, int64_t company_id,
    int64_t candidate_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_str char		*id = mem_fmt("%lld", (long long)candidate_id);

	if (db_query(db, "SELECT id, title, created_at FROM task WHERE "
	    "company_id = ? AND link_kind = 'candidate' AND link_id = ? "
	    "ORDER BY id LIMIT ?", DB_ARGS(db_int(company_id), db_str(id),
	    db_int(TOLD)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		emit_open(out, NULL, '{');
		emit_int(out, "id", db_col_int(rows, 0));
		emit_str(out, "title", db_col_str(rows, 1));
		emit_time(out, "created_at", db_col_time(rows, 2));
		emit_close(out, '}');
	}
	return 0;
}
