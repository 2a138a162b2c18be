/* contact: what texts hold; contact_entry: what is kept of each thing, and what is told of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "contact/entry.h"
#include "group.h"
#include "io/db.h"
#include "io/field.h"

#define COMPANY	987654	/* nobody's */

/* "e:a@b.by p:375..." */
static char *
text_of(const struct contacts *c)
{
	own_buf struct buf	out = { 0 };

	for (size_t i = 0; i < c->n; i++)
		buf_fmt(&out, "%s%c:%s", i > 0 ? " " : "", c->v[i].kind,
		    c->v[i].value);
	return mem_dup(buf_str(&out));
}

static const struct { const char *text, *country, *keys; } texts[] = {
	{ "", NULL, "" },
	{ "Позвонить завтра, 15.03.2024 в 10:30, бюджет 120000", "BY", "" },
	{ "Anna <Anna@Nova.BY>, запасная: a.k@mail.ru; +375 29 123-45-67", NULL,
	    "e:anna@nova.by e:a.k@mail.ru p:375291234567" },
	{ "8 029 123-45-67", "BY", "p:375291234567" },
	{ "[резюме](https://www.linkedin.com/in/Anna-K/?x=1) и "
	    "https://rabota.by/vacancy/1", NULL, "l:in/anna-k" },
	{ "anna@nova.by ANNA@nova.by", NULL, "e:anna@nova.by" },
};

static void
reads_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(texts); i++) {
		struct contacts	got = { 0 };
		own_str char	*keys = NULL;

		contacts_add_text(&got, texts[i].text, texts[i].country);
		keys = text_of(&got);
		assert_string_equal(keys, texts[i].keys);
	}
}

static void
reads_documents(void **state)
{
	own_json json_t	*doc = json_pack("[{s:s, s:i}, [{s:s}]]", "value",
			    "a@b.by", "n", 5, "text", "c@d.by");
	struct contacts	 got = { 0 };
	own_str char	*keys = NULL;

	(void)state;
	contacts_add_json(&got, doc, NULL);
	contacts_add_email(&got, NULL);
	contacts_add_phones(&got, NULL);
	keys = text_of(&got);
	assert_string_equal(keys, "e:a@b.by e:c@d.by");
}

static void
keeps_no_more_than_fit(void **state)
{
	struct contacts	got = { 0 };

	(void)state;
	for (int i = 0; i < 100; i++) {
		own_str char	*text = mem_fmt("a%d@b.by", i);

		contacts_add_email(&got, text);
	}
	assert_int_equal(got.n, CONTACTS_MAX);
}

/* --- kept --- */

static int64_t
count(const char *sql)
{
	struct err	err = { 0 };
	int64_t		n = -1;

	assert_int_equal(db_number(db, sql, DB_ARGS(db_int(COMPANY)), &n,
	    &err), 0);
	return n;
}

#define KEPT	"SELECT COUNT(*) FROM contact WHERE company_id = ?"
#define TOLD	"SELECT COUNT(*) FROM contact_change WHERE company_id = ?"

static void
set(int64_t ref, const char *text, bool told)
{
	struct contact_entry	one = { .ref = ref, .company_id = COMPANY,
		.told = told };
	struct err		err = { 0 };

	contacts_add_text(&one.contacts, text, NULL);
	assert_int_equal(contact_entry_set(db, CONTACT_TASK, &one, 1, &err),
	    0);
}

static void
writes_what_changed(void **state)
{
	const int64_t	ref = INT64_C(1) << 40, other = ref + 1;
	struct err	err = { 0 };

	(void)state;
	set(ref, "a@b.by c@d.by", false);
	set(other, "a@b.by", false);
	assert_int_equal(count(KEPT), 3);
	assert_int_equal(count(TOLD), 3);
	set(ref, "c@d.by a@b.by", false);
	assert_int_equal(count(TOLD), 3);
	set(ref, "a@b.by e@f.by", false);
	assert_int_equal(count(KEPT), 3);
	assert_int_equal(count(TOLD), 5);
	set(ref, "a@b.by e@f.by", true);
	assert_int_equal(count(TOLD), 7);
	assert_int_equal(contact_entry_drop(db, CONTACT_TASK,
	    (int64_t[]){ ref, other }, 2, &err), 0);
	assert_int_equal(count(KEPT), 0);
	assert_int_equal(count(TOLD), 10);
	assert_int_equal(db_exec(db, "DELETE FROM contact_change "
	    "WHERE company_id = ?", DB_ARGS(db_int(COMPANY)), NULL, &err), 0);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(reads_texts),
		cmocka_unit_test(reads_documents),
		cmocka_unit_test(keeps_no_more_than_fit),
		cmocka_unit_test(writes_what_changed),
	};

	return cmocka_run_group_tests(tests, group_open, group_close);
}
