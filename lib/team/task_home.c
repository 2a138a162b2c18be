#include "team/task_home.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "service/task_home.h"
#include "team/actor.h"
#include "team/task_comment.h"
#include "team/task_edit.h"
#include "team/task_form.h"

#define COMMENTS_MAX	1000	/* of a task, the newest */

/* The one who set it up may do what the service does, whatever their role is by now. */
static struct actor
actor_for(const struct task_home_by *by)
{
	return (struct actor){
		.who = { .company_id = by->company_id, .user_id = by->user_id,
			.all = true },
		.via = "service", .address = "", .zone = "UTC",
		.conf = by->conf,
	};
}

#define COLS "SELECT t.id, t.version, t.updated_at, t.deleted_at, t.list_id, "	\
	"t.title, t.description, t.status, t.assigned_to, t.due_date, t.tags, "	\
	"t.comments "								\
	"FROM task t WHERE t.company_id = ? "

static json_t *
read_row(const struct db_rows *rows)
{
	const int64_t	list = db_col_int(rows, 4), who = db_col_int(rows, 8);

	return json_pack("{s:I, s:I, s:I, s:b, s:o, s:s, s:s, s:s, s:o, s:o, "
	    "s:o, s:I}",
	    "id", (json_int_t)db_col_int(rows, 0),
	    "version", (json_int_t)db_col_int(rows, 1),
	    "updated_at", (json_int_t)db_col_time(rows, 2),
	    "deleted", !db_col_null(rows, 3),
	    "list", list == 0 ? json_null() : json_integer(list),
	    "title", db_col_str(rows, 5), "description", db_col_str(rows, 6),
	    "status", db_col_str(rows, 7),
	    "assigned_to", who == 0 ? json_null() : json_integer(who),
	    "due_date", field_time(db_col_time(rows, 9)),
	    "tags", json_loads(db_col_str(rows, 10), 0, NULL),
	    "comments", (json_int_t)db_col_int(rows, 11));
}

static int
home_written(const struct task_home_by *by, int64_t project_id,
    int64_t since_ms, int64_t after_id, int64_t limit, json_t **tasks,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(by->db, COLS "AND t.list_id = ? AND t.id > ? AND "
	    "(? IS NULL OR t.updated_at >= ? OR t.deleted_at >= ?) "
	    "ORDER BY t.id LIMIT ?", DB_ARGS(db_int(by->company_id),
	    db_int(project_id), db_int(after_id), db_time(since_ms),
	    db_time(since_ms), db_time(since_ms), db_int(limit)), &rows,
	    err) == -1)
		return -1;
	*tasks = json_array();
	while (db_rows_next(rows))
		json_array_append_new(*tasks, read_row(rows));
	return 0;
}

static int
home_get(const struct task_home_by *by, int64_t id, json_t **task,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(by->db, COLS "AND t.id = ?", DB_ARGS(
	    db_int(by->company_id), db_int(id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	*task = read_row(rows);
	return 0;
}

/* 0, and *id 0 where there is none. */
static int
find_external(const struct task_home_by *by, const char *external_id,
    int64_t *id, struct err *err)
{
	return db_number(by->db, "SELECT id FROM task WHERE company_id = ? "
	    "AND source = ? AND external_id = ?", DB_ARGS(
	    db_int(by->company_id), db_str(by->source), db_str(external_id)),
	    id, err);
}

/* The members that a form takes; a new task has no empty ones. */
static json_t *
body_of(const json_t *task)
{
	static const char *const	names[] = { "title", "description",
		"status", "assigned_to", "due_date", "tags" };
	json_t	*out = json_object(), *value;

	for (size_t i = 0; i < nitems(names); i++)
		if ((value = json_object_get(task, names[i])) != NULL)
			json_object_set(out, names[i], value);
	return out;
}

static int
home_add(const struct task_home_by *by, int64_t project_id,
    const char *external_id, const json_t *task, int64_t *id,
    struct err *err)
{
	own_task_form struct task_form	 form = { 0 };
	own_json json_t			*body = body_of(task);
	const struct actor		 actor = actor_for(by);

	if (find_external(by, external_id, id, err) == -1)
		return -1;
	if (*id != 0)
		return 0;
	json_object_set_new(body, "list", json_integer(project_id));
	if (task_form_read(body, actor.zone, true, &form, err) == -1)
		return -1;
	form.source = by->source;
	form.external_id = external_id;
	return task_edit_add(by->db, &actor, &form, id, err);
}

static int
home_change(const struct task_home_by *by, int64_t id, int64_t version,
    const json_t *changes, struct err *err)
{
	own_task_form struct task_form	 form = { 0 };
	own_task_now struct task_now	 now = { 0 };
	own_json json_t			*body = body_of(changes);
	const struct actor		 actor = actor_for(by);

	if (task_form_read(body, actor.zone, false, &form, err) == -1)
		return -1;
	form.version = version;
	return task_edit_change(by->db, &actor, id, &form, &now, err);
}

static int
home_bin(const struct task_home_by *by, int64_t id, struct err *err)
{
	const struct actor	actor = actor_for(by);

	return task_edit_bin(by->db, &actor, id, 0, err);
}

/* --- comments --- */

static int
home_comments(const struct task_home_by *by, int64_t task_id, json_t **list,
    struct err *err)
{
	own_json json_t		*task = NULL;
	own_rows struct db_rows	*rows = NULL;
	struct task_comment	 c;

	if (home_get(by, task_id, &task, err) == -1 ||
	    task_comment_list(by->db, task_id, 0, COMMENTS_MAX, 0, &rows,
	    err) == -1)
		return -1;
	*list = json_array();
	while (task_comment_next(rows, &c))
		json_array_insert_new(*list, 0, json_pack("{s:I, s:I, s:s, "
		    "s:s, s:b, s:b}", "id", (json_int_t)c.id,
		    "user_id", (json_int_t)c.user_id,
		    "user_name", c.user_name != NULL ? c.user_name : "",
		    "text", c.text, "deleted", c.deleted_at != 0,
		    "brought", c.brought));
	return 0;
}

static int
home_say(const struct task_home_by *by, int64_t task_id,
    const struct task_home_words *words, int64_t *id, struct err *err)
{
	struct actor	actor = actor_for(by);

	if (words->user_id != 0)
		actor.who.user_id = words->user_id;
	return task_comment_bring(by->db, &actor, task_id,
	    &(struct task_comment_brought){ words->external_id, words->text,
	    words->at }, id, err);
}

/* What is not there any more is no fault: it is as was wanted, or its author wanted it so. */
static int
gone_is_well(int rc, struct err *err)
{
	if (rc == 0 || err->kind != ERR_ABSENT)
		return rc;
	*err = (struct err){ 0 };
	return 0;
}

static int
home_say_again(const struct task_home_by *by, int64_t task_id, int64_t id,
    const char *text, struct err *err)
{
	const struct actor	actor = actor_for(by);

	return gone_is_well(task_comment_change(by->db, &actor, task_id, id,
	    text, NULL, err), err);
}

static int
home_unsay(const struct task_home_by *by, int64_t task_id, int64_t id,
    struct err *err)
{
	const struct actor	actor = actor_for(by);

	return gone_is_well(task_comment_drop(by->db, &actor, task_id, id,
	    err), err);
}

static int
home_check_project(const struct task_home_by *by, int64_t project_id,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	return db_query(by->db, "SELECT id FROM project WHERE company_id = ? "
	    "AND id = ?", DB_ARGS(db_int(by->company_id), db_int(project_id)),
	    &rows, err) == -1 ? -1 : db_one(rows, err);
}

const struct task_home	team_task_home = {
	.written = home_written, .get = home_get, .add = home_add,
	.change = home_change, .bin = home_bin,
	.comments = home_comments, .say = home_say,
	.say_again = home_say_again, .unsay = home_unsay,
	.check_project = home_check_project,
};
