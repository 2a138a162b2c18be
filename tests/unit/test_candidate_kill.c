/* Whoever stores, imports or erases candidates, or takes an import back, is killed before each
 * statement and while COMMIT is on its way. Done again, everything is as if nobody had been
 * killed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "account/user.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/erase.h"
#include "candidate/history.h"
#include "candidate/import.h"
#include "candidate/put.h"
#include "candidate/search_row.h"
#include "group.h"
#include "io/db.h"
#include "io/field.h"
#include "platform/integration.h"
#include "step.h"

#define STEPS_MAX	400

/* How many statements this process may still send: it dies before the next one. dies_behind: with
 * its COMMIT on the way, which the server may carry out. */
static int	left = -1;
static bool	dies_behind;

/* What the database's library sends with. */
ssize_t
send(int fd, const void *data, size_t size, int flags)
{
	ssize_t	n;

	if (left == 0)
		raise(SIGKILL);
	if (left > 0)
		left--;
	n = syscall(SYS_sendto, fd, data, size, flags, NULL, 0);
	if (dies_behind && memmem(data, size, "COMMIT", 6) != NULL)
		raise(SIGKILL);
	return n;
}

/* --- a company, and what is done in it --- */

static int		companies;
static struct integration in;

static json_t *
people(const char *text)
{
	own_str char	*json = mem_dup(text);
	json_t		*list;

	for (char *s = json; *s != '\0'; s++)
		if (*s == '\'')
			*s = '"';
	list = json_loads(json, 0, NULL);
	assert_non_null(list);
	return list;
}

static int
store(struct db *on, const char *text, struct err *err)
{
	own_candidate_rows struct candidate_rows rows = { 0 };
	own_json json_t		*list = people(text);
	struct candidate_counts	 n;

	return candidate_rows_add(on, &in, list, 0, &rows, &n, err);
}

static void
put_by_hand(const char *text)
{
	own_json json_t		*one = people(text);
	struct candidate_ids	 ids;
	struct err		 err = { 0 };

	OK(candidate_put(db, in.con.company_id, 0, one, &ids, &err));
}

/* Two whom somebody wrote down, and two whom the board has shown. */
static void
begin(void)
{
	own_integration_change struct integration_change to = {
		.name = "Killed", .description = "", .is_active = true,
		.sync_interval_hours = 24, .search = json_object() };
	char		name[64];
	int64_t		company_id, id;
	struct err	err = { 0 };

	snprintf(name, sizeof(name), "Killed %d %d", (int)getpid(),
	    ++companies);
	OK(user_company(db, name, &company_id, &err));
	OK(integration_create(db, conf, company_id, 0, "hh_ru", &to, &id,
	    &err));
	integration_clear(&in);
	OK(integration_get(db, company_id, id, &in, &err));
	put_by_hand("{'platform':'manual','external_id':'q1','last_name':"
	    "'Ковалёва','email':'q1@nova.by'}");
	put_by_hand("{'platform':'manual','external_id':'q2','last_name':"
	    "'Сидоров','first_name':'Пётр','phone':'+375 29 555-00-01'}");
	OK(store(db, "[{'platform':'hh_ru','external_id':'p3','last_name':"
	    "'Сидоров','first_name':'Пётр'},{'platform':'hh_ru',"
	    "'external_id':'p4','last_name':'Четвёртый'}]", &err));
}

/* One is new, one joins somebody, one says something else and shows two to be one, one says the
 * same as before. */
static int
store_page(struct db *on, struct err *err)
{
	return store(on, "[{'platform':'hh_ru','external_id':'p1',"
	    "'last_name':'Новиков','skills':['C']},{'platform':'hh_ru',"
	    "'external_id':'p2','email':'q1@nova.by'},{'platform':'hh_ru',"
	    "'external_id':'p3','last_name':'Сидоров','first_name':'Пётр',"
	    "'phone':'+375 29 555-00-01'},{'platform':'hh_ru',"
	    "'external_id':'p4','last_name':'Четвёртый'}]", err);
}

static int64_t
source_of(struct db *on, const char *external_id)
{
	struct err	err = { 0 };
	int64_t		id = 0;

	OK(db_number(on, "SELECT id FROM candidate_source WHERE "
	    "company_id = ? AND external_id = ?", DB_ARGS(db_int(
	    in.con.company_id), db_str(external_id)), &id, &err));
	return id;
}

static int
import_one(struct db *on, struct err *err)
{
	const struct candidate_by		by = { in.con.company_id, 0,
		"service" };
	const struct candidate_import_ask	ask = { .locale = "ru",
		.source_id = source_of(on, "p4"), .notes = "" };
	struct candidate_import			out;

	return candidate_import(on, &by, &ask, &out, err);
}

/* Of one that is there: the parent has made it. */
static int
undo_import(struct db *on, struct err *err)
{
	const struct candidate_by	by = { in.con.company_id, 0,
		"service" };
	int64_t				id, candidate_id;

	if (db_number(on, "SELECT id FROM candidate_import WHERE "
	    "company_id = ?", DB_ARGS(db_int(in.con.company_id)), &id,
	    err) == -1)
		return -1;
	return id == 0 ? 0 : candidate_import_undo(on, &by, id,
	    &candidate_id, err);
}

/* Two records that are one person, of whom a log tells: as the request and tick do. */
static int
erase_one(struct db *on, struct err *err)
{
	static const struct candidate_eraser	none[] = { { NULL, NULL,
		NULL } };
	const struct candidate_by		by = { in.con.company_id, 0,
		"service" };
	int64_t					id;

	if (db_number(on, "SELECT candidate_id FROM candidate_source WHERE "
	    "company_id = ? AND external_id = 'q2'",
	    DB_ARGS(db_int(in.con.company_id)), &id, err) == -1 ||
	    (id != 0 && candidate_erase(on, &by, NULL, &id, err) == -1))
		return -1;
	return candidate_erase_run(on, conf, none, err);
}

static int
tell_of_one(struct db *on, struct err *err)
{
	return store_page(on, err) == -1 || db_exec(on, "INSERT INTO audit "
	    "(company_id, action, data) SELECT ?, 'x', '\"Пётр Сидоров\"' FROM "
	    "seq_1_to_1500", DB_ARGS(db_int(in.con.company_id)), NULL,
	    err) == -1 ? -1 : 0;
}

static const struct {
	int		 (*first)(struct db *, struct err *);
	int		 (*deed)(struct db *, struct err *);
	const char	*leaves;	/* as state_of says */
} deeds[] = {
	{ NULL, store_page, "6 sources, 4 persons of 4, 1 joined, 4 + 4 found by 3, "
	    "0 + 0 imported, 0 users" },
	{ NULL, import_one, "4 sources, 4 persons of 4, 0 joined, 2 + 2 found by 2, "
	    "1 + 1 imported, 1 users" },
	{ import_one, undo_import, "4 sources, 4 persons of 4, 0 joined, "
	    "2 + 2 found by 2, 0 + 0 imported, 0 users" },
	{ tell_of_one, erase_one, "4 sources, 5 persons of 3, 0 joined, "
	    "4 + 4 found by 3, 0 + 0 imported, 0 users" },
};

/* --- how it is --- */

#define IN_COMPANY(table, more) "(SELECT COUNT(*) FROM " table " WHERE "	\
	"company_id = ?" more ")"
#define GAIN(name) "(SELECT " name " FROM integration WHERE company_id = ?), "	\
	"' + ', (SELECT SUM(" name ") FROM integration_day WHERE company_id = ?)"
#define STATE "SELECT CONCAT(" IN_COMPANY("candidate_source", "") ", "		\
	"' sources, ', " IN_COMPANY("candidate", " AND joined_to IS NULL") ", "	\
	"' persons of ', (SELECT candidates FROM candidate_total WHERE "	\
	"company_id = ?), ', ', " IN_COMPANY("candidate", " AND joined_to IS "	\
	"NOT NULL") ", ' joined, ', " GAIN("found") ", ' found by ', (SELECT "	\
	"SUM(persons) FROM integration_day WHERE company_id = ?), ', ', "	\
	GAIN("imported") ", ' imported, ', " IN_COMPANY("user", "") ", "	\
	"' users')"

/* In words; nobody has a change that an index would not see. */
static char *
state_of(void)
{
	struct db_arg		 args[10];
	own_rows struct db_rows	*rows = NULL;
	struct err		 err = { 0 };
	int64_t			 unseen;

	for (size_t i = 0; i < nitems(args); i++)
		args[i] = db_int(in.con.company_id);
	OK(db_number(db, "SELECT COUNT(*) FROM candidate c JOIN "
	    "candidate_total t ON t.company_id = c.company_id WHERE "
	    "t.company_id = ? AND c.rev > t.rev", (struct db_args){ args, 1 },
	    &unseen, &err));
	assert_int_equal(unseen, 0);
	OK(db_query(db, STATE, (struct db_args){ args, nitems(args) }, &rows,
	    &err));
	OK(db_one(rows, &err));
	return db_col_dup(rows, 0);
}

/* Each person is shown with all of its sources; each source begins once in the history. */
static void
check_rows(void)
{
	struct err	err = { 0 };
	int64_t		wrong;

	OK(db_number(db, "SELECT COUNT(*) FROM candidate c WHERE "
	    "c.company_id = ? AND c.joined_to IS NULL AND "
	    "JSON_LENGTH(c.sources) <> (SELECT COUNT(*) FROM candidate_source "
	    "s JOIN candidate o ON o.id = s.candidate_id WHERE "
	    "IFNULL(o.joined_to, o.id) = c.id)", DB_ARGS(db_int(
	    in.con.company_id)), &wrong, &err));
	assert_int_equal(wrong, 0);
	OK(db_number(db, "SELECT COUNT(*) FROM candidate_source s WHERE "
	    "s.company_id = ? AND 1 <> (SELECT COUNT(*) FROM "
	    "candidate_history h WHERE h.company_id = s.company_id AND "
	    "h.action IN ('found', 'join') AND JSON_VALUE(h.data, "
	    "'$.source') = s.id)", DB_ARGS(db_int(in.con.company_id)), &wrong,
	    &err));
	assert_int_equal(wrong, 0);
}

/* Who is erased is so everywhere. */
static void
check_erased(void)
{
	struct err	err = { 0 };
	int64_t		left_over;

	OK(db_number(db, "SELECT (SELECT COUNT(*) FROM candidate_erasure "
	    "WHERE company_id = ? AND (state <> 'done' OR words IS NOT NULL)) "
	    "+ (SELECT COUNT(*) FROM candidate_erasure e JOIN audit a ON "
	    "a.company_id = e.company_id WHERE e.company_id = ? AND "
	    "a.data LIKE '%Сидоров%')", DB_ARGS(db_int(in.con.company_id),
	    db_int(in.con.company_id)), &left_over, &err));
	assert_int_equal(left_over, 0);
}

/* False: it came to its end before it was killed. */
static bool
is_killed(int (*deed)(struct db *, struct err *), int step, bool behind)
{
	const pid_t	pid = fork();
	int		status;

	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		struct err	 err = { 0 };
		struct db	*own = step_db();
		int64_t		 now;

		if (db_now(own, &now, &err) == -1)
			_exit(3);
		left = step;
		dies_behind = behind;
		_exit(deed(own, &err) == 0 ? 0 : 2);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFEXITED(status))
		assert_int_equal(WEXITSTATUS(status), 0);
	return WIFSIGNALED(status);
}

static void
nothing_is_lost_or_doubled(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(deeds); i++) {
		bool	killed = true;

		for (int step = -1; killed; step++) {
			own_str char	*now = NULL;
			struct err	 err = { 0 };

			begin();
			if (deeds[i].first != NULL)
				OK(deeds[i].first(db, &err));
			killed = is_killed(deeds[i].deed, step, step == -1);
			assert_true(killed || step > 10);
			OK(deeds[i].deed(db, &err));
			now = state_of();
			assert_string_equal(now, deeds[i].leaves);
			check_rows();
			check_erased();
			assert_in_range(step + 1, 0, STEPS_MAX);
		}
	}
	integration_clear(&in);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(nothing_is_lost_or_doubled),
	};

	return cmocka_run_group_tests(tests, group_open, group_close);
}
