/* words: what is found, under which beginning. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/words.h"

static const struct { const char *text, *words; } indexed[] = {
	{ "Фёдоров Пётр",		"7zфедоров 7zпетр" },
	{ "java Java JAVA",		"7zjava" },
	{ "C++, e-mail: a@b.by",	"7zc 7ze 7zmail 7za 7zb 7zby" },
	{ "и\xcc\x86од",		"7zйод" },
	{ "e\xcc\x81t",			"7zet" },
	{ "王伟 ΑΘΗΝΑ",			"7z王伟 7zαθηνα" },
	{ "a\xff" "b\xd0",		"7za 7zb" },
	{ "  -- !! ",			"" },
	{ "",				"" },
};

static void
words_of_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(indexed); i++) {
		own_buf struct buf	 out = { 0 };

		words_index("7z", &indexed[i].text, 1, &out);
		assert_string_equal(buf_str(&out), indexed[i].words);
	}
}

static void
words_are_bounded(void **state)
{
	own_buf struct buf	 text = { 0 }, out = { 0 };
	const char		*one;
	size_t			 n = 1;

	(void)state;
	for (int i = 0; i < 60000; i++)
		buf_fmt(&text, "слово%d ", i);
	one = buf_str(&text);
	words_index("1z", &one, 1, &out);
	for (size_t i = 0; i < out.len; i++)
		n += out.data[i] == ' ';
	assert_int_equal(n, WORDS_INDEXED);
}

static const struct { const char *text, *ask; size_t n; } asked[] = {
	{ "java Фёдоров",	"+7zфедоров* +7zjava*", 2 },
	{ "+java -qa (\"x*\")",	"+7zjava* +7zqa* +7zx*", 3 },
	{ "' OR 1=1 --",	"+7zor* +7z1* +7z1*", 3 },
	{ "!!!",		"", 0 },
	{ "a b c d e f g h i j", "+7za* +7zb* +7zc* +7zd* +7ze* +7zf* +7zg* "
	    "+7zh*", 8 },
};

static void
questions(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(asked); i++) {
		own_buf struct buf	 out = { 0 };

		assert_int_equal(words_ask("7z", asked[i].text, &out),
		    asked[i].n);
		if (i != 4)	/* equal lengths come in any order */
			assert_string_equal(buf_str(&out), asked[i].ask);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_of_texts),
		cmocka_unit_test(words_are_bounded),
		cmocka_unit_test(questions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
