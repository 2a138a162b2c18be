/* unicode: text is composed wherever it comes in, and every script has its cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "io/json_scan.h"
#include "io/unicode.h"
#include "io/web_int.h"

#define BREVE	"\xcc\x86"
#define DOTS	"\xcc\x88"

static const struct { const char *text, *composed; } cases[] = {
	{ "Чаи" BREVE "ковский Пе" DOTS "тр", "Чайковский Пётр" },
	{ "Соловье" DOTS "ва", "Соловьёва" },
	{ "Z\xcc\x87ukowski Jose\xcc\x81", "\u017bukowski José" },
	{ "I" DOTS "\xcc\x81", "Ḯ" },
	{ "\xe1\x84\x80\xe1\x85\xa1", "가" },	/* Korean */
	{ "\u212bngstrom", "Ångstrom" },
	{ "a\xcc\xa8\xcc\x81", "ą\xcc\x81" },	/* no letter with both marks */
	{ "\xcc\x81" "a", NULL }, { "ы\xcc\x81", NULL },
	{ "Чайковский Пётр", NULL }, { "José Ōe ҮСӨНОВ გიორგი", NULL },
	{ "plain", NULL }, { "", NULL },
	{ "и" BREVE "\xff", NULL }, { "\xcc", NULL },
};

static void
composes_letters_and_marks(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(cases); i++) {
		own_str char	*got = unicode_composed(cases[i].text,
				    strlen(cases[i].text));

		if (cases[i].composed == NULL)
			assert_null(got);
		else
			assert_string_equal(got, cases[i].composed);
	}
}

#define NFD	"Чаи" BREVE "ковский"
#define NFC	"Чайковский"

static void
bodies_and_answers_are_composed(void **state)
{
	const char	*text = "{\"a\":[\"" NFD "\",{\"b\":\"\\u0438\\u0306\"},5],"
			    "\"c\":\"" NFC "\"}";
	static const char *const names[] = { "a", "b", NULL };
	own_json json_t	*whole = NULL, *picked = NULL;
	own_str char	*x = NULL, *y = NULL;
	struct err	 err = { 0 };

	(void)state;
	assert_int_equal(field_parse(text, strlen(text), &whole, &err), 0);
	x = json_dumps(whole, JSON_COMPACT);
	assert_string_equal(x, "{\"a\":[\"" NFC "\",{\"b\":\"й\"},5],\"c\":\""
	    NFC "\"}");
	assert_int_equal(json_scan_parse(text, strlen(text), names, &picked, &err),
	    0);
	y = json_dumps(picked, JSON_COMPACT);
	assert_string_equal(y, "{\"a\":[\"" NFC "\",{\"b\":\"й\"},5]}");
}

static void
forms_and_names_of_files_are_composed(void **state)
{
	char		 query[] = "q=%D0%B8%CC%86";
	const char	*body = "--B\r\nContent-Disposition: form-data; name=\"t\""
			    "\r\n\r\n" NFD "\r\n--B\r\nContent-Disposition: "
			    "form-data; name=\"f\"; filename=\"" NFD ".pdf\""
			    "\r\n\r\nx\r\n--B--";
	own_json json_t	*fields = json_object(), *keep = json_array();
	struct web_file	 files[WEB_FILES_MAX];
	struct err	 err = { 0 };
	size_t		 n = 0;

	(void)state;
	assert_int_equal(web_pairs_parse(query, strlen(query), 5, false,
	    fields, &err), 0);
	assert_string_equal(field_str(fields, "q"), "й");
	assert_int_equal(web_multipart_parse(body, strlen(body),
	    "multipart/form-data; boundary=B", fields, keep, files, &n, &err),
	    0);
	assert_string_equal(field_str(fields, "t"), NFC);
	assert_int_equal(n, 1);
	assert_string_equal(files[0].filename, NFC ".pdf");
}

/* small, as the first of a word */
static const struct { uint32_t c, lower, title; } letters[] = {
	{ 'A', 'a', 'A' }, { 'z', 'z', 'Z' }, { 0x42f, 0x44f, 0x42f },
	{ 0x4ae, 0x4af, 0x4ae },	/* Ү */
	{ 0x4e9, 0x4e9, 0x4e8 },	/* ө */
	{ 0x4c0, 0x4cf, 0x4c0 },	/* Ӏ */
	{ 0x17b, 0x17c, 0x17b },	/* Ż */
	{ 0x218, 0x219, 0x218 },	/* Ș */
	{ 0x1e62, 0x1e63, 0x1e62 },	/* Ṣ */
	{ 0x10d0, 0x10d0, 0x10d0 },	/* ა has no capital at the beginning of words */
	{ 0x1c90, 0x10d0, 0x1c90 },	/* Ა */
	{ 0x531, 0x561, 0x531 },	/* Ա */
};

static void
scripts_have_their_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(letters); i++) {
		assert_int_equal(unicode_to_lower(letters[i].c),
		    letters[i].lower);
		assert_int_equal(unicode_to_title(letters[i].c),
		    letters[i].title);
		assert_int_equal(unicode_upper(letters[i].c),
		    letters[i].c != letters[i].lower);
		assert_true(unicode_letter(letters[i].c));
	}
	assert_true(unicode_letter(0x738b));	/* 王 */
	assert_false(unicode_letter(0x2bb));	/* ʻ */
	assert_false(unicode_letter(0x306));
	assert_false(unicode_letter('5'));
	assert_false(unicode_letter(0x110000));
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(composes_letters_and_marks),
		cmocka_unit_test(bodies_and_answers_are_composed),
		cmocka_unit_test(forms_and_names_of_files_are_composed),
		cmocka_unit_test(scripts_have_their_cases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
