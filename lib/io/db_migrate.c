#include <dirent.h>
#include <mysqld_error.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_int.h"
#include "io/db_lock.h"
#include "io/db_script.h"

#define LOCK		"migrate"
#define LOCK_WAIT_S	120
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

/* An unfinished file may be mended, but not what was done of it. */
static int
check_same(const struct db_script *s, const struct db_script_record *r,
    struct err *err)
{
	char	 head[SECRET_HASH_SIZE];

	if (!r->known || strcmp(r->checksum, s->checksum) == 0)
		return 0;
	if (!r->done && r->counted && r->statements <= s->n) {
		db_script_head(s, r->statements, head);
		if (r->statements == 0 || strcmp(head, r->head) == 0)
			return 0;
	}
	return err_code(err, ERR_INTERNAL, "io.migration_changed",
	    "%s was changed after it had been applied; put it back and"
	    " write the change as a new file", s->name);
}

/* --- one statement --- */

static int
note(struct db *db, const struct db_script *s, size_t done, struct err *err)
{
	char	 head[SECRET_HASH_SIZE];

	db_script_head(s, done, head);
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

/* Changes of rows go together with the note that they were made. */
static int
run_statement(struct db *db, const struct db_script *s, size_t i, bool again,
    struct err *err)
{
	own_tx struct db_tx	 tx = { 0 };
	const char		*sql = s->statement[i];

	if (!db_script_changes_rows(sql))
		return run_sql(db, sql, again, err) == -1 ? -1 :
		    note(db, s, i + 1, err);
	return db_begin(db, &tx, err) == -1 ||
	    run_sql(db, sql, again, err) == -1 ||
	    note(db, s, i + 1, err) == -1 || db_commit(&tx, err) == -1 ?
	    -1 : 0;
}

/* --- one file --- */

static int
begin(struct db *db, const struct db_script *s,
    const struct db_script_record *r, struct err *err)
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
stopped(struct db *db, const struct db_script *s, size_t i, struct err *err)
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
apply(struct db *db, const struct db_script *s,
    const struct db_script_record *r, struct err *err)
{
	const size_t	 from = r->counted ? r->statements : 0;

	if (begin(db, s, r, err) == -1)
		return -1;
	if (r->known)
		log_line(LOG_INFO, "migration %s goes on at statement %zu of "
		    "%zu", s->name, from + 1, s->n);
	for (size_t i = from; i < s->n; i++) {
		const bool	 again = r->known && (!r->counted || (i == from &&
				    !db_script_changes_rows(s->statement[i])));

		if (run_statement(db, s, i, again, err) == -1)
			return stopped(db, s, i, err);
	}
	log_line(LOG_INFO, "migration %s applied", s->name);
	return db_exec(db, "UPDATE schema_migration SET done_at ="
	    " CURRENT_TIMESTAMP(3), error = '' WHERE name = ?",
	    DB_ARGS(db_str(s->name)), NULL, err);
}

static int
migrate_file(struct db *db, const char *folder, const char *name, int *applied,
    struct err *err)
{
	own_db_script struct db_script	 s = { 0 };
	struct db_script_record		 r = { 0 };

	if (db_script_read(folder, name, &s, err) == -1 ||
	    db_script_look_up(db, name, &r, err) == -1 ||
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
migrate_folder(struct db *db, const char *folder, bool may_miss, int *applied,
    struct err *err)
{
	own_db_scripts struct db_scripts	files = { 0 };

	if (db_scripts_find(folder, &files, err) == -1)
		return -1;
	if (files.n <= 0)
		return may_miss ? 0 : err_set(err, ERR_INTERNAL,
		    "%s: no migrations", folder);
	for (int i = 0; i < files.n; i++)
		if (migrate_file(db, folder, files.v[i]->d_name, applied,
		    err) == -1)
			return -1;
	return 0;
}

static int
migrate_locked(struct db *db, const char *folder, bool contract, int *applied,
    struct err *err)
{
	own_str char	*later = mem_fmt("%s/" DB_CONTRACT, folder);

	if (migrate_folder(db, folder, false, applied, err) == -1)
		return -1;
	return contract ? migrate_folder(db, later, true, applied, err) : 0;
}

static int
migrate(struct db *db, const char *folder, bool contract, int *applied,
    struct err *err)
{
	int	 count = 0, rc = 0;

	db_no_limit(db);
	for (size_t i = 0; rc == 0 && i < nitems(tables); i++)
		rc = db_plain(db, tables[i], NULL, err);
	if (rc == -1 || db_lock_make(db, err) == -1 ||
	    db_lock(db, LOCK, LOCK_WAIT_S, err) == -1)
		return err_wrap(err, ERR_NONE, "migrate");
	rc = migrate_locked(db, folder, contract, &count, err);
	db_unlock(db, LOCK);
	if (applied != NULL)
		*applied = count;
	return rc == -1 ? err_wrap(err, ERR_NONE, "migrate") : 0;
}

int
db_migrate(struct db *db, const char *folder, int *applied, struct err *err)
{
	return migrate(db, folder, false, applied, err);
}

int
db_migrate_contract(struct db *db, const char *folder, int *applied,
    struct err *err)
{
	return migrate(db, folder, true, applied, err);
}
