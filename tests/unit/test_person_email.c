/* email: what is an address, what is kept of it, which one a text names, which two are one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "person/email.h"

#define LONG	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"	/* 32 */

/* kept: where the host must be public; local: where it may be a name of the own network. */
static const struct {
	const char	*given, *kept, *local;
} cases[] = {
	{ "anna@nova.by", "anna@nova.by", "anna@nova.by" },
	{ "  Anna.B+hr@NOVA.by\r\n", "anna.b+hr@nova.by", "anna.b+hr@nova.by" },
	{ "\xc2\xa0" "anna@nova.by\xe2\x80\x8b", "anna@nova.by", "anna@nova.by" },
	{ "mailto:Anna@nova.by", "anna@nova.by", "anna@nova.by" },
	{ "o'neil@x.org", "o'neil@x.org", "o'neil@x.org" },
	{ "_a_@x-y.co.uk", "_a_@x-y.co.uk", "_a_@x-y.co.uk" },
	{ "a@b.technology", "a@b.technology", "a@b.technology" },
	{ "a@xn--80akhbyknj4f.xn--p1ai", "a@xn--80akhbyknj4f.xn--p1ai",
	    "a@xn--80akhbyknj4f.xn--p1ai" },
	{ LONG LONG "@b.by", LONG LONG "@b.by", LONG LONG "@b.by" },
	{ "admin@localhost", NULL, "admin@localhost" },
	{ "a@b.c", NULL, "a@b.c" },
	{ "a@10.0.0.1", NULL, "a@10.0.0.1" },
	{ LONG LONG "a@b.by", NULL, NULL },
	{ "a@" LONG LONG ".by", NULL, NULL },
	{ "", NULL, NULL }, { " ", NULL, NULL }, { "@", NULL, NULL },
	{ "a@", NULL, NULL }, { "@b.by", NULL, NULL },
	{ "a.b.by", NULL, NULL }, { "a@b@c.by", NULL, NULL },
	{ "a@.by", NULL, NULL }, { "a@b.", NULL, NULL },
	{ "a@b..by", NULL, NULL }, { ".a@b.by", NULL, NULL },
	{ "a.@b.by", NULL, NULL }, { "a..b@b.by", NULL, NULL },
	{ "a@-b.by", NULL, NULL }, { "a@b-.by", NULL, NULL },
	{ "a b@c.by", NULL, NULL }, { "a@b.by c@d.by", NULL, NULL },
	{ "a@b.by\r\nBcc: x", NULL, NULL }, { "<a@b.by>", NULL, NULL },
	{ "анна@nova.by", NULL, NULL }, { "anna@nova.бел", NULL, NULL },
};

static void
expect(const char *given, bool local, const char *kept)
{
	char	 out[PERSON_EMAIL_SIZE] = "as before";

	assert_int_equal(person_email_read(given, local, out), kept != NULL);
	assert_string_equal(out, kept != NULL ? kept : "as before");
}

static void
keeps_addresses_in_one_form(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		expect(cases[i].given, false, cases[i].kept);
		expect(cases[i].given, true, cases[i].local);
	}
}

static const struct { const char *text, *found; } texts[] = {
	{ "почта x.y+z@mail.example.com, тел. 5", "x.y+z@mail.example.com" },
	{ "Пишите на Anna@Nova.by.", "anna@nova.by" },
	{ "(anna@nova.by)", "anna@nova.by" },
	{ "<mailto:anna@nova.by>", "anna@nova.by" },
	{ "[anna@nova.by](mailto:anna@nova.by)", "anna@nova.by" },
	{ "e-mail:anna@nova.by;ivan@nova.by", "anna@nova.by" },
	{ "@anna в телеграме, anna@nova.by", "anna@nova.by" },
	{ "почта:anna@nova.by", "anna@nova.by" },
	{ "?email=anna@nova.by&x", "anna@nova.by" },
	{ "anna@nova.by-", "anna@nova.by" },
	{ "anna@nova", NULL }, { "@anna", NULL }, { "a @ b", NULL },
	{ "git@", NULL }, { "", NULL },
};

static void
finds_the_first_of_a_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(texts); i++) {
		char	 out[PERSON_EMAIL_SIZE] = "";

		assert_int_equal(person_email_find(texts[i].text, out),
		    texts[i].found != NULL);
		if (texts[i].found != NULL)
			assert_string_equal(out, texts[i].found);
	}
}

static void
compares_addresses(void **state)
{
	(void)state;
	assert_true(person_email_same("anna@nova.by", " Anna@NOVA.by"));
	assert_false(person_email_same("anna@nova.by", "anna@nova.com"));
	assert_false(person_email_same("", ""));
	assert_false(person_email_same("нет", "нет"));
	assert_false(person_email_same(NULL, NULL));
	assert_false(person_email_same("anna@nova.by", NULL));
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(keeps_addresses_in_one_form),
		cmocka_unit_test(finds_the_first_of_a_text),
		cmocka_unit_test(compares_addresses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
