/* title: the words of a title, the separators between them, and which of them may be one name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"
#include "person/letter.h"
#include "person/title.h"
#include "person/word.h"

/* Words with a letter for their kind; "," "-" "|" for what precedes them. */
static void
put_title(struct buf *out, const char *text)
{
	static const char	 kinds[] = { [PERSON_WORD_NAME] = 'N',
		[PERSON_WORD_LOW] = 'l', [PERSON_WORD_INITIAL] = 'I',
		[PERSON_WORD_PARTICLE] = 'p', [PERSON_WORD_TRADE] = 'T',
		[PERSON_WORD_OTHER] = 'o' };
	static const char	*gaps[] = { [GAP_NONE] = "", [GAP_COMMA] = ",",
		[GAP_HYPHEN] = "-", [GAP_HARD] = "|" };
	struct person_title	 t = { .text = text, .len = strlen(text) };

	person_title_read(&t);
	person_title_drop_shouts(&t);
	for (size_t i = 0; i < t.n; i++)
		buf_fmt(out, "%s%s%c%.*s", i > 0 ? " " : "", gaps[t.v[i].gap],
		    kinds[t.v[i].kind], (int)(t.v[i].to - t.v[i].from),
		    text + t.v[i].from);
}

static const struct { const char *text, *words; } titles[] = {
	{ "Ковалёва Анна, Senior Java", "NКовалёва NАнна ,TSenior TJava" },
	{ "Иванов И.И. | QA", "NИванов IИ IИ |TQA" },
	{ "ludwig van Beethoven", "lludwig pvan NBeethoven" },
	{ "Мамедов Рашид ОГЛЫ", "NМамедов NРашид pОГЛЫ" },
	{ "Анна-QA", "NАнна TQA" },
	{ "Анна-Мария", "NАнна-Мария" },
	{ "Салтыков - Щедрин Михаил", "NСалтыков - Щедрин NМихаил" },
	{ "Анна - Мария", "NАнна -NМария" },
	{ "Кузнецова (Петрова) Анна", "NКузнецова NАнна" },
	{ "Baker (Johnson), Jenny", "NBaker ,NJenny" },
	{ "Орлова (QA) Вера", "NОрлова NВера |TQA" },
	{ "Орлова (Вера", "NОрлова |NВера" },
	{ "Node.js, C++ Борисов", "TNode.js ,TC++ NБорисов" },
	{ "anna@nova.by https://nova.by/a Анна", "|NАнна" },
	{ "35 лет", "o35 oлет" },
	{ "ЖКХ Петров Пётр", "oЖКХ NПетров NПётр" },
	{ "გიორგი ბერიძე", "Nგიორგი Nბერიძე" },
	{ "", "" }, { " ,;- ", "" },
};

static void
reads_words_and_gaps(void **state)
{
	int	 wrong = 0;

	(void)state;
	for (size_t i = 0; i < nitems(titles); i++) {
		own_buf struct buf	 got = { 0 };

		put_title(&got, titles[i].text);
		if (strcmp(buf_str(&got), titles[i].words) != 0) {
			print_error("%s: %s\n", titles[i].text, buf_str(&got));
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

static const struct { const char *text; bool low; size_t from, to; } runs[] = {
	{ "Senior Java Петров Пётр", false, 2, 4 },
	{ "Громов Илья, Минск", false, 0, 2 },
	{ "Smith, John, QA", false, 0, 2 },
	{ "Минск, Орлова", false, 1, 2 },
	{ "петров пётр", true, 0, 2 },
	{ "петров пётр", false, 0, 0 },
	{ "Senior Java", false, 0, 0 },
};

static void
chooses_the_likeliest_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(runs); i++) {
		struct person_title	 t = { .text = runs[i].text,
					    .len = strlen(runs[i].text) };
		struct person_run	 run = { 0, 0 };

		person_title_read(&t);
		assert_int_equal(person_title_best(&t, runs[i].low, &run),
		    runs[i].to > 0);
		assert_int_equal(run.from, runs[i].from);
		assert_int_equal(run.to, runs[i].to);
	}
}

static void
keeps_what_stands_before_an_at(void **state)
{
	const char		*text = "CV <anna.k@nova.by>, x@y.by";
	struct person_title	 t = { .text = text, .len = strlen(text) };

	(void)state;
	person_title_read(&t);
	assert_string_equal(t.mail, "anna.k");
}

static void
folds_letters_and_signs(void **state)
{
	char	 out[64], small[8];

	(void)state;
	person_letter_fold("ЁЛКА Gʻ O’N Анна‑Я", out, sizeof(out));
	assert_string_equal(out, "елка g' o'n анна-я");
	person_letter_fold("ЁЛКА", small, sizeof(small));
	assert_string_equal(small, "ел");
}

static void
knows_words_by_their_ends(void **state)
{
	(void)state;
	assert_true(person_word_turkic("серікұлы"));
	assert_true(person_word_turkic("саид-оглы"));
	assert_false(person_word_turkic("оглы"));
	assert_false(person_word_turkic("july"));
	assert_true(person_word_patronymic("сергеевна"));
	assert_true(person_word_surely_surname("o'connor"));
	assert_true(person_word_surely_surname("kovalenko"));
	assert_false(person_word_surely_surname("o'k"));
	assert_false(person_word_surely_surname("kevin"));
	assert_int_equal(person_word_kind("разработчика"), PERSON_WORD_TRADE);
	assert_true(person_word_heading("резюме"));
	assert_false(person_word_heading("анна"));
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(reads_words_and_gaps),
		cmocka_unit_test(chooses_the_likeliest_name),
		cmocka_unit_test(keeps_what_stands_before_an_at),
		cmocka_unit_test(folds_letters_and_signs),
		cmocka_unit_test(knows_words_by_their_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
