#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_int.h"
#include "io/secret.h"

#define LOCK		"migrate"
#define LOCK_WAIT_S	120
#define FILE_MAX	(4 << 20)

/* done_at is empty while a file runs: DDL cannot be undone, so a file that
 * stopped half way must be looked at by a person. */
static const char table[] = "CREATE TABLE IF NOT EXISTS schema_migration ("
    " name VARCHAR(100) CHARACTER SET ascii NOT NULL PRIMARY KEY,"
    " checksum CHAR(64) CHARACTER SET ascii NOT NULL,"
    " started_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),"
    " done_at DATETIME(3) NULL)";

/* A database made by hand may be latin1; what is in it keeps its own. */
static const char charset[] = "ALTER DATABASE CHARACTER SET utf8mb4"
    " COLLATE utf8mb4_unicode_520_ci";

static int
is_migration(const struct dirent *entry)
{
	const char	*name = entry->d_name;
	size_t		 len = strlen(name);

	return len > 9 && len < 100 && strspn(name, "0123456789") == 4 &&
	    name[4] == '-' && strcmp(name + len - 4, ".sql") == 0;
}

static int
read_file(const char *folder, const char *name, struct buf *out,
    struct err *err)
{
	own_str char	*path = mem_fmt("%s/%s", folder, name);
	FILE		*f = fopen(path, "re");
	char		 piece[8192];
	size_t		 n;

	if (f == NULL)
		return err_set(err, ERR_INTERNAL, "%s: %s", path,
		    strerror(errno));
	while ((n = fread(piece, 1, sizeof(piece), f)) > 0 &&
	    out->len <= FILE_MAX)
		buf_add(out, piece, n);
	fclose(f);
	return out->len == 0 || out->len > FILE_MAX ?
	    err_set(err, ERR_INTERNAL, "%s: empty or over 4 MB", path) : 0;
}

/* 1: applied before; 0: not yet; -1: it must not go on. */
static int
look_up(struct db *db, const char *name, const char *checksum, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT checksum, done_at FROM schema_migration"
	    " WHERE name = ?", DB_ARGS(db_str(name)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	if (strcmp(db_col_str(rows, 0), checksum) != 0)
		return err_code(err, ERR_INTERNAL, "migration_changed",
		    "%s was changed after it had been applied; put it back and"
		    " write the change as a new file", name);
	if (db_col_null(rows, 1))
		return err_code(err, ERR_INTERNAL, "migration_half",
		    "%s stopped half way; mend the tables by hand, then delete"
		    " its row in schema_migration (or set its done_at)", name);
	return 1;
}

static int
apply(struct db *db, const char *name, const char *checksum,
    const struct buf *sql, struct err *err)
{
	if (db_exec(db, "INSERT INTO schema_migration (name, checksum)"
	    " VALUES (?, ?)", DB_ARGS(db_str(name), db_str(checksum)), NULL,
	    err) == -1)
		return -1;
	if (db_script(db, sql->data, sql->len, err) == -1)
		return err_wrap(err, ERR_NONE, "%s", name);
	log_line(LOG_INFO, "migration %s applied", name);
	return db_exec(db, "UPDATE schema_migration SET done_at ="
	    " CURRENT_TIMESTAMP(3) WHERE name = ?", DB_ARGS(db_str(name)),
	    NULL, err);
}

static int
migrate_file(struct db *db, const char *folder, const char *name, int *applied,
    struct err *err)
{
	own_buf struct buf	 sql = { 0 };
	char			 checksum[SECRET_HASH_SIZE];
	int			 known;

	if (read_file(folder, name, &sql, err) == -1)
		return -1;
	secret_hash_bytes(sql.data, sql.len, checksum);
	if ((known = look_up(db, name, checksum, err)) != 0)
		return known == 1 ? 0 : -1;
	(*applied)++;
	return apply(db, name, checksum, &sql, err);
}

static int
migrate_files(struct db *db, const char *folder, struct dirent **files, int n,
    int *applied, struct err *err)
{
	/* versionsort-free: four digits sort as text */
	for (int i = 0; i < n; i++) {
		if (i > 0 && strncmp(files[i - 1]->d_name, files[i]->d_name,
		    4) == 0)
			return err_set(err, ERR_INTERNAL, "%s and %s have the"
			    " same number", files[i - 1]->d_name,
			    files[i]->d_name);
		if (migrate_file(db, folder, files[i]->d_name, applied,
		    err) == -1)
			return -1;
	}
	return 0;
}

static int
migrate_locked(struct db *db, const char *folder, int *applied,
    struct err *err)
{
	struct dirent	**files = NULL;
	int		  n = scandir(folder, &files, is_migration, alphasort);
	int		  rc;

	if (n <= 0)
		rc = err_set(err, ERR_INTERNAL, "%s: no migrations", folder);
	else
		rc = migrate_files(db, folder, files, n, applied, err);
	for (int i = 0; i < n; i++)
		free(files[i]);
	free(files);
	return rc;
}

int
db_migrate(struct db *db, const char *folder, int *applied, struct err *err)
{
	int	 count = 0, rc;

	/* The script comes first: it takes the time limit off the connection, which
	 * the lock is then bound to. */
	if (db_script(db, charset, sizeof(charset) - 1, err) == -1 ||
	    db_script(db, table, sizeof(table) - 1, err) == -1 ||
	    db_lock(db, LOCK, LOCK_WAIT_S, err) == -1)
		return err_wrap(err, ERR_NONE, "migrate");
	rc = migrate_locked(db, folder, &count, err);
	db_unlock(db, LOCK);
	if (applied != NULL)
		*applied = count;
	return rc == -1 ? err_wrap(err, ERR_NONE, "migrate") : 0;
}

int
db_migrate_count(struct db *db, const char *folder, int64_t *have,
    int64_t *want, struct err *err)
{
	struct dirent	**files = NULL;
	int		  n = scandir(folder, &files, is_migration, alphasort);

	*want = n > 0 ? n : 0;
	for (int i = 0; i < n; i++)
		free(files[i]);
	free(files);
	return db_number(db, "SELECT COUNT(*) FROM schema_migration WHERE "
	    "done_at IS NOT NULL", DB_NONE, have, err);
}
