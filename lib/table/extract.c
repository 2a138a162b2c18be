#include "table/extract.h"

#include <inttypes.h>
#include <string.h>

#include "base/filetype.h"
#include "base/mem.h"
#include "io/charset.h"
#include "table/csv.h"
#include "table/grid.h"
#include "table/shape.h"
#include "table/xlsx.h"

#define HEAD	4096	/* bytes by which text is told from anything else */
#define BOM	"\xef\xbb\xbf"
#define OLE	"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
/* The name of a part of an Office file that is kept under a password, as OLE writes it. */
#define ENCRYPTED "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e"

const char *const table_encodings[] = {
	"UTF-8", "WINDOWS-1251", "IBM866", "KOI8-R", "MAC-CYRILLIC",
	"UTF-16LE", "UTF-16BE", "WINDOWS-1252", NULL
};

/* What the head says of a file. */
struct kind {
	const char	*name, *encoding, *looks;
};

static bool
begins(const char *s, size_t len, const char *sign, size_t n)
{
	return len >= n && memcmp(s, sign, n) == 0;
}

/* Bytes that no text has. */
static bool
is_text(const char *s, size_t len)
{
	for (size_t i = 0; i < len && i < HEAD; i++)
		if ((unsigned char)s[i] < ' ' && strchr("\t\r\n\f\v",
		    s[i]) == NULL)
			return false;
	return memchr(s, '\0', len < HEAD ? len : HEAD) == NULL;
}

/* Other kinds of files that are text to the eye: pages, documents, cards of contacts, data. */
static bool
is_other(const char *s, size_t len)
{
	static const char	card[] = "BEGIN:V";
	json_t			*data;

	if (filetype_of(s, len) != FILETYPE_OTHER || filetype_acts(s, len) ||
	    begins(s, len, card, sizeof(card) - 1))
		return true;
	data = json_loadb(s, len, 0, NULL);
	json_decref(data);
	return data != NULL;
}

/* Programs of old end a text with ^Z, and fill the rest with more of them or with nothing. */
static size_t
without_end(const char *s, size_t len)
{
	size_t	at = len;

	while (at > 0 && (s[at - 1] == '\x1a' || s[at - 1] == '\0' ||
	    s[at - 1] == '\r' || s[at - 1] == '\n'))
		at--;
	return memchr(s + at, '\x1a', len - at) != NULL ? at : len;
}

static void
read_text(const struct charset *set, const char *encoding, const char *s,
    size_t len, struct table_grid *grid)
{
	own_buf struct buf	 text = { 0 };
	const char		*at;

	charset_convert(set, encoding, s, len, &text);
	at = buf_str(&text);
	len = text.len;
	if (begins(at, len, BOM, strlen(BOM))) {
		at += strlen(BOM);
		len -= strlen(BOM);
	}
	len = without_end(at, len);
	if (!is_text(at, len) || is_other(at, len))
		table_grid_refuse(grid, "table.kind", 0);
	else
		table_csv_read(at, len, grid);
}

static struct kind
read_file(const struct charset *set, const char *s, size_t len,
    const struct table_ask *ask, struct table_grid *grid)
{
	struct kind	kind = { .name = "csv" };

	if (len == 0) {
		table_grid_refuse(grid, "table.empty", 0);
	} else if (len > TABLE_SIZE_MAX) {
		table_grid_refuse(grid, "table.size", 0);
	} else if (begins(s, len, "PK\3\4", 4)) {
		table_xlsx_read(s, len, ask->sheet, grid);
		kind.name = "xlsx";
	} else if (begins(s, len, OLE, sizeof(OLE) - 1)) {
		table_grid_refuse(grid, memmem(s, len, ENCRYPTED,
		    sizeof(ENCRYPTED) - 1) != NULL ? "table.password" :
		    "table.xls", 0);
	} else {
		kind.looks = charset_guess(s, len);
		kind.encoding = ask->encoding != NULL ? ask->encoding :
		    kind.looks;
		read_text(set, kind.encoding, s, len, grid);
	}
	return kind;
}

static void
put_head(const struct table_grid *g, const struct table_shape *shape,
    const struct kind *kind, struct buf *out)
{
	own_str char	*sheets = g->sheets == NULL ? NULL :
			    json_dumps(g->sheets, JSON_COMPACT);

	buf_putc(out, '{');
	emit_str(out, "problem", g->problem);
	emit_int(out, "where", g->where);
	emit_str(out, "kind", kind->name);
	emit_str(out, "encoding", kind->encoding);
	emit_str(out, "looks", kind->looks);
	emit_str(out, "sheet", g->sheet);
	emit_json(out, "sheets", sheets != NULL ? sheets : "[]");
	emit_open(out, "columns", '[');
	for (size_t i = 0; i < shape->n; i++)
		emit_str(out, NULL, shape->names[i]);
	emit_close(out, ']');
	emit_close(out, '}');
	buf_putc(out, '\n');
}

static void
put_row(const struct table_grid *g, const struct table_shape *shape,
    size_t row, struct buf *out)
{
	size_t	n = shape->n;

	while (n > 0 && *table_grid_cell(g, row, shape->columns[n - 1]) ==
	    '\0')
		n--;
	buf_putc(out, '[');
	emit_int(out, NULL, g->rows[row].number);
	for (size_t i = 0; i < n; i++)
		emit_str(out, NULL, table_grid_cell(g, row,
		    shape->columns[i]));
	emit_close(out, ']');
	buf_putc(out, '\n');
}

void
table_extract(const struct charset *set, const char *s, size_t len,
    const struct table_ask *ask, struct buf *out)
{
	own_table_grid struct table_grid	 grid = { .n = 0 };
	own_table_shape struct table_shape	 shape = { .n = 0 };
	const struct kind			 kind = read_file(set, s, len,
						    ask, &grid);

	if (grid.problem == NULL)
		table_shape_read(&grid, &shape);
	if (grid.problem == NULL && shape.first >= grid.n)
		table_grid_refuse(&grid, "table.empty", 0);
	if (grid.problem == NULL && grid.n - shape.first > TABLE_ROWS_MAX)
		table_grid_refuse(&grid, "table.rows",
		    grid.rows[shape.first + TABLE_ROWS_MAX].number);
	put_head(&grid, &shape, &kind, out);
	for (size_t i = shape.first; grid.problem == NULL && i < grid.n; i++)
		put_row(&grid, &shape, i, out);
}
