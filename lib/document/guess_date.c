/* Dates, periods and durations as people write them, in Russian and English. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "document/guess_int.h"

#define YEAR_MIN	1940
#define YEAR_MAX	2100

static const char *const months[12][7] = {
	{ "январ", "янв", "january", "jan", "қаңтар", "январ" },
	{ "феврал", "фев", "february", "feb", "ақпан" },
	{ "март", "мар", "march", "mar", "наурыз" },
	{ "апрел", "апр", "april", "apr", "сәуір" },
	{ "май", "мая", "мае", "may", "мамыр" },
	{ "июн", "june", "jun", "маусым" },
	{ "июл", "july", "jul", "шілде" },
	{ "август", "авг", "august", "aug", "тамыз" },
	{ "сентябр", "сент", "сен", "september", "sept", "sep", "қыркүйек" },
	{ "октябр", "окт", "october", "oct", "қазан" },
	{ "ноябр", "нояб", "ноя", "november", "nov", "қараша" },
	{ "декабр", "дек", "december", "dec", "желтоқсан" },
};

static const char *
blanks(const char *s)
{
	return s + strspn(s, " \t");
}

/* Over the longest of the words that it begins with; NULL: none. */
static const char *
after_word(const char *s, const char *const *words)
{
	size_t	best = 0;

	for (; *words != NULL; words++)
		if (strncmp(s, *words, strlen(*words)) == 0 && strlen(
		    *words) > best)
			best = strlen(*words);
	return best > 0 ? s + best : NULL;
}

static bool
is_cyrillic(const char *s)
{
	return (unsigned char)*s >= 0xd0 && (unsigned char)*s <= 0xd4 &&
	    s[1] != '\0';
}

/* The rest of a word: its ending in any case. */
static const char *
after_letters(const char *s)
{
	while (isalpha((unsigned char)*s) || is_cyrillic(s))
		s += is_cyrillic(s) ? 2 : 1;
	return s;
}

static int
read_month(const char **s)
{
	for (int m = 0; m < 12; m++) {
		const char	*end = NULL;

		for (size_t i = 0; i < nitems(months[m]); i++)
			if (months[m][i] != NULL && strncmp(*s, months[m][i],
			    strlen(months[m][i])) == 0 && (end == NULL ||
			    end < *s + strlen(months[m][i])))
				end = *s + strlen(months[m][i]);
		if (end != NULL && after_letters(end) - end <= 4) {
			*s = after_letters(end);
			return m + 1;
		}
	}
	return 0;
}

/* A number of so many digits, no more. -1: none. */
static int
read_digits(const char **s, size_t least, size_t most)
{
	const size_t	n = strspn(*s, "0123456789");
	int		value = 0;

	if (n < least || n > most)
		return -1;
	for (size_t i = 0; i < n; i++)
		value = value * 10 + (*s)[i] - '0';
	*s += n;
	return value;
}

static bool
is_year(int n)
{
	return n >= YEAR_MIN && n <= YEAR_MAX;
}

/* "2019", "2019-09", "2019.09.01"; "2019-2022" is a year, then another. */
static bool
read_from_year(const char **s, struct guess_month *out)
{
	const char	*at = *s;
	const int	 year = read_digits(&at, 4, 4);
	const char	*next = at + 1;
	int		 month, day;

	if (!is_year(year))
		return false;
	*out = (struct guess_month){ .year = year };
	*s = at;
	if (*at == '\0' || strchr("-./", *at) == NULL ||
	    (month = read_digits(&next, 2, 2)) < 1 || month > 12)
		return true;
	out->month = month;
	*s = next;
	if (*next != *at)
		return true;
	next++;
	if ((day = read_digits(&next, 2, 2)) >= 1 && day <= 31) {
		out->day = day;
		*s = next;
	}
	return true;
}

/* "09.2019", "9/2019", "01.09.2019", "1 сентября 2019", "September 1, 2019" is read elsewhere. */
static bool
read_from_number(const char **s, struct guess_month *out)
{
	const char	*at = *s;
	const int	 first = read_digits(&at, 1, 2);
	int		 second, year;

	if (first < 1 || first > 31 || *at == '\0')
		return false;
	if (strchr("./-", *at) != NULL) {
		const char	sign = *at++;

		if ((second = read_digits(&at, 4, 4)) != -1) {
			*s = at;
			*out = (struct guess_month){ second, first, 0 };
			return is_year(second) && first <= 12;
		}
		if ((second = read_digits(&at, 1, 2)) < 1 || second > 12 ||
		    *at++ != sign || !is_year(year = read_digits(&at, 4, 4)))
			return false;
		*s = at;
		*out = (struct guess_month){ year, second, first };
		return true;
	}
	at = blanks(at);
	at = strncmp(at, "of ", 3) == 0 ? at + 3 : at;
	if ((second = read_month(&at)) == 0)
		return false;
	at += strspn(at, " .,");
	if (!is_year(year = read_digits(&at, 4, 4)))
		return false;
	*s = at;
	*out = (struct guess_month){ year, second, first };
	return true;
}

/* "Январь 2020", "Sept. 2019", "March 5, 1991", "янв'20" is none. */
static bool
read_from_month(const char **s, struct guess_month *out)
{
	const char	*at = *s;
	const int	 month = read_month(&at);
	int		 day, year;

	if (month == 0)
		return false;
	at += strspn(at, " .,");
	day = read_digits(&at, 1, 2);
	if (day != -1)
		at += strspn(at, " ,");
	if (!is_year(year = read_digits(&at, 4, 4)))
		return false;
	*s = at;
	*out = (struct guess_month){ year, month, day > 0 && day <= 31 ? day :
	    0 };
	return true;
}

bool
guess_date_read(const char **low, struct guess_month *out)
{
	static const char *const	tails[] = { " года", " году", " год",
		" г.", " г", "г.", " гг.", " year", NULL };
	const char			*at = *low, *tail;

	if (!read_from_year(&at, out) && !read_from_number(&at, out) &&
	    !read_from_month(&at, out))
		return false;
	if (isdigit((unsigned char)*at))
		return false;
	tail = after_word(at, tails);
	*low = tail != NULL && after_letters(tail) == tail ? tail : at;
	return true;
}

static bool
begins_word(const char *low, const char *s)
{
	return s == low || !(isalnum((unsigned char)s[-1]) ||
	    (unsigned char)s[-1] >= 0x80);
}

/* A byte at which a character begins, so that nothing is read from its middle. */
static bool
begins_sign(const char *s)
{
	return ((unsigned char)*s & 0xc0) != 0x80;
}

bool
guess_date_find(const char *low, struct guess_month *out)
{
	for (const char *s = low; *s != '\0'; s++) {
		const char	*at = s;

		if (begins_sign(s) && begins_word(low, s) &&
		    guess_date_read(&at, out) && out->day != 0)
			return true;
	}
	return false;
}

/* --- periods --- */

static bool
read_present(const char **s)
{
	static const char *const	words[] = { "настоящее время",
		"настоящего времени", "наст. время", "наст. вр", "наст.вр",
		"наст", "н.в", "н. в", "нв", "сейчас", "сегодня", "текущее",
		"текущий момент", "текущему", "данный момент", "present", "now",
		"current", "today", "till now", "to date", "date", "ongoing",
		"по настоящее время", "по н.в", "по н. в", "по наст",
		"по сей день", "қазіргі", "азыркы", "бүгін", NULL };
	const char			*end = after_word(*s, words);

	if (end == NULL)
		return false;
	*s = end + strspn(end, ".");
	return true;
}

/* What is between the two: NULL: nothing of the kind. */
static const char *
after_link(const char *s)
{
	static const char *const	signs[] = { "-", "–", "—", "−", "―",
		"по ", "до ", "to ", "till ", "until ", "through ", "...",
		"…", "/", NULL };

	return after_word(blanks(s), signs);
}

static const char *
over_dashes(const char *s)
{
	const char	*next;

	for (s = blanks(s); (next = after_link(s)) != NULL; s = blanks(next))
		;
	return s;
}

static int
order(const struct guess_month *a, const struct guess_month *b)
{
	if (a->year != b->year)
		return a->year - b->year;
	return a->month == 0 || b->month == 0 ? 0 : a->month - b->month;
}

/* Is it one that may be: in its order, not of the future? */
static bool
may_be(const struct guess *g, const struct guess_period *p)
{
	const struct guess_month	now = { g->year, g->month, 0 };

	if (p->from.year != 0 && order(&p->from, &now) > 0)
		return false;
	return p->from.year == 0 || p->to.year == 0 ||
	    (order(&p->from, &p->to) <= 0 && p->to.year <= g->year + 6);
}

/* A beginning at s: with what follows it, or said as one ("с 2019"). */
static bool
read_period(const char *low, const char *s, struct guess_period *out)
{
	static const char *const	since[] = { "с ", "from ", "since ",
		"со ", NULL };
	static const char *const	until[] = { "по ", "до ", "until ",
		"till ", NULL };
	const char			*at = after_word(s, since), *next;
	const bool			 said = at != NULL;

	*out = (struct guess_period){ .at = (size_t)(s - low) };
	if (!said && (at = after_word(s, until)) != NULL) {
		at = blanks(at);
		out->end = guess_date_read(&at, &out->to) ? (size_t)(at - low) :
		    0;
		return out->end > 0 && out->to.month != 0;
	}
	at = blanks(said ? at : s);
	if (!guess_date_read(&at, &out->from))
		return false;
	out->end = (size_t)(at - low);
	next = after_link(at);
	if (next == NULL && !said)
		return false;
	out->present = next == NULL;	/* "с 2019" */
	if (next == NULL)
		return true;
	at = over_dashes(next);
	out->open = *at == '\0';
	out->present = read_present(&at);
	if (!out->open && !out->present && !guess_date_read(&at, &out->to))
		return false;
	out->end = (size_t)(at - low);
	return true;
}

bool
guess_date_period(const struct guess *g, const char *low,
    struct guess_period *out)
{
	for (const char *s = low; *s != '\0'; s++) {
		if (!begins_sign(s) || !begins_word(low, s))
			continue;
		if (read_period(low, s, out) && may_be(g, out))
			return true;
	}
	return false;
}

/* --- durations --- */

/* The number before a word of that kind, and where it ends; -1: none. */
static int
count_of(const char *low, const char *const *words, const char **end)
{
	for (const char *s = low; *s != '\0'; s++) {
		const char	*at = s;
		int		 n;

		if (!isdigit((unsigned char)*s) || (s > low &&
		    (isdigit((unsigned char)s[-1]) || strchr(".,/-",
		    s[-1]) != NULL)) || (n = read_digits(&at, 1, 2)) == -1)
			continue;
		at = after_word(blanks(at), words);
		if (at != NULL) {
			*end = after_letters(at);
			return n;
		}
	}
	return -1;
}

static const char *const year_words[] = { "год", "лет", "г.", "year", "yr",
	"жыл", NULL };
static const char *const month_words[] = { "мес", "month", "mo", "ай", NULL };

int
guess_date_months(const char *low)
{
	const char	*end;
	const int	 years = count_of(low, year_words, &end);
	const int	 more = count_of(low, month_words, &end);

	return (years > 0 && years < 70 ? years * 12 : 0) +
	    (more > 0 && more < 12 ? more : 0);
}

bool
guess_date_only_months(const char *low)
{
	const char	*end = low;
	const char	*s = low + strspn(low, "( ");

	if (!isdigit((unsigned char)*s) || guess_date_months(low) == 0)
		return false;
	if (count_of(low, month_words, &end) == -1)
		count_of(low, year_words, &end);
	return end[strspn(end, " .)")] == '\0';
}

json_t *
guess_date_json(const struct guess_month *m)
{
	if (m->year == 0)
		return json_null();
	if (m->month == 0)
		return json_sprintf("%04d", m->year);
	return json_sprintf("%04d-%02d", m->year, m->month);
}
