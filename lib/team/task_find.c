#include "team/task_find.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/field.h"
#include "team/task.h"

void
task_filter_clear(struct task_filter *f)
{
	buf_clear(&f->ask);
	memset(f, 0, sizeof(*f));
}

/* --- filters --- */

static void
add_texts(struct db_build *b, const char *fragment,
    const struct task_texts *any)
{
	if (any->n > 0)
		db_build_texts(b, fragment, any->v, any->n);
}

/* in: " AND (t.x IN ", null: "t.x IS NULL". */
static void
add_ids(struct db_build *b, const char *in, const char *null,
    const struct task_ids *any)
{
	if (any->n > 0)
		db_build_ids(b, in, any->v, any->n);
	if (any->none) {
		db_build_add(b, any->n > 0 ? " OR " : " AND (", DB_NONE);
		db_build_add(b, null, DB_NONE);
	}
	if (any->n > 0 || any->none)
		db_build_add(b, ")", DB_NONE);
}

static void
add_due(struct db_build *b, const struct task_due *due)
{
	if (due->none) {
		db_build_add(b, "t.due_date IS NULL", DB_NONE);
		return;
	}
	db_build_add(b, "(t.due_date IS NOT NULL", DB_NONE);
	if (due->from != 0)
		db_build_add(b, " AND t.due_last >= ?",
		    DB_ARGS(db_time(due->from)));
	if (due->to != 0)
		db_build_add(b, " AND t.due_first < ?",
		    DB_ARGS(db_time(due->to)));
	if (due->open)
		db_build_add(b, " AND t.is_open = 1",
		    DB_NONE);
	db_build_add(b, ")", DB_NONE);
}

static void
add_link(struct db_build *b, const struct task_link *link)
{
	db_build_add(b, "(t.link_kind = ?", DB_ARGS(db_str(link->kind)));
	if (link->id != NULL)
		db_build_add(b, " AND t.link_id = ?",
		    DB_ARGS(db_str(link->id)));
	db_build_add(b, ")", DB_NONE);
}

static void
add_priorities(struct db_build *b, const struct task_texts *any)
{
	int64_t	ranks[TASK_FIND_ANY];

	for (size_t i = 0; i < any->n; i++)
		for (int64_t rank = 0; task_priorities[rank] != NULL; rank++)
			if (strcmp(task_priorities[rank], any->v[i]) == 0)
				ranks[i] = rank + 1;
	if (any->n > 0)
		db_build_ids(b, " AND t.priority IN ", ranks, any->n);
}

static void
add_filter(struct db_build *b, const struct task_filter *f)
{
	add_texts(b, " AND t.status IN ", &f->status);
	add_priorities(b, &f->priority);
	add_ids(b, " AND (t.list_id IN ", "t.list_id IS NULL", &f->list);
	add_ids(b, " AND (t.assigned_to IN ", "t.assigned_to IS NULL",
	    &f->assigned_to);
	add_ids(b, " AND (t.created_by IN ", "FALSE", &f->created_by);
	if (f->tag.n > 0) {
		db_build_texts(b, " AND t.id IN (SELECT g.task_id FROM "
		    "task_tag g WHERE g.company_id = t.company_id AND "
		    "g.name IN ", f->tag.v, f->tag.n);
		db_build_add(b, ")", DB_NONE);
	}
	for (size_t i = 0; i < f->ndue; i++) {
		db_build_add(b, i == 0 ? " AND (" : " OR ", DB_NONE);
		add_due(b, &f->due[i]);
	}
	db_build_add(b, f->ndue > 0 ? ")" : "", DB_NONE);
	for (size_t i = 0; i < f->nlink; i++) {
		db_build_add(b, i == 0 ? " AND (" : " OR ", DB_NONE);
		add_link(b, &f->link[i]);
	}
	db_build_add(b, f->nlink > 0 ? ")" : "", DB_NONE);
	if (f->completed != NULL)
		db_build_add(b, f->completed_value ? " AND t.status = 'done'" :
		    " AND t.status <> 'done'", DB_NONE);
	if (f->ask.len > 0)
		db_build_add(b, " AND t.id IN (SELECT x.task_id FROM "
		    "task_word x WHERE MATCH (x.words) AGAINST "
		    "(? IN BOOLEAN MODE))", DB_ARGS(db_str(f->ask.data)));
}

void
task_find_where(struct db_build *b, const struct right_who *who,
    const struct task_filter *f, bool open)
{
	db_build_add(b, " FROM task t WHERE ", DB_NONE);
	right_sees_tasks(b, who);
	db_build_add(b, open ? " AND t.is_open = 1" :
	    " AND t.deleted_at IS NULL", DB_NONE);
	add_filter(b, f);
}

/* --- orders --- */

/* Each walks an index (company_id, key, id), forward or backward; positions differ. */
struct order {
	const char	*name;
	const char	*by;		/* ORDER BY */
	const char	*after;		/* twice the key's value, then the id */
	bool		 number;
};
#define UP(col)		" AND t." col " >= ? AND (t." col " > ? OR t.id > ?)"
#define DOWN(col)	" AND t." col " <= ? AND (t." col " < ? OR t.id < ?)"
#define ASC(col)	" ORDER BY t." col ", t.id"
#define DESC(col)	" ORDER BY t." col " DESC, t.id DESC"
static const struct order orders[] = {
	{ "-created_at", DESC("created_at"), DOWN("created_at"), false },
	{ "created_at", ASC("created_at"), UP("created_at"), false },
	{ "due_date", ASC("due_first"), UP("due_first"), false },
	{ "-due_date", DESC("due_last"), DOWN("due_last"), false },
	{ "updated_at", ASC("updated_at"), UP("updated_at"), false },
	{ "-updated_at", DESC("updated_at"), DOWN("updated_at"), false },
	{ "priority", ASC("priority"), UP("priority"), true },
	{ "-priority", DESC("priority"), DOWN("priority"), true },
	{ "position", " ORDER BY t.position", UP("position"), false },
	{ "-position", " ORDER BY t.position DESC", DOWN("position"), false },
	{ "title", ASC("title_sort"), UP("title_sort"), false },
	{ "-title", DESC("title_sort"), DOWN("title_sort"), false },
};
const char *const task_orders[] = { "-created_at", "created_at", "due_date",
	"-due_date", "updated_at", "-updated_at", "priority", "-priority",
	"position", "-position", "title", "-title", NULL };

static const struct order *
order_of(const char *name)
{
	for (size_t i = 0; name != NULL && i < nitems(orders); i++)
		if (strcmp(orders[i].name, name) == 0)
			return &orders[i];
	return &orders[0];
}

static enum cursor_by
cursor_by(const struct order *order)
{
	return order->number ? CURSOR_BY_NUMBER : CURSOR_BY_TEXT;
}

/* As the column is compared: "2026-11-20 14:05:00.000". */
static void
time_key(int64_t at_ms, const char *none, char out[CURSOR_KEY_SIZE])
{
	char	iso[CLOCK_ISO_SIZE];

	if (at_ms == 0) {
		snprintf(out, CURSOR_KEY_SIZE, "%s", none);
		return;
	}
	clock_iso(at_ms, iso);
	snprintf(out, CURSOR_KEY_SIZE, "%.10s %.12s", iso, iso + 11);
}

void
task_find_cursor(const char *name, const struct task *task,
    char out[CURSOR_SIZE])
{
	const struct order	*order = order_of(name);
	const char		*key = order->name + (order->name[0] == '-');
	struct cursor		 at = { .id = task->id,
		.number = task->priority };

	if (strcmp(key, "created_at") == 0)
		time_key(task->created_at, "", at.key);
	else if (strcmp(key, "updated_at") == 0)
		time_key(task->updated_at, "", at.key);
	else if (strcmp(order->name, "due_date") == 0)
		time_key(task->due_date, "9999-12-31 00:00:00.000", at.key);
	else if (strcmp(order->name, "-due_date") == 0)
		time_key(task->due_date, "1000-01-01 00:00:00.000", at.key);
	else if (strcmp(key, "position") == 0)
		snprintf(at.key, sizeof(at.key), "%s", task->position);
	else if (strcmp(key, "title") == 0)
		snprintf(at.key, sizeof(at.key), "%.*s",
		    (int)utf8_head(task->title, 60), task->title);
	cursor_write(&at, cursor_by(order), out);
}

/* from outlives the query. */
static int
add_after(struct db_build *b, const struct order *order, const char *after,
    struct cursor *from, struct err *err)
{
	struct db_arg	key;

	if (cursor_read(after, cursor_by(order), from, err) == -1)
		return -1;
	if (from->id == 0)
		return 0;
	key = order->number ? db_int(from->number) : db_str(from->key);
	db_build_add(b, order->after, DB_ARGS(key, key, db_int(from->id)));
	return 0;
}

int
task_find(struct db *db, const struct right_who *who,
    const struct task_filter *f, const struct task_slice *slice,
    struct db_rows **out, struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	const struct order		*order = order_of(slice->order);
	struct cursor			 from = { 0 };

	task_select(&b, who, false);
	add_filter(&b, f);
	if (add_after(&b, order, slice->after, &from, err) == -1)
		return -1;
	db_build_add(&b, order->by, DB_NONE);
	db_build_add(&b, " LIMIT ? OFFSET ?",
	    DB_ARGS(db_int((int64_t)slice->size + 1), db_int(slice->skip)));
	return db_build_query(db, &b, out, err);
}

int
task_find_count(struct db *db, const struct right_who *who,
    const struct task_filter *f, int64_t *out, struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;

	db_build_add(&b, "SELECT COUNT(*) FROM (SELECT 1", DB_NONE);
	task_find_where(&b, who, f, false);
	db_build_add(&b, " LIMIT ?) c",
	    DB_ARGS(db_int(TASK_FIND_COUNTED + 1)));
	if (db_build_query(db, &b, &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	*out = db_col_int(rows, 0);
	return 0;
}
