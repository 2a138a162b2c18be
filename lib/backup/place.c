#include "backup/place.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_int.h"
#include "io/db_schema.h"
#include "io/db_tool.h"

#define BESIDE		"_restore"
#define BEFORE		"_before"
#define WAIT_S		"15"	/* for those who have a table in hand */
#define DENIED		1044	/* ER_DBACCESS_DENIED_ERROR */
#define DENIED_USER	1045
#define DENIED_TABLE	1142
#define LOCK_TIMEOUT	1205
#define POURED	20000	/* rows at a time */

static void
quote(struct buf *out, const char *name)
{
	buf_putc(out, '`');
	for (; *name != '\0'; name++) {
		if (*name == '`')
			buf_putc(out, '`');
		buf_putc(out, *name);
	}
	buf_putc(out, '`');
}

static void
quote_beside(struct buf *out, const struct db *db, const char *end)
{
	own_str char	*name = mem_fmt("%s%s", db_name(db), end);

	quote(out, name);
}

char *
place_beside(const struct db *db)
{
	return mem_fmt("%s" BESIDE, db_name(db));
}

/* --- what is here --- */

/*
 * Those in one piece, or those in partitions: the server renames a partition after the other, so
 * that a crash in between leaves a table that nobody can open. The locks stay where they are:
 * whoever puts the others in their place holds one.
 */
static int
tables_of(struct db *db, const char *end, bool parted, struct db_rows **out,
    struct err *err)
{
	own_str char	*name = mem_fmt("%s%s", db_name(db), end);

	return db_query(db, "SELECT TABLE_NAME FROM information_schema.TABLES "
	    "WHERE TABLE_SCHEMA = ? AND TABLE_TYPE = 'BASE TABLE' AND "
	    "TABLE_NAME <> 'lock_lease' AND "
	    "(CREATE_OPTIONS LIKE '%partitioned%') = ? ORDER BY TABLE_NAME",
	    DB_ARGS(db_str(name), db_int(parted)), out, err);
}

/* What nobody has on a new machine, and how many there may be. */
static const struct { const char *table; int64_t most; } signs[] = {
	{ "user", 1 }, { "project", 0 }, { "task", 0 }, { "clickup_task", 0 },
	{ "candidate", 0 }, { "connection", 0 }, { "import_job", 0 },
	{ "transfer", 0 }, { "inbox_item", 0 }, { "integration", 0 },
};

static int
is_over(struct db *db, size_t i, bool *over, struct err *err)
{
	own_buf struct buf	sql = { 0 };
	int64_t			n;

	buf_puts(&sql, "SELECT COUNT(*) FROM (SELECT 1 FROM ");
	quote(&sql, signs[i].table);
	buf_puts(&sql, " LIMIT 2) some");
	if (db_number(db, buf_str(&sql), DB_NONE, &n, err) == -1)
		return -1;
	*over = n > signs[i].most;
	return 0;
}

/* A database that is not ours is in use by somebody. */
int
place_used(struct db *db, const char **table, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct db_schema	 schema;

	*table = NULL;
	if (db_schema_read(db, &schema, err) == -1 ||
	    tables_of(db, "", false, &rows, err) == -1)
		return -1;
	if (schema.newest == 0 && db_rows_count(rows) > 0)
		*table = "schema_migration";
	while (*table == NULL && db_rows_next(rows))
		for (size_t i = 0; i < nitems(signs); i++) {
			bool	over = false;

			if (strcmp(db_col_str(rows, 0), signs[i].table) != 0)
				continue;
			if (is_over(db, i, &over, err) == -1)
				return -1;
			if (over)
				*table = signs[i].table;
		}
	return 0;
}

/* --- making and dropping --- */

static int
run(struct db *db, const char *words, const char *end, const char *tail,
    unsigned *number, struct err *err)
{
	own_buf struct buf	sql = { 0 };

	buf_puts(&sql, words);
	quote_beside(&sql, db, end);
	buf_puts(&sql, tail);
	return db_plain(db, buf_str(&sql), number, err);
}

/* One name for the two in a grant: "_" stands for any letter there. */
static int
denied(struct db *db, struct err *err)
{
	const char	*name = db_name(db);

	return err_code(err, ERR_DENIED, "backup.rights", "GRANT ALL ON "
	    "`%s\\" BESIDE "`.* TO ...; GRANT ALL ON `%s\\" BEFORE "`.* TO ...",
	    name, name);
}

static const char *const ends[] = { BESIDE, BEFORE };

#define TRY	".restore_try"

/* What is done to tables later: who may not do it to this one is told now. */
static const struct {
	const char	*words, *tail;
} tries[] = {
	{ "CREATE TABLE ", TRY " (id INT PRIMARY KEY, up INT, "
	    "FOREIGN KEY (up) REFERENCES restore_try (id))" },
	{ "ALTER TABLE ", TRY " ADD KEY other (up, id)" },
	{ "INSERT INTO ", TRY " VALUES (1, 1)" },
	{ "UPDATE ", TRY " SET up = NULL WHERE id = 1" },
	{ "DELETE FROM ", TRY " WHERE id = 2" },
};

static int
try_table(struct db *db, unsigned *number, struct err *err)
{
	own_buf struct buf	sql = { 0 };

	buf_puts(&sql, "RENAME TABLE ");
	quote_beside(&sql, db, BESIDE);
	buf_puts(&sql, TRY " TO ");
	quote_beside(&sql, db, BEFORE);
	buf_puts(&sql, TRY);
	for (size_t i = 0; i < nitems(tries); i++)
		if (run(db, tries[i].words, BESIDE, tries[i].tail, number,
		    err) == -1)
			return -1;
	return db_plain(db, buf_str(&sql), number, err) == -1 ||
	    run(db, "DROP TABLE ", BEFORE, TRY, number, err) == -1 ? -1 : 0;
}

/* made: how many of the two are there now. */
static int
make_both(struct db *db, size_t *made, unsigned *number, struct err *err)
{
	for (*made = 0; *made < nitems(ends); ++*made)
		if (run(db, "DROP DATABASE IF EXISTS ", ends[*made], "",
		    number, err) == -1 || run(db, "CREATE DATABASE ",
		    ends[*made],
		    " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci",
		    number, err) == -1)
			return -1;
	return try_table(db, number, err);
}

static void
drop_some(struct db *db, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct err	err = { 0 };

		if (run(db, "DROP DATABASE IF EXISTS ", ends[i], "", NULL,
		    &err) == -1)
			log_err(LOG_WARN, "restore", &err);
	}
}

int
place_make(struct db *db, struct err *err)
{
	unsigned	number = 0;
	size_t		made;

	if (make_both(db, &made, &number, err) == 0)
		return 0;
	drop_some(db, made);
	return number == DENIED || number == DENIED_USER ||
	    number == DENIED_TABLE ? denied(db, err) : -1;
}

int
place_left(struct db *db, struct buf *out, struct err *err)
{
	own_str char		*beside = mem_fmt("%s" BESIDE, db_name(db)),
				*before = mem_fmt("%s" BEFORE, db_name(db));
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA "
	    "WHERE SCHEMA_NAME IN (?, ?) ORDER BY SCHEMA_NAME",
	    DB_ARGS(db_str(beside), db_str(before)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		buf_puts(out, out->len > 0 ? ", " : "");
		buf_puts(out, db_col_str(rows, 0));
	}
	return 0;
}

void
place_drop(struct db *db)
{
	drop_some(db, nitems(ends));
}

/* --- one for the other --- */

static void
move(struct buf *sql, const struct db *db, const char *table,
    const char *from, const char *to)
{
	buf_puts(sql, sql->len == 0 ? "RENAME TABLE " : ", ");
	quote_beside(sql, db, from);
	buf_putc(sql, '.');
	quote(sql, table);
	buf_puts(sql, " TO ");
	quote_beside(sql, db, to);
	buf_putc(sql, '.');
	quote(sql, table);
}

static int
all_moves(struct db *db, struct buf *sql, struct err *err)
{
	own_rows struct db_rows	*here = NULL, *there = NULL;

	if (tables_of(db, "", false, &here, err) == -1 ||
	    tables_of(db, BESIDE, false, &there, err) == -1)
		return -1;
	if (db_rows_count(there) == 0)
		return err_set(err, ERR_INTERNAL, "restore: no tables");
	while (db_rows_next(here))
		move(sql, db, db_col_str(here, 0), "", BEFORE);
	while (db_rows_next(there))
		move(sql, db, db_col_str(there, 0), BESIDE, "");
	return 0;
}

/* Who holds a table for longer than we wait for works on what is going away. */
static int
end_others(struct db *db, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT ID FROM information_schema.PROCESSLIST "
	    "WHERE DB = DATABASE() AND ID <> CONNECTION_ID()", DB_NONE, &rows,
	    err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		char		sql[40];
		struct err	gone = { 0 };

		snprintf(sql, sizeof(sql), "KILL %lld",
		    (long long)db_col_int(rows, 0));
		if (db_plain(db, sql, NULL, &gone) == -1)
			log_err(LOG_INFO, "restore", &gone);
	}
	return 0;
}

/* A statement that wants tables to itself. */
static int
take_hold(struct db *db, const char *sql, struct err *err)
{
	unsigned	number = 0;

	if (db_plain(db, sql, &number, err) == 0)
		return 0;
	if (number != LOCK_TIMEOUT)
		return -1;
	*err = (struct err){ 0 };
	return end_others(db, err) == -1 ? -1 : db_plain(db, sql, NULL, err);
}

int
place_swap(struct db *db, struct err *err)
{
	own_buf struct buf	sql = { 0 };

	return all_moves(db, &sql, err) == -1 ||
	    db_plain(db, "SET SESSION lock_wait_timeout = " WAIT_S, NULL,
	    err) == -1 ? -1 : take_hold(db, buf_str(&sql), err);
}

/* --- what cannot change places --- */

static int
empty(struct db *db, const char *table, struct err *err)
{
	own_buf struct buf	sql = { 0 };

	buf_puts(&sql, "TRUNCATE TABLE ");
	quote(&sql, table);
	return take_hold(db, buf_str(&sql), err);
}

/* The next rows behind *id; *n: how many. */
static int
pour_part(struct db *db, const char *table, int64_t *id, int64_t *n,
    struct err *err)
{
	own_buf struct buf	sql = { 0 }, last = { 0 };
	int64_t			to;

	buf_puts(&last, "SELECT COALESCE(MAX(id), 0) FROM (SELECT id FROM ");
	quote_beside(&last, db, BESIDE);
	buf_putc(&last, '.');
	quote(&last, table);
	buf_puts(&last, " WHERE id > ? ORDER BY id LIMIT ?) part");
	if (db_number(db, buf_str(&last), DB_ARGS(db_int(*id),
	    db_int(POURED)), &to, err) == -1)
		return -1;
	*n = 0;
	if (to == 0)
		return 0;
	buf_puts(&sql, "INSERT INTO ");
	quote(&sql, table);
	buf_puts(&sql, " SELECT * FROM ");
	quote_beside(&sql, db, BESIDE);
	buf_putc(&sql, '.');
	quote(&sql, table);
	buf_puts(&sql, " WHERE id > ? AND id <= ?");
	if (db_exec_once(db, buf_str(&sql), DB_ARGS(db_int(*id), db_int(to)),
	    n, err) == -1)
		return -1;
	*id = to;
	return 0;
}

int
place_pour(struct db *db, struct err *err)
{
	own_rows struct db_rows	*parted = NULL;

	if (tables_of(db, BESIDE, true, &parted, err) == -1)
		return -1;
	while (db_rows_next(parted)) {
		const char	*table = db_col_str(parted, 0);
		int64_t		 id = 0, n = 0;

		if (empty(db, table, err) == -1)
			return -1;
		do
			if (pour_part(db, table, &id, &n, err) == -1)
				return -1;
		while (n > 0);
	}
	return 0;
}
