#include "io/budget.h"

#include <stdbool.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/secret.h"

#define SPREAD_MAX_S	5		/* periods up to this are spread */
#define SPREAD_PERCENT	103		/* slack for calls that overtake */
#define WAIT_MAX_MS	3600000		/* no service is believed further */
#define LATE_US		200000		/* how well two clocks agree */
#define LIMIT_MAX	4000000000	/* fits INT UNSIGNED */

/*
 * How a budget is kept: cap calls a window. A spread one has windows of one
 * call; one without a limit counts nothing.
 */
struct shape {
	int64_t	 cap, window_us;
	bool	 learns;	/* the service's own limit replaces ours */
	char	 credential[SECRET_HASH_SIZE];
};

static struct shape
shape_of(const struct budget *budget)
{
	struct shape	 s = { 0 };

	secret_hash(budget->credential, s.credential);
	if (budget->limit <= 0 || budget->period_s <= 0)
		return s;
	s.cap = budget->limit;
	s.window_us = (int64_t)budget->period_s * 1000000;
	s.learns = budget->period_s > SPREAD_MAX_S;
	if (!s.learns) {	/* whole milliseconds, the column's step */
		s.window_us = (s.window_us * SPREAD_PERCENT / 100 / s.cap +
		    999) / 1000 * 1000;
		s.cap = 1;
	}
	return s;
}

/*
 * Assignments run in order: used tells the next line whether the call opened a
 * window (used = 1), at once when the last one is over, else behind it.
 * SYSDATE, as NOW stands still while the statement waits for the row.
 */
static int
reserve(struct db *db, const struct budget *budget, const struct shape *s,
    int64_t wait_ms, int64_t *taken, struct err *err)
{
	const struct db_arg	 window = db_int(s->window_us);
	const struct db_arg	 learns = db_int(s->learns), cap = db_int(s->cap);

	return db_exec(db, "UPDATE rate_bucket SET"
	    " used = IF(window_at + INTERVAL ? MICROSECOND <= SYSDATE(3) OR"
	    "  used >= IF(? AND max_calls > 0, max_calls, ?), 1, used + 1),"
	    " window_at = IF(used > 1, window_at,"
	    "  GREATEST(COALESCE(until_at, window_at),"
	    "  IF(window_at + INTERVAL ? MICROSECOND <= SYSDATE(3), SYSDATE(3),"
	    "  window_at + INTERVAL ? MICROSECOND))),"
	    " wait_ms = LAST_INSERT_ID((GREATEST(0, TIMESTAMPDIFF(MICROSECOND,"
	    "  SYSDATE(6), GREATEST(window_at, COALESCE(until_at, window_at))))"
	    "  + 999) DIV 1000)"
	    " WHERE provider = ? AND credential = ?"
	    " AND GREATEST(COALESCE(until_at, window_at),"
	    "  IF(window_at + INTERVAL ? MICROSECOND <= SYSDATE(3), SYSDATE(3),"
	    "  IF(used >= IF(? AND max_calls > 0, max_calls, ?),"
	    "  window_at + INTERVAL ? MICROSECOND, window_at)))"
	    "  <= SYSDATE(3) + INTERVAL ? MICROSECOND",
	    DB_ARGS(window, learns, cap, window, window,
	    db_str(budget->provider), db_str(s->credential),
	    window, learns, cap, window, db_int(wait_ms * 1000)), taken, err);
}

/* The row of a credential that was never used: its window is long over. */
static int
first_use(struct db *db, const struct budget *budget, const struct shape *s,
    int64_t *added, struct err *err)
{
	return db_exec(db, "INSERT IGNORE INTO rate_bucket"
	    " (provider, credential, window_at) VALUES (?, ?, '2000-01-01')",
	    DB_ARGS(db_str(budget->provider), db_str(s->credential)), added,
	    err);
}

static int
busy(const struct budget *budget, int64_t ms, const char *why, struct err *err)
{
	err_code(err, ERR_BUSY, "budget", "%s: %s", budget->provider, why);
	err->retry_after_s = ms > 0 ? (int)((ms + 999) / 1000) : 1;
	return -1;
}

/* Nothing free in time: say when there will be. */
static int
refuse(struct db *db, const struct budget *budget, const struct shape *s,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT CAST(TIMESTAMPDIFF(MICROSECOND, SYSDATE(6),"
	    " GREATEST(COALESCE(until_at, window_at), IF(used >= IF(? AND"
	    " max_calls > 0, max_calls, ?), window_at + INTERVAL ? MICROSECOND,"
	    " window_at))) DIV 1000 AS SIGNED)"
	    " FROM rate_bucket WHERE provider = ? AND credential = ?",
	    DB_ARGS(db_int(s->learns), db_int(s->cap), db_int(s->window_us),
	    db_str(budget->provider), db_str(s->credential)), &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	return busy(budget, db_col_int(rows, 0),
	    "the calls of this period are used up", err);
}

/* Nothing to count: only whether the service asked for peace. Reads alone. */
static int
look(struct db *db, const struct budget *budget, const struct shape *s,
    int64_t wait_ms, int64_t *pause_ms, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT CAST(TIMESTAMPDIFF(MICROSECOND, SYSDATE(6),"
	    " until_at) DIV 1000 + 1 AS SIGNED) FROM rate_bucket"
	    " WHERE provider = ? AND credential = ? AND until_at > SYSDATE(3)",
	    DB_ARGS(db_str(budget->provider), db_str(s->credential)), &rows,
	    err) == -1)
		return -1;
	*pause_ms = db_rows_next(rows) ? db_col_int(rows, 0) : 0;
	return *pause_ms <= wait_ms ? 0 :
	    busy(budget, *pause_ms, "told to wait", err);
}

static int
take_place(struct db *db, const struct budget *budget, const struct shape *s,
    int64_t wait_ms, int64_t *pause_ms, struct err *err)
{
	int64_t	 taken, added;

	if (reserve(db, budget, s, wait_ms, &taken, err) == -1)
		return -1;
	if (taken == 0 && (first_use(db, budget, s, &added, err) == -1 ||
	    reserve(db, budget, s, wait_ms, &taken, err) == -1))
		return -1;
	if (taken == 0)
		return refuse(db, budget, s, err);
	*pause_ms = db_last_id(db);
	return 0;
}

int
budget_take(struct db *db, const struct budget *budget, int64_t wait_ms,
    struct err *err)
{
	const struct shape	 s = shape_of(budget);
	int64_t			 pause_ms;

	if ((s.cap == 0 ?
	    look(db, budget, &s, wait_ms, &pause_ms, err) :
	    take_place(db, budget, &s, wait_ms, &pause_ms, err)) == -1)
		return -1;
	if (clock_sleep_ms(pause_ms) == -1)
		return busy(budget, 0, "stopped while waiting", err);
	return 0;
}

/*
 * The service's window is [reset - period, reset); ours becomes the same. One
 * that ends where ours begins is over: such an answer came late.
 */
static int
learn_window(struct db *db, const struct budget *budget, const struct shape *s,
    int64_t limit, int64_t spent, int64_t reset_us, struct err *err)
{
	const struct db_arg	 start = db_int(reset_us - s->window_us);
	const struct db_arg	 used = db_int(spent > 0 ? spent : 1);

	return db_exec(db, "UPDATE rate_bucket SET max_calls = ?,"
	    " used = IF(window_at + INTERVAL ? MICROSECOND <="
	    "  SYSDATE(3) + INTERVAL ? MICROSECOND, ?, GREATEST(used, ?)),"
	    " window_at = SYSDATE(3) + INTERVAL ? MICROSECOND"
	    " WHERE provider = ? AND credential = ? AND window_at <"
	    "  SYSDATE(3) + INTERVAL ? MICROSECOND",
	    DB_ARGS(db_int(limit), db_int(s->window_us / 2), start, used, used,
	    start, db_str(budget->provider), db_str(s->credential),
	    db_int(reset_us - LATE_US)), NULL, err);
}

static int
learn_wait(struct db *db, const struct budget *budget, const struct shape *s,
    int64_t reset_us, struct err *err)
{
	const struct db_arg	 wait = db_int(reset_us);

	return db_exec(db, "INSERT INTO rate_bucket"
	    " (provider, credential, window_at, until_at) VALUES"
	    " (?, ?, '2000-01-01', SYSDATE(3) + INTERVAL ? MICROSECOND)"
	    " ON DUPLICATE KEY UPDATE until_at = GREATEST("
	    " SYSDATE(3) + INTERVAL ? MICROSECOND,"
	    " COALESCE(until_at, window_at))",
	    DB_ARGS(db_str(budget->provider), db_str(s->credential), wait,
	    wait), NULL, err);
}

int
budget_learn(struct db *db, const struct budget *budget, int64_t limit,
    int64_t remaining, int64_t reset_at_ms, struct err *err)
{
	const struct shape	 s = shape_of(budget);
	int64_t			 reset_ms = reset_at_ms - clock_ms();

	if (reset_at_ms == 0 || reset_ms <= 0)
		return 0;
	if (reset_ms > WAIT_MAX_MS)
		reset_ms = WAIT_MAX_MS;
	if (s.learns && limit > 0 && limit < LIMIT_MAX && remaining >= 0 &&
	    remaining <= limit && reset_ms * 1000 <= s.window_us &&
	    learn_window(db, budget, &s, limit, limit - remaining,
	    reset_ms * 1000, err) == -1)
		return -1;
	if (remaining > 0)
		return 0;
	return learn_wait(db, budget, &s, reset_ms * 1000, err);
}

int
budget_left(struct db *db, const struct budget *budget, int64_t *left,
    int64_t *reset_at_ms, struct err *err)
{
	const struct shape	 s = shape_of(budget);
	own_rows struct db_rows	*rows = NULL;
	int64_t			 busy_us, cap;

	*left = budget->limit;
	*reset_at_ms = 0;
	if (db_query(db, "SELECT used, CAST(TIMESTAMPDIFF(MICROSECOND,"
	    " SYSDATE(6), GREATEST(COALESCE(until_at, window_at),"
	    " window_at + INTERVAL ? MICROSECOND)) AS SIGNED), max_calls,"
	    " until_at > SYSDATE(3) OR window_at > SYSDATE(3)"
	    " FROM rate_bucket WHERE provider = ? AND credential = ?",
	    DB_ARGS(db_int(s.window_us), db_str(budget->provider),
	    db_str(s.credential)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows) || (busy_us = db_col_int(rows, 1)) <= 0)
		return 0;
	*reset_at_ms = clock_ms() + busy_us / 1000;
	cap = s.learns && db_col_int(rows, 2) > 0 ? db_col_int(rows, 2) :
	    budget->limit;
	if (s.cap == 1 && budget->limit > 1)	/* spread: what is queued */
		*left = cap - (busy_us + s.window_us - 1) / s.window_us;
	else
		*left = db_col_int(rows, 3) ? 0 : cap - db_col_int(rows, 0);
	if (*left < 0)
		*left = 0;
	return 0;
}
