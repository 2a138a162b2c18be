/* clickup_cache: of two that read a task at the same time, the later reading stays; changes are
 * numbered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "clickup/cache.h"
#include "group.h"
#include "io/db.h"
#include "origin/origin.h"
#include "step.h"

#define SECOND	1000
#define MINUTE	(60 * SECOND)
#define NEWEST	INT64_C(1790000000000)

/* A connection of a new person. */
static int64_t
someone(int64_t *user_id)
{
	struct err	err = { 0 };

	OK(db_exec(db, "INSERT INTO company (name) VALUES ('unit')", DB_NONE,
	    NULL, &err));
	OK(db_exec(db, "INSERT INTO user (company_id, email, role) VALUES"
	    " (?, UUID(), 2)", DB_ARGS(db_int(db_last_id(db))), NULL, &err));
	*user_id = db_last_id(db);
	OK(db_exec(db, "INSERT INTO connection (company_id, owner_id, provider)"
	    " SELECT company_id, id, 'clickup' FROM user WHERE id = ?",
	    DB_ARGS(db_int(*user_id)), NULL, &err));
	return db_last_id(db);
}

/* A task as it was read some time ago. */
static struct clickup_cache_new
read_task(const char *name, int64_t date_updated, int64_t ago_ms)
{
	struct clickup_cache_new	task = { .task_id = "t1",
		.list_id = "901", .parent_id = "", .name = name,
		.description = "", .status = "new", .status_type = "open",
		.status_color = "", .priority = "",
		.url = "", .date_created = 1000, .date_updated = date_updated,
		.assignees = "[]", .tags = "[]", .custom_fields = "[]",
		.cv = "unknown", .asked_at = clock_mono_ms() - ago_ms };

	strncpy((char *)task.hash, name, sizeof(task.hash));
	return task;
}

static struct clickup_cache_stored
store(int64_t connection_id, int64_t user_id, struct clickup_cache_new task)
{
	struct clickup_cache_stored	out = { 0 };
	struct err			err = { 0 };

	OK(clickup_cache_store(db, connection_id, user_id, &task, 1, &out,
	    &err));
	return out;
}

static void
assert_stored(int64_t connection_id, const char *name, const char *files)
{
	own_rows struct db_rows		*rows = NULL;
	struct clickup_cache_row	 row;
	struct err			 err = { 0 };

	OK(clickup_cache_get(db, connection_id, "t1", &rows, &row, &err));
	assert_string_equal(row.name, name);
	if (files == NULL)
		assert_null(row.attachments);
	else
		assert_string_equal(row.attachments, files);
}

/* What was stored first, what comes then, which of them stays. */
static const struct {
	int64_t	 first_updated, first_ago_ms;
	int64_t	 then_updated, then_ago_ms;
	bool	 then_stays;
} readings[] = {
	{ NEWEST, 0, NEWEST + 1, 0, true },
	/* read before, stored after */
	{ NEWEST, SECOND, NEWEST - 1, 5 * SECOND, false },
	{ NEWEST, SECOND, NEWEST, 5 * SECOND, false },
	/* read before, but a later version all the same */
	{ NEWEST, SECOND, NEWEST + 1, 5 * SECOND, true },
	/* a list lags behind the task for a while, not for long */
	{ NEWEST, 5 * SECOND, NEWEST - 1, SECOND, false },
	{ NEWEST, 5 * MINUTE, NEWEST - 1, SECOND, true },
	/* the same version: the later reading */
	{ NEWEST, 5 * SECOND, NEWEST, SECOND, true },
};

static void
keeps_the_later_reading(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(readings); i++) {
		struct clickup_cache_stored	out;
		int64_t				user;
		const int64_t			con = someone(&user);
		const bool			then = readings[i].then_stays;

		out = store(con, user, read_task("first",
		    readings[i].first_updated, readings[i].first_ago_ms));
		assert_int_equal(out.change[0], 'c');
		out = store(con, user, read_task("then",
		    readings[i].then_updated, readings[i].then_ago_ms));
		if ((out.change[0] == 'u') != then || out.newer[0] == then)
			fail_msg("reading %zu", i);
		assert_stored(con, then ? "then" : "first", NULL);
	}
}

static void
keeps_the_files_of_the_later_reading(void **state)
{
	struct clickup_cache_new	task;
	int64_t				user;
	const int64_t			con = someone(&user);

	(void)state;
	task = read_task("first", NEWEST, SECOND);
	task.attachments = "[{\"id\":\"a\"}]";
	store(con, user, task);
	task = read_task("then", NEWEST - 1, 5 * SECOND);
	task.attachments = "[]";
	store(con, user, task);
	assert_stored(con, "first", "[{\"id\":\"a\"}]");
}

/* A page that was read before the task was removed does not bring it back. */
static void
makes_nothing_that_is_gone(void **state)
{
	struct clickup_cache_new	task = read_task("first", NEWEST, 0);
	struct clickup_cache_stored	out;
	int64_t				user;
	const int64_t			con = someone(&user);

	(void)state;
	task.gone = true;
	out = store(con, user, task);
	assert_int_equal(out.created, 0);
	assert_int_equal(out.id[0], 0);
	task.gone = false;
	assert_int_equal(store(con, user, task).created, 1);
	task = read_task("then", NEWEST + 1, 0);
	task.gone = true;
	assert_int_equal(store(con, user, task).updated, 1);
	assert_stored(con, "then", NULL);
}

/* An id that is not known is nobody's, not everybody's. */
static void
no_person_has_no_connection(void **state)
{
	own_rows struct db_rows	*his = NULL, *nobodys = NULL, *all = NULL;
	struct err		 err = { 0 };
	const int64_t		 nobody = 0;
	int64_t			 user, company;

	(void)state;
	someone(&user);
	OK(db_number(db, "SELECT company_id FROM user WHERE id = ?",
	    DB_ARGS(db_int(user)), &company, &err));
	OK(clickup_cache_homes(db, company, &user, &his, &err));
	OK(clickup_cache_homes(db, company, &nobody, &nobodys, &err));
	OK(clickup_cache_homes(db, company, NULL, &all, &err));
	assert_true(db_rows_next(his));
	assert_false(db_rows_next(nobodys));
	assert_true(db_rows_next(all));
}

/* --- numbers of changes --- */

static int64_t
number(const char *sql, int64_t id)
{
	struct err	err = { 0 };
	int64_t		n;

	OK(db_number(db, sql, DB_ARGS(db_int(id)), &n, &err));
	return n;
}

/* The number of the list's newest change; its only task has it, or was removed by it. */
static int64_t
newest_change(int64_t con)
{
	const int64_t	rev = number("SELECT rev FROM clickup_total "
			    "WHERE connection_id = ?", con);

	assert_int_equal(number("SELECT MAX(rev) FROM (SELECT rev, "
	    "connection_id FROM clickup_task UNION ALL SELECT rev, "
	    "connection_id FROM clickup_gone) r WHERE connection_id = ?", con),
	    rev);
	return rev;
}

static void
numbers_each_change(void **state)
{
	struct clickup_cache_new	task = read_task("first", NEWEST, 0);
	struct origin			sent = { .id = 77, .kind =
					    ORIGIN_CLICKUP, .task_id =
					    (char[]){ "t1" } };
	struct clickup_cache_stored	out;
	struct err			err = { 0 };
	int64_t				user;
	const int64_t			con = someone(&user);
	size_t				dropped;

	(void)state;
	sent.company_id = number("SELECT company_id FROM user WHERE id = ?",
	    user);
	out = store(con, user, task);
	assert_int_equal(newest_change(con), 2);
	store(con, user, task);		/* the same again */
	assert_int_equal(newest_change(con), 2);
	store(con, user, read_task("then", NEWEST + 1, 0));
	assert_int_equal(newest_change(con), 3);
	task.attachments = "[]";
	OK(clickup_cache_detail(db, user, &task, &err));
	assert_int_equal(newest_change(con), 4);
	OK(clickup_cache_sent(db, &sent, &err));
	assert_int_equal(newest_change(con), 5);
	assert_int_equal(number("SELECT transfer_id FROM clickup_task "
	    "WHERE id = ?", out.id[0]), 77);
	OK(clickup_cache_let_go(db, &sent, &err));
	assert_int_equal(newest_change(con), 6);
	OK(clickup_cache_unsent(db, &sent, &err));
	assert_int_equal(newest_change(con), 7);
	OK(clickup_cache_drop(db, con, out.id, 1, &dropped, &err));
	assert_int_equal(dropped, 1);
	assert_int_equal(newest_change(con), 8);
	OK(clickup_cache_drop(db, con, out.id, 1, &dropped, &err));
	assert_int_equal(newest_change(con), 8);
}

/* Nodes of a cluster number their rows by steps of their own: ids tell no order. */
static void
the_newest_transfer_is_told_by_its_time(void **state)
{
	struct origin			sent = { .kind = ORIGIN_CLICKUP,
					    .task_id = (char[]){ "t1" } };
	struct clickup_cache_stored	out;
	struct err			err = { 0 };
	int64_t				user, newest;
	const int64_t			con = someone(&user);

	(void)state;
	sent.company_id = number("SELECT company_id FROM user WHERE id = ?",
	    user);
	for (int64_t age = 1; age <= 2; age++)
		OK(db_exec(db, "INSERT INTO transfer (company_id, user_id, "
		    "connection_id, account_id, task_id, kind, state, "
		    "created_at) VALUES (?, ?, ?, ?, 't1', '" ORIGIN_CLICKUP
		    "', 'done', NOW(3) - INTERVAL ? MINUTE)", DB_ARGS(
		    db_int(sent.company_id), db_int(user), db_int(con),
		    db_int(age), db_int(age)), NULL, &err));
	newest = number("SELECT MIN(id) FROM transfer WHERE company_id = ?",
	    sent.company_id);
	out = store(con, user, read_task("first", NEWEST, 0));
	assert_int_equal(number("SELECT transfer_id FROM clickup_task "
	    "WHERE id = ?", out.id[0]), newest);
	OK(clickup_cache_unsent(db, &sent, &err));
	assert_int_equal(number("SELECT transfer_id FROM clickup_task "
	    "WHERE id = ?", out.id[0]), newest);
}

#define GONE "SELECT COUNT(*) FROM clickup_gone WHERE connection_id = ?"

/* An emptied list, and removals of long ago, are not followed row by row. */
static void
forgets_removed_rows(void **state)
{
	struct err	err = { 0 };
	int64_t		user, removed;
	const int64_t	con = someone(&user);
	size_t		dropped;

	(void)state;
	store(con, user, read_task("first", NEWEST, 0));
	OK(clickup_cache_clear(db, con, &dropped, &err));
	assert_int_equal(dropped, 1);
	assert_int_equal(number("SELECT rev = 4 AND forgotten = 4 "
	    "AND tasks = 0 FROM clickup_total WHERE connection_id = ?", con), 1);
	assert_int_equal(number(GONE, con), 1);
	for (removed = 1; removed > 0;)
		OK(clickup_cache_gone_expire(db, 7, &removed, &err));
	assert_int_equal(number(GONE, con), 0);

	OK(clickup_cache_drop(db, con, store(con, user, read_task("then",
	    NEWEST, 0)).id, 1, &dropped, &err));
	for (removed = 1; removed > 0;)
		OK(clickup_cache_gone_expire(db, 7, &removed, &err));
	assert_int_equal(number(GONE, con), 1);
	OK(db_exec(db, "UPDATE clickup_gone SET gone_at = NOW(3) - INTERVAL "
	    "8 DAY WHERE connection_id = ?", DB_ARGS(db_int(con)), NULL, &err));
	for (removed = 1; removed > 0;)
		OK(clickup_cache_gone_expire(db, 7, &removed, &err));
	assert_int_equal(number(GONE, con), 0);
	assert_int_equal(number("SELECT forgotten FROM clickup_total "
	    "WHERE connection_id = ?", con), 6);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_the_later_reading),
		cmocka_unit_test(no_person_has_no_connection),
		cmocka_unit_test(keeps_the_files_of_the_later_reading),
		cmocka_unit_test(makes_nothing_that_is_gone),
		cmocka_unit_test(numbers_each_change),
		cmocka_unit_test(the_newest_transfer_is_told_by_its_time),
		cmocka_unit_test(forgets_removed_rows),
	};

	return cmocka_run_group_tests(tests, group_open, group_close);
}
