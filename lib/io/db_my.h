/* db_my: the connector's side of db, for its own files alone. */
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
#include "io/secret.h"

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

/* What is held over the nodes of a cluster; db_lock.c. */
struct db_lease {
	char	key[SECRET_HASH_SIZE];
	int	times;
};

struct db_locks {
	struct db_lease	*held;
	size_t		 n, room;
	const char	*forced;		/* db_lock_as_node; NULL: no test */
	int64_t		 renewed_ms;		/* when they were taken or renewed last */
	int		 lease_s;		/* of forced */
	bool		 no_wsrep;		/* a server that knows of no clusters */
	bool		 no_members;		/* we may not read who is in it */
	char		 node[64];		/* the one that is connected to */
	char		 owner[SECRET_TOKEN_SIZE];	/* this connection; "": none yet */
};

struct db {
	struct db_url	 url;
	MYSQL		*my;		/* NULL: not connected */
	unsigned	 timeout_s, connect_s;
	size_t		 host;		/* of the url: where my leads to */
	struct {
		int64_t	 bad_ms;	/* when it was found not to serve; 0: never */
		int64_t	 silent_ms;	/* when it was found not to answer; 0: never */
	} seen[DB_HOSTS_MAX];
	int64_t		 back_ms;	/* so long the first was well before it is gone back to */
	MYSQL		*look, *look_got;	/* a line to the first host in the making */
	int64_t		 looked_ms;	/* when that began */
	int64_t		 well_ms;	/* since when the first was seen well; 0: it was not */
	struct stmt	 stmts[STMTS_MAX];
	size_t		 nstmts;
	uint64_t	 clock;		/* counts statements */
	int64_t		 last_id;
	int		 look_status;	/* what the connector waits for there; 0: nothing */
	bool		 hurry;		/* db_hurry */
	bool		 in_tx;
	bool		 tx_over;	/* the server undid it already */
	bool		 tx_lost;	/* db_tx_lost */
	bool		 tx_wrote;
	bool		 committed;	/* this connection is READ COMMITTED */
	bool		 schema_logged;	/* a difference was logged */
	int		 parts;		/* savepoints that are open, each within the one before */
	int		 nlocks;
	struct db_build	 later;		/* db_exec_later: its texts are owned */
	struct db_locks	 locks;
	struct {
		struct db_build	 what;		/* its texts are owned; empty: none */
		const char	*code;
		int		 apart;		/* > 0: what is written now does not take it */
	} note;					/* db_note.h */
	unsigned	 number;	/* of the server's last failure */
	char		 why[400];	/* what it said of that */
	int64_t		 heard_ms;	/* when the server answered last, by the steady clock */
	int64_t		 seen_ms;	/* db_seen_ms */
	int64_t		 schema_ms;	/* when db_schema_check last looked; 0: never */
	struct meter	*meter;		/* NULL: nothing is counted */
	struct meter_place *times;	/* of statements, there; found at the first */
};

/* One statement and where its outcome goes. once: not worth keeping prepared. */
struct work {
	const char	*sql;
	struct db_args	 args;
	bool		 once;
	bool		 commits;	/* lost, it may be done or not */
	struct db_rows	*rows;
	int64_t		 changed;
};

void		db_line_begin(struct db *, const struct conf *);
void		db_line_close(struct db *);
/* Drops the connection and what was prepared over it. */
void		db_line_drop(struct db *);
/* Makes sure of a connection: 0, or -1 with ERR_DOWN. */
int		db_line_ready(struct db *, struct err *);
/* The host that is connected to does not answer. */
void		db_line_silent(struct db *);
/* Leases over nodes that want to be renewed before the next statement. */
bool		db_lock_due(const struct db *);
int		db_lock_renew(struct db *, struct err *);
/* Of db_note.h. Does a note wait? Is that statement, outside of a transaction, a change that takes
 * it along? */
bool		db_note_waits(const struct db *);
bool		db_note_wants(const struct db *, const char *sql);
int		db_note_write(struct db *, struct err *);
int		db_note_exec(struct db *, const char *sql, struct db_args,
		    int64_t *changed, struct err *);
/* Before COMMIT: are all that are held still ours? Else ERR_DOWN, and nothing is committed. */
int		db_lock_guard(struct db *, struct err *);
/* The connection is gone, and what was held with it. */
void		db_lock_forget(struct db *);
/* -1 with ERR_DOWN and what was said last. */
int		db_down(struct db *, struct err *);
/* Is it an error that ends the connection? */
bool		db_is_lost(unsigned number);
/* Connects to that host of the address, or leaves the reason in the connection. */
bool		db_dial(const struct db *, size_t host, MYSQL *);
/* How long the connector itself waits for the server; 0: for ever. */
unsigned	db_line_s(const struct db *);
bool		db_is_read(const char *sql);
/* Of what the connector waits for, what came within ms; 0: nothing. */
int		db_wait_poll(MYSQL *, int status, int ms);
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
/* Values that outlive the call, behind those that are there. */
void		db_later_keep(struct db_build *, struct db_args);
void		db_later_clear(struct db_build *);
#define own_later cleanup(db_later_clear)

#endif
