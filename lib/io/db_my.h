/* db_my: the connector's side of db, for db.c, db_stmt.c and db_wait.c alone. */
#ifndef IO_DB_MY_H
#define IO_DB_MY_H

#include <mysql.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/db.h"
#include "io/db_build.h"
#include "io/db_int.h"
#include "io/meter.h"

#define STMTS_MAX	128	/* prepared statements kept by one connection */

struct slot;

struct stmt {
	char		*sql;
	uint64_t	 hash, used;	/* used: when last, for eviction */
	MYSQL_STMT	*h;
	unsigned	 ncols;
	MYSQL_BIND	*cols;
	struct slot	*slots;
};

struct db {
	struct db_url	 url;
	MYSQL		*my;		/* NULL: not connected */
	unsigned	 timeout_s, connect_s;
	bool		 hurry;		/* db_hurry */
	int64_t		 silent_ms;	/* when the server was found not to answer; 0: never */
	struct stmt	 stmts[STMTS_MAX];
	size_t		 nstmts;
	uint64_t	 clock;		/* counts statements */
	int64_t		 last_id;
	bool		 in_tx;
	bool		 tx_over;	/* the server undid it already */
	bool		 committed;	/* this connection is READ COMMITTED */
	int		 parts;		/* savepoints that are open, each within the one before */
	struct db_build	 later;		/* db_exec_later: its texts are owned */
	int		 nlocks;
	char		 why[400];	/* what the server said of the last failure */
	unsigned	 number;	/* its number */
	int64_t		 heard_ms;	/* when the server answered last, by the steady clock */
	int64_t		 seen_ms;	/* db_seen_ms */
	int64_t		 schema_ms;	/* when db_schema_check last looked; 0: never */
	bool		 schema_logged;	/* a difference was logged */
	struct meter	*meter;		/* NULL: nothing is counted */
	struct meter_place *times;	/* of statements, there; found at the first */
};

/* One statement and where its outcome goes. once: not worth keeping prepared. */
struct work {
	const char	*sql;
	struct db_args	 args;
	bool		 once;
	struct db_rows	*rows;
	int64_t		 changed;
};

/* Connects, or leaves the reason in the handle. */
bool		db_dial(const struct db *, MYSQL *);
/* How long the connector itself waits for the server; 0: for ever. */
unsigned	db_line_s(const struct db *);
bool		db_is_read(const char *sql);
/* As mysql_real_query, mysql_stmt_prepare, mysql_stmt_execute; the first and the last are timed. */
int		db_wait_query(struct db *, const char *sql);
int		db_wait_prepare(struct db *, MYSQL_STMT *, const char *sql);
int		db_wait_execute(struct db *, MYSQL_STMT *);
/* Keeps the text in db->why; the number, never 0. */
unsigned	db_failed(struct db *, unsigned number, const char *text);
/* Prepares (or finds) the statement, binds, runs, reads its rows. 0, or the number of
 * what went wrong. */
unsigned	db_run_prepared(struct db *, struct work *);
void		db_stmt_close(struct stmt *);
/* A statement that began at us, by meter_now_us, is over. */
void		db_meter_time(struct db *, int64_t us);
void		db_later_clear(struct db_build *);
#define own_later cleanup(db_later_clear)

#endif
