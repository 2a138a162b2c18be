#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/disk.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_int.h"

struct db_rows *
db_rows_open(size_t ncols)
{
	struct db_rows	*rows = mem_zero(sizeof(*rows));

	rows->ncols = ncols;
	rows->number = mem_zero(ncols * sizeof(*rows->number));
	return rows;
}

struct db_cell *
db_rows_add(struct db_rows *rows)
{
	struct db_cell	*row;

	if (rows->nrows == rows->cap) {
		rows->cap = rows->cap == 0 ? 32 : rows->cap * 2;
		rows->cells = mem_grow(rows->cells, rows->cap,
		    rows->ncols * sizeof(*rows->cells));
	}
	row = rows->cells + rows->nrows++ * rows->ncols;
	memset(row, 0, rows->ncols * sizeof(*row));
	return row;
}

size_t
db_rows_room(struct db_rows *rows, size_t len)
{
	size_t	 off = rows->text_len;

	if (rows->text_cap - off < len + 1) {
		rows->text_cap = rows->text_cap * 2 + len + 4096;
		rows->text = mem_grow(rows->text, rows->text_cap, 1);
	}
	rows->text_len += len + 1;
	rows->text[off + len] = '\0';
	return off;
}

bool
db_rows_next(struct db_rows *rows)
{
	if (rows == NULL || rows->next >= rows->nrows)
		return false;
	rows->next++;
	return true;
}

void
db_rows_rewind(struct db_rows *rows)
{
	rows->next = 0;
}

size_t
db_rows_count(const struct db_rows *rows)
{
	return rows->nrows;
}

void
db_rows_order(struct db_rows *rows, int col, const int64_t *ids, size_t n)
{
	const size_t	 size = rows->ncols * sizeof(*rows->cells);
	struct db_cell	*sorted = mem_grow(NULL, n + 1, size);
	size_t		 found = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < rows->nrows; k++) {
			const struct db_cell	*row = rows->cells +
						    k * rows->ncols;

			if (row[col].type != CELL_INT || row[col].i != ids[i])
				continue;
			memcpy(sorted + found++ * rows->ncols, row, size);
			break;
		}
	free(rows->cells);
	rows->cells = sorted;
	rows->nrows = rows->cap = found;
}

void
db_rows_close(struct db_rows *rows)
{
	if (rows == NULL)
		return;
	free(rows->cells);
	free(rows->text);
	free(rows->number);
	free(rows);
}

void
db_rows_close_p(struct db_rows **rows)
{
	db_rows_close(*rows);
	*rows = NULL;
}

int
db_one(struct db_rows *rows, struct err *err)
{
	return db_rows_next(rows) ? 0 : err_set(err, ERR_ABSENT, "no such row");
}

int
db_number(struct db *db, const char *sql, struct db_args args, int64_t *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, sql, args, &rows, err) == -1)
		return -1;
	*out = db_rows_next(rows) ? db_col_int(rows, 0) : 0;
	return 0;
}

int
db_now(struct db *db, int64_t *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT NOW(3)", DB_NONE, &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	*out = db_col_time(rows, 0);
	return 0;
}

int
db_server(struct db *db, char *about, size_t size, bool *strict,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT VERSION(), @@time_zone, @@sql_mode", DB_NONE,
	    &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	snprintf(about, size, "%s, time zone %s", db_col_str(rows, 0),
	    db_col_str(rows, 1));
	*strict = strstr(db_col_str(rows, 2), "STRICT_") != NULL;
	return 0;
}

int
db_folder(struct db *db, char **out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT @@datadir", DB_NONE, &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	*out = db_col_dup(rows, 0);
	return 0;
}

int
db_disk_mb(struct db *db, int64_t *out, struct err *err)
{
	own_str char	*folder = NULL;

	if (db_folder(db, &folder, err) == -1)
		return -1;
	*out = disk_free_mb(folder);
	return 0;
}

/* A column that the statement does not have is a slip in our own code. */
static const struct db_cell *
cell(const struct db_rows *rows, int col)
{
	assert(rows->next > 0 && col >= 0 && (size_t)col < rows->ncols);
	return &rows->cells[(rows->next - 1) * rows->ncols + (size_t)col];
}

bool
db_col_null(const struct db_rows *rows, int col)
{
	return cell(rows, col)->type == CELL_NULL;
}

int64_t
db_col_int(const struct db_rows *rows, int col)
{
	const struct db_cell	*c = cell(rows, col);

	switch (c->type) {
	case CELL_INT:
	case CELL_TIME:
		return c->i;
	case CELL_REAL:
		return (int64_t)c->r;
	case CELL_TEXT:		/* DECIMAL: SUM(), AVG() */
		return strtoll(rows->text + c->off, NULL, 10);
	case CELL_NULL:
		break;
	}
	return 0;
}

double
db_col_real(const struct db_rows *rows, int col)
{
	const struct db_cell	*c = cell(rows, col);

	switch (c->type) {
	case CELL_INT:
	case CELL_TIME:
		return (double)c->i;
	case CELL_REAL:
		return c->r;
	case CELL_TEXT:
		return strtod(rows->text + c->off, NULL);
	case CELL_NULL:
		break;
	}
	return 0;
}

const char *
db_col_str(const struct db_rows *rows, int col)
{
	const struct db_cell	*c = cell(rows, col);
	char			*number = rows->number[col];

	switch (c->type) {
	case CELL_INT:
		snprintf(number, sizeof(*rows->number), "%lld",
		    (long long)c->i);
		return number;
	case CELL_REAL:
		snprintf(number, sizeof(*rows->number), "%.17g", c->r);
		return number;
	case CELL_TIME:
		clock_iso(c->i, number);
		return number;
	case CELL_TEXT:
		return rows->text + c->off;
	case CELL_NULL:
		break;
	}
	return NULL;
}

char *
db_col_dup(const struct db_rows *rows, int col)
{
	return mem_dup(db_col_str(rows, col));
}

const void *
db_col_blob(const struct db_rows *rows, int col, size_t *len)
{
	const struct db_cell	*c = cell(rows, col);

	*len = c->type == CELL_TEXT ? c->len : 0;
	return c->type == CELL_TEXT ? rows->text + c->off : NULL;
}

int64_t
db_col_time(const struct db_rows *rows, int col)
{
	const struct db_cell	*c = cell(rows, col);
	int64_t			 at_ms = 0;

	if (c->type == CELL_TEXT &&
	    clock_parse(rows->text + c->off, &at_ms) == -1)
		return 0;
	return c->type == CELL_TEXT ? at_ms : db_col_int(rows, col);
}
