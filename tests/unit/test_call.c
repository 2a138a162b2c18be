/* call: the log of remote calls: written masked by fetch, listed by keyset. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/fetch.h"
#include "store/call.h"

static struct conf	*conf;
static struct db	*db;
static int64_t		 company;	/* of this run alone */

static void
log_call(const char *method, int status, const char *error, int64_t user_id)
{
	call_record(db, &(struct fetch_call){ .provider = "huntflow",
	    .method = method, .endpoint = "/accounts/1/vacancies",
	    .status = status, .error = error, .attempt = 1, .duration_ms = 12,
	    .request_body = "{\"a\":1}", .response_body = "{\"b\":2}",
	    .company_id = company, .user_id = user_id, .connection_id = 9 });
}

static size_t
count(struct call_filter filter, int64_t limit)
{
	own_rows struct db_rows	*rows = NULL;
	struct call		 call;
	struct err		 err = { 0 };
	size_t			 n = 0;

	filter.company_id = company;
	assert_int_equal(call_list(db, &filter, limit, &rows, &err), 0);
	while (call_next(rows, &call))
		n++;
	return n;
}

static void
calls_are_typed_and_filtered(void **state)
{
	struct err	 err = { 0 };
	int64_t		 n;

	(void)state;
	company = clock_ms();
	log_call("GET", 200, NULL, 1);
	log_call("HEAD", 200, NULL, 1);
	log_call("PUT", 200, NULL, 1);
	log_call("POST", 201, NULL, 2);
	log_call("DELETE", 204, NULL, 2);
	log_call("POST", 500, NULL, 2);
	log_call("GET", 0, "Connection refused", 0);
	assert_int_equal(count((struct call_filter){ 0 }, 100), 7);
	assert_int_equal(count((struct call_filter){ 0 }, 3), 3);
	assert_int_equal(count((struct call_filter){ .log_type = "GET" }, 9), 2);
	assert_int_equal(count((struct call_filter){ .log_type = "PATCH" }, 9),
	    1);
	assert_int_equal(count((struct call_filter){ .log_type = "ERROR" }, 9),
	    2);
	assert_int_equal(count((struct call_filter){ .method = "POST" }, 9), 2);
	assert_int_equal(count((struct call_filter){ .user_id = 2 }, 9), 3);
	assert_int_equal(count((struct call_filter){ .status_code = 500 }, 9),
	    1);
	assert_int_equal(count((struct call_filter){ .provider = "clickup" },
	    9), 0);
	assert_int_equal(count((struct call_filter){ .connection_id = 9 }, 9),
	    7);
	assert_int_equal(call_count(db, &(struct call_filter){
	    .company_id = company, .user_id = 1 }, &n, &err), 0);
	assert_int_equal(n, 3);
}

static void
pages_follow_each_other(void **state)
{
	struct call_filter	 filter = { 0 };
	struct err		 err = { 0 };
	size_t			 seen = 0, got;

	(void)state;
	company = clock_ms() + 1;
	for (int i = 0; i < 25; i++)
		log_call("GET", 200, NULL, 1);
	filter.company_id = company;
	do {
		own_rows struct db_rows	*rows = NULL;
		struct call		 call;

		assert_int_equal(call_list(db, &filter, 10, &rows, &err), 0);
		for (got = 0; call_next(rows, &call); got++) {
			assert_true(filter.before_id == 0 ||
			    call.id < filter.before_id);
			filter.before_id = call.id;
		}
		seen += got;
	} while (got > 0);
	assert_int_equal(seen, 25);
}

static void
one_call_has_its_bodies(void **state)
{
	own_rows struct db_rows	*list = NULL, *rows = NULL;
	struct call		 call;
	struct err		 err = { 0 };
	int64_t			 id;

	(void)state;
	company = clock_ms() + 2;
	log_call("POST", 422, NULL, 3);
	assert_int_equal(call_list(db, &(struct call_filter){
	    .company_id = company }, 1, &list, &err), 0);
	assert_true(call_next(list, &call));
	assert_null(call.request_data);
	id = call.id;
	assert_int_equal(call_get(db, company, 3, id, &rows, &call, &err), 0);
	assert_string_equal(call.request_data, "{\"a\":1}");
	assert_string_equal(call.response_data, "{\"b\":2}");
	assert_string_equal(call.error_message, "HTTP 422");
	assert_string_equal(call.log_type, "ERROR");
	assert_int_equal(call.duration_ms, 12);
	assert_true(llabs(call.created_at - clock_ms()) < 5000);
	db_rows_close(give(rows));
	assert_int_equal(call_get(db, company, 4, id, &rows, &call, &err), -1);
	assert_int_equal(err.kind, ERR_ABSENT);
	assert_int_equal(call_get(db, company + 1, 0, id, &rows, &call, &err),
	    -1);
}

static void
hours_are_counted(void **state)
{
	own_rows struct db_rows	*rows = NULL;
	struct call_hour	 hour;
	struct err		 err = { 0 };
	int64_t			 total = 0, errors = 0;

	(void)state;
	company = clock_ms() + 3;
	log_call("GET", 200, NULL, 1);
	log_call("GET", 404, NULL, 1);
	assert_int_equal(call_hours(db, company, 0, clock_ms() - 3600000, &rows,
	    &err), 0);
	while (call_hour_next(rows, &hour)) {
		assert_int_equal(hour.at % 3600000, 0);
		total += hour.total;
		errors += hour.errors;
	}
	assert_int_equal(total, 2);
	assert_int_equal(errors, 1);
}

/* All of fetch together: budget, recorder; what is too long is cut. */
static void
fetch_records_a_failed_call(void **state)
{
	own_fetch struct fetch	*link = NULL;
	own_rows struct db_rows	*rows = NULL;
	own_res struct fetch_res res = { 0 };
	own_str char		*name = mem_zero(1001);
	struct call		 call;
	struct err		 err = { 0 };

	(void)state;
	company = clock_ms() + 4;
	memset(name, 'x', 1000);
	setenv("ALLOW_HOSTS", "127.0.0.1", 1);
	link = fetch_open(&(struct fetch_conf){ .conf = conf, .db = db,
	    .provider = "clickup", .base_url = "http://127.0.0.1:1",
	    .auth = "pk_SECRET", .limit = 100, .period_s = 60,
	    .company_id = company, .record = call_record }, &err);
	assert_non_null(link);
	assert_int_equal(fetch_do(link, &(struct fetch_req){ .method = "POST",
	    .path = { "task", name }, .query = { { "token", "tttt" } },
	    .timeout_ms = 1 }, &res, &err), -1);
	assert_int_equal(call_list(db, &(struct call_filter){
	    .company_id = company }, 10, &rows, &err), 0);
	assert_true(call_next(rows, &call));
	assert_int_equal(strlen(call.endpoint), 500);
	assert_string_equal(call.log_type, "ERROR");
	assert_int_equal(call.status_code, 0);
	assert_true(strlen(call.error_message) > 0);
	assert_null(strstr(call.error_message, "SECRET"));
}

static int
open_db(void **state)
{
	struct err	 err = { 0 };

	(void)state;
	setenv("HIREWIRE_CONF", "/dev/null", 1);
	if ((conf = conf_open(&err)) == NULL ||
	    (db = db_open(conf, &err)) == NULL ||
	    db_migrate(db, "sql", NULL, &err) == -1) {
		fprintf(stderr, "test_call: %s\n", err.text);
		return -1;
	}
	return 0;
}

static int
close_db(void **state)
{
	(void)state;
	db_close(db);
	conf_close(conf);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(calls_are_typed_and_filtered),
		cmocka_unit_test(pages_follow_each_other),
		cmocka_unit_test(one_call_has_its_bodies),
		cmocka_unit_test(hours_are_counted),
		cmocka_unit_test(fetch_records_a_failed_call),
	};

	return cmocka_run_group_tests(tests, open_db, close_db);
}
