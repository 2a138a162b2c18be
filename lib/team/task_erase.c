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

/* --- those that hung on the person, whatever they hang on now --- */

/* Rows of find_former as SQL reads them. Names are compared byte by byte. */
#define FORMER	"JSON_TABLE(?, '$[*]' COLUMNS (row_id BIGINT PATH '$.row', "	\
	"task_id BIGINT PATH '$.task', gone BOOL PATH '$.gone', "		\
	"name TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.name')) j "
#define NAMED(data)	"JSON_VALUE(" data ", '$.title') COLLATE utf8mb4_bin = j.name"

/* Rows of history, none older than the person, that say that a task hung on them, as
 * [{row, task, gone, name}]. They are found first: a change that looks for them would lock all
 * that it looks at. */
static int
find_former(struct db *db, int64_t company_id, int64_t candidate_id,
    struct buf *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_str char		*link = mem_fmt("%%\"link\":{\"kind\":"
	    "\"candidate\",\"id\":\"%lld\",%%", (long long)candidate_id);

	if (db_query(db, "SELECT h.id, h.task_id, t.id IS NULL, "
	    "JSON_VALUE(IF(h.after_data LIKE ?, h.after_data, "
	    "h.before_data), '$.link.title') FROM task_history h FORCE INDEX "
	    "(by_company) LEFT JOIN task t ON t.id = h.task_id "
	    "WHERE h.company_id = ? AND h.created_at >= IFNULL("
	    "(SELECT c.created_at FROM candidate c WHERE c.id = ?), 0) AND "
	    "(h.before_data LIKE ? OR h.after_data LIKE ?)",
	    DB_ARGS(db_str(link), db_int(company_id), db_int(candidate_id),
	    db_str(link), db_str(link)), &rows, err) == -1)
		return -1;
	emit_open(out, NULL, '[');
	while (db_rows_next(rows)) {
		emit_open(out, NULL, '{');
		emit_int(out, "row", db_col_int(rows, 0));
		emit_int(out, "task", db_col_int(rows, 1));
		emit_int(out, "gone", db_col_int(rows, 2));
		emit_str(out, "name", db_col_str(rows, 3));
		emit_close(out, '}');
	}
	emit_close(out, ']');
	return 0;
}

/* Of a task that was thrown away nothing but its history is left: nobody may ask what it was
 * called. Another one loses its title where that is the name, there and in its history. */
static int
erase_former(struct db *db, const struct actor *actor, int64_t candidate_id,
    struct err *err)
{
	own_buf struct buf	former = { 0 };

	if (find_former(db, actor->who.company_id, candidate_id, &former,
	    err) == -1)
		return -1;
	return db_exec(db, "UPDATE task_history h JOIN " FORMER
	    "ON h.task_id = j.task_id SET h.before_data = '{}', "
	    "h.after_data = '{}' WHERE h.id = j.row_id OR j.gone OR "
	    NAMED("h.before_data") " OR " NAMED("h.after_data"),
	    DB_ARGS(db_str(buf_str(&former))), NULL, err) == -1 ||
	    history_add_tasks(db, actor, HISTORY_SPREAD, NULL, NULL,
	    "task t WHERE t.id IN (SELECT j.task_id FROM " FORMER
	    "WHERE j.name = t.title COLLATE utf8mb4_bin)",
	    DB_ARGS(db_str(buf_str(&former))), err) == -1 ||
	    db_exec(db, "UPDATE task t JOIN " FORMER "ON t.id = j.task_id "
	    "SET t.title = CONCAT('№ ', t.id) WHERE "
	    "j.name = t.title COLLATE utf8mb4_bin",
	    DB_ARGS(db_str(buf_str(&former))), NULL, err) == -1 ? -1 : 0;
}

/* --- all of it --- */

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
	    erase_former(db, &actor, candidate_id, err) == -1 ||
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
