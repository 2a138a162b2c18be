/* audit_find: the audit as it is read. See audit.h. */
#include <stdio.h>
#include <string.h>

#include "account/audit.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/db.h"
#include "io/db_build.h"

#define COUNT_MAX	10001
#define ACTIONS_MAX	64
#define ACTION_SIZE	61
#define SLACK_MS	3600000	/* lines of one hour need not be in the order of their times */

/*
 * A page is made of runs of an index, each in the order of ids: one for each company whose lines
 * are shown and each action that is looked for. So a seldom action costs what a frequent one does.
 */
struct search {
	const struct audit_filter	*f;
	int64_t		 companies[2];
	size_t		 ncompanies;
	char		 actions[ACTIONS_MAX][4 * ACTION_SIZE];
	size_t		 nactions;	/* 0: any */
	char		*like;		/* instead of so many actions */
	int64_t		 above_id, below_id;	/* between them */
};

static void
search_clear(struct search *s)
{
	mem_free_str(&s->like);
}

/* --- what is looked for --- */

/* Lines of nobody known have no company. */
static int
find_companies(struct db *db, struct search *s, struct err *err)
{
	int64_t	n = 0;

	s->companies[s->ncompanies++] = s->f->company_id;
	if (db_number(db, "SELECT COUNT(*) FROM company", DB_NONE, &n,
	    err) == -1)
		return -1;
	if (n == 1)
		s->companies[s->ncompanies++] = 0;
	return 0;
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

/* Grouped so, only the first line of each action is read. */
#define BELOW	"SELECT action, MIN(id) FROM audit FORCE INDEX (by_action) " \
	"WHERE company_id = ? AND action LIKE ? GROUP BY company_id, action"

/* The action itself, and those below it that there are. */
static int
find_actions(struct db *db, struct search *s, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (s->f->action == NULL)
		return 0;
	s->like = pattern_below(s->f->action);
	if (db_query(db, "SELECT DISTINCT action FROM (" BELOW " UNION ALL "
	    BELOW ") b LIMIT ?", DB_ARGS(
	    db_int(s->companies[0]), db_str(s->like),
	    db_int(s->companies[s->ncompanies - 1]), db_str(s->like),
	    db_int(ACTIONS_MAX)), &rows, err) == -1)
		return -1;
	snprintf(s->actions[s->nactions++], sizeof(s->actions[0]), "%s",
	    s->f->action);
	while (s->nactions < ACTIONS_MAX && db_rows_next(rows))
		snprintf(s->actions[s->nactions++], sizeof(s->actions[0]),
		    "%s", db_col_str(rows, 0));
	if (!db_rows_next(rows))
		mem_free_str(&s->like);
	return 0;
}

/* Days as ids, about. */
static int
find_span(struct db *db, struct search *s, struct err *err)
{
	const int64_t	 from = s->f->from_ms, to = s->f->to_ms;

	s->above_id = 0;
	s->below_id = INT64_MAX;
	if (from != 0 && db_number(db, "SELECT COALESCE((SELECT id FROM audit "
	    "WHERE created_at >= ? ORDER BY created_at LIMIT 1), "
	    "9223372036854775807) - 1", DB_ARGS(db_time(from > SLACK_MS ? from - SLACK_MS :
	    1)), &s->above_id, err) == -1)
		return -1;
	if (to != 0 && db_number(db, "SELECT COALESCE((SELECT id FROM audit "
	    "WHERE created_at <= ? ORDER BY created_at DESC LIMIT 1), 0) + 1",
	    DB_ARGS(db_time(to + SLACK_MS)), &s->below_id, err) == -1)
		return -1;
	return 0;
}

static int
search_open(struct db *db, const struct audit_filter *f, struct search *s,
    struct err *err)
{
	s->f = f;
	return find_companies(db, s, err) == -1 ||
	    find_actions(db, s, err) == -1 ||
	    find_span(db, s, err) == -1 ? -1 : 0;
}

/* --- a run --- */

#define FROM_INDEX(name) " FROM audit a FORCE INDEX (" name ")"

static const char *
index_of(const struct search *s, const char *action)
{
	if (s->f->user_id != 0)
		return action != NULL ? FROM_INDEX("by_user_action") :
		    FROM_INDEX("by_user");
	return action != NULL ? FROM_INDEX("by_action") :
	    FROM_INDEX("by_company");
}

/* Its lines below an id. */
static void
add_run(struct db_build *q, const struct search *s, const char *what,
    int64_t company_id, const char *action, int64_t below_id)
{
	const struct audit_filter	*f = s->f;

	buf_puts(&q->sql, what);
	buf_puts(&q->sql, index_of(s, action));
	db_build_add(q, " WHERE a.company_id = ? AND a.id > ? AND a.id < ?",
	    DB_ARGS(db_int(company_id), db_int(s->above_id),
	    db_int(below_id)));
	if (f->user_id != 0)
		db_build_add(q, " AND a.user_id = ?",
		    DB_ARGS(db_int(f->user_id)));
	if (action != NULL)
		db_build_add(q, " AND a.action = ?", DB_ARGS(db_str(action)));
	else if (s->like != NULL)
		db_build_add(q, " AND (a.action = ? OR a.action LIKE ?)",
		    DB_ARGS(db_str(f->action), db_str(s->like)));
	if (f->from_ms != 0)
		db_build_add(q, " AND a.created_at >= ?",
		    DB_ARGS(db_time(f->from_ms)));
	if (f->to_ms != 0)
		db_build_add(q, " AND a.created_at <= ?",
		    DB_ARGS(db_time(f->to_ms)));
}

typedef void run_adder(struct db_build *, const struct search *,
    int64_t company_id, const char *action, int64_t arg);

/* All of them, one behind the other. */
static void
add_runs(struct db_build *q, const struct search *s, run_adder *add,
    int64_t arg, const char *between)
{
	const bool	 any = s->nactions == 0 || s->like != NULL;
	const size_t	 n = any ? 1 : s->nactions;

	for (size_t i = 0; i < s->ncompanies * n; i++) {
		if (i > 0)
			buf_puts(&q->sql, between);
		add(q, s, s->companies[i / n], any ? NULL : s->actions[i % n],
		    arg);
	}
}

/* --- the page --- */

static void
add_page(struct db_build *q, const struct search *s, int64_t company_id,
    const char *action, int64_t limit)
{
	const int64_t	before = s->f->before_id;

	buf_putc(&q->sql, '(');
	add_run(q, s, "SELECT a.id", company_id, action, before > 0 &&
	    before < s->below_id ? before : s->below_id);
	db_build_add(q, " ORDER BY a.id DESC LIMIT ?)",
	    DB_ARGS(db_int(limit)));
}

static int
find_lines(struct db *db, const struct search *s, int64_t limit,
    struct db_rows **out, struct err *err)
{
	own_db_build struct db_build	 q = { 0 };

	db_build_add(&q, "SELECT a.id, a.created_at, u.id, u.email, u.name, "
	    "a.action, a.object, a.data, a.address FROM (", DB_NONE);
	add_runs(&q, s, add_page, limit, " UNION ALL ");
	db_build_add(&q, " ORDER BY id DESC LIMIT ?) k "
	    "JOIN audit a ON a.id = k.id LEFT JOIN user u ON u.id = a.user_id "
	    "ORDER BY a.id DESC", DB_ARGS(db_int(limit)));
	return db_build_query(db, &q, out, err);
}

/* So many that they are not counted, or counted. */
static void
add_count(struct db_build *q, const struct search *s, int64_t company_id,
    const char *action, int64_t most)
{
	buf_puts(&q->sql, "IF(EXISTS (");
	add_run(q, s, "SELECT 1", company_id, action, s->below_id);
	db_build_add(q, " LIMIT 1 OFFSET ?), ?, (", DB_ARGS(db_int(most - 1),
	    db_int(most)));
	add_run(q, s, "SELECT COUNT(*)", company_id, action, s->below_id);
	buf_puts(&q->sql, "))");
}

static int
count_lines(struct db *db, const struct search *s, int64_t *out,
    struct err *err)
{
	own_rows struct db_rows		*rows = NULL;
	own_db_build struct db_build	 q = { 0 };

	db_build_add(&q, "SELECT LEAST(?, ", DB_ARGS(db_int(COUNT_MAX)));
	add_runs(&q, s, add_count, COUNT_MAX, " + ");
	buf_putc(&q.sql, ')');
	if (db_build_query(db, &q, &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	*out = db_col_int(rows, 0);
	return 0;
}

int
audit_find(struct db *db, const struct audit_filter *f, int64_t limit,
    struct db_rows **out, int64_t *total, struct err *err)
{
	own_rows struct db_rows			*rows = NULL;
	cleanup(search_clear) struct search	 s = { 0 };

	if (search_open(db, f, &s, err) == -1 ||
	    find_lines(db, &s, limit, &rows, err) == -1 ||
	    count_lines(db, &s, total, err) == -1)
		return -1;
	*out = give(rows);
	return 0;
}

bool
audit_next(struct db_rows *rows, struct audit_line *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct audit_line){ .id = db_col_int(rows, 0),
	    .created_at = db_col_time(rows, 1),
	    .user_id = db_col_int(rows, 2), .email = db_col_str(rows, 3),
	    .name = db_col_str(rows, 4), .action = db_col_str(rows, 5),
	    .object = db_col_str(rows, 6), .data = db_col_str(rows, 7),
	    .address = db_col_str(rows, 8) };
	return true;
}
