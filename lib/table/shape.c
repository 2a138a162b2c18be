#include "table/shape.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "person/letter.h"
#include "person/name.h"
#include "person/word.h"

#define LOOKED_AT	TABLE_ABOVE_MAX	/* the names are looked for among them */
#define BELOW		50	/* rows that they are compared with */
#define LETTERS		26
#define NUMBER_DIGITS	5	/* so many make a phone, a date, a salary */
#define NAME_MAX_CHARS	120	/* of a cell that names */

void
table_shape_clear(struct table_shape *s)
{
	for (size_t i = 0; i < s->n; i++)
		mem_free_str(&s->names[i]);
	s->n = 0;
}

/* --- what a cell looks like --- */

enum look { NOTHING, WORDS, ADDRESS, MAIL, NUMBER, PERSON };

/* Somebody whose first name is a known one. */
static bool
is_person(const char *cell)
{
	struct person_name	 name;
	char			 low[PERSON_NAME_SIZE];

	if (person_name_read(cell, &name) == PERSON_NONE)
		return false;
	person_letter_fold(name.first, low, sizeof(low));
	return person_word_first_name(low);
}

static enum look
look_of(const char *cell)
{
	size_t	digits = 0;

	if (*cell == '\0')
		return NOTHING;
	if (strstr(cell, "://") != NULL || strncmp(cell, "www.", 4) == 0)
		return ADDRESS;
	if (strchr(cell, '@') != NULL && strchr(cell, ' ') == NULL)
		return MAIL;
	for (const char *at = cell; *at != '\0'; at++)
		digits += *at >= '0' && *at <= '9';
	if (digits >= NUMBER_DIGITS && digits * 2 >= utf8_count(cell))
		return NUMBER;
	return is_person(cell) ? PERSON : WORDS;
}

/* --- the row of names --- */

/* The first row of which more than half is filled of what any has; n: there is none. */
static size_t
first_full(const struct table_grid *g)
{
	const size_t	end = g->n < LOOKED_AT ? g->n : LOOKED_AT;
	size_t		most = 0, row = 0;

	for (size_t i = 0; i < end; i++)
		if (table_grid_filled(g, i) > most)
			most = table_grid_filled(g, i);
	while (row < end && table_grid_filled(g, row) * 2 <= most)
		row++;
	return row;
}

/* Is the cell of a kind that names are not, and some row below is of the same? */
static bool
is_value(const struct table_grid *g, size_t row, size_t column)
{
	const enum look	look = look_of(table_grid_cell(g, row, column));

	if (look == NOTHING || look == WORDS)
		return false;
	for (size_t i = row + 1; i < g->n && i <= row + BELOW; i++)
		if (look_of(table_grid_cell(g, i, column)) == look)
			return true;
	return look == MAIL || look == ADDRESS || g->n == 1;
}

static bool
names_columns(const struct table_grid *g, size_t row)
{
	for (size_t i = 0; i < g->rows[row].n; i++)
		if (is_value(g, row, i) || utf8_count(table_grid_cell(g, row,
		    i)) > NAME_MAX_CHARS)
			return false;
	return true;
}

/* Does it tell of a person, or how to reach one? */
static bool
is_somebody(const struct table_grid *g, size_t row)
{
	for (size_t i = 0; i < g->rows[row].n; i++) {
		const enum look	look = look_of(table_grid_cell(g, row, i));

		if (look == PERSON || look == MAIL || look == ADDRESS)
			return true;
	}
	return false;
}

/* In how many columns do words stand above values? */
static size_t
above_values(const struct table_grid *g, size_t row)
{
	size_t	n = 0;

	for (size_t i = 0; i < g->rows[row].n; i++) {
		bool	value = false;

		if (look_of(table_grid_cell(g, row, i)) != WORDS)
			continue;
		for (size_t k = row + 1; k < g->n && k <= row + BELOW &&
		    !value; k++)
			value = look_of(table_grid_cell(g, k, i)) > WORDS;
		n += value;
	}
	return n;
}

/* Is it a line above the names ("Candidates, May") rather than the names themselves? Those below
 * it are more, and more of them stand above values. */
static bool
is_title(const struct table_grid *g, size_t row)
{
	return row + 1 < g->n && row + 1 < LOOKED_AT &&
	    table_grid_filled(g, row) < table_grid_filled(g, row + 1) &&
	    !is_somebody(g, row) && names_columns(g, row + 1) &&
	    above_values(g, row + 1) > above_values(g, row);
}

/*
 * The row of names; n: there is none. That of the first full row and those after it; or one above
 * it with two names or more, as some name but those columns that matter to them.
 */
static size_t
names_row(const struct table_grid *g, size_t full)
{
	size_t	row = full;

	while (row < g->n && is_title(g, row))
		row++;
	if (row < g->n && names_columns(g, row))
		return row;
	return full > 0 && full < g->n && table_grid_filled(g, full - 1) > 1 &&
	    !is_somebody(g, full - 1) && names_columns(g, full - 1) ?
	    full - 1 : g->n;
}

/* Nobody named the columns: what stands above the people is none of them. */
static size_t
first_person(const struct table_grid *g, size_t full)
{
	size_t	row = 0;

	while (row < full && !is_somebody(g, row))
		row++;
	return row;
}

/* --- the columns --- */

static bool
is_filled(const struct table_grid *g, size_t first, size_t column)
{
	for (size_t i = first; i < g->n; i++)
		if (*table_grid_cell(g, i, column) != '\0')
			return true;
	return false;
}

/* 0: A, 26: AA. */
static char *
letters(size_t column)
{
	return column < LETTERS ? mem_fmt("%c", (int)('A' + column)) :
	    mem_fmt("%c%c", (int)('A' + column / LETTERS - 1),
	    (int)('A' + column % LETTERS));
}

static bool
is_taken(const struct table_shape *s, const char *name)
{
	for (size_t i = 0; i < s->n; i++)
		if (strcmp(s->names[i], name) == 0)
			return true;
	return false;
}

/* "" gives the letters; one that is there already a number: "Телефон (2)". */
static char *
name_of(const struct table_shape *s, const char *cell, size_t column)
{
	own_str char	*line = mem_ndup(cell, utf8_head(cell,
			    TABLE_NAME_CHARS)),
			*base = NULL;
	char		*name;

	utf8_line(line);
	base = *line != '\0' ? mem_dup(line) : letters(column);
	name = mem_dup(base);
	for (int i = 2; is_taken(s, name); i++)
		mem_put(&name, mem_fmt("%s (%d)", base, i));
	return name;
}

void
table_shape_read(const struct table_grid *g, struct table_shape *out)
{
	const size_t	full = first_full(g), row = names_row(g, full),
			width = table_grid_width(g);

	*out = (struct table_shape){ .named = row < g->n };
	out->first = out->named ? row + 1 : first_person(g, full);
	for (size_t i = 0; i < width; i++) {
		const char	*cell = out->named ? table_grid_cell(g, row,
				    i) : "";

		if (*cell == '\0' && !is_filled(g, out->first, i))
			continue;
		out->names[out->n] = name_of(out, cell, i);
		out->columns[out->n++] = i;
	}
}
