#include "team/task_comment.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "io/markdown.h"
#include "team/actor.h"
#include "team/history.h"
#include "team/mention.h"
#include "team/task.h"
#include "team/tell.h"

/* --- reading --- */

#define SELECT "SELECT c.id, c.user_id, c.created_at, c.edited_at, "		\
	"c.deleted_at, c.deleted_by, c.text, c.mentions, "			\
	"IF(u.name <> '', u.name, u.email), IF(d.name <> '', d.name, d.email), "	\
	"c.created_at > NOW(3) - INTERVAL ? MINUTE, c.external_id IS NOT NULL "	\
	"FROM task_comment c "							\
	"LEFT JOIN user u ON u.id = c.user_id "				\
	"LEFT JOIN user d ON d.id = c.deleted_by WHERE c.task_id = ? "

int
task_comment_list(struct db *db, int64_t task_id, int64_t before_id,
    int64_t limit, int64_t skip, struct db_rows **out, struct err *err)
{
	return db_query(db, SELECT "AND c.id < ? ORDER BY c.id DESC LIMIT ? "
	    "OFFSET ?", DB_ARGS(db_int(TASK_COMMENT_MINUTES), db_int(task_id),
	    db_int(before_id > 0 ? before_id : INT64_MAX), db_int(limit),
	    db_int(skip)), out, err);
}

bool
task_comment_next(struct db_rows *rows, struct task_comment *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct task_comment){
		.id = db_col_int(rows, 0),
		.user_id = db_col_int(rows, 1),
		.created_at = db_col_time(rows, 2),
		.edited_at = db_col_time(rows, 3),
		.deleted_at = db_col_time(rows, 4),
		.deleted_by = db_col_int(rows, 5),
		.text = db_col_str(rows, 6),
		.mentions = db_col_str(rows, 7),
		.user_name = db_col_str(rows, 8),
		.deleted_by_name = db_col_str(rows, 9),
		.fresh = db_col_int(rows, 10) != 0,
		.brought = db_col_int(rows, 11) != 0,
	};
	return true;
}

int
task_comment_count(struct db *db, int64_t task_id, int64_t *out,
    struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM task_comment WHERE "
	    "task_id = ?", DB_ARGS(db_int(task_id)), out, err);
}

int
task_comment_get(struct db *db, int64_t task_id, int64_t id,
    struct db_rows **rows, struct task_comment *out, struct err *err)
{
	if (db_query(db, SELECT "AND c.id = ?",
	    DB_ARGS(db_int(TASK_COMMENT_MINUTES), db_int(task_id),
	    db_int(id)), rows, err) == -1)
		return -1;
	return task_comment_next(*rows, out) ? 0 :
	    err_set(err, ERR_ABSENT, "comment %lld", (long long)id);
}

static bool
may_change(const struct right_who *who, const struct task_comment *c)
{
	return c->user_id == who->user_id && c->fresh && c->deleted_at == 0;
}

static bool
may_drop(const struct right_who *who, const struct task *task,
    const struct task_comment *c)
{
	return c->deleted_at == 0 && (c->user_id == who->user_id ||
	    (right_of_task(who, task) & RIGHT_MODERATE) != 0);
}

void
task_comment_emit(struct buf *b, const struct right_who *who,
    const struct task *task, const struct task_comment *c)
{
	emit_open(b, NULL, '{');
	emit_int(b, "id", c->id);
	emit_int(b, "user", c->user_id);
	emit_str(b, "user_name", c->user_name);
	emit_str(b, "text", c->text);
	markdown_emit(b, "text_nodes", c->text);
	emit_json(b, "mentions", c->mentions);
	emit_time(b, "created_at", c->created_at);
	emit_time(b, "edited_at", c->edited_at);
	emit_time(b, "deleted_at", c->deleted_at);
	emit_str(b, "deleted_by_name", c->deleted_by_name);
	emit_open(b, "rights", '[');
	if (may_change(who, c))
		emit_str(b, NULL, "change");
	if (may_drop(who, task, c))
		emit_str(b, NULL, "delete");
	emit_close(b, ']');
	emit_close(b, '}');
}

/* --- deeds --- */

struct deed {
	const struct actor	*actor;
	int64_t			 task_id, id;
	const char		*text;
	const json_t		*mentions;
	const struct task_comment_brought *brought;	/* NULL: it is written here */
};

/* The history and the event: what happened to which comment. */
static int
record(struct db *db, const struct deed *d, const char *what,
    const struct task *task, const json_t *before, const json_t *after,
    struct err *err)
{
	const struct told	told = { .what = what, .was = task,
		.now = task, .changes = NULL };

	return history_add(db, d->actor, HISTORY_TASK, d->task_id, what,
	    before, after, err) == -1 ? -1 : tell_task(db, d->actor, &told, err);
}

static json_t *
words_of(int64_t id, const char *text)
{
	return json_pack("{s:I, s:s?}", "comment", (json_int_t)id, "text",
	    text);
}

#define OLD_MS	INT64_C(86400000)	/* written elsewhere so long ago: nobody is told */

static bool
is_old(const struct task_comment_brought *from)
{
	return from->at != 0 && clock_ms() - from->at > OLD_MS;
}

/* d->id: the comment, 0: it was not brought yet. The task is locked. */
static int
find_brought(struct db *db, struct deed *d, struct err *err)
{
	return db_number(db, "SELECT id FROM task_comment WHERE task_id = ? "
	    "AND external_id = ?", DB_ARGS(db_int(d->task_id),
	    db_str(d->brought->external_id)), &d->id, err);
}

static int
work_add(struct db *db, void *arg, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_json json_t		*named = NULL, *after = NULL;
	own_str char		*mentions = NULL;
	struct deed		*d = arg;
	struct task		 task = { 0 };
	const struct task_comment_brought	from = d->brought != NULL ?
	    *d->brought : (struct task_comment_brought){ .at = 0 };

	if (task_lock(db, &d->actor->who, d->task_id, &rows, &task,
	    err) == -1)
		return -1;
	if (d->brought != NULL && (find_brought(db, d, err) == -1 ||
	    d->id != 0))
		return d->id != 0 ? 0 : -1;
	if (mention_find(db, &task, d->text, d->mentions,
	    &named, err) == -1)
		return -1;
	mentions = json_dumps(named, JSON_COMPACT);
	if (db_exec(db, "INSERT INTO task_comment (company_id, task_id, "
	    "user_id, text, mentions, external_id, created_at) "
	    "VALUES (?, ?, ?, ?, ?, ?, COALESCE(?, NOW(3)))",
	    DB_ARGS(db_int(task.company_id), db_int(task.id),
	    db_int(d->actor->who.user_id), db_str(d->text),
	    db_str(mentions), db_str(from.external_id), db_time(from.at)),
	    NULL, err) == -1)
		return -1;
	d->id = db_last_id(db);
	after = words_of(d->id, NULL);
	if (is_old(&from))
		return task_count(db, task.id, 1, 0, err);
	return task_count(db, task.id, 1, 0, err) == -1 ||
	    tell_words(db, d->actor, &task, &(struct told_words){ d->id,
	    d->text, named, NULL }, err) == -1 ||
	    record(db, d, "comment.add", &task, NULL, after, err) == -1 ?
	    -1 : 0;
}

int
task_comment_add(struct db *db, const struct actor *actor, int64_t task_id,
    const char *text, const json_t *mentions, int64_t *id, struct err *err)
{
	struct deed	d = { .actor = actor, .task_id = task_id,
		.text = text, .mentions = mentions };

	if (actor_run(db, actor, work_add, &d, err) == -1)
		return -1;
	*id = d.id;
	return 0;
}

int
task_comment_bring(struct db *db, const struct actor *actor, int64_t task_id,
    const struct task_comment_brought *brought, int64_t *id, struct err *err)
{
	struct deed	d = { .actor = actor, .task_id = task_id,
		.text = brought->text, .brought = brought };

	if (actor_run(db, actor, work_add, &d, err) == -1)
		return -1;
	*id = d.id;
	return 0;
}

static bool
is_service(const struct deed *d)
{
	return strcmp(d->actor->via, "service") == 0;
}

/* Who is not the author learns that first; a comment that is deleted is not there. */
static int
take(struct db *db, const struct deed *d, struct db_rows **task_rows,
    struct task *task, struct db_rows **rows, struct task_comment *c,
    struct err *err)
{
	if (task_lock(db, &d->actor->who, d->task_id, task_rows, task,
	    err) == -1 ||
	    task_comment_get(db, d->task_id, d->id, rows, c, err) == -1)
		return -1;
	return c->deleted_at == 0 ? 0 :
	    err_set(err, ERR_ABSENT, "comment %lld", (long long)d->id);
}

static int
not_theirs(struct err *err)
{
	return err_code(err, ERR_DENIED, "team.comment_other", "%s", "");
}

static int
work_change(struct db *db, void *arg, struct err *err)
{
	own_rows struct db_rows	*rows = NULL, *task_rows = NULL;
	own_json json_t		*named = NULL, *before = NULL, *after = NULL;
	own_json json_t		*had = NULL;
	own_str char		*mentions = NULL;
	struct deed		*d = arg;
	struct task		 task = { 0 };
	struct task_comment	 c = { 0 };

	if (take(db, d, &task_rows, &task, &rows, &c, err) == -1)
		return -1;
	if (c.user_id != d->actor->who.user_id && !is_service(d))
		return not_theirs(err);
	if (!c.fresh && !is_service(d))
		return err_code(err, ERR_DENIED, "team.comment_late", "%d",
		    TASK_COMMENT_MINUTES);
	if (mention_find(db, &task, d->text, d->mentions, &named, err) == -1)
		return -1;
	mentions = json_dumps(named, JSON_COMPACT);
	had = json_loads(c.mentions, 0, NULL);
	before = words_of(c.id, c.text);
	after = words_of(c.id, d->text);
	return db_exec(db, "UPDATE task_comment SET text = ?, mentions = ?, "
	    "edited_at = NOW(3) WHERE id = ?", DB_ARGS(db_str(d->text),
	    db_str(mentions), db_int(c.id)), NULL, err) == -1 ||
	    task_count(db, task.id, 0, 0, err) == -1 ||
	    tell_new_words(db, d->actor, &task, &(struct told_words){ c.id,
	    d->text, named, had }, err) == -1 ||
	    record(db, d, "comment.change", &task, before, after,
	    err) == -1 ? -1 : 0;
}

int
task_comment_change(struct db *db, const struct actor *actor,
    int64_t task_id, int64_t id, const char *text, const json_t *mentions,
    struct err *err)
{
	return actor_run(db, actor, work_change, &(struct deed){ .actor = actor,
	    .task_id = task_id, .id = id, .text = text,
	    .mentions = mentions }, err);
}

static int
work_drop(struct db *db, void *arg, struct err *err)
{
	own_rows struct db_rows	*rows = NULL, *task_rows = NULL;
	own_json json_t		*before = NULL;
	struct deed		*d = arg;
	struct task		 task = { 0 };
	struct task_comment	 c = { 0 };

	if (take(db, d, &task_rows, &task, &rows, &c, err) == -1)
		return -1;
	if (!is_service(d) && !may_drop(&d->actor->who, &task, &c))
		return not_theirs(err);
	before = words_of(c.id, NULL);
	return db_exec(db, "UPDATE task_comment SET text = '', "
	    "mentions = '[]', deleted_at = NOW(3), deleted_by = ? WHERE "
	    "id = ?", DB_ARGS(db_int(d->actor->who.user_id), db_int(c.id)),
	    NULL, err) == -1 || task_count(db, task.id, -1, 0, err) == -1 ||
	    tell_new_words(db, d->actor, &task, &(struct told_words){ c.id,
	    "", NULL, NULL }, err) == -1 ||
	    record(db, d, "comment.delete", &task, before, NULL, err) == -1 ?
	    -1 : 0;
}

int
task_comment_drop(struct db *db, const struct actor *actor, int64_t task_id,
    int64_t id, struct err *err)
{
	return actor_run(db, actor, work_drop, &(struct deed){ .actor = actor,
	    .task_id = task_id, .id = id }, err);
}
