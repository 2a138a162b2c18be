#include "io/db_clock.h"

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_int.h"

#define AGREE_US	5000000		/* how well clocks agree that are kept in time */

struct check {
	const struct db_deadline *const *lists;
	size_t			 n;
	int64_t			 back_us;
};

static int
bring_nearer(struct db *db, const struct db_deadline *d, int64_t us,
    struct err *err)
{
	own_str char	*sql = mem_fmt("UPDATE `%s` SET `%s` = `%s` - "
			    "INTERVAL ? MICROSECOND WHERE `%s` > NOW(3) + "
			    "INTERVAL ? MICROSECOND", d->table, d->column,
			    d->column, d->column);

	return db_exec_once(db, sql, DB_ARGS(db_int(us), db_int(us)), NULL,
	    err);
}

/* How far the clock is behind; the row stays locked, so that it is logged once. */
static int
read_back(struct db *db, int64_t *us, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT TIMESTAMPDIFF(MICROSECOND, SYSDATE(3), seen_at)"
	    " FROM clock_seen WHERE id = 1 FOR UPDATE", DB_NONE, &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	*us = db_col_int(rows, 0);
	return 0;
}

static int
check(struct db *db, void *arg, struct err *err)
{
	struct check	*c = arg;

	if (read_back(db, &c->back_us, err) == -1)
		return -1;
	if (c->back_us <= AGREE_US)
		c->back_us = 0;
	for (size_t i = 0; c->back_us > 0 && i < c->n; i++)
		for (const struct db_deadline *d = c->lists[i];
		    d->table != NULL; d++)
			if (bring_nearer(db, d, c->back_us, err) == -1)
				return -1;
	return db_exec(db, "UPDATE clock_seen SET seen_at = SYSDATE(3) "
	    "WHERE id = 1", DB_NONE, NULL, err);
}

int
db_clock_check(struct db *db, const struct db_deadline *const *lists, size_t n,
    int64_t *back_ms, struct err *err)
{
	struct check	c = { .lists = lists, .n = n };

	if (db_tx_run(db, check, &c, err) == -1)
		return -1;
	if (c.back_us > 0)
		log_line(LOG_WARN, "the clock was set back by %lld s: what "
		    "waits for a time waits no longer for that",
		    (long long)(c.back_us / 1000000));
	if (back_ms != NULL)
		*back_ms = c.back_us / 1000;
	return 0;
}

int
db_clock_age(struct db *db, int64_t *out, struct err *err)
{
	return db_number(db, "SELECT COALESCE((SELECT GREATEST(0, "
	    "TIMESTAMPDIFF(SECOND, seen_at, SYSDATE(3))) FROM clock_seen "
	    "WHERE id = 1 AND seen_at > '2000-01-01'), -1)", DB_NONE, out,
	    err);
}
