#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_int.h"
#include "io/secret.h"

#define TX_TRIES	5

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

static int
run_level(struct db *db, bool committed,
    int (*work)(struct db *, void *, struct err *), void *arg,
    struct err *err)
{
	if (db_in_tx(db))
		return try_part(db, work, arg, err);
	for (int attempt = 1;; attempt++) {
		struct timespec	 pause = { 0 };

		if (try_tx(db, committed, work, arg, err) == 0)
			return 0;
		if (attempt == TX_TRIES || err->kind != ERR_CONFLICT ||
		    strcmp(err->code, "io.deadlock") != 0)
			return -1;
		*err = (struct err){ 0 };
		pause.tv_nsec = 1000000L *
		    (long)(5 + secret_random((uint32_t)(20 << attempt)));
		nanosleep(&pause, NULL);
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
