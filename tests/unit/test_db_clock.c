/* db_clock: deadlines follow a clock that was set back; what was set since stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "group.h"
#include "io/db.h"
#include "io/db_clock.h"
#include "step.h"

static const struct db_deadline one[] = { { "t_clock", "lease" }, { 0 } };
static const struct db_deadline two[] = { { "t_clock", "due" }, { 0 } };
static const struct db_deadline *const lists[] = { one, two };

/* Seconds from now, rounded; -999: NULL. */
static int64_t
from_now(int row, const char *column)
{
	own_str char		*sql = mem_fmt("SELECT COALESCE(ROUND("
				    "TIMESTAMPDIFF(MICROSECOND, NOW(3), %s) / "
				    "1000000), -999) FROM t_clock WHERE id = ?",
				    column);
	own_rows struct db_rows	*rows = NULL;
	struct err		 err = { 0 };

	OK(db_query(db, sql, DB_ARGS(db_int(row)), &rows, &err));
	OK(db_one(rows, &err));
	return db_col_int(rows, 0);
}

static void
set_up(int seen_s)
{
	struct err	 err = { 0 };

	OK(db_exec(db, "DROP TABLE IF EXISTS t_clock", DB_NONE, NULL, &err));
	OK(db_exec(db, "CREATE TABLE t_clock (id INT, lease DATETIME(3) NULL, "
	    "due DATETIME(3) NULL)", DB_NONE, NULL, &err));
	/* 1: before the jump; 2: since; 3: none; 4: long due */
	OK(db_exec(db, "INSERT INTO t_clock VALUES "
	    "(1, NOW(3) + INTERVAL 3630 SECOND, NOW(3) + INTERVAL 3900 SECOND),"
	    "(2, NOW(3) + INTERVAL 30 SECOND, NOW(3) + INTERVAL 60 SECOND),"
	    "(3, NULL, NULL), (4, '2000-01-01', '2000-01-01')", DB_NONE, NULL,
	    &err));
	OK(db_exec(db, "UPDATE clock_seen SET seen_at = NOW(3) + "
	    "INTERVAL ? SECOND", DB_ARGS(db_int(seen_s)), NULL, &err));
}

static void
near(int64_t got, int64_t want)
{
	if (got < want - 5 || got > want + 5)
		fail_msg("%lld, not %lld", (long long)got, (long long)want);
}

static void
a_clock_that_goes_on_changes_nothing(void **state)
{
	static const int	seen[] = { -3600, -5, 0, 3 };
	struct err		err = { 0 };
	int64_t			back = -1;

	(void)state;
	for (size_t i = 0; i < nitems(seen); i++) {
		set_up(seen[i]);
		OK(db_clock_check(db, lists, nitems(lists), &back, &err));
		assert_int_equal(back, 0);
		near(from_now(1, "lease"), 3630);
		near(from_now(2, "lease"), 30);
	}
}

static void
an_hour_back_takes_an_hour_off(void **state)
{
	struct err	 err = { 0 };
	int64_t		 back = -1;

	(void)state;
	set_up(3600);
	OK(db_clock_check(db, lists, nitems(lists), &back, &err));
	near(back / 1000, 3600);
	near(from_now(1, "lease"), 30);
	near(from_now(1, "due"), 300);
	near(from_now(2, "lease"), 30);
	near(from_now(2, "due"), 60);
	assert_int_equal(from_now(3, "lease"), -999);
	assert_true(from_now(4, "due") < -1000000);
	OK(db_clock_check(db, lists, nitems(lists), &back, &err));
	assert_int_equal(back, 0);
	near(from_now(1, "due"), 300);
	OK(db_exec(db, "DROP TABLE t_clock", DB_NONE, NULL, &err));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(a_clock_that_goes_on_changes_nothing),
		cmocka_unit_test(an_hour_back_takes_an_hour_off),
	};

	return cmocka_run_group_tests(tests, group_open, group_close);
}
