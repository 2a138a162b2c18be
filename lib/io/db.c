#include "io/db.h"

#include <errmsg.h>
#include <mysqld_error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db_my.h"
#include "io/db_note.h"

#define FULL_RETRY_S	60
#define DEADLOCK_TRIES	8

/* Frees what the connector holds for the whole process, so that leak reports
 * are about us. */
static void __attribute__((destructor))
end_library(void)
{
	mysql_library_end();
}

static int
no_url(const struct conf *conf, struct err *err)
{
	const char	*path = conf_path(conf);

	return path != NULL ? err_code(err, ERR_INTERNAL, "io.database_url",
	    "DATABASE_URL is not set in %s", path) :
	    err_code(err, ERR_INTERNAL, "io.database_url", "DATABASE_URL is "
	    "not set, and there is no configuration: HIREWIRE_CONF names "
	    "its file");
}

struct db *
db_open(const struct conf *conf, struct err *err)
{
	own_db struct db	*db = mem_zero(sizeof(*db));
	const char		*url = conf_get(conf, "DATABASE_URL", "");

	if ((*url == '\0' ? no_url(conf, err) :
	    db_url_parse(url, &db->url, err)) == -1)
		return NULL;
	db->timeout_s = (unsigned)conf_int(conf, "DATABASE_TIMEOUT_S", 30);
	db_line_begin(db, conf);
	db->meter = meter_open(conf);
	return give(db);
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	db_line_close(db);
	db_later_clear(&db->later);
	db_note_drop(db);
	free(db->locks.held);
	db_url_clear(&db->url);
	meter_close(db->meter);
	free(db);
}

void
db_close_p(struct db **db)
{
	db_close(*db);
	*db = NULL;
}

/* Statements that take no arguments, and whose rows nobody reads: BEGIN, COMMIT, a migration's. */
static unsigned
run_plain(struct db *db, struct work *w)
{
	if (db_wait_query(db, w->sql) != 0)
		return db_failed(db, mysql_errno(db->my), mysql_error(db->my));
	mysql_free_result(mysql_store_result(db->my));
	return 0;
}

/* Errors after which the server certainly did not do it. */
static bool
not_done(unsigned why)
{
	switch (why) {
	case CR_SERVER_GONE_ERROR:	/* could not be sent */
	case ER_SERVER_SHUTDOWN:
	case ER_CONNECTION_KILLED:
	case ER_UNKNOWN_STMT_HANDLER:
	case CR_NEW_STMT_METADATA:
	case ER_UNKNOWN_COM_ERROR:	/* a Galera node that is not ready */
	case 4031:			/* closed for being idle */
		return true;
	default:
		return false;
	}
}

bool
db_is_lost(unsigned why)
{
	return not_done(why) || why == CR_SERVER_LOST ||
	    why == CR_MALFORMED_PACKET || why == CR_COMMANDS_OUT_OF_SYNC;
}

bool
db_is_read(const char *sql)
{
	return strncasecmp(sql + strspn(sql, "("), "SELECT", 6) == 0 ||
	    strncasecmp(sql, "START TRANSACTION", 17) == 0;
}

/* "Duplicate entry 'ann@x' for key 'email'": the value is not for the log. */
static const char *
key_name(const char *text)
{
	const char	*key = strstr(text, " for key ");

	return key != NULL ? key + 1 : "for a unique key";
}

/* Is there no room left on the database's disk? Errno 28 is ENOSPC, 122 EDQUOT. */
static bool
is_full(const struct db *db, unsigned why)
{
	return why == ER_DISK_FULL || why == ER_RECORD_FILE_FULL ||
	    strstr(db->why, "Errcode: 28 ") != NULL ||
	    strstr(db->why, "Errcode: 122 ") != NULL ||
	    strstr(db->why, "Got error 28 ") != NULL ||
	    strstr(db->why, "No space left on device") != NULL;
}

static int
full(struct db *db, struct err *err)
{
	err_code(err, ERR_DOWN, "io.disk_full", "database: %s", db->why);
	err->retry_after_s = FULL_RETRY_S;
	return -1;
}

/* A row that changed meanwhile, met by a locking read among its rows, comes without its number. */
static unsigned
number_of(const struct db *db, unsigned why)
{
	return why == CR_UNKNOWN_ERROR && db->in_tx && db->why[0] == '\0' ?
	    ER_CHECKREAD : why;
}

static int
explain(struct db *db, unsigned why, const char *sql, struct err *err)
{
	switch (number_of(db, why)) {
	case ER_DUP_ENTRY:
	case ER_DUP_ENTRY_WITH_KEY_NAME:
		return err_code(err, ERR_CONFLICT, "io.duplicate",
		    "duplicate entry %s", key_name(db->why));
	case ER_LOCK_DEADLOCK:
	case ER_LOCK_WAIT_TIMEOUT:
	case ER_CHECKREAD:	/* innodb_snapshot_isolation */
		db->tx_over = db->in_tx;
		return err_code(err, ERR_CONFLICT, "io.deadlock",
		    "transaction to be repeated: %s", db->why);
	case ER_STATEMENT_TIMEOUT:
		return err_code(err, ERR_TIMEOUT, "io.database_slow",
		    "stopped after %u s: %.120s", db->timeout_s, sql);
	case ER_CON_COUNT_ERROR:
	case ER_TOO_MANY_USER_CONNECTIONS:
	case ER_USER_LIMIT_REACHED:
	case ER_OPTION_PREVENTS_STATEMENT:	/* read only: switching over */
		return db_down(db, err);
	default:
		if (is_full(db, why))
			return full(db, err);
		return err_set(err, ERR_INTERNAL, "database: %u %s in: %.120s",
		    why, db->why, sql);
	}
}

/*
 * A lost connection: dropped; true when the statement may be sent again over a new one:
 * not in a transaction, no lock was held, and it was not done or is a read (that did not
 * take so long that it would only be lost again).
 */
static bool
may_repeat(struct db *db, const struct work *w, unsigned why, int64_t ms)
{
	bool	 alone = !db->in_tx && db->nlocks == 0;

	db->tx_lost = db->in_tx && db->nlocks == 0 &&
	    (!w->commits || not_done(why));
	db_line_drop(db);
	return alone && (not_done(why) || (db_is_read(w->sql) &&
	    (db->timeout_s == 0 || ms < db->timeout_s * 1000LL)));
}

/* A statement alone that had to give way left nothing; one that waited long already waits once
 * more. */
static int
most_tries(unsigned why)
{
	return why == ER_LOCK_DEADLOCK || why == ER_CHECKREAD ?
	    DEADLOCK_TRIES : why == ER_LOCK_WAIT_TIMEOUT ? 2 : 0;
}

static int
send(struct db *db, struct work *w, unsigned (*how)(struct db *, struct work *),
    struct err *err)
{
	for (int attempt = 1;; attempt++) {
		int64_t		 began = clock_mono_ms();
		unsigned	 why;

		if (db_lock_due(db) && db_lock_renew(db, err) == -1)
			return -1;
		if (db->in_tx && db->tx_over)
			return err_code(err, ERR_CONFLICT, "io.deadlock",
			    "the transaction was undone before");
		if (db_line_ready(db, err) == -1)
			return -1;
		if ((why = how(db, w)) == 0) {
			db->heard_ms = clock_mono_ms();
			db->tx_wrote |= db->in_tx && !db_is_read(w->sql);
			return 0;
		}
		if (!db->in_tx && attempt < most_tries(why)) {
			db_pause(attempt);
			continue;
		}
		if (!db_is_lost(why))
			return explain(db, why, w->sql, err);
		if (!may_repeat(db, w, why, clock_mono_ms() - began) ||
		    attempt >= 2)
			return db_down(db, err);
	}
}

/* What db_exec_later was given, and that, as one statement of the server. */
static int
send_later(struct db *db, const char *that, bool commits, struct err *err)
{
	own_later struct db_build	later = db->later;
	struct work			w = { .commits = commits,
		.args = { later.args, later.n } };

	db->later = (struct db_build){ 0 };
	db_build_add(&later, that, DB_NONE);
	w.sql = buf_str(&later.sql);
	return send(db, &w, db_run_prepared, err);
}

static int
run(struct db *db, struct work *w, unsigned (*how)(struct db *, struct work *),
    struct err *err)
{
	if (db->later.sql.len > 0 && send_later(db, "END", false, err) == -1)
		return -1;
	return send(db, w, how, err);
}

void
db_drop_later(struct db *db)
{
	db_later_clear(&db->later);
}

int
db_query(struct db *db, const char *sql, struct db_args args,
    struct db_rows **out, struct err *err)
{
	struct work	 w = { .sql = sql, .args = args };

	if (run(db, &w, db_run_prepared, err) == -1)
		return -1;
	if (w.rows == NULL)
		return err_set(err, ERR_INTERNAL, "gives no rows: %.120s", sql);
	*out = w.rows;
	return 0;
}

static int
exec(struct db *db, const char *sql, struct db_args args, bool once,
    int64_t *changed, struct err *err)
{
	struct work	 w = { .sql = sql, .args = args, .once = once };

	if (run(db, &w, db_run_prepared, err) == -1)
		return -1;
	db_rows_close(w.rows);
	if (changed != NULL)
		*changed = w.changed;
	return 0;
}

int
db_exec(struct db *db, const char *sql, struct db_args args, int64_t *changed,
    struct err *err)
{
	return db_note_wants(db, sql) ? db_note_exec(db, sql, args, changed,
	    err) : exec(db, sql, args, false, changed, err);
}

int
db_exec_once(struct db *db, const char *sql, struct db_args args,
    int64_t *changed, struct err *err)
{
	return exec(db, sql, args, true, changed, err);
}

int
db_exec_one(struct db *db, const char *sql, struct db_args args,
    const char *what, struct err *err)
{
	int64_t	changed = 0;

	if (db_exec(db, sql, args, &changed, err) == -1)
		return -1;
	return changed != 0 ? 0 : err_set(err, ERR_ABSENT, "%s", what);
}

int64_t
db_last_id(const struct db *db)
{
	return db->last_id;
}

int64_t *
db_seen_ms(struct db *db)
{
	return &db->seen_ms;
}

/* Of the connection: it stays until a transaction of the other kind begins. */
static int
set_level(struct db *db, bool committed, struct err *err)
{
	struct work	 w = { .sql = committed ?
		"SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED" :
		"SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ" };

	if (db_line_ready(db, err) == -1)
		return -1;
	if (db->committed == committed)
		return 0;
	if (run(db, &w, run_plain, err) == -1)
		return -1;
	db->committed = committed;
	return 0;
}

int
db_begin_level(struct db *db, struct db_tx *tx, bool committed,
    struct err *err)
{
	struct work	 w = { .sql = "START TRANSACTION" };

	if (db->in_tx)
		return err_set(err, ERR_INTERNAL, "a transaction in another");
	/* A connection that is made anew meanwhile begins at the usual level. */
	do {
		if (set_level(db, committed, err) == -1 ||
		    run(db, &w, run_plain, err) == -1)
			return -1;
	} while (db->committed != committed);
	db->in_tx = true;
	db->tx_over = db->tx_lost = db->tx_wrote = false;
	tx->db = db;
	return 0;
}

int
db_begin(struct db *db, struct db_tx *tx, struct err *err)
{
	return db_begin_level(db, tx, false, err);
}

int
db_commit(struct db_tx *tx, struct err *err)
{
	struct work	 w = { .sql = "COMMIT", .commits = true };
	bool		 noted;

	if (tx->db == NULL)
		return err_set(err, ERR_INTERNAL, "no transaction to commit");
	noted = db_note_waits(tx->db) && (tx->db->tx_wrote ||
	    tx->db->later.sql.len > 0);
	if (db_lock_guard(tx->db, err) == -1 || (noted &&
	    db_note_write(tx->db, err) == -1))
		return -1;
	if ((tx->db->later.sql.len > 0 ?
	    send_later(tx->db, "COMMIT; END", true, err) :
	    run(tx->db, &w, run_plain, err)) == -1)
		return -1;
	tx->db->in_tx = false;
	if (noted)
		db_note_drop(tx->db);
	tx->db = NULL;
	return 0;
}

bool
db_in_tx(const struct db *db)
{
	return db->in_tx;
}

bool
db_tx_lost(const struct db *db)
{
	return db->tx_lost;
}

int *
db_parts(struct db *db)
{
	return &db->parts;
}

void
db_undo(struct db_tx *tx)
{
	struct db	*db = tx->db;

	if (db == NULL)
		return;
	db_drop_later(db);
	if (db->my != NULL && db_wait_query(db, "ROLLBACK") != 0)
		db_line_drop(db);
	db->in_tx = db->tx_over = false;
	tx->db = NULL;
}

void
db_no_limit(struct db *db)
{
	if (db->timeout_s != 0 && !db->in_tx && db->nlocks == 0) {
		db->timeout_s = 0;
		db_line_drop(db);
	}
}

int
db_plain(struct db *db, const char *sql, unsigned *number, struct err *err)
{
	struct work	 w = { .sql = sql };

	db->number = 0;
	if (run(db, &w, run_plain, err) == -1) {
		if (number != NULL)
			*number = db->number;
		return -1;
	}
	return 0;
}

const char *
db_client_version(void)
{
	return mysql_get_client_info();
}
