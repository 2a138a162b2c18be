#include "team/history.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/field.h"
#include "io/web.h"
#include "team/actor.h"
#include "team/task_turn.h"

#define PAGE	200

/* The same statements for each kind: its table, and the column of the thing. */
#define ADD(thing, more, marks) " (company_id, " thing ", user_id, via, "	\
	"action, before_data, after_data, address" more ") VALUES "		\
	"(?, ?, ?, ?, ?, ?, ?, LEFT(?, 45)" marks ")"
#define LIST(table, thing) "SELECT h.id, h.user_id, "				\
	"IF(u.name <> '', u.name, u.email), h.via, h.action, h.before_data, "	\
	"h.after_data, h.created_at FROM " table " h LEFT JOIN user u ON "	\
	"u.id = h.user_id WHERE h." thing " = ? AND h.id < ? "			\
	"AND h.action <> '" HISTORY_SPREAD "' "					\
	"ORDER BY h.id DESC LIMIT ? OFFSET ?"

static const struct { const char *add, *list, *count; } kinds[] = {
	[HISTORY_TASK] = {
		"INSERT INTO task_history" ADD("task_id", ", slot, turn",
		    ", ?, LAST_INSERT_ID()"),
		LIST("task_history", "task_id"),
		"SELECT COUNT(*) FROM task_history WHERE task_id = ? AND "
		    "action <> '" HISTORY_SPREAD "'",
	},
	[HISTORY_PROJECT] = {
		"INSERT INTO project_history" ADD("project_id", "", ""),
		LIST("project_history", "project_id"),
		"SELECT COUNT(*) FROM project_history WHERE project_id = ?",
	},
};

static char *
text_of(const json_t *data)
{
	return data == NULL ? mem_dup("{}") : json_dumps(data, JSON_COMPACT);
}

int
history_add(struct db *db, const struct actor *actor, enum history_kind kind,
    int64_t id, const char *action, const json_t *before, const json_t *after,
    struct err *err)
{
	own_str char	*was = text_of(before), *is = text_of(after);
	const char	*add = kinds[kind].add;

	if (kind == HISTORY_TASK && task_turn_take_later(db,
	    actor->who.company_id, err) == -1)
		return -1;
	return db_exec_later(db, add, (struct db_args){ (const struct db_arg[]){
	    db_int(actor->who.company_id), db_int(id),
	    db_id(actor->who.user_id), db_str(actor->via), db_str(action),
	    db_str(was), db_str(is), db_str(actor->address),
	    db_int(task_turn_slot()) }, kind == HISTORY_TASK ? 9 : 8 }, err);
}

/* How many there are is known only then; nobody else counts on meanwhile. */
int
history_add_tasks(struct db *db, const struct actor *actor, const char *action,
    const json_t *before, const json_t *after, const char *from,
    struct db_args args, struct err *err)
{
	own_str char			*was = text_of(before);
	own_str char			*is = text_of(after);
	own_db_build struct db_build	 b = { 0 };
	struct task_turn			 turn;
	int64_t				 added = 0;

	if (task_turn_take(db, actor->who.company_id, 0, &turn, err) == -1)
		return -1;
	db_build_add(&b, "INSERT INTO task_history (company_id, task_id, "
	    "user_id, via, action, before_data, after_data, address, slot, "
	    "turn) SELECT t.company_id, t.id, ?, ?, ?, ?, ?, LEFT(?, 45), ?, "
	    "? + ROW_NUMBER() OVER (ORDER BY t.id) FROM ",
	    DB_ARGS(db_id(actor->who.user_id), db_str(actor->via),
	    db_str(action), db_str(was), db_str(is), db_str(actor->address),
	    db_int(turn.slot), db_int(turn.n)));
	db_build_add(&b, from, args);
	return db_exec(db, buf_str(&b.sql), (struct db_args){ b.args, b.n },
	    &added, err) == -1 ||
	    task_turn_take(db, actor->who.company_id, added, &turn, err) == -1 ?
	    -1 : 0;
}

bool
history_diff(const json_t *before, const json_t *after, json_t **was,
    json_t **is)
{
	const char	*name;
	json_t		*new;

	*was = json_object();
	*is = json_object();
	json_object_foreach((json_t *)(uintptr_t)after, name, new) {
		json_t	*old = json_object_get(before, name);

		if (old == NULL ? json_is_null(new) : json_equal(old, new))
			continue;
		if (old != NULL)
			json_object_set(*was, name, old);
		json_object_set(*is, name, new);
	}
	return json_object_size(*is) > 0;
}

/* The next row as JSON; 0: there is none, else its id. */
static int64_t
put_row(struct db_rows *rows, struct buf *out)
{
	int64_t	id;

	if (!db_rows_next(rows))
		return 0;
	id = db_col_int(rows, 0);
	emit_open(out, NULL, '{');
	emit_int(out, "id", id);
	if (db_col_null(rows, 1))
		emit_null(out, "user");
	else
		emit_int(out, "user", db_col_int(rows, 1));
	emit_str(out, "user_name", db_col_str(rows, 2));
	emit_str(out, "via", db_col_str(rows, 3));
	emit_str(out, "action", db_col_str(rows, 4));
	emit_json(out, "before", db_col_str(rows, 5));
	emit_json(out, "after", db_col_str(rows, 6));
	emit_time(out, "created_at", db_col_time(rows, 7));
	emit_close(out, '}');
	return id;
}

int
history_answer(struct db *db, const struct web_req *req, struct web_res *res,
    enum history_kind kind, int64_t thing_id, struct err *err)
{
	static const char *const	 names[] = { "page", "page_size",
		"after", NULL };
	const char			*list = kinds[kind].list;
	const char			*count = kinds[kind].count;
	own_rows struct db_rows		*rows = NULL;
	struct cursor			 last = { 0 };
	struct web_page			 page;
	int64_t				 total, id, n = 0;

	if (web_query_only(req, names, err) == -1 ||
	    web_page_read_sized(req, CURSOR_BY_ID, PAGE, &page, err) == -1 ||
	    db_number(db, count, DB_ARGS(db_int(thing_id)),
	    &total, err) == -1 ||
	    db_query(db, list, DB_ARGS(db_int(thing_id),
	    db_int(page.from.id > 0 ? page.from.id : INT64_MAX),
	    db_int(page.size + 1), db_int(web_page_skip(&page))), &rows,
	    err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	for (; n < page.size && (id = put_row(rows, &res->body)) != 0; n++)
		last.id = id;
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last,
	    n == page.size && db_rows_next(rows), total);
	return 200;
}
