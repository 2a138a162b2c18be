#include "table/grid.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define ROWS_FIRST	256
#define CELLS_FIRST	16

static const char *const problems[] = {
	"table.empty", "table.kind", "table.xls", "table.password",
	"table.broken", "table.quote", "table.sheet", "table.size",
	"table.rows", "table.columns", "table.cell", "table.text",
	"table.bomb", "table.slow",
};

void
table_grid_empty(struct table_grid *g)
{
	for (size_t i = 0; i < g->n; i++)
		free(g->rows[i].at);
	free(g->rows);
	buf_clear(&g->text);
	g->rows = NULL;
	g->n = g->room = 0;
}

void
table_grid_clear(struct table_grid *g)
{
	table_grid_empty(g);
	mem_free_str(&g->sheet);
	json_decref(g->sheets);
	*g = (struct table_grid){ 0 };
}

bool
table_grid_refuse(struct table_grid *g, const char *problem, int64_t where)
{
	if (g->problem == NULL) {
		g->problem = problem;
		g->where = where;
	}
	return false;
}

const char *
table_grid_problem(const char *word)
{
	for (size_t i = 0; word != NULL && i < nitems(problems); i++)
		if (strcmp(problems[i], word) == 0)
			return problems[i];
	return NULL;
}

void
table_grid_row(struct table_grid *g, int64_t number)
{
	table_grid_end(g);
	if (g->n == g->room) {
		g->room = g->room == 0 ? ROWS_FIRST : g->room * 2;
		g->rows = mem_grow(g->rows, g->room, sizeof(*g->rows));
	}
	g->rows[g->n++] = (struct table_row){ .number = number };
}

void
table_grid_end(struct table_grid *g)
{
	if (g->n > 0 && g->rows[g->n - 1].n == 0)
		g->n--;
}

/* Narrows the text to what is not blank. */
static void
trim(const char **text, size_t *len)
{
	const char	*s = *text, *end = s + strnlen(s, *len), *last = s, *at;
	bool		 begun = false;

	for (at = s; at < end;) {
		const char	*one = at;

		if (!utf8_blank(utf8_next(&at))) {
			s = begun ? s : one;
			begun = true;
			last = at;
		}
	}
	*text = s;
	*len = begun ? (size_t)(last - s) : 0;
}

static void
put_at(struct table_row *row, size_t column, uint32_t at)
{
	if (column >= row->room) {
		row->room = column < CELLS_FIRST ? CELLS_FIRST :
		    TABLE_COLUMNS_MAX;
		row->at = mem_grow(row->at, row->room, sizeof(*row->at));
	}
	while (row->n <= column)
		row->at[row->n++] = 0;
	row->at[column] = at;
}

bool
table_grid_put(struct table_grid *g, size_t column, const char *text,
    size_t len)
{
	struct table_row	*row = &g->rows[g->n - 1];
	own_str char		*whole = mem_ndup(text, len);
	const char		*s = whole;

	if (g->problem != NULL)
		return false;
	trim(&s, &len);
	if (len == 0)
		return true;
	if (g->n > TABLE_ROWS_MAX + TABLE_ABOVE_MAX)
		return table_grid_refuse(g, "table.rows", row->number);
	if (column >= TABLE_COLUMNS_MAX)
		return table_grid_refuse(g, "table.columns", row->number);
	whole[s - whole + (ptrdiff_t)len] = '\0';
	if (len > TABLE_CELL_MAX && utf8_count(s) > TABLE_CELL_MAX)
		return table_grid_refuse(g, "table.cell", row->number);
	if (g->text.len + len >= TABLE_TEXT_MAX)
		return table_grid_refuse(g, "table.text", row->number);
	if (g->text.len == 0)
		buf_putc(&g->text, '\0');	/* where no cell begins */
	put_at(row, column, (uint32_t)g->text.len);
	buf_add(&g->text, s, len + 1);
	return true;
}

void
table_grid_copy(struct table_grid *g, size_t from, size_t to, size_t column)
{
	const struct table_row	*above = &g->rows[from];
	const uint32_t		 at = column < above->n ? above->at[column] : 0;

	if (at != 0 && *table_grid_cell(g, to, column) == '\0')
		put_at(&g->rows[to], column, at);
}

const char *
table_grid_cell(const struct table_grid *g, size_t row, size_t column)
{
	const struct table_row	*r = &g->rows[row];

	return column < r->n && r->at[column] != 0 ? g->text.data +
	    r->at[column] : "";
}

size_t
table_grid_filled(const struct table_grid *g, size_t row)
{
	size_t	n = 0;

	for (size_t i = 0; i < g->rows[row].n; i++)
		n += g->rows[row].at[i] != 0;
	return n;
}

size_t
table_grid_width(const struct table_grid *g)
{
	size_t	width = 0;

	for (size_t i = 0; i < g->n; i++)
		if (g->rows[i].n > width)
			width = g->rows[i].n;
	return width;
}
