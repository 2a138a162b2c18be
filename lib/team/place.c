#include "team/place.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "team/actor.h"
#include "team/history.h"

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

int
place_last(struct db *db, int64_t company_id, char out[POSITION_SIZE],
    struct err *err)
{
	char	last[POSITION_SIZE];

	if (read_one(db, "SELECT position FROM task WHERE company_id = ? "
	    "ORDER BY position DESC LIMIT 1", DB_ARGS(db_int(company_id)),
	    last, err) == -1)
		return -1;
	return between(last, "", out, err);
}

int
place_first(struct db *db, int64_t company_id, char out[POSITION_SIZE],
    struct err *err)
{
	char	first[POSITION_SIZE];

	if (read_one(db, "SELECT position FROM task WHERE company_id = ? "
	    "ORDER BY position LIMIT 1", DB_ARGS(db_int(company_id)), first,
	    err) == -1)
		return -1;
	return between("", first, out, err);
}

static int
next_of(struct db *db, int64_t company_id, const char *position,
    char out[POSITION_SIZE], struct err *err)
{
	return read_one(db, "SELECT position FROM task WHERE company_id = ? "
	    "AND position > ? ORDER BY position LIMIT 1",
	    DB_ARGS(db_int(company_id), db_str(position)), out, err);
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

/* *fits false: there is no short text left between the two. */
static int
try_after(struct db *db, int64_t company_id, int64_t after_id,
    char at[POSITION_SIZE], char out[POSITION_SIZE], bool *fits,
    struct err *err)
{
	char	next[POSITION_SIZE];

	if (read_one(db, "SELECT position FROM task WHERE id = ?",
	    DB_ARGS(db_int(after_id)), at, err) == -1 ||
	    next_of(db, company_id, at, next, err) == -1)
		return -1;
	*fits = position_between(at, next, out) &&
	    strlen(out) < POSITION_LONG;
	return 0;
}

int
place_after(struct db *db, const struct actor *actor, int64_t after_id,
    char out[POSITION_SIZE], bool *others, struct err *err)
{
	const int64_t	company_id = actor->who.company_id;
	struct crowd	crowd;
	char		at[POSITION_SIZE];
	bool		fits;

	*others = false;
	if (try_after(db, company_id, after_id, at, out, &fits, err) == -1)
		return -1;
	if (fits)
		return 0;
	*others = true;
	if (crowd_find(db, company_id, at, &crowd, err) == -1 ||
	    spread(db, crowd.ids, crowd.n, crowd.before, crowd.behind,
	    err) == -1 || record(db, actor, &crowd, err) == -1 ||
	    try_after(db, company_id, after_id, at, out, &fits, err) == -1)
		return -1;
	return fits ? 0 : err_set(err, ERR_INTERNAL, "no position behind "
	    "task %lld", (long long)after_id);
}
