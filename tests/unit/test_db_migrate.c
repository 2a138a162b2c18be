/* db_migrate: migrations run once and in order, go on where they stopped, and say whom they serve.
 * Needs DATABASE_URL; its tables are named t_db_m*. */
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
#include "step.h"

static int
set_up(void **state)
{
	*state = step_db();
	return 0;
}

static int
tear_down(void **state)
{
	db_close(*state);
	return 0;
}

/* A folder of migrations for one test. */
struct folder {
	char	 path[40];
};

static void
put_file(const struct folder *f, const char *name, const char *text)
{
	own_str char	*path = mem_fmt("%s/%s", f->path, name);
	FILE		*file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	fclose(file);
}

static void
remove_files(const struct folder *f)
{
	static const char *const names[] = { "9001-a.sql", "9002-b.sql",
	    "9003-c.sql", "notes.txt" };

	for (size_t i = 0; i < nitems(names); i++) {
		own_str char	*path = mem_fmt("%s/%s", f->path, names[i]);

		unlink(path);
	}
	rmdir(f->path);
}

static void
clean_migrations(struct db *db)
{
	struct err	 err = { 0 };

	OK(db_exec(db, "DROP TABLE IF EXISTS t_db_m", DB_NONE, NULL, &err));
	OK(db_exec(db, "DELETE FROM schema_migration WHERE name LIKE '900%'",
	    DB_NONE, NULL, &err));
}

static void
migrations_run_once_in_order(void **state)
{
	struct folder	 f = { "/tmp/test_db.XXXXXX" };
	struct db	*db = *state;
	struct err	 err = { 0 };
	int		 n = -1;

	assert_non_null(mkdtemp(f.path));
	put_file(&f, "9002-b.sql", "INSERT INTO t_db_m VALUES ('a;b'), (\"c'\");");
	put_file(&f, "9001-a.sql", "-- one; two\nCREATE TABLE t_db_m (s"
	    " VARCHAR(9)); # it's\n/* ; */ INSERT INTO t_db_m VALUES ('x');\n");
	put_file(&f, "notes.txt", "not SQL");
	OK(db_migrate(db, f.path, &n, &err));
	assert_int_equal(n, 2);
	OK(db_migrate(db, f.path, &n, &err));
	assert_int_equal(n, 0);
	put_file(&f, "9001-a.sql", "DO 1;");
	assert_int_equal(db_migrate(db, f.path, &n, &err), -1);
	assert_string_equal(err.code, "io.migration_changed");
	assert_non_null(strstr(err.text, "9001-a.sql"));
	clean_migrations(db);
	remove_files(&f);
}

static int64_t
number(struct db *db, const char *sql)
{
	struct err	 err = { 0 };
	int64_t		 n = -1;

	OK(db_number(db, sql, DB_NONE, &n, &err));
	return n;
}

/* Three rows are made, then a statement fails; what was done is done once. */
#define HALF	"CREATE TABLE t_db_m (n INT);\nINSERT INTO t_db_m VALUES (1);\n"	\
	"INSERT INTO t_db_m VALUES (2), (3);\n"

static void
a_migration_goes_on_where_it_stopped(void **state)
{
	struct folder		 f = { "/tmp/test_db.XXXXXX" };
	struct db		*db = *state;
	struct db_schema_state	 s;
	struct err		 err = { 0 };
	int			 n = -1;

	assert_non_null(mkdtemp(f.path));
	put_file(&f, "9001-a.sql", HALF "ALTER TABLE t_db_m ADD nothing;");
	for (int i = 0; i < 2; i++) {
		assert_int_equal(db_migrate(db, f.path, &n, &err), -1);
		assert_non_null(strstr(err.text, "9001-a.sql: statement 4 of 4"));
		assert_int_equal(number(db, "SELECT COUNT(*) FROM t_db_m"), 3);
	}
	OK(db_schema_state(db, f.path, &s, &err));
	assert_string_equal(s.half, "9001-a.sql");
	assert_int_equal(s.statements, 3);
	assert_non_null(strstr(s.error, "statement 4 of 4"));

	/* what was done of it must stay as it is */
	put_file(&f, "9001-a.sql", "CREATE TABLE t_db_m (n BIGINT);\n"
	    "INSERT INTO t_db_m VALUES (1);\nDO 1; DO 2;");
	assert_int_equal(db_migrate(db, f.path, &n, &err), -1);
	assert_string_equal(err.code, "io.migration_changed");

	put_file(&f, "9001-a.sql", HALF "ALTER TABLE t_db_m ADD m INT; DO 1;");
	err = (struct err){ 0 };
	OK(db_migrate(db, f.path, &n, &err));
	assert_int_equal(n, 1);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM t_db_m"), 3);
	OK(db_schema_state(db, f.path, &s, &err));
	assert_string_equal(s.half, "");
	clean_migrations(db);
	remove_files(&f);
}

/* As after kill -9 behind the n-th statement of a file, before that was noted. */
static void
a_migration_outlives_its_process(void **state)
{
	static const char	 text[] = HALF "ALTER TABLE t_db_m ADD m INT;\n"
		"ALTER TABLE t_db_m ADD KEY k (m);\nALTER TABLE t_db_m DROP n;\n"
		"DROP TABLE t_db;\n";
	static const int	 ddl[] = { 1, 4, 5, 6, 7 };
	struct folder		 f = { "/tmp/test_db.XXXXXX" };
	struct db		*db = *state;
	struct err		 err = { 0 };

	assert_non_null(mkdtemp(f.path));
	put_file(&f, "9001-a.sql", text);
	for (size_t i = 0; i < nitems(ddl); i++) {
		OK(db_exec(db, "CREATE TABLE IF NOT EXISTS t_db (n INT)",
		    DB_NONE, NULL, &err));
		put_file(&f, "9001-a.sql", text);
		OK(db_migrate(db, f.path, NULL, &err));
		if (ddl[i] < 7)		/* behind the first so many alone */
			OK(db_exec(db, "CREATE TABLE IF NOT EXISTS t_db (n INT)",
			    DB_NONE, NULL, &err));
		if (ddl[i] < 6)
			OK(db_exec(db, "ALTER TABLE t_db_m ADD n INT FIRST",
			    DB_NONE, NULL, &err));
		if (ddl[i] < 5)
			OK(db_exec(db, "ALTER TABLE t_db_m DROP KEY k",
			    DB_NONE, NULL, &err));
		if (ddl[i] < 4) {
			OK(db_exec(db, "ALTER TABLE t_db_m DROP m", DB_NONE,
			    NULL, &err));
			OK(db_exec(db, "DELETE FROM t_db_m", DB_NONE, NULL,
			    &err));
		}
		OK(db_exec(db, "UPDATE schema_migration SET done_at = NULL, "
		    "statements = ?, head = NULL WHERE name = '9001-a.sql'",
		    DB_ARGS(db_int(ddl[i] - 1)), NULL, &err));
		OK(db_migrate(db, f.path, NULL, &err));
		assert_int_equal(number(db, "SELECT COUNT(*) FROM t_db_m"), 3);
		clean_migrations(db);
	}
	remove_files(&f);
}

/* One that a former release began: nobody knows how far it came. */
static void
a_migration_nobody_counted_goes_on(void **state)
{
	struct folder	 f = { "/tmp/test_db.XXXXXX" };
	struct db	*db = *state;
	struct err	 err = { 0 };

	assert_non_null(mkdtemp(f.path));
	put_file(&f, "9001-a.sql", "CREATE TABLE t_db_m (n INT PRIMARY KEY);\n"
	    "INSERT INTO t_db_m (n) VALUES (1);\nALTER TABLE t_db_m ADD m INT;\n"
	    "INSERT INTO t_db_m (n) VALUES (2);");
	OK(db_migrate(db, f.path, NULL, &err));
	OK(db_exec(db, "DELETE FROM t_db_m WHERE n = 2", DB_NONE, NULL, &err));
	OK(db_exec(db, "UPDATE schema_migration SET done_at = NULL, "
	    "statements = NULL, head = NULL WHERE name = '9001-a.sql'",
	    DB_NONE, NULL, &err));
	OK(db_migrate(db, f.path, NULL, &err));
	assert_int_equal(number(db, "SELECT COUNT(*) FROM t_db_m"), 2);
	clean_migrations(db);
	remove_files(&f);
}

static void
a_schema_says_whom_it_serves(void **state)
{
	struct folder		 f = { "/tmp/test_db.XXXXXX" };
	struct db		*db = *state;
	own_db struct db	*fresh = step_db(), *other = step_db();
	struct db_schema	 s;
	struct err		 err = { 0 };

	assert_non_null(mkdtemp(f.path));
	put_file(&f, "9001-a.sql", "-- It is new.\nDO 1;");
	OK(db_migrate(db, f.path, NULL, &err));
	OK(db_schema_read(db, &s, &err));
	assert_int_equal(s.newest, 9001);
	assert_true(s.oldest < 9001);
	assert_true(s.built > 20 && s.built < 9001);
	OK(db_schema_check(fresh, &err));
	put_file(&f, "9002-b.sql", "-- It is other.\n-- Breaks older programs.\nDO 1;");
	OK(db_migrate(db, f.path, NULL, &err));
	OK(db_schema_check(fresh, &err));	/* asked a moment ago */
	assert_int_equal(db_schema_check(other, &err), -1);
	assert_int_equal(err.kind, ERR_DOWN);
	assert_string_equal(err.code, "io.schema_newer");
	assert_true(err.retry_after_s > 0);
	clean_migrations(db);
	err = (struct err){ 0 };
	OK(db_schema_check(other, &err));
	remove_files(&f);
}

static const struct { const char *sql; const char *one[4]; } scripts[] = {
	{ "", { NULL } },
	{ " ;; -- a; b\n# c; d\n/* e; f */ ;\n", { NULL } },
	{ "A; B", { "A", "B" } },
	{ "A 'x;y' \"z;\" `;`;B", { "A 'x;y' \"z;\" `;`", "B" } },
	{ "A 'it''s;' ; B", { "A 'it''s;' ", "B" } },
	{ "A '\\';' ; B", { "A '\\';' ", "B" } },
	{ "A -- ; '\n x; B --", { "A -- ; '\n x", "B --" } },
	{ "A --1; B", { "A --1", "B" } },
	{ "A /* ; ' */ x; /*M!100000 ; */ B", { "A /* ; ' */ x",
	    "/*M!100000 ; */ B" } },
	{ "A 'open; B", { "A 'open; B" } },
	{ "A /* open; B", { "A /* open; B" } },
};

static void
scripts_are_taken_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(scripts); i++) {
		const char	*at = scripts[i].sql;

		for (size_t k = 0; k < nitems(scripts[i].one); k++) {
			own_str char	*one = db_statement_next(&at);

			if (scripts[i].one[k] == NULL) {
				assert_null(one);
				break;
			}
			assert_non_null(one);
			assert_string_equal(one, scripts[i].one[k]);
		}
	}
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		TEST(migrations_run_once_in_order),
		TEST(a_migration_goes_on_where_it_stopped),
		TEST(a_migration_outlives_its_process),
		TEST(a_migration_nobody_counted_goes_on),
		TEST(a_schema_says_whom_it_serves),
		TEST(scripts_are_taken_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
