#include "base/word.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#include "base/mem.h"
#include "base/utf8.h"

#define SHORT_MAX	4	/* digits that a hyphen joins to letters */
#define WITHIN_MAX	4	/* signs between two parts of a phone */
#define PHONE_MAX	15	/* digits of a number with its country */
#define MARKS_FROM	0x300	/* that combine with a letter */
#define MARKS_TO	0x36f

/* Of the whole process: to load them takes longer than to read a question. */
static locale_t	 letters;

/* Fails only for want of memory. */
static void __attribute__((constructor))
load_letters(void)
{
	letters = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (letters == (locale_t)0)
		abort();
}

static void __attribute__((destructor))
free_letters(void)
{
	freelocale(letters);
}

void
word_begin(struct word_reader *r, const char *text)
{
	*r = (struct word_reader){ .at = text };
}

/* --- characters --- */

/* The folded letter or digit, or 0. */
static uint32_t
fold(uint32_t c)
{
	if (c < 0x80) {
		if (c >= 'A' && c <= 'Z')
			return c + 32;
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : 0;
	}
	if (c >= 0x430 && c <= 0x44f)		/* most of what there is */
		return c;
	if (c == UTF8_BAD || !iswalnum_l((wint_t)c, letters) ||
	    (c >= 0x2b9 && c <= 0x2bd))		/* apostrophes */
		return 0;
	c = (uint32_t)towlower_l((wint_t)c, letters);
	return c == 0x451 ? 0x435 : c;		/* ё: е */
}

static bool
is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static bool
is_mark(uint32_t c)
{
	return c >= MARKS_FROM && c <= MARKS_TO;
}

static bool
is_hyphen(uint32_t c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2013) || c == 0x2212;
}

/* Alone between two letters it makes one word of them. */
static bool
is_joint(uint32_t c)
{
	return is_hyphen(c) || c == '.' || c == '/' || c == '_' ||
	    c == '\'' || c == '`' || c == 0xb4 || (c >= 0x2b9 && c <= 0x2bd) ||
	    c == 0x2018 || c == 0x2019 || c == 0x2032;
}

/* May be part of a phone's number. */
static bool
is_within(uint32_t c)
{
	return is_hyphen(c) || c == ' ' || c == '.' || c == '(' || c == ')' ||
	    c == 0xa0 || c == 0x202f || (c >= 0x2000 && c <= 0x200b);
}

static uint32_t
peek(const char *s)
{
	return *s == '\0' ? 0 : utf8_next(&s);
}

/* --- letters that look alike --- */

/* Cyrillic and Latin, small. */
static const struct { uint32_t cyrillic; char latin; } twins[] = {
	{ 0x430, 'a' }, { 0x432, 'b' }, { 0x435, 'e' }, { 0x43a, 'k' },
	{ 0x43c, 'm' }, { 0x43d, 'h' }, { 0x43e, 'o' }, { 0x440, 'p' },
	{ 0x441, 'c' }, { 0x442, 't' }, { 0x443, 'y' }, { 0x445, 'x' },
	{ 0x456, 'i' }, { 0x458, 'j' }, { 0x455, 's' },
};

static uint32_t
to_latin(uint32_t c)
{
	for (size_t i = 0; i < nitems(twins); i++)
		if (twins[i].cyrillic == c)
			return (uint32_t)twins[i].latin;
	return 0;
}

static uint32_t
to_cyrillic(uint32_t c)
{
	for (size_t i = 0; i < nitems(twins); i++)
		if ((uint32_t)twins[i].latin == c)
			return twins[i].cyrillic;
	return 0;
}

static bool
is_cyrillic(uint32_t c)
{
	return c >= 0x400 && c <= 0x52f;
}

/* What kinds of letters a part holds, and whether all of a kind have a twin. */
struct mixture {
	bool	 latin, cyrillic, digit, latin_alike, cyrillic_alike;
};

static struct mixture
mixture_of(const char *part)
{
	struct mixture	 m = { .latin_alike = true, .cyrillic_alike = true };

	while (*part != '\0') {
		const uint32_t	 c = utf8_next(&part);

		m.digit |= is_digit(c);
		if (is_cyrillic(c)) {
			m.cyrillic = true;
			m.cyrillic_alike &= to_latin(c) != 0;
		} else if (!is_digit(c)) {
			m.latin = true;
			m.latin_alike &= to_cyrillic(c) != 0;
		}
	}
	return m;
}

/* "1С", "Сlient" and "Сергeй", typed with the keyboard in the other language. sign: one like
 * "++" follows. */
static void
unify(char part[WORD_SIZE], bool sign)
{
	struct mixture	 m;
	bool		 latin;
	char		 copy[WORD_SIZE];
	size_t		 at = 0, high = 0, len = 0;

	for (; part[len] != '\0'; len++)
		high += (unsigned char)part[len] >= 0x80;
	if (high == 0 || (high == len && !sign))
		return;		/* of one kind */
	m = mixture_of(part);
	latin = m.cyrillic && m.cyrillic_alike && (m.latin || m.digit ||
	    sign);
	if (!latin && !(m.cyrillic && m.latin && m.latin_alike))
		return;
	memcpy(copy, part, len + 1);
	for (const char *s = copy; *s != '\0'; ) {
		const uint32_t	 c = utf8_next(&s), twin = latin ?
				    to_latin(c) : to_cyrillic(c);

		at += utf8_put(twin != 0 ? twin : c, part + at);
	}
	part[at] = '\0';
}

/* --- words --- */

/* Letters and digits up to another sign. */
static void
read_part(struct word_reader *r, char out[WORD_SIZE])
{
	uint32_t	 letter, before = 0;
	size_t		 len = 0, count = 0;

	for (const char *after = r->at; *after != '\0'; r->at = after) {
		const uint32_t	 c = utf8_next(&after);

		if (is_mark(c)) {
			if (c == 0x306 && before == 0x438)	/* и: й */
				out[len - 1]++;
			before = 0;
			continue;
		}
		if ((letter = fold(c)) == 0)
			break;
		r->before = c;
		before = 0;
		if (count < WORD_LETTERS) {
			len += utf8_put(letter, out + len);
			count++;
			before = letter;
		}
	}
	out[len] = '\0';
}

static void
append(char out[WORD_SIZE], const char *more)
{
	const size_t	 at = strlen(out), len = utf8_cut(more, WORD_SIZE - 1 -
			    at);

	memcpy(out + at, more, len);
	out[at + len] = '\0';
	if (at + len > WORD_LETTERS)
		out[utf8_head(out, WORD_LETTERS)] = '\0';
}

/* "C++", "F#": signs that belong to the name, unless the word goes on behind them. */
static bool
read_sign(struct word_reader *r, char part[WORD_SIZE])
{
	const size_t	 plus = strspn(r->at, "+");
	const size_t	 len = plus == 2 ? 2 : r->at[0] == '#' &&
			    strlen(part) == 1 ? 1 : 0;

	if (len == 0)
		return false;
	append(part, plus == 2 ? "plusplus" : "sharp");
	r->at += len;
	r->before = (uint32_t)(unsigned char)r->at[-1];
	return true;
}

static bool
is_number(const char *part)
{
	return part[strspn(part, "0123456789")] == '\0';
}

/* May the sign at s, which is not at its end, join the next part to the word? A number and
 * letters are joined by a hyphen alone, and short: "7-zip", not "тел.80291112233". */
static bool
joins(const struct word *w, const char *s)
{
	const uint32_t	 sign = utf8_next(&s);
	const size_t	 digits = strspn(s, "0123456789");

	if (!is_joint(sign) || fold(peek(s)) == 0)
		return false;
	if (w->digits > 0 && digits > 0)
		return true;
	return (w->digits <= SHORT_MAX && digits <= SHORT_MAX &&
	    (is_hyphen(sign) || (w->digits == 0 && digits == 0)));
}

/* Steps over what joins the next part to this word. False: there is none. */
static bool
pass_joint(struct word_reader *r, const struct word *w)
{
	const char	*s = r->at;
	uint32_t	 sign = 0;
	size_t		 n = 0;

	if (*s != '\0' && joins(w, s))
		sign = utf8_next(&s);
	else if (w->digits == 0)
		return false;
	else {
		for (; n < WITHIN_MAX && *s != '\0' && is_within(peek(s)); n++)
			sign = utf8_next(&s);
		if (n == 0 || !is_digit(peek(s)))
			return false;
	}
	if (w->digits > 0 && w->digits + strspn(s, "0123456789") > PHONE_MAX)
		return false;
	r->at = s;
	r->before = sign;
	return true;
}

static void
read_and_add(struct word_reader *r, struct word *w, bool *sign)
{
	const bool	 dot = r->before == '.';
	char		*part = w->part[w->n];
	size_t		 len;

	read_part(r, part);
	unify(part, r->at[0] == '#' || strncmp(r->at, "++", 2) == 0);
	*sign = read_sign(r, part);
	len = strlen(part);
	w->digits = is_number(part) && (w->n == 0 || w->digits > 0) ?
	    w->digits + len : 0;
	w->dotnet |= dot && strcmp(part, "net") == 0;
	append(w->joined, part);
	w->n++;
}

bool
word_next(struct word_reader *r, struct word *w)
{
	bool	 sign;

	w->n = w->digits = 0;
	w->joined[0] = '\0';
	w->dotnet = false;
	for (const char *after = r->at; *r->at != '\0'; r->at = after) {
		const uint32_t	 c = utf8_next(&after);

		if (fold(c) != 0)
			break;
		r->before = c;
	}
	if (*r->at == '\0')
		return false;
	do
		read_and_add(r, w, &sign);
	while (!sign && w->n < WORD_PARTS_MAX && pass_joint(r, w));
	w->open = *r->at == '*';
	return true;
}

bool
word_is_joined(const struct word *w)
{
	return w->n > 1 && (w->digits == 0 || w->digits >= WORD_PHONE_MIN);
}

const char *
word_tail(const struct word *w)
{
	return w->digits >= WORD_PHONE_TAIL ? w->joined + w->digits - WORD_PHONE_TAIL :
	    NULL;
}
