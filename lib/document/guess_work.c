/* Where somebody worked, as what and when; how long in all; and what they look for. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "document/guess_int.h"
#include "document/guess_piece.h"

#define JOBS_MAX	40
#define HEAD_LINES	3	/* that stand before a period */
#define AFTER_LINES	5	/* behind it, where the heading of a job is looked for */
#define HEAD_BYTES	220	/* a longer line is no heading */
#define DESCRIPTION_MAX	4000

struct job {
	struct guess_period	 period;
	size_t			 line, last;	/* of the period, with what it goes on in */
	size_t			 first;		/* of its heading */
	size_t			 text;		/* where its description begins */
	char			*rest;		/* beside the period on its line */
	struct guess_piece	 is;
};

struct work {
	struct guess	*g;
	struct job	 v[JOBS_MAX];
	size_t		 n;
	bool		 said;		/* there is a section of work */
	size_t		 before;	/* lines of a heading before its period */
};

/* --- periods --- */

static bool
may_hold(const struct work *w, const struct guess_line *l)
{
	if (l->heading)
		return false;
	return w->said ? l->section == SECTION_WORK : l->section !=
	    SECTION_STUDY && l->section != SECTION_OTHER && l->section !=
	    SECTION_LANGUAGES;
}

/* Within a sentence a period is no heading. */
static bool
is_heading(const struct guess_line *l, const struct guess_period *p)
{
	const size_t	from = (size_t)(guess_line_content(l->low) - l->low);
	const size_t	len = strlen(l->low);

	if (len > HEAD_BYTES)
		return false;
	if (guess_line_bullet(l->text))
		return p->at <= from + 2;
	return p->at <= from + 2 || p->end + 40 >= len || len < 110;
}

static void
take_rest(struct job *j, const struct guess_line *l)
{
	own_str char	*before = mem_ndup(l->text, j->period.at);
	const char	*after = strlen(l->text) > j->period.end ? l->text +
			    j->period.end : "";

	j->rest = mem_fmt("%s\t%s", guess_line_content(before), after);
}

/* The end of a period that goes on in the next line; how long it was, in the one after. */
static void
take_next_lines(struct work *w, struct job *j)
{
	const struct guess	*g = w->g;
	const struct guess_line	*l = &g->v[j->line];

	if (j->period.open && j->line + 1 < g->n) {
		own_str char	*both = mem_fmt("%s %s", l->low + j->period.at,
				    l[1].low);
		struct guess_period	p;

		if (guess_date_period(g, both, &p) && !p.open) {
			const size_t	first = strlen(l->low + j->period.at) +
					    1;

			p.at = j->period.at;
			mem_free_str(&j->rest);
			j->rest = mem_fmt("%s", p.end > first && p.end - first <
			    strlen(l[1].text) ? l[1].text + (p.end - first) :
			    "");
			j->period = p;
			j->last++;
		}
	}
	while (j->last + 1 < g->n && guess_date_only_months(
	    g->v[j->last + 1].low))
		j->last++;
}

static void
find_periods(struct work *w)
{
	const struct guess	*g = w->g;

	for (size_t i = 0; i < g->n; i++)
		w->said = w->said || (g->v[i].section == SECTION_WORK &&
		    g->v[i].heading);
	for (size_t i = 0; i < g->n && w->n < JOBS_MAX; i++) {
		struct job	*j = &w->v[w->n];

		if (!may_hold(w, &g->v[i]) || !guess_date_period(g, g->v[i].low,
		    &j->period) || !is_heading(&g->v[i], &j->period) ||
		    (w->n > 0 && guess_line_bullet(g->v[i].text) &&
		    !guess_line_bullet(g->v[w->v[0].line].text)))
			continue;
		j->line = j->last = j->first = i;
		take_rest(j, &g->v[i]);
		take_next_lines(w, j);
		i = j->last;
		w->n++;
	}
}

/* --- headings of jobs --- */

static bool
is_sentence(const struct guess_line *l)
{
	const size_t	len = strlen(l->text);

	return guess_line_bullet(l->text) || len > HEAD_BYTES ||
	    (len > 60 && l->text[len - 1] == '.') || (len > 0 &&
	    strchr(";:", l->text[len - 1]) != NULL);
}

/* How many lines stand between the heading of the section and the first period. */
static size_t
lines_before(const struct work *w)
{
	size_t	n = 0;

	if (w->n == 0)
		return 0;
	for (size_t i = w->v[0].line; i > 0 && n < HEAD_LINES + 1; i--) {
		const struct guess_line	*l = &w->g->v[i - 1];

		if (l->heading || (w->said && l->section != SECTION_WORK) ||
		    is_sentence(l))
			break;
		n++;
		if (l->gap && !w->said)
			break;
	}
	return n <= HEAD_LINES ? n : 0;
}

/* The first line of a heading that stands before its period. */
static size_t
first_before(const struct work *w, const struct job *j, size_t least)
{
	size_t	i = j->line, n = 0;

	while (i > least && n < w->before) {
		const struct guess_line	*l = &w->g->v[i - 1];

		if (l->heading || is_sentence(l) || (i < j->line &&
		    w->g->v[i].gap))
			break;
		n += !guess_date_only_months(l->low);
		i--;
	}
	return i;
}

static void
split_heading(struct work *w, struct job *j, size_t end)
{
	const struct guess	*g = w->g;
	const bool		 hh = g->shape == SHAPE_HH;
	size_t			 n = 0;

	for (size_t i = j->first; i < j->line; i++)
		if (!guess_date_only_months(g->v[i].low))
			guess_piece_line(&j->is, g->v[i].text);
	guess_piece_line(&j->is, guess_line_content(j->rest));
	j->text = j->last + 1;
	if (w->before > 0 && j->is.company != NULL && j->is.position != NULL)
		return;
	/* LinkedIn writes the place behind the period. */
	for (size_t i = j->last + 1; i < end && n < AFTER_LINES; i++, n++) {
		const struct guess_line	*l = &g->v[i];

		if (guess_piece_full(&j->is) && !guess_reach_town(l->low))
			break;
		if (is_sentence(l) && !hh)
			break;
		if (hh && guess_line_bullet(l->text))
			continue;
		if (!guess_piece_next(&j->is, l->text, hh, i + 1 < end &&
		    guess_line_bullet(l[1].text)))
			continue;
		j->text = i + 1;
	}
}

static void
find_headings(struct work *w)
{
	const struct guess	*g = w->g;
	size_t			 least = 0;

	w->before = lines_before(w);
	for (size_t i = 0; i < w->n; i++) {
		w->v[i].first = first_before(w, &w->v[i], least);
		least = w->v[i].last + 1;
	}
	for (size_t i = 0; i < w->n; i++) {
		size_t	end = i + 1 < w->n ? w->v[i + 1].first : g->n;

		for (size_t k = w->v[i].last + 1; k < end; k++)
			if (g->v[k].heading || !may_hold(w, &g->v[k]))
				end = k;
		split_heading(w, &w->v[i], end);
		guess_piece_settle(&w->v[i].is, g->shape == SHAPE_LINKEDIN);
		/* another position at the company of the one before */
		if (w->v[i].is.company == NULL && i > 0 && g->shape ==
		    SHAPE_LINKEDIN)
			mem_put(&w->v[i].is.company,
			    mem_dup(w->v[i - 1].is.company));
	}
}

/* --- what is known of them --- */

static json_t *
description_of(const struct work *w, size_t at)
{
	const struct guess	*g = w->g;
	const size_t		 end = at + 1 < w->n ? w->v[at + 1].first : g->n;
	own_buf struct buf	 text = { 0 };

	for (size_t i = w->v[at].text; i < end && text.len < DESCRIPTION_MAX &&
	    !g->v[i].heading && may_hold(w, &g->v[i]); i++)
		buf_fmt(&text, "%s%s", text.len > 0 ? "\n" : "", g->v[i].text);
	return text.len > 0 ? json_string(buf_str(&text)) : json_null();
}

static json_t *
text_of(const char *text)
{
	return text != NULL && *text != '\0' ? json_string(text) : json_null();
}

static double
sure_of(const struct work *w)
{
	if (w->g->shape != SHAPE_FREE)
		return 0.95;
	return w->said ? 0.85 : 0.6;
}

static void
put_jobs(struct work *w)
{
	json_t	*list = json_array();
	size_t	 first = SIZE_MAX;

	for (size_t i = 0; i < w->n; i++) {
		const struct job	*j = &w->v[i];

		if (!w->said && j->is.position == NULL && j->is.company == NULL)
			continue;
		if (first == SIZE_MAX)
			first = i;
		json_array_append_new(list, json_pack(
		    "{s:o, s:o, s:o, s:o, s:o, s:o}",
		    "company", text_of(j->is.company),
		    "position", text_of(j->is.position),
		    "location", text_of(j->is.place),
		    "from", guess_date_json(&j->period.from),
		    "to", guess_date_json(&j->period.to),
		    "description", description_of(w, i)));
	}
	if (first == SIZE_MAX) {
		json_decref(list);
		return;
	}
	guess_put(w->g, "experience", list, sure_of(w), &w->g->v[
	    w->v[first].line]);
}

static void
put_current(struct work *w)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct job	*j = &w->v[i];
		const struct guess_line	*l = &w->g->v[j->line];

		if (!j->period.present)
			continue;
		if (j->is.position != NULL)
			guess_put(w->g, "current_position", text_of(
			    j->is.position), sure_of(w), l);
		if (j->is.company != NULL)
			guess_put(w->g, "current_company", text_of(
			    j->is.company), sure_of(w), l);
		return;
	}
}

/* Months of a calendar that begins with year 0. */
static int
month_of(const struct guess_month *m, int unsaid)
{
	return m->year * 12 + (m->month != 0 ? m->month : unsaid);
}

static int
compare_jobs(const void *a, const void *b)
{
	const struct job	*x = a, *y = b;

	return month_of(&x->period.from, 1) - month_of(&y->period.from, 1);
}

/* Jobs at the same time count once. */
static void
put_years(struct work *w)
{
	const int	now = w->g->year * 12 + w->g->month;
	int		total = 0, until = 0;

	qsort(w->v, w->n, sizeof(w->v[0]), compare_jobs);
	for (size_t i = 0; i < w->n; i++) {
		const struct guess_period	*p = &w->v[i].period;
		int				 from = month_of(&p->from, 1);
		const int			 to = p->present ? now :
						    p->to.year != 0 ?
						    month_of(&p->to, 12) : 0;

		if (p->from.year == 0 || to == 0)
			continue;
		from = from > until ? from : until;
		total += to >= from ? to - from + (from > until) : 0;
		until = to > until ? to : until;
	}
	if (total > 0)
		guess_put(w->g, "experience_years", json_real(
		    (double)(total * 10 / 12) / 10), 0.75, NULL);
}

/* "Опыт работы — 5 лет 3 месяца", "Стаж: 7 лет" */
static void
put_said_years(struct guess *g)
{
	static const char *const	words[] = { "опыт работы", "стаж",
		"общий стаж", "общий опыт", "work experience",
		"total experience", "years of experience", NULL };

	for (size_t i = 0; i < g->n; i++) {
		const int	months = guess_date_months(g->v[i].low);

		if (months > 0 && guess_line_words(g->v[i].text) <= 12 &&
		    guess_line_any(g->v[i].low, words)) {
			guess_put(g, "experience_years", json_real(
			    (double)(months * 10 / 12) / 10), 0.95, &g->v[i]);
			return;
		}
	}
}

/* --- what is looked for --- */

static void
put_wish(struct guess *g, const char *text, double sure,
    const struct guess_line *l)
{
	guess_put(g, "wished_position", text_of(text), sure, l);
}

static void
wish_by_place(struct guess *g)
{
	const size_t	name = g->name;

	for (size_t i = 0; i + 1 < g->n; i++)
		if (g->v[i].heading && g->v[i].section == SECTION_WISH &&
		    g->v[i].text[g->v[i].value] == '\0' && !isdigit(
		    (unsigned char)g->v[i + 1].text[0])) {
			put_wish(g, g->v[i + 1].text, 0.95, &g->v[i + 1]);
			return;
		}
	for (size_t i = name + 1; i < g->n && i <= name + 4; i++) {
		const struct guess_line	*l = &g->v[i];

		if (l->heading)
			break;
		if (guess_line_words(l->text) > 14 || guess_reach_town(l->low) ||
		    strpbrk(l->text, "@+") != NULL)
			continue;
		if (g->shape == SHAPE_LINKEDIN && i == name + 1)
			put_wish(g, l->text, 0.9, l);
		else if (guess_work_trade(l->low) && strchr(l->text, ':') == NULL)
			put_wish(g, l->text, 0.8, l);
	}
	/* above the name */
	if (name > 0 && name < g->n && !g->v[name - 1].heading &&
	    guess_line_words(g->v[name - 1].text) <= 6 &&
	    guess_work_trade(g->v[name - 1].low) && strpbrk(
	    g->v[name - 1].text, "@+:.") == NULL)
		put_wish(g, g->v[name - 1].text, 0.7, &g->v[name - 1]);
}

/* "соискание должности бухгалтера" */
static const char *
over_intent(const char *value)
{
	static const char *const	words[] = { "соискание должности ",
		"получить должность ", "на должность ", "должность " };
	own_str char			*low = guess_line_fold(value);

	for (size_t i = 0; i < nitems(words); i++)
		if (strncmp(low, words[i], strlen(words[i])) == 0)
			return value + strlen(words[i]);
	return value;
}

static void
find_wish(struct guess *g)
{
	static const char *const	labels[] = { "желаемая должность",
		"должность", "цель", "desired position", "position",
		"job title", "вакансия", "позиция", "objective",
		"соискание должности", "претендую на должность", "title",
		"профессия", NULL };

	for (size_t i = 0; i < g->n; i++) {
		const struct guess_line	*l = &g->v[i];
		const char		*value = guess_line_value(l, labels);

		if (l->section == SECTION_WORK || value == NULL ||
		    guess_line_words(value) > 12 || guess_line_words(value) == 0)
			continue;
		put_wish(g, over_intent(value), 0.95, l);
	}
	wish_by_place(g);
}

void
guess_work(struct guess *g)
{
	struct work	*w = mem_zero(sizeof(*w));

	w->g = g;
	find_wish(g);
	find_periods(w);
	find_headings(w);
	put_jobs(w);
	put_current(w);
	put_said_years(g);
	put_years(w);
	for (size_t i = 0; i < w->n; i++) {
		guess_piece_clear(&w->v[i].is);
		mem_free_str(&w->v[i].rest);
	}
	mem_free_str((char **)&w);
}
