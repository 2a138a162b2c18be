/* notice: who is told of what, once, by which channels. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "account/user.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/zone.h"
#include "group.h"
#include "io/db.h"
#include "io/secret.h"
#include "notice/bell.h"
#include "notice/choice.h"
#include "notice/hours.h"
#include "notice/kind.h"
#include "notice/notice.h"
#include "notice/source.h"
#include "step.h"

static struct err	err;

static int64_t
person(const char *company, int64_t *company_id)
{
	char	token[SECRET_TOKEN_SIZE], email[80];
	int64_t	id;

	secret_token(token);
	snprintf(email, sizeof(email), "%s@notice.test", token);
	OK(user_company(db, company, company_id, &err));
	OK(user_add(db, *company_id, email, "", ROLE_MEMBER, "en", &id, &err));
	return id;
}

static int64_t
count(int64_t user_id)
{
	int64_t	n;

	OK(db_number(db, "SELECT COUNT(*) FROM notice WHERE user_id = ?",
	    DB_ARGS(db_int(user_id)), &n, &err));
	return n;
}

static void
tells_the_people_of_the_company_but_who_did_it(void **state)
{
	int64_t	company, other, a = person("told", &company),
		b = person("told", &company), off = person("told", &company),
		stranger = person("told elsewhere", &other);
	const int64_t	users[] = { a, b, off, stranger, b, 0 };

	(void)state;
	OK(db_exec(db, "UPDATE user SET active = FALSE WHERE id = ?",
	    DB_ARGS(db_int(off)), NULL, &err));
	OK(notice_add(db, &(struct notice_new){ .company_id = company,
	    .kind = NOTICE_COMMENT, .by_id = a, .about = "Anna",
	    .text = "Hello", .href = "/tasks/5/", .subject = "task",
	    .subject_id = 5 }, users, nitems(users), &err));
	assert_int_equal(count(a), 0);
	assert_int_equal(count(b), 1);
	assert_int_equal(count(off), 0);
	assert_int_equal(count(stranger), 0);
	OK(notice_add(db, &(struct notice_new){ .company_id = company,
	    .kind = NOTICE_COMMENT }, NULL, 0, &err));
}

static void
tells_a_thing_once(void **state)
{
	int64_t			company, a = person("once", &company);
	struct notice_new	new = { .company_id = company,
				    .kind = NOTICE_DUE, .dedupe_key = "due:5" };

	(void)state;
	OK(notice_add(db, &new, &a, 1, &err));
	OK(notice_add(db, &new, &a, 1, &err));
	assert_int_equal(count(a), 1);
	new.dedupe_key = NULL;
	OK(notice_add(db, &new, &a, 1, &err));
	OK(notice_add(db, &new, &a, 1, &err));
	assert_int_equal(count(a), 3);
}

static void
the_bell_of_a_kind_may_be_off(void **state)
{
	int64_t			company, n, a = person("choice", &company);
	struct notice_choice	choice;

	(void)state;
	OK(notice_choice_get(db, a, &choice, &err));
	assert_true(choice.wanted[NOTICE_STATUS][NOTICE_BELL]);
	assert_false(choice.wanted[NOTICE_STATUS][NOTICE_EMAIL]);
	OK(notice_choice_set(db, a, NOTICE_STATUS, NOTICE_BELL, false, &err));
	OK(notice_choice_set(db, a, NOTICE_STATUS, NOTICE_EMAIL, true, &err));
	OK(notice_choice_get(db, a, &choice, &err));
	assert_false(choice.wanted[NOTICE_STATUS][NOTICE_BELL]);
	assert_true(choice.wanted[NOTICE_STATUS][NOTICE_EMAIL]);
	OK(notice_add(db, &(struct notice_new){ .company_id = company,
	    .kind = NOTICE_STATUS }, &a, 1, &err));
	OK(db_number(db, "SELECT SUM(bell) FROM notice WHERE user_id = ?",
	    DB_ARGS(db_int(a)), &n, &err));
	assert_int_equal(n, 0);
}

static void
long_texts_are_cut_between_letters(void **state)
{
	int64_t	company, n, a = person("long", &company);
	char	text[2001];

	(void)state;
	for (size_t i = 0; i + 2 < sizeof(text); i += 2)
		memcpy(text + i, "ж", 2);
	text[2000] = '\0';
	OK(notice_add(db, &(struct notice_new){ .company_id = company,
	    .kind = NOTICE_ASSIGNED, .about = text, .text = text,
	    .href = text }, &a, 1, &err));
	OK(db_number(db, "SELECT CHAR_LENGTH(text) FROM notice "
	    "WHERE user_id = ?", DB_ARGS(db_int(a)), &n, &err));
	assert_int_equal(n, 500);
}

/* --- what may not be seen any more --- */

/* Things with an even number may be seen. */
static int
even(struct db *unused, int64_t company_id, const struct notice_ask *ask,
    size_t n, struct notice_fact *out, struct err *e)
{
	(void)unused, (void)company_id, (void)e;
	for (size_t i = 0; i < n; i++)
		out[i] = (struct notice_fact){
			.user_id = ask[i].subject_id % 2 == 0 ?
			    ask[i].user_id : 0,
			.title = mem_dup("x"),
		};
	return 0;
}

static void
hidden_things_are_not_listed_nor_counted(void **state)
{
	static const struct notice_source sources[] = {
		{ "thing", even, NULL }, { 0 }
	};
	int64_t			 company, n, a = person("hidden", &company);
	struct bell		 bell = { .company_id = company, .user_id = a,
				    .limit = 3 };
	own_rows struct db_rows	*rows = NULL, *one = NULL;
	struct bell_line	 line;

	(void)state;
	for (int64_t i = 1; i <= 12; i++)
		OK(notice_add(db, &(struct notice_new){ .company_id = company,
		    .kind = NOTICE_COMMENT, .subject = i == 3 ? "other" :
		    "thing", .subject_id = i }, &a, 1, &err));
	OK(bell_list(db, sources, &bell, &rows, &err));
	for (int64_t i = 12; i >= 8; i -= 2) {
		assert_true(bell_next(rows, &line));
		assert_int_equal(line.subject_id, i);
	}
	assert_false(bell_next(rows, &line));
	OK(bell_unread(db, sources, &bell, &n, &err));
	assert_int_equal(n, 7);
	OK(notice_add(db, &(struct notice_new){ .company_id = company,
	    .kind = NOTICE_COMMENT, .subject = "thing", .subject_id = 99 }, &a,
	    1, &err));
	OK(db_number(db, "SELECT MAX(id) FROM notice WHERE user_id = ?",
	    DB_ARGS(db_int(a)), &n, &err));
	OK(bell_get(db, sources, &bell, n, &one, &err));
	assert_false(bell_next(one, &line));
}

/* --- hours --- */

static int64_t
at(const char *iso)
{
	int64_t	ms;

	assert_int_equal(clock_parse(iso, &ms), 0);
	return ms;
}

static void
letters_wait_for_the_end_of_quiet_hours(void **state)
{
	static const struct {
		const char	*zone, *due, *goes;
		int64_t		 from, to;
	} of[] = {
		{ "Europe/Minsk", "2026-11-29T12:00Z", "2026-11-29T12:00Z",
		    22, 8 },
		{ "Europe/Minsk", "2026-11-29T19:00Z", "2026-11-30T05:00Z",
		    22, 8 },
		{ "Europe/Minsk", "2026-11-30T04:59Z", "2026-11-30T05:00Z",
		    22, 8 },
		{ "Europe/Minsk", "2026-11-30T05:00Z", "2026-11-30T05:00Z",
		    22, 8 },
		{ "Europe/Minsk", "2026-11-29T11:30Z", "2026-11-29T12:00Z",
		    13, 15 },
		{ "Europe/Minsk", "2026-11-29T19:00Z", "2026-11-29T19:00Z",
		    8, 8 },
		/* Clocks go forward at 01:00 UTC, from 02:00 to 03:00. */
		{ "Europe/Berlin", "2026-03-28T23:00Z", "2026-03-29T06:00Z",
		    22, 8 },
		{ "Europe/Berlin", "2026-03-28T23:00Z", "2026-03-29T01:00Z",
		    22, 2 },
		/* And back, from 03:00 to 02:00. */
		{ "Europe/Berlin", "2026-10-24T22:00Z", "2026-10-25T07:00Z",
		    22, 8 },
		/* Quiet from the hour that there is not: the rest of them is quiet. */
		{ "Europe/Berlin", "2026-03-29T00:59Z", "2026-03-29T00:59Z",
		    2, 5 },
		{ "Europe/Berlin", "2026-03-29T01:00Z", "2026-03-29T03:00Z",
		    2, 5 },
		/* Both turns of the hour that comes twice are as quiet as it is. */
		{ "Europe/Berlin", "2026-10-25T00:30Z", "2026-10-25T02:00Z",
		    22, 3 },
		{ "Europe/Berlin", "2026-10-25T01:30Z", "2026-10-25T02:00Z",
		    22, 3 },
		{ "Europe/Berlin", "2026-10-25T02:00Z", "2026-10-25T02:00Z",
		    22, 3 },
		/* America: forward from 02:00 at 07:00 UTC, back from 02:00 at 06:00. */
		{ "America/New_York", "2026-03-08T03:00Z", "2026-03-08T12:00Z",
		    22, 8 },
		{ "America/New_York", "2026-03-08T06:59Z", "2026-03-08T07:00Z",
		    22, 2 },
		{ "America/New_York", "2026-11-01T02:00Z", "2026-11-01T13:00Z",
		    22, 8 },
		{ "America/New_York", "2026-11-01T04:30Z", "2026-11-01T05:00Z",
		    22, 1 },
		{ "America/New_York", "2026-11-01T06:30Z", "2026-11-01T07:00Z",
		    22, 2 },
		/* Midnight itself is left out there. */
		{ "America/Santiago", "2026-09-06T03:59Z", "2026-09-06T04:00Z",
		    22, 0 },
		{ "America/Santiago", "2026-09-06T02:30Z", "2026-09-06T11:00Z",
		    22, 8 },
	};

	(void)state;
	for (size_t i = 0; i < nitems(of); i++) {
		own_zone struct zone		zone = { 0 };
		const struct notice_hours	h = { of[i].from, of[i].to,
						    NOTICE_NO_HOUR };

		zone_enter(&zone, of[i].zone);
		assert_int_equal(notice_hours_loud(&h, &zone, at(of[i].due)),
		    at(of[i].goes));
	}
}

/* Of a hundred days over both changes of the clocks, each has one. */
static void
a_digest_comes_once_a_day(void **state)
{
	static const int64_t	hours[] = { 0, 2, 3, 9, 23 };
	static const char *const zones[] = { "Europe/Berlin",
		"America/New_York", "America/Santiago" };
	own_zone struct zone	zone = { 0 };

	(void)state;
	for (size_t i = 0; i < nitems(hours) * nitems(zones); i++) {
		const struct notice_hours	h = { NOTICE_NO_HOUR,
						    NOTICE_NO_HOUR,
						    hours[i / nitems(zones)] };
		int64_t				now = at("2026-02-15T12:00Z"),
						day, last;

		zone_leave(&zone);
		zone_enter(&zone, zones[i % nitems(zones)]);
		last = zone_day(&zone, notice_hours_digest(&h, &zone, now));
		now = notice_hours_digest(&h, &zone, now);
		for (int n = 0; n < 300; n++, last = day) {
			now = notice_hours_digest(&h, &zone, now);
			day = zone_day(&zone, now);
			assert_int_equal(day, last + 1);
		}
	}
	assert_int_equal(notice_hours_digest(&(struct notice_hours){
	    NOTICE_NO_HOUR, NOTICE_NO_HOUR, NOTICE_NO_HOUR }, &zone, 1), 0);
}

static void
every_kind_has_a_name_of_its_own(void **state)
{
	(void)state;
	for (enum notice_kind k = 0; k < NOTICE_KINDS; k++)
		assert_int_equal(notice_kind_of(notice_kind_name(k)), k);
	assert_int_equal(notice_kind_of("none"), NOTICE_KINDS);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(tells_the_people_of_the_company_but_who_did_it),
		cmocka_unit_test(tells_a_thing_once),
		cmocka_unit_test(the_bell_of_a_kind_may_be_off),
		cmocka_unit_test(long_texts_are_cut_between_letters),
		cmocka_unit_test(hidden_things_are_not_listed_nor_counted),
		cmocka_unit_test(letters_wait_for_the_end_of_quiet_hours),
		cmocka_unit_test(a_digest_comes_once_a_day),
		cmocka_unit_test(every_kind_has_a_name_of_its_own),
	};

	return cmocka_run_group_tests(tests, group_open, group_close);
}
