#include "io/budget.h"

#include <stdbool.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_note.h"
#include "io/turn.h"
#include "io/secret.h"

#define WAIT_MAX_MS	(BUDGET_WAIT_MAX_S * 1000LL)
#define LOOK_MS		2000
#define LATE_US		200000		/* how well two clocks agree */
#define ROUNDED_MS	1000		/* services report whole seconds */
#define LIMIT_MAX	4000000000	/* fits INT UNSIGNED */

/* One row of rate_bucket: whose, how it is paced, what it held when it was read. */
struct bucket {
	const char	*provider;
	char		 credential[SECRET_HASH_SIZE];
	struct turn	 turn;
	struct turn_mark mark;
	int64_t		 now;
	bool		 known;		/* there is a row */
};

static struct bucket
bucket_of(const struct budget *budget)
{
	struct bucket	 b = { .provider = budget->provider,
			    .turn = turn_of(budget->limit, budget->period_s) };

	turn_burst(&b.turn, budget->burst);
	secret_hash(budget->credential, b.credential);
	return b;
}

/* The service reports the size of a window of many calls. */
static int
read_bucket(struct db *db, struct bucket *b, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT SYSDATE(3), window_at, until_at, used, max_calls"
	    " FROM rate_bucket WHERE provider = ? AND credential = ?",
	    DB_ARGS(db_str(b->provider), db_str(b->credential)), &rows,
	    err) == -1)
		return -1;
	b->known = db_rows_next(rows);
	if (!b->known)
		return 0;
	b->now = db_col_time(rows, 0);
	b->mark = (struct turn_mark){ db_col_time(rows, 1),
	    db_col_int(rows, 3), db_col_time(rows, 2) };
	if (b->turn.cap > 0 && !b->turn.spread && db_col_int(rows, 4) > 0)
		b->turn.cap = db_col_int(rows, 4);
	return 0;
}

/* The row of a credential that was never used: its window is long over. */
static int
add_bucket(struct db *db, const struct bucket *b, struct err *err)
{
	return db_exec(db, "INSERT IGNORE INTO rate_bucket"
	    " (provider, credential, window_at) VALUES (?, ?, '2000-01-01')",
	    DB_ARGS(db_str(b->provider), db_str(b->credential)), NULL, err);
}

/* The mark becomes this, unless another process changed the row since it was read. */
static int
swap_mark(struct db *db, const struct bucket *b, const struct turn_mark *to,
    bool *swapped, struct err *err)
{
	int64_t	 changed;

	if (db_exec(db, "UPDATE rate_bucket SET window_at = ?, used = ?"
	    " WHERE provider = ? AND credential = ? AND window_at = ?"
	    " AND used = ? AND until_at <=> ?", DB_ARGS(db_time(to->window_at),
	    db_int(to->used), db_str(b->provider), db_str(b->credential),
	    db_time(b->mark.window_at), db_int(b->mark.used),
	    db_time(b->mark.until_at)), &changed, err) == -1)
		return -1;
	*swapped = changed == 1;
	return 0;
}

/* taken: the call is ours, wait_ms from now; else wait_ms until it is worth another try. */
static int
try_take(struct db *db, struct bucket *b, const struct turn_claim *claim,
    bool *taken, int64_t *wait_ms, struct err *err)
{
	struct turn_mark	 mark;

	*wait_ms = 0;
	if (read_bucket(db, b, err) == -1)
		return -1;
	*taken = b->turn.cap == 0 && !b->known;
	if (!b->known)
		return *taken ? 0 : add_bucket(db, b, err);
	mark = b->mark;
	*taken = turn_take(&b->turn, &mark, claim, b->now, wait_ms);
	if (!*taken || b->turn.cap == 0)
		return 0;
	return swap_mark(db, b, &mark, taken, err);
}

/* A call that is counted is no deed yet. */
static int
try_apart(struct db *db, struct bucket *b, const struct turn_claim *claim,
    bool *taken, int64_t *wait_ms, struct err *err)
{
	int	rc;

	db_note_apart(db, true);
	rc = try_take(db, b, claim, taken, wait_ms, err);
	db_note_apart(db, false);
	return rc;
}

static int
busy(const struct budget *budget, int64_t ms, const char *why, struct err *err)
{
	err_code(err, ERR_BUSY, "io.budget", "%s: %s", budget->provider, why);
	err->retry_after_s = ms > 0 ? (int)((ms + 999) / 1000) : 1;
	return -1;
}

int
budget_take(struct db *db, const struct budget *budget, int64_t wait_ms,
    struct err *err)
{
	struct bucket		 b = bucket_of(budget);
	struct turn_claim	 claim = { .patience_ms = wait_ms,
				    .background = budget->background };
	const int64_t		 began = clock_mono_ms();
	bool			 taken = false;
	int64_t			 pause;

	while (!taken) {
		if (try_apart(db, &b, &claim, &taken, &pause, err) == -1)
			return -1;
		if (pause > claim.patience_ms)
			return busy(budget, pause,
			    "the calls of this period are used up", err);
		if (!taken && pause > LOOK_MS)	/* the wait may be lifted */
			pause = LOOK_MS;
		if (clock_sleep_ms(pause) == -1)
			return busy(budget, 0, "stopped while waiting", err);
		claim.waited_ms = clock_mono_ms() - began;
		claim.patience_ms = wait_ms > claim.waited_ms ?
		    wait_ms - claim.waited_ms : 0;
	}
	return 0;
}

/*
 * The service's window is [reset - period, reset); ours becomes the same. One
 * that ends where ours begins is over: such an answer came late.
 */
static int
learn_window(struct db *db, const struct bucket *b, int64_t limit,
    int64_t spent, int64_t reset_us, struct err *err)
{
	const int64_t		 window_us = b->turn.window_ms * 1000;
	const struct db_arg	 start = db_int(reset_us - window_us);
	const struct db_arg	 used = db_int(spent > 0 ? spent : 1);

	return db_exec(db, "UPDATE rate_bucket SET max_calls = ?,"
	    " used = IF(window_at + INTERVAL ? MICROSECOND <="
	    "  SYSDATE(3) + INTERVAL ? MICROSECOND, ?, GREATEST(used, ?)),"
	    " window_at = SYSDATE(3) + INTERVAL ? MICROSECOND"
	    " WHERE provider = ? AND credential = ? AND window_at <"
	    "  SYSDATE(3) + INTERVAL ? MICROSECOND",
	    DB_ARGS(db_int(limit), db_int(window_us / 2), start, used, used,
	    start, db_str(b->provider), db_str(b->credential),
	    db_int(reset_us - LATE_US)), NULL, err);
}

static int
learn_wait(struct db *db, const struct bucket *b, int64_t reset_us,
    struct err *err)
{
	const struct db_arg	 wait = db_int(reset_us);

	return db_exec(db, "INSERT INTO rate_bucket"
	    " (provider, credential, window_at, until_at) VALUES"
	    " (?, ?, '2000-01-01', SYSDATE(3) + INTERVAL ? MICROSECOND)"
	    " ON DUPLICATE KEY UPDATE until_at = GREATEST("
	    " SYSDATE(3) + INTERVAL ? MICROSECOND,"
	    " COALESCE(until_at, window_at))",
	    DB_ARGS(db_str(b->provider), db_str(b->credential), wait,
	    wait), NULL, err);
}

/* Does it make sense as the window of this budget? */
static bool
is_window(const struct bucket *b, int64_t limit, int64_t remaining,
    int64_t reset_ms)
{
	return !b->turn.spread && limit > 0 && limit < LIMIT_MAX &&
	    remaining >= 0 && remaining <= limit &&
	    reset_ms <= b->turn.window_ms + ROUNDED_MS;
}

int
budget_learn(struct db *db, const struct budget *budget, int64_t limit,
    int64_t remaining, int64_t reset_at_ms, struct err *err)
{
	const struct bucket	 b = bucket_of(budget);
	int64_t			 reset_ms = reset_at_ms - clock_ms();

	if (reset_at_ms == 0 || reset_ms <= 0)
		return 0;
	if (reset_ms > WAIT_MAX_MS)
		reset_ms = WAIT_MAX_MS;
	if (is_window(&b, limit, remaining, reset_ms) && learn_window(db, &b,
	    limit, limit - remaining, 1000 * (reset_ms < b.turn.window_ms ?
	    reset_ms : b.turn.window_ms), err) == -1)
		return -1;
	if (remaining > 0)
		return 0;
	return learn_wait(db, &b, reset_ms * 1000, err);
}

int
budget_waits(struct db *db, const struct budget *budget, int64_t *until_ms,
    struct err *err)
{
	struct bucket	 b = bucket_of(budget);

	if (read_bucket(db, &b, err) == -1)
		return -1;
	*until_ms = b.mark.until_at > b.now ?
	    clock_ms() + b.mark.until_at - b.now : 0;
	return 0;
}

int
budget_lift(struct db *db, const struct budget *budget, struct err *err)
{
	const struct bucket	 b = bucket_of(budget);

	/* The service said "used up" of its window together with "wait". */
	return db_exec(db, "UPDATE rate_bucket SET until_at = NULL, used = 0"
	    " WHERE provider = ? AND credential = ?",
	    DB_ARGS(db_str(b.provider), db_str(b.credential)), NULL, err);
}

int
budget_states(struct db *db, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT provider, COUNT(*), CAST(SUM(COALESCE("
	    "until_at > SYSDATE(3), 0)) AS SIGNED), GREATEST(COALESCE(MAX("
	    "TIMESTAMPDIFF(SECOND, SYSDATE(3), until_at)), 0), 0) "
	    "FROM rate_bucket GROUP BY provider", DB_NONE, out, err);
}

bool
budget_state_next(struct db_rows *rows, struct budget_state *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct budget_state){ db_col_str(rows, 0),
	    db_col_int(rows, 1), db_col_int(rows, 2), db_col_int(rows, 3) };
	return true;
}

const struct db_deadline budget_deadlines[] = {
	{ "rate_bucket", "until_at" },
	{ 0 }
};
