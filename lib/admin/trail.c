#include "admin/trail.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/order.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/db.h"
#include "io/db_build.h"

#define COUNT_MAX	10001
#define ACTIONS_MAX	64
#define ACTION_SIZE	61

const char *const trail_ways[] = { "page", "api", "bot", "import", "service",
	NULL };

enum { AUDIT, TASKS, PROJECTS, TABLES };

/* Grouped so, only the first line of each action is read. */
#define BELOW(table) "SELECT action, MIN(created_at) FROM " table	\
	" FORCE INDEX (by_action) WHERE company_id = ? AND action LIKE ? "	\
	"GROUP BY company_id, action LIMIT ?"
#define PAGE(n)	"SELECT " ORDER_KEY("a.id", n) " k, a.created_at at"

static const struct {
	const char	*from, *page, *below;
	const char	*by_object;	/* the index */
	const char	*is_object;	/* the condition */
	const char	*prefix;	/* of actions in the list */
	const char	*word;		/* of objects, before the number of one */
} tables[] = {
	[AUDIT] = { " FROM audit a", PAGE("0"), BELOW("audit"), "by_object",
	    " AND a.object = ?", "", "" },
	[TASKS] = { " FROM task_history a", PAGE("1"), BELOW("task_history"),
	    "newest", " AND a.task_id = ?", "team_task", "task " },
	[PROJECTS] = { " FROM project_history a", PAGE("2"),
	    BELOW("project_history"), "newest", " AND a.project_id = ?",
	    "project", "project " },
};

/*
 * A page is made of runs of an index, each in the order of times: one for each table, company whose
 * lines are shown, and action that is looked for. So a seldom action costs what a frequent one
 * does.
 */
struct run {
	int		 table;
	int64_t		 company_id;
	const char	*action;	/* NULL: any, or those like below */
	const char	*below;
};

#define RUNS_MAX	(4 * (ACTIONS_MAX + 1))

struct search {
	const struct trail_filter	*f;
	struct order	 order;
	struct run	 runs[RUNS_MAX];
	size_t		 nruns;
	char		*texts[RUNS_MAX];	/* that runs point at */
	size_t		 ntexts;
};

static void
search_clear(struct search *s)
{
	for (size_t i = 0; i < s->ntexts; i++)
		mem_free_str(&s->texts[i]);
}

/* --- what is looked for --- */

static const char *
keep(struct search *s, char *text)
{
	return s->texts[s->ntexts++] = text;
}

static void
add_run(struct search *s, int table, int64_t company_id, const char *action,
    const char *below)
{
	s->runs[s->nruns++] = (struct run){ table, company_id, action,
	    below };
}

/* What LIKE finds the action's own below with. */
static char *
pattern_below(const char *action)
{
	char	out[2 * 4 * ACTION_SIZE + 3];
	size_t	at = 0;

	for (; *action != '\0' && at < sizeof(out) - 4; action++) {
		if (strchr("\\%_", *action) != NULL)
			out[at++] = '\\';
		out[at++] = *action;
	}
	snprintf(out + at, sizeof(out) - at, ".%%");
	return mem_dup(out);
}

/* The action itself and those below it that there are; so many of them: by a pattern. */
static int
add_actions(struct db *db, struct search *s, int table, int64_t company_id,
    const char *action, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_str char		*below = pattern_below(action);
	const char		*list = tables[table].below;
	const size_t		 runs = s->nruns;
	int			 n = 0;

	if (db_query(db, list, DB_ARGS(db_int(company_id),
	    db_str(below), db_int(ACTIONS_MAX)), &rows, err) == -1)
		return -1;
	add_run(s, table, company_id, action, NULL);
	for (; n < ACTIONS_MAX - 1 && db_rows_next(rows); n++)
		add_run(s, table, company_id, keep(s, db_col_dup(rows, 0)),
		    NULL);
	if (db_rows_next(rows)) {
		s->nruns = runs;
		add_run(s, table, company_id, action, keep(s, give(below)));
	}
	return 0;
}

/* Lines of nobody known have no company. */
static int
add_audit(struct db *db, struct search *s, struct err *err)
{
	const char	*action = s->f->action;
	int64_t		 companies[] = { s->f->company_id, 0 }, n = 0;

	if (db_number(db, "SELECT COUNT(*) FROM company", DB_NONE, &n,
	    err) == -1)
		return -1;
	for (int i = 0; i < (n == 1 ? 2 : 1); i++) {
		if (action == NULL)
			add_run(s, AUDIT, companies[i], NULL, NULL);
		else if (add_actions(db, s, AUDIT, companies[i], action,
		    err) == -1)
			return -1;
	}
	return 0;
}

/* "task 12": its number; 0: another thing. */
static int64_t
number_of(int table, const char *object)
{
	const size_t	 len = strlen(tables[table].word);
	const char	*digits = object + len;
	char		*end;
	int64_t		 id;

	if (strncmp(object, tables[table].word, len) != 0 || *digits < '1' ||
	    *digits > '9')
		return 0;
	id = strtoll(digits, &end, 10);
	return *end == '\0' ? id : 0;
}

static int
add_history(struct db *db, struct search *s, int table, struct err *err)
{
	const char	*prefix = tables[table].prefix;
	const size_t	 len = strlen(prefix);
	const char	*action = s->f->action;

	if (s->f->object != NULL && number_of(table, s->f->object) == 0)
		return 0;
	if (action == NULL || strcmp(action, prefix) == 0) {
		add_run(s, table, s->f->company_id, NULL, NULL);
		return 0;
	}
	if (strncmp(action, prefix, len) != 0 || action[len] != '.' ||
	    action[len + 1] == '\0')
		return 0;
	return add_actions(db, s, table, s->f->company_id, action + len + 1,
	    err);
}

static int
search_open(struct db *db, const struct trail_filter *f, struct search *s,
    struct err *err)
{
	s->f = f;
	s->order = (struct order){ &f->after, false };
	return add_audit(db, s, err) == -1 ||
	    add_history(db, s, TASKS, err) == -1 ||
	    add_history(db, s, PROJECTS, err) == -1 ? -1 : 0;
}

/* --- a run --- */

static const char *
index_of(const struct search *s, const struct run *run)
{
	const bool	action = run->action != NULL && run->below == NULL;

	if (s->f->object != NULL)
		return tables[run->table].by_object;
	if (s->f->user_id != 0)
		return action ? "by_user_action" : "by_user";
	return action ? "by_action" : s->f->via != NULL ? "by_via" :
	    "by_company";
}

static void
add_filter(struct db_build *q, const struct search *s, const struct run *run)
{
	const struct trail_filter	*f = s->f;

	if (f->user_id != 0)
		db_build_add(q, " AND a.user_id = ?",
		    DB_ARGS(db_int(f->user_id)));
	if (run->below != NULL)
		db_build_add(q, " AND (a.action = ? OR a.action LIKE ?)",
		    DB_ARGS(db_str(run->action), db_str(run->below)));
	else if (run->action != NULL)
		db_build_add(q, " AND a.action = ?",
		    DB_ARGS(db_str(run->action)));
	if (f->via != NULL)
		db_build_add(q, " AND a.via = ?", DB_ARGS(db_str(f->via)));
	if (f->object != NULL)
		db_build_add(q, tables[run->table].is_object,
		    DB_ARGS(run->table == AUDIT ? db_str(f->object) :
		    db_int(number_of(run->table, f->object))));
	if (f->from_ms != 0)
		db_build_add(q, " AND a.created_at >= ?",
		    DB_ARGS(db_time(f->from_ms)));
	if (f->to_ms != 0)
		db_build_add(q, " AND a.created_at <= ?",
		    DB_ARGS(db_time(f->to_ms)));
}

static void
add_rows(struct db_build *q, const struct search *s, const struct run *run,
    const char *what)
{
	buf_puts(&q->sql, what);
	buf_puts(&q->sql, tables[run->table].from);
	buf_puts(&q->sql, " FORCE INDEX (");
	buf_puts(&q->sql, index_of(s, run));
	db_build_add(q, ") WHERE a.company_id = ?",
	    DB_ARGS(db_int(run->company_id)));
	add_filter(q, s, run);
}

/* --- the page --- */

#define LINE "SELECT k.k, k.at, u.id, u.email, u.name, " \
	"COALESCE(a.via, h.via, p.via), COALESCE(a.action, " \
	"CONCAT('team_task.', h.action), CONCAT('project.', p.action)), " \
	"COALESCE(a.object, CONCAT('task ', h.task_id), " \
	"CONCAT('project ', p.project_id)), " \
	"COALESCE(a.address, h.address, p.address), " \
	"IF(JSON_EXISTS(a.data, '$.after'), NULL, a.data), " \
	"COALESCE(h.before_data, p.before_data, " \
	"JSON_EXTRACT(a.data, '$.before')), COALESCE(h.after_data, " \
	"p.after_data, JSON_EXTRACT(a.data, '$.after')), " \
	"h.task_id, p.project_id, COALESCE(t.title, o.name) FROM ("
#define LINE_JOINS ") k LEFT JOIN audit a ON " ORDER_IS("k.k", "a.id", "0") \
	" LEFT JOIN task_history h ON " ORDER_IS("k.k", "h.id", "1") \
	" LEFT JOIN project_history p ON " ORDER_IS("k.k", "p.id", "2") \
	" LEFT JOIN user u ON u.id = COALESCE(a.user_id, h.user_id, p.user_id) " \
	"LEFT JOIN task t ON t.id = h.task_id " \
	"LEFT JOIN project o ON o.id = p.project_id " \
	"ORDER BY k.at DESC, k.k DESC"

static void
add_page(struct db_build *q, const struct search *s, const struct run *run,
    int64_t limit)
{
	buf_putc(&q->sql, '(');
	add_rows(q, s, run, tables[run->table].page);
	order_behind(q, &s->order, run->table, "a.created_at", "a.id");
	db_build_add(q, " ORDER BY a.created_at DESC, a.id DESC LIMIT ?)",
	    DB_ARGS(db_int(limit)));
}

static int
find(struct db *db, const struct search *s, int64_t limit,
    struct db_rows **out, struct err *err)
{
	own_db_build struct db_build	 q = { 0 };

	db_build_add(&q, LINE, DB_NONE);
	for (size_t i = 0; i < s->nruns; i++) {
		buf_puts(&q.sql, i > 0 ? " UNION ALL " : "");
		add_page(&q, s, &s->runs[i], limit);
	}
	if (s->nruns > 1)
		db_build_add(&q, " ORDER BY at DESC, k DESC LIMIT ?",
		    DB_ARGS(db_int(limit)));
	db_build_add(&q, LINE_JOINS, DB_NONE);
	return db_build_query(db, &q, out, err);
}

static int
count(struct db *db, const struct search *s, int64_t *out, struct err *err)
{
	own_rows struct db_rows		*rows = NULL;
	own_db_build struct db_build	 q = { 0 };

	db_build_add(&q, "SELECT LEAST(?", DB_ARGS(db_int(COUNT_MAX)));
	for (size_t i = 0; i < s->nruns; i++) {
		add_rows(&q, s, &s->runs[i], i > 0 ?
		    " + (SELECT COUNT(*) FROM (SELECT 1" :
		    ", (SELECT COUNT(*) FROM (SELECT 1");
		db_build_add(&q, " LIMIT ?) c)", DB_ARGS(db_int(COUNT_MAX)));
	}
	buf_putc(&q.sql, ')');
	if (db_build_query(db, &q, &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	*out = db_col_int(rows, 0);
	return 0;
}

int
trail_find(struct db *db, const struct trail_filter *f, int64_t limit,
    struct db_rows **out, int64_t *total, struct err *err)
{
	own_rows struct db_rows			*rows = NULL;
	cleanup(search_clear) struct search	 s = { 0 };

	if (search_open(db, f, &s, err) == -1 ||
	    find(db, &s, limit, &rows, err) == -1 ||
	    (total != NULL && count(db, &s, total, err) == -1))
		return -1;
	*out = give(rows);
	return 0;
}

bool
trail_next(struct db_rows *rows, struct trail_line *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct trail_line){
		.key = db_col_int(rows, 0), .at = db_col_time(rows, 1),
		.user_id = db_col_int(rows, 2), .email = db_col_str(rows, 3),
		.name = db_col_str(rows, 4), .via = db_col_str(rows, 5),
		.action = db_col_str(rows, 6), .object = db_col_str(rows, 7),
		.address = db_col_str(rows, 8), .data = db_col_str(rows, 9),
		.before = db_col_str(rows, 10), .after = db_col_str(rows, 11),
		.task_id = db_col_int(rows, 12),
		.project_id = db_col_int(rows, 13),
		.title = db_col_str(rows, 14),
	};
	return true;
}
