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
	{ "C++, e-mail: a@b.by",	"7zcplusplus 7ze 7zmail 7zemail 7za 7zb "
	    "7zby 7zbby" },
	{ "C C# С++ F# C++17 Java+React", "7zc 7zcsharp 7zcplusplus 7zfsharp 7z17 "
	    "7zjava 7zreact" },
	{ "C#/.NET ASP.NET net",	"7zcsharp 7znet 7zdotnet 7zasp 7zaspnet" },
	{ "№5 #5 issue#5 C+ +",	"7z5 7zissue 7zc" },
	{ "back-end backend Back\xe2\x80\x91" "End", "7zback 7zend 7zbackend" },
	{ "Node.js UI/UX snake_case",	"7znode 7zjs 7znodejs 7zui 7zux 7zuiux 7zsnake "
	    "7zcase 7zsnakecase" },
	{ "O'Connor O’Connor Gʻulomov", "7zo 7zconnor 7zoconnor 7zg 7zulomov "
	    "7zgulomov" },
	{ "Мар'яна Мар’яна",		"7zмар 7zяна 7zмаряна" },
	/* letters of the other keyboard */
	{ "1С 1C В2В",			"7z1c 7zb2b" },
	{ "Сlient Сергeй ау сор",	"7zclient 7zсергей 7zау 7zсор" },
	/* numbers */
	{ "+375 29 111-22-33",		"7z375 7z29 7z111 7z22 7z33 7z375291112233 "
	    "7z5291112233 7z291112233 7z1112233" },
	{ "8(029)1112233",		"7z8 7z029 7z1112233 7z80291112233 "
	    "7z0291112233 7z291112233" },
	{ "тел.80291112233",		"7zтел 7z80291112233 7z0291112233 7z291112233 "
	    "7z1112233" },
	{ "2015 - 2023",		"7z2015 7z2023 7z20152023" },
	{ "24/7, 1 5, 7-zip",		"7z24 7z7 7z1 7z5 7zzip 7z7zip" },
	{ "111222333444 555666",	"7z111222333444 7z1222333444 7z222333444 "
	    "7z2333444 7z555666" },
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

/* The last one: equal lengths come in any order. */
static const struct { const char *text, *ask; size_t n; } asked[] = {
	{ "java Фёдоров",	"+7zфедоров* +7zjava*", 2 },
	{ "C++",		"+7zcplusplus*", 1 },
	{ "c#",			"+7zcsharp*", 1 },
	{ ".net",		"+7zdotnet*", 1 },
	{ "1С",			"+7z1c*", 1 },
	{ "back-end",		"+(7zbackend* (+7zback* +7zend*))", 1 },
	{ "o’connor",		"+(7zoconnor* (+7zo* +7zconnor*))", 1 },
	{ "291112233",		"+(7z291112233* 7z291112233*)", 1 },
	{ "+375 (29) 111-22-33", "+(7z291112233* 7z375291112233* (+7z375* +7z29* "
	    "+7z111* +7z22* +7z33*))", 1 },
	{ "2015 2018",		"+(7z20152018* (+7z2015* +7z2018*))", 1 },
	{ "1 5",		"+7z1* +7z5*", 1 },
	{ "+java -qa (\"x*\")",	"+7zjava* +7zqa* +7zx*", 3 },
	{ "' OR 1=2 --",	"+7zor* +7z1* +7z2*", 3 },
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
		if (i + 1 < nitems(asked))
			assert_string_equal(buf_str(&out), asked[i].ask);
	}
}

static const struct {
	const char	*text, *question;
	bool		 begins, whole;
} pairs[] = {
	{ "JavaScript", "java", true, false },
	{ "Java-разработчик", "java", true, true },
	{ "Google Ads", "go", true, false },
	{ "Go, Kotlin", "go", true, true },
	{ "C/C++", "c", true, true },
	{ "C++", "c", true, false },
	{ "C++", "C#", false, false },
	{ "C++17", "c++", true, true },
	{ "с++ (кириллицей)", "C++", true, true },
	{ "ASP.NET", ".net", true, true },
	{ "dotnet", ".NET", true, true },
	{ "network", ".net", false, false },
	{ "1С:Предприятие", "1C", true, true },
	{ "backend", "back-end", true, true },
	{ "back-end", "backend", true, true },
	{ "back end", "back-end", true, true },
	{ "O’Connor", "o'connor", true, true },
	{ "OConnor", "o'connor", true, true },
	{ "Тел. +375 29 111-22-33", "80291112233", true, true },
	{ "Тел. 8 (029) 111 22 33", "+375291112233", true, true },
	{ "Тел. 8 (029) 111 22 33", "111-22-33", true, true },
	{ "Тел. +375291112233", "29 111", true, false },
	{ "Тел. +375 29 111-22-33", "29 111", true, true },
	{ "+375291112233", "+375 29 111 22", true, false },
	{ "разработчики", "разработчик", true, false },
	{ "разработчики", "разработчик*", true, true },
	{ "Java для разработчиков", "разработ* java", true, true },
	{ "Java для разработчиков", "разработ* kotlin", false, false },
	{ "Фёдоров Пётр", "петр федоров", true, true },
	{ "что угодно", "!!!", false, false }, { "что угодно", "", false, false },
	{ "", "java", false, false },
};

static void
texts_answer_or_do_not(void **state)
{
	int	 wrong = 0;

	(void)state;
	for (size_t i = 0; i < nitems(pairs); i++) {
		own_buf struct buf	 words = { 0 };
		bool			 begins, whole;

		words_index("", &pairs[i].text, 1, &words);
		begins = words_match(buf_str(&words), pairs[i].question,
		    false);
		whole = words_match(buf_str(&words), pairs[i].question, true);
		if (begins != pairs[i].begins || whole != pairs[i].whole) {
			print_error("%s | %s: %d %d\n", pairs[i].text,
			    pairs[i].question, begins, whole);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_of_texts),
		cmocka_unit_test(words_are_bounded),
		cmocka_unit_test(questions),
		cmocka_unit_test(texts_answer_or_do_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
