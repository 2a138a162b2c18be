/* sheet: tables that a company was given, and their rows, for as long as they are kept. Tables
 * sheet and sheet_row. */
#ifndef TABLE_SHEET_H
#define TABLE_SHEET_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct buf;
struct contact_store;
struct db;
struct db_rows;
struct err;
struct table_text;

#define TABLE_DAYS	30	/* that one is kept */

/* Texts live until the next row; times are ms. */
struct table_sheet {
	int64_t		 id, rows, created_at, expires_at;
	const char	*name;		/* of the file */
	const char	*kind;		/* "csv", "xlsx" */
	const char	*sheet, *sheets;	/* its name, ""; JSON [name] of all of the file */
	const char	*encoding;	/* of a text; NULL: a workbook, or it is not known */
	const char	*columns;	/* JSON [{id, name, guess}]; guess: of whoever took it */
	const char	*mapping;	/* JSON {"column's id": word}: as somebody chose */
	const char	*by;		/* who gave it; NULL: a user who is gone */
};

struct table_sheet_new {
	int64_t			 company_id, user_id;
	const char		*name;
	const char		*columns;	/* JSON of table_sheet_columns, with guesses */
	const char		*digest;	/* of the file and how it is read: 64 hex digits */
	struct table_text	*text;		/* without a problem; its rows are read */
};
/* [{id, name}] */
json_t	*table_sheet_columns(const json_t *names);
/*
 * created false: the same file is there already, and id is its own; one that was dropped comes
 * back under its former ids (table/past.h). In parts, none of which is seen before the last is
 * there; in no transaction.
 */
int	table_sheet_add(struct db *, const struct table_sheet_new *,
	    int64_t *id, bool *created, struct err *);

/* ERR_ABSENT "table.absent": there is none of the company. */
int	table_sheet_get(struct db *, int64_t company_id, int64_t id,
	    struct db_rows **, struct table_sheet *out, struct err *);
/* Newest first: below before_id (0: all), skipping offset. */
int	table_sheet_list(struct db *, int64_t company_id, int64_t before_id,
	    int64_t offset, int64_t limit, struct db_rows **, struct err *);
bool	table_sheet_next(struct db_rows *, struct table_sheet *out);
int	table_sheet_count(struct db *, int64_t company_id, int64_t *out,
	    struct err *);
/* As an open object: id, name, kind, sheet, sheets, encoding, rows, created_by, created_at,
 * expires_at. */
void	table_sheet_emit(struct buf *, const struct table_sheet *);
int	table_sheet_map(struct db *, int64_t company_id, int64_t id,
	    const char *mapping, struct err *);
int	table_sheet_drop(struct db *, int64_t company_id, int64_t id,
	    struct err *);

int	table_sheet_expire(struct db *, int64_t days, int64_t *removed,
	    struct err *);
/* Rows that tell of a person who is erased go. */
extern const struct contact_store	table_sheet_store;

#endif
