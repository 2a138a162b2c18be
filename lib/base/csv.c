#include "base/csv.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

char
csv_separator(const char *word)
{
	static const struct { const char *word; char sign; } known[] = {
		{ "comma", ',' }, { "semicolon", ';' }, { "tab", '\t' },
	};

	for (size_t i = 0; i < nitems(known); i++)
		if (strcmp(known[i].word, word) == 0)
			return known[i].sign;
	return '\0';
}

static int
begins_row(const struct buf *b)
{
	return b->len == 0 || b->data[b->len - 1] == '\n' ||
	    (b->len == 3 && memcmp(b->data, CSV_BOM, 3) == 0);
}

/* What a spreadsheet passes over before a formula: controls, blanks of every width and of none. */
static int
is_blank(uint32_t c)
{
	return c <= ' ' || (c >= 0x7f && c <= 0xa0) || c == 0xad ||
	    c == 0x180e || (c >= 0x2000 && c <= 0x200f) ||
	    (c >= 0x2028 && c <= 0x202f) || (c >= 0x205f && c <= 0x206f) ||
	    c == 0x3000 || c == 0xfeff;
}

/* The signs that begin one, also as wide as an East Asian letter. */
static int
is_formula(const char *text)
{
	while (*text != '\0') {
		uint32_t	 c = utf8_next(&text);

		if (is_blank(c))
			continue;
		if (c >= 0xff01 && c <= 0xff5e)
			c -= 0xff01 - '!';
		return c == '=' || c == '+' || c == '-' || c == '@';
	}
	return 0;
}

void
csv_cell(struct buf *b, char separator, const char *text)
{
	const char	signs[] = { separator, '"', '\r', '\n', '\t', '\0' };

	if (text == NULL)
		text = "";
	if (!begins_row(b))
		buf_putc(b, separator);
	else if (*text == '\0') {
		buf_puts(b, "\"\"");	/* a row, not an empty line */
		return;
	}
	if (strpbrk(text, signs) == NULL && *text != ' ' &&
	    !is_formula(text)) {
		buf_puts(b, text);
		return;
	}
	buf_putc(b, '"');
	if (is_formula(text))
		buf_putc(b, '\'');
	for (; *text != '\0'; text++) {
		if (*text == '"')
			buf_putc(b, '"');
		buf_putc(b, *text);
	}
	buf_putc(b, '"');
}

void
csv_end(struct buf *b)
{
	buf_puts(b, "\r\n");
}
