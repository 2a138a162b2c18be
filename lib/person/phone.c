#include "person/phone.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "person/letter.h"
#include "person/phone_plan.h"

#define GROUPS_MAX	16
#define FIELD_MAX	5	/* numbers of one field that are compared */
#define WORD_SIZE	48
#define ABROAD_MIN	10	/* digits behind a plus that no plan knows */
#define NBSP	"\xc2\xa0"
#define TAIL	9	/* digits at the end by which two numbers of one country differ */

/* Digits between signs, as "029", "111", "22", "33". */
struct group {
	const char	*from, *to;
	bool		 blank, dot, hyphen, bracket;	/* before it, since the last one */
};

/* Groups that may be one number or several. */
struct run {
	struct group	 v[GROUPS_MAX];
	size_t		 n;
	bool		 plus;
	const char	*from, *to;
};

/* --- reading --- */

static bool
is_blank(uint32_t c)
{
	return c == ' ' || c == '\t' || c == 0xa0 || (c >= 0x2000 &&
	    c <= 0x200d) || c == 0x202f || c == 0x2060 || c == 0xfeff;
}

static bool
is_hyphen(uint32_t c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

/* Marks in next what comes before it. False: c divides two numbers. */
static bool
is_inside(uint32_t c, struct group *next)
{
	next->blank |= is_blank(c);
	next->hyphen |= is_hyphen(c);
	next->dot |= c == '.';
	next->bracket |= c == '(' || c == ')';
	return is_blank(c) || is_hyphen(c) || c == '.' || c == '(' || c == ')';
}

static bool
begins_with(const char *word, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strncmp(word, list[i], strlen(list[i])) == 0)
			return true;
	return false;
}

/* "доб. 5", "ext. 123", ", вн. 7": not a number of its own. */
static const char *
past_extension(const char *s)
{
	static const char *const	 words[] = { "доб", "доп", "вн", "ext",
		"x", "х", "#", "local", "int" };
	char				 low[WORD_SIZE], word[WORD_SIZE];
	const char			*at = s + strspn(s, " ,;(.\t");
	size_t				 len;

	for (len = 0; at[len] != '\0' && len < WORD_SIZE - 1 &&
	    !isdigit((unsigned char)at[len]) && strchr(" .:=", at[len]) ==
	    NULL; len++)
		word[len] = at[len];
	word[len] = '\0';
	person_letter_fold(word, low, sizeof(low));
	if (len == 0 || !begins_with(low, words, nitems(words)))
		return s;
	at += len + strspn(at + len, " .:=\t");
	len = strspn(at, "0123456789");
	return len > 0 && len < PHONE_DIGITS_MIN ? at + len : s;
}

/* s: at a digit, or at the plus or bracket before it. */
static void
read_run(const char *s, struct run *run)
{
	struct group	 next = { 0 };

	memset(run, 0, sizeof(*run));
	run->from = s;
	run->plus = *s == '+';
	for (s += run->plus; *s != '\0'; ) {
		const char	*before = s;

		if (isdigit((unsigned char)*s)) {
			if (run->n == GROUPS_MAX)
				break;
			next.from = s;
			while (isdigit((unsigned char)*s))
				s++;
			next.to = run->to = s;
			run->v[run->n++] = next;
			next = (struct group){ 0 };
		} else if (!is_inside(utf8_next(&s), &next)) {
			s = before;
			break;
		}
	}
	/* The digits go on: as letters, as a fraction, as an address. */
	if (run->n > 0 && s == run->to && past_extension(s) == s &&
	    (isalpha((unsigned char)*s) || (*s != '\0' && strchr("_@%",
	    *s) != NULL)))
		run->n--;
}

/* "+44 (0)20": dialled within the country alone. */
static bool
is_trunk_zero(const struct run *run, size_t i)
{
	const struct group	*g = &run->v[i];

	return run->plus && i > 0 && i + 1 < run->n && g->bracket &&
	    g[1].bracket && g->to - g->from == 1 && *g->from == '0';
}

/* Digits of n groups from the first on; 0: too many for a number. */
static size_t
put_digits(const struct run *run, size_t first, size_t n,
    char out[PERSON_PHONE_SIZE])
{
	size_t	 len = 0;

	for (size_t i = first; i < first + n; i++) {
		const size_t	 more = is_trunk_zero(run, i) ? 0 :
				    (size_t)(run->v[i].to - run->v[i].from);

		if (len + more >= PERSON_PHONE_SIZE)
			return 0;
		memcpy(out + len, run->v[i].from, more);
		len += more;
	}
	out[len] = '\0';
	return len;
}

static bool
has_length(const struct group *g, size_t len)
{
	return (size_t)(g->to - g->from) == len;
}

static int
number_of(const struct group *g)
{
	int	 n = 0;

	for (const char *s = g->from; s < g->to && n < 100000; s++)
		n = n * 10 + (*s - '0');
	return n;
}

static bool
is_year(const struct group *g)
{
	return has_length(g, 4) && number_of(g) >= 1900 && number_of(g) <=
	    2100;
}

/* A day or a month. */
static bool
is_day(const struct group *g)
{
	return g->to - g->from <= 2 && number_of(g) >= 1 && number_of(g) <= 31;
}

/* 20.05.1990, 2015-01-31; with dots alone 05.05.15, as no phone is written. */
static bool
is_date(const struct group *g)
{
	if (!is_day(&g[1]) || g[1].blank || g[2].blank)
		return false;
	return (is_day(&g[0]) && is_year(&g[2])) || (is_year(&g[0]) &&
	    is_day(&g[2])) || (is_day(&g[0]) && number_of(&g[1]) <= 12 &&
	    has_length(&g[2], 2) && g[1].dot && g[2].dot);
}

/* Among the groups, or 2015 - 2023. */
static bool
has_date(const struct run *run, size_t first, size_t n)
{
	const struct group	*g = run->v + first;

	for (size_t i = 0; i + 1 < n; i++)
		if ((is_year(&g[i]) && is_year(&g[i + 1])) || (i + 2 < n &&
		    is_date(&g[i])))
			return true;
	return false;
}

/* "(029) 111-22-33", "29 111-22-33": nobody writes money so. */
static bool
looks_dialled(const struct run *run, size_t first, size_t n)
{
	const struct group	*g = run->v + first;

	return n > 2 && ((has_length(&g[n - 1], 2) && has_length(&g[n - 2],
	    2) && has_length(&g[n - 3], 3)) || (g[1].bracket &&
	    has_length(&g[n - 1], 4)));
}

/* --- the word before a number --- */

static const char *const	 yes[] = { "тел", "моб", "phone", "tel", "mob",
	"cell", "whats", "viber", "вайбер", "ватсап", "вотсап", "телеграм",
	"telegram", "конт", "contact", "звон", "call", "☎", "📞" };
static const char *const	 no[] = { "инн", "унп", "унн", "огрн", "кпп",
	"бин", "иин", "снилс", "паспорт", "счет", "р/с", "iban", "inn", "id",
	"договор", "pesel", "nip" };

/* The last word before s, in small letters; "" when a line or a sentence lies between. */
static void
word_before(const char *text, const char *s, char out[WORD_SIZE])
{
	const char	*end = s, *from;
	char		 word[WORD_SIZE];

	out[0] = '\0';
	while (end > text && (strchr(" :.-\t(=#", end[-1]) != NULL ||
	    (end - text > 1 && memcmp(end - 2, NBSP, 2) == 0)))
		end -= end[-1] == NBSP[1] ? 2 : 1;
	for (from = end; from > text && end - from < WORD_SIZE - 4 &&
	    (isalpha((unsigned char)from[-1]) || from[-1] == '/' ||
	    (unsigned char)from[-1] >= 0x80); from--)
		;
	while (from < end && ((unsigned char)*from & 0xc0) == 0x80)
		from++;
	memcpy(word, from, (size_t)(end - from));
	word[end - from] = '\0';
	person_letter_fold(word, out, WORD_SIZE);
}

enum label { LABEL_NONE, LABEL_PHONE, LABEL_OTHER };

static enum label
label_of(const char *text, const char *s)
{
	char	 word[WORD_SIZE];

	word_before(text, s, word);
	return begins_with(word, yes, nitems(yes)) ? LABEL_PHONE :
	    begins_with(word, no, nitems(no)) ? LABEL_OTHER : LABEL_NONE;
}

/* --- which of the groups are a number --- */

struct ask {
	const char		*text, *country;
	enum person_phone_in	 in;
	enum label		 label;	/* before the run */
};

/* Would one take it for a phone amid a text? */
static bool
fits_text(const struct ask *ask, const struct run *run, size_t first, size_t n,
    const struct phone_number *number, size_t len)
{
	const bool	 labelled = first == 0 && ask->label == LABEL_PHONE;

	if (first == 0 && run->plus)
		return number->form != PHONE_NONE || len >= ABROAD_MIN;
	if ((first == 0 && ask->label == LABEL_OTHER) || has_date(run, first,
	    n))
		return false;
	if (labelled || (number->form != PHONE_NONE && looks_dialled(run,
	    first, n)))
		return true;
	if (number->form == PHONE_NONE || len < 10 || (first > 0 && !run->v[first].blank))
		return false;
	return number->mobile ? number->form != PHONE_BARE : n > 2 &&
	    number->form != PHONE_BARE && (run->v[first + 1].bracket ||
	    run->v[first + n - 1].hyphen);
}

static void
put_number(const struct phone_number *number, const char *digits,
    struct person_phone *out)
{
	*out = (struct person_phone){ .countries = number->countries };
	if (number->form == PHONE_NONE)
		snprintf(out->digits, sizeof(out->digits), "%s", digits);
	else if (number->code == NULL)
		snprintf(out->digits, sizeof(out->digits), "%s",
		    number->national);
	else {
		out->code_len = strlen(number->code);
		snprintf(out->digits, sizeof(out->digits), "%s%s",
		    number->code, number->national);
	}
}

/* n groups from the first on as one number; known: of a country whose plan we have. */
static bool
try_groups(const struct ask *ask, const struct run *run, size_t first,
    size_t n, bool known, struct person_phone *out)
{
	char			 digits[PERSON_PHONE_SIZE];
	const size_t		 len = put_digits(run, first, n, digits);
	struct phone_number	 number;

	if (len < PHONE_DIGITS_MIN)
		return false;
	phone_plan_read(digits, run->plus && first == 0, ask->country,
	    &number);
	if (known != (number.form != PHONE_NONE) ||
	    (!known && (len > PHONE_DIGITS_MAX || (run->plus &&
	    digits[0] == '0'))) || (ask->in == PERSON_PHONE_TEXT &&
	    !fits_text(ask, run, first, n, &number, len)))
		return false;
	put_number(&number, digits, out);
	out->from = first == 0 ? run->from : run->v[first].from;
	out->to = run->v[first + n - 1].to;
	return true;
}

/* Digits that no plan knows are a number as a whole or not at all. */
static bool
find_in_run(const struct ask *ask, const struct run *run,
    struct person_phone *out)
{
	for (size_t first = 0; first < run->n; first++) {
		for (size_t n = run->n - first; n > 0; n--)
			if (try_groups(ask, run, first, n, true, out))
				return true;
		if (run->plus && try_groups(ask, run, 0, run->n, false, out))
			return true;
	}
	return run->n > 0 && try_groups(ask, run, 0, run->n, false, out);
}

/* --- a text --- */

/* Does something else end here that the digits are a part of: "id123", "/123", "1/"? */
static bool
goes_on(const char *text, const char *s)
{
	return s > text && (isalnum((unsigned char)s[-1]) || strchr("_@=&%",
	    s[-1]) != NULL || (s[-1] == '/' && !(s - text >= 6 &&
	    strncasecmp(s - 6, "wa.me/", 6) == 0)));
}

/* The next place where digits begin. */
static const char *
next_start(const char *text, const char *s)
{
	for (; *(s += strcspn(s, "+(0123456789")) != '\0'; s++) {
		const char	*digit = s + (*s == '+' || *s == '(');

		digit += strspn(digit, " (");
		if (!isdigit((unsigned char)*digit))
			continue;
		if (s < digit || !goes_on(text, s))
			return s;
		s += strspn(s, "0123456789");
		if (*s == '\0')
			return NULL;
		s--;
	}
	return NULL;
}

bool
person_phone_next(const char **at, enum person_phone_in in,
    const char *country, struct person_phone *out)
{
	struct ask	 ask = { .text = *at, .country = country, .in = in };
	const char	*s = *at;
	struct run	 run;

	while ((s = next_start(ask.text, s)) != NULL) {
		read_run(s, &run);
		ask.label = label_of(ask.text, s);
		if (find_in_run(&ask, &run, out)) {
			*at = past_extension(out->to);
			return true;
		}
		s = run.n > 0 ? run.v[run.n - 1].to : s + 1;
		s += strspn(s, "0123456789");
	}
	*at += strlen(*at);
	return false;
}

/* --- comparing --- */

static enum person_phone_match
match_tails(const char *a, const char *b)
{
	const size_t	 x = strlen(a), y = strlen(b);
	const size_t	 n = x < y ? x : y;

	return n >= PHONE_DIGITS_MIN && strcmp(a + x - n, b + y - n) == 0 ?
	    PERSON_PHONE_ALIKE : PERSON_PHONE_OTHER;
}

/* whole has its country's code, part has none. */
static enum person_phone_match
match_part(const struct person_phone *whole, const struct person_phone *part)
{
	const char	*national = whole->digits + whole->code_len;
	char		 code[8];

	snprintf(code, sizeof(code), "%.*s", (int)whole->code_len,
	    whole->digits);
	if (strcmp(national, part->digits) == 0 && phone_plan_among(
	    part->countries, code, national))
		return PERSON_PHONE_SAME;
	return match_tails(whole->digits, part->digits +
	    (part->digits[0] == '0'));
}

static enum person_phone_match
match_two(const struct person_phone *a, const struct person_phone *b)
{
	if (a->code_len > 0 && b->code_len > 0)
		return strcmp(a->digits, b->digits) == 0 ? PERSON_PHONE_SAME :
		    PERSON_PHONE_OTHER;
	if (a->code_len > 0)
		return match_part(a, b);
	if (b->code_len > 0)
		return match_part(b, a);
	if (strcmp(a->digits, b->digits) == 0)
		return strlen(a->digits) >= TAIL ? PERSON_PHONE_SAME :
		    PERSON_PHONE_ALIKE;
	return match_tails(a->digits + (a->digits[0] == '0'), b->digits +
	    (b->digits[0] == '0'));
}

enum person_phone_match
person_phone_match(const char *a, const char *b, const char *country)
{
	enum person_phone_match	 best = PERSON_PHONE_OTHER, got;
	struct person_phone	 x, y;

	for (int i = 0; a != NULL && b != NULL && i < FIELD_MAX &&
	    person_phone_next(&a, PERSON_PHONE_FIELD, country, &x); i++) {
		const char	*other = b;

		for (int j = 0; j < FIELD_MAX && person_phone_next(&other,
		    PERSON_PHONE_FIELD, country, &y); j++)
			if ((got = match_two(&x, &y)) > best)
				best = got;
	}
	return best;
}

const char *
person_phone_country(const char *zone)
{
	return phone_plan_country(zone);
}
