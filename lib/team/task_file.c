#include "team/task_file.h"

#include <jansson.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/filetype.h"
#include "base/mem.h"
#include "file/store.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web_file.h"
#include "team/actor.h"
#include "team/history.h"
#include "team/task.h"
#include "team/tell.h"

/* --- reading --- */

const struct file_home	task_files = {
	.name = "task_file",
	.put = "INSERT INTO task_file_part (file_id, part, data) "
	    "VALUES (?, ?, ?)",
	.read = "SELECT data FROM task_file_part WHERE file_id = ? "
	    "ORDER BY part",
	.drop = "DELETE FROM task_file_part WHERE file_id = ?",
	.part = "SELECT data FROM task_file_part WHERE file_id = ? AND "
	    "part = ?",
	.rota = { "files of tasks", ROTA(ROTA_COMPANIES, "(SELECT created_at "
	    "FROM task_file FORCE INDEX (waits_of) WHERE company_id = o.id AND "
	    "in_rows = TRUE ORDER BY id LIMIT 1)") },
	.waiting = "SELECT id FROM task_file FORCE INDEX (waits_of) "
	    "WHERE company_id = ? AND in_rows = TRUE ORDER BY id LIMIT ?",
	.stored = "UPDATE task_file SET in_rows = FALSE WHERE id = ?",
	.gone = FILE_GONE("task_file"),
};

#define SELECT "SELECT f.id, f.user_id, f.size, f.created_at, f.name, "	\
	"f.type, IF(u.name <> '', u.name, u.email) FROM task_file f "		\
	"LEFT JOIN user u ON u.id = f.user_id WHERE f.task_id = ? "

int
task_file_list(struct db *db, int64_t task_id, int64_t after_id,
    int64_t limit, int64_t skip, struct db_rows **out, struct err *err)
{
	return db_query(db, SELECT "AND f.id > ? ORDER BY f.id LIMIT ? "
	    "OFFSET ?", DB_ARGS(db_int(task_id), db_int(after_id),
	    db_int(limit), db_int(skip)), out, err);
}

bool
task_file_next(struct db_rows *rows, struct task_file *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct task_file){
		.id = db_col_int(rows, 0),
		.user_id = db_col_int(rows, 1),
		.size = db_col_int(rows, 2),
		.created_at = db_col_time(rows, 3),
		.name = db_col_str(rows, 4),
		.type = db_col_str(rows, 5),
		.user_name = db_col_str(rows, 6),
	};
	return true;
}

int
task_file_get(struct db *db, int64_t task_id, int64_t id,
    struct db_rows **rows, struct task_file *out, struct err *err)
{
	if (db_query(db, SELECT "AND f.id = ?", DB_ARGS(db_int(task_id),
	    db_int(id)), rows, err) == -1)
		return -1;
	return task_file_next(*rows, out) ? 0 :
	    err_set(err, ERR_ABSENT, "file %lld", (long long)id);
}

static bool
may_drop(const struct right_who *who, const struct task *task,
    const struct task_file *f)
{
	const unsigned	bits = right_of_task(who, task);

	return (bits & RIGHT_MODERATE) != 0 ||
	    ((bits & RIGHT_CHANGE) != 0 && f->user_id == who->user_id);
}

void
task_file_emit(struct buf *b, const struct right_who *who,
    const struct task *task, const struct task_file *f)
{
	own_str char	*href = mem_fmt("/api/v1/tasks/%lld/files/%lld/",
			    (long long)task->id, (long long)f->id);

	emit_open(b, NULL, '{');
	emit_int(b, "id", f->id);
	emit_str(b, "name", f->name);
	emit_str(b, "type", f->type[0] != '\0' ? f->type : NULL);
	emit_int(b, "size", f->size);
	emit_str(b, "href", href);
	emit_int(b, "user", f->user_id);
	emit_str(b, "user_name", f->user_name);
	emit_time(b, "created_at", f->created_at);
	emit_open(b, "rights", '[');
	if (may_drop(who, task, f))
		emit_str(b, NULL, "delete");
	emit_close(b, ']');
	emit_close(b, '}');
}

/* --- deeds --- */

struct deed {
	const struct actor	*actor;
	int64_t			 task_id, id;
	const char		*name, *data;
	size_t			 len;
};

static int
record(struct db *db, const struct deed *d, const char *what,
    const struct task *task, const char *name, struct err *err)
{
	own_json json_t		*file = json_pack("{s:I, s:s}", "file",
	    (json_int_t)d->id, "name", name);
	const bool		 added = strcmp(what, "file.add") == 0;
	const struct told	 told = { .what = what, .was = task,
		.now = task };

	return history_add(db, d->actor, HISTORY_TASK, d->task_id, what,
	    added ? NULL : file, added ? file : NULL, err) == -1 ? -1 :
	    tell_task(db, d->actor, &told, err);
}

static int
work_add(struct db *db, void *arg, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct deed		*d = arg;
	const char		*type = web_file_type(d->data, d->len);
	struct task		 task = { 0 };

	if (task_lock(db, &d->actor->who, d->task_id, &rows, &task,
	    err) == -1 ||
	    right_need(&d->actor->who, &task, RIGHT_CHANGE, err) == -1)
		return -1;
	if (task.files >= TASK_FILES_MAX)
		return err_code(err, ERR_CONFLICT, "team.files_full", "%d",
		    TASK_FILES_MAX);
	if (db_exec(db, "INSERT INTO task_file (company_id, task_id, "
	    "user_id, name, type, size) VALUES (?, ?, ?, ?, ?, ?)",
	    DB_ARGS(db_int(task.company_id), db_int(task.id),
	    db_int(d->actor->who.user_id), db_str(d->name),
	    db_str(type != NULL ? type : ""), db_int((int64_t)d->len)), NULL,
	    err) == -1)
		return -1;
	d->id = db_last_id(db);
	return file_put(db, &task_files, d->id, d->data, d->len,
	    err) == -1 ||
	    task_count(db, task.id, 0, 1, err) == -1 ||
	    record(db, d, "file.add", &task, d->name, err) == -1 ? -1 : 0;
}

int
task_file_add(struct db *db, const struct actor *actor, int64_t task_id,
    const char *name, const char *data, size_t len, int64_t *id,
    struct err *err)
{
	struct deed	d = { .actor = actor, .task_id = task_id,
		.name = field_blank(name) ? "file" : name, .data = data,
		.len = len };

	if (len == 0)
		return err_field(err, "file", "required", "%s", "");
	if (len > TASK_FILE_MAX)
		return err_field(err, "file", "team.file_size", "%zu",
		    TASK_FILE_MAX >> 20);
	if (filetype_acts(data, len))
		return err_field(err, "file", "team.file_acts", "%s", "");
	if (actor_run(db, actor, work_add, &d, err) == -1)
		return -1;
	*id = d.id;
	return 0;
}

static int
work_drop(struct db *db, void *arg, struct err *err)
{
	own_rows struct db_rows	*rows = NULL, *file_rows = NULL;
	struct deed		*d = arg;
	struct task		 task = { 0 };
	struct task_file	 f = { 0 };

	if (task_lock(db, &d->actor->who, d->task_id, &rows, &task,
	    err) == -1 ||
	    task_file_get(db, d->task_id, d->id, &file_rows, &f, err) == -1)
		return -1;
	if (!may_drop(&d->actor->who, &task, &f))
		return err_code(err, ERR_DENIED, "team.denied", "file %lld",
		    (long long)d->id);
	return db_exec(db, "DELETE FROM task_file WHERE id = ?",
	    DB_ARGS(db_int(d->id)), NULL, err) == -1 ||
	    task_count(db, task.id, 0, -1, err) == -1 ||
	    record(db, d, "file.delete", &task, f.name, err) == -1 ? -1 : 0;
}

int
task_file_drop(struct db *db, const struct actor *actor, int64_t task_id,
    int64_t id, struct err *err)
{
	return actor_run(db, actor, work_drop, &(struct deed){ .actor = actor,
	    .task_id = task_id, .id = id }, err);
}
