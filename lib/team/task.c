#include "team/task.h"

#include <jansson.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/cursor.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/field.h"
#include "io/rota.h"
#include "notice/reminder.h"
#include "team/place.h"

const char *const task_statuses[] = { "todo", "in_progress", "review", "done",
	"cancelled", NULL };
const char *const task_priorities[] = { "low", "normal", "high", "urgent",
	NULL };

/* --- reading --- */

#define OWN_COLS "t.id, t.company_id, t.list_id, t.assigned_to, t.created_by, "	\
	"t.version, t.comments, t.files, t.due_date, t.created_at, "		\
	"t.updated_at, t.completed_at, t.deleted_at, t.priority, t.title, "	\
	"t.status, t.status_before, t.position, t.source, t.external_id, "	\
	"t.link_kind, t.link_id, t.link_title, t.link_href, t.tags, "		\
	"t.checklist, t.watchers, "
#define COLS OWN_COLS "p.name, IF(a.name <> '', a.name, a.email), "		\
	"IF(c.name <> '', c.name, c.email), me.role + 0, "
#define EXPIRE_PART	200
#define MORE_COL	32	/* behind them and the description */
#define FROM " FROM task t LEFT JOIN project p ON p.id = t.list_id "		\
	"LEFT JOIN user a ON a.id = t.assigned_to "				\
	"LEFT JOIN user c ON c.id = t.created_by "				\
	"LEFT JOIN project_member me ON me.project_id = t.list_id "		\
	"AND me.user_id = ? AND me.is_active WHERE "
/*
 * The same of the one row that is locked. Rows that are joined would be locked, too; those that a
 * column reads are not.
 */
#define LOCKED_COLS OWN_COLS "(SELECT p.name FROM project p "			\
	"WHERE p.id = t.list_id), "						\
	"(SELECT IF(a.name <> '', a.name, a.email) FROM user a "		\
	"WHERE a.id = t.assigned_to), "						\
	"(SELECT IF(c.name <> '', c.name, c.email) FROM user c "		\
	"WHERE c.id = t.created_by), "						\
	"(SELECT me.role + 0 FROM project_member me "				\
	"WHERE me.project_id = t.list_id AND me.user_id = ? AND me.is_active), "

bool
task_next(struct db_rows *rows, struct task *out)
{
	int	col = 0;

	if (!db_rows_next(rows))
		return false;
	*out = (struct task){ 0 };
	{
		int64_t	*const numbers[] = { &out->id, &out->company_id,
			    &out->list_id, &out->assigned_to, &out->created_by,
			    &out->version, &out->comments, &out->files };
		int64_t	*const times[] = { &out->due_date, &out->created_at,
			    &out->updated_at, &out->completed_at,
			    &out->deleted_at };
		const char	**const texts[] = { &out->title, &out->status,
			    &out->status_before, &out->position, &out->source,
			    &out->external_id, &out->link_kind, &out->link_id,
			    &out->link_title, &out->link_href, &out->tags,
			    &out->checklist, &out->watchers, &out->list_name,
			    &out->assigned_to_name, &out->created_by_name };

		for (size_t i = 0; i < nitems(numbers); i++)
			*numbers[i] = db_col_int(rows, col++);
		for (size_t i = 0; i < nitems(times); i++)
			*times[i] = db_col_time(rows, col++);
		out->priority = (int)db_col_int(rows, col++);
		for (size_t i = 0; i < nitems(texts); i++)
			*texts[i] = db_col_str(rows, col++);
	}
	out->role = (enum right_role)db_col_int(rows, col++);
	out->description = db_col_str(rows, col);
	return true;
}

/* The condition of those in the bin that can come out of it, or of the others. */
static void
add_binned(struct db_build *b, bool binned)
{
	if (binned)
		db_build_add(b, " AND t.deleted_at > NOW(3) - INTERVAL ? DAY",
		    DB_ARGS(db_int(TASK_BIN_DAYS)));
	else
		db_build_add(b, " AND t.deleted_at IS NULL", DB_NONE);
}

void
task_select(struct db_build *b, const struct right_who *who,
    bool descriptions)
{
	const struct db_args	me = DB_ARGS(db_int(who->user_id));

	if (descriptions)
		db_build_add(b, "SELECT " COLS "t.description" FROM, me);
	else
		db_build_add(b, "SELECT " COLS "NULL" FROM, me);
	right_sees_tasks(b, who);
	add_binned(b, false);
}

static int
get(struct db *db, struct db_build *b, int64_t id, struct db_rows **rows,
    struct task *out, struct err *err)
{
	db_build_add(b, " AND t.id = ?", DB_ARGS(db_int(id)));
	if (db_build_query(db, b, rows, err) == -1)
		return -1;
	if (!task_next(*rows, out))
		return err_set(err, ERR_ABSENT, "task %lld", (long long)id);
	return 0;
}

int
task_get(struct db *db, const struct right_who *who, int64_t id,
    struct db_rows **rows, struct task *out, struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	task_select(&b, who, true);
	return get(db, &b, id, rows, out, err);
}

int
task_get_written(struct db *db, const struct right_who *who, int64_t id,
    struct db_rows **rows, struct task *out, struct err *err)
{
	struct right_who	all = *who;

	if (task_get(db, who, id, rows, out, err) == 0)
		return 0;
	if (err->kind != ERR_ABSENT)
		return -1;
	*err = (struct err){ 0 };
	db_rows_close_p(rows);
	all.all = true;
	if (task_get(db, &all, id, rows, out, err) == -1)
		return -1;
	out->unseen = true;
	return 0;
}

/* after_id NULL: no place is asked for. */
static int
lock(struct db *db, const struct right_who *who, int64_t id, bool binned,
    const int64_t *after_id, struct db_rows **rows, struct task *out,
    struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	db_build_add(&b, "SELECT " LOCKED_COLS "t.description, NOW(3), ",
	    DB_ARGS(db_int(who->user_id)));
	if (after_id != NULL)
		place_column(&b, who, *after_id);
	else
		db_build_add(&b, "NULL", DB_NONE);
	db_build_add(&b, " FROM task t WHERE t.id = ? AND ",
	    DB_ARGS(db_int(id)));
	right_sees_tasks(&b, who);
	add_binned(&b, binned);
	db_build_add(&b, " FOR UPDATE", DB_NONE);
	if (db_build_query(db, &b, rows, err) == -1)
		return -1;
	if (!task_next(*rows, out))
		return err_set(err, ERR_ABSENT, "task %lld", (long long)id);
	out->locked_at = db_col_time(*rows, MORE_COL);
	out->place = db_col_str(*rows, MORE_COL + 1);
	return 0;
}

int
task_lock(struct db *db, const struct right_who *who, int64_t id,
    struct db_rows **rows, struct task *out, struct err *err)
{
	return lock(db, who, id, false, NULL, rows, out, err);
}

int
task_lock_place(struct db *db, const struct right_who *who, int64_t id,
    int64_t after_id, struct db_rows **rows, struct task *out,
    struct err *err)
{
	return lock(db, who, id, false, &after_id, rows, out, err);
}

int
task_lock_binned(struct db *db, const struct right_who *who, int64_t id,
    struct db_rows **rows, struct task *out, struct err *err)
{
	return lock(db, who, id, true, NULL, rows, out, err);
}

/* --- the bin --- */

int
task_binned_count(struct db *db, const struct right_who *who, int64_t *total,
    struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	db_build_add(&b, "SELECT 1 FROM task t WHERE ", DB_NONE);
	right_sees_tasks(&b, who);
	add_binned(&b, true);
	return db_build_count(db, &b, total, err);
}

int
task_binned_list(struct db *db, const struct right_who *who,
    const struct cursor *from, int64_t limit, int64_t skip,
    struct db_rows **rows, struct err *err)
{
	own_db_build struct db_build	b = { 0 };
	const struct db_arg		at = db_time(from->number);

	db_build_add(&b, "SELECT " COLS "NULL, (SELECT IF(d.name <> '', "
	    "d.name, d.email) FROM user d WHERE d.id = t.deleted_by)" FROM,
	    DB_ARGS(db_int(who->user_id)));
	right_sees_tasks(&b, who);
	add_binned(&b, true);
	if (from->id != 0)
		db_build_add(&b, " AND (t.deleted_at < ? OR (t.deleted_at = ? "
		    "AND t.id < ?))", DB_ARGS(at, at, db_int(from->id)));
	db_build_add(&b, " ORDER BY t.deleted_at DESC, t.id DESC LIMIT ? "
	    "OFFSET ?", DB_ARGS(db_int(limit), db_int(skip)));
	return db_build_query(db, &b, rows, err);
}

const char *
task_binned_by(const struct db_rows *rows)
{
	return db_col_str(rows, MORE_COL);
}

/* --- writing --- */

/* What column watchers of task t is, by table task_watcher; and: a further condition. */
#define WATCHERS(and) "(SELECT CONCAT('[', IFNULL(GROUP_CONCAT(w.user_id "	\
	"ORDER BY w.user_id), ''), ']') FROM task_watcher w "			\
	"WHERE w.task_id = t.id" and ")"

static int
save_watchers(struct db *db, const struct task *task, struct err *err)
{
	own_json json_t	*ids = json_loads(task->watchers, 0, NULL);
	struct db_arg	 args[TASK_WATCHERS_MAX * 3];
	json_t		*id;
	size_t		 i, n = 0;

	if (db_exec(db, "DELETE FROM task_watcher WHERE task_id = ?",
	    DB_ARGS(db_int(task->id)), NULL, err) == -1)
		return -1;
	json_array_foreach(ids, i, id) {
		if (i == TASK_WATCHERS_MAX)
			break;
		args[n++] = db_int(task->id);
		args[n++] = db_int(json_integer_value(id));
		args[n++] = db_int(task->company_id);
	}
	if (n > 0 && db_exec_rows(db, "INSERT INTO task_watcher "
	    "(task_id, user_id, company_id) VALUES ", "", args, 3, n / 3,
	    NULL, err) == -1)
		return -1;
	return db_exec(db, "UPDATE task t SET t.watchers = " WATCHERS("")
	    " WHERE t.id = ?", DB_ARGS(db_int(task->id)), NULL, err);
}

int
task_unwatch_list(struct db *db, int64_t list_id, int64_t user_id,
    struct err *err)
{
	if (db_exec(db, "UPDATE task t JOIN task_watcher x ON x.task_id = t.id "
	    "AND x.user_id = ? SET t.watchers = "
	    WATCHERS(" AND w.user_id <> x.user_id") " WHERE t.list_id = ?",
	    DB_ARGS(db_int(user_id), db_int(list_id)), NULL, err) == -1)
		return -1;
	return db_exec(db, "DELETE w FROM task_watcher w JOIN task t ON "
	    "t.id = w.task_id WHERE t.list_id = ? AND w.user_id = ?",
	    DB_ARGS(db_int(list_id), db_int(user_id)), NULL, err);
}

int
task_add(struct db *db, const struct task *task, int64_t *id, struct err *err)
{
	struct task	made = *task;
	char		position[POSITION_SIZE];

	if (place_last(db, task->company_id, position, err) == -1 ||
	    db_exec(db, "INSERT INTO task (company_id, list_id, title, "
	    "description, status, priority, due_date, assigned_to, "
	    "created_by, position, source, external_id, link_kind, link_id, "
	    "link_title, link_href, tags, checklist, completed_at) VALUES "
	    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
	    "IF(? = 'done', NOW(3), NULL))",
	    DB_ARGS(db_int(task->company_id), db_id(task->list_id),
	    db_str(task->title), db_str(task->description),
	    db_str(task->status), db_int(task->priority),
	    db_time(task->due_date), db_id(task->assigned_to),
	    db_int(task->created_by), db_str(position), db_str(task->source),
	    db_str(task->external_id), db_str(task->link_kind),
	    db_str(task->link_id), db_str(task->link_title),
	    db_str(task->link_href), db_str(task->tags), db_str(task->checklist),
	    db_str(task->status)), NULL, err) == -1)
		return -1;
	made.id = db_last_id(db);
	*id = made.id;
	return strcmp(made.watchers, "[]") == 0 ? 0 :
	    save_watchers(db, &made, err);
}

static void
set(struct db_build *b, unsigned bits, unsigned bit, const char *fragment,
    struct db_arg arg)
{
	if ((bits & bit) != 0)
		db_build_add(b, fragment, DB_ARGS(arg));
}

int
task_save(struct db *db, const struct task *task, unsigned bits,
    struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	db_build_add(&b, "UPDATE task SET version = ?, updated_at = ?",
	    DB_ARGS(db_int(task->version), db_time(task->updated_at)));
	set(&b, bits, TASK_TITLE, ", title = ?", db_str(task->title));
	set(&b, bits, TASK_DESCRIPTION, ", description = ?",
	    db_str(task->description));
	if ((bits & TASK_STATUS) != 0)
		db_build_add(&b, ", status = ?, status_before = ?, "
		    "completed_at = ?", DB_ARGS(db_str(task->status),
		    db_str(task->status_before),
		    db_time(task->completed_at)));
	set(&b, bits, TASK_PRIORITY, ", priority = ?", db_int(task->priority));
	set(&b, bits, TASK_DUE, ", due_date = ?", db_time(task->due_date));
	set(&b, bits, TASK_LIST, ", list_id = ?", db_id(task->list_id));
	set(&b, bits, TASK_ASSIGNED, ", assigned_to = ?",
	    db_id(task->assigned_to));
	set(&b, bits, TASK_TAGS, ", tags = ?", db_str(task->tags));
	set(&b, bits, TASK_CHECKLIST, ", checklist = ?",
	    db_str(task->checklist));
	if ((bits & TASK_LINK) != 0)
		db_build_add(&b, ", link_kind = ?, link_id = ?, "
		    "link_title = ?, link_href = ?",
		    DB_ARGS(db_str(task->link_kind), db_str(task->link_id),
		    db_str(task->link_title), db_str(task->link_href)));
	set(&b, bits, TASK_POSITION, ", position = ?", db_str(task->position));
	db_build_add(&b, " WHERE id = ?", DB_ARGS(db_int(task->id)));
	if (db_exec_later(db, buf_str(&b.sql), (struct db_args){ b.args, b.n },
	    err) == -1)
		return -1;
	return (bits & TASK_WATCHERS) == 0 ? 0 : save_watchers(db, task, err);
}

int
task_bin(struct db *db, int64_t id, int64_t by_id, struct err *err)
{
	return db_exec(db, "UPDATE task SET deleted_at = NOW(3), "
	    "deleted_by = ?, version = version + 1 WHERE id = ?",
	    DB_ARGS(db_int(by_id), db_int(id)), NULL, err);
}

int
task_unbin(struct db *db, int64_t id, struct err *err)
{
	return db_exec(db, "UPDATE task SET deleted_at = NULL, "
	    "deleted_by = NULL, version = version + 1, updated_at = NOW(3) "
	    "WHERE id = ?", DB_ARGS(db_int(id)), NULL, err);
}

static const struct rota	old_tasks = { "old tasks", ROTA_OLD(
	ROTA_COMPANIES_IF("task WHERE deleted_at IS NOT NULL"),
	"(SELECT t.deleted_at FROM task t FORCE INDEX (binned_of) "
	"WHERE t.company_id = o.id AND t.deleted_at IS NOT NULL "
	"ORDER BY t.deleted_at LIMIT 1)") };

struct expiry {
	int64_t	days, removed;
};

static int
expire_of(struct db *db, int64_t company_id, void *arg, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct expiry		*e = arg;

	if (db_query(db, "SELECT id FROM task FORCE INDEX (binned_of) "
	    "WHERE company_id = ? AND deleted_at < NOW(3) - INTERVAL ? DAY "
	    "LIMIT ?", DB_ARGS(db_int(company_id), db_int(e->days),
	    db_int(EXPIRE_PART)), &rows, err) == -1)
		return -1;
	for (; db_rows_next(rows); e->removed++)
		if (reminder_forget(db, &(struct reminder_subject){
		    .company_id = company_id, .kind = "task",
		    .id = db_col_int(rows, 0) }, err) == -1 ||
		    db_exec(db, "DELETE FROM task WHERE id = ? AND "
		    "deleted_at IS NOT NULL", DB_ARGS(db_int(db_col_int(rows,
		    0))), NULL, err) == -1)
			return -1;
	return e->removed > 0;
}

int
task_expire(struct db *db, int64_t days, int64_t *removed, struct err *err)
{
	struct expiry	e = { .days = days };

	if (rota_take_old(db, &old_tasks, days, expire_of, &e, err) == -1)
		return -1;
	*removed = e.removed;
	return 0;
}

int
task_count(struct db *db, int64_t id, int64_t comments, int64_t files,
    struct err *err)
{
	return db_exec(db, "UPDATE task SET comments = comments + ?, "
	    "files = files + ?, updated_at = NOW(3) WHERE id = ?",
	    DB_ARGS(db_int(comments), db_int(files), db_int(id)), NULL, err);
}
