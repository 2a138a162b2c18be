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
#include "group.h"
#include "io/db.h"
#include "io/fetch.h"
#include "service/call.h"
#include "service/call_find.h"
#include "service/call_month.h"
#include "service/call_sum.h"

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
sums_follow_the_calls(void **state)
{
	own_rows struct db_rows	*hours = NULL, *totals = NULL, *days = NULL;
	struct call_whose	 whose;
	struct call_slot	 slot;
	struct call_total	 total;
	struct call_endpoint	 endpoint;
	struct err		 err = { 0 };
	int64_t			 n[CALL_TYPES] = { 0 }, calls = 0, good = 0;

	(void)state;
	company = clock_ms() + 3;
	whose = (struct call_whose){ company, 0, "huntflow" };
	log_call("GET", 200, NULL, 1);
	log_call("GET", 404, NULL, 1);
	log_call("PUT", 200, NULL, 2);
	assert_int_equal(call_sum_hours(db, &whose, clock_ms() - 7200000,
	    &hours, &err), 0);
	while (call_sum_hour_next(hours, &slot)) {
		assert_int_equal(slot.at % 3600000, 0);
		n[slot.type] += slot.calls;
		assert_in_range(call_sum_ms(&slot.latency, 0.5), 11, 20);
	}
	assert_int_equal(n[0], 1);
	assert_int_equal(n[2], 1);
	assert_int_equal(n[4], 1);
	assert_int_equal(call_sum_totals(db, &whose, &totals, &err), 0);
	while (call_sum_total_next(totals, &total)) {
		calls += total.calls;
		good += total.good;
	}
	assert_int_equal(calls, 3);
	assert_int_equal(good, 2);
	whose.user_id = 1;
	assert_int_equal(call_sum_endpoints(db, &whose, clock_ms() - 86400000,
	    &days, &err), 0);
	assert_true(call_sum_endpoint_next(days, &endpoint));
	assert_string_equal(endpoint.template, "/accounts/{id}/vacancies");
	assert_int_equal(endpoint.calls, 2);
	assert_int_equal(endpoint.errors, 1);
	assert_false(call_sum_endpoint_next(days, &endpoint));
}

static int64_t
hour_calls(const struct call_whose *whose)
{
	own_rows struct db_rows	*rows = NULL;
	struct call_slot	 slot;
	struct err		 err = { 0 };
	int64_t			 calls = 0;

	assert_int_equal(call_sum_hours(db, whose, clock_ms() - 5 * 3600000,
	    &rows, &err), 0);
	while (call_sum_hour_next(rows, &slot)) {
		calls += slot.calls;
		for (int b = 0; b < CALL_BUCKETS; b++)
			calls += slot.latency.n[b] * 1000;
	}
	return calls;
}

/* Hours that are over are read from one row a type, whoever called; nothing is counted twice. */
static void
hours_fold(void **state)
{
	struct call_whose	 whose;
	struct err		 err = { 0 };

	(void)state;
	company = clock_ms() + 8;
	whose = (struct call_whose){ company, 0, "huntflow" };
	log_call("GET", 200, NULL, 1);
	assert_int_equal(db_exec(db, "INSERT INTO call_hour (company_id,"
	    " provider, hour, user_id, log_type, calls, b3) SELECT ?,"
	    " 'huntflow', DATE_FORMAT(NOW() - INTERVAL 2 + seq DIV 10 HOUR,"
	    " '%Y-%m-%d %H:00:00'), seq, 'POST', 2, 2 FROM seq_1_to_20",
	    DB_ARGS(db_int(company)), NULL, &err), 0);
	assert_int_equal(hour_calls(&whose), 41041);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(call_sum_fold(db, &err), 0);
		assert_int_equal(hour_calls(&whose), 41041);
	}
	whose.user_id = 7;
	assert_int_equal(hour_calls(&whose), 2002);
	whose = (struct call_whose){ company, 0, NULL };
	assert_int_equal(db_exec(db, "DELETE FROM call_hour WHERE company_id ="
	    " ? AND log_type = 'POST'", DB_ARGS(db_int(company)), NULL, &err),
	    0);
	assert_int_equal(hour_calls(&whose), 41041);
}

static int64_t
counted(const struct call_whose *whose)
{
	own_rows struct db_rows	*rows = NULL;
	struct call_total	 one;
	struct err		 err = { 0 };
	int64_t			 n = -1, calls = 0;

	assert_int_equal(call_sum_count(db, whose, NULL, &n, &err), 0);
	assert_int_equal(call_sum_totals(db, whose, &rows, &err), 0);
	while (call_sum_total_next(rows, &one))
		calls += one.calls;
	assert_int_equal(calls, n);
	return n;
}

/* Months that are over are read from one row a person and type, until one of them is dropped. */
static void
months_fold(void **state)
{
	struct call_whose	 all, one;
	struct err		 err = { 0 };

	(void)state;
	company = clock_ms() + 9;
	all = (struct call_whose){ company, 0, "huntflow" };
	one = (struct call_whose){ company, 7, "huntflow" };
	log_call("GET", 200, NULL, 1);
	assert_int_equal(db_exec(db, "INSERT INTO call_month (company_id,"
	    " provider, month, user_id, log_type, answer, calls) SELECT ?,"
	    " 'huntflow', DATE_FORMAT(NOW() - INTERVAL 1 + seq DIV 11 MONTH,"
	    " '%Y-%m-01'), seq % 10, 'POST', 200, 2 FROM seq_1_to_20",
	    DB_ARGS(db_int(company)), NULL, &err), 0);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(counted(&all), 41);
		assert_int_equal(counted(&one), 4);
		assert_int_equal(call_sum_fold(db, &err), 0);
	}
	assert_int_equal(db_exec(db, "DELETE FROM call_month WHERE company_id ="
	    " ? AND log_type = 'POST' AND user_id = 7", DB_ARGS(db_int(company)),
	    NULL, &err), 0);
	assert_int_equal(counted(&one), 4);
	assert_int_equal(call_sum_drop(db, 1000000000000, &err), 0);
	assert_int_equal(counted(&one), 0);
	assert_int_equal(counted(&all), 37);
}

static void
latency_is_read_from_buckets(void **state)
{
	struct call_latency	 none = { 0 }, some = { { 0 } };

	(void)state;
	assert_int_equal(call_sum_ms(&none, 0.5), -1);
	some.n[0] = 50;		/* up to 10 ms */
	some.n[9] = 50;		/* 300 to 500 ms */
	assert_int_equal(call_sum_ms(&some, 0.5), 10);
	assert_int_equal(call_sum_ms(&some, 0.75), 400);
	assert_int_equal(call_sum_ms(&some, 1), 500);
}

static void
templates_have_no_numbers(void **state)
{
	static const struct { const char *endpoint, *template; } cases[] = {
		{ "/accounts/12/vacancies?count=30", "/accounts/{id}/vacancies" },
		{ "/task/86c1abc/comment", "/task/{id}/comment" },
		{ "/accounts/1/applicants/search_by_cursor",
		    "/accounts/{id}/applicants/search_by_cursor" },
		{ "https://files.test/a/b.pdf?***", "file" },
		{ "/", "/" }, { "", "file" }, { "/%D0%B0", "/{id}" },
	};
	char	 out[CALL_TEMPLATE], deep[600];

	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		call_sum_template(cases[i].endpoint, out);
		assert_string_equal(out, cases[i].template);
	}
	for (size_t i = 0; i + 1 < sizeof(deep); i++)
		deep[i] = i % 3 == 0 ? '/' : 'a';
	deep[sizeof(deep) - 1] = '\0';
	call_sum_template(deep, out);
	assert_in_range(strlen(out), 100, CALL_TEMPLATE - 1);
}

/* --- finding --- */

struct seen {
	int64_t	 id[64], answer[64];
	size_t	 n;
};

static void
see(void *arg, const struct call *call)
{
	struct seen	*seen = arg;

	assert_true(seen->n < nitems(seen->id));
	seen->answer[seen->n] = call->status_code;
	seen->id[seen->n++] = call->id;
}

/* All pages of three. */
static void
see_all(struct call_ask ask, struct seen *seen)
{
	struct err	 err = { 0 };

	*seen = (struct seen){ 0 };
	ask.company_id = company;
	ask.provider = "huntflow";
	ask.limit = 3;
	do {
		assert_int_equal(call_find(db, &ask, see, seen, &ask.after,
		    &err), 0);
	} while (ask.after.id != 0);
}

static int64_t
count_of(struct call_ask ask)
{
	struct err	 err = { 0 };
	int64_t		 n;

	ask.company_id = company;
	ask.provider = "huntflow";
	assert_int_equal(call_find_count(db, &ask, &n, &err), 0);
	return n;
}

/* POST: 200 200 500 404 200, all of person 1; GET: 404 none 200 201 200, of person 2. */
static void
see_method(struct seen *seen)
{
	static const struct { struct call_ask ask; size_t n; }
	cases[] = {
		{ { .method = "POST", .status_code = -1 }, 5 },
		{ { .method = "POST", .status_code = 404 }, 1 },
		{ { .method = "GET", .status_code = 0 }, 1 },
		{ { .method = "GET", .status_code = 200,
		    .order = "created_at" }, 2 },
		{ { .method = "PUT", .status_code = 200 }, 0 },
		{ { .method = "GET", .status_code = -1,
		    .order = "-status_code" }, 5 },
		{ { .method = "POST", .log_type = "ERROR",
		    .status_code = -1 }, 2 },
		{ { .method = "POST", .log_type = "ERROR",
		    .status_code = 500 }, 1 },
		{ { .log_type = "ERROR", .status_code = 200 }, 0 },
		{ { .log_type = "POST", .status_code = 200 }, 3 },
		{ { .user_id = 1, .method = "POST", .status_code = -1 }, 5 },
		{ { .user_id = 2, .method = "POST", .status_code = -1 }, 0 },
		{ { .user_id = 2, .method = "GET", .log_type = "GET",
		    .status_code = 200 }, 2 },
	};

	for (size_t i = 0; i < nitems(cases); i++) {
		see_all(cases[i].ask, seen);
		assert_int_equal(seen->n, cases[i].n);
		assert_int_equal(count_of(cases[i].ask), cases[i].n);
	}
}

static void
orders_and_filters_page_through(void **state)
{
	static const int	 statuses[] = { 200, 404, 200, 0, 500, 200, 404,
				    201, 200, 200 };
	struct seen		 seen;

	(void)state;
	company = clock_ms() + 5;
	for (size_t i = 0; i < nitems(statuses); i++)
		log_call(i % 2 ? "GET" : "POST", statuses[i], statuses[i] == 0 ?
		    "Connection refused" : NULL, (int64_t)i % 2 + 1);
	see_all((struct call_ask){ .status_code = -1 }, &seen);
	assert_int_equal(seen.n, 10);
	for (size_t i = 1; i < seen.n; i++)
		assert_true(seen.id[i] < seen.id[i - 1]);
	for (int up = 0; up < 2; up++)
		for (int64_t user = 0; user < 3; user++) {
			see_all((struct call_ask){ .status_code = -1,
			    .user_id = user, .order = up ? "status_code" :
			    "-status_code" }, &seen);
			assert_int_equal(seen.n, user == 0 ? 10 : 5);
			for (size_t i = 1; i < seen.n; i++)
				assert_true(up ? seen.answer[i] >=
				    seen.answer[i - 1] : seen.answer[i] <=
				    seen.answer[i - 1]);
		}
	see_all((struct call_ask){ .status_code = 200,
	    .order = "created_at" }, &seen);
	assert_int_equal(seen.n, 5);
	assert_true(seen.id[0] < seen.id[4]);
	see_all((struct call_ask){ .status_code = 0 }, &seen);
	assert_int_equal(seen.n, 1);
	see_all((struct call_ask){ .status_code = -1, .log_type = "ERROR" },
	    &seen);
	assert_int_equal(seen.n, 4);
	see_all((struct call_ask){ .status_code = -1, .log_type = "ERROR",
	    .user_id = 2, .method = "GET", .search = "VACANC" }, &seen);
	assert_int_equal(seen.n, 2);
	see_all((struct call_ask){ .status_code = -1, .search = "refused",
	    .order = "-status_code" }, &seen);
	assert_int_equal(seen.n, 1);
	see_method(&seen);
	assert_int_equal(count_of((struct call_ask){ .status_code = 200,
	    .user_id = 1 }), 3);
	assert_int_equal(count_of((struct call_ask){ .status_code = -1,
	    .log_type = "ERROR" }), 4);
}

/* A match behind more rows than one page looks through is found on a later page. */
static void
seldom_matches_are_found(void **state)
{
	struct call_ask	 ask = { .provider = "huntflow", .status_code = -1,
			    .search = "needle", .limit = 3 };
	struct seen	 seen = { 0 };
	struct err	 err = { 0 };
	int		 pages = 0;

	(void)state;
	ask.company_id = company = clock_ms() + 6;
	assert_int_equal(db_exec(db, "INSERT INTO api_call (company_id,"
	    " provider, log_type, method, endpoint, status_code) SELECT ?,"
	    " 'huntflow', 'GET', 'GET', IF(seq = 1, '/Needle', '/hay'), 200"
	    " FROM seq_1_to_25000 ORDER BY seq", DB_ARGS(db_int(company)),
	    NULL, &err), 0);
	do {
		assert_int_equal(call_find(db, &ask, see, &seen, &ask.after,
		    &err), 0);
		pages++;
		assert_int_equal(ask.after.at != 0, ask.after.id != 0);
	} while (ask.after.id != 0);
	assert_int_equal(seen.n, 1);
	assert_int_equal(pages, 9);
	ask.order = "created_at";
	assert_int_equal(call_find(db, &ask, see, &seen, &ask.after, &err), 0);
	assert_int_equal(seen.n, 2);
	assert_true(ask.after.id != 0);
}

/* --- months --- */

static int64_t
months(void)
{
	own_rows struct db_rows	*rows = NULL;
	struct err		 err = { 0 };

	assert_int_equal(db_query(db, "SELECT COUNT(*) FROM"
	    " information_schema.PARTITIONS WHERE TABLE_SCHEMA = DATABASE()"
	    " AND TABLE_NAME = 'api_call'", DB_NONE, &rows, &err), 0);
	assert_int_equal(db_one(rows, &err), 0);
	return db_col_int(rows, 0);
}

static void
months_come_and_go(void **state)
{
	const int64_t	 day = 86400000, now = clock_ms();
	struct err	 err = { 0 };
	int		 changed;
	int64_t		 before;

	(void)state;
	assert_int_equal(call_month_keep(db, now, 90, &changed, &err), 0);
	before = months();
	assert_true(before >= 4);
	assert_int_equal(call_month_keep(db, now, 90, &changed, &err), 0);
	assert_int_equal(changed, 0);
	company = now + 7;
	log_call("GET", 200, NULL, 1);
	assert_int_equal(count((struct call_filter){ 0 }, 9), 1);
	/* 200 days on, all that is there now is over; what was to come is dropped empty */
	assert_int_equal(call_month_keep(db, now + 200 * day, 90, &changed,
	    &err), 0);
	assert_true(changed >= 3);
	assert_int_equal(count((struct call_filter){ 0 }, 9), 0);
	log_call("GET", 200, NULL, 1);
	assert_int_equal(count((struct call_filter){ 0 }, 9), 1);
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

/* The minute is used up and a person asks: they learn how long to wait, and do not wait. */
static void
a_person_is_told_at_once_that_the_budget_is_used_up(void **state)
{
	own_fetch struct fetch	*link = NULL;
	own_res struct fetch_res res = { 0 };
	const struct fetch_req	 req = { .method = "GET", .path = { "user" },
				    .timeout_ms = 1 };
	own_str char		*auth = mem_fmt("pk_%lld",
				    (long long)clock_ms());
	struct err		 err = { 0 }, busy = { 0 };
	const int64_t		 began = clock_mono_ms();

	(void)state;
	setenv("ALLOW_HOSTS", "127.0.0.1", 1);
	link = fetch_open(&(struct fetch_conf){ .conf = conf, .db = db,
	    .provider = "clickup", .base_url = "http://127.0.0.1:1",
	    .auth = auth, .limit = 1, .period_s = 60 }, &err);
	assert_non_null(link);
	assert_int_equal(fetch_do(link, &req, &res, &err), -1);
	assert_int_not_equal(err.kind, ERR_BUSY);
	assert_int_equal(fetch_do(link, &req, &res, &busy), -1);
	assert_int_equal(busy.kind, ERR_BUSY);
	assert_in_range(busy.retry_after_s, 40, 60);
	assert_true(clock_mono_ms() - began < 30000);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(calls_are_typed_and_filtered),
		cmocka_unit_test(pages_follow_each_other),
		cmocka_unit_test(one_call_has_its_bodies),
		cmocka_unit_test(sums_follow_the_calls),
		cmocka_unit_test(hours_fold),
		cmocka_unit_test(months_fold),
		cmocka_unit_test(latency_is_read_from_buckets),
		cmocka_unit_test(templates_have_no_numbers),
		cmocka_unit_test(orders_and_filters_page_through),
		cmocka_unit_test(seldom_matches_are_found),
		cmocka_unit_test(fetch_records_a_failed_call),
		cmocka_unit_test(
		    a_person_is_told_at_once_that_the_budget_is_used_up),
		cmocka_unit_test(months_come_and_go),	/* last: drops calls */
	};

	return cmocka_run_group_tests(tests, group_open, group_close);
}
