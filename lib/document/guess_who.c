/* Who it is: the name and the day of birth. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "document/guess_int.h"
#include "person/name.h"
#include "person/word.h"

#define NAME_LINES	14	/* from the top, where a name is looked for */
#define NAME_WORDS	5
#define GUESSED		0.6	/* sure of a name that no list has */
#define AGE_MIN		14
#define AGE_MAX		90

/* --- the name --- */

static bool
is_known(const char *part)
{
	own_str char	*low = guess_line_fold(part);

	return *part != '\0' && person_word_first_name(low);
}

static bool
is_patronymic(const char *part)
{
	own_str char	*low = guess_line_fold(part);

	return *part != '\0' && person_word_patronymic(low);
}

static void
put_part(struct guess *g, const char *name, const char *part,
    double confidence, const struct guess_line *l)
{
	if (part[0] != '\0')
		guess_put(g, name, json_string(part), confidence, l);
}

static void
put_name(struct guess *g, const struct person_name *n, double confidence,
    const struct guess_line *l)
{
	g->name = (size_t)(l - g->v);
	put_part(g, "last_name", n->last, confidence, l);
	put_part(g, "first_name", n->first, confidence, l);
	put_part(g, "middle_name", n->middle, confidence, l);
}

/* Words that no name has, so that no heading, trade or school becomes one. */
static bool
is_other(const char *low)
{
	static const char *const	words[] = { "резюме", "curriculum",
		"vitae", "cv", "resume", "sample", "template", "шаблон", "образец",
		"анкета", "functional", "phone", "email", "e-mail", "телефон",
		"profile", "профиль", "contact*", "контакт*", "street", "ул",
		"portfolio", "портфолио", "confidential", "page", NULL };

	return guess_line_any(low, words) || guess_study_school(low) ||
	    guess_work_company(low) || guess_reach_town(low);
}

/* "Резюме: Иванов Сергей" */
static const char *
over_title(const char *text, const char *low)
{
	static const char *const	titles[] = { "резюме", "curriculum vitae",
		"resume", "résumé", "cv" };

	for (size_t i = 0; i < nitems(titles); i++) {
		const size_t	len = strlen(titles[i]);

		if (strncmp(low, titles[i], len) == 0 && low[len] != '\0' &&
		    strchr(" :-", low[len]) != NULL)
			return text + len + strspn(text + len, " :-");
	}
	return text;
}

/* How sure it is that the text is a name; 0: it is none. */
static double
read_name(const char *text, struct person_name *out)
{
	own_str char	*low = guess_line_fold(text);

	if (guess_line_words(text) > NAME_WORDS || guess_line_words(text) < 2 ||
	    strpbrk(text, "0123456789@:/\\_+=*") != NULL || is_other(low) ||
	    person_name_read(text, out) != PERSON_WHOLE ||
	    out->position[0] != '\0')
		return 0;
	if (is_known(out->first))
		return out->middle[0] != '\0' ? 0.97 : 0.93;
	if (is_patronymic(out->middle))
		return 0.92;
	return guess_work_trade(low) ? 0 : GUESSED;
}

/* Up to a comma, a bar, a year: what else people put on the line of their name. */
static double
read_first_part(const char *text, struct person_name *out)
{
	own_str char	*part = mem_ndup(text, guess_line_part(text));
	double		 sure = read_name(text, out);

	if (sure == 0 && strlen(part) < strlen(text))
		sure = read_name(part, out);
	return sure;
}

static bool
by_label(struct guess *g)
{
	static const char *const	whole[] = { "фио", "ф.и.о.", "ф.и.о",
		"фамилия, имя, отчество", "фамилия имя отчество", "name",
		"full name", "имя и фамилия", "аты-жөні", "аты-жөнү", NULL };
	static const struct { const char *const labels[4]; const char *name; }
	    parts[] = {
		{ { "фамилия", "last name", "surname", NULL }, "last_name" },
		{ { "имя", "first name", "given name", NULL }, "first_name" },
		{ { "отчество", "middle name", NULL }, "middle_name" },
	};
	struct person_name	n = { 0 };
	char			part[PERSON_NAME_SIZE];

	for (size_t i = 0; i < g->n; i++) {
		const struct guess_line	*l = &g->v[i];
		const char		*value = guess_line_value(l, whole);

		if (value != NULL && *value == '\0' && i + 1 < g->n)
			value = g->v[i + 1].text;
		if (value != NULL && read_first_part(value, &n) > 0)
			put_name(g, &n, 0.97, l);
		for (size_t p = 0; p < nitems(parts); p++)
			if ((value = guess_line_value(l, parts[p].labels)) !=
			    NULL && person_name_part(value, part))
				guess_put(g, parts[p].name, json_string(part),
				    0.97, l);
	}
	return guess_knows(g, "last_name");
}

/* In two lines: "СЕРГЕЙ" and "ИВАНОВ" as designers set it. */
static double
read_two(const struct guess_line *a, const struct guess_line *b,
    struct person_name *out)
{
	own_str char	*both = mem_fmt("%s %s", a->text, b->text);

	return guess_line_words(a->text) == 1 && guess_line_words(b->text) <=
	    2 && !a->heading && !b->heading ? read_name(both, out) : 0;
}

/* LinkedIn puts the name behind all that stands at the side. */
static size_t
last_line_of_name(const struct guess *g)
{
	size_t	n = NAME_LINES;

	while (g->shape == SHAPE_LINKEDIN && n < g->n && g->v[n].section !=
	    SECTION_WORK)
		n++;
	for (size_t i = n; i < g->n && i < 80; i++)	/* two columns */
		if (g->v[i].section <= SECTION_LANGUAGES && g->v[i].section !=
		    SECTION_WORK && g->v[i].section != SECTION_STUDY)
			n = i + 1;
	return n < g->n ? n : g->n;
}

/* Of a name that nobody knows: it is at the top, and how to reach its person is beside it. */
static bool
may_be_name(const struct guess *g, size_t at)
{
	if (at >= NAME_LINES || g->v[at].section > SECTION_CONTACTS)
		return false;
	for (size_t i = at > 2 ? at - 2 : 0; i < g->n && i <= at + 4; i++)
		if (strchr(g->v[i].text, '@') != NULL || strchr(g->v[i].text,
		    '+') != NULL)
			return true;
	return false;
}

void
guess_who_name(struct guess *g)
{
	const size_t		 last = last_line_of_name(g);
	struct person_name	 n, best = { "", "", "", "" };
	double			 sure = 0;
	const struct guess_line	*at = NULL;

	if (by_label(g))
		return;
	for (size_t i = 0; i < last; i++) {
		const struct guess_line	*l = &g->v[i];
		double			 s;

		if (l->heading || guess_line_bullet(l->text))
			continue;
		s = read_first_part(over_title(l->text, l->low), &n);
		if (s == 0 && i + 1 < last)
			s = read_two(l, l + 1, &n);
		if (s <= GUESSED && !may_be_name(g, i))
			s = 0;
		if (s > sure) {
			sure = s;
			best = n;
			at = l;
		}
	}
	if (at != NULL)
		put_name(g, &best, sure, at);
}

/* --- the day of birth --- */

static bool
put_day(struct guess *g, const char *low, double confidence,
    const struct guess_line *l)
{
	struct guess_month	d;

	if (!guess_date_find(low, &d) || g->year - d.year < AGE_MIN ||
	    g->year - d.year > AGE_MAX)
		return false;
	guess_put(g, "birth_date", json_sprintf("%04d-%02d-%02d", d.year,
	    d.month, d.day), confidence, l);
	return true;
}

void
guess_who_birthday(struct guess *g)
{
	static const char *const	words[] = { "родился", "родилась",
		"рождения", "born", "birth", "dob", "birthday", "birthdate",
		"туған", "туулган", "д.р.", "дата рожд*", NULL };

	for (size_t i = 0; i < g->n; i++) {
		const struct guess_line	*l = &g->v[i];

		if (l->section == SECTION_WORK || !guess_line_any(l->low,
		    words))
			continue;
		if (put_day(g, l->low, 0.96, l) || (i + 1 < g->n &&
		    guess_line_words(l->text) <= 4 && put_day(g, l[1].low, 0.9,
		    l + 1)))
			return;
	}
	/* "05.03.1991 (34 года)" at the top */
	for (size_t i = 0; i < g->n && i < NAME_LINES; i++)
		if (g->v[i].section <= SECTION_CONTACTS && guess_date_months(
		    g->v[i].low) >= AGE_MIN * 12 && put_day(g, g->v[i].low,
		    0.85, &g->v[i]))
			return;
}
