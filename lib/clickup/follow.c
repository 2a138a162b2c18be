#include "clickup/follow.h"

#include <stdbool.h>

#include "base/err.h"
#include "base/mem.h"
#include "clickup/cache.h"
#include "clickup/doc.h"
#include "io/db.h"

#define CHUNK		200	/* rows that are read at once: each may be 200 KB */
#define GONE_PART	5000	/* removed rows; a rev has fewer */
#define END		INDEX_FOLLOW_END

static int
read_home(struct db *db, int64_t connection_id, struct index_home *out,
    struct err *err)
{
	struct clickup_home	home;

	if (clickup_cache_home_at(db, connection_id, &home, err) == -1)
		return -1;
	*out = (struct index_home){ connection_id, home.collection, home.rev };
	return 0;
}

static int
count(struct db *db, int64_t connection_id, int64_t *out, struct err *err)
{
	struct clickup_home	home;

	if (clickup_cache_home_at(db, connection_id, &home, err) == -1)
		return -1;
	*out = home.tasks;
	return 0;
}

static int
all(struct db *db, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT connection_id, collection, rev "
	    "FROM clickup_total", DB_NONE, out, err);
}

/* --- a part of the rows --- */

/* Where it goes on, and the newest rev. */
static int
begin_part(struct db *db, int64_t connection_id, struct index_part *p,
    int64_t *rev, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const int64_t		 at = p->seen.rev < 0 ? -p->seen.rev :
				    p->seen.rev;

	if (db_query(db, "SELECT rev, forgotten FROM clickup_total "
	    "WHERE connection_id = ?", DB_ARGS(db_int(connection_id)), &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	*rev = db_col_int(rows, 0);
	p->anew = at == 0 || at > *rev || at < db_col_int(rows, 1);
	if (p->anew)
		p->from = p->to = (struct index_position){ -*rev, 0 };
	return 0;
}

/* full: more rows may follow. */
static bool
read_docs(struct db_rows *rows, struct index_part *p,
    struct index_position *last)
{
	size_t	n = 0;

	for (; n < CHUNK && db_rows_next(rows); n++) {
		clickup_doc_read(rows, index_part_doc(p));
		last->id = db_col_int(rows, 0);
		last->rev = db_col_int(rows, CLICKUP_DOC_NCOLS);
	}
	return n == CHUNK;
}

#define ROWS "SELECT " CLICKUP_DOC_COLS ", t.rev FROM clickup_task t "
#define SENT " LEFT JOIN transfer x ON x.id = t.transfer_id "

static int
read_all(struct db *db, int64_t connection_id, struct index_part *p,
    bool *full, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct index_position	 last = { 0 };

	if (db_query(db, ROWS "FORCE INDEX (by_id)" SENT
	    "WHERE t.connection_id = ? "
	    "AND t.id > ? ORDER BY t.id LIMIT ?", DB_ARGS(
	    db_int(connection_id), db_int(p->to.id), db_int(CHUNK)), &rows,
	    err) == -1)
		return -1;
	*full = read_docs(rows, p, &last);
	p->to = *full ? (struct index_position){ p->from.rev, last.id } :
	    (struct index_position){ -p->from.rev, END };
	return 0;
}

/* Ids are given once: a row that is gone stays so, whatever part tells of it. */
static int
read_gone(struct db *db, int64_t connection_id, struct index_part *p,
    int64_t *rev, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 last = 0;

	if (db_query(db, "SELECT id, rev FROM clickup_gone "
	    "WHERE connection_id = ? AND rev >= ? AND rev <= ? "
	    "ORDER BY rev, id LIMIT ?", DB_ARGS(db_int(connection_id),
	    db_int(p->from.rev + (p->from.id == END)), db_int(*rev),
	    db_int(GONE_PART)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		index_part_gone(p, db_col_int(rows, 0));
		last = db_col_int(rows, 1);
	}
	if (p->ngone == GONE_PART)
		*rev = last - 1;
	return 0;
}

static int
read_changes(struct db *db, int64_t connection_id, struct index_part *p,
    int64_t rev, bool *full, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct index_position	 last = { 0 };

	if (db_query(db, ROWS "FORCE INDEX (by_rev)" SENT
	    "WHERE t.connection_id = ? "
	    "AND t.rev >= ? AND t.rev <= ? AND (t.rev > ? OR t.id > ?) "
	    "ORDER BY t.rev, t.id LIMIT ?", DB_ARGS(db_int(connection_id),
	    db_int(p->to.rev), db_int(rev), db_int(p->to.rev),
	    db_int(p->to.id), db_int(CHUNK)), &rows, err) == -1)
		return -1;
	*full = read_docs(rows, p, &last);
	p->to = *full ? last : (struct index_position){ rev, END };
	return 0;
}

static int
read_part(struct db *db, int64_t connection_id, struct index_part *p,
    struct err *err)
{
	int64_t	rev;
	bool	full = false;

	if (begin_part(db, connection_id, p, &rev, err) == -1 ||
	    (p->from.rev > 0 &&
	    read_gone(db, connection_id, p, &rev, err) == -1))
		return -1;
	do {
		if ((p->from.rev < 0 ?
		    read_all(db, connection_id, p, &full, err) :
		    read_changes(db, connection_id, p, rev, &full,
		    err)) == -1)
			return -1;
	} while (full && p->ndocs < INDEX_PART_SIZE);
	return 0;
}

const struct index_source clickup_follow = {
	.shape = &clickup_doc_shape, .home = read_home, .read = read_part,
	.count = count, .all = all,
};

int
clickup_follow_read(struct db *db, const struct conf *conf,
    const struct clickup_home *home, struct index_read **out, struct err *err)
{
	const struct index_home	at = { home->connection_id, home->collection,
		home->rev };

	return index_follow_read(&clickup_follow, db, conf, &at, out, err);
}

void
clickup_follow_written(struct db *db, const struct conf *conf,
    int64_t connection_id)
{
	index_follow_written(&clickup_follow, db, conf, connection_id);
}
