/* column: where the columns of a table go in Huntflow: guessed by their names and by what they
 * hold, or as somebody chose, and a row of it as an item. Touches no network. */
#ifndef TRANSFER_COLUMN_H
#define TRANSFER_COLUMN_H

#include <jansson.h>

struct err;
struct transfer_item;

/* The parts of a name, then those of transfer/field.h; NULL-ended. */
extern const char *const transfer_column_words[];

/*
 * columns: [{id, name}]; each gets its guess, a word. rows: arrays of texts, a few of the table's.
 * Where no column is called a name, the first whose cells are people's names is one.
 */
void	transfer_column_guess(json_t *columns, const json_t *rows);
/* {"column's id": "word"} as somebody sends it: of these columns alone; null: as it is guessed.
 * ERR_INPUT with fields. out: the caller's. */
int	transfer_column_read(const json_t *mapping, const json_t *columns,
	    json_t **out, struct err *);
/* Where a column goes: as mapping says, else as it is guessed. */
const char *transfer_column_to(const json_t *column, const json_t *mapping);

/*
 * The name and its parts, fields and choices of a row; the others are the caller's. A name that no
 * column holds is the row's first text.
 */
void	transfer_column_item(const json_t *columns, const json_t *mapping,
	    const json_t *cells, struct transfer_item *out);

#endif
