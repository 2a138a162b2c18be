/*
 * db_tool: the server's own programs at work on our database (mariadb-dump, mariadb), and another
 * database of the same server. Who we are there goes to a program by a file without a name, never
 * by its arguments. Source: mariadb-dump(1), mariadb(1), "Option files".
 */
#ifndef IO_DB_TOOL_H
#define IO_DB_TOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/mem.h"

struct conf;
struct db;
struct err;

/* As db_open, of the database with this name. */
struct db *db_open_named(const struct conf *, const char *name, struct err *);
/* The name of ours; lives as long as db. */
const char *db_name(const struct db *);

#define DB_TOOL_SAID	400

/* A running program. Ends with its parent. */
struct db_tool {
	pid_t	pid;
	int	fd;	/* what it writes, or what it reads */
	int	said;	/* its stderr */
};
/*
 * argv: the program's name (it is looked up in PATH), then its arguments, NULL-ended; before them
 * it is told where the server is that db used last. writes: fd is to be read from, else written to.
 * ERR_INTERNAL: it could not be started.
 */
int	db_tool_start(const struct db *, const char *const *argv, bool writes,
	    struct db_tool *out, struct err *);
/* Closes fd and waits: said is the beginning of its stderr. 0, or -1 with ERR_INTERNAL and that
 * text: it failed. */
int	db_tool_end(struct db_tool *, struct err *);
/* Kills it when it still runs. */
void	db_tool_kill(struct db_tool *);
#define own_db_tool	cleanup(db_tool_kill)

#endif
