/* db: typed values there and back, transactions, lost connections.
 * Needs DATABASE_URL; its tables are named t_db*. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_int.h"
#include "io/db_schema.h"
#include "io/db_wait.h"
#include "step.h"

static int
set_up(void **state)
{
	struct db	*db = step_db();
	struct err	 err = { 0 };

	OK(db_exec(db, "DROP TABLE IF EXISTS t_db", DB_NONE, NULL, &err));
	OK(db_exec(db, "CREATE TABLE t_db (id BIGINT AUTO_INCREMENT"
	    " PRIMARY KEY, n INT UNSIGNED NULL, big BIGINT NULL, r DOUBLE NULL,"
	    " s LONGTEXT NULL, b VARBINARY(100) NULL, at DATETIME(3) NULL,"
	    " d DATE NULL, j JSON NULL, m DECIMAL(10,2) NULL, f BOOLEAN NULL,"
	    " k VARCHAR(40) NULL UNIQUE)", DB_NONE, NULL, &err));
	*state = db;
	return 0;
}

static int
tear_down(void **state)
{
	struct db	*db = *state;
	struct err	 err = { 0 };

	OK(db_exec(db, "DROP TABLE IF EXISTS t_db", DB_NONE, NULL, &err));
	db_close(db);
	return 0;
}

static int64_t
count(struct db *db)
{
	own_rows struct db_rows	*rows = NULL;
	struct err		 err = { 0 };

	OK(db_query(db, "SELECT COUNT(*) FROM t_db", DB_NONE, &rows, &err));
	OK(db_one(rows, &err));
	return db_col_int(rows, 0);
}

static int
add(struct db *db, const char *k, struct err *err)
{
	return db_exec(db, "INSERT INTO t_db (k) VALUES (?)",
	    DB_ARGS(db_str(k)), NULL, err);
}

static void
values_come_back_as_they_went(void **state)
{
	own_rows struct db_rows	*rows = NULL;
	struct db		*db = *state;
	struct err		 err = { 0 };
	int64_t			 changed = 0;
	size_t			 len;

	OK(db_exec(db, "INSERT INTO t_db (n, big, r, s, b, at, d, j, m, f)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", DB_ARGS(
	    db_int(4294967295), db_int(INT64_MIN), db_real(0.1),
	    db_str("Ёлка 🎄"), db_blob("a\0b", 3), db_time(1795183445678),
	    db_time(-86400000), db_str("{\"a\":[1,2]}"), db_str("12.50"),
	    db_int(1)), &changed, &err));
	assert_int_equal(changed, 1);
	assert_true(db_last_id(db) > 0);
	OK(db_query(db, "SELECT n, big, r, s, b, at, d, j, m, f, k FROM t_db"
	    " WHERE id = ?", DB_ARGS(db_id(db_last_id(db))), &rows, &err));
	OK(db_one(rows, &err));
	assert_int_equal(db_col_int(rows, 0), 4294967295);
	assert_true(db_col_int(rows, 1) == INT64_MIN);
	assert_true(db_col_real(rows, 2) == 0.1);
	assert_string_equal(db_col_str(rows, 3), "Ёлка 🎄");
	assert_memory_equal(db_col_blob(rows, 4, &len), "a\0b", 3);
	assert_int_equal(len, 3);
	assert_int_equal(db_col_time(rows, 5), 1795183445678);
	assert_string_equal(db_col_str(rows, 5), "2026-11-20T14:04:05.678Z");
	assert_int_equal(db_col_time(rows, 6), -86400000);
	assert_string_equal(db_col_str(rows, 7), "{\"a\":[1,2]}");
	assert_true(db_col_real(rows, 8) == 12.5);
	assert_int_equal(db_col_int(rows, 8), 12);
	assert_int_equal(db_col_int(rows, 9), 1);
	assert_string_equal(db_col_str(rows, 9), "1");
	assert_true(db_col_null(rows, 10));
	assert_null(db_col_str(rows, 10));
	assert_int_equal(db_col_int(rows, 10), 0);
	assert_false(db_rows_next(rows));
}

static void
nothing_binds_null(void **state)
{
	own_rows struct db_rows	*rows = NULL;
	struct db		*db = *state;
	struct err		 err = { 0 };

	OK(db_query(db, "SELECT ?, ?, ?, ?", DB_ARGS(db_id(0), db_str(NULL),
	    db_time(0), db_blob(NULL, 5)), &rows, &err));
	OK(db_one(rows, &err));
	for (int i = 0; i < 4; i++)
		assert_true(db_col_null(rows, i));
}

static void
long_texts_have_room_and_rows_outlive_others(void **state)
{
	own_rows struct db_rows	*rows = NULL, *again = NULL;
	struct db		*db = *state;
	struct err		 err = { 0 };
	static const char	 sql[] = "SELECT REPEAT('x', ?), ?";

	OK(db_query(db, sql, DB_ARGS(db_int(1 << 20), db_str("one")), &rows,
	    &err));
	OK(db_query(db, sql, DB_ARGS(db_int(3), db_str("two")), &again, &err));
	OK(db_one(rows, &err));
	OK(db_one(again, &err));
	assert_int_equal(strlen(db_col_str(rows, 0)), 1 << 20);
	assert_string_equal(db_col_str(rows, 1), "one");
	assert_string_equal(db_col_str(again, 0), "xxx");
	assert_string_equal(db_col_str(again, 1), "two");
}

static void
mistakes_are_reported(void **state)
{
	own_rows struct db_rows	*rows = NULL;
	struct db		*db = *state;
	struct err		 err = { 0 };

	OK(add(db, "secret@mail", &err));
	assert_int_equal(add(db, "secret@mail", &err), -1);
	assert_int_equal(err.kind, ERR_CONFLICT);
	assert_string_equal(err.code, "io.duplicate");
	assert_null(strstr(err.text, "secret@mail"));
	assert_int_equal(db_exec(db, "INSERT INTO t_db (n) VALUES (?)",
	    DB_ARGS(db_int(-1)), NULL, &err), -1);
	assert_int_equal(err.kind, ERR_INTERNAL);
	assert_int_equal(db_exec(db, "INSERT INTO t_db (n) VALUES (?)",
	    DB_NONE, NULL, &err), -1);
	assert_int_equal(db_query(db, "SELEKT 1", DB_NONE, &rows, &err), -1);
	assert_int_equal(db_query(db, "DO 1", DB_NONE, &rows, &err), -1);
	assert_null(rows);
	OK(db_query(db, "SELECT 1 FROM t_db WHERE id = 0", DB_NONE, &rows,
	    &err));
	assert_int_equal(db_one(rows, &err), -1);
	assert_int_equal(err.kind, ERR_ABSENT);
}

static void
many_shapes_push_out_the_oldest(void **state)
{
	struct db	*db = *state;
	struct err	 err = { 0 };

	for (int i = 0; i < 300; i++) {
		own_rows struct db_rows	*rows = NULL;
		own_str char		*sql = mem_fmt("SELECT %d", i % 200);

		OK(db_query(db, sql, DB_NONE, &rows, &err));
		OK(db_one(rows, &err));
		assert_int_equal(db_col_int(rows, 0), i % 200);
	}
}

static void
many_rows_go_in_few_statements(void **state)
{
	struct db	*db = *state;
	struct err	 err = { 0 };
	struct db_arg	*vals = mem_grow(NULL, 3606, sizeof(*vals));
	own_str char	*big = mem_zero(700001);
	int64_t		 changed = 0;

	memset(big, 'y', 700000);
	for (int i = 0; i < 1202; i++) {
		vals[3 * i] = db_int(i);
		vals[3 * i + 1] = i % 500 == 7 ? db_str(big) : db_str("s");
		vals[3 * i + 2] = db_time(0);
	}
	OK(db_exec_rows(db, "INSERT INTO t_db (n, s, at) VALUES ", NULL, vals,
	    3, 1202, &changed, &err));
	free(vals);
	assert_int_equal(changed, 1202);
	assert_int_equal(count(db), 1202);
	OK(db_exec_rows(db, "INSERT INTO t_db (id, n) VALUES ",
	    " ON DUPLICATE KEY UPDATE n = VALUES(n)", NULL, 2, 0, &changed,
	    &err));
	assert_int_equal(changed, 0);
}

static void
a_transaction_is_undone_unless_committed(void **state)
{
	struct db	*db = *state;
	struct err	 err = { 0 };

	for (int commit = 0; commit < 2; commit++) {
		own_tx struct db_tx	 tx = { 0 }, inner = { 0 };

		OK(db_begin(db, &tx, &err));
		assert_int_equal(db_begin(db, &inner, &err), -1);
		OK(add(db, "a", &err));
		if (commit)
			OK(db_commit(&tx, &err));
	}
	assert_int_equal(count(db), 1);
}

/* Ends the connection of db from another one. */
static void
cut(struct db *db)
{
	own_db struct db	*other = step_db();
	own_rows struct db_rows	*rows = NULL, *gone = NULL;
	struct err		 err = { 0 };

	OK(db_query(db, "SELECT CONNECTION_ID()", DB_NONE, &rows, &err));
	OK(db_one(rows, &err));
	OK(db_exec(other, "KILL CONNECTION ?",
	    DB_ARGS(db_int(db_col_int(rows, 0))), NULL, &err));
	/* the list is asked until the server has let go of it */
	do {
		db_rows_close_p(&gone);
		OK(db_query(other, "SELECT 1 FROM"
		    " information_schema.PROCESSLIST WHERE id = ?",
		    DB_ARGS(db_int(db_col_int(rows, 0))), &gone, &err));
	} while (db_rows_next(gone));
}

static void
a_lost_connection_comes_back(void **state)
{
	struct db	*db = *state;
	struct err	 err = { 0 };

	OK(add(db, "a", &err));
	cut(db);
	OK(add(db, "b", &err));
	cut(db);
	assert_int_equal(count(db), 2);
}

/* The server greets: it is at work, however long that takes. */
static void
a_read_in_a_hurry_waits_for_a_server_at_work(void **state)
{
	own_db struct db	*db = step_db();
	own_rows struct db_rows	*rows = NULL;
	struct err		 err = { 0 };

	(void)state;
	db_hurry(db);
	OK(db_query(db, "SELECT SLEEP(2.2), ?", DB_ARGS(db_int(7)), &rows,
	    &err));
	OK(db_one(rows, &err));
	assert_int_equal(db_col_int(rows, 1), 7);
	OK(db_exec(db, "DO ?", DB_ARGS(db_int(1)), NULL, &err));
}

static void
a_transaction_does_not_go_on_over_another_connection(void **state)
{
	struct db	*db = *state;
	struct err	 err = { 0 };

	{
		own_tx struct db_tx	 tx = { 0 };

		OK(db_begin(db, &tx, &err));
		OK(add(db, "a", &err));
		cut(db);
		for (int i = 0; i < 2; i++) {
			assert_int_equal(add(db, "b", &err), -1);
			assert_int_equal(err.kind, ERR_DOWN);
		}
		assert_int_equal(db_commit(&tx, &err), -1);
	}
	OK(add(db, "c", &err));
	assert_int_equal(count(db), 1);
}

static void
a_lock_shuts_others_out_and_is_lost_aloud(void **state)
{
	struct db		*db = *state;
	own_db struct db	*other = step_db();
	struct err		 err = { 0 };

	OK(db_lock(db, "t", 0, &err));
	assert_int_equal(db_lock(other, "t", 0, &err), -1);
	assert_int_equal(err.kind, ERR_BUSY);
	OK(db_lock(other, "u", 0, &err));
	db_unlock(db, "t");
	OK(db_lock(other, "t", 5, &err));
	db_unlock(other, "t");
	OK(db_lock(db, "t", 0, &err));
	cut(db);
	for (int i = 0; i < 3; i++) {	/* also when the first was swallowed */
		assert_int_equal(add(db, "a", &err), -1);
		assert_int_equal(err.kind, ERR_DOWN);
	}
	assert_int_equal(db_lock(db, "t", 0, &err), -1);
	OK(db_lock(other, "t", 0, &err));
	db_unlock(db, "t");
	OK(add(db, "a", &err));
	assert_int_equal(db_lock(db, "t", 0, &err), -1);
	assert_int_equal(err.kind, ERR_BUSY);
	db_unlock(other, "t");
	OK(db_lock(db, "t", 0, &err));
	OK(db_lock(db, "v", 0, &err));
	cut(db);
	assert_int_equal(add(db, "b", &err), -1);
	db_unlock(db, "v");
	assert_int_equal(add(db, "b", &err), -1);	/* t is lost, too */
	db_unlock(db, "t");
	OK(add(db, "b", &err));
}

struct race {
	struct db	*other;
	int		 tries;
};

/* Reads, is overtaken by another connection the first time, and writes. */
static int
overtaken(struct db *db, void *arg, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct race		*race = arg;

	if (db_query(db, "SELECT n FROM t_db WHERE k = 'a'", DB_NONE, &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	if (race->tries++ == 0 && db_exec(race->other, "UPDATE t_db SET"
	    " n = n + 10 WHERE k = 'a'", DB_NONE, NULL, err) == -1)
		return -1;
	return db_exec(db, "UPDATE t_db SET n = ? WHERE k = 'a'",
	    DB_ARGS(db_int(db_col_int(rows, 0) + 1)), NULL, err);
}

static void
an_overtaken_transaction_is_run_again(void **state)
{
	own_rows struct db_rows	*rows = NULL;
	own_db struct db	*other = step_db();
	struct db		*db = *state;
	struct race		 race = { other, 0 };
	struct err		 err = { 0 };

	OK(db_exec(db, "INSERT INTO t_db (k, n) VALUES ('a', 1)", DB_NONE,
	    NULL, &err));
	OK(db_tx_run(db, overtaken, &race, &err));
	assert_int_equal(race.tries, 2);
	OK(db_query(db, "SELECT n FROM t_db", DB_NONE, &rows, &err));
	OK(db_one(rows, &err));
	assert_int_equal(db_col_int(rows, 0), 12);
}

/* The same, found out by a read that locks rows, after one that was not changed. */
static int
overtaken_reader(struct db *db, void *arg, struct err *err)
{
	own_rows struct db_rows	*seen = NULL, *locked = NULL;
	struct race		*race = arg;

	if (db_query(db, "SELECT n FROM t_db WHERE k = 'a'", DB_NONE, &seen,
	    err) == -1)
		return -1;
	if (race->tries++ == 0 && db_exec(race->other, "UPDATE t_db SET"
	    " n = n + 10 WHERE k = 'b'", DB_NONE, NULL, err) == -1)
		return -1;
	return db_query(db, "SELECT n FROM t_db WHERE id > 0 ORDER BY id"
	    " FOR UPDATE", DB_NONE, &locked, err);
}

static void
an_overtaken_reader_is_run_again(void **state)
{
	own_db struct db	*other = step_db();
	struct db		*db = *state;
	struct race		 race = { other, 0 };
	struct err		 err = { 0 };

	OK(db_exec(db, "INSERT INTO t_db (k, n) VALUES ('a', 1), ('b', 1)",
	    DB_NONE, NULL, &err));
	OK(db_tx_run(db, overtaken_reader, &race, &err));
	assert_int_equal(race.tries, 2);
}

static int
always_overtaken(struct db *db, void *arg, struct err *err)
{
	((struct race *)arg)->tries++;
	if (add(db, "x", err) == -1)
		return -1;
	return err_code(err, ERR_CONFLICT, "io.deadlock", "again");
}

static void
a_transaction_gives_up_in_the_end(void **state)
{
	struct race	 race = { 0 };
	struct err	 err = { 0 };

	assert_int_equal(db_tx_run(*state, always_overtaken, &race, &err), -1);
	assert_int_equal(race.tries, 8);
	assert_string_equal(err.code, "io.deadlock");
	assert_int_equal(count(*state), 0);
}

static void
a_database_that_is_away_is_reported(void **state)
{
	own_str char		*was = mem_dup(getenv("DATABASE_URL"));
	own_rows struct db_rows	*rows = NULL;
	struct err		 err = { 0 };
	struct db		*db;

	(void)state;
	setenv("DATABASE_URL",
	    "mysql://u:hush@localhost/x?socket=/nonexistent/s", 1);
	db = step_db();
	setenv("DATABASE_URL", was, 1);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(db_query(db, "SELECT 1", DB_NONE, &rows,
		    &err), -1);
		assert_int_equal(err.kind, ERR_DOWN);
		assert_int_equal(err.retry_after_s, 2);
		assert_null(strstr(err.text, "hush"));
	}
	db_close(db);
}

static void
addresses_are_taken_apart(void **state)
{
	static const char *const bad[] = { "", "http://u@h/d", "mysql://h/d",
	    "mysql://u@h", "mysql://u@h/", "mysql://u@h:0/d",
	    "mysql://u@h:99999/d", "mysql://u@h:1x/d", "mysql://u@h/d?x=1",
	    "mysql://%00@h/d", "mysql://u:%4@h/d", "mysql://u@[::1/d",
	    "mysql://@h/d", "mysql://u@h/%zz", "mysql://u@h,/d",
	    "mysql://u@,h/d", "mysql://u@h,h:0/d", "mysql://u@h,[::1/d",
	    "mysql://u@1,2,3,4,5,6,7,8,9/d", "mysql://u@h/d?ssl_ca=",
	    "mysql://u@h/d?ssl_ca=%4", "mysql://u@h/d?ssl_ca=/a&tls_ca=/b" };
	struct db_url	 u = { 0 };
	struct err	 err = { 0 };

	(void)state;
	for (size_t i = 0; i < nitems(bad); i++)
		if (db_url_parse(bad[i], &u, &err) != -1)
			fail_msg("taken: %s", bad[i]);
	OK(db_url_parse("mysql://a%40b:p:%2F@db.local:3307/na%20me?"
	    "socket=/tmp/s%20s&tls=1&tls_ca=/ca.pem", &u, &err));
	assert_string_equal(u.user, "a@b");
	assert_string_equal(u.password, "p:/");
	assert_int_equal(u.nhosts, 1);
	assert_string_equal(u.hosts[0].name, "db.local");
	assert_int_equal(u.hosts[0].port, 3307);
	assert_string_equal(u.name, "na me");
	assert_string_equal(u.socket, "/tmp/s s");
	assert_string_equal(u.tls_ca, "/ca.pem");
	assert_true(u.tls);
	db_url_clear(&u);
	OK(db_url_parse("mariadb://u@[::1]:33/d", &u, &err));
	assert_string_equal(u.hosts[0].name, "::1");
	assert_int_equal(u.hosts[0].port, 33);
	db_url_clear(&u);
	OK(db_url_parse("mysql://u@localhost,h2:33,[::1]/d?socket=/s&ssl_ca=/c",
	    &u, &err));
	assert_int_equal(u.nhosts, 3);
	assert_string_equal(u.hosts[1].name, "h2");
	assert_int_equal(u.hosts[1].port, 33);
	assert_string_equal(u.hosts[2].name, "::1");
	assert_int_equal(u.hosts[2].port, 0);
	assert_string_equal(db_url_socket(&u, 0), "/s");
	assert_null(db_url_socket(&u, 1));
	assert_string_equal(u.tls_ca, "/c");
	assert_true(u.tls);	/* what to trust was named */
	db_url_clear(&u);
}

/* What servers say when there is no room. */
static const struct { int number; const char *text; bool full; } fulls[] = {
	{ 1114, "The table 't' is full", true },
	{ 1021, "Disk full (/tmp/x); waiting for someone to free some space", true },
	{ 1030, "Got error 28 \"No space left on device\" from storage engine",
	    true },
	{ 1026, "Error writing file '/x' (Errcode: 28 \"No space left\")", true },
	{ 1026, "Error writing file '/x' (Errcode: 122 \"Quota\")", true },
	{ 1030, "Got error 127 from storage engine", false },
};

static void
a_full_disk_is_reported(void **state)
{
	struct db	*db = *state;

	for (size_t i = 0; i < nitems(fulls); i++) {
		own_str char	*quoted = NULL;
		struct err	 err = { 0 };
		char		 text[200];
		size_t		 n = 0;

		for (const char *c = fulls[i].text; *c != '\0'; c++) {
			if (*c == '\'')
				text[n++] = '\'';
			text[n++] = *c;
		}
		text[n] = '\0';
		quoted = mem_fmt("SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = %d,"
		    " MESSAGE_TEXT = '%s'", fulls[i].number, text);
		assert_int_equal(db_plain(db, quoted, NULL, &err), -1);
		assert_string_equal(err.code, fulls[i].full ? "io.disk_full" :
		    "internal");
		assert_int_equal(err.kind, fulls[i].full ? ERR_DOWN :
		    ERR_INTERNAL);
		assert_int_equal(err.retry_after_s > 0, fulls[i].full);
	}
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, set_up, tear_down)

/* --- what may wait --- */

static int
add_later(struct db *db, const char *k, struct err *err)
{
	char	 copy[8];
	int	 rc;

	snprintf(copy, sizeof(copy), "%s", k);
	rc = db_exec_later(db, "INSERT INTO t_db (k) VALUES (?)",
	    DB_ARGS(db_str(copy)), err);
	copy[0] = '?';	/* the value was copied */
	return rc;
}

static int64_t
statements(struct db *db)
{
	own_rows struct db_rows	*rows = NULL;
	struct err		 err = { 0 };

	OK(db_query(db, "SHOW SESSION STATUS LIKE 'Questions'", DB_NONE,
	    &rows, &err));
	OK(db_one(rows, &err));
	return strtoll(db_col_str(rows, 1), NULL, 10);
}

static void
what_may_wait_goes_with_what_follows(void **state)
{
	struct db	*db = *state;
	struct err	 err = { 0 };
	int64_t		 n;

	for (int i = 0; i < 2; i++) {
		own_tx struct db_tx	tx = { 0 };
		int64_t			before;

		OK(db_begin(db, &tx, &err));
		OK(add_later(db, i == 0 ? "a" : "c", &err));
		assert_int_equal(count(db), 2 * i + 1);
		before = statements(db);
		OK(db_exec_later(db, "INSERT INTO t_db (n) VALUES (?)",
		    DB_ARGS(db_int(6)), &err));
		OK(db_exec_later(db, "UPDATE t_db SET n = n + 1 WHERE "
		    "id = LAST_INSERT_ID()", DB_NONE, &err));
		OK(db_commit(&tx, &err));
		/* this one, and the one with the commit: a repeated one is prepared */
		if (i == 1)
			assert_int_equal(statements(db) - before, 2);
	}
	assert_int_equal(count(db), 4);
	OK(db_number(db, "SELECT COUNT(*) FROM t_db WHERE n = 7", DB_NONE, &n,
	    &err));
	assert_int_equal(n, 2);
}

static void
what_waits_is_undone_with_the_transaction(void **state)
{
	struct db	*db = *state;
	struct err	 err = { 0 };

	for (int i = 0; i < 2; i++) {
		own_tx struct db_tx	tx = { 0 };

		OK(db_begin(db, &tx, &err));
		OK(add_later(db, "a", &err));
		OK(add_later(db, i == 0 ? "b" : "a", &err));
		if (i == 1) {
			assert_int_equal(db_commit(&tx, &err), -1);
			assert_string_equal(err.code, "io.duplicate");
		}
	}
	assert_int_equal(count(db), 0);
	OK(add_later(db, "outside", &err));
	assert_int_equal(count(db), 1);
}

static int
part(struct db *db, void *arg, struct err *err)
{
	const int	*bad = arg;

	if (add_later(db, "p", err) == -1)
		return -1;
	return *bad == 0 ? add_later(db, "w", err) :
	    err_set(err, ERR_INPUT, "no");
}

/* A part that fails at its end, or before what it wrote was sent; the others stay. */
static void
what_waits_in_a_part_is_undone_with_it(void **state)
{
	struct db	*db = *state;
	struct err	 err = { 0 };

	for (int bad = 0; bad < 2; bad++) {
		own_tx struct db_tx	tx = { 0 };

		OK(db_begin(db, &tx, &err));
		OK(add_later(db, bad == 0 ? "w" : "x", &err));
		assert_int_equal(db_tx_run(db, part, &bad, &err), -1);
		OK(add_later(db, bad == 0 ? "y" : "z", &err));
		OK(db_commit(&tx, &err));
	}
	assert_int_equal(count(db), 4);
}

static int
whole(struct db *db, void *arg, struct err *err)
{
	int	good = 0, bad = 1;

	if (add_later(db, "a", err) == -1 ||
	    db_tx_run(db, part, &good, err) == -1 ||
	    db_tx_run(db, part, &bad, err) == 0)
		return -1;
	*err = (struct err){ 0 };
	return *(int *)arg == 0 ? 0 : err_set(err, ERR_INPUT, "no");
}

static void
parts_have_parts(void **state)
{
	struct db	*db = *state;
	struct err	 err = { 0 };

	for (int bad = 0; bad < 2; bad++) {
		own_tx struct db_tx	tx = { 0 };

		OK(db_begin(db, &tx, &err));
		OK(add_later(db, "x", &err));
		assert_int_equal(db_tx_run(db, whole, &bad, &err), -bad);
		if (bad == 0)
			assert_int_equal(count(db), 4);
		err = (struct err){ 0 };
		if (bad == 0)
			continue;	/* undone at the end of the block */
		assert_int_equal(count(db), 1);
		OK(db_commit(&tx, &err));
	}
	assert_int_equal(count(db), 1);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		TEST(values_come_back_as_they_went),
		TEST(nothing_binds_null),
		TEST(long_texts_have_room_and_rows_outlive_others),
		TEST(mistakes_are_reported),
		TEST(many_shapes_push_out_the_oldest),
		TEST(many_rows_go_in_few_statements),
		TEST(a_transaction_is_undone_unless_committed),
		TEST(what_may_wait_goes_with_what_follows),
		TEST(what_waits_is_undone_with_the_transaction),
		TEST(what_waits_in_a_part_is_undone_with_it),
		TEST(parts_have_parts),
		TEST(a_lost_connection_comes_back),
		TEST(a_read_in_a_hurry_waits_for_a_server_at_work),
		TEST(a_transaction_does_not_go_on_over_another_connection),
		TEST(a_lock_shuts_others_out_and_is_lost_aloud),
		TEST(an_overtaken_transaction_is_run_again),
		TEST(an_overtaken_reader_is_run_again),
		TEST(a_transaction_gives_up_in_the_end),
		TEST(a_database_that_is_away_is_reported),
		TEST(addresses_are_taken_apart),
		TEST(a_full_disk_is_reported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
