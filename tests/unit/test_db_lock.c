/* Locks over the nodes of a cluster: connections of one server that count as of several nodes.
 * Needs DATABASE_URL; its table is named t_db_lock. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_int.h"
#include "io/db_lock.h"
#include "io/slot.h"
#include "step.h"

#define LONG_S	600
#define SHORT_S	3
#define WAIT_S	20	/* more than anything here takes */

static struct db *
node(const char *name, int lease_s)
{
	struct db	*db = step_db();

	db_lock_as_node(db, name, lease_s);
	return db;
}

static int
set_up(void **state)
{
	own_db struct db	*db = step_db();
	struct err		 err = { 0 };

	(void)state;
	OK(db_lock_make(db, &err));
	OK(db_exec(db, "DELETE FROM lock_lease", DB_NONE, NULL, &err));
	OK(db_exec(db, "CREATE OR REPLACE TABLE t_db_lock (id BIGINT "
	    "AUTO_INCREMENT PRIMARY KEY)", DB_NONE, NULL, &err));
	return 0;
}

static int
tear_down(void **state)
{
	own_db struct db	*db = step_db();
	struct err		 err = { 0 };

	(void)state;
	OK(db_exec(db, "DROP TABLE t_db_lock", DB_NONE, NULL, &err));
	OK(db_exec(db, "DELETE FROM lock_lease", DB_NONE, NULL, &err));
	return 0;
}

static int64_t
number(struct db *db, const char *sql)
{
	struct err	err = { 0 };
	int64_t		n;

	OK(db_number(db, sql, DB_NONE, &n, &err));
	return n;
}

static int
add(struct db *db, struct err *err)
{
	return db_exec(db, "INSERT INTO t_db_lock VALUES ()", DB_NONE, NULL,
	    err);
}

static void
is_busy(struct db *db, const char *name)
{
	struct err	err = { 0 };

	assert_int_equal(db_lock(db, name, 0, &err), -1);
	assert_int_equal(err.kind, ERR_BUSY);
}

static void
is_lost(struct db *db)
{
	struct err	err = { 0 };

	assert_int_equal(add(db, &err), -1);
	assert_int_equal(err.kind, ERR_DOWN);
}

/* The process that has it is killed: its row stays. */
static void
die(struct db **db)
{
	own_db struct db	*other = step_db();
	struct err		 err = { 0 };
	const int64_t		 id = number(*db, "SELECT CONNECTION_ID()");
	int64_t			 there = 1;

	OK(db_exec(other, "KILL CONNECTION ?", DB_ARGS(db_int(id)), NULL,
	    &err));
	while (there != 0)
		OK(db_number(other, "SELECT COUNT(*) FROM "
		    "information_schema.PROCESSLIST WHERE id = ?",
		    DB_ARGS(db_int(id)), &there, &err));
	db_close_p(db);
}

static void
one_node_keeps_out_the_other(void **state)
{
	own_db struct db	*a = node("a", LONG_S), *b = node("b", LONG_S);
	struct err		 err = { 0 };
	bool			 held;

	(void)state;
	OK(db_lock(a, "t", 0, &err));
	is_busy(b, "t");
	OK(db_lock(b, "u", 0, &err));
	OK(db_lock_held(b, "t", &held, &err));
	assert_true(held);
	OK(db_lock_held(a, "t", &held, &err));
	assert_true(held);
	OK(add(b, &err));	/* having failed to take it, it goes on */
	db_unlock(a, "t");
	OK(db_lock_held(b, "t", &held, &err));
	assert_false(held);
	OK(db_lock(b, "t", 0, &err));
	is_busy(a, "t");
	db_unlock(b, "t");
	db_unlock(b, "u");
	assert_int_equal(number(a, "SELECT COUNT(*) FROM lock_lease WHERE "
	    "owner IS NOT NULL"), 0);
	assert_int_equal(number(a, "SELECT MAX(fence) FROM lock_lease"), 2);
}

static void
what_is_had_twice_is_left_twice(void **state)
{
	own_db struct db	*a = node("a", LONG_S), *b = node("b", LONG_S);
	struct err		 err = { 0 };

	(void)state;
	OK(db_lock(a, "t", 0, &err));
	OK(db_lock(a, "t", 0, &err));
	db_unlock(a, "t");
	is_busy(b, "t");
	db_unlock(a, "t");
	OK(db_lock(b, "t", 0, &err));
	db_unlock(b, "t");
}

static void
slots_are_shared_by_all_nodes(void **state)
{
	own_db struct db	*a = node("a", LONG_S), *b = node("b", LONG_S);
	own_db struct db	*c = node("c", LONG_S);
	char			 one[SLOT_SIZE], other[SLOT_SIZE];
	struct err		 err = { 0 };
	bool			 all;

	(void)state;
	assert_int_equal(slot_take(a, "work", 2, one, &err), 1);
	assert_int_equal(slot_take(b, "work", 2, other, &err), 1);
	assert_string_not_equal(one, other);
	OK(slot_all_taken(c, "work", 2, &all, &err));
	assert_true(all);
	assert_int_equal(slot_take(c, "work", 2, other, &err), 0);
	db_unlock(a, one);
	assert_int_equal(slot_take(c, "work", 2, other, &err), 1);
	assert_string_equal(one, other);
}

static void
of_a_dead_holder_its_own_node_takes_it_at_once(void **state)
{
	own_db struct db	*a = node("a", LONG_S), *b = node("b", LONG_S);
	own_db struct db	*again = node("a", LONG_S);
	struct err		 err = { 0 };

	(void)state;
	OK(db_lock(a, "t", 0, &err));
	die(&a);
	is_busy(b, "t");
	OK(db_lock(again, "t", 0, &err));
	is_busy(b, "t");
	db_unlock(again, "t");
	OK(db_lock(b, "t", 0, &err));
}

static void
what_a_dead_holder_left_is_swept(void **state)
{
	own_db struct db	*a = node("a", LONG_S), *b = node("b", LONG_S);
	own_db struct db	*round = node("a", LONG_S);
	own_db struct db	*there = node("b", LONG_S);
	struct err		 err = { 0 };

	(void)state;
	OK(db_lock(a, "t", 0, &err));
	OK(db_lock_sweep(round, NULL, &err));
	is_busy(b, "t");		/* its holder lives */
	die(&a);
	OK(db_lock_sweep(there, NULL, &err));
	is_busy(b, "t");		/* another node's are not ours to judge */
	OK(db_lock_sweep(round, NULL, &err));
	OK(db_lock(b, "t", 0, &err));
	db_unlock(b, "t");
	OK(db_exec(round, "UPDATE lock_lease SET until = NOW(3) - INTERVAL 25 "
	    "HOUR", DB_NONE, NULL, &err));
	OK(db_lock_sweep(round, NULL, &err));
	assert_int_equal(number(round, "SELECT COUNT(*) FROM lock_lease"), 0);
}

/* --- leases --- */

static void
a_lease_is_renewed_by_statements(void **state)
{
	own_db struct db	*a = node("a", SHORT_S), *b = node("b", SHORT_S);
	const int64_t		 end = clock_mono_ms() + 2000 * SHORT_S;
	struct err		 err = { 0 };

	(void)state;
	OK(db_lock(a, "t", 0, &err));
	while (clock_mono_ms() < end) {
		OK(add(a, &err));
		is_busy(b, "t");
	}
	OK(db_lock_keep(a, &err));
	db_unlock(a, "t");
}

static void
who_was_away_for_too_long_hears_that_it_is_lost(void **state)
{
	own_db struct db	*a = node("a", SHORT_S), *b = node("b", LONG_S);
	struct err		 err = { 0 };

	(void)state;
	OK(db_lock(a, "t", 0, &err));
	OK(db_lock(b, "t", WAIT_S, &err));
	is_lost(a);
	is_lost(a);
	assert_int_equal(number(b, "SELECT COUNT(*) FROM t_db_lock"), 0);
	db_unlock(a, "t");
	OK(add(a, &err));
	is_busy(a, "t");
	db_unlock(b, "t");
	OK(db_lock(a, "t", 0, &err));
}

static void
what_was_written_under_a_lost_lock_is_not_committed(void **state)
{
	own_db struct db	*a = node("a", LONG_S), *b = node("b", LONG_S);
	struct err		 err = { 0 };

	(void)state;
	OK(db_lock(a, "t", 0, &err));
	{
		own_tx struct db_tx	tx = { 0 };

		OK(db_begin(a, &tx, &err));
		OK(add(a, &err));
		OK(db_exec_later(a, "INSERT INTO t_db_lock VALUES ()", DB_NONE,
		    &err));
		OK(db_exec(b, "UPDATE lock_lease SET until = NOW(3) - INTERVAL "
		    "1 SECOND", DB_NONE, NULL, &err));
		OK(db_lock(b, "t", 0, &err));
		assert_int_equal(db_commit(&tx, &err), -1);
	}
	assert_int_equal(number(b, "SELECT COUNT(*) FROM t_db_lock"), 0);
	is_lost(a);
	db_unlock(a, "t");
	memset(&err, 0, sizeof(err));
	OK(add(a, &err));
}

static int
add_both(struct db *db, void *arg, struct err *err)
{
	(void)arg;
	return add(db, err) == -1 ? -1 : db_exec_later(db,
	    "INSERT INTO t_db_lock VALUES ()", DB_NONE, err);
}

static void
a_transaction_under_a_lock_is_committed(void **state)
{
	own_db struct db	*a = node("a", LONG_S);
	struct err		 err = { 0 };

	(void)state;
	OK(db_lock(a, "t", 0, &err));
	OK(db_lock(a, "u", 0, &err));
	OK(db_tx_run(a, add_both, NULL, &err));
	OK(db_tx_run(a, add_both, NULL, &err));
	db_unlock(a, "u");
	OK(db_tx_run(a, add_both, NULL, &err));
	assert_int_equal(number(a, "SELECT COUNT(*) FROM t_db_lock"), 6);
}

static void
a_transaction_waits_for_that_of_another_node(void **state)
{
	own_db struct db	*a = node("a", LONG_S), *b = node("b", LONG_S);
	struct err		 err = { 0 };

	(void)state;
	OK(db_lock(a, "t", 0, &err));
	assert_int_equal(db_lock_tx_run(b, "t", 0, add_both, NULL, &err), -1);
	assert_int_equal(err.kind, ERR_BUSY);
	db_unlock(a, "t");
	memset(&err, 0, sizeof(err));
	OK(db_lock_tx_run(b, "t", 0, add_both, NULL, &err));
	assert_int_equal(number(a, "SELECT COUNT(*) FROM t_db_lock"), 2);
	OK(db_lock(a, "t", 0, &err));
}

static void
within_a_transaction_none_is_taken_over_nodes(void **state)
{
	own_db struct db	*a = node("a", LONG_S), *b = node("b", LONG_S);
	own_tx struct db_tx	 tx = { 0 };
	struct err		 err = { 0 };

	(void)state;
	OK(db_begin(a, &tx, &err));
	assert_int_equal(db_lock(a, "t", 0, &err), -1);
	assert_int_equal(err.kind, ERR_INTERNAL);
	memset(&err, 0, sizeof(err));
	OK(db_lock(b, "t", 0, &err));
}

/* --- one node --- */

static int64_t
statements(struct db *db)
{
	return number(db, "SELECT VARIABLE_VALUE FROM "
	    "information_schema.SESSION_STATUS WHERE VARIABLE_NAME = "
	    "'Com_stmt_execute'");
}

static void
alone_it_costs_one_statement_under_the_name_it_always_had(void **state)
{
	own_db struct db	*db = step_db();
	struct err		 err = { 0 };
	int64_t			 before;

	(void)state;
	OK(db_lock(db, "t", 0, &err));
	assert_int_equal(number(db, "SELECT IS_USED_LOCK(SHA2(CONCAT("
	    "DATABASE(), '.', 't'), 256)) = CONNECTION_ID()"), 1);
	db_unlock(db, "t");
	before = statements(db);
	OK(db_lock(db, "t", 0, &err));
	db_unlock(db, "t");
	assert_int_equal(statements(db) - before, 3);
	assert_int_equal(number(db, "SELECT COUNT(*) FROM lock_lease"), 0);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test_setup_teardown(one_node_keeps_out_the_other,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_had_twice_is_left_twice,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(slots_are_shared_by_all_nodes,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    of_a_dead_holder_its_own_node_takes_it_at_once, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(what_a_dead_holder_left_is_swept,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_lease_is_renewed_by_statements,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    who_was_away_for_too_long_hears_that_it_is_lost, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    what_was_written_under_a_lost_lock_is_not_committed, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    a_transaction_under_a_lock_is_committed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    a_transaction_waits_for_that_of_another_node, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    within_a_transaction_none_is_taken_over_nodes, set_up,
		    tear_down),
		cmocka_unit_test_setup_teardown(
		    alone_it_costs_one_statement_under_the_name_it_always_had,
		    set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
