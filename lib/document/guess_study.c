/* Where somebody studied, what and until when. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "document/guess_int.h"

#define SCHOOLS_MAX	12
#define TEXT_BYTES	220

static const char *const schools[] = { "университет*", "институт*", "академи*",
	"колледж*", "училищ*", "техникум*", "лицей*", "школа", "школы", "вуз",
	"мгу", "мгту", "спбгу", "бгу", "бгуир", "бнту", "кгту", "крсу", "кну",
	"казну", "вшэ", "ниу", "мфти", "мифи", "рэу", "гимнази*", "консерватори*",
	"university", "universitat", "universite", "institute", "college",
	"academy", "polytechnic", "school", "lyceum", "gymnasium", "mit",
	"университеті", "университети", NULL };

static const char *const degrees[] = { "бакалавр*", "магистр*", "специалист",
	"специалитет", "аспирант*", "кандидат наук", "кандидат * наук",
	"доктор наук", "неоконченное высшее", "среднее специальное",
	"среднее профессиональное", "среднее", "высшее", "bachelor*", "master",
	"master's", "masters", "phd", "ph.d*", "b.sc*", "m.sc*", "bsc", "msc",
	"mba", "doctor of*", "associate*", "diploma", "b.a*", "b.s*", "m.s*",
	"engineer's degree", NULL };

bool
guess_study_school(const char *low)
{
	return guess_line_any(low, schools);
}

static bool
is_degree(const char *low)
{
	return guess_line_any(low, degrees);
}

/* The last year of a line: when it was finished. 0: none. */
static int
year_of(const struct guess *g, const char *low)
{
	struct guess_period	p;
	int			year = 0;

	if (guess_date_period(g, low, &p) && p.to.year != 0)
		return p.to.year;
	for (const char *s = low; *s != '\0'; s++) {
		const size_t	n = strspn(s, "0123456789");

		if (n == 4 && (s == low || s[-1] != '-')) {
			const int	y = atoi(s);

			if (y >= 1950 && y <= g->year + 8)
				year = y;
		}
		s += n > 0 ? n - 1 : 0;
	}
	return year;
}

/* Without its years, brackets and signs at both ends. The caller's; NULL: nothing is left. */
static char *
without_years(const struct guess *g, const struct guess_line *l)
{
	struct guess_period	 p;
	own_str char		*text = NULL;
	char			*s;
	size_t			 len;

	if (guess_date_period(g, l->low, &p))
		text = mem_fmt("%.*s %s", (int)p.at, l->text, l->text + p.end);
	else
		text = mem_dup(l->text);
	for (s = text; (s = strpbrk(s, "12")) != NULL; s++)
		if (strspn(s, "0123456789") == 4 && (s == text || !isdigit(
		    (unsigned char)s[-1])))
			memset(s, ' ', 4);
	s = text + strspn(text, " \t,;.()-:|·");
	while (strncmp(s, "—", 3) == 0 || strncmp(s, "–", 3) == 0 || strncmp(s,
	    "•", 3) == 0 || *s == ' ')
		s += *s == ' ' ? 1 : 3;
	len = strlen(s);
	for (;;) {
		if (len > 0 && strchr(" \t,;.(-:|", s[len - 1]) != NULL)
			len--;
		else if (len > 1 && memcmp(s + len - 2, "·", 2) == 0)
			len -= 2;
		else if (len > 2 && (memcmp(s + len - 3, "—", 3) == 0 ||
		    memcmp(s + len - 3, "–", 3) == 0))
			len -= 3;
		else if (len > 0 && s[len - 1] == ')' && memchr(s, '(', len) ==
		    NULL)
			len--;
		else
			break;
	}
	if (len > 1 && memcmp(s + len - 2, "()", 2) == 0)
		len -= 2;
	return len > 1 && len <= TEXT_BYTES ? mem_ndup(s, len) : NULL;
}

struct study {
	struct guess	*g;
	json_t		*list;
	char		*institution, *degree, *field;
	int		 year, pending;	/* pending: said before its school */
	size_t		 line;
	bool		 opened, years_first;
};

static json_t *
text_of(const char *text)
{
	return text != NULL ? json_string(text) : json_null();
}

static void
close_school(struct study *s)
{
	if (s->institution != NULL && json_array_size(s->list) < SCHOOLS_MAX)
		json_array_append_new(s->list, json_pack(
		    "{s:o, s:o, s:o, s:o}", "institution",
		    text_of(s->institution), "degree", text_of(s->degree),
		    "field", text_of(s->field), "year", s->year != 0 ?
		    json_integer(s->year) : json_null()));
	mem_free_str(&s->institution);
	mem_free_str(&s->degree);
	mem_free_str(&s->field);
	s->year = 0;
	s->opened = false;
}

/* "Бакалавр, Информатика" */
static void
take_degree(struct study *s, char *text)
{
	char	*comma = strchr(text, ',');

	if (comma != NULL && s->field == NULL) {
		*comma++ = '\0';
		comma += strspn(comma, " ");
		if (*comma != '\0')
			s->field = mem_dup(comma);
	}
	if (s->degree == NULL)
		s->degree = mem_dup(text);
}

/* What is behind a school on its line: degrees, towns, and what was studied. */
static void
take_rest(struct study *s, char *rest)
{
	char	*part;

	while (rest != NULL && (part = strsep(&rest, ",")) != NULL) {
		own_str char	*low = NULL;

		part += strspn(part, " ");
		low = guess_line_fold(part);
		if (*part == '\0' || guess_reach_town(low))
			continue;
		if (is_degree(low) && s->degree == NULL)
			s->degree = mem_dup(part);
		else if (s->field == NULL)
			s->field = mem_dup(part);
	}
}

/* "МГУ, факультет права, бакалавр, 2015": the school up to its comma, then the others. */
static void
take_school(struct study *s, const struct guess_line *l, char *text)
{
	own_str char	*rest = NULL;
	char		*comma = NULL, *from = text;

	for (char *at = text; (at = strchr(at, ',')) != NULL; at++) {
		own_str char	*head = mem_ndup(text, (size_t)(at - text));
		own_str char	*low = guess_line_fold(head);

		if (guess_study_school(low)) {
			comma = at;
			break;
		}
	}
	s->line = l->number;
	/* "среднее специальное, колледж связи": the degree before the school */
	for (char *at = text; (at = strchr(at, ',')) != NULL && at != comma;
	    at++) {
		own_str char	*head = mem_ndup(from, (size_t)(at - from));
		own_str char	*low = guess_line_fold(head);

		if (is_degree(low) && !guess_study_school(low)) {
			if (s->degree == NULL)
				s->degree = give(head);
			from = at + 1 + strspn(at + 1, " ");
		}
	}
	if (comma != NULL) {
		rest = mem_dup(comma + 1 + strspn(comma + 1, " "));
		*comma = '\0';
	}
	s->institution = mem_dup(from);
	take_rest(s, rest);
}

static void
take_line(struct study *s, const struct guess_line *l)
{
	const int	 year = year_of(s->g, l->low);
	own_str char	*text = without_years(s->g, l);
	own_str char	*low = text != NULL ? guess_line_fold(text) : NULL;

	if (low != NULL && guess_study_school(low)) {
		close_school(s);
		s->opened = true;
		s->year = year != 0 ? year : s->pending;
		s->pending = 0;
		take_school(s, l, text);
		return;
	}
	/* hh.ru: the year, then the school */
	s->years_first = s->years_first || (year != 0 && !s->opened);
	if (year != 0 && (s->years_first || s->year != 0))
		s->pending = year;
	else if (year != 0)
		s->year = year;
	if (text == NULL || !s->opened || guess_line_bullet(l->text))
		return;
	if (is_degree(low))
		take_degree(s, text);
	else if (s->field == NULL && guess_line_words(text) <= 14 &&
	    !guess_reach_town(low))
		s->field = mem_dup(text);
}

/* In a section of schools, every first line behind a year is one, whatever its name. */
static bool
names_school(const struct study *s, const struct guess_line *l)
{
	return s->pending != 0 && !s->opened && !guess_study_school(l->low) &&
	    year_of(s->g, l->low) == 0 &&
	    guess_line_words(l->text) <= 14 && !is_degree(l->low);
}

/* "Образование: МГУ, 2010" */
static void
take_value(struct study *s, const struct guess_line *l)
{
	struct guess_line	value = *l;

	value.text += l->value;
	value.low += l->value;
	take_line(s, &value);
}

/* No word of the section is known for a school: its first line is one. */
static void
take_first(struct study *s)
{
	const struct guess	*g = s->g;

	for (size_t i = 0; i < g->n && s->institution == NULL; i++)
		if (g->v[i].section == SECTION_STUDY && !g->v[i].heading &&
		    guess_line_words(g->v[i].text) <= 10 &&
		    !is_degree(g->v[i].low) && !guess_line_bullet(g->v[i].text)) {
			own_str char	*text = without_years(g, &g->v[i]);

			s->year = year_of(g, g->v[i].low);
			s->institution = give(text);
			s->opened = true;
			s->years_first = false;
			for (i++; i < g->n && g->v[i].section ==
			    SECTION_STUDY && s->institution != NULL; i++)
				take_line(s, &g->v[i]);
			return;
		}
}

void
guess_study(struct guess *g)
{
	struct study		 s = { .g = g, .list = json_array() };
	const struct guess_line	*first = NULL;

	for (size_t i = 0; i < g->n; i++) {
		const struct guess_line	*l = &g->v[i];

		if (l->section != SECTION_STUDY || (l->heading && l->text[
		    l->value] == '\0'))
			continue;
		if (first == NULL)
			first = l;
		if (l->heading) {
			take_value(&s, l);
		} else if (s.institution == NULL && names_school(&s, l)) {
			s.opened = true;
			s.year = s.pending;
			s.pending = 0;
			s.institution = mem_dup(l->text);
		} else {
			take_line(&s, l);
		}
	}
	if (s.institution != NULL && s.year == 0)
		s.year = s.pending;
	close_school(&s);
	if (json_array_size(s.list) == 0 && first != NULL) {
		take_first(&s);
		close_school(&s);
	}
	if (json_array_size(s.list) > 0)
		guess_put(g, "education", s.list, g->shape == SHAPE_FREE ?
		    0.8 : 0.9, first);
	else
		json_decref(s.list);
}
