#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_int.h"

#define ROWS_MAX	500	/* of one statement */
#define PARAMS_MAX	65535
#define CHUNK_BYTES	(1 << 20) /* below any sensible max_allowed_packet */

struct db_arg
db_int(int64_t i)
{
	return (struct db_arg){ .type = DB_INT, .i = i };
}

struct db_arg
db_id(int64_t i)
{
	return (struct db_arg){ .type = i == 0 ? DB_NULL : DB_INT, .i = i };
}

struct db_arg
db_real(double r)
{
	return (struct db_arg){ .type = DB_REAL, .r = r };
}

struct db_arg
db_strn(const char *s, size_t len)
{
	return (struct db_arg){ .type = s == NULL ? DB_NULL : DB_STR, .s = s,
	    .len = s == NULL ? 0 : len };
}

struct db_arg
db_str(const char *s)
{
	return db_strn(s, s == NULL ? 0 : strlen(s));
}

struct db_arg
db_blob(const void *s, size_t len)
{
	return (struct db_arg){ .type = s == NULL ? DB_NULL : DB_BLOB, .s = s,
	    .len = s == NULL ? 0 : len };
}

struct db_arg
db_time(int64_t at_ms)
{
	return (struct db_arg){ .type = at_ms == 0 ? DB_NULL : DB_TIME,
	    .i = at_ms };
}

/* How many of the rows go into one statement: by number, bytes, parameters. */
static size_t
chunk_rows(const struct db_arg *vals, size_t ncols, size_t nrows)
{
	size_t	 n = 0, bytes = 0;

	while (n < nrows && n < ROWS_MAX && (n + 1) * ncols <= PARAMS_MAX) {
		for (size_t i = 0; i < ncols; i++)
			bytes += 16 + vals[n * ncols + i].len;
		if (n > 0 && bytes > CHUNK_BYTES)
			break;
		n++;
	}
	return n;
}

static void
rows_sql(struct buf *sql, const char *head, const char *tail, size_t ncols,
    size_t nrows)
{
	sql->len = 0;
	buf_puts(sql, head);
	for (size_t row = 0; row < nrows; row++) {
		buf_puts(sql, row == 0 ? "(?" : ",(?");
		for (size_t i = 1; i < ncols; i++)
			buf_puts(sql, ",?");
		buf_putc(sql, ')');
	}
	if (tail != NULL)
		buf_puts(sql, tail);
}

/* Odd sizes seldom return: they are not worth keeping prepared. */
static int
exec_chunk(struct db *db, const char *sql, const struct db_arg *vals,
    size_t nrows, size_t ncols, int64_t *changed, struct err *err)
{
	struct db_args	 args = { vals, nrows * ncols };

	return (nrows == 1 || nrows == ROWS_MAX ? db_exec : db_exec_once)(db,
	    sql, args, changed, err);
}

int
db_exec_rows(struct db *db, const char *head, const char *tail,
    const struct db_arg *vals, size_t ncols, size_t nrows, int64_t *changed,
    struct err *err)
{
	own_buf struct buf	 sql = { 0 };
	int64_t			 total = 0;
	size_t			 made = 0;

	for (size_t n; nrows > 0; nrows -= n, vals += n * ncols) {
		int64_t	 changed_now = 0;

		n = chunk_rows(vals, ncols, nrows);
		if (n != made)
			rows_sql(&sql, head, tail, ncols, n);
		made = n;
		if (exec_chunk(db, buf_str(&sql), vals, n, ncols,
		    &changed_now, err) == -1)
			return -1;
		total += changed_now;
	}
	if (changed != NULL)
		*changed = total;
	return 0;
}
