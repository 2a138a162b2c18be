/* db_script: the files of migrations, taken apart, and what the database knows of them. For
 * db_migrate and db_plan alone. */
#ifndef IO_DB_SCRIPT_H
#define IO_DB_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "io/secret.h"

struct db;
struct dirent;
struct err;

#define DB_SCRIPT_MAX	1000	/* statements of one */

struct db_script {
	const char	*name;		/* not copied */
	char		*text, *statement[DB_SCRIPT_MAX];
	size_t		 n;
	char		 checksum[SECRET_HASH_SIZE];
};
int	db_script_read(const char *folder, const char *name,
	    struct db_script *out, struct err *);
void	db_script_close(struct db_script *);
#define own_db_script	cleanup(db_script_close)
/* The hash of its first so many statements. */
void	db_script_head(const struct db_script *, size_t statements,
	    char out[SECRET_HASH_SIZE]);

/* What the database knows of it. counted false: a former release ran it, nobody counted. */
struct db_script_record {
	bool		 known, done, counted;
	size_t		 statements;
	char		 checksum[SECRET_HASH_SIZE], head[SECRET_HASH_SIZE];
};
int	db_script_look_up(struct db *, const char *name,
	    struct db_script_record *out, struct err *);

/* Does it change rows (INSERT, UPDATE, DELETE, REPLACE)? */
bool	db_script_changes_rows(const char *sql);

/* The files of a folder, in their order; ERR_INTERNAL: two have the same number. */
struct db_scripts {
	struct dirent	**v;
	int		  n;
};
int	db_scripts_find(const char *folder, struct db_scripts *out,
	    struct err *);
void	db_scripts_close(struct db_scripts *);
#define own_db_scripts	cleanup(db_scripts_close)

#endif
