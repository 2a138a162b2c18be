#include "table/csv.h"

#include <csv.h>
#include <string.h>

#include "base/mem.h"
#include "table/grid.h"

#define LOOKED_AT	65536	/* bytes by which the separator is guessed */
#define ROWS_LOOKED_AT	30

static const char separators[] = { ',', ';', '\t', '|' };

/* --- the separator --- */

/* How many cells the first rows have. */
struct count {
	size_t	cells[ROWS_LOOKED_AT];
	size_t	rows, n;
};

static void
count_cell(void *text, size_t len, void *arg)
{
	struct count	*c = arg;

	(void)text, (void)len;
	c->n++;
}

static void
count_row(int sign, void *arg)
{
	struct count	*c = arg;

	(void)sign;
	if (c->rows < ROWS_LOOKED_AT)
		c->cells[c->rows++] = c->n;
	c->n = 0;
}

/* A tabulator may part cells. */
static int
is_blank(unsigned char c)
{
	return c == ' ';
}

static void
begin(struct csv_parser *p, char separator, unsigned char options)
{
	csv_init(p, options);
	csv_set_delim(p, (unsigned char)separator);
	csv_set_space_func(p, is_blank);
}

/* The rows that are like most, more cells before fewer; 0: nothing is parted. */
static size_t
score(char separator, const char *s, size_t len)
{
	struct csv_parser	 p;
	struct count		 c = { .n = 0 };
	size_t			 best = 0;

	begin(&p, separator, 0);
	csv_parse(&p, s, len < LOOKED_AT ? len : LOOKED_AT, count_cell,
	    count_row, &c);
	if (len <= LOOKED_AT)
		csv_fini(&p, count_cell, count_row, &c);
	csv_free(&p);
	for (size_t i = 0; i < c.rows; i++) {
		size_t	like = 0;

		for (size_t k = 0; k < c.rows; k++)
			like += c.cells[k] == c.cells[i];
		if (c.cells[i] > 1 && like * TABLE_COLUMNS_MAX + c.cells[i] >
		    best)
			best = like * TABLE_COLUMNS_MAX + c.cells[i];
	}
	return best;
}

static char
guess(const char *s, size_t len)
{
	size_t	best = 0, got;
	char	found = separators[0];

	for (size_t i = 0; i < nitems(separators); i++)
		if ((got = score(separators[i], s, len)) > best) {
			best = got;
			found = separators[i];
		}
	return found;
}

/* "sep=;": the line is no row. '\0': there is none. */
static char
said(const char **s, size_t *len)
{
	const char	*at = *s;
	size_t		 n = strlen("sep=;");
	char		 sign;

	if (*len <= n || strncmp(at, "sep=", n - 1) != 0 ||
	    (at[n] != '\r' && at[n] != '\n'))
		return '\0';
	sign = at[n - 1];
	n += at[n] == '\r' && at[n + 1] == '\n' ? 2 : 1;
	*s += n;
	*len -= n;
	return sign;
}

/* --- the rows --- */

struct read {
	struct table_grid	*grid;
	int64_t			 number;	/* of the row that is being read */
	size_t			 column;
	int			 last;		/* the sign that ended the last row */
};

/* ="0291112233": so spreadsheets are told to leave the noughts. */
static void
strip_formula(const char **s, size_t *len)
{
	if (*len < strlen("=\"\"") || strncmp(*s, "=\"", 2) != 0 ||
	    (*s)[*len - 1] != '"')
		return;
	*s += strlen("=\"");
	*len -= strlen("=\"\"");
}

static void
take_cell(void *text, size_t len, void *arg)
{
	struct read	*r = arg;
	const char	*s = text != NULL ? text : "";

	if (r->column == 0)
		table_grid_row(r->grid, r->number);
	strip_formula(&s, &len);
	table_grid_put(r->grid, r->column++, s, len);
}

/* Of two signs that end a line the second one ends no row. */
static void
take_row(int sign, void *arg)
{
	struct read	*r = arg;

	if (r->column > 0 || sign != '\n' || r->last != '\r')
		r->number++;
	r->last = r->column > 0 || r->last != '\r' ? sign : 0;
	r->column = 0;
}

void
table_csv_read(const char *s, size_t len, struct table_grid *out)
{
	struct read		 r = { .grid = out, .number = 1 };
	struct csv_parser	 p;
	char			 separator = said(&s, &len);

	r.number += separator != '\0';
	begin(&p, separator != '\0' ? separator : guess(s, len),
	    CSV_REPALL_NL);
	csv_parse(&p, s, len, take_cell, take_row, &r);
	csv_set_opts(&p, CSV_REPALL_NL | CSV_STRICT | CSV_STRICT_FINI);
	if (csv_fini(&p, take_cell, take_row, &r) != 0)
		table_grid_refuse(out, "table.quote", r.number);
	csv_free(&p);
	table_grid_end(out);
}
