/* db_int: what the files of db share: the address of a server, a result set
 * kept in our own memory, and a script of many statements. */
#ifndef IO_DB_INT_H
#define IO_DB_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/db.h"

struct db;
struct err;

#define DB_HOSTS_MAX	8

struct db_host {
	char		*name;		/* "": none, the socket leads there */
	unsigned	 port;		/* 0: not given */
};

/* DATABASE_URL taken apart. Texts are owned; NULL: not given. The nearest host is the first; a
 * socket is the way to it. */
struct db_url {
	char		*user, *password, *name;
	struct db_host	 hosts[DB_HOSTS_MAX];
	size_t		 nhosts;	/* 1 at least */
	char		*socket, *tls_ca;
	bool		 tls;
};

int	db_url_parse(const char *url, struct db_url *out, struct err *err);
void	db_url_clear(struct db_url *);
#define own_url	cleanup(db_url_clear)

enum db_cell_type { CELL_NULL, CELL_INT, CELL_REAL, CELL_TIME, CELL_TEXT };

struct db_cell {
	enum db_cell_type	 type;
	uint32_t		 len;	/* CELL_TEXT */
	union {
		int64_t	 i;		/* CELL_INT; CELL_TIME: ms */
		double	 r;
		size_t	 off;		/* CELL_TEXT: where in the rows' text */
	};
};

/*
 * A whole result, read off the wire at once, so that it outlives its statement and
 * the connection. Cells lie row by row; their texts, NUL-ended, in one block.
 */
struct db_rows {
	struct db_cell	*cells;
	char		*text;
	char		(*number)[32];	/* a number asked for as text, by column */
	size_t		 ncols, nrows, cap, text_len, text_cap;
	size_t		 next;		/* the row db_rows_next goes to */
};

struct db_rows	*db_rows_open(size_t ncols);
/* One more row: its cells, zeroed. They move when the next row is added. */
struct db_cell	*db_rows_add(struct db_rows *);
/* Room for len bytes and a NUL; gives its offset. */
size_t		 db_rows_room(struct db_rows *, size_t len);

/* The socket that leads to a host; NULL: none does. */
const char	*db_url_socket(const struct db_url *, size_t host);

/* db_begin; committed: READ COMMITTED. */
int	db_begin_level(struct db *, struct db_tx *, bool committed,
	    struct err *);
/* Is the transaction that failed surely undone, since its connection was lost before its COMMIT was
 * sent, and nothing else that counted on that connection? Then it may be done again. */
bool	db_tx_lost(const struct db *);
/* A short time before the try that follows this one. */
void	db_pause(int attempt);
/* How many parts of the transaction are open, for who opens and ends them. */
int	*db_parts(struct db *);
/* Forgets what db_exec_later was given and the server does not have yet. */
void	db_drop_later(struct db *);
/* db_exec of a statement that is not worth keeping prepared. */
int	db_exec_once(struct db *, const char *sql, struct db_args,
	    int64_t *changed, struct err *);

/* Takes the time limit off this connection; not while a lock is held. */
void	db_no_limit(struct db *);
/* One statement without arguments; its rows are dropped. number (may be NULL): of the server's
 * error, on failure; 0: the connection's. */
int	db_plain(struct db *, const char *sql, unsigned *number, struct err *);

/*
 * The next statement of a script, without comments before it and the ';' behind it; *at moves on.
 * NULL: there is none. The caller frees it.
 */
char	*db_statement_next(const char **at);

#endif
