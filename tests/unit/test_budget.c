/* budget: what many processes take together, and what a service teaches. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "group.h"
#include "io/budget.h"
#include "io/db.h"
#include "io/secret.h"

#define WORKERS	8
#define DELAY_MS	120	/* of a busy machine's scheduler */


/* A credential of its own for each test and run. */
static struct budget
fresh(int limit, int period_s, char token[SECRET_TOKEN_SIZE])
{
	secret_token(token);
	return (struct budget){ .provider = "test", .credential = token,
	    .limit = limit, .period_s = period_s };
}

/* A worker: takes until refused or n times; writes when each was had. */
static void
work(const struct budget *budget, int n, int64_t wait_ms, int out)
{
	struct err	 err = { 0 };
	struct db	*own = db_open(conf, &err);

	for (int i = 0; i < n && budget_take(own, budget, wait_ms, &err) == 0;
	    i++) {
		int64_t	 at = clock_ms();

		if (write(out, &at, sizeof(at)) != sizeof(at))
			break;
	}
	db_close(own);
	_exit(err.kind == ERR_NONE || err.kind == ERR_BUSY ? 0 : 1);
}

static int
by_time(const void *a, const void *b)
{
	int64_t	 x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

/* The sorted times of all calls that the workers were given. */
static size_t
race(const struct budget *budget, int n, int64_t wait_ms, int64_t *times,
    size_t max)
{
	int	 ends[2], status;
	size_t	 got = 0;

	assert_int_equal(pipe(ends), 0);
	for (int i = 0; i < WORKERS; i++)
		if (fork() == 0)
			work(budget, n, wait_ms, ends[1]);
	close(ends[1]);
	while (got < max && read(ends[0], &times[got], sizeof(*times)) ==
	    sizeof(*times))
		got++;
	close(ends[0]);
	for (int i = 0; i < WORKERS; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	qsort(times, got, sizeof(*times), by_time);
	return got;
}

static void
short_periods_are_spread(void **state)
{
	char		 token[SECRET_TOKEN_SIZE];
	struct budget	 b = fresh(20, 1, token);
	int64_t		 times[48];
	size_t		 n = race(&b, 6, 5000, times, nitems(times));

	(void)state;
	assert_int_equal(n, 48);
	for (size_t i = 20; i < n; i++)
		assert_true(times[i] - times[i - 20] >= 1000 - DELAY_MS);
	assert_true((double)(n - 1) * 1000 /
	    (double)(times[n - 1] - times[0] - DELAY_MS) >= 20 * 0.95);
}

/* The calls of this window, as the table has them. */
static int64_t
used_of(const struct budget *b)
{
	char			 hash[SECRET_HASH_SIZE];
	own_rows struct db_rows	*rows = NULL;
	struct err		 err = { 0 };

	secret_hash(b->credential, hash);
	assert_int_equal(db_query(db, "SELECT used FROM rate_bucket"
	    " WHERE provider = ? AND credential = ?", DB_ARGS(
	    db_str(b->provider), db_str(hash)), &rows, &err), 0);
	assert_int_equal(db_one(rows, &err), 0);
	return db_col_int(rows, 0);
}

static void
a_window_is_never_exceeded(void **state)
{
	char		 token[SECRET_TOKEN_SIZE];
	struct budget	 b = fresh(100, 60, token);
	int64_t		 times[200];
	struct err	 err = { 0 };

	(void)state;
	assert_int_equal(race(&b, 25, 10, times, nitems(times)), 100);
	assert_int_equal(used_of(&b), 100);
	assert_int_equal(budget_take(db, &b, 10, &err), -1);
	assert_int_equal(err.kind, ERR_BUSY);
	assert_true(err.retry_after_s > 50 && err.retry_after_s <= 60);
	assert_null(strstr(err.text, token));
}

/* Background workers of several processes leave a tenth; people find it at once. */
static void
a_tenth_is_left_to_people(void **state)
{
	char		 token[SECRET_TOKEN_SIZE];
	struct budget	 b = fresh(100, 60, token);
	int64_t		 times[200];
	struct err	 err = { 0 };

	(void)state;
	b.background = true;
	assert_int_equal(race(&b, 25, 10, times, nitems(times)), 90);
	b.background = false;
	for (int i = 0; i < 10; i++)
		assert_int_equal(budget_take(db, &b, 0, &err), 0);
	assert_int_equal(budget_take(db, &b, 0, &err), -1);
	assert_int_equal(err.kind, ERR_BUSY);
}

static void
waits_for_the_window_the_service_reported(void **state)
{
	char		 token[SECRET_TOKEN_SIZE];
	struct budget	 b = fresh(100, 60, token);
	int64_t		 began;
	struct err	 err = { 0 };

	(void)state;
	assert_int_equal(budget_take(db, &b, 0, &err), 0);
	began = clock_ms();
	assert_int_equal(budget_learn(db, &b, 10, 2, began + 400, &err), 0);
	assert_int_equal(used_of(&b), 8);
	assert_int_equal(budget_take(db, &b, 0, &err), 0);
	assert_int_equal(budget_take(db, &b, 0, &err), 0);
	assert_int_equal(budget_take(db, &b, 5, &err), -1);
	err = (struct err){ 0 };
	assert_int_equal(budget_take(db, &b, 2000, &err), 0);
	assert_true(clock_ms() - began >= 395);
	/* An answer of the window before comes late: it changes nothing. */
	assert_int_equal(budget_learn(db, &b, 10, 1, began + 401, &err), 0);
	assert_int_equal(used_of(&b), 1);
	/* The service's own limit is the one that counts. */
	for (int i = 0; i < 9; i++)
		assert_int_equal(budget_take(db, &b, 0, &err), 0);
	assert_int_equal(budget_take(db, &b, 10, &err), -1);
}

/* Reported in whole seconds, the end may seem a second further than a window reaches. */
static void
a_larger_limit_is_learned_from_the_first_answer(void **state)
{
	char		 token[SECRET_TOKEN_SIZE];
	struct budget	 b = fresh(2, 60, token);
	struct err	 err = { 0 };

	(void)state;
	assert_int_equal(budget_take(db, &b, 0, &err), 0);
	assert_int_equal(budget_learn(db, &b, 1000, 999, clock_ms() + 60900,
	    &err), 0);
	for (int i = 0; i < 20; i++)
		assert_int_equal(budget_take(db, &b, 0, &err), 0);
	assert_int_equal(used_of(&b), 21);
	/* What lies further is no window of ours. */
	assert_int_equal(budget_learn(db, &b, 3, 2, clock_ms() + 70000, &err),
	    0);
	assert_int_equal(budget_take(db, &b, 0, &err), 0);
}

static void
asked_to_wait_holds_everybody(void **state)
{
	static const int	limits[] = { 0, 10, 100 };
	static const int	periods[] = { 0, 1, 60 };

	(void)state;
	for (size_t i = 0; i < nitems(limits); i++) {
		char		 token[SECRET_TOKEN_SIZE];
		struct budget	 b = fresh(limits[i], periods[i], token);
		struct err	 err = { 0 };
		int64_t		 began;

		assert_int_equal(budget_take(db, &b, 0, &err), 0);
		began = clock_ms();
		assert_int_equal(budget_learn(db, &b, 0, -1, began + 300,
		    &err), 0);
		assert_int_equal(budget_take(db, &b, 10, &err), -1);
		assert_int_equal(err.retry_after_s, 1);
		err = (struct err){ 0 };
		assert_int_equal(budget_take(db, &b, 1000, &err), 0);
		assert_true(clock_ms() - began >= 295);
	}
}

static void
without_a_limit_nobody_waits(void **state)
{
	char		 token[SECRET_TOKEN_SIZE];
	struct budget	 b = fresh(0, 0, token);
	int64_t		 times[400];

	(void)state;
	assert_int_equal(race(&b, 50, 0, times, nitems(times)), 400);
}

static void
nobody_is_believed_for_ever(void **state)
{
	char		 token[SECRET_TOKEN_SIZE];
	struct budget	 b = fresh(10, 60, token);
	struct err	 err = { 0 };

	(void)state;
	assert_int_equal(budget_take(db, &b, 0, &err), 0);
	assert_int_equal(budget_learn(db, &b, -5, INT64_MAX, INT64_MAX, &err),
	    0);
	assert_int_equal(budget_take(db, &b, 0, &err), 0);
	assert_int_equal(budget_learn(db, &b, 0, -1, INT64_MAX, &err), 0);
	assert_int_equal(budget_take(db, &b, 10, &err), -1);
	assert_true(err.retry_after_s <= BUDGET_WAIT_MAX_S);
}

static void
a_wait_is_seen_and_lifted(void **state)
{
	char		 token[SECRET_TOKEN_SIZE];
	struct budget	 b = fresh(10, 60, token);
	struct err	 err = { 0 };
	int64_t		 until = -1;

	(void)state;
	assert_int_equal(budget_waits(db, &b, &until, &err), 0);
	assert_int_equal(until, 0);
	assert_int_equal(budget_take(db, &b, 0, &err), 0);
	assert_int_equal(budget_learn(db, &b, 0, -1, clock_ms() + 60000, &err),
	    0);
	assert_int_equal(budget_waits(db, &b, &until, &err), 0);
	assert_in_range(until, clock_ms() + 50000, clock_ms() + 60000);
	assert_int_equal(budget_take(db, &b, 0, &err), -1);
	assert_int_equal(budget_lift(db, &b, &err), 0);
	assert_int_equal(budget_waits(db, &b, &until, &err), 0);
	assert_int_equal(until, 0);
	assert_int_equal(budget_take(db, &b, 0, &err), 0);

	assert_int_equal(budget_learn(db, &b, 10, 0, clock_ms() + 30000, &err),
	    0);
	assert_int_equal(budget_take(db, &b, 0, &err), -1);
	assert_int_equal(budget_lift(db, &b, &err), 0);
	assert_int_equal(budget_take(db, &b, 0, &err), 0);
}

static void
the_credential_is_not_stored(void **state)
{
	char		 token[SECRET_TOKEN_SIZE];
	struct budget	 b = fresh(10, 60, token);
	struct err	 err = { 0 };

	(void)state;
	assert_int_equal(budget_take(db, &b, 0, &err), 0);
	assert_int_equal(used_of(&b), 1);	/* found by its hash alone */
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(short_periods_are_spread),
		cmocka_unit_test(a_window_is_never_exceeded),
		cmocka_unit_test(a_tenth_is_left_to_people),
		cmocka_unit_test(waits_for_the_window_the_service_reported),
		cmocka_unit_test(a_larger_limit_is_learned_from_the_first_answer),
		cmocka_unit_test(asked_to_wait_holds_everybody),
		cmocka_unit_test(without_a_limit_nobody_waits),
		cmocka_unit_test(nobody_is_believed_for_ever),
		cmocka_unit_test(a_wait_is_seen_and_lifted),
		cmocka_unit_test(the_credential_is_not_stored),
	};

	return cmocka_run_group_tests(tests, group_open, group_close);
}
