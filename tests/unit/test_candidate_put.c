/* candidate_put, candidate_join: one person over all sources, joined, split and undone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "account/user.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "candidate/erase.h"
#include "candidate/erasure.h"
#include "candidate/history.h"
#include "candidate/join.h"
#include "candidate/leave.h"
#include "candidate/note.h"
#include "candidate/put.h"
#include "candidate/step.h"
#include "group.h"
#include "io/db.h"
#include "io/field.h"
#include "origin/origin.h"
#include "step.h"

static int64_t	company_id;
static struct candidate_by by;

static int
open_group(void **state)
{
	struct err	err = { 0 };
	char		name[64];

	if (group_open(state) != 0)
		return -1;
	snprintf(name, sizeof(name), "Candidates %d", (int)getpid());
	if (user_company(db, name, &company_id, &err) == -1)
		return -1;
	by = (struct candidate_by){ company_id, 0, "service" };
	return 0;
}

static struct candidate_ids
put(struct db *on, const char *text)
{
	own_str char		*json = mem_dup(text);
	own_json json_t		*found = NULL;
	struct candidate_ids	 ids = { 0 };
	struct err		 err = { 0 };

	for (char *s = json; *s != '\0'; s++)
		if (*s == '\'')
			*s = '"';
	found = json_loads(json, 0, NULL);
	assert_non_null(found);
	json_object_set_new(found, "platform", json_string("hh_ru"));
	if (candidate_put(on, company_id, 0, found, &ids, &err) == -1)
		fail_msg("%s %s", err.code, err.text);
	return ids;
}

static int64_t
number(const char *sql, int64_t id)
{
	struct err	err = { 0 };
	int64_t		n = -1;

	assert_int_equal(db_number(db, sql, DB_ARGS(db_int(id)), &n, &err),
	    0);
	return n;
}

#define ROOT	"SELECT IFNULL(joined_to, id) FROM candidate WHERE id = ?"
#define OPEN	"SELECT COUNT(*) FROM candidate_pair WHERE state = 'open' AND "	\
	"? IN (low_id, high_id)"

static void
joins_by_what_is_exact(void **state)
{
	const struct candidate_ids	a = put(db, "{'external_id':'j1',"
	    "'first_name':'Анна','last_name':'Ковалёва','email':'j@nova.by'}");
	const struct candidate_ids	b = put(db, "{'external_id':'j2',"
	    "'email':'j@nova.by','phone':'+375 29 555-00-01'}");
	const struct candidate_ids	c = put(db, "{'external_id':'j3',"
	    "'first_name':'Anna','last_name':'Kovaleva',"
	    "'phone':'8 029 5550001'}");
	const struct candidate_ids	d = put(db, "{'external_id':'j4',"
	    "'first_name':'Пётр','last_name':'Сидоров',"
	    "'phone':'8 029 5550001'}");

	(void)state;
	assert_true(a.created && !a.joined && b.joined && c.joined);
	assert_int_equal(a.candidate_id, b.candidate_id);
	assert_int_equal(a.candidate_id, c.candidate_id);
	assert_int_not_equal(a.candidate_id, d.candidate_id);
	assert_int_equal(number(OPEN, d.candidate_id), 1);
	assert_int_equal(number("SELECT JSON_LENGTH(sources) FROM candidate "
	    "WHERE id = ?", a.candidate_id), 3);
}

/* A name with its birth date joins; another birth date contradicts an e-mail. */
static void
looks_at_birth_dates(void **state)
{
	const struct candidate_ids	a = put(db, "{'external_id':'b1',"
	    "'first_name':'Ада','last_name':'Днёва','email':'b@nova.by',"
	    "'birth_date':'1990-05-31'}");
	const struct candidate_ids	b = put(db, "{'external_id':'b2',"
	    "'first_name':'Ada','last_name':'Dnyova',"
	    "'birth_date':'1990-05-31'}");
	const struct candidate_ids	c = put(db, "{'external_id':'b3',"
	    "'first_name':'Ада','last_name':'Днёва','email':'b@nova.by',"
	    "'birth_date':'1992-05-31'}");

	(void)state;
	assert_int_equal(a.candidate_id, b.candidate_id);
	assert_int_not_equal(a.candidate_id, c.candidate_id);
	assert_int_equal(number(OPEN, c.candidate_id), 1);
}

static void
writes_nothing_twice(void **state)
{
	static const char		text[] = "{'external_id':'t1',"
	    "'first_name':'Яна','last_name':'Единственная',"
	    "'updated_at':'2026-05-01T00:00:00.000Z'}";
	const struct candidate_ids	a = put(db, text);
	const int64_t			rev = number("SELECT rev FROM "
	    "candidate_total WHERE company_id = ?", company_id);
	const struct candidate_ids	b = put(db, text);

	(void)state;
	assert_true(!b.created && !b.updated);
	assert_int_equal(a.source_id, b.source_id);
	assert_int_equal(a.candidate_id, b.candidate_id);
	assert_int_equal(rev, number("SELECT rev FROM candidate_total WHERE "
	    "company_id = ?", company_id));
}

static void
keeps_the_newer(void **state)
{
	const struct candidate_ids	a = put(db, "{'external_id':'n1',"
	    "'location':'Брест','updated_at':'2026-05-02T00:00:00.000Z'}");
	const struct candidate_ids	old = put(db, "{'external_id':'n1',"
	    "'location':'Минск','updated_at':'2026-05-01T00:00:00.000Z'}");
	const struct candidate_ids	new = put(db, "{'external_id':'n1',"
	    "'location':'Гродно','updated_at':'2026-05-03T00:00:00.000Z'}");

	(void)state;
	assert_false(old.updated);
	assert_true(new.updated);
	assert_int_equal(number("SELECT COUNT(*) FROM candidate WHERE id = ? "
	    "AND location = 'Гродно'", a.candidate_id), 1);
}

/* A new e-mail shows that two are one: the older stays, and it can be undone. */
static void
joins_persons_and_undoes_it(void **state)
{
	struct candidate_ids	a, b;
	struct err		err = { 0 };
	int64_t			id, join_id, note;

	(void)state;
	a = put(db, "{'external_id':'p1','first_name':'Ольга',"
	    "'last_name':'Первая','email':'p@nova.by'}");
	b = put(db, "{'external_id':'p2','first_name':'Ольга',"
	    "'last_name':'Вторая'}");
	assert_int_equal(candidate_note_add(db, &by, b.candidate_id, "Она",
	    &note, &err), 0);
	assert_int_not_equal(a.candidate_id, b.candidate_id);
	put(db, "{'external_id':'p2','first_name':'Ольга',"
	    "'last_name':'Вторая','email':'p@nova.by'}");
	assert_int_equal(number(ROOT, a.candidate_id), number(ROOT,
	    b.candidate_id));
	join_id = number("SELECT MAX(id) FROM candidate_join WHERE ? IN "
	    "(candidate_id, other_id)", a.candidate_id);
	assert_int_equal(candidate_join_undo(db, &by, join_id, &id, &err), 0);
	assert_int_equal(number(ROOT, a.candidate_id), a.candidate_id);
	assert_int_equal(number(ROOT, b.candidate_id), b.candidate_id);
	assert_int_equal(number("SELECT notes FROM candidate WHERE id = ?",
	    a.candidate_id), 0);
	assert_int_equal(number("SELECT notes FROM candidate WHERE id = ?",
	    b.candidate_id), 1);
	/* A person said that they are two. */
	put(db, "{'external_id':'p2','first_name':'Ольга',"
	    "'last_name':'Третья','email':'p@nova.by'}");
	assert_int_equal(number(ROOT, b.candidate_id), b.candidate_id);
	assert_int_equal(candidate_join_undo(db, &by, join_id, &id, &err),
	    -1);
	assert_string_equal(err.code, "candidate.undone");
}

static void
splits_and_undoes_it(void **state)
{
	struct candidate_ids	a, b;
	struct err		err = { 0 };
	int64_t			id, new_id, join_id;

	(void)state;
	a = put(db, "{'external_id':'s1','first_name':'Нина',"
	    "'email':'s@nova.by'}");
	b = put(db, "{'external_id':'s2','first_name':'Нина',"
	    "'email':'s@nova.by'}");
	assert_int_equal(a.candidate_id, b.candidate_id);
	assert_int_equal(candidate_join_split(db, &by, a.candidate_id,
	    (const int64_t[]){ a.source_id, b.source_id }, 2, &new_id, &err),
	    -1);
	assert_string_equal(err.code, "candidate.last_source");
	assert_int_equal(candidate_join_split(db, &by, a.candidate_id,
	    &b.source_id, 1, &new_id, &err), 0);
	assert_int_equal(number("SELECT candidate_id FROM candidate_source "
	    "WHERE id = ?", b.source_id), new_id);
	put(db, "{'external_id':'s2','first_name':'Нина','phone':"
	    "'+375 29 555-00-09','email':'s@nova.by'}");
	assert_int_equal(number(ROOT, new_id), new_id);
	join_id = number("SELECT MAX(id) FROM candidate_join WHERE "
	    "other_id = ?", new_id);
	assert_int_equal(candidate_join_undo(db, &by, join_id, &id, &err), 0);
	assert_int_equal(id, a.candidate_id);
	assert_int_equal(number("SELECT JSON_LENGTH(sources) FROM candidate "
	    "WHERE id = ?", a.candidate_id), 2);
}

/* Tags and the stronger state go with a join by hand, and leave with its undoing. */
static void
joins_by_hand(void **state)
{
	struct candidate_ids	a, b;
	struct err		err = { 0 };
	int64_t			id, join_id;

	(void)state;
	a = put(db, "{'external_id':'h1','first_name':'Лев'}");
	b = put(db, "{'external_id':'h2','first_name':'Левон'}");
	assert_int_equal(db_exec(db, "UPDATE candidate SET tags = '[\"x\"]', "
	    "state = 'blacklist' WHERE id = ?", DB_ARGS(db_int(
	    b.candidate_id)), NULL, &err), 0);
	assert_int_equal(candidate_join(db, &by, (const int64_t[]){
	    a.candidate_id, b.candidate_id }, 2, &id, &err), 0);
	assert_int_equal(id, a.candidate_id);
	assert_int_equal(number("SELECT COUNT(*) FROM candidate WHERE id = ? "
	    "AND tags = '[\"x\"]' AND state = 'blacklist'", id), 1);
	join_id = number("SELECT MAX(id) FROM candidate_join WHERE "
	    "candidate_id = ?", id);
	assert_int_equal(candidate_join_undo(db, &by, join_id, &id, &err), 0);
	assert_int_equal(number("SELECT COUNT(*) FROM candidate WHERE id = ? "
	    "AND tags = '[]' AND state = 'new'", id), 1);
	assert_int_equal(candidate_join(db, &by, (const int64_t[]){
	    a.candidate_id, a.candidate_id }, 2, &id, &err), -1);
	assert_int_equal(err.kind, ERR_INPUT);
}

/* Ten processes at once, one person: one row. */
static void
is_one_person_for_all_at_once(void **state)
{
	int	 status, failed = 0;

	(void)state;
	for (int i = 0; i < 10; i++)
		if (fork() == 0) {
			struct err	 err = { 0 };
			struct db	*own = db_open(conf, &err);
			char		 text[200];

			for (int k = 0; k < 5; k++) {
				snprintf(text, sizeof(text), "{'external_id':"
				    "'o%d-%d','first_name':'Один','email':"
				    "'one@nova.by','phone':'+37529555%04d'}",
				    i, k, i);
				put(own, text);
			}
			db_close(own);
			_exit(0);
		}
	while (wait(&status) > 0)
		failed += status != 0;
	assert_int_equal(failed, 0);
	assert_int_equal(number("SELECT COUNT(DISTINCT IFNULL(c.joined_to, "
	    "c.id)) FROM candidate c JOIN candidate_contact k ON "
	    "k.candidate_id = c.id WHERE k.value = 'one@nova.by' AND "
	    "k.company_id = ?", company_id), 1);
	assert_int_equal(number("SELECT COUNT(*) FROM candidate_source WHERE "
	    "external_id LIKE 'o%-%' AND company_id = ?", company_id), 50);
}

static void
is_apart_in_another_company(void **state)
{
	const int64_t		 mine = company_id;
	struct candidate_ids	 a, b;
	struct err		 err = { 0 };
	own_rows struct db_rows	*rows = NULL;
	struct candidate	 c;

	(void)state;
	a = put(db, "{'external_id':'c1','email':'c@nova.by'}");
	assert_int_equal(user_company(db, "Candidates elsewhere", &company_id,
	    &err), 0);
	b = put(db, "{'external_id':'c1','email':'c@nova.by'}");
	assert_int_equal(candidate_get(db, company_id, a.candidate_id, &rows,
	    &c, &err), -1);
	assert_int_equal(err.kind, ERR_ABSENT);
	company_id = mine;
	assert_int_not_equal(a.candidate_id, b.candidate_id);
}

static int64_t	stuck_id;

static int
fail_for_one(struct db *on, const struct candidate_by *whose, int64_t id,
    struct err *err)
{
	(void)on;
	(void)whose;
	return id == stuck_id ? err_set(err, ERR_INTERNAL, "not this one") : 0;
}

#define ERASED	"SELECT COUNT(*) FROM candidate_erasure WHERE "		\
	"candidate_id = ? AND state = 'done' AND words IS NULL"

static void
erases_the_others_when_one_fails(void **state)
{
	const struct candidate_eraser	 erasers[] = {
		{ "notes", fail_for_one, NULL }, { NULL, NULL, NULL } };
	const struct candidate_eraser	 none[] = { { NULL, NULL, NULL } };
	const struct candidate_ids	 a = put(db, "{'external_id':'e1',"
	    "'last_name':'Первая'}");
	const struct candidate_ids	 b = put(db, "{'external_id':'e2',"
	    "'last_name':'Вторая'}");
	struct err			 err = { 0 };
	int64_t				 erased;

	(void)state;
	OK(candidate_erase_run(db, conf, none, &err));
	assert_int_equal(db_exec(db, "UPDATE candidate SET "
	    "retain_until = '2020-01-31' WHERE id IN (?, ?)", DB_ARGS(
	    db_int(a.candidate_id), db_int(b.candidate_id)), NULL, &err), 0);
	stuck_id = a.candidate_id;
	OK(candidate_erase_due(db, &erased, &err));
	assert_int_equal(erased, 2);
	OK(candidate_erase_run(db, conf, erasers, &err));
	assert_int_equal(number(ERASED, b.candidate_id), 1);
	assert_int_equal(number(ERASED, a.candidate_id), 0);
	assert_int_equal(number("SELECT tries FROM candidate_erasure WHERE "
	    "candidate_id = ? AND state = 'waiting' AND due_at > NOW(3) AND "
	    "error_text <> ''", a.candidate_id), 1);
	stuck_id = 0;
	OK(db_exec(db, "UPDATE candidate_erasure SET due_at = NOW(3) WHERE "
	    "candidate_id = ?", DB_ARGS(db_int(a.candidate_id)), NULL, &err));
	OK(candidate_erase_run(db, conf, erasers, &err));
	assert_int_equal(number(ERASED, a.candidate_id), 1);
}

static int64_t	stuck_upto;

static int
fail_up_to(struct db *on, const struct candidate_by *whose, int64_t id,
    struct err *err)
{
	(void)on;
	(void)whose;
	return id <= stuck_upto ? err_set(err, ERR_INTERNAL, "not this one") :
	    0;
}

#define LEAVERS	120	/* more than one look at them takes */
#define LEFT	"SELECT COUNT(*) FROM candidate WHERE company_id = ? AND "	\
	"left_at IS NOT NULL"

/* However many before it cannot go. */
static void
whoever_was_left_goes_when_others_fail(void **state)
{
	const struct candidate_eraser	 erasers[] = {
		{ "notes", fail_up_to, NULL }, { NULL, NULL, NULL } };
	struct candidate_ids		 last = { 0 };
	struct err			 err = { 0 };
	char				 text[80];
	int64_t				 gone;

	(void)state;
	for (int i = 0; i < LEAVERS; i++) {
		snprintf(text, sizeof(text), "{'external_id':'left%d',"
		    "'last_name':'Ушедшая%d'}", i, i);
		last = put(db, text);
		OK(db_exec(db, "UPDATE candidate SET left_at = NOW(3) WHERE "
		    "id = ?", DB_ARGS(db_int(last.candidate_id)), NULL,
		    &err));
	}
	stuck_upto = last.candidate_id - 1;
	OK(candidate_leave_due(db, erasers, &gone, &err));
	assert_int_equal(gone, 1);
	assert_int_equal(number(LEFT, company_id), LEAVERS - 1);
	stuck_upto = 0;
	while (gone > 0)
		OK(candidate_leave_due(db, erasers, &gone, &err));
	assert_int_equal(number(LEFT, company_id), 0);
}

/* After some tries an admin is asked. */
static void
gives_up_an_erasure_that_fails(void **state)
{
	const struct candidate_eraser	 erasers[] = {
		{ "notes", fail_for_one, NULL }, { NULL, NULL, NULL } };
	const struct candidate_ids	 a = put(db, "{'external_id':'e3',"
	    "'last_name':'Третья'}");
	struct candidate_erasure	 e;
	struct err			 err = { 0 };
	int64_t				 id = a.candidate_id;

	(void)state;
	OK(candidate_erase(db, &by, NULL, &id, &err));
	stuck_id = id;
	for (int i = 0; i < 5; i++) {
		OK(db_exec(db, "UPDATE candidate_erasure SET due_at = NOW(3) "
		    "WHERE candidate_id = ?", DB_ARGS(db_int(id)), NULL,
		    &err));
		OK(candidate_erase_run(db, conf, erasers, &err));
	}
	stuck_id = 0;
	OK(candidate_erase_run(db, conf, erasers, &err));
	OK(candidate_erasure_get(db, company_id, id, &e, &err));
	assert_string_equal(e.state, "failed");
	assert_int_equal(e.tries, 5);
	OK(candidate_erasure_retry(db, company_id, e.id, &err));
	assert_int_equal(candidate_erasure_retry(db, company_id, e.id, &err),
	    -1);
	assert_int_equal(err.kind, ERR_CONFLICT);
	err = (struct err){ 0 };
	OK(candidate_erase_run(db, conf, erasers, &err));
	assert_int_equal(number(ERASED, id), 1);
}

#define STEPS	"SELECT COUNT(*) FROM candidate_step WHERE candidate_id = ?"

/* An applicant of another company, or one that is not there yet, makes nobody known. */
static void
counts_who_came_to_huntflow_once(void **state)
{
	const struct candidate_ids	a = put(db, "{'external_id':'s1',"
	    "'email':'step@nova.by'}");
	struct origin	o = { .company_id = company_id, .state = ORIGIN_INTENT,
	    .fields = json_pack("{s:s}", "email", " Step@Nova.by ") };
	struct err	err = { 0 };

	(void)state;
	OK(candidate_step_released(db, &o, &err));
	o.state = ORIGIN_DONE;
	o.company_id++;
	OK(candidate_step_released(db, &o, &err));
	assert_int_equal(number(STEPS, a.candidate_id), 0);
	o.company_id--;
	OK(candidate_step_released(db, &o, &err));
	OK(candidate_step_released(db, &o, &err));
	assert_int_equal(number(STEPS " AND step = 'huntflow'",
	    a.candidate_id), 1);
	json_decref(o.fields);
	o.fields = NULL;
	OK(candidate_step_released(db, &o, &err));
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(joins_by_what_is_exact),
		cmocka_unit_test(looks_at_birth_dates),
		cmocka_unit_test(writes_nothing_twice),
		cmocka_unit_test(keeps_the_newer),
		cmocka_unit_test(joins_persons_and_undoes_it),
		cmocka_unit_test(splits_and_undoes_it),
		cmocka_unit_test(joins_by_hand),
		cmocka_unit_test(is_one_person_for_all_at_once),
		cmocka_unit_test(is_apart_in_another_company),
		cmocka_unit_test(erases_the_others_when_one_fails),
		cmocka_unit_test(whoever_was_left_goes_when_others_fail),
		cmocka_unit_test(gives_up_an_erasure_that_fails),
		cmocka_unit_test(counts_who_came_to_huntflow_once),
	};

	return cmocka_run_group_tests(tests, open_group, group_close);
}
