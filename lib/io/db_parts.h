/* db_parts: bytes that are too many for one row, such as a file's: in parts, a row each. The table
 * is its room's: each call brings its statement. */
#ifndef IO_DB_PARTS_H
#define IO_DB_PARTS_H

#include <stddef.h>
#include <stdint.h>

struct buf;
struct db;
struct err;

/* insert: "INSERT INTO t (of, part, data) VALUES (?, ?, ?)"; parts count from 0. In the caller's
 * transaction. */
int	db_parts_put(struct db *, const char *insert, int64_t of,
	    const char *data, size_t len, struct err *);
/* select: "SELECT data FROM t WHERE of = ? ORDER BY part". What is not there adds nothing. */
int	db_parts_read(struct db *, const char *select, int64_t of,
	    struct buf *out, struct err *);
/* part: "SELECT data FROM t WHERE of = ? AND part = ?". What is there from at on, to the end of its
 * part, behind what is in out; at the end of all nothing. */
int	db_parts_at(struct db *, const char *part, int64_t of, size_t at,
	    struct buf *out, struct err *);

#endif
