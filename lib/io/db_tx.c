#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_int.h"
#include "io/secret.h"

#define TX_TRIES	8
#define PAUSE_MS	20	/* before the second try, at most; twice as much each time */
#define DOUBLINGS	5

static int
try_tx(struct db *db, bool committed,
    int (*work)(struct db *, void *, struct err *), void *arg,
    struct err *err)
{
	own_tx struct db_tx	 tx = { 0 };

	return db_begin_level(db, &tx, committed, err) == -1 ||
	    work(db, arg, err) == -1 ||
	    db_commit(&tx, err) == -1 ? -1 : 0;
}

static int
at_part(struct db *db, const char *verb, int level, struct err *err)
{
	char	 sql[48];

	snprintf(sql, sizeof(sql), "%s part%d", verb, level);
	return db_exec(db, sql, DB_NONE, NULL, err);
}

/* A part of the transaction that runs; it may have parts itself. */
static int
try_part(struct db *db, int (*work)(struct db *, void *, struct err *),
    void *arg, struct err *err)
{
	const int	 level = ++*db_parts(db);
	struct err	 ignored = { 0 };
	int		 rc = at_part(db, "SAVEPOINT", level, err);

	if (rc == 0 && (work(db, arg, err) == -1 ||
	    at_part(db, "RELEASE SAVEPOINT", level, err) == -1)) {
		db_drop_later(db);
		at_part(db, "ROLLBACK TO SAVEPOINT", level, &ignored);
		rc = -1;
	}
	--*db_parts(db);
	return rc;
}

/* By chance, so that those who met do not meet again. */
void
db_pause(int attempt)
{
	const unsigned	n = attempt < DOUBLINGS ? (unsigned)attempt : DOUBLINGS;

	clock_sleep_ms(PAUSE_MS / 4 + secret_random((uint32_t)PAUSE_MS << n));
}

/* Did the server undo it all for a reason that may be gone by now? */
static bool
may_repeat(const struct db *db, const struct err *err)
{
	return (err->kind == ERR_CONFLICT &&
	    strcmp(err->code, "io.deadlock") == 0) ||
	    (err->kind == ERR_DOWN && db_tx_lost(db));
}

static int
run_level(struct db *db, bool committed,
    int (*work)(struct db *, void *, struct err *), void *arg,
    struct err *err)
{
	if (db_in_tx(db))
		return try_part(db, work, arg, err);
	for (int attempt = 1;; attempt++) {
		if (try_tx(db, committed, work, arg, err) == 0)
			return 0;
		if (attempt == TX_TRIES || !may_repeat(db, err))
			return -1;
		*err = (struct err){ 0 };
		db_pause(attempt);
	}
}

int
db_tx_run(struct db *db, int (*work)(struct db *, void *, struct err *),
    void *arg, struct err *err)
{
	return run_level(db, false, work, arg, err);
}

int
db_tx_run_committed(struct db *db,
    int (*work)(struct db *, void *, struct err *), void *arg,
    struct err *err)
{
	return run_level(db, true, work, arg, err);
}
