/* notice: who is told of what, once, by which channels. */
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
#include "io/db.h"
#include "io/secret.h"
#include "notice/choice.h"
#include "notice/kind.h"
#include "notice/notice.h"
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
		cmocka_unit_test(every_kind_has_a_name_of_its_own),
	};

	return cmocka_run_group_tests(tests, group_open, group_close);
}
