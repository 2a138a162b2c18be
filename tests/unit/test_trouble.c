/* trouble: people are told once of what stopped by itself, and again when it happens anew; and that
 * an import is over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "account/user.h"
#include "base/err.h"
#include "base/mem.h"
#include "group.h"
#include "import/tell.h"
#include "io/db.h"
#include "io/secret.h"
#include "notice/trouble.h"
#include "step.h"

static struct err	err;
static int64_t		company, anna, connection;

static void
change(const char *sql)
{
	OK(db_exec(db, sql, DB_ARGS(db_int(connection)), NULL, &err));
}

/* How many notices of the kind there are now. */
static int64_t
told(const char *kind)
{
	int64_t	n;

	OK(notice_trouble_run(db, conf, &err));
	OK(notice_trouble_run(db, conf, &err));
	OK(db_number(db, "SELECT COUNT(*) FROM notice WHERE user_id = ? "
	    "AND kind = ?", DB_ARGS(db_int(anna), db_str(kind)), &n, &err));
	return n;
}

static void
a_refused_key_is_told_once_a_key(void **state)
{
	(void)state;
	assert_int_equal(told("key_refused"), 0);
	change("UPDATE connection SET status = 'refused' WHERE id = ?");
	assert_int_equal(told("key_refused"), 1);
	change("UPDATE connection SET status = 'ok' WHERE id = ?");
	change("UPDATE connection SET status = 'refused' WHERE id = ?");
	assert_int_equal(told("key_refused"), 1);
	change("UPDATE secret SET updated_at = NOW(3) + INTERVAL 1 SECOND "
	    "WHERE connection_id = ?");
	assert_int_equal(told("key_refused"), 2);
	change("UPDATE connection SET status = 'ok' WHERE id = ?");
}

static void
a_key_that_expires_is_told_three_days_before(void **state)
{
	(void)state;
	change("UPDATE secret SET expires_at = NOW(3) + INTERVAL 4 DAY "
	    "WHERE connection_id = ?");
	assert_int_equal(told("key_expiring"), 0);
	change("UPDATE secret SET expires_at = NOW(3) + INTERVAL 2 DAY "
	    "WHERE connection_id = ?");
	assert_int_equal(told("key_expiring"), 1);
	change("UPDATE secret SET expires_at = NULL WHERE connection_id = ?");
}

static void
a_sync_that_fails_for_a_day_is_told_once(void **state)
{
	(void)state;
	OK(db_exec(db, "INSERT INTO sync_run (company_id, user_id, "
	    "connection_id, stream, state, status, error_code) "
	    "VALUES (?, ?, ?, 'list:1', 'done', 'error', 'clickup.token')",
	    DB_ARGS(db_int(company), db_int(anna), db_int(connection)), NULL,
	    &err));
	change("UPDATE connection SET auto_sync = TRUE, "
	    "last_sync_at = NOW(3) - INTERVAL 2 HOUR WHERE id = ?");
	assert_int_equal(told("sync_failed"), 0);
	change("UPDATE connection SET last_sync_at = NOW(3) - INTERVAL 25 HOUR "
	    "WHERE id = ?");
	assert_int_equal(told("sync_failed"), 1);
	change("UPDATE sync_run SET status = 'success' "
	    "WHERE connection_id = ?");
	assert_int_equal(told("sync_failed"), 1);
	/* One that failed before, numbered by another node of a cluster. */
	OK(db_exec(db, "INSERT INTO sync_run (company_id, user_id, "
	    "connection_id, stream, state, status, error_code, created_at) "
	    "VALUES (?, ?, ?, 'list:1', 'done', 'error', 'clickup.token', "
	    "NOW(3) - INTERVAL 1 HOUR)", DB_ARGS(db_int(company), db_int(anna),
	    db_int(connection)), NULL, &err));
	change("UPDATE connection SET last_sync_at = NOW(3) - INTERVAL 26 HOUR "
	    "WHERE id = ?");
	assert_int_equal(told("sync_failed"), 1);
}

static void
a_webhook_that_is_suspended_is_told(void **state)
{
	char	key[SECRET_HASH_SIZE];

	(void)state;
	secret_hash("trouble", key);
	OK(db_exec(db, "INSERT INTO webhook (company_id, user_id, "
	    "connection_id, provider, key_hash, status) "
	    "VALUES (?, ?, ?, 'clickup', ?, 'failing')",
	    DB_ARGS(db_int(company), db_int(anna), db_int(connection),
	    db_str(key)), NULL, &err));
	assert_int_equal(told("webhook"), 0);
	change("UPDATE webhook SET status = 'suspended' "
	    "WHERE connection_id = ?");
	assert_int_equal(told("webhook"), 1);
}

static int64_t
imports_told(const char *kind)
{
	int64_t	n;

	OK(import_tell_run(db, conf, &err));
	OK(import_tell_run(db, conf, &err));
	OK(db_number(db, "SELECT COUNT(*) FROM notice WHERE user_id = ? "
	    "AND kind = ?", DB_ARGS(db_int(anna), db_str(kind)), &n, &err));
	return n;
}

static void
an_import_that_is_over_is_told_once(void **state)
{
	int64_t	job;

	(void)state;
	OK(db_exec(db, "INSERT INTO import_job (company_id, user_id, "
	    "clickup_id, huntflow_id, account_id, account_name, source, "
	    "status, scope, request, "
	    "failed_ids, working, failures, speed) VALUES (?, ?, 1, 1, 1, '', "
	    "'page', 'running', 'all', '{}', '[]', '[]', '[]', '[]')",
	    DB_ARGS(db_int(company), db_int(anna)), NULL, &err));
	job = db_last_id(db);
	assert_int_equal(imports_told("import_done"), 0);
	OK(db_exec(db, "UPDATE import_job SET status = 'completed', "
	    "completed_at = NOW(3), successful_tasks = 5 WHERE id = ?",
	    DB_ARGS(db_int(job)), NULL, &err));
	assert_int_equal(imports_told("import_done"), 1);
	OK(db_exec(db, "UPDATE import_job SET failed_tasks = 2, "
	    "completed_at = NOW(3) + INTERVAL 1 SECOND WHERE id = ?",
	    DB_ARGS(db_int(job)), NULL, &err));
	assert_int_equal(imports_told("import_failed"), 1);
	assert_int_equal(imports_told("import_done"), 1);
}

static int
open_house(void **state)
{
	char	email[80], token[SECRET_TOKEN_SIZE];

	if (group_open(state) == -1)
		return -1;
	secret_token(token);
	snprintf(email, sizeof(email), "%s@trouble.test", token);
	OK(user_company(db, "trouble", &company, &err));
	OK(user_add(db, company, email, "", ROLE_RECRUITER, "en", &anna,
	    &err));
	OK(db_exec(db, "INSERT INTO connection (company_id, owner_id, "
	    "provider, status) VALUES (?, ?, 'clickup', 'ok')",
	    DB_ARGS(db_int(company), db_int(anna)), NULL, &err));
	connection = db_last_id(db);
	change("INSERT INTO secret (connection_id, name, cipher, key_id) "
	    "VALUES (?, 'api_key', 'x', 'y')");
	return 0;
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(a_refused_key_is_told_once_a_key),
		cmocka_unit_test(a_key_that_expires_is_told_three_days_before),
		cmocka_unit_test(a_sync_that_fails_for_a_day_is_told_once),
		cmocka_unit_test(a_webhook_that_is_suspended_is_told),
		cmocka_unit_test(an_import_that_is_over_is_told_once),
	};

	return cmocka_run_group_tests(tests, open_house, group_close);
}
