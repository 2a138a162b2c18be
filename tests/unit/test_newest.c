/* the newest of several is told by its time: nodes of a cluster number their rows by steps of their
 * own, so that a younger row may have the smaller id. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "account/user.h"
#include "base/err.h"
#include "base/mem.h"
#include "clickup/sent.h"
#include "group.h"
#include "import/job.h"
#include "io/db.h"
#include "io/secret.h"
#include "origin/origin.h"
#include "origin/sent.h"
#include "service/sync_run.h"
#include "step.h"
#include "telegram/sent.h"

#define OLDER	6	/* rows with greater ids and earlier times */

static struct err	err;
static int64_t		company, anna;

/* The younger row, then the older ones; marks: company, person, place: 0 for the younger. */
static int64_t
add(const char *sql)
{
	int64_t	newest = 0;

	for (int64_t i = 0; i <= OLDER; i++) {
		OK(db_exec(db, sql, DB_ARGS(db_int(company), db_int(anna),
		    db_int(i)), NULL, &err));
		if (i == 0)
			newest = db_last_id(db);
	}
	return newest;
}

#define WHEN	"NOW(3) - INTERVAL v.i HOUR"
#define OF	" FROM (SELECT ? c, ? u, ? i) v"

static void
a_sync_that_went_well_since(void **state)
{
	bool	yes;

	(void)state;
	add("INSERT INTO sync_run (company_id, user_id, connection_id, stream, "
	    "state, status, started_at, created_at) SELECT c, u, u, 'list:1', "
	    "'done', IF(i = 0, 'success', 'error'), " WHEN ", " WHEN OF);
	OK(sync_run_since(db, anna, 1, &yes, &err));
	assert_true(yes);
}

static void
a_persons_import(void **state)
{
	own_import_job struct import_job	job = { 0 };
	int64_t					newest, id;
	bool					there;

	(void)state;
	newest = add("INSERT INTO import_job (company_id, user_id, clickup_id, "
	    "huntflow_id, account_id, scope, request, status, created_at) "
	    "SELECT c, u, 1, 1, 1, 'all', '{}', 'completed', " WHEN OF);
	OK(import_job_last(db, anna, &job, &there, &err));
	assert_int_equal(job.id, newest);
	OK(db_exec(db, "UPDATE import_job SET status = 'running' "
	    "WHERE user_id = ?", DB_ARGS(db_int(anna)), NULL, &err));
	OK(import_job_running(db, anna, 0, &id, &err));
	assert_int_equal(id, newest);
	OK(import_job_last(db, anna, &job, &there, &err));
	assert_int_equal(job.id, newest);
}

static void
a_message_that_shows_a_task(void **state)
{
	char	about[TELEGRAM_ABOUT_SIZE];
	int64_t	id;

	(void)state;
	OK(db_exec(db, "INSERT INTO telegram_bot (id, telegram_id, cipher, "
	    "key_id, token_hash, key_hash, secret_hash) VALUES (?, ?, '', '', "
	    "'', UUID(), '')", DB_ARGS(db_int(anna), db_int(anna)), NULL,
	    &err));
	add("INSERT INTO telegram_message (bot_id, chat_id, message_id, about, "
	    "created_at) SELECT u, c, 5 + i, 'task:1', " WHEN OF);
	OK(telegram_sent_find(db, anna, company, "task:1", &id, &err));
	assert_int_equal(id, 5);
	add("INSERT INTO telegram_message (bot_id, chat_id, message_id, about, "
	    "created_at) SELECT u, c, 50, CONCAT('task:', i), " WHEN OF);
	OK(telegram_sent_shows(db, anna, company, 50, about, &err));
	assert_string_equal(about, "task:0");
}

static void
the_tasks_of_an_applicant(void **state)
{
	const struct origin	in = { .company_id = company,
				    .account_id = 1, .applicant_id = 7,
				    .environment = "PROD" };
	own_rows struct db_rows	*rows = NULL;
	struct origin_task	one;

	(void)state;
	add("INSERT INTO transfer (company_id, user_id, connection_id, "
	    "account_id, applicant_id, task_id, state, created_at) SELECT c, u, "
	    "1, 1, 7, CONCAT('t', i), 'done', " WHEN OF);
	OK(origin_tasks(db, &in, &rows, &err));
	assert_true(origin_task_next(rows, &one));
	assert_string_equal(one.task_id, "t0");
}

static void
the_transfers_of_a_task(void **state)
{
	own_rows struct db_rows	*rows = NULL;
	struct origin_sent	one;

	(void)state;
	add("INSERT INTO transfer (company_id, user_id, connection_id, "
	    "account_id, applicant_id, task_id, state, created_at) SELECT c, u, "
	    "1, 10 + i, 100 + i, 'same', 'done', " WHEN OF);
	OK(clickup_sent_list(db, anna, "same", &rows, &err));
	assert_true(clickup_sent_next(rows, &one));
	assert_int_equal(one.applicant_id, 100);
}

static int
open_person(void **state)
{
	char	email[80], token[SECRET_TOKEN_SIZE];

	if (group_open(state) == -1)
		return -1;
	secret_token(token);
	snprintf(email, sizeof(email), "%.20s@newest.test", token);
	OK(user_company(db, email, &company, &err));
	OK(user_add(db, company, email, "", ROLE_MEMBER, "en", &anna, &err));
	return 0;
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(a_sync_that_went_well_since),
		cmocka_unit_test(a_persons_import),
		cmocka_unit_test(a_message_that_shows_a_task),
		cmocka_unit_test(the_tasks_of_an_applicant),
		cmocka_unit_test(the_transfers_of_a_task),
	};

	return cmocka_run_group_tests(tests, open_person, group_close);
}
