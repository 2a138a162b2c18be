#include "team/task_history.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "team/actor.h"
#include "team/task.h"

int
task_history_add(struct db *db, const struct actor *actor, int64_t task_id,
    const char *action, const json_t *before, const json_t *after,
    struct err *err)
{
	own_str char	*was = before == NULL ? mem_dup("{}") :
			    json_dumps(before, JSON_COMPACT);
	own_str char	*is = after == NULL ? mem_dup("{}") :
			    json_dumps(after, JSON_COMPACT);

	return db_exec(db, "INSERT INTO task_history (company_id, task_id, "
	    "user_id, via, action, before_data, after_data, address) VALUES "
	    "(?, ?, ?, ?, ?, ?, ?, LEFT(?, 45))",
	    DB_ARGS(db_int(actor->who.company_id), db_int(task_id),
	    db_id(actor->who.user_id), db_str(actor->via), db_str(action),
	    db_str(was), db_str(is), db_str(actor->address)), NULL, err);
}

/* --- what changed --- */

static json_t *
text_of(const char *s)
{
	return s == NULL ? json_null() : json_string(s);
}

static json_t *
id_of(int64_t id)
{
	return id == 0 ? json_null() : json_integer(id);
}

static json_t *
list_of(const char *json)
{
	return json == NULL ? json_null() : json_loads(json, 0, NULL);
}

static json_t *
link_of(const struct task *t)
{
	return t->link_kind == NULL ? json_null() : json_pack(
	    "{s:s, s:s, s:s}", "kind", t->link_kind, "id", t->link_id,
	    "title", t->link_title);
}

static json_t *
field_of(const struct task *t, unsigned bit)
{
	switch (bit) {
	case TASK_TITLE: return text_of(t->title);
	case TASK_DESCRIPTION: return text_of(t->description);
	case TASK_STATUS: return text_of(t->status);
	case TASK_PRIORITY:
		return text_of(task_priorities[t->priority - 1]);
	case TASK_DUE: return field_time(t->due_date);
	case TASK_LIST: return id_of(t->list_id);
	case TASK_ASSIGNED: return id_of(t->assigned_to);
	case TASK_TAGS: return list_of(t->tags);
	case TASK_CHECKLIST: return list_of(t->checklist);
	case TASK_WATCHERS: return list_of(t->watchers);
	case TASK_LINK: return link_of(t);
	default: return text_of(t->position);
	}
}

static const struct { unsigned bit; const char *name; } fields[] = {
	{ TASK_TITLE, "title" }, { TASK_DESCRIPTION, "description" },
	{ TASK_STATUS, "status" }, { TASK_PRIORITY, "priority" },
	{ TASK_DUE, "due_date" }, { TASK_LIST, "list" },
	{ TASK_ASSIGNED, "assigned_to" }, { TASK_TAGS, "tags" },
	{ TASK_CHECKLIST, "checklist" }, { TASK_WATCHERS, "watchers" },
	{ TASK_LINK, "link" }, { TASK_POSITION, "position" },
};

bool
task_history_diff(const struct task *before, const struct task *after,
    unsigned bits, json_t **was, json_t **is)
{
	*was = json_object();
	*is = json_object();
	for (size_t i = 0; i < nitems(fields); i++) {
		json_t	*old, *new;

		if ((bits & fields[i].bit) == 0)
			continue;
		old = before == NULL ? json_null() :
		    field_of(before, fields[i].bit);
		new = field_of(after, fields[i].bit);
		if (!json_equal(old, new)) {
			if (before != NULL)
				json_object_set(*was, fields[i].name, old);
			json_object_set(*is, fields[i].name, new);
		}
		json_decref(old);
		json_decref(new);
	}
	return json_object_size(*is) > 0;
}

/* --- reading --- */

int
task_history_list(struct db *db, int64_t task_id, int64_t before_id,
    int64_t limit, int64_t skip, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT h.id, h.user_id, "
	    "IF(u.name <> '', u.name, u.email), h.via, h.action, "
	    "h.before_data, h.after_data, h.created_at FROM task_history h "
	    "LEFT JOIN user u ON u.id = h.user_id WHERE h.task_id = ? AND "
	    "h.id < ? ORDER BY h.id DESC LIMIT ? OFFSET ?",
	    DB_ARGS(db_int(task_id), db_int(before_id > 0 ? before_id :
	    INT64_MAX), db_int(limit), db_int(skip)), out, err);
}

int
task_history_count(struct db *db, int64_t task_id, int64_t *out,
    struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM task_history WHERE "
	    "task_id = ?", DB_ARGS(db_int(task_id)), out, err);
}

int64_t
task_history_emit(struct db_rows *rows, struct buf *out)
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
