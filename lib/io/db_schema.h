/* db_schema: does this program fit the database? Migrations are numbered; a program knows the
 * newest one that it was built with (SCHEMA_BUILT). One that older programs cannot work with says
 * so in a line of its own: "-- Breaks older programs." */
#ifndef IO_DB_SCHEMA_H
#define IO_DB_SCHEMA_H

#include <stdint.h>

struct db;
struct dirent;
struct err;

struct db_schema {
	int64_t	 built;		/* what this program knows */
	int64_t	 newest;	/* what the database has; 0: nothing */
	int64_t	 oldest;	/* the oldest that it serves; 0: any */
};
int	db_schema_read(struct db *, struct db_schema *out, struct err *);
/*
 * For every request, and at a start: the database is asked now and then. 0: go on (also when it is
 * away), a difference is logged once. -1 with ERR_DOWN, code "io.schema_newer": this program is
 * older than the oldest that the database serves.
 */
int	db_schema_check(struct db *, struct err *);

/* How far a folder's migrations are. */
struct db_schema_state {
	int64_t	 done, files;
	char	 half[100];	/* the one that stopped half way, or "" */
	int64_t	 statements;	/* done of it; -1: nobody counted */
	char	 error[500];	/* why it stopped, as far as it is known */
};
int	db_schema_state(struct db *, const char *folder,
	    struct db_schema_state *out, struct err *);

/* Is it the name of a migration, NNNN-words.sql? For scandir. */
int	db_migrate_is(const struct dirent *);

#endif
