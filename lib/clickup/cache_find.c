#include "clickup/cache_find.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "clickup/sent.h"
#include "io/cursor.h"
#include "io/db.h"
#include "io/field.h"

#define PAGE		CLICKUP_FIND_PAGE
#define ARGS_MAX	(5 * CLICKUP_FIND_ANY + PAGE + 24)

/* A statement in the making: literal fragments and their values. */
struct query {
	struct buf	sql;
	struct db_arg	args[ARGS_MAX];
	size_t		n;
};

static void
query_clear(struct query *q)
{
	buf_clear(&q->sql);
}
#define own_query cleanup(query_clear)

static void
bind(struct query *q, struct db_arg arg)
{
	q->args[q->n++] = arg;
}

static int
run(struct db *db, struct query *q, struct db_rows **out, struct err *err)
{
	return db_query(db, buf_str(&q->sql),
	    (struct db_args){ q->args, q->n }, out, err);
}

/* --- filters --- */

static void
add_list(struct query *q, const struct clickup_any *any)
{
	for (size_t i = 0; i < any->n; i++) {
		buf_puts(&q->sql, i == 0 ? "(?" : ", ?");
		bind(q, db_str(any->v[i]));
	}
	buf_putc(&q->sql, ')');
}

static void
add_any(struct query *q, const char *test, const struct clickup_any *any)
{
	if (any->n == 0)
		return;
	buf_puts(&q->sql, test);
	add_list(q, any);
}

static void
add_mark(struct query *q, const struct clickup_filter *f, const char *test,
    const struct clickup_any *any)
{
	if (any->n == 0)
		return;
	buf_puts(&q->sql, test);
	bind(q, db_int(f->connection_id));
	add_list(q, any);
	buf_putc(&q->sql, ')');
}

static void
add_from(struct query *q, const char *test, struct db_arg arg, bool set)
{
	if (!set)
		return;
	buf_puts(&q->sql, test);
	bind(q, arg);
}

/* The newest transfer speaks for a task, a colleague's as well; in the list's rows too. */
#define ITS_TRANSFER	" AND EXISTS (SELECT 1 FROM transfer f WHERE " \
	"f.id = t.transfer_id AND f.state "
#define RUNS		"(f.error_code = '' OR f.lease_until > NOW(3))"

static void
add_transfer(struct query *q, const struct clickup_filter *f)
{
	static const struct { const char *word, *test; } tests[] = {
		{ "none", " AND t.transfer_id IS NULL" },
		{ "done", ITS_TRANSFER "= 'done')" },
		{ "running", ITS_TRANSFER "NOT IN ('done', 'unsure', "
		    "'removed') AND " RUNS ")" },
		{ "failed", ITS_TRANSFER "NOT IN ('done', 'unsure', "
		    "'removed') AND NOT " RUNS ")" },
		{ "unsure", ITS_TRANSFER "= 'unsure')" },
	};

	for (size_t i = 0; f->transfer != NULL && i < nitems(tests); i++)
		if (strcmp(tests[i].word, f->transfer) == 0)
			buf_puts(&q->sql, tests[i].test);
}

#define MARKED(kind) " AND t.id IN (SELECT m.task FROM clickup_task_mark m " \
	"WHERE m.connection_id = ? AND m.kind = '" kind "' AND m.name IN "

static void
add_filter(struct query *q, const struct clickup_filter *f)
{
	buf_puts(&q->sql, " WHERE t.connection_id = ?");
	bind(q, db_int(f->connection_id));
	add_from(q, " AND MATCH (t.words) AGAINST (? IN BOOLEAN MODE)",
	    db_str(f->ask), f->ask != NULL);
	add_from(q, " AND t.task_id = ?", db_str(f->task_id),
	    f->task_id != NULL);
	add_any(q, " AND t.status IN ", &f->status);
	add_any(q, " AND t.priority IN ", &f->priority);
	add_any(q, " AND t.cv IN ", &f->cv);
	add_mark(q, f, MARKED("tag"), &f->tag);
	add_mark(q, f, MARKED("assignee"), &f->assignee);
	add_from(q, " AND t.date_updated >= ?", db_time(f->updated_from),
	    f->updated_from != 0);
	add_from(q, " AND t.date_updated <= ?", db_time(f->updated_to),
	    f->updated_to != 0);
	add_from(q, " AND t.due_last >= ?", db_int(f->due_from),
	    f->due_from != 0);
	add_from(q, " AND t.due_first <= ?", db_int(f->due_to),
	    f->due_to != 0);
	add_transfer(q, f);
}

bool
clickup_filter_any(const struct clickup_filter *f)
{
	return f->ask != NULL || f->task_id != NULL || f->status.n > 0 || f->priority.n > 0 ||
	    f->tag.n > 0 || f->assignee.n > 0 || f->cv.n > 0 ||
	    f->updated_from != 0 || f->updated_to != 0 || f->due_from != 0 ||
	    f->due_to != 0 || f->transfer != NULL;
}

/* --- orders --- */

/* Each order walks an index (connection_id, key, id), forward or backward. */
struct order {
	const char	*name, *key;	/* key: as it goes into the cursor */
	const char	*forward, *backward;
	const char	*after;		/* three times the key's value, then id */
	bool		 text;
};
#define UP(col)		"t." col " >= ? AND (t." col " > ? OR t.id > ?)"
#define DOWN(col)	"t." col " <= ? AND (t." col " < ? OR t.id < ?)"
#define ASC(col)	" ORDER BY t." col ", t.id"
#define DESC(col)	" ORDER BY t." col " DESC, t.id DESC"
static const struct order orders[] = {
	{ "-date_updated", "t.date_updated", DESC("date_updated"),
	    ASC("date_updated"), DOWN("date_updated"), true },
	{ "date_updated", "t.date_updated", ASC("date_updated"),
	    DESC("date_updated"), UP("date_updated"), true },
	{ "name", "t.name_sort", ASC("name_sort"), DESC("name_sort"),
	    UP("name_sort"), true },
	{ "-name", "t.name_sort", DESC("name_sort"), ASC("name_sort"),
	    DOWN("name_sort"), true },
	{ "due_date", "t.due_first", ASC("due_first"), DESC("due_first"),
	    UP("due_first"), false },
	{ "-due_date", "t.due_last", DESC("due_last"), ASC("due_last"),
	    DOWN("due_last"), false },
	{ "date_created", "t.date_created", ASC("date_created"),
	    DESC("date_created"), UP("date_created"), true },
	{ "-date_created", "t.date_created", DESC("date_created"),
	    ASC("date_created"), DOWN("date_created"), true },
	{ "priority", "t.priority_sort", ASC("priority_sort"),
	    DESC("priority_sort"), UP("priority_sort"), false },
	{ "-priority", "t.priority_sort", DESC("priority_sort"),
	    ASC("priority_sort"), DOWN("priority_sort"), false },
};
const char *const clickup_sorts[] = { "-date_updated", "date_updated", "name",
	"-name", "due_date", "-due_date", "date_created", "-date_created",
	"priority", "-priority", NULL };

static const struct order *
order_of(const char *sort, struct err *err)
{
	if (sort == NULL)
		return &orders[0];
	for (size_t i = 0; i < nitems(orders); i++)
		if (strcmp(orders[i].name, sort) == 0)
			return &orders[i];
	field_choice("sort", clickup_sorts, err);
	return NULL;
}

static enum cursor_by
cursor_by(const struct order *order)
{
	return order->text ? CURSOR_BY_TEXT : CURSOR_BY_NUMBER;
}

void
clickup_find_cursor(const char *sort, const struct clickup_brief *b,
    char out[CURSOR_SIZE])
{
	struct err		 ignored = { 0 };
	const struct order	*order = order_of(sort, &ignored);
	struct cursor		 at = { .id = b->id };

	if (order->text)
		snprintf(at.key, sizeof(at.key), "%s", b->key);
	else
		at.number = strtoll(b->key, NULL, 10);
	cursor_write(&at, cursor_by(order), out);
}

/* from outlives the query. */
static int
add_after(struct query *q, const struct order *order, const char *after,
    struct cursor *from, struct err *err)
{
	if (cursor_read(after, cursor_by(order), from, err) == -1)
		return -1;
	if (from->id == 0)
		return 0;
	buf_puts(&q->sql, " AND ");
	buf_puts(&q->sql, order->after);
	for (int i = 0; i < 2; i++)
		bind(q, order->text ? db_str(from->key) :
		    db_int(from->number));
	bind(q, db_int(from->id));
	return 0;
}

/* --- a page --- */

#define BRIEF_COLS "t.id, t.task_id, t.name, t.status, t.status_type, " \
	"t.status_color, t.priority, t.url, t.assignees, t.tags, t.cv, " \
	"t.date_created, t.date_updated, t.due_date, t.cv_count, " \
	CLICKUP_SENT_COLS ", "
#define BRIEF_SENT	15	/* where the transfer's columns begin */
/* The newest transfer speaks for a task. */
#define BRIEF_FROM " FROM clickup_task t " \
	"LEFT JOIN transfer x ON x.id = t.transfer_id"

bool
clickup_find_next(struct db_rows *rows, struct clickup_brief *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct clickup_brief){
		.id = db_col_int(rows, 0),
		.task_id = db_col_str(rows, 1),
		.name = db_col_str(rows, 2),
		.status = db_col_str(rows, 3),
		.status_type = db_col_str(rows, 4),
		.status_color = db_col_str(rows, 5),
		.priority = db_col_str(rows, 6),
		.url = db_col_str(rows, 7),
		.assignees = db_col_str(rows, 8),
		.tags = db_col_str(rows, 9),
		.cv = db_col_str(rows, 10),
		.date_created = db_col_time(rows, 11),
		.date_updated = db_col_time(rows, 12),
		.due_date = db_col_time(rows, 13),
		.cv_count = db_col_int(rows, 14),
		.key = db_col_str(rows, BRIEF_SENT + CLICKUP_SENT_NCOLS),
	};
	clickup_sent_read(rows, BRIEF_SENT, &out->sent);
	return true;
}

static void
add_brief(struct query *q, const struct order *order)
{
	buf_puts(&q->sql, "SELECT " BRIEF_COLS);
	buf_puts(&q->sql, order->text ? "CAST(" : "");
	buf_puts(&q->sql, order->key);
	buf_puts(&q->sql, order->text ? " AS CHAR)" : "");
	buf_puts(&q->sql, BRIEF_FROM);
}

/* In one go: the index gives filter and order, the rows follow. */
static int
find_near(struct db *db, const struct clickup_filter *f,
    const struct clickup_slice *slice, const struct order *order,
    struct db_rows **out, struct err *err)
{
	own_query struct query	q = { 0 };
	struct cursor		from;

	add_brief(&q, order);
	add_filter(&q, f);
	if (add_after(&q, order, slice->after, &from, err) == -1)
		return -1;
	buf_puts(&q.sql, order->forward);
	buf_puts(&q.sql, " LIMIT ?");
	bind(&q, db_int((int64_t)slice->size));
	return run(db, &q, out, err);
}

static int
found_rows(struct db *db, int64_t *found, struct err *err)
{
	return db_number(db, "SELECT FOUND_ROWS()", DB_NONE, found, err);
}

/* Which rows make the page. A far one is reached from the end, when the total is known. */
static int
find_ids(struct db *db, const struct clickup_filter *f,
    const struct clickup_slice *slice, const struct order *order,
    struct db_rows **out, int64_t *found, struct err *err)
{
	own_query struct query	q = { 0 };
	struct cursor		from;
	int64_t			size = (int64_t)slice->size;
	int64_t			skip = slice->skip;
	bool			counts = f->ask != NULL && slice->after == NULL;
	bool			back = slice->total > 0 &&
				    skip > slice->total / 2;

	if (back) {
		if (skip + size > slice->total)
			size = slice->total - skip;
		skip = slice->total - skip - size;
	}
	buf_puts(&q.sql, counts ? "SELECT SQL_CALC_FOUND_ROWS t.id" :
	    "SELECT t.id");
	buf_puts(&q.sql, " FROM clickup_task t");
	add_filter(&q, f);
	if (add_after(&q, order, slice->after, &from, err) == -1)
		return -1;
	buf_puts(&q.sql, back ? order->backward : order->forward);
	buf_puts(&q.sql, " LIMIT ? OFFSET ?");
	bind(&q, db_int(size > 0 ? size : 0));
	bind(&q, db_int(skip > 0 ? skip : 0));
	if (run(db, &q, out, err) == -1)
		return -1;
	return counts ? found_rows(db, found, err) : 0;
}

static int
find_far(struct db *db, const struct clickup_filter *f,
    const struct clickup_slice *slice, const struct order *order,
    struct db_rows **out, int64_t *found, struct err *err)
{
	own_rows struct db_rows	*ids = NULL;
	own_query struct query	 q = { 0 };
	size_t			 room = slice->size <= 20 ? 20 : PAGE;

	if (find_ids(db, f, slice, order, &ids, found, err) == -1)
		return -1;
	add_brief(&q, order);
	buf_puts(&q.sql, " WHERE t.id IN (");
	for (size_t i = 0; i < room; i++) {
		buf_puts(&q.sql, i == 0 ? "?" : ",?");
		bind(&q, db_id(db_rows_next(ids) ? db_col_int(ids, 0) : 0));
	}
	buf_putc(&q.sql, ')');
	buf_puts(&q.sql, order->forward);
	return run(db, &q, out, err);
}

int
clickup_find(struct db *db, const struct clickup_filter *f,
    const struct clickup_slice *slice, struct db_rows **out, int64_t *found,
    struct err *err)
{
	const struct order	*order = order_of(slice->sort, err);
	int64_t			 counted = -1;
	int			 rc;

	if (order == NULL)
		return -1;
	if (f->ask == NULL && slice->skip == 0)
		rc = find_near(db, f, slice, order, out, err);
	else
		rc = find_far(db, f, slice, order, out, &counted, err);
	if (rc == 0 && found != NULL)
		*found = counted;
	return rc;
}

int
clickup_find_count(struct db *db, const struct clickup_filter *f, int64_t *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_query struct query	 q = { 0 };

	buf_puts(&q.sql, "SELECT COUNT(*) FROM (SELECT 1 FROM clickup_task t");
	add_filter(&q, f);
	buf_puts(&q.sql, " LIMIT ?) c");
	bind(&q, db_int(CLICKUP_FIND_COUNTED + 1));
	if (run(db, &q, &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	*out = db_col_int(rows, 0);
	return 0;
}

int
clickup_find_by_status(struct db *db, const struct clickup_filter *f,
    struct db_rows **out, struct err *err)
{
	own_query struct query	q = { 0 };

	buf_puts(&q.sql, "SELECT c.status, COUNT(*) n FROM "
	    "(SELECT t.status FROM clickup_task t");
	add_filter(&q, f);
	buf_puts(&q.sql, " LIMIT ?) c GROUP BY c.status ORDER BY n DESC, "
	    "c.status LIMIT 200");
	bind(&q, db_int(CLICKUP_FIND_COUNTED + 1));
	return run(db, &q, out, err);
}

int
clickup_find_ids(struct db *db, const struct clickup_filter *f,
    const char *sort, const char *after, size_t limit, struct db_rows **out,
    struct err *err)
{
	const struct order	*order = order_of(sort, err);
	own_query struct query	 q = { 0 };
	struct cursor		 from;

	if (order == NULL)
		return -1;
	buf_puts(&q.sql, "SELECT t.id FROM clickup_task t");
	add_filter(&q, f);
	if (add_after(&q, order, after, &from, err) == -1)
		return -1;
	buf_puts(&q.sql, order->forward);
	buf_puts(&q.sql, " LIMIT ?");
	bind(&q, db_int((int64_t)limit));
	return run(db, &q, out, err);
}

/* Always a full list of '?', so that there is one statement an order. */
int
clickup_find_these(struct db *db, const char *sort, const int64_t *ids,
    size_t n, struct db_rows **out, struct err *err)
{
	const struct order	*order = order_of(sort, err);
	own_query struct query	 q = { 0 };

	if (order == NULL)
		return -1;
	add_brief(&q, order);
	buf_puts(&q.sql, " WHERE t.id IN (");
	for (size_t i = 0; i < PAGE; i++) {
		buf_puts(&q.sql, i == 0 ? "?" : ",?");
		bind(&q, db_id(i < n ? ids[i] : 0));
	}
	buf_putc(&q.sql, ')');
	buf_puts(&q.sql, order->forward);
	return run(db, &q, out, err);
}

int
clickup_find_all(struct db *db, const struct clickup_filter *f,
    int64_t after_id, size_t limit, struct db_rows **out, struct err *err)
{
	own_query struct query	q = { 0 };

	buf_puts(&q.sql, "SELECT t.id, t.task_id, t.name, t.cv "
	    "FROM clickup_task t");
	add_filter(&q, f);
	buf_puts(&q.sql, " AND t.id > ? ORDER BY t.id LIMIT ?");
	bind(&q, db_int(after_id));
	bind(&q, db_int((int64_t)limit));
	return run(db, &q, out, err);
}
