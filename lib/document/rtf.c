#include "document/rtf.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "document/text.h"
#include "io/charset.h"

#define DEPTH_MAX	128	/* groups; what lies deeper is read as the one above it */
#define FONTS_MAX	512
#define WORD_SIZE	40
#define URL_MAX		500

/* Of a group; it ends with it. */
struct state {
	bool	gone;		/* a destination whose text is none */
	bool	fonts;		/* the table of fonts */
	bool	field;		/* the code of a field */
	bool	hidden;
	int	font, alternates;	/* \uc: signs that follow each \u for old programs */
};

struct rtf {
	const struct charset	*set;
	const char		*at, *end;
	struct state		 stack[DEPTH_MAX];
	size_t			 depth;
	int			 page;		/* \ansicpg */
	int			 pages[FONTS_MAX];	/* of the fonts; 0: the document's */
	int			 skip;		/* signs that repeat the last \u */
	uint32_t		 high;		/* the first half of a pair of UTF-16 */
	bool			 starred;	/* \* was just before */
	struct buf		 run;		/* bytes of one encoding */
	struct buf		 field, *out;
};

static struct state *
top(struct rtf *r)
{
	return &r->stack[r->depth < DEPTH_MAX ? r->depth : DEPTH_MAX - 1];
}

/* --- encodings --- */

static const struct { int charset, page; } charsets[] = {
	{ 204, 1251 }, { 238, 1250 }, { 161, 1253 }, { 162, 1254 },
	{ 186, 1257 }, { 77, 10000 }, { 255, 866 }, { 0, 0 },
};

static const char *
name_of(int page)
{
	static const struct { int page; const char *name; } names[] = {
		{ 1250, "WINDOWS-1250" }, { 1251, "WINDOWS-1251" },
		{ 1253, "WINDOWS-1253" }, { 1254, "WINDOWS-1254" },
		{ 1257, "WINDOWS-1257" }, { 866, "IBM866" },
		{ 20866, "KOI8-R" }, { 28595, "ISO-8859-5" },
		{ 10007, "MAC-CYRILLIC" }, { 10000, "MACINTOSH" },
		{ 65001, "UTF-8" },
	};

	for (size_t i = 0; i < nitems(names); i++)
		if (names[i].page == page)
			return names[i].name;
	return "WINDOWS-1252";
}

static void
flush(struct rtf *r)
{
	const int	font = top(r)->font;
	const int	page = font >= 0 && font < FONTS_MAX ? r->pages[font] :
			    0;

	if (r->run.len > 0)
		charset_convert(r->set, name_of(page != 0 ? page : r->page),
		    r->run.data, r->run.len, r->out);
	r->run.len = 0;
}

static bool
may_write(struct rtf *r)
{
	const struct state	*s = top(r);

	return !s->gone && !s->fonts && !s->field && !s->hidden &&
	    r->out->len <= DOCUMENT_TEXT_MAX;
}

static void
put_byte(struct rtf *r, char c)
{
	if (r->skip > 0) {
		r->skip--;
		return;
	}
	if (top(r)->field && r->field.len < URL_MAX)
		buf_putc(&r->field, c);
	if (may_write(r) && c != '\0')
		buf_putc(&r->run, c);
}

static void
put_text(struct rtf *r, const char *s)
{
	if (may_write(r)) {
		flush(r);
		buf_puts(r->out, s);
	}
}

/* A unit of UTF-16, as \u writes it: signed. */
static void
put_unit(struct rtf *r, int n)
{
	uint32_t	c = (uint32_t)n & 0xffff;
	char		bytes[4];

	if (!may_write(r))
		return;
	flush(r);
	if (c >= 0xd800 && c < 0xdc00) {
		r->high = c;
		return;
	}
	if (c >= 0xdc00 && c < 0xe000)
		c = r->high != 0 ? 0x10000 + ((r->high - 0xd800) << 10) +
		    (c - 0xdc00) : UTF8_BAD;
	else if (c >= 0xf020 && c < 0xf100)	/* a sign of a symbol font */
		c = 0x2022;
	r->high = 0;
	if (c >= ' ')
		buf_add(r->out, bytes, utf8_put(c, bytes));
}

/* --- control words --- */

static bool
among(const char *word, const char *const *words)
{
	while (*words != NULL && strcmp(*words, word) != 0)
		words++;
	return *words != NULL;
}

/* Where a group says what it is, by its first word. */
static void
open_destination(struct rtf *r, const char *word)
{
	static const char *const	gone[] = { "colortbl", "stylesheet",
		"info", "pict", "object", "themedata", "datastore",
		"listtable", "listoverridetable", "revtbl", "filetbl",
		"generator", "xmlnstbl", "nonshppict", "sp", "shppict",
		"latentstyles", "rsidtbl", "annotation", "atnid", "atnauthor",
		"bkmkstart", "bkmkend", "pntext", "pnseclvl", "template", NULL };
	struct state			*s = top(r);

	if (strcmp(word, "fonttbl") == 0)
		s->fonts = true;
	else if (strcmp(word, "fldinst") == 0)
		s->field = true;
	else if ((r->starred && strcmp(word, "shpinst") != 0) ||
	    among(word, gone))
		s->gone = true;
}

static void
set_charset(struct rtf *r, int n)
{
	const int	font = top(r)->font;

	for (size_t i = 0; i < nitems(charsets); i++)
		if (charsets[i].charset == n && font >= 0 && font < FONTS_MAX)
			r->pages[font] = charsets[i].page;
}

static void
set_font(struct rtf *r, int n)
{
	flush(r);
	top(r)->font = n;
}

static const struct { const char *word, *text; } signs[] = {
	{ "par", "\n" }, { "line", "\n" }, { "row", "\n" }, { "sect", "\n" },
	{ "page", "\n" }, { "cell", "\t" }, { "tab", "\t" },
	{ "nestcell", "\t" }, { "nestrow", "\n" }, { "emdash", "—" },
	{ "endash", "–" }, { "bullet", "•" }, { "lquote", "‘" },
	{ "rquote", "’" }, { "ldblquote", "“" }, { "rdblquote", "”" },
	{ "emspace", " " }, { "enspace", " " },
};

/* given: a number is written behind the word. */
static void
obey(struct rtf *r, const char *word, bool given, int n)
{
	struct state	*s = top(r);

	for (size_t i = 0; i < nitems(signs); i++)
		if (strcmp(signs[i].word, word) == 0) {
			put_text(r, signs[i].text);
			return;
		}
	if (strcmp(word, "u") == 0) {
		put_unit(r, n);
		r->skip = s->alternates;
	} else if (strcmp(word, "uc") == 0) {
		s->alternates = n >= 0 && n < 16 ? n : 1;
	} else if (strcmp(word, "f") == 0) {
		set_font(r, n);
	} else if (strcmp(word, "fcharset") == 0) {
		set_charset(r, n);
	} else if (strcmp(word, "cpg") == 0 && s->font >= 0 && s->font <
	    FONTS_MAX) {
		r->pages[s->font] = n;
	} else if (strcmp(word, "ansicpg") == 0) {
		r->page = n;
	} else if (strcmp(word, "v") == 0 || strcmp(word, "deleted") == 0) {
		flush(r);
		s->hidden = !given || n != 0;
	} else if (strcmp(word, "plain") == 0) {
		flush(r);
		s->hidden = false;
	} else if (strcmp(word, "bin") == 0 && n > 0) {
		r->at += n < r->end - r->at ? n : r->end - r->at;
	} else {
		open_destination(r, word);
	}
}

static void
read_word(struct rtf *r)
{
	char	word[WORD_SIZE];
	size_t	n = 0;
	bool	given;
	long	number;
	char	digits[12] = "";

	while (r->at < r->end && isalpha((unsigned char)*r->at)) {
		if (n + 1 < sizeof(word))
			word[n++] = *r->at;
		r->at++;
	}
	word[n] = '\0';
	n = 0;
	while (r->at < r->end && (isdigit((unsigned char)*r->at) || (n == 0 &&
	    *r->at == '-'))) {
		if (n + 1 < sizeof(digits))
			digits[n++] = *r->at;
		r->at++;
	}
	digits[n] = '\0';
	given = n > 0;
	number = strtol(digits, NULL, 10);
	if (r->at < r->end && *r->at == ' ')
		r->at++;
	obey(r, word, given, number > INT32_MAX || number < INT32_MIN ? 0 :
	    (int)number);
	r->starred = false;
}

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' &&
	    (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

static void
read_control(struct rtf *r)
{
	const char	c = r->at < r->end ? *r->at : '\\';

	if (isalpha((unsigned char)c)) {
		read_word(r);
		return;
	}
	if (r->at < r->end)
		r->at++;
	if (c == '\'' && r->end - r->at >= 2 && hex(r->at[0]) >= 0 &&
	    hex(r->at[1]) >= 0) {
		put_byte(r, (char)(hex(r->at[0]) << 4 | hex(r->at[1])));
		r->at += 2;
	} else if (c == '~') {
		put_text(r, " ");
	} else if (c == '_') {
		put_text(r, "-");
	} else if (c == '*') {
		r->starred = true;
	} else if (c == '\n' || c == '\r') {
		put_text(r, "\n");
	} else if (c == '\\' || c == '{' || c == '}') {
		put_byte(r, c);
	}
}

static void
open_group(struct rtf *r)
{
	const struct state	was = *top(r);

	flush(r);
	r->depth++;
	*top(r) = was;
	r->skip = 0;
}

/* HYPERLINK "https://..."; the words of the link follow. */
static void
close_field(struct rtf *r)
{
	const char	*at = strstr(buf_str(&r->field), "HYPERLINK");

	if (at != NULL && (at = strchr(at, '"')) != NULL) {
		at++;
		if (strncmp(at, "mailto:", 7) == 0)
			at += 7;
		buf_fmt(r->out, "(%.*s) ", (int)strcspn(at, "\""), at);
	}
	buf_clear(&r->field);
}

static void
close_group(struct rtf *r)
{
	const bool	field = top(r)->field;

	flush(r);
	if (r->depth > 0)
		r->depth--;
	if (field && !top(r)->field && may_write(r))
		close_field(r);
	r->skip = 0;
}

void
document_rtf(const struct charset *set, const char *data, size_t len,
    struct document_text *out)
{
	struct rtf	*r = mem_zero(sizeof(*r));

	out->kind = DOCUMENT_RTF;
	r->set = set;
	r->at = data;
	r->end = data + len;
	r->page = 1252;
	r->out = &out->text;
	r->stack[0].alternates = 1;
	while (r->at < r->end && r->out->len <= DOCUMENT_TEXT_MAX) {
		const char	c = *r->at++;

		if (c == '{')
			open_group(r);
		else if (c == '}')
			close_group(r);
		else if (c == '\\')
			read_control(r);
		else if (c != '\r' && c != '\n')
			put_byte(r, c);
	}
	flush(r);
	buf_clear(&r->run);
	buf_clear(&r->field);
	mem_free_str((char **)&r);
}
