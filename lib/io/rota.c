#include "io/rota.h"

#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"

#define EXPIRE_PART	1000
#define LOOKS		20	/* at rows that others took first */

/* Of two nodes that say so at once one is refused: it was served then, too. */
int
rota_served(struct db *db, const char *queue, int64_t id, struct err *err)
{
	struct err	why = { 0 };

	if (db_exec(db, "INSERT INTO queue_turn (queue, id, served_at) "
	    "VALUES (?, ?, NOW(6)) ON DUPLICATE KEY UPDATE "
	    "served_at = VALUES(served_at)", DB_ARGS(db_str(queue),
	    db_int(id)), NULL, &why) == 0 || why.kind == ERR_CONFLICT)
		return 0;
	*err = why;
	return -1;
}

/* Where one waits alone there is no order to be kept, and nothing is written. */
static int
take_of(struct db *db, const struct rota *rota, struct db_rows *rows,
    rota_work *work, void *arg, struct err *err)
{
	int	rc = 0;

	while (rc == 0 && db_rows_next(rows))
		rc = work(db, db_col_int(rows, 0), arg, err);
	if (rc == 1 && db_rows_count(rows) > 1 &&
	    rota_served(db, rota->queue, db_col_int(rows, 0), err) == -1)
		return -1;
	return rc;
}

int
rota_take(struct db *db, const struct rota *rota, rota_work *work, void *arg,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const char		*sql = rota->sql;

	return db_query(db, sql, DB_ARGS(db_str(rota->queue)), &rows,
	    err) == -1 ? -1 : take_of(db, rota, rows, work, arg, err);
}

int
rota_take_old(struct db *db, const struct rota *rota, int64_t days,
    rota_work *work, void *arg, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const char		*sql = rota->sql;

	return db_query(db, sql, DB_ARGS(db_str(rota->queue), db_int(days)),
	    &rows, err) == -1 ? -1 : take_of(db, rota, rows, work, arg, err);
}

struct dropping {
	const struct rota_old	*old;
	int64_t			 days, part, removed;
};

static int
drop_of(struct db *db, int64_t id, void *arg, struct err *err)
{
	struct dropping	*d = arg;
	const char	*sql = d->old->drop;

	return db_exec(db, sql, DB_ARGS(db_int(id), db_int(d->days),
	    db_int(d->part)), &d->removed, err) == -1 ? -1 : d->removed > 0;
}

int
rota_drop_old(struct db *db, const struct rota_old *old, int64_t days,
    int64_t part, int64_t *removed, struct err *err)
{
	struct dropping	d = { .old = old, .days = days, .part = part };

	if (rota_take_old(db, &old->rota, days, drop_of, &d, err) == -1)
		return -1;
	*removed = d.removed;
	return 0;
}

int
rota_first(struct db *db, const char *sql, int64_t id, int64_t *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, sql, DB_ARGS(db_int(id)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	*out = db_col_int(rows, 0);
	return 1;
}

int
rota_take_one(struct db *db, int64_t id, rota_work *look, rota_claim *claim,
    void *arg, struct err *err)
{
	int64_t	n = 0;
	int	rc = 1;

	for (int i = 0; rc == 1 && n == 0 && i < LOOKS; i++)
		if ((rc = look(db, id, arg, err)) == 1 &&
		    claim(db, arg, &n, err) == -1)
			return -1;
	return rc == 1 && n == 0 ? 0 : rc;
}

int
rota_expire(struct db *db, int64_t days, int64_t *removed, struct err *err)
{
	return db_exec(db, "DELETE FROM queue_turn WHERE served_at < NOW(3) - "
	    "INTERVAL ? DAY LIMIT ?", DB_ARGS(db_int(days),
	    db_int(EXPIRE_PART)), removed, err);
}

const struct db_deadline rota_deadlines[] = {
	{ "queue_turn", "served_at" },
	{ 0 }
};
