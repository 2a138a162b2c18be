#include "person/word.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const char *const first_names[] = {
#define N(name) name,
#include "person/first_names.def"
#undef N
};

static const struct title_word { const char *text; bool trade; } words[] = {
#define R(word) { word, true },
#define O(word) { word, false },
#include "person/title_words.def"
#undef R
#undef O
};

/* Beginnings of trades in all their cases: разработчика, менеджером. */
static const char *const trades[] = { "разработчи", "менеджер", "инженер",
	"программист", "тестировщи", "дизайнер", "аналитик", "бухгалтер",
	"специалист", "рекрутер", "маркетолог", "администратор", "архитектор",
	"руководител", "директор", "продав", "консультант", "девелопер" };

static const char *const particles[] = { "van", "von", "der", "den", "de",
	"da", "di", "del", "la", "le", "bin", "ibn", "al", "el", "dos", "du",
	"фон", "ван", "де", "дер", "дель", "ди", "да", "дос", "ла", "ле",
	"аль", "эль", "ибн" };

/* "son", "daughter" of the Turkic languages: a word of its own behind the father's name, or
 * the end of it. */
static const char *const sons[] = { "оглы", "оглу", "огли", "угли", "ўғли",
	"ўгли", "улы", "ұлы", "уулу", "кызы", "қызы", "гызы", "кизи", "қизи",
	"ogly", "oglu", "ogli", "oğlu", "o'g'li", "og'li", "ugli", "uly",
	"uulu", "kyzy", "kizi", "qizi", "qızı", "gizi", "gyzy", "qyzy" };

static int
compare_name(const void *key, const void *name)
{
	return strcmp(key, *(const char *const *)name);
}

static int
compare_word(const void *key, const void *word)
{
	return strcmp(key, ((const struct title_word *)word)->text);
}

bool
person_word_first_name(const char *low)
{
	return bsearch(low, first_names, nitems(first_names),
	    sizeof(first_names[0]), compare_name) != NULL;
}

static bool
is_among(const char *low, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(low, list[i]) == 0)
			return true;
	return false;
}

bool
person_word_heading(const char *low)
{
	static const char *const headings[] = { "резюме", "резюмэ", "cv",
		"resume", "curriculum", "vitae", "анкета", "портфолио",
		"portfolio", "профиль", "profile", "контакты", "contacts",
		"фио", "фамилия", "имя", "отчество", "name", "surname" };

	return is_among(low, headings, nitems(headings));
}

bool
person_word_particle(const char *low)
{
	return is_among(low, particles, nitems(particles));
}

bool
person_word_suffix(const char *low)
{
	static const char *const suffixes[] = { "jr", "sr", "ii", "iii", "phd",
		"mba", "esq" };

	return is_among(low, suffixes, nitems(suffixes));
}

bool
person_word_son(const char *low)
{
	return is_among(low, sons, nitems(sons));
}

enum person_word_kind
person_word_kind(const char *low)
{
	const struct title_word	*word = bsearch(low, words, nitems(words),
				    sizeof(words[0]), compare_word);

	if (word != NULL)
		return word->trade ? PERSON_WORD_TRADE : PERSON_WORD_OTHER;
	for (size_t i = 0; i < nitems(trades); i++)
		if (strncmp(low, trades[i], strlen(trades[i])) == 0)
			return PERSON_WORD_TRADE;
	return PERSON_WORD_NAME;
}

static bool
ends_with(const char *s, const char *tail)
{
	size_t	 n = strlen(s), m = strlen(tail);

	return n > m && strcmp(s + n - m, tail) == 0;
}

bool
person_word_mans(const char *low)
{
	static const char *const tails[] = { "ович", "евич", "ьич", "йович",
		"авич", "ovich", "evich", "yich", "овiч", "евіч", "авіч" };

	for (size_t i = 0; i < nitems(tails); i++)
		if (ends_with(low, tails[i]))
			return true;
	return strcmp(low, "лукич") == 0 || strcmp(low, "фомич") == 0 ||
	    strcmp(low, "кузьмич") == 0 || strcmp(low, "никитич") == 0 ||
	    strcmp(low, "саввич") == 0;
}

bool
person_word_womans(const char *low)
{
	static const char *const tails[] = { "овна", "евна", "ична", "івна",
		"ївна", "аўна", "еўна", "ovna", "evna", "ichna" };

	for (size_t i = 0; i < nitems(tails); i++)
		if (ends_with(low, tails[i]))
			return true;
	return false;
}

bool
person_word_turkic(const char *low)
{
	const size_t	 len = strlen(low);

	for (size_t i = 0; i < nitems(sons); i++)
		if (len > strlen(sons[i]) + 2 && ends_with(low, sons[i]))
			return true;
	return false;
}

bool
person_word_patronymic(const char *low)
{
	return person_word_mans(low) || person_word_womans(low) ||
	    person_word_turkic(low);
}

bool
person_word_surely_surname(const char *low)
{
	static const char *const heads[] = { "o'", "mc", "д'", "d'" };
	static const char *const tails[] = { "ova", "eva", "ev", "ov", "enko",
		"sky", "skiy", "skii", "ski", "skaya", "ska", "chuk", "czyk",
		"dze", "shvili", "ძე", "შვილი" };
	const size_t	 len = strlen(low);

	for (size_t i = 0; i < nitems(heads); i++)
		if (strncmp(low, heads[i], strlen(heads[i])) == 0 && len >
		    strlen(heads[i]) + 2)
			return true;
	for (size_t i = 0; i < nitems(tails); i++)
		if (len > strlen(tails[i]) + 1 && ends_with(low, tails[i]))
			return true;
	return false;
}

bool
person_word_surname(const char *low)
{
	static const char *const tails[] = { "ов", "ова", "ев", "ева", "ин",
		"ина", "ский", "ская", "цкий", "цкая", "ко", "юк", "ук", "чук",
		"ич", "ян", "дзе", "швили", "ых", "ий", "ov", "ova", "ev",
		"eva", "in", "ina", "sky", "ski", "ska", "skaya", "enko",
		"chuk", "ich", "yan", "son", "ез" };

	for (size_t i = 0; i < nitems(tails); i++)
		if (ends_with(low, tails[i]))
			return true;
	return false;
}

bool
person_word_woman(const char *low)
{
	/* Names of men that end like those of women. */
	static const char *const men[] = { "илья", "никита", "кузьма", "фома",
		"лука", "данила", "саша", "женя", "миша", "ваня", "дима",
		"леша", "коля", "паша", "петя", "вася", "рома", "сережа" };

	return (ends_with(low, "а") || ends_with(low, "я")) &&
	    !is_among(low, men, nitems(men));
}
