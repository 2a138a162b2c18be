#include "document/mend.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "document/text.h"
#include "io/unicode.h"

/*
 * Numbers of glyphs in the fonts of Windows taken for characters, where a PDF does not say what
 * they are: "А" is glyph 570, a blank is 3.
 */
#define GLYPH_FIRST	0x23au
#define GLYPH_LAST	0x27bu
#define GLYPH_CYRILLIC	(0x410u - GLYPH_FIRST)
#define GLYPH_ASCII	29u

static void
put(struct buf *b, uint32_t c)
{
	char	bytes[4];

	buf_add(b, bytes, utf8_put(c, bytes));
}

/* --- signs --- */

static const struct { uint32_t c; const char *as; } ligatures[] = {
	{ 0xfb00, "ff" }, { 0xfb01, "fi" }, { 0xfb02, "fl" },
	{ 0xfb03, "ffi" }, { 0xfb04, "ffl" }, { 0xfb05, "st" },
	{ 0xfb06, "st" },
};

static bool
put_ligature(struct buf *b, uint32_t c)
{
	for (size_t i = 0; i < nitems(ligatures); i++)
		if (ligatures[i].c == c) {
			buf_puts(b, ligatures[i].as);
			return true;
		}
	return false;
}

/* A hyphen that shows at the end of a line alone: kept there, for the word to be joined. */
static bool
ends_line(const char *s)
{
	while (*s == ' ' || strncmp(s, "\xe2\x80\x90", 3) == 0 ||
	    strncmp(s, "\xc2\xad", 2) == 0)
		s += *s == ' ' ? 1 : (unsigned char)*s == 0xc2 ? 2 : 3;
	return *s == '\n';
}

static void
mend_signs(struct buf *b)
{
	own_buf struct buf	 was = give(*b);
	const char		*s = buf_str(&was);

	while (*s != '\0') {
		uint32_t	c = utf8_next(&s);

		if (c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
			c = UTF8_BAD;	/* no character: iconv lets it pass */
		if (c == '\n' || c == '\f' || c == '\v' || c == 0x2028 ||
		    c == 0x2029)
			buf_putc(b, '\n');
		else if (c == '\r')
			buf_puts(b, *s == '\n' ? "" : "\n");
		else if (c == '\t')
			buf_putc(b, '\t');
		else if (c == 0xad)
			buf_puts(b, ends_line(s) ? "\xc2\xad" : "");
		else if (c == 0x2010 || c == 0x2011)
			buf_putc(b, '-');
		else if (c == 0x200b || c == 0x200c || c == 0x200d ||
		    c == 0xfeff || c == 0x2060 || (utf8_control(c) && c != 0x85))
			continue;
		else if (utf8_blank(c))
			buf_putc(b, ' ');
		else if (!put_ligature(b, c))
			put(b, c);
	}
}

/* --- encodings --- */

struct tally {
	size_t	letters, cyrillic, latin_high, glyphs, bad, pairs, ascii;
};

static struct tally
count(const char *s)
{
	struct tally	 t = { 0 };
	uint32_t	 before = 0;

	while (*s != '\0') {
		const uint32_t	c = utf8_next(&s);

		t.letters += unicode_letter(c);
		t.ascii += (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
		t.cyrillic += c >= 0x400 && c < 0x530;
		t.latin_high += c >= 0xc0 && c <= 0xff;
		t.glyphs += c >= GLYPH_FIRST && c <= GLYPH_LAST;
		t.bad += c == UTF8_BAD || (c >= 0xe000 && c < 0xf8ff);
		t.pairs += (before == 0xd0 || before == 0xd1) && c >= 0x80 &&
		    c != 0xd0 && c != 0xd1;
		before = c;
	}
	return t;
}

/* The byte that windows-1252 has for a character; 0: none. */
static unsigned char
byte_of(uint32_t c)
{
	static const uint16_t	high[] = {
		0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021,
		0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d, 0x8f, 0x90,
		0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc,
		0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
	};

	if (c < 0x80 || (c >= 0xa0 && c <= 0xff))
		return (unsigned char)c;
	for (size_t i = 0; i < nitems(high); i++)
		if (high[i] == c)
			return (unsigned char)(0x80 + i);
	return 0;
}

/* UTF-8 that was read as windows-1252: "Ð˜Ð²Ð°Ð½". */
static void
mend_utf8(struct buf *b)
{
	own_buf struct buf	 was = give(*b);
	own_buf struct buf	 bytes = { 0 };
	const char		*s = buf_str(&was);

	while (*s != '\0') {
		const uint32_t		c = utf8_next(&s);
		const unsigned char	byte = byte_of(c);

		if (byte != 0)
			buf_putc(&bytes, (char)byte);
	}
	for (s = buf_str(&bytes); *s != '\0';) {
		const uint32_t	c = utf8_next(&s);

		if (c != UTF8_BAD)
			put(b, c);
	}
}

/* windows-1251 that was read as windows-1252: "Èâàíîâ". */
static void
mend_cyrillic(struct buf *b)
{
	own_buf struct buf	 was = give(*b);
	const char		*s = buf_str(&was);

	while (*s != '\0') {
		const uint32_t	c = utf8_next(&s);

		put(b, c >= 0xc0 && c <= 0xff ? c - 0xc0 + 0x410 : c == 0xa8 ?
		    0x401 : c == 0xb8 ? 0x451 : c == 0xb9 ? 0x2116 : c);
	}
}

static void
mend_glyphs(struct buf *b)
{
	own_buf struct buf	 was = give(*b);
	const char		*s = buf_str(&was);

	while (*s != '\0') {
		const uint32_t	c = utf8_next(&s);

		if (c >= GLYPH_FIRST && c <= GLYPH_LAST)
			put(b, c == GLYPH_LAST ? 0x451 : c + GLYPH_CYRILLIC);
		else
			put(b, c > ' ' && c < 0x60 ? c + GLYPH_ASCII :
			    c == 3 ? ' ' : c);
	}
}

static void
mend_encoding(struct buf *b)
{
	const struct tally	t = count(buf_str(b));

	if (t.letters == 0)
		return;
	if (t.glyphs * 3 > t.letters)
		mend_glyphs(b);
	else if (t.pairs > 5 && t.pairs * 4 > t.letters - t.ascii)
		mend_utf8(b);
	else if (t.cyrillic == 0 && t.latin_high * 10 > (t.letters - t.ascii) *
	    9 && t.latin_high > t.ascii)
		mend_cyrillic(b);
}

/* --- lines --- */

/* "О П Ы Т   Р А Б О Т Ы": four letters or more, each followed by a blank. */
static size_t
spaced(const char *line, size_t len, struct buf *word)
{
	const char	*s = line, *end = line + len;
	size_t		 letters = 0, blanks = 0;

	while (s < end) {
		const char	*at = s;

		if (!unicode_letter(utf8_next(&s)))
			return 0;
		buf_add(word, at, (size_t)(s - at));
		letters++;
		for (blanks = 0; s < end && *s == ' '; s++)
			blanks++;
		if (s < end && blanks == 0)
			return 0;
		if (s < end && blanks > 1)
			buf_putc(word, ' ');
	}
	return letters;
}

static void
put_line(struct buf *b, const char *line, size_t len)
{
	own_buf struct buf	word = { 0 };

	while (len > 0 && (line[len - 1] == ' ' || line[len - 1] == '\t'))
		len--;
	if (len > 6 && line[0] != ' ' && spaced(line, len, &word) >= 4)
		buf_add(b, word.data, word.len);
	else
		buf_add(b, line, len);
	buf_putc(b, '\n');
}

/* Where the last word of what is written begins. */
static const char *
last_word(struct buf *b)
{
	const char	*s = buf_str(b) + b->len;

	while (s > b->data && strchr(" \t\n", s[-1]) == NULL)
		s--;
	return s;
}

static uint32_t
letter_before(struct buf *b, size_t end)
{
	const char	*s = b->data + end;

	while (s > b->data && ((unsigned char)*--s & 0xc0) == 0x80)
		;
	return utf8_next(&s);
}

static bool
is_lower(uint32_t c)
{
	return unicode_letter(c) && !unicode_upper(c);
}

/*
 * The line that was just put ends within a word that goes on: joined. An address keeps its hyphen.
 */
static void
join(struct buf *b, const char *next)
{
	size_t		 end = b->len - 1;	/* its \n */
	size_t		 hyphens = end;
	const char	*word;
	bool		 soft = false, address;

	while (hyphens > 0 && (b->data[hyphens - 1] == '-' || (hyphens > 1 &&
	    memcmp(b->data + hyphens - 2, "\xc2\xad", 2) == 0))) {
		soft = soft || b->data[hyphens - 1] != '-';
		hyphens -= b->data[hyphens - 1] == '-' ? 1 : 2;
	}
	if (hyphens == end || hyphens == 0)
		return;
	if (*next == '\0' || !is_lower(utf8_next(&next)) ||
	    !is_lower(letter_before(b, hyphens))) {
		if (soft)
			b->len = hyphens, buf_putc(b, '\n');
		return;
	}
	b->len = hyphens;
	word = last_word(b);
	address = strpbrk(word, "./@:_") != NULL;
	b->len = address ? hyphens + 1 : hyphens;
	if (address)
		b->data[hyphens] = '-';
}

static void
mend_lines(struct buf *b, bool broken)
{
	own_buf struct buf	 was = give(*b);
	const char		*line = buf_str(&was);
	size_t			 empty = 0;

	while (*line != '\0') {
		const size_t	len = strcspn(line, "\n");

		if (broken && b->len > 0)
			join(b, line);
		empty = len == strspn(line, " \t") ? empty + 1 : 0;
		if (empty < 3)
			put_line(b, line, len);
		line += len + (line[len] == '\n');
	}
}

/* --- the whole --- */

/* Signs that control something, where letters should be: a font that does not say what it shows. */
static bool
is_control(const char *s)
{
	size_t	all = 0, controls = 0;

	while (*s != '\0') {
		const uint32_t	c = utf8_next(&s);

		all += c > ' ';
		controls += (c < ' ' && strchr("\t\n\v\f\r", (int)c) == NULL) ||
		    (c >= 0x7f && c < 0xa0);
	}
	return controls * 10 > all;
}

/* Words without a vowel, or in which digits and capitals stand among small letters. */
static bool
is_garbled(const char *s)
{
	static const char	vowels[] = "aeiouyаеёиоуыэюяіїєөүұәAEIOUYАЕЁИОУЫЭЮЯІЇЄӨҮҰӘ";
	const struct tally	t = count(s);
	size_t			words = 0, voiceless = 0, len = 0;
	bool			voiced = false;

	for (; len > 0 || *s != '\0';) {
		const char	*at = s;
		const uint32_t	 c = *s != '\0' ? utf8_next(&s) : 0;
		own_str char	*sign = mem_ndup(at, (size_t)(s - at));

		if (c != 0 && unicode_letter(c)) {
			len++;
			voiced = voiced || c >= 0x530 || strstr(vowels,
			    sign) != NULL;
			continue;
		}
		words += len >= 4;
		voiceless += len >= 4 && !voiced;
		len = 0;
		voiced = false;
	}
	return t.bad * 10 > t.letters + t.bad || (words >= 10 &&
	    voiceless * 2 > words);
}

void
document_mend(struct document_text *t)
{
	own_str char	*composed = NULL;
	const bool	 control = is_control(buf_str(&t->text));

	mend_signs(&t->text);
	mend_encoding(&t->text);
	composed = unicode_composed(buf_str(&t->text), t->text.len);
	if (composed != NULL) {
		t->text.len = 0;
		buf_puts(&t->text, composed);
	}
	mend_lines(&t->text, t->kind == DOCUMENT_PDF);
	buf_str(&t->text);
	if (t->problem == NULL && (control || is_garbled(t->text.data)))
		t->problem = "document.garbled";
}
