#include "base/csv.h"

#include <stddef.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

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

/* Blanks before the sign do not help: spreadsheets pass over them. */
static int
is_formula(const char *text)
{
	text += strspn(text, " \t\r\n");
	return *text != '\0' && strchr("=+-@", *text) != NULL;
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
