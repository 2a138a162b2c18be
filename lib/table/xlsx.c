#include "table/xlsx.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "io/unzip.h"
#include "table/book.h"
#include "table/grid.h"

#define MERGES_MAX	20000
#define FILLED_MAX	1000000	/* rows of merged cells that are looked at */
#define LETTERS		26
#define ROW_MAX		1048576	/* of a sheet */

/* A cell over several rows. */
struct merge {
	size_t	 column;
	int64_t	 from, to;	/* numbers of rows */
};

struct sheet {
	const struct table_book	*book;
	struct table_grid	*grid;
	int64_t			 row;		/* the number of the one that is read */
	size_t			 column;	/* one more than that of the cell */
	char			*type;		/* of the cell; NULL: a number */
	long			 style;		/* -1: none */
	struct buf		 value;
	int			 wanted, aloud;	/* within v or t; within rPh */
	struct merge		*merges;
	size_t			 nmerges, room;
};

/* "BC12"; 0 where a part is missing. Stops behind it. */
static const char *
read_place(const char *at, size_t *column, int64_t *row)
{
	size_t	 letters = 0;
	char	*end;

	for (; *at >= 'A' && *at <= 'Z' && letters < ROW_MAX; at++)
		letters = letters * LETTERS + (size_t)(*at - 'A') + 1;
	*column = letters;
	*row = strtol(at, &end, 10);
	return end;
}

/* --- cells --- */

static void
begin_row(struct sheet *s, const struct xml_attribute *a, size_t n)
{
	own_str char	*said = table_book_said(a, n, "r");
	const long	 number = said == NULL ? 0 : strtol(said, NULL, 10);

	s->row = number > 0 && number <= ROW_MAX ? number : s->row + 1;
	s->column = 0;
	table_grid_row(s->grid, s->row);
}

static void
begin_cell(struct sheet *s, const struct xml_attribute *a, size_t n)
{
	own_str char	*place = table_book_said(a, n, "r"),
			*style = table_book_said(a, n, "s");
	size_t		 column = 0;
	int64_t		 row;

	if (place != NULL)
		read_place(place, &column, &row);
	s->column = column > 0 ? column : s->column + 1;
	s->style = style == NULL ? -1 : strtol(style, NULL, 10);
	mem_put(&s->type, table_book_said(a, n, "t"));
	buf_clear(&s->value);
}

static enum table_format
format_of(const struct sheet *s)
{
	return s->style >= 0 && (size_t)s->style < s->book->nformats ?
	    s->book->formats[s->style] : TABLE_FORMAT_NUMBER;
}

static const char *
shared(const struct sheet *s, const char *value)
{
	char			*end;
	const unsigned long	 i = strtoul(value, &end, 10);

	return end != value && i < s->book->nshared ? s->book->text.data +
	    s->book->shared[i] : "";
}

static void
end_cell(struct sheet *s)
{
	const char		*type = s->type != NULL ? s->type : "n",
				*value, *text;
	own_buf struct buf	 shown = { 0 };

	if (s->value.len > 0 && strcmp(type, "s") != 0)
		table_book_unescape(s->value.data);
	value = text = buf_str(&s->value);
	if (strcmp(type, "s") == 0)
		text = shared(s, value);
	else if (strcmp(type, "b") == 0)
		text = strcmp(value, "1") == 0 ? "да" : "нет";
	else if (strcmp(type, "e") == 0)
		text = "";
	else if (strcmp(type, "n") == 0) {
		table_format_put(format_of(s), s->book->since_1904, value,
		    &shown);
		text = buf_str(&shown);
	} else if (strcmp(type, "d") == 0) {
		table_format_moment(value, &shown);
		text = buf_str(&shown);
	}
	if (s->grid->n > 0 && *value != '\0')
		table_grid_put(s->grid, s->column - 1, text, strlen(text));
}

/* "A2:A5": what is in its first cell stands in each row. */
static void
note_merge(struct sheet *s, const struct xml_attribute *a, size_t n)
{
	own_str char	*said = table_book_said(a, n, "ref");
	struct merge	 m = { .column = 0 };
	size_t		 column;
	const char	*at;

	if (said == NULL || s->nmerges == MERGES_MAX)
		return;
	at = read_place(said, &m.column, &m.from);
	if (*at != ':')
		return;
	read_place(at + 1, &column, &m.to);
	if (m.column == 0 || m.from < 1 || m.to <= m.from || m.to > ROW_MAX)
		return;
	if (s->nmerges == s->room) {
		s->room = s->room == 0 ? LETTERS : s->room * 2;
		s->merges = mem_grow(s->merges, s->room, sizeof(*s->merges));
	}
	m.column--;
	s->merges[s->nmerges++] = m;
}

/* --- the walk --- */

static void
begin(void *arg, const char *name, const struct xml_attribute *a, size_t n)
{
	struct sheet	*s = arg;

	if (strcmp(name, "row") == 0)
		begin_row(s, a, n);
	else if (strcmp(name, "c") == 0)
		begin_cell(s, a, n);
	else if (strcmp(name, "mergeCell") == 0)
		note_merge(s, a, n);
	s->wanted += strcmp(name, "v") == 0 || strcmp(name, "t") == 0;
	s->aloud += strcmp(name, "rPh") == 0;
}

static void
end(void *arg, const char *name)
{
	struct sheet	*s = arg;

	if (strcmp(name, "c") == 0)
		end_cell(s);
	s->wanted -= strcmp(name, "v") == 0 || strcmp(name, "t") == 0;
	s->aloud -= strcmp(name, "rPh") == 0;
}

static void
text(void *arg, const char *chars, size_t len)
{
	struct sheet	*s = arg;

	if (s->wanted > 0 && s->aloud == 0 && s->grid->problem == NULL)
		buf_add(&s->value, chars, len);
}

/* --- merged cells --- */

/* The first row with this number or a greater one. */
static size_t
row_at(const struct table_grid *g, int64_t number)
{
	size_t	low = 0, high = g->n;

	while (low < high) {
		const size_t	mid = low + (high - low) / 2;

		if (g->rows[mid].number < number)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static void
fill(struct table_grid *g, const struct merge *m, size_t *budget)
{
	const size_t	first = row_at(g, m->from);

	if (first == g->n || g->rows[first].number != m->from)
		return;
	for (size_t i = first + 1; i < g->n && *budget > 0 &&
	    g->rows[i].number <= m->to; i++, --*budget)
		table_grid_copy(g, first, i, m->column);
}

static bool
read_sheet(const struct unzip *zip, const struct table_book *book,
    const char *part, struct table_grid *grid)
{
	static const struct xml_events	 events = { begin, end, text };
	struct sheet			 s = { .book = book, .grid = grid };
	size_t				 budget = FILLED_MAX;
	const bool			 good = table_book_part(zip, part,
	    &events, &s, grid);

	table_grid_end(grid);
	for (size_t i = 0; i < s.nmerges && good; i++)
		fill(grid, &s.merges[i], &budget);
	mem_free_str(&s.type);
	buf_clear(&s.value);
	free(s.merges);
	return good;
}

/* --- which one --- */

static bool
is_shown(const struct table_sheet *sheet)
{
	return sheet->part != NULL && sheet->name != NULL && !sheet->hidden;
}

static bool
take_sheet(const struct unzip *zip, const struct table_book *book, size_t i,
    struct table_grid *grid)
{
	mem_put(&grid->sheet, mem_dup(book->sheets[i].name));
	table_grid_empty(grid);
	return read_sheet(zip, book, book->sheets[i].part, grid);
}

static void
take_named(const struct unzip *zip, const struct table_book *book,
    const char *wanted, struct table_grid *grid)
{
	for (size_t i = 0; i < book->nsheets; i++)
		if (is_shown(&book->sheets[i]) && strcmp(book->sheets[i].name,
		    wanted) == 0) {
			take_sheet(zip, book, i, grid);
			return;
		}
	table_grid_refuse(grid, "table.sheet", 0);
}

static void
take_first(const struct unzip *zip, const struct table_book *book,
    struct table_grid *grid)
{
	size_t	some = book->nsheets;

	for (size_t i = 0; i < book->nsheets; i++) {
		if (!is_shown(&book->sheets[i]))
			continue;
		if (!take_sheet(zip, book, i, grid) || grid->n > 1)
			return;
		if (grid->n == 1 && some == book->nsheets)
			some = i;
	}
	if (some < book->nsheets)
		take_sheet(zip, book, some, grid);
}

void
table_xlsx_read(const char *data, size_t len, const char *wanted,
    struct table_grid *grid)
{
	struct err			 err = { 0 };
	own_unzip struct unzip		*zip = unzip_open(data, len, &err);
	own_table_book struct table_book book = { .nsheets = 0 };

	if (zip == NULL) {
		table_grid_refuse(grid, "table.broken", 0);
		return;
	}
	if (!table_book_read(zip, &book, grid))
		return;
	grid->sheets = json_array();
	for (size_t i = 0; i < book.nsheets; i++)
		if (is_shown(&book.sheets[i]))
			json_array_append_new(grid->sheets, json_string(
			    book.sheets[i].name));
	if (wanted != NULL)
		take_named(zip, &book, wanted, grid);
	else
		take_first(zip, &book, grid);
}
