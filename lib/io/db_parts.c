#include "io/db_parts.h"

#include "base/buf.h"
#include "base/mem.h"
#include "io/db.h"

#define PART	((size_t)256 << 10)	/* bytes of a row */

int
db_parts_put(struct db *db, const char *insert, int64_t of, const char *data,
    size_t len, struct err *err)
{
	for (size_t at = 0, part = 0; at < len; at += PART, part++) {
		const size_t	n = len - at < PART ? len - at : PART;

		if (db_exec(db, insert, DB_ARGS(db_int(of),
		    db_int((int64_t)part), db_blob(data + at, n)), NULL,
		    err) == -1)
			return -1;
	}
	return 0;
}

int
db_parts_read(struct db *db, const char *select, int64_t of, struct buf *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, select, DB_ARGS(db_int(of)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		size_t		 len;
		const void	*data = db_col_blob(rows, 0, &len);

		buf_add(out, data, len);
	}
	return 0;
}

int
db_parts_at(struct db *db, const char *part, int64_t of, size_t at,
    struct buf *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const size_t		 skip = at % PART;
	const void		*data;
	size_t			 len;

	if (db_query(db, part, DB_ARGS(db_int(of), db_int((int64_t)(at /
	    PART))), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	data = db_col_blob(rows, 0, &len);
	if (len > skip)
		buf_add(out, (const char *)data + skip, len - skip);
	return 0;
}
