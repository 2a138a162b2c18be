#include "team/place.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_build.h"
#include "team/actor.h"
#include "team/history.h"
#include "team/right.h"

#define CROWD_MAX	1000	/* tasks that are spread at once */
#define CROWD_LONG	(POSITION_LONG / 4)

/* The row's position, "" when there is none. */
static int
read_one(struct db *db, const char *sql, struct db_args args,
    char out[POSITION_SIZE], struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, sql, args, &rows, err) == -1)
		return -1;
	out[0] = '\0';
	if (db_rows_next(rows))
		snprintf(out, POSITION_SIZE, "%s", db_col_str(rows, 0));
	return 0;
}

static int
between(const char *after, const char *before, char out[POSITION_SIZE],
    struct err *err)
{
	if (!position_between(after, before, out))
		return err_set(err, ERR_INTERNAL, "no position between '%s' "
		    "and '%s'", after, before);
	return 0;
}

#define LAST "SELECT position FROM task WHERE company_id = ? "		\
	"ORDER BY position DESC LIMIT 1"

int
place_last(struct db *db, int64_t company_id, char out[POSITION_SIZE],
    struct err *err)
{
	char	last[POSITION_SIZE];

	return read_one(db, LAST, DB_ARGS(db_int(company_id)), last,
	    err) == -1 ? -1 : between(last, "", out, err);
}

/* --- with the row that moves --- */

void
place_column(struct db_build *b, const struct right_who *who,
    int64_t after_id)
{
	if (after_id == PLACE_LAST) {
		db_build_add(b, "(SELECT CONCAT(MAX(x.position), ' ') "
		    "FROM task x WHERE x.company_id = ?)",
		    DB_ARGS(db_int(who->company_id)));
	} else if (after_id == PLACE_FIRST) {
		db_build_add(b, "(SELECT CONCAT(' ', MIN(x.position)) "
		    "FROM task x WHERE x.company_id = ?)",
		    DB_ARGS(db_int(who->company_id)));
	} else {
		db_build_add(b, "(SELECT CONCAT(t.position, ' ', IFNULL("
		    "(SELECT MIN(x.position) FROM task x WHERE "
		    "x.company_id = ? AND x.position > (SELECT y.position "
		    "FROM task y WHERE y.id = ? AND y.company_id = ?)), "
		    "'')) FROM task t WHERE ",
		    DB_ARGS(db_int(who->company_id), db_int(after_id),
		    db_int(who->company_id)));
		right_sees_tasks(b, who);
		db_build_add(b, " AND t.deleted_at IS NULL AND t.id = ?)",
		    DB_ARGS(db_int(after_id)));
	}
}

/* "after before", each may be empty. */
static void
split(const char *place, char after[POSITION_SIZE], char before[POSITION_SIZE])
{
	const size_t	n = strcspn(place, " ");

	snprintf(after, POSITION_SIZE, "%.*s", (int)n, place);
	snprintf(before, POSITION_SIZE, "%s", place[n] == '\0' ? "" :
	    place + n + 1);
}

/* Tasks with long positions, in their order, and the short positions before and behind them. */
struct crowd {
	int64_t	ids[CROWD_MAX];
	size_t	n;
	char	before[POSITION_SIZE], behind[POSITION_SIZE];
};

/* Those of the rows that come before the first short position; that one. */
static size_t
crowd_read(struct db_rows *rows, int64_t *ids, size_t max,
    char end[POSITION_SIZE])
{
	size_t	n = 0;

	end[0] = '\0';
	while (db_rows_next(rows)) {
		snprintf(end, POSITION_SIZE, "%s", db_col_str(rows, 1));
		if (n == max || strlen(end) < CROWD_LONG)
			return n;
		ids[n++] = db_col_int(rows, 0);
		end[0] = '\0';
	}
	return n;
}

static int
crowd_find(struct db *db, int64_t company_id, const char *position,
    struct crowd *c, struct err *err)
{
	own_rows struct db_rows	*down = NULL, *up = NULL;
	int64_t			 below[CROWD_MAX / 2];
	size_t			 n;

	if (db_query(db, "SELECT id, position FROM task WHERE company_id = ? "
	    "AND position <= ? ORDER BY position DESC LIMIT ? FOR UPDATE",
	    DB_ARGS(db_int(company_id), db_str(position),
	    db_int(CROWD_MAX / 2 + 1)), &down, err) == -1 ||
	    db_query(db, "SELECT id, position FROM task WHERE company_id = ? "
	    "AND position > ? ORDER BY position LIMIT ? FOR UPDATE",
	    DB_ARGS(db_int(company_id), db_str(position),
	    db_int(CROWD_MAX / 2 + 1)), &up, err) == -1)
		return -1;
	n = crowd_read(down, below, nitems(below), c->before);
	for (size_t i = 0; i < n; i++)
		c->ids[i] = below[n - 1 - i];
	c->n = n + crowd_read(up, c->ids + n, CROWD_MAX / 2, c->behind);
	return 0;
}

/* The middle one goes into the middle of the gap, then each half likewise: none grows long. */
static int
spread(struct db *db, const int64_t *ids, size_t n, const char *before,
    const char *behind, struct err *err)
{
	const size_t	middle = n / 2;
	char		at[POSITION_SIZE];

	if (n == 0)
		return 0;
	if (between(before, behind, at, err) == -1 ||
	    db_exec(db, "UPDATE task SET position = ? WHERE id = ?",
	    DB_ARGS(db_str(at), db_int(ids[middle])), NULL, err) == -1)
		return -1;
	return spread(db, ids, middle, before, at, err) == -1 ||
	    spread(db, ids + middle + 1, n - middle - 1, at, behind,
	    err) == -1 ? -1 : 0;
}

/* Their histories do not show it: nobody did anything to them. The index hears of it by that. */
static int
record(struct db *db, const struct actor *actor, const struct crowd *c,
    struct err *err)
{
	own_buf struct buf	ids = { 0 };

	emit_open(&ids, NULL, '[');
	for (size_t i = 0; i < c->n; i++)
		emit_int(&ids, NULL, c->ids[i]);
	emit_close(&ids, ']');
	return history_add_tasks(db, actor, HISTORY_SPREAD, NULL, NULL,
	    "JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j JOIN task t "
	    "ON t.id = j.id", DB_ARGS(db_str(buf_str(&ids))), err);
}

/* Where it is, after others were spread. */
static int
try_after(struct db *db, int64_t company_id, int64_t after_id,
    char out[POSITION_SIZE], struct err *err)
{
	char	at[POSITION_SIZE], next[POSITION_SIZE];

	return read_one(db, "SELECT position FROM task WHERE id = ?",
	    DB_ARGS(db_int(after_id)), at, err) == -1 ||
	    read_one(db, "SELECT position FROM task WHERE company_id = ? "
	    "AND position > ? ORDER BY position LIMIT 1",
	    DB_ARGS(db_int(company_id), db_str(at)), next, err) == -1 ? -1 :
	    between(at, next, out, err);
}

int
place_find(struct db *db, const struct actor *actor, int64_t after_id,
    const char *place, char out[POSITION_SIZE], bool *others,
    struct err *err)
{
	const int64_t	company_id = actor->who.company_id;
	struct crowd	crowd;
	char		after[POSITION_SIZE], before[POSITION_SIZE];

	*others = false;
	split(place, after, before);
	if (position_between(after, before, out) &&
	    strlen(out) < POSITION_LONG)
		return 0;
	if (after_id <= 0)
		return err_set(err, ERR_INTERNAL, "no position at the end");
	*others = true;
	return crowd_find(db, company_id, after, &crowd, err) == -1 ||
	    spread(db, crowd.ids, crowd.n, crowd.before, crowd.behind,
	    err) == -1 || record(db, actor, &crowd, err) == -1 ||
	    try_after(db, company_id, after_id, out, err) == -1 ? -1 : 0;
}
