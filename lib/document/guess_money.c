/* The sum that is expected for a month, and its currency. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "document/guess_int.h"

#define NEAR_LINES	45	/* from the top: where people write what they expect */
#define LEAST		100
#define MOST		100000000

/* A currency as it is written, folded; the longer words first. */
static const struct { const char *word, *code; } currencies[] = {
	{ "белорусских руб", "BYN" }, { "белорусских бел", "BYN" },
	{ "бел. руб", "BYN" }, { "бел.руб", "BYN" }, { "byn", "BYN" },
	{ "byr", "BYN" }, { "руб", "RUB" }, { "₽", "RUB" }, { "rub", "RUB" },
	{ "rur", "RUB" }, { "р.", "RUB" }, { "сомов", "KGS" }, { "сом", "KGS" },
	{ "kgs", "KGS" }, { "доллар", "USD" }, { "долл", "USD" },
	{ "usd", "USD" }, { "us$", "USD" }, { "$", "USD" }, { "у.е", "USD" },
	{ "евро", "EUR" }, { "eur", "EUR" }, { "€", "EUR" },
	{ "тенге", "KZT" }, { "kzt", "KZT" }, { "₸", "KZT" }, { "тг", "KZT" },
	{ "грн", "UAH" }, { "гривен", "UAH" }, { "uah", "UAH" }, { "₴", "UAH" },
	{ "сум", "UZS" }, { "uzs", "UZS" }, { "сўм", "UZS" }, { "gbp", "GBP" },
	{ "£", "GBP" }, { "лари", "GEL" }, { "gel", "GEL" }, { "pln", "PLN" },
	{ "azn", "AZN" }, { "драм", "AMD" }, { "amd", "AMD" },
};

struct sum {
	long		 low, high;	/* 0: not said */
	const char	*code;
};

static const char *
currency_at(const char *s, size_t *len)
{
	for (size_t i = 0; i < nitems(currencies); i++)
		if (strncmp(s, currencies[i].word, strlen(
		    currencies[i].word)) == 0) {
			*len = strlen(currencies[i].word);
			return currencies[i].code;
		}
	return NULL;
}

/* "150 000", "150.000", "150000", "150 тыс", "150k"; *s goes behind it. 0: none. */
static long
read_sum(const char **s)
{
	const char	*at = *s;
	long		 n = 0;
	size_t		 digits = 0;

	while (isdigit((unsigned char)*at) && digits < 10) {
		n = n * 10 + *at++ - '0';
		digits++;
	}
	if (digits == 0 || digits > 9)
		return 0;
	while (digits < 9 && strchr(" .,'", *at) != NULL && *at != '\0' &&
	    isdigit((unsigned char)at[1]) && isdigit((unsigned char)at[2]) &&
	    isdigit((unsigned char)at[3]) && !isdigit((unsigned char)at[4])) {
		n = n * 1000 + (at[1] - '0') * 100 + (at[2] - '0') * 10 +
		    at[3] - '0';
		digits += 3;
		at += 4;
	}
	*s = at;
	at += strspn(at, " ");
	if (strncmp(at, "тыс", 6) == 0 || strncmp(at, "т.р", 5) == 0) {
		n *= 1000;
		at += strncmp(at, "тыс", 6) == 0 ? 6 : 3;	/* "р." stays */
		*s = at + (*at == '.');
	} else if ((*at == 'k' && !isalpha((unsigned char)at[1])) || (strncmp(
	    at, "к", 2) == 0 && (at[2] == '\0' || strchr(" .,-/)", at[2]) !=
	    NULL))) {
		n *= 1000;
		*s = at + (*at == 'k' ? 1 : 2);
	}
	return n;
}

static bool
is_unit(const char *low)
{
	static const char *const	units[] = { "/час", "/h", "в час",
		"per hour", "an hour", "/hr", "за час", "в день", "per day",
		"в год", "per year", "annually", "per annum", "/year", "млн",
		NULL };

	for (size_t i = 0; units[i] != NULL; i++)
		if (strstr(low, units[i]) != NULL)
			return true;
	return false;
}

/* The word before a place: "от ", "до ". */
static bool
is_after(const char *low, const char *s, const char *word)
{
	const size_t	len = strlen(word);

	while (s > low && (s[-1] == ' ' || s[-1] == '$'))
		s--;
	return (size_t)(s - low) >= len && memcmp(s - len, word, len) == 0 &&
	    (s - len == low || s[-(ptrdiff_t)len - 1] == ' ');
}

static const char *
currency_before(const char *low, const char *s)
{
	size_t	len;

	while (s > low && s[-1] == ' ')
		s--;
	for (size_t back = 1; back <= 4 && s - low >= (ptrdiff_t)back; back++) {
		const char	*code = currency_at(s - back, &len);

		if (code != NULL && len == back)
			return code;
	}
	return NULL;
}

/* What is behind a first number: the end of a range. */
static long
read_high(const char **s)
{
	static const char *const	dashes[] = { "-", "–", "—", "до", "to",
		"..." };
	const char			*at = *s + strspn(*s, " ");
	long				 n;

	for (size_t i = 0; i < nitems(dashes); i++)
		if (strncmp(at, dashes[i], strlen(dashes[i])) == 0) {
			at += strlen(dashes[i]);
			at += strspn(at, " $€");
			if ((n = read_sum(&at)) != 0)
				*s = at;
			return n;
		}
	return 0;
}

/* next: the line behind, where the currency may be alone. */
static bool
find_sum(const char *low, const char *next, struct sum *out)
{
	for (const char *s = low; *s != '\0'; s++) {
		const char	*at = s, *after;
		struct sum	 sum = { 0 };
		size_t		 len;

		if (!isdigit((unsigned char)*s) || (s > low && (isdigit(
		    (unsigned char)s[-1]) || strchr("+.,-/:", s[-1]) != NULL)))
			continue;
		sum.low = read_sum(&at);
		sum.high = read_high(&at);
		if (sum.high != 0 && sum.low < 1000 && sum.high >= sum.low *
		    1000)	/* "100-150 тыс" */
			sum.low *= 1000;
		after = at + strspn(at, " ");
		sum.code = currency_at(after, &len);
		if (sum.code == NULL)
			sum.code = currency_before(low, s);
		if (sum.code == NULL && *after == '\0' && next != NULL)
			sum.code = currency_at(next, &len);
		if (sum.code == NULL || sum.low < LEAST || sum.low > MOST ||
		    (sum.high != 0 && (sum.high < sum.low || sum.high > MOST)))
			continue;
		if (sum.high == 0 && is_after(low, s, "до")) {
			sum.high = sum.low;
			sum.low = 0;
		}
		*out = sum;
		return true;
	}
	return false;
}

static bool
is_expected(const char *low)
{
	static const char *const	words[] = { "зарплат*", "заработн*",
		"доход*", "оклад*", "salary", "compensation", "ожидан*",
		"ожидаем*", "желаем*", "expected", "expectation*", "зп", "з/п",
		"desired", "жалакы", "айлық", NULL };

	return guess_line_any(low, words);
}

/* Does the line begin with what is expected? Then it does so wherever it stands. */
static bool
is_label(const char *low)
{
	own_str char	*first = mem_ndup(low, strcspn(low, "0123456789$"));

	return guess_line_words(first) <= 4 && is_expected(first);
}

/* A line that says nothing but a sum, as people put it beside what they look for. */
static bool
is_bare(const char *low)
{
	return guess_line_words(low) <= 6 && (isdigit((unsigned char)*low) ||
	    strncmp(low, "от ", 5) == 0 || strncmp(low, "до ", 5) == 0 ||
	    strncmp(low, "from ", 5) == 0 || *low == '$' || strncmp(low, "₽",
	    3) == 0);
}

void
guess_money(struct guess *g)
{
	for (size_t i = 0; i < g->n; i++) {
		const struct guess_line	*l = &g->v[i];
		const bool		 wish = l->section == SECTION_WISH;
		const bool		 said = is_expected(l->low);
		struct sum		 sum;

		if (((l->section == SECTION_WORK || l->section ==
		    SECTION_STUDY) && !is_label(l->low)) || is_unit(l->low) || (!wish && !said &&
		    (i >= NEAR_LINES || !is_bare(l->low))))
			continue;
		if (!find_sum(l->low, i + 1 < g->n ? g->v[i + 1].low : NULL,
		    &sum))
			continue;
		if (sum.low != 0)
			guess_put(g, "salary_min", json_integer(sum.low),
			    wish || said ? 0.95 : 0.8, l);
		if (sum.high != 0)
			guess_put(g, "salary_max", json_integer(sum.high),
			    wish || said ? 0.95 : 0.8, l);
		guess_put(g, "currency", json_string(sum.code), wish || said ?
		    0.95 : 0.8, l);
		return;
	}
}
