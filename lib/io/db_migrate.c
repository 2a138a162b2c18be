#include <dirent.h>
#include <errno.h>
#include <mysqld_error.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_int.h"
#include "io/db_lock.h"
#include "io/db_schema.h"
#include "io/secret.h"

#define LOCK		"migrate"
#define LOCK_WAIT_S	120
#define FILE_MAX	(4 << 20)
#define STATEMENTS_MAX	1000
#define BREAKS		"-- Breaks older programs."

/*
 * done_at is empty while a file runs. statements: how many of it were done (NULL: a former
 * release ran it, nobody counted), head: the hash of their texts; breaks: programs that do not
 * know this file must not serve.
 */
static const char *const tables[] = {
	/* A database made by hand may be latin1; what is in it keeps its own. */
	"ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci",
	"CREATE TABLE IF NOT EXISTS schema_migration ("
	    " name VARCHAR(100) CHARACTER SET ascii NOT NULL PRIMARY KEY,"
	    " checksum CHAR(64) CHARACTER SET ascii NOT NULL,"
	    " started_at DATETIME(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),"
	    " done_at DATETIME(3) NULL)",
	"ALTER TABLE schema_migration"
	    " ADD COLUMN IF NOT EXISTS statements SMALLINT UNSIGNED NULL,"
	    " ADD COLUMN IF NOT EXISTS head CHAR(64) CHARACTER SET ascii NULL,"
	    " ADD COLUMN IF NOT EXISTS error VARCHAR(500) NOT NULL DEFAULT '',"
	    " ADD COLUMN IF NOT EXISTS breaks BOOLEAN NOT NULL DEFAULT FALSE",
};

/* A migration taken apart. */
struct script {
	const char	*name;
	char		*text, *statement[STATEMENTS_MAX];
	size_t		 n;
	char		 checksum[SECRET_HASH_SIZE];
};

/* What the database knows of it. */
struct record {
	bool		 known, done, counted;
	size_t		 statements;
	char		 checksum[SECRET_HASH_SIZE], head[SECRET_HASH_SIZE];
};

static void
script_close(struct script *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->statement[i]);
	free(s->text);
}

int
db_migrate_is(const struct dirent *entry)
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

static int
read_script(const char *folder, const char *name, struct script *out,
    struct err *err)
{
	own_buf struct buf	 text = { 0 };
	const char		*at;
	char			*one;

	if (read_file(folder, name, &text, err) == -1)
		return -1;
	out->name = name;
	secret_hash_bytes(text.data, text.len, out->checksum);
	out->text = mem_dup(text.data);
	for (at = out->text; (one = db_statement_next(&at)) != NULL;) {
		if (out->n == STATEMENTS_MAX) {
			free(one);
			return err_set(err, ERR_INTERNAL, "%s: over %d "
			    "statements", name, STATEMENTS_MAX);
		}
		out->statement[out->n++] = one;
	}
	return 0;
}

/* Of the first so many statements. */
static void
head_hash(const struct script *s, size_t statements,
    char out[SECRET_HASH_SIZE])
{
	own_buf struct buf	all = { 0 };

	for (size_t i = 0; i < statements; i++) {
		buf_puts(&all, s->statement[i]);
		buf_putc(&all, ';');
	}
	secret_hash_bytes(buf_str(&all), all.len, out);
}

static int
look_up(struct db *db, const char *name, struct record *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT checksum, done_at, statements, "
	    "COALESCE(head, '') FROM schema_migration WHERE name = ?",
	    DB_ARGS(db_str(name)), &rows, err) == -1)
		return -1;
	if (!(out->known = db_rows_next(rows)))
		return 0;
	out->done = !db_col_null(rows, 1);
	out->counted = !db_col_null(rows, 2);
	out->statements = (size_t)db_col_int(rows, 2);
	snprintf(out->checksum, sizeof(out->checksum), "%s",
	    db_col_str(rows, 0));
	snprintf(out->head, sizeof(out->head), "%s", db_col_str(rows, 3));
	return 0;
}

/* An unfinished file may be mended, but not what was done of it. */
static int
check_same(const struct script *s, const struct record *r, struct err *err)
{
	char	 head[SECRET_HASH_SIZE];

	if (!r->known || strcmp(r->checksum, s->checksum) == 0)
		return 0;
	if (!r->done && r->counted && r->statements <= s->n) {
		head_hash(s, r->statements, head);
		if (r->statements == 0 || strcmp(head, r->head) == 0)
			return 0;
	}
	return err_code(err, ERR_INTERNAL, "io.migration_changed",
	    "%s was changed after it had been applied; put it back and"
	    " write the change as a new file", s->name);
}

/* --- one statement --- */

/* Changes of rows go together with the note that they were made. */
static bool
changes_rows(const char *sql)
{
	static const char *const words[] = { "INSERT", "UPDATE", "DELETE",
		"REPLACE" };

	for (size_t i = 0; i < nitems(words); i++)
		if (strncasecmp(sql, words[i], strlen(words[i])) == 0)
			return true;
	return false;
}

static int
note(struct db *db, const struct script *s, size_t done, struct err *err)
{
	char	 head[SECRET_HASH_SIZE];

	head_hash(s, done, head);
	return db_exec(db, "UPDATE schema_migration SET statements = ?, "
	    "head = ?, error = '' WHERE name = ?",
	    DB_ARGS(db_int((int64_t)done), db_str(head), db_str(s->name)),
	    NULL, err);
}

/* What a statement answers that was done before: a table cannot be changed and that noted in one
 * step, so the process may have ended between the two. */
static bool
was_done(unsigned number)
{
	return number == ER_TABLE_EXISTS_ERROR || number == ER_DUP_FIELDNAME ||
	    number == ER_DUP_KEYNAME || number == ER_CANT_DROP_FIELD_OR_KEY ||
	    number == ER_BAD_TABLE_ERROR || number == ER_DUP_ENTRY ||
	    number == ER_DUP_ENTRY_WITH_KEY_NAME;
}

/* again: it may have been done already. */
static int
run_sql(struct db *db, const char *sql, bool again, struct err *err)
{
	unsigned	 number;

	if (db_plain(db, sql, &number, err) == 0)
		return 0;
	if (!again || !was_done(number))
		return -1;
	*err = (struct err){ 0 };
	return 0;
}

static int
run_statement(struct db *db, const struct script *s, size_t i, bool again,
    struct err *err)
{
	own_tx struct db_tx	 tx = { 0 };
	const char		*sql = s->statement[i];

	if (!changes_rows(sql))
		return run_sql(db, sql, again, err) == -1 ? -1 :
		    note(db, s, i + 1, err);
	return db_begin(db, &tx, err) == -1 ||
	    run_sql(db, sql, again, err) == -1 ||
	    note(db, s, i + 1, err) == -1 || db_commit(&tx, err) == -1 ?
	    -1 : 0;
}

/* --- one file --- */

static int
begin(struct db *db, const struct script *s, const struct record *r,
    struct err *err)
{
	const bool	 breaks = strstr(s->text, BREAKS) != NULL;

	if (r->known)
		return db_exec(db, "UPDATE schema_migration SET checksum = ?, "
		    "breaks = ? WHERE name = ?", DB_ARGS(db_str(s->checksum),
		    db_int(breaks), db_str(s->name)), NULL, err);
	return db_exec(db, "INSERT INTO schema_migration (name, checksum, "
	    "statements, breaks) VALUES (?, ?, 0, ?)", DB_ARGS(db_str(s->name),
	    db_str(s->checksum), db_int(breaks)), NULL, err);
}

/* Why it stopped is kept, for whoever looks later. */
static int
stopped(struct db *db, const struct script *s, size_t i, struct err *err)
{
	struct err	 lost = { 0 };

	err_wrap(err, ERR_NONE, "%s: statement %zu of %zu", s->name, i + 1,
	    s->n);
	if (db_exec(db, "UPDATE schema_migration SET error = LEFT(?, 500) "
	    "WHERE name = ?", DB_ARGS(db_str(err->text), db_str(s->name)),
	    NULL, &lost) == -1)
		log_err(LOG_WARN, "migrate", &lost);
	return -1;
}

static int
apply(struct db *db, const struct script *s, const struct record *r,
    struct err *err)
{
	const size_t	 from = r->counted ? r->statements : 0;

	if (begin(db, s, r, err) == -1)
		return -1;
	if (r->known)
		log_line(LOG_INFO, "migration %s goes on at statement %zu of "
		    "%zu", s->name, from + 1, s->n);
	for (size_t i = from; i < s->n; i++)
		if (run_statement(db, s, i, r->known && (!r->counted ||
		    (i == from && !changes_rows(s->statement[i]))), err) == -1)
			return stopped(db, s, i, err);
	log_line(LOG_INFO, "migration %s applied", s->name);
	return db_exec(db, "UPDATE schema_migration SET done_at ="
	    " CURRENT_TIMESTAMP(3), error = '' WHERE name = ?",
	    DB_ARGS(db_str(s->name)), NULL, err);
}

static int
migrate_file(struct db *db, const char *folder, const char *name, int *applied,
    struct err *err)
{
	cleanup(script_close) struct script	 s = { 0 };
	struct record				 r = { 0 };

	if (read_script(folder, name, &s, err) == -1 ||
	    look_up(db, name, &r, err) == -1 ||
	    check_same(&s, &r, err) == -1)
		return -1;
	if (r.done)
		return 0;
	if (apply(db, &s, &r, err) == -1)
		return -1;
	(*applied)++;
	return 0;
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
	int		  n = scandir(folder, &files, db_migrate_is, alphasort);
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
	int	 count = 0, rc = 0;

	db_no_limit(db);
	for (size_t i = 0; rc == 0 && i < nitems(tables); i++)
		rc = db_plain(db, tables[i], NULL, err);
	if (rc == -1 || db_lock_make(db, err) == -1 ||
	    db_lock(db, LOCK, LOCK_WAIT_S, err) == -1)
		return err_wrap(err, ERR_NONE, "migrate");
	rc = migrate_locked(db, folder, &count, err);
	db_unlock(db, LOCK);
	if (applied != NULL)
		*applied = count;
	return rc == -1 ? err_wrap(err, ERR_NONE, "migrate") : 0;
}
