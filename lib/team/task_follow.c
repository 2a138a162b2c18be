#include "team/task_follow.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/web.h"
#include "team/task_doc.h"
#include "team/task_turn.h"

#define CHUNK		200	/* rows that are read at once: each may be 200 KB */

/*
 * A position's rev is 1 and the sum of the slots' numbers; its note is those numbers. A part that
 * is not the last has a smaller sum, and an id that is not INDEX_FOLLOW_END.
 */

/* --- home --- */

#define HOME_COLUMNS "co.task_collection, 1 + (SELECT IFNULL(SUM(n), 0) "	\
	"FROM task_turn WHERE company_id = co.id)"

const struct web_more task_follow_more = { HOME_COLUMNS,
	"LEFT JOIN company co ON co.id = u.company_id", 2 };

static int
read_home(struct db *db, int64_t company_id, struct index_home *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " HOME_COLUMNS " FROM company co "
	    "WHERE co.id = ?", DB_ARGS(db_int(company_id)), &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	*out = (struct index_home){ company_id, db_col_int(rows, 0),
		db_col_int(rows, 1) };
	return 0;
}

int
task_follow_home(struct db *db, const struct web_req *req,
    struct index_home *out, struct err *err)
{
	const struct web_who	*who = req->who;

	if (req->more != &task_follow_more)
		return read_home(db, who->company_id, out, err);
	*out = (struct index_home){ who->company_id, who->more[0],
		who->more[1] };
	return 0;
}

static int
count(struct db *db, int64_t company_id, int64_t *out, struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM task FORCE INDEX (by_id) "
	    "WHERE company_id = ?", DB_ARGS(db_int(company_id)), out, err);
}

static int
all(struct db *db, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT co.id, " HOME_COLUMNS " FROM company co",
	    DB_NONE, out, err);
}

/* --- all tasks --- */

static int64_t
sum(const int64_t n[TASK_TURN_SLOTS])
{
	int64_t	all = 1;

	for (size_t i = 0; i < TASK_TURN_SLOTS; i++)
		all += n[i];
	return all;
}

/* full: more rows may follow. */
static int
read_chunk(struct db *db, int64_t company_id, struct index_part *p, bool *full,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	size_t			 n = 0;

	if (db_query(db, "SELECT " TASK_DOC_COLS ", t.deleted_at FROM task t "
	    "FORCE INDEX (by_id) WHERE t.company_id = ? AND t.id > ? "
	    "ORDER BY t.id LIMIT ?", DB_ARGS(db_int(company_id),
	    db_int(p->to.id), db_int(CHUNK)), &rows, err) == -1)
		return -1;
	for (; db_rows_next(rows); n++) {
		p->to.id = db_col_int(rows, 0);
		if (db_col_null(rows, TASK_DOC_NCOLS))
			task_doc_read(rows, index_part_doc(p));
	}
	*full = n == CHUNK;
	return 0;
}

static int
read_all(struct db *db, int64_t company_id, struct index_part *p,
    struct err *err)
{
	bool	full;

	do {
		if (read_chunk(db, company_id, p, &full, err) == -1)
			return -1;
	} while (full && p->ndocs < INDEX_PART_SIZE);
	if (!full)
		p->to = (struct index_position){ -p->to.rev,
			INDEX_FOLLOW_END };
	return 0;
}

/* --- what changed --- */

struct changed {
	int64_t	*ids;
	size_t	 n;
};

static void
changed_clear(struct changed *c)
{
	free(c->ids);
}
#define own_changed cleanup(changed_clear)

/* Tasks of the numbers behind *at, up to another; *at is where that ended. */
static int
read_slot(struct db *db, int64_t company_id, int64_t slot, int64_t *at,
    int64_t to, struct changed *c, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const size_t		 most = INDEX_PART_SIZE - c->n, first = c->n;

	if (db_query(db, "SELECT turn, task_id FROM task_history "
	    "FORCE INDEX (by_turn) WHERE company_id = ? AND slot = ? AND "
	    "turn > ? AND turn <= ? ORDER BY turn LIMIT ?",
	    DB_ARGS(db_int(company_id), db_int(slot), db_int(*at), db_int(to),
	    db_int((int64_t)most)), &rows, err) == -1)
		return -1;
	for (; db_rows_next(rows); c->n++) {
		*at = db_col_int(rows, 0);
		c->ids[c->n] = db_col_int(rows, 1);
	}
	if (c->n - first < most)
		*at = to;
	return 0;
}

static int
by_number(const void *a, const void *b)
{
	const int64_t	x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void
each_once(struct changed *c)
{
	size_t	n = 0;

	if (c->n == 0)
		return;
	qsort(c->ids, c->n, sizeof(*c->ids), by_number);
	for (size_t i = 0; i < c->n; i++)
		if (n == 0 || c->ids[n - 1] != c->ids[i])
			c->ids[n++] = c->ids[i];
	c->n = n;
}

/* Those that are there are put; those that are not, or are in the bin, leave. */
static int
read_tasks(struct db *db, int64_t company_id, const int64_t *ids, size_t n,
    struct index_part *p, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_buf struct buf	 list = { 0 };

	emit_open(&list, NULL, '[');
	for (size_t i = 0; i < n; i++)
		emit_int(&list, NULL, ids[i]);
	emit_close(&list, ']');
	if (db_query(db, "SELECT " TASK_DOC_COLS ", j.id FROM JSON_TABLE(?, "
	    "'$[*]' COLUMNS (id BIGINT PATH '$')) j LEFT JOIN task t ON "
	    "t.id = j.id AND t.company_id = ? AND t.deleted_at IS NULL",
	    DB_ARGS(db_str(buf_str(&list)), db_int(company_id)), &rows,
	    err) == -1)
		return -1;
	while (db_rows_next(rows))
		if (db_col_null(rows, 0))
			index_part_gone(p, db_col_int(rows, TASK_DOC_NCOLS));
		else
			task_doc_read(rows, index_part_doc(p));
	return 0;
}

/* at: how far each slot was, then how far it is; now: how far it may be. */
static int
read_changes(struct db *db, int64_t company_id, int64_t at[TASK_TURN_SLOTS],
    const int64_t now[TASK_TURN_SLOTS], struct index_part *p, struct err *err)
{
	own_changed struct changed	c = { .ids = mem_zero(INDEX_PART_SIZE *
		sizeof(int64_t)) };

	for (size_t i = 0; i < TASK_TURN_SLOTS && c.n < INDEX_PART_SIZE; i++)
		if (at[i] < now[i] && read_slot(db, company_id, (int64_t)i,
		    &at[i], now[i], &c, err) == -1)
			return -1;
	p->to.rev = sum(at);
	p->to.id = p->to.rev == sum(now) ? INDEX_FOLLOW_END : 0;
	each_once(&c);
	for (size_t i = 0; i < c.n; i += CHUNK)
		if (read_tasks(db, company_id, c.ids + i, c.n - i < CHUNK ?
		    c.n - i : CHUNK, p, err) == -1)
			return -1;
	return 0;
}

/* --- a part of either --- */

/* Numbers that were behind are those of another database, an older one that was put back. */
static bool
is_behind(const int64_t now[TASK_TURN_SLOTS], const int64_t at[TASK_TURN_SLOTS])
{
	for (size_t i = 0; i < TASK_TURN_SLOTS; i++)
		if (now[i] < at[i])
			return true;
	return false;
}

static int
read_part(struct db *db, int64_t company_id, struct index_part *p,
    struct err *err)
{
	int64_t	at[TASK_TURN_SLOTS], now[TASK_TURN_SLOTS];

	if (task_turn_read(db, company_id, now, err) == -1)
		return -1;
	if (p->note_len == sizeof(at))
		memcpy(at, p->note, sizeof(at));
	p->anew = p->seen.rev == 0 || p->note_len != sizeof(at) ||
	    is_behind(now, at);
	if (p->anew) {
		p->to = (struct index_position){ -sum(now), 0 };
		memcpy(at, now, sizeof(at));
	}
	if ((p->to.rev < 0 ? read_all(db, company_id, p, err) :
	    read_changes(db, company_id, at, now, p, err)) == -1)
		return -1;
	memcpy(p->note, at, sizeof(at));
	p->note_len = sizeof(at);
	return 0;
}

const struct index_source task_follow = {
	.shape = &task_doc_shape, .home = read_home, .read = read_part,
	.count = count, .all = all,
};
