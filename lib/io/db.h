/* db: MariaDB through prepared statements with typed values. mysql.h is known
 * to db.c alone. Source: MariaDB Connector/C, "Prepared Statement API". */
#ifndef IO_DB_H
#define IO_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct conf;
struct db;
struct db_rows;
struct err;

/*
 * DATABASE_URL=mysql://user:password@host[:port][,host[:port]]/name[?socket=/path]
 * [&tls=1&tls_ca=/path], parts percent-encoded; tls_ca (or ssl_ca): the server is verified. Of
 * several hosts the first is the nearest; the next serves when it is down, hangs, or is a node of a
 * cluster that is not ready, until it has been well for DATABASE_BACK_S (60).
 * Sets strict mode, utf8mb4, UTC, timeouts (DATABASE_TIMEOUT_S, 30: then ERR_TIMEOUT, code
 * "io.database_slow"). It does not connect yet: the first statement does, and
 * every later one reconnects when the server went away outside a transaction and without a lock
 * held, repeating what was surely not done (or reads). A database that is down gives ERR_DOWN
 * with retry_after_s; one whose disk is full too, with code "io.disk_full".
 */
struct db *db_open(const struct conf *, struct err *);
void	 db_close(struct db *);
void	 db_close_p(struct db **);
#define own_db	cleanup(db_close_p)

/* One bound value. */
struct db_arg {
	enum { DB_NULL, DB_INT, DB_REAL, DB_STR, DB_BLOB, DB_TIME } type;
	int64_t		 i;	/* DB_INT; DB_TIME: ms since the epoch */
	double		 r;
	const char	*s;	/* not copied */
	size_t		 len;
};
struct db_arg	db_int(int64_t);
struct db_arg	db_id(int64_t);			/* 0 binds NULL */
struct db_arg	db_real(double);
struct db_arg	db_str(const char *);		/* NULL binds NULL */
struct db_arg	db_strn(const char *, size_t len);
struct db_arg	db_blob(const void *, size_t len);
struct db_arg	db_time(int64_t at_ms);		/* DATETIME(3), UTC; 0 binds NULL */

struct db_args {
	const struct db_arg	*v;
	size_t			 n;
};
/* The argument list of one call: DB_ARGS(db_int(id), db_str(name)); DB_NONE for none. */
#define DB_ARGS(...) ((struct db_args){					\
	(const struct db_arg[]){ __VA_ARGS__ },				\
	sizeof((const struct db_arg[]){ __VA_ARGS__ }) / sizeof(struct db_arg) })
#define DB_NONE	((struct db_args){ NULL, 0 })

/*
 * A statement that gives rows. They are read at once into memory of their own:
 * another statement may run on the same db meanwhile, or the connection end.
 * 0, or -1 with err: ERR_DOWN, ERR_CONFLICT (code "duplicate", a UNIQUE key; code
 * "io.deadlock", repeat the transaction), ERR_INTERNAL. Statements are prepared
 * once and kept by their text (so: literals, or few shapes).
 */
int	 db_query(struct db *, const char *sql, struct db_args,
	    struct db_rows **, struct err *);
/* Advance: true while there is a row. */
bool	 db_rows_next(struct db_rows *);
size_t	 db_rows_count(const struct db_rows *);
/* Before the first row again. */
void	 db_rows_rewind(struct db_rows *);
/* Puts rows that were not read yet into the order of these ids in a column; others are left out. */
void	 db_rows_order(struct db_rows *, int col, const int64_t *ids, size_t n);
void	 db_rows_close(struct db_rows *);
void	 db_rows_close_p(struct db_rows **);
#define own_rows cleanup(db_rows_close_p)
/* Advance to the only row: 0, or -1 with ERR_ABSENT. */
int	 db_one(struct db_rows *, struct err *);
/*
 * A moment that one room keeps with the connection, since a process has no other memory: when it
 * last saw what holds for a while (clock_mono_ms; 0: never).
 */
int64_t	*db_seen_ms(struct db *);
/* The first column of the first row, 0 when there is none: for counts. */
int	 db_number(struct db *, const char *sql, struct db_args, int64_t *,
	    struct err *);
/* The time by the database's clock, ms: what ages of stored times are measured against. */
int	 db_now(struct db *, int64_t *, struct err *);
/* Does the server answer? Its version and time zone for people, and whether it is strict. */
int	 db_server(struct db *, char *about, size_t size, bool *strict,
	    struct err *);
/* The folder that the server keeps its data in, to be freed; it may be on another machine. */
int	 db_folder(struct db *, char **out, struct err *);
/* The version of the library that speaks to it. */
const char *db_client_version(void);
/* MB that are left where the server keeps its data; -1: it is not on this machine. */
int	 db_disk_mb(struct db *, int64_t *out, struct err *);

/* Columns of the current row, from 0. Texts live until the next row. */
bool		 db_col_null(const struct db_rows *, int);
int64_t		 db_col_int(const struct db_rows *, int);	/* NULL reads 0 */
double		 db_col_real(const struct db_rows *, int);
const char	*db_col_str(const struct db_rows *, int);	/* NULL reads NULL */
char		*db_col_dup(const struct db_rows *, int);
const void	*db_col_blob(const struct db_rows *, int, size_t *len);
int64_t		 db_col_time(const struct db_rows *, int);	/* DATETIME as ms; NULL 0 */

/*
 * A statement that changes. changed (may be NULL): affected rows, of which an
 * UPDATE to the same values counts none.
 */
int	 db_exec(struct db *, const char *sql, struct db_args,
	    int64_t *changed, struct err *);
/* The same of one row (a DELETE) that must be there: else ERR_ABSENT, what was not. */
int	 db_exec_one(struct db *, const char *sql, struct db_args,
	    const char *what, struct err *);
int64_t	 db_last_id(const struct db *);
/*
 * db_exec within a transaction, of a change whose outcome nobody needs: it goes to the server with
 * the next statement or with the commit, all that wait in one round trip, in their order. So its
 * errors come from there. The values are copied. Without a transaction it is done at once.
 */
int	 db_exec_later(struct db *, const char *sql, struct db_args,
	    struct err *);

/*
 * Many rows in one statement: head "INSERT INTO t (a, b) VALUES ", then
 * nrows groups of ncols values, then tail " ON DUPLICATE KEY UPDATE ...". Cuts into
 * statements of at most 500 rows; changed adds up.
 */
int	 db_exec_rows(struct db *, const char *head, const char *tail,
	    const struct db_arg *vals, size_t ncols, size_t nrows,
	    int64_t *changed, struct err *);

/*
 * A transaction: undone at the end of its block unless committed.
 *	own_tx struct db_tx tx = { 0 };
 *	if (db_begin(db, &tx, err) == -1 || ... || db_commit(&tx, err) == -1)
 */
struct db_tx {
	struct db	*db;
};
int	 db_begin(struct db *, struct db_tx *, struct err *);
int	 db_commit(struct db_tx *, struct err *);
bool	 db_in_tx(const struct db *);
void	 db_undo(struct db_tx *);
#define own_tx	cleanup(db_undo)
/*
 * Run work inside a transaction, again (8 times at most, with a short random pause)
 * when the server chose it as a io.deadlock's victim (1213), it waited too long for a lock (1205),
 * or the connection was lost before its COMMIT was sent (and no lock with it). work returns 0 or -1
 * with err and must not keep state from a failed try.
 * Inside another transaction it is a part of that one: what a failed work did is undone alone, and
 * whoever began the transaction repeats it.
 */
int	 db_tx_run(struct db *, int (*work)(struct db *, void *, struct err *),
	    void *arg, struct err *);

/*
 * The same, READ COMMITTED: each statement sees what was committed before it, and locks the rows
 * that it finds, not the gaps between them: two that write side by side do not wait for each other.
 * What is read without FOR UPDATE may have changed by the next statement.
 */
int	 db_tx_run_committed(struct db *, int (*work)(struct db *, void *,
	    struct err *), void *arg, struct err *);

/* A named lock over all processes and nodes (taken outside of transactions, by database),
 * held until released or lost, as with the connection: then each statement, COMMIT too, fails with
 * ERR_DOWN until db_unlock, so that nobody goes on unknowingly. ERR_BUSY: not had within wait_s. */
int	 db_lock(struct db *, const char *name, int wait_s, struct err *);
void	 db_unlock(struct db *, const char *name);
/* Has anybody that lock now? */
int	 db_lock_held(struct db *, const char *name, bool *held, struct err *);

/*
 * Applies sql/NNNN-*.sql of a folder in order, each once, statement by statement, recorded with a
 * checksum in schema_migration; refuses one that was changed since. One that stopped half way
 * goes on behind its last statement that was done. applied (may be NULL): how many were ended now.
 */
int	 db_migrate(struct db *, const char *folder, int *applied, struct err *);
/*
 * The same, then those of its folder DB_CONTRACT: what the release before still needed goes. From
 * then on it does not serve this database; each of them says so (db_schema.h).
 */
#define DB_CONTRACT	"contract"
int	 db_migrate_contract(struct db *, const char *folder, int *applied,
	    struct err *);

#endif
