/* retention: what is too old of a company with thousands of things delays that of one with ten by
 * its own turn alone; of collections that follow their rows, the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "account/audit.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/erase.h"
#include "candidate/leave.h"
#include "document/document.h"
#include "group.h"
#include "inbox/decide.h"
#include "index/follow.h"
#include "index/store.h"
#include "io/db.h"
#include "notice/bell.h"
#include "notice/reminder.h"
#include "platform/integration_log.h"
#include "service/sync_run.h"
#include "step.h"
#include "table/sheet.h"
#include "team/task.h"

#define MANY	2000
#define FEW	10

static struct err	err;

/* Who has much that is too old, and who has little. */
static struct side {
	int64_t	company, user;
} many, few;

static int
leave_due(struct db *on, int64_t days, int64_t *n, struct err *e)
{
	static const struct candidate_eraser	none[] = { { NULL, NULL, NULL } };

	(void)days;
	return candidate_leave_due(on, none, n, e);
}

static int
erase_due(struct db *on, int64_t days, int64_t *n, struct err *e)
{
	(void)days;
	return candidate_erase_due(on, n, e);
}

#define V	"WITH v AS (SELECT ? c, ? u, ? n) "
#define FROM	" FROM v JOIN seq_1_to_2000 s ON s.seq <= v.n"
#define AGO	"NOW(3) - INTERVAL 99 DAY - INTERVAL v.n SECOND"

static const struct {
	const char	*name;
	int		(*drop)(struct db *, int64_t days, int64_t *removed,
			    struct err *);
	const char	*table, *left;	/* left: what is due yet */
	const char	*fill;
} kinds[] = {
	{ "tasks", task_expire, "task", "deleted_at IS NOT NULL",
	    "INSERT INTO task (company_id, title, description, created_by, "
	    "position, deleted_at) " V "SELECT c, 'x', '', u, "
	    "LPAD(s.seq, 6, '0'), " AGO FROM },
	{ "inbox", inbox_expire, "inbox_item", "state = 'rejected'",
	    "INSERT INTO inbox_item (company_id, kind, state, name, "
	    "decided_at) " V "SELECT c, 'file', 'rejected', 'cv.pdf', " AGO
	    FROM },
	{ "documents", document_expire, "document", "TRUE",
	    "INSERT INTO document (company_id, user_id, name, size, "
	    "created_at) " V "SELECT c, u, 'cv.pdf', 1, " AGO FROM },
	{ "sheets", table_sheet_expire, "sheet", "TRUE",
	    "INSERT INTO sheet (company_id, user_id, name, kind, columns, "
	    "digest, created_at) " V "SELECT c, u, 'x.csv', 'csv', '[]', "
	    "SHA2(CONCAT(c, s.seq), 256), " AGO FROM },
	{ "deeds", audit_expire, "audit", "TRUE", "INSERT INTO audit "
	    "(company_id, action, created_at) " V "SELECT c, 'x', " AGO
	    FROM },
	{ "notices", bell_expire, "notice", "TRUE", "INSERT INTO notice "
	    "(company_id, user_id, kind, created_at) " V "SELECT c, u, "
	    "'overdue', " AGO FROM },
	{ "reminders", reminder_expire, "reminder", "TRUE",
	    "INSERT INTO reminder (company_id, subject, subject_id, user_id, "
	    "slot, at, sent_at) " V "SELECT c, 'task', c * 10000 + s.seq, u, "
	    "1, " AGO ", " AGO FROM },
	{ "searches", integration_log_expire, "integration_log", "TRUE",
	    "INSERT INTO integration_log (company_id, integration_id, "
	    "platform, operation, status, created_at) " V "SELECT c, 1, 'hh', "
	    "'search', 'success', " AGO FROM },
	{ "syncs", sync_run_expire, "sync_run", "TRUE", "INSERT INTO sync_run "
	    "(company_id, user_id, connection_id, stream, state, created_at) "
	    V "SELECT c, u, 1, 'x', 'done', " AGO FROM },
	{ "kept candidates", erase_due, "candidate",
	    "retain_until IS NOT NULL", "INSERT INTO candidate (company_id, "
	    "rev, retain_until) " V "SELECT c, s.seq, DATE(" AGO ")" FROM },
	{ "candidates who left", leave_due, "candidate",
	    "left_at IS NOT NULL", "INSERT INTO candidate (company_id, rev, "
	    "left_at) " V "SELECT c, s.seq, " AGO FROM },
};

static int64_t
left_of(size_t i, const struct side *s)
{
	own_str char	*sql = mem_fmt("SELECT COUNT(*) FROM %s WHERE "
			    "company_id = ? AND %s", kinds[i].table,
			    kinds[i].left);
	int64_t		 n = 0;

	OK(db_number(db, sql, DB_ARGS(db_int(s->company)), &n, &err));
	return n;
}

static void
empty(size_t i)
{
	own_str char	*sql = mem_fmt("DELETE FROM %s WHERE company_id IN "
			    "(?, ?)", kinds[i].table);

	OK(db_exec(db, sql, DB_ARGS(db_int(many.company),
	    db_int(few.company)), NULL, &err));
	OK(db_exec(db, "DELETE FROM queue_turn", DB_NONE, NULL, &err));
}

static void
fill(size_t i, const struct side *s, int64_t n)
{
	const char	*sql = kinds[i].fill;

	OK(db_exec(db, sql, DB_ARGS(db_int(s->company), db_int(s->user),
	    db_int(n)), NULL, &err));
}

/* A part of sheets is five. */
static void
old_things_go_in_turn(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(kinds); i++) {
		int64_t	n = 1, all = 0;

		empty(i);
		fill(i, &many, MANY);
		fill(i, &few, FEW);
		for (int turn = 0; turn < 4 && left_of(i, &few) > 0; turn++) {
			OK(kinds[i].drop(db, 30, &n, &err));
			all += n;
		}
		if (left_of(i, &few) != 0 || left_of(i, &many) == 0)
			fail_msg("%s: %lld of the few and %lld of the many are left",
			    kinds[i].name, (long long)left_of(i, &few),
			    (long long)left_of(i, &many));
		assert_int_equal(left_of(i, &many), MANY + FEW - all);
		empty(i);
	}
}

static void
what_is_not_old_stays(void **state)
{
	(void)state;
	for (size_t i = 0; i < 9; i++) {
		int64_t	n = 1;

		empty(i);
		fill(i, &few, FEW);
		OK(kinds[i].drop(db, 200, &n, &err));
		assert_int_equal(n, 0);
		assert_int_equal(left_of(i, &few), FEW);
		empty(i);
	}
}

/* Its numbers are behind those of one that will never be done. */
static void
a_sync_that_hangs_holds_up_none(void **state)
{
	static const char	hangs[] = "INSERT INTO sync_run (company_id, "
		"user_id, connection_id, stream, created_at) VALUES "
		"(?, ?, 1, 'x', NOW(3) - INTERVAL 400 DAY)";
	const size_t		i = 8;
	int64_t			n = 0;

	(void)state;
	empty(i);
	OK(db_exec(db, hangs, DB_ARGS(db_int(many.company),
	    db_int(many.user)), NULL, &err));
	fill(i, &many, MANY);
	fill(i, &few, FEW);
	for (int64_t one = 1; one > 0; n += one)
		OK(kinds[i].drop(db, 30, &one, &err));
	assert_int_equal(n, MANY + FEW);
	assert_int_equal(left_of(i, &many), 1);
	empty(i);
}

/* --- collections --- */

#define LARGE		5	/* parts of the collection of owner 1; the other has one */
#define COLLECTIONS	INT64_C(770000)

static struct {
	int64_t	owner[4 * LARGE];
	size_t	n;
} reads;

static int
home(struct db *on, int64_t owner, struct index_home *out, struct err *e)
{
	(void)on;
	(void)e;
	*out = (struct index_home){ owner, COLLECTIONS + owner,
		owner == 1 ? LARGE : 1 };
	return 0;
}

static int
read_next(struct db *on, int64_t owner, struct index_part *p, struct err *e)
{
	(void)on;
	(void)e;
	assert_in_range(reads.n, 0, nitems(reads.owner) - 1);
	reads.owner[reads.n++] = owner;
	p->to = (struct index_position){ p->seen.rev + 1, INDEX_FOLLOW_END };
	index_part_doc(p)->id = p->to.rev;
	return 0;
}

static int
count(struct db *on, int64_t owner, int64_t *out, struct err *e)
{
	(void)on;
	(void)owner;
	(void)e;
	*out = LARGE;
	return 0;
}

static int
all(struct db *on, struct db_rows **out, struct err *e)
{
	return db_query(on, "SELECT 1, 770001, 5 UNION ALL SELECT 2, 770002, 1",
	    DB_NONE, out, e);
}

static void
collections_follow_in_turn(void **state)
{
	static const struct index_shape		 shape = { .version = 1,
		.norders = 1 };
	static const struct index_source	 source = { &shape, home,
		read_next, count, all };
	static const struct index_source *const	 sources[] = { &source, NULL };
	static const int64_t			 turns[] = { 1, 2, 1, 1, 1, 1 };

	(void)state;
	OK(index_follow_all(sources, db, conf, 0, &err));
	assert_int_equal(reads.n, nitems(turns));
	assert_memory_equal(reads.owner, turns, sizeof(turns));
	OK(index_follow_all(sources, db, conf, 0, &err));
	assert_int_equal(reads.n, nitems(turns));
}

static char	folder[] = "/tmp/hw-retention-XXXXXX";

static int
open_sides(void **state)
{
	struct side *const	sides[] = { &many, &few };

	if (mkdtemp(folder) == NULL || setenv("INDEX_PATH", folder, 1) == -1 ||
	    group_open(state) == -1)
		return -1;
	for (size_t i = 0; i < nitems(sides); i++)
		OK(group_company(&sides[i]->company, &sides[i]->user, &err));
	return 0;
}

static int
close_sides(void **state)
{
	own_str char	*rm = mem_fmt("rm -r '%s'", folder);

	return group_close(state) == -1 || system(rm) != 0 ? -1 : 0;
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(old_things_go_in_turn),
		cmocka_unit_test(what_is_not_old_stays),
		cmocka_unit_test(a_sync_that_hangs_holds_up_none),
		cmocka_unit_test(collections_follow_in_turn),
	};

	return cmocka_run_group_tests(tests, open_sides, close_sides);
}
