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
	{ "Фёдоров Пётр",		"федоров петр" },
	{ "java Java JAVA",		"java" },
	{ "C++, e-mail: a@b.by",	"cplusplus e mail email a b "
	    "by bby" },
	{ "C C# С++ F# C++17 Java+React", "c csharp cplusplus fsharp 17 "
	    "java react" },
	{ "C#/.NET ASP.NET net",	"csharp net dotnet asp aspnet" },
	{ "№5 #5 issue#5 C+ +",	"5 issue c" },
	{ "back-end backend Back\xe2\x80\x91" "End", "back end backend" },
	{ "Node.js UI/UX snake_case",	"node js nodejs ui ux uiux snake "
	    "case snakecase" },
	{ "O'Connor O’Connor Gʻulomov", "o connor oconnor g ulomov "
	    "gulomov" },
	{ "Мар'яна Мар’яна",		"мар яна маряна" },
	/* letters of the other keyboard */
	{ "1С 1C В2В",			"1c b2b" },
	{ "Сlient Сергeй ау сор",	"client сергей ау сор" },
	/* numbers */
	{ "+375 29 111-22-33",		"375 29 111 22 33 375291112233 "
	    "5291112233 291112233 1112233" },
	{ "8(029)1112233",		"8 029 1112233 80291112233 "
	    "0291112233 291112233" },
	{ "тел.80291112233",		"тел 80291112233 0291112233 291112233 "
	    "1112233" },
	{ "2015 - 2023",		"2015 2023 20152023" },
	{ "24/7, 1 5, 7-zip",		"24 7 1 5 zip 7zip" },
	{ "111222333444 555666",	"111222333444 1222333444 222333444 "
	    "2333444 555666" },
	{ "и\xcc\x86од",		"йод" },
	{ "e\xcc\x81t",			"et" },
	{ "王伟 ΑΘΗΝΑ",			"王伟 αθηνα" },
	{ "a\xff" "b\xd0",		"a b" },
	{ "  -- !! ",			"" },
	{ "",				"" },
};

static void
words_of_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(indexed); i++) {
		own_buf struct buf	 out = { 0 };

		words_index(&indexed[i].text, 1, &out);
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
	words_index(&one, 1, &out);
	for (size_t i = 0; i < out.len; i++)
		n += out.data[i] == ' ';
	assert_int_equal(n, WORDS_INDEXED);
}

/* The last one: equal lengths come in any order. */
static const struct { const char *text, *ask; size_t n; } asked[] = {
	{ "java Фёдоров",	"+федоров* +java*", 2 },
	{ "C++",		"+cplusplus*", 1 },
	{ "c#",			"+csharp*", 1 },
	{ ".net",		"+dotnet*", 1 },
	{ "1С",			"+1c*", 1 },
	{ "back-end",		"+(backend* (+back* +end*))", 1 },
	{ "o’connor",		"+(oconnor* (+o* +connor*))", 1 },
	{ "291112233",		"+(291112233* 291112233*)", 1 },
	{ "+375 (29) 111-22-33", "+(291112233* 375291112233* (+375* +29* "
	    "+111* +22* +33*))", 1 },
	{ "2015 2018",		"+(20152018* (+2015* +2018*))", 1 },
	{ "1 5",		"+1* +5*", 1 },
	{ "+java -qa (\"x*\")",	"+java* +qa* +x*", 3 },
	{ "' OR 1=2 --",	"+or* +1* +2*", 3 },
	{ "!!!",		"", 0 },
	{ "a b c d e f g h i j", "+a* +b* +c* +d* +e* +f* +g* "
	    "+h*", 8 },
};

/* A want as text: any of these, or all of those. */
static void
write_want(const struct words_want *w, struct buf *out)
{
	const bool	 group = w->nany > 1 || (w->nany == 1 && w->nall > 0);

	buf_puts(out, group ? "+(" : w->nany == 1 ? "+" : "");
	for (size_t i = 0; i < w->nany; i++)
		buf_fmt(out, "%s%s*", i > 0 ? " " : "", w->any[i]);
	buf_puts(out, group && w->nall > 0 ? " (" : "");
	for (size_t i = 0; i < w->nall; i++)
		buf_fmt(out, "%s+%s*", i > 0 ? " " : "", w->all[i]);
	buf_puts(out, group && w->nall > 0 ? "))" : group ? ")" : "");
}

static size_t
ask(const char *text, struct buf *out)
{
	struct words_want	 wants[WORDS_ASKED];
	const size_t		 n = words_wants(text, wants);

	for (size_t i = 0; i < n; i++) {
		buf_puts(out, i > 0 ? " " : "");
		write_want(&wants[i], out);
	}
	return n;
}

static void
questions(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(asked); i++) {
		own_buf struct buf	 out = { 0 };

		assert_int_equal(ask(asked[i].text, &out), asked[i].n);
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

		words_index(&pairs[i].text, 1, &words);
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
