/* erasers: every room that an erasure reaches is told of by an export, and the other way round. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "account/audit.h"
#include "admin/erasers.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/history.h"
#include "candidate/store.h"
#include "contact/store.h"
#include "group.h"
#include "io/db.h"

#define COMPANY	987653	/* nobody's */

static const struct candidate_by	by = { COMPANY, 0, "service" };

static void
rooms_above_erase_and_tell(void **state)
{
	(void)state;
	for (const struct candidate_eraser *e = admin_erasers; e->name != NULL;
	    e++) {
		own_buf struct buf	out = { 0 };
		struct err		err = { 0 };

		assert_non_null(e->erase);
		assert_non_null(e->emit);
		assert_int_equal(e->erase(db, &by, COMPANY, &err), 0);
		assert_int_equal(e->emit(db, &out, COMPANY, COMPANY, &err), 0);
		assert_int_equal(out.len, 0);
	}
}

static void
rooms_below_erase_and_tell(void **state)
{
	own_contact_words struct contact_words	words = { 0 };

	(void)state;
	contact_said_text(&words.sure, "nobody@nowhere.example");
	contact_said_name(&words.sure, "Никто", "Нигдеев");
	for (const struct contact_store *const *s = candidate_stores;
	    *s != NULL; s++) {
		own_buf struct buf	out = { 0 };
		struct err		err = { 0 };

		assert_int_equal(contact_store_emit_told(db, &out, *s, COMPANY,
		    &words, &err), 0);
		assert_int_equal(contact_store_emit_named(db, &out, *s,
		    COMPANY, &words, &err), 0);
		assert_int_equal(contact_store_erase(db, *s, COMPANY, &words,
		    0, &err), 0);
		assert_int_equal(out.len, 0);
	}
}

static void
rooms_are_told_apart(void **state)
{
	(void)state;
	for (const struct contact_store *const *s = candidate_stores;
	    *s != NULL; s++)
		for (const struct contact_store *const *o = s + 1; *o != NULL;
		    o++)
			assert_string_not_equal((*s)->place.kind,
			    (*o)->place.kind);
}

/* What people may judge is what an erasure leaves by itself, under the same word. */
static void
what_is_judged_has_a_room(void **state)
{
	size_t	judged = 0, kinds = 0;

	(void)state;
	for (const struct contact_store *const *s = candidate_stores;
	    *s != NULL; s++)
		judged += (*s)->judged;
	for (const char *const *kind = candidate_judged_kinds; *kind != NULL;
	    kind++) {
		const struct contact_store *const	*s = candidate_stores;

		while (*s != NULL && strcmp((*s)->place.kind, *kind) != 0)
			s++;
		if (*s == NULL)
			fail_msg("no room has %s", *kind);
		else
			assert_true((*s)->judged);
		kinds++;
	}
	assert_int_equal(judged, kinds);
}

#define LOG	2500	/* lines, some parts of it */
#define NAMES	"company_id = 987653 AND data LIKE '%nobody@%'"

static int64_t
number(const char *sql)
{
	struct err	err = { 0 };
	int64_t		n;

	assert_int_equal(db_number(db, sql, DB_NONE, &n, &err), 0);
	return n;
}

static void
a_long_log_is_gone_through_in_parts(void **state)
{
	own_contact_words struct contact_words	words = { 0 };
	struct err				err = { 0 };
	int64_t					after = 0, last;
	bool					more = true;
	int					parts = 0;

	(void)state;
	contact_said_text(&words.sure, "nobody@nowhere.example");
	assert_int_equal(db_exec(db, "INSERT INTO audit (company_id, action, "
	    "data) SELECT ?, 'x', '{\"a\": \"nobody@nowhere.example\"}' FROM "
	    "seq_1_to_2500", DB_ARGS(db_int(COMPANY)), NULL, &err), 0);
	assert_int_equal(number("SELECT COUNT(*) FROM audit WHERE " NAMES),
	    LOG);
	last = number("SELECT MAX(id) FROM audit WHERE company_id = 987653");
	for (; more; parts++)
		assert_int_equal(contact_store_erase_part(db, &audit_store,
		    COMPANY, &words, &after, &more, &err), 0);
	assert_int_equal(number("SELECT COUNT(*) FROM audit WHERE " NAMES), 0);
	assert_int_equal(after, last);
	assert_int_equal(parts, LOG / CONTACT_STORE_PART + 2);
	assert_int_equal(db_exec(db, "DELETE FROM audit WHERE company_id = ?",
	    DB_ARGS(db_int(COMPANY)), NULL, &err), 0);
}

/* What was added since, and no more. */
static void
what_is_behind_an_id_goes(void **state)
{
	own_contact_words struct contact_words	words = { 0 };
	struct err				err = { 0 };
	int64_t					first;

	(void)state;
	contact_said_text(&words.sure, "nobody@nowhere.example");
	assert_int_equal(db_exec(db, "INSERT INTO audit (company_id, action, "
	    "data) SELECT ?, 'x', '{\"a\": \"nobody@nowhere.example\"}' FROM "
	    "seq_1_to_2", DB_ARGS(db_int(COMPANY)), NULL, &err), 0);
	first = number("SELECT MIN(id) FROM audit WHERE company_id = 987653");
	assert_int_equal(contact_store_erase(db, &audit_store, COMPANY, &words,
	    first, &err), 0);
	assert_int_equal(number("SELECT id FROM audit WHERE " NAMES), first);
	assert_int_equal(number("SELECT COUNT(*) FROM audit WHERE " NAMES), 1);
	assert_int_equal(db_exec(db, "DELETE FROM audit WHERE company_id = ?",
	    DB_ARGS(db_int(COMPANY)), NULL, &err), 0);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(rooms_above_erase_and_tell),
		cmocka_unit_test(rooms_below_erase_and_tell),
		cmocka_unit_test(rooms_are_told_apart),
		cmocka_unit_test(what_is_judged_has_a_room),
		cmocka_unit_test(a_long_log_is_gone_through_in_parts),
		cmocka_unit_test(what_is_behind_an_id_goes),
	};

	return cmocka_run_group_tests(tests, group_open, group_close);
}
