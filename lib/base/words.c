#include "base/words.h"

#include <locale.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

#define WORD_SIZE	(WORDS_LETTERS * 4 + 1)
#define PARTS_MAX	8
#define SHORT_MAX	4	/* digits that a hyphen joins to letters */
#define WITHIN_MAX	4	/* signs between two parts of a phone */
#define PHONE_MAX	15	/* digits of a number with its country */
#define PHONE_MIN	7	/* fewer are joined by no blank */
#define PHONE_TAIL	9	/* a number without its country and prefix */
#define MARKS_FROM	0x300	/* that combine with a letter */
#define MARKS_TO	0x36f

/* What a sign joins, or a number with blanks in it. */
struct word {
	size_t	 n, digits;	/* digits: in all, when there is nothing else; else 0 */
	char	 part[PARTS_MAX][WORD_SIZE], joined[WORD_SIZE];
	bool	 dotnet;	/* a part is "net" behind a dot */
	bool	 open;		/* a '*' stands behind it */
};

/* Letters are those of glibc's C.UTF-8, which every Debian has. */
struct reader {
	locale_t	 letters;
	const char	*at;
	uint32_t	 before;	/* the character before at, 0: none */
};

/* Fails only for want of memory. */
static locale_t
letters(void)
{
	locale_t	loc = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);

	if (loc == (locale_t)0)
		abort();
	return loc;
}

static void
reader_close(struct reader *r)
{
	freelocale(r->letters);
}
#define own_reader cleanup(reader_close)

/* --- characters --- */

/* The folded letter or digit, or 0. */
static uint32_t
fold(const struct reader *r, uint32_t c)
{
	if (c < 0x80) {
		if (c >= 'A' && c <= 'Z')
			return c + 32;
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : 0;
	}
	if (c >= 0x430 && c <= 0x44f)		/* most of what there is */
		return c;
	if (c == UTF8_BAD || !iswalnum_l((wint_t)c, r->letters) ||
	    (c >= 0x2b9 && c <= 0x2bd))		/* apostrophes */
		return 0;
	c = (uint32_t)towlower_l((wint_t)c, r->letters);
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

/* Stands within the numbers of phones. */
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
read_part(struct reader *r, char out[WORD_SIZE])
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
		if ((letter = fold(r, c)) == 0)
			break;
		r->before = c;
		before = 0;
		if (count < WORDS_LETTERS) {
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
	if (at + len > WORDS_LETTERS)
		out[utf8_head(out, WORDS_LETTERS)] = '\0';
}

/* "C++", "F#": signs that belong to the name, unless the word goes on behind them. */
static bool
read_sign(struct reader *r, char part[WORD_SIZE])
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
joins(const struct reader *r, const struct word *w, const char *s)
{
	const uint32_t	 sign = utf8_next(&s);
	const size_t	 digits = strspn(s, "0123456789");

	if (!is_joint(sign) || fold(r, peek(s)) == 0)
		return false;
	if (w->digits > 0 && digits > 0)
		return true;
	return (w->digits <= SHORT_MAX && digits <= SHORT_MAX &&
	    (is_hyphen(sign) || (w->digits == 0 && digits == 0)));
}

/* Steps over what joins the next part to this word. False: there is none. */
static bool
pass_joint(struct reader *r, const struct word *w)
{
	const char	*s = r->at;
	uint32_t	 sign = 0;
	size_t		 n = 0;

	if (*s != '\0' && joins(r, w, s))
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
read_and_add(struct reader *r, struct word *w, bool *sign)
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

/* The next word; false at the end of the text. */
static bool
read_word(struct reader *r, struct word *w)
{
	bool	 sign;

	w->n = w->digits = 0;
	w->joined[0] = '\0';
	w->dotnet = false;
	for (const char *after = r->at; *r->at != '\0'; r->at = after) {
		const uint32_t	 c = utf8_next(&after);

		if (fold(r, c) != 0)
			break;
		r->before = c;
	}
	if (*r->at == '\0')
		return false;
	do
		read_and_add(r, w, &sign);
	while (!sign && w->n < PARTS_MAX && pass_joint(r, w));
	w->open = *r->at == '*';
	return true;
}

/* Is the whole a word too? Short numbers with blanks between are not. */
static bool
is_joined(const struct word *w)
{
	return w->n > 1 && (w->digits == 0 || w->digits >= PHONE_MIN);
}

/* The end of a phone's number that is asked for, or NULL. */
static const char *
tail_of(const struct word *w)
{
	return w->digits >= PHONE_TAIL ? w->joined + w->digits - PHONE_TAIL :
	    NULL;
}

/* --- the index --- */

/* A set of the words met, open addressing; offsets into the text made so far. */
#define SLOTS	(WORDS_INDEXED * 2 + 192)	/* 8192 */

static uint32_t
hash_of(const char *s, size_t len)
{
	uint32_t	h = 2166136261u;

	while (len-- > 0)
		h = (h ^ (uint8_t)*s++) * 16777619u;
	return h;
}

struct set {
	uint32_t	 n;
	struct {
		uint32_t off, len;
	} slot[SLOTS];
};

/* Is it new? Then it will stand at off. */
static bool
set_add(struct set *set, const struct buf *text, const char *word, size_t len,
    size_t off)
{
	uint32_t	i = hash_of(word, len) % SLOTS;

	for (; set->slot[i].len != 0; i = (i + 1) % SLOTS)
		if (set->slot[i].len == len &&
		    memcmp(text->data + set->slot[i].off, word, len) == 0)
			return false;
	set->slot[i].off = (uint32_t)off;
	set->slot[i].len = (uint32_t)len;
	set->n++;
	return true;
}

static void
put(struct set *set, const char *prefix, const char *word, struct buf *out)
{
	const size_t	 len = strlen(word), lead = strlen(prefix) +
			    (out->len > 0);

	if (set->n == WORDS_INDEXED || !set_add(set, out, word, len,
	    out->len + lead))
		return;
	if (out->len > 0)
		buf_putc(out, ' ');
	buf_puts(out, prefix);
	buf_add(out, word, len);
}

/* A phone is asked for by the number within its country, its region or its town. */
static void
put_tails(struct set *set, const char *prefix, const struct word *w,
    struct buf *out)
{
	static const size_t	 tails[] = { 10, PHONE_TAIL, PHONE_MIN };

	for (size_t i = 0; i < nitems(tails); i++)
		if (w->digits >= PHONE_TAIL && w->digits > tails[i])
			put(set, prefix, w->joined + w->digits - tails[i],
			    out);
}

void
words_index(const char *prefix, const char *const *texts, size_t ntexts,
    struct buf *out)
{
	own_reader struct reader r = { .letters = letters() };
	struct set	*set = mem_zero(sizeof(*set));
	struct word	 w;

	for (size_t i = 0; i < ntexts; i++) {
		r.at = texts[i];
		r.before = 0;
		while (set->n < WORDS_INDEXED && read_word(&r, &w)) {
			for (size_t p = 0; p < w.n; p++)
				put(set, prefix, w.part[p], out);
			if (is_joined(&w))
				put(set, prefix, w.joined, out);
			if (w.dotnet)
				put(set, prefix, "dotnet", out);
			put_tails(set, prefix, &w, out);
		}
	}
	free(set);
}

/* --- questions --- */

static int
longer(const void *a, const void *b)
{
	const size_t	 x = strlen(((const struct word *)a)->joined),
			 y = strlen(((const struct word *)b)->joined);

	return (x < y) - (x > y);
}

static void
ask_parts(const char *prefix, const struct word *w, struct buf *out)
{
	for (size_t i = 0; i < w->n; i++)
		buf_fmt(out, "%s+%s%s*", i > 0 ? " " : "", prefix, w->part[i]);
}

/* The whole, its end when it is a phone, or all of its parts. */
static void
ask_word(const char *prefix, const struct word *w, struct buf *out)
{
	const char	*tail = tail_of(w);

	if (w->dotnet && w->n == 1)
		buf_fmt(out, "+%sdotnet*", prefix);
	else if (tail == NULL && !is_joined(w))
		ask_parts(prefix, w, out);
	else {
		buf_puts(out, "+(");
		if (tail != NULL)
			buf_fmt(out, "%s%s* ", prefix, tail);
		buf_fmt(out, "%s%s*", prefix, w->joined);
		if (w->n > 1) {
			buf_puts(out, " (");
			ask_parts(prefix, w, out);
			buf_putc(out, ')');
		}
		buf_putc(out, ')');
	}
}

size_t
words_ask(const char *prefix, const char *text, struct buf *out)
{
	own_reader struct reader r = { .letters = letters(), .at = text };
	struct word	 words[WORDS_ASKED];
	size_t		 n = 0;

	while (n < WORDS_ASKED && read_word(&r, &words[n]))
		n++;
	qsort(words, n, sizeof(words[0]), longer);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_putc(out, ' ');
		ask_word(prefix, &words[i], out);
	}
	return n;
}

/* Is there a word that begins so, or is so? */
static bool
has(const char *words, const char *word, bool whole)
{
	const size_t	 len = strlen(word);

	for (const char *at = words; (at = strstr(at, word)) != NULL; at++)
		if ((at == words || at[-1] == ' ') && (!whole ||
		    at[len] == ' ' || at[len] == '\0'))
			return true;
	return false;
}

static bool
has_word(const char *words, const struct word *w, bool whole)
{
	const char	*tail = tail_of(w);

	if (w->dotnet && w->n == 1)
		return has(words, "dotnet", whole);
	if ((tail != NULL && has(words, tail, whole)) ||
	    (is_joined(w) && has(words, w->joined, whole)))
		return true;
	for (size_t i = 0; i < w->n; i++)
		if (!has(words, w->part[i], whole))
			return false;
	return true;
}

bool
words_match(const char *words, const char *question, bool whole)
{
	own_reader struct reader r = { .letters = letters(), .at = question };
	struct word	 w;
	bool		 any = false;

	while (read_word(&r, &w)) {
		if (!has_word(words, &w, whole && !w.open))
			return false;
		any = true;
	}
	return any;
}
