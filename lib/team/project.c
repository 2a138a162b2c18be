#include "team/project.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/cursor.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/field.h"
#include "team/history.h"
#include "team/task.h"

#define MOVE_PART	1000	/* tasks of one transaction */

const char *const project_statuses[] = { "planned", "active", "paused", "done",
	"archived", NULL };
const char *const project_roles[] = { "viewer", "executor", "manager", NULL };
const char *const project_orders[] = { "updated_at", "-updated_at", "deadline",
	"-deadline", NULL };

/* --- reading --- */

#define TASKS "(SELECT COUNT(*) FROM task t WHERE t.list_id = p.id "		\
	"AND t.deleted_at IS NULL"
#define COLS "SELECT p.id, p.company_id, p.client_id, p.created_by, "		\
	"p.version, p.deadline, p.created_at, p.updated_at, " TASKS "), "			\
	TASKS " AND t.status = 'done'), " TASKS " AND t.status IN ('todo', "	\
	"'in_progress', 'review')), p.name, p.description, p.status, "	\
	"p.source, p.external_id, k.name, IF(c.name <> '', c.name, c.email), "	\
	"me.role + 0"
#define FROM " FROM project p LEFT JOIN client k ON k.id = p.client_id "	\
	"LEFT JOIN user c ON c.id = p.created_by LEFT JOIN project_member me "	\
	"ON me.project_id = p.id AND me.user_id = ? AND me.is_active WHERE "

bool
project_next(struct db_rows *rows, struct project *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct project){
		.id = db_col_int(rows, 0),
		.company_id = db_col_int(rows, 1),
		.client_id = db_col_int(rows, 2),
		.created_by = db_col_int(rows, 3),
		.version = db_col_int(rows, 4),
		.deadline = db_col_time(rows, 5),
		.created_at = db_col_time(rows, 6),
		.updated_at = db_col_time(rows, 7),
		.tasks = db_col_int(rows, 8),
		.done = db_col_int(rows, 9),
		.open = db_col_int(rows, 10),
		.name = db_col_str(rows, 11),
		.description = db_col_str(rows, 12),
		.status = db_col_str(rows, 13),
		.source = db_col_str(rows, 14),
		.external_id = db_col_str(rows, 15),
		.client_name = db_col_str(rows, 16),
		.created_by_name = db_col_str(rows, 17),
		.role = (enum right_role)db_col_int(rows, 18),
	};
	return true;
}

static void
add_filter(struct db_build *b, const struct project_filter *f)
{
	if (f->status != NULL)
		db_build_add(b, " AND p.status = ?",
		    DB_ARGS(db_str(f->status)));
	if (f->client_id != 0)
		db_build_add(b, " AND p.client_id = ?",
		    DB_ARGS(db_int(f->client_id)));
	if (f->q != NULL)
		db_build_add(b, " AND (INSTR(p.name, ?) > 0 OR "
		    "p.client_id IN (SELECT q.id FROM client q WHERE "
		    "q.company_id = p.company_id AND "
		    "INSTR(q.name, ?) > 0))",
		    DB_ARGS(db_str(f->q), db_str(f->q)));
}

static void
add_order(struct db_build *b, const char *order)
{
	static const char *const	columns[] = { "p.updated_at, ",
		"p.updated_at DESC, ", "p.deadline IS NULL, p.deadline, ",
		"p.deadline IS NULL, p.deadline DESC, " };

	db_build_add(b, " ORDER BY ", DB_NONE);
	for (size_t i = 0; order != NULL && project_orders[i] != NULL; i++)
		if (strcmp(project_orders[i], order) == 0)
			db_build_add(b, columns[i], DB_NONE);
}

int
project_list(struct db *db, const struct right_who *who,
    const struct project_filter *f, const struct cursor *from, int64_t limit,
    int64_t skip, struct db_rows **out, struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	db_build_add(&b, COLS FROM, DB_ARGS(db_int(who->user_id)));
	right_sees_projects(&b, who);
	add_filter(&b, f);
	if (from != NULL && from->id != 0)
		db_build_add(&b, " AND (p.name > ? OR (p.name = ? AND "
		    "p.id > ?))", DB_ARGS(db_str(from->key),
		    db_str(from->key), db_int(from->id)));
	add_order(&b, f->order);
	db_build_add(&b, "p.name, p.id LIMIT ? OFFSET ?",
	    DB_ARGS(db_int(limit), db_int(skip)));
	return db_build_query(db, &b, out, err);
}

int
project_count(struct db *db, const struct right_who *who,
    const struct project_filter *f, int64_t *out, struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;

	db_build_add(&b, "SELECT COUNT(*) FROM project p WHERE ", DB_NONE);
	right_sees_projects(&b, who);
	add_filter(&b, f);
	if (db_build_query(db, &b, &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	*out = db_col_int(rows, 0);
	return 0;
}

int
project_get(struct db *db, const struct right_who *who, int64_t id,
    struct db_rows **rows, struct project *out, struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	db_build_add(&b, COLS FROM, DB_ARGS(db_int(who->user_id)));
	right_sees_projects(&b, who);
	db_build_add(&b, " AND p.id = ?", DB_ARGS(db_int(id)));
	if (db_build_query(db, &b, rows, err) == -1)
		return -1;
	return project_next(*rows, out) ? 0 :
	    err_set(err, ERR_ABSENT, "project %lld", (long long)id);
}

int
project_get_written(struct db *db, const struct right_who *who, int64_t id,
    struct db_rows **rows, struct project *out, struct err *err)
{
	struct right_who	all = *who;

	if (project_get(db, who, id, rows, out, err) == 0)
		return 0;
	if (err->kind != ERR_ABSENT)
		return -1;
	*err = (struct err){ 0 };
	db_rows_close_p(rows);
	all.all = true;
	return project_get(db, &all, id, rows, out, err);
}

int
project_lock(struct db *db, const struct right_who *who, int64_t id,
    struct db_rows **rows, struct project *out, struct err *err)
{
	own_rows struct db_rows	*locked = NULL;

	return db_query(db, "SELECT id FROM project WHERE id = ? FOR UPDATE",
	    DB_ARGS(db_int(id)), &locked, err) == -1 ? -1 :
	    project_get(db, who, id, rows, out, err);
}

/* --- writing --- */

int
project_add(struct db *db, const struct project *p, int64_t *id,
    struct err *err)
{
	if (db_exec(db, "INSERT INTO project (company_id, name, description, "
	    "client_id, status, deadline, created_by) VALUES (?, ?, ?, ?, ?, "
	    "?, ?)", DB_ARGS(db_int(p->company_id), db_str(p->name),
	    db_str(p->description), db_id(p->client_id), db_str(p->status),
	    db_time(p->deadline), db_int(p->created_by)), NULL, err) == -1)
		return -1;
	*id = db_last_id(db);
	return 0;
}

int
project_save(struct db *db, const struct project *p, struct err *err)
{
	return db_exec(db, "UPDATE project SET name = ?, description = ?, "
	    "client_id = ?, status = ?, deadline = ?, version = version + 1, "
	    "updated_at = NOW(3) WHERE id = ?",
	    DB_ARGS(db_str(p->name), db_str(p->description),
	    db_id(p->client_id), db_str(p->status), db_time(p->deadline),
	    db_int(p->id)), NULL, err);
}

/* The ids of the first ones. */
static int
find_tasks(struct db *db, int64_t id, struct buf *ids, size_t *n,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT id FROM task WHERE list_id = ? ORDER BY id "
	    "LIMIT ?", DB_ARGS(db_int(id), db_int(MOVE_PART)),
	    &rows, err) == -1)
		return -1;
	*n = db_rows_count(rows);
	emit_open(ids, NULL, '[');
	while (db_rows_next(rows))
		emit_int(ids, NULL, db_col_int(rows, 0));
	emit_close(ids, ']');
	return 0;
}

#define THOSE	"JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j " \
	"JOIN task t ON t.id = j.id AND t.list_id = ?"

int
project_move_tasks(struct db *db, const struct actor *actor, int64_t id,
    int64_t to_id, bool *more, struct err *err)
{
	own_json json_t		*before = json_pack("{s:I}", "list",
				    (json_int_t)id);
	own_json json_t		*after = to_id == 0 ? json_pack("{s:n}",
				    "list") : json_pack("{s:I}", "list",
				    (json_int_t)to_id);
	own_buf struct buf	 ids = { 0 };
	size_t			 n;

	if (find_tasks(db, id, &ids, &n, err) == -1)
		return -1;
	*more = n == MOVE_PART;
	if (n == 0)
		return 0;
	/* What the first reads stays as it is until the second. */
	return history_add_tasks(db, actor, "change", before, after, THOSE,
	    DB_ARGS(db_str(buf_str(&ids)), db_int(id)), err) == -1 ? -1 :
	    db_exec(db, "UPDATE " THOSE " SET t.list_id = ?, "
	    "t.version = t.version + 1, t.updated_at = NOW(3)", DB_ARGS(
	    db_str(buf_str(&ids)), db_int(id), db_id(to_id)), NULL, err);
}

/* Tasks in the bin hold a project no longer: they come out of it as personal ones. */
int
project_drop(struct db *db, const struct actor *actor, int64_t id,
    struct err *err)
{
	int64_t	n = 0;
	bool	more = true;

	if (db_number(db, "SELECT COUNT(*) FROM (SELECT 1 FROM task WHERE "
	    "list_id = ? AND deleted_at IS NULL LIMIT 10001) c",
	    DB_ARGS(db_int(id)), &n, err) == -1)
		return -1;
	if (n > 0)
		return err_code(err, ERR_CONFLICT, "team.project_used", "%lld",
		    (long long)n);
	while (more)
		if (project_move_tasks(db, actor, id, 0, &more, err) == -1)
			return -1;
	return db_exec_one(db, "DELETE FROM project WHERE id = ?",
	    DB_ARGS(db_int(id)), "project", err);
}

/* --- members --- */

#define MEMBERS "SELECT m.user_id, IF(u.name <> '', u.name, u.email), "		\
	"u.email, m.role + 0, m.is_active, u.active, m.created_at FROM "	\
	"project_member m JOIN user u ON u.id = m.user_id WHERE "		\
	"m.project_id = ?"

int
project_members(struct db *db, int64_t id, struct db_rows **out,
    struct err *err)
{
	return db_query(db, MEMBERS " ORDER BY m.role DESC, 2, m.user_id",
	    DB_ARGS(db_int(id)), out, err);
}

int
project_member_get(struct db *db, int64_t id, int64_t user_id,
    struct db_rows **rows, struct project_member *out, struct err *err)
{
	if (db_query(db, MEMBERS " AND m.user_id = ?", DB_ARGS(db_int(id),
	    db_int(user_id)), rows, err) == -1)
		return -1;
	return project_member_next(*rows, out) ? 0 :
	    err_set(err, ERR_ABSENT, "member %lld", (long long)user_id);
}

bool
project_member_next(struct db_rows *rows, struct project_member *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct project_member){
		.user_id = db_col_int(rows, 0),
		.name = db_col_str(rows, 1),
		.email = db_col_str(rows, 2),
		.role = (enum right_role)db_col_int(rows, 3),
		.is_active = db_col_int(rows, 4) != 0,
		.user_active = db_col_int(rows, 5) != 0,
		.created_at = db_col_time(rows, 6),
	};
	return true;
}

int
project_member_put(struct db *db, const struct project *p, int64_t user_id,
    enum right_role role, bool is_active, struct err *err)
{
	const char	*word = project_roles[role - 1];

	return db_exec(db, "INSERT INTO project_member (project_id, user_id, "
	    "company_id, role, is_active) VALUES (?, ?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE role = VALUES(role), "
	    "is_active = VALUES(is_active)",
	    DB_ARGS(db_int(p->id), db_int(user_id), db_int(p->company_id),
	    db_str(word), db_int(is_active)), NULL, err);
}

int
project_member_unwatch(struct db *db, const struct actor *actor, int64_t id,
    int64_t user_id, struct err *err)
{
	if (history_add_tasks(db, actor, "unwatch", NULL, NULL,
	    "task_watcher w JOIN task t ON t.id = w.task_id WHERE "
	    "t.list_id = ? AND w.user_id = ?", DB_ARGS(db_int(id),
	    db_int(user_id)), err) == -1)
		return -1;
	return task_unwatch_list(db, id, user_id, err);
}

int
project_member_drop(struct db *db, const struct actor *actor, int64_t id,
    int64_t user_id, struct err *err)
{
	return db_exec_one(db, "DELETE FROM project_member WHERE "
	    "project_id = ? AND user_id = ?", DB_ARGS(db_int(id),
	    db_int(user_id)), "member", err) == -1 ? -1 :
	    project_member_unwatch(db, actor, id, user_id, err);
}
