/* reminder: who is reminded of what, when, and only once. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "account/user.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "group.h"
#include "io/db.h"
#include "io/secret.h"
#include "notice/remind.h"
#include "notice/reminder.h"
#include "notice/source.h"
#include "step.h"

#define MINUTE	INT64_C(60000)
#define MANY	3000

static struct err	err;
static int64_t		company, anna, boris;

/* What the things are now; the same for all that a test asks of. */
static struct {
	int64_t	answers, unseen_by, due_at;
	bool	open, broken;
} things;

static int
facts(struct db *unused, int64_t company_id, const struct notice_ask *ask,
    size_t n, struct notice_fact *out, struct err *e)
{
	(void)unused;
	assert_int_equal(company_id, company);
	if (things.broken)
		return err_set(e, ERR_INTERNAL, "broken");
	for (size_t i = 0; i < n; i++)
		out[i] = (struct notice_fact){
			.user_id = ask[i].user_id == 0 ? things.answers :
			    ask[i].user_id == things.unseen_by ? 0 :
			    ask[i].user_id,
			.open = things.open, .due_at = things.due_at,
			.title = mem_dup("Call Anna"),
			.href = mem_dup("/tasks/1/"),
		};
	return 0;
}

static const struct notice_source sources[] = {
	{ "thing", facts, NULL },
	{ 0 }
};

static struct reminder_subject
thing(void)
{
	static int64_t	last;

	return (struct reminder_subject){ company, "thing",
	    ++last + clock_ms() };
}

static int64_t
run(void)
{
	int64_t	said;

	OK(remind_run(db, sources, &said, &err));
	return said;
}

/* As if so many minutes had gone by. */
static void
pass(const struct reminder_subject *s, int64_t minutes)
{
	OK(db_exec(db, "UPDATE reminder SET at = at - INTERVAL ? MINUTE "
	    "WHERE subject_id = ? AND sent_at IS NULL",
	    DB_ARGS(db_int(minutes), db_int(s->id)), NULL, &err));
	things.due_at -= minutes * MINUTE;
}

static int64_t
told(const struct reminder_subject *s, int64_t user_id, const char *kind)
{
	int64_t	n;

	OK(db_number(db, "SELECT COUNT(*) FROM notice WHERE subject_id = ? "
	    "AND user_id = ? AND kind = ?", DB_ARGS(db_int(s->id),
	    db_int(user_id), db_str(kind)), &n, &err));
	return n;
}

static int
begin(void **state)
{
	(void)state;
	memset(&things, 0, sizeof(things));
	things.answers = anna;
	things.open = true;
	things.due_at = clock_ms() + 2 * 1440 * MINUTE;
	return 0;
}

static void
a_day_an_hour_at_it_and_once_when_it_is_over(void **state)
{
	const struct reminder_subject	s = thing();

	(void)state;
	OK(reminder_plan(db, &s, things.due_at, &err));
	assert_int_equal(run(), 0);
	pass(&s, 1441);
	assert_int_equal(run(), 1);
	assert_int_equal(run(), 0);
	pass(&s, 1380);
	assert_int_equal(run(), 1);
	pass(&s, 60);
	assert_int_equal(run(), 1);
	assert_int_equal(told(&s, anna, "due"), 3);
	assert_int_equal(told(&s, anna, "overdue"), 0);
	pass(&s, REMINDER_OVERDUE_MIN);
	assert_int_equal(run(), 1);
	assert_int_equal(told(&s, anna, "overdue"), 1);
	pass(&s, 10000);
	assert_int_equal(run(), 0);
	/* Stored once more, as it is: nothing is said again. */
	OK(reminder_plan(db, &s, things.due_at, &err));
	OK(reminder_plan(db, &s, things.due_at, &err));
	run();
	assert_int_equal(told(&s, anna, "overdue"), 2);
	assert_int_equal(run(), 0);
}

static void
what_was_missed_is_said_once_as_overdue(void **state)
{
	const struct reminder_subject	s = thing(), late = thing();

	(void)state;
	OK(reminder_plan(db, &s, things.due_at, &err));
	pass(&s, 10000);
	assert_int_equal(run(), 2);	/* that it is due, that it is over */
	assert_int_equal(told(&s, anna, "due"), 1);
	assert_int_equal(told(&s, anna, "overdue"), 1);
	OK(reminder_plan(db, &late, clock_ms() - 60 * MINUTE, &err));
	assert_int_equal(run(), 1);
	assert_int_equal(told(&late, anna, "overdue"), 1);
}

static void
of_those_that_were_missed_the_last_is_said(void **state)
{
	const struct reminder_subject	s = thing();

	(void)state;
	OK(reminder_plan(db, &s, things.due_at, &err));
	pass(&s, 2 * 1440 - 30);	/* half an hour is left */
	assert_int_equal(run(), 1);
	assert_int_equal(told(&s, anna, "due"), 1);
	pass(&s, 31);
	assert_int_equal(run(), 1);
	assert_int_equal(told(&s, anna, "due"), 2);
}

static void
a_deadline_that_moves_takes_its_reminders_along(void **state)
{
	const struct reminder_subject	s = thing();
	int64_t				id;

	(void)state;
	things.due_at = clock_ms() + 50 * MINUTE;
	OK(reminder_add(db, &s, boris, &(struct reminder){ .counted = true,
	    .before_minutes = 30 }, things.due_at, &id, &err));
	OK(reminder_plan(db, &s, things.due_at, &err));
	pass(&s, 51);
	assert_int_equal(run(), 2);
	things.due_at = clock_ms() + 300 * MINUTE;
	OK(reminder_plan(db, &s, things.due_at, &err));
	assert_int_equal(run(), 0);
	pass(&s, 301);
	assert_int_equal(run(), 2);
	assert_int_equal(told(&s, boris, "reminder"), 2);
	OK(reminder_plan(db, &s, 0, &err));
	assert_int_equal(run(), 0);
}

static void
what_is_over_when_a_deadline_moves_is_not_said(void **state)
{
	const struct reminder_subject	s = thing();
	own_rows struct db_rows		*rows = NULL;
	struct reminder			 r;
	int64_t				 id;

	(void)state;
	OK(reminder_add(db, &s, boris, &(struct reminder){ .counted = true,
	    .before_minutes = 30 }, 0, &id, &err));
	things.due_at = clock_ms() + 10 * MINUTE;
	OK(reminder_plan(db, &s, things.due_at, &err));
	assert_int_equal(run(), 0);
	OK(reminder_list(db, &s, boris, &rows, &err));
	assert_true(reminder_next(rows, &r));
	assert_int_equal(r.at, things.due_at - 30 * MINUTE);
	assert_true(r.sent_at > r.at);
	pass(&s, 11);
	assert_int_equal(run(), 1);
	assert_int_equal(told(&s, boris, "reminder"), 0);
	assert_int_equal(told(&s, anna, "due"), 1);
}

static void
nobody_is_told_of_what_is_done_or_hidden(void **state)
{
	const struct reminder_subject	s = thing();
	int64_t				id;

	(void)state;
	OK(reminder_add(db, &s, boris, &(struct reminder){
	    .at = clock_ms() - MINUTE }, 0, &id, &err));
	things.unseen_by = boris;
	assert_int_equal(run(), 0);
	assert_int_equal(told(&s, boris, "reminder"), 0);
	OK(reminder_plan(db, &s, things.due_at, &err));
	pass(&s, 10000);
	things.open = false;
	assert_int_equal(run(), 0);
	things.open = true;
	assert_int_equal(run(), 0);
}

static void
times_of_ones_own(void **state)
{
	const struct reminder_subject	s = thing();
	own_rows struct db_rows		*rows = NULL;
	struct reminder			r = { .at = clock_ms() + 60 * MINUTE };
	int64_t				id, again;

	(void)state;
	OK(reminder_add(db, &s, anna, &r, 0, &id, &err));
	OK(reminder_add(db, &s, anna, &r, 0, &again, &err));
	assert_int_equal(id, again);
	OK(reminder_add(db, &s, anna, &(struct reminder){ .counted = true,
	    .before_minutes = 5 }, 0, &again, &err));
	OK(reminder_list(db, &s, anna, &rows, &err));
	assert_true(reminder_next(rows, &r));
	assert_false(r.counted);
	assert_int_equal(r.id, id);
	assert_true(reminder_next(rows, &r));
	assert_true(r.counted);
	assert_int_equal(r.at, 0);
	assert_int_equal(r.before_minutes, 5);
	assert_false(reminder_next(rows, &r));
	assert_int_equal(reminder_drop(db, &s, boris, id, &err), -1);
	memset(&err, 0, sizeof(err));
	OK(reminder_drop(db, &s, anna, id, &err));
	for (int64_t i = 1; i < REMINDER_OWN_MAX; i++)
		OK(reminder_add(db, &s, anna, &(struct reminder){
		    .at = clock_ms() + (60 + i) * MINUTE }, 0, &id, &err));
	assert_int_equal(reminder_add(db, &s, anna, &(struct reminder){
	    .at = clock_ms() + 99 * MINUTE }, 0, &id, &err), -1);
	assert_string_equal(err.code, "notice.reminders_full");
	memset(&err, 0, sizeof(err));
	OK(reminder_forget(db, &s, &err));
}

static void
what_breaks_off_has_told_nobody(void **state)
{
	const struct reminder_subject	s = thing();
	int64_t				said;

	(void)state;
	OK(reminder_plan(db, &s, clock_ms() - 60 * MINUTE, &err));
	things.broken = true;
	assert_int_equal(remind_run(db, sources, &said, &err), -1);
	memset(&err, 0, sizeof(err));
	assert_int_equal(told(&s, anna, "overdue"), 0);
	things.broken = false;
	assert_int_equal(run(), 1);
}

static void *
run_apart(void *arg)
{
	struct err	why = { 0 };
	own_db struct db *own = db_open(conf, &why);

	return own == NULL || remind_run(own, sources, arg, &why) == -1 ?
	    arg : NULL;
}

static void
two_machines_tell_each_once(void **state)
{
	pthread_t	 thread[2];
	int64_t		 said[2], n;
	void		*failed;

	(void)state;
	OK(db_exec(db, "INSERT INTO reminder (company_id, subject, subject_id, "
	    "before_minutes, slot, at) SELECT ?, 'thing', seq + 9000000, -15, "
	    "-15, NOW(3) - INTERVAL 1 MINUTE FROM seq_1_to_3000",
	    DB_ARGS(db_int(company)), NULL, &err));
	for (size_t i = 0; i < nitems(thread); i++)
		pthread_create(&thread[i], NULL, run_apart, &said[i]);
	for (size_t i = 0; i < nitems(thread); i++) {
		pthread_join(thread[i], &failed);
		assert_null(failed);
	}
	assert_int_equal(said[0] + said[1], MANY);
	OK(db_number(db, "SELECT COUNT(*) FROM notice WHERE subject = 'thing' "
	    "AND subject_id > 9000000 AND subject_id <= 9003000 "
	    "AND company_id = ?", DB_ARGS(db_int(company)), &n, &err));
	assert_int_equal(n, MANY);
}

static int
open_house(void **state)
{
	char	email[80], token[SECRET_TOKEN_SIZE];
	int64_t	*const ids[] = { &anna, &boris };

	if (group_open(state) == -1)
		return -1;
	OK(user_company(db, "reminded", &company, &err));
	for (size_t i = 0; i < nitems(ids); i++) {
		secret_token(token);
		snprintf(email, sizeof(email), "%s@remind.test", token);
		OK(user_add(db, company, email, "", ROLE_MEMBER, "en", ids[i],
		    &err));
	}
	return 0;
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test_setup(a_day_an_hour_at_it_and_once_when_it_is_over, begin),
		cmocka_unit_test_setup(what_was_missed_is_said_once_as_overdue, begin),
		cmocka_unit_test_setup(of_those_that_were_missed_the_last_is_said, begin),
		cmocka_unit_test_setup(a_deadline_that_moves_takes_its_reminders_along, begin),
		cmocka_unit_test_setup(what_is_over_when_a_deadline_moves_is_not_said, begin),
		cmocka_unit_test_setup(nobody_is_told_of_what_is_done_or_hidden, begin),
		cmocka_unit_test_setup(times_of_ones_own, begin),
		cmocka_unit_test_setup(what_breaks_off_has_told_nobody, begin),
		cmocka_unit_test_setup(two_machines_tell_each_once, begin),
	};

	return cmocka_run_group_tests(tests, open_house, group_close);
}
