/* db_build: a statement in the making: literal fragments, each with the values of its marks. */
#ifndef IO_DB_BUILD_H
#define IO_DB_BUILD_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/db.h"

/* Zero it before use. Values are not copied: texts outlive it. */
struct db_build {
	struct buf	 sql;
	struct db_arg	*args;
	size_t		 n, room;
};
void	db_build_clear(struct db_build *);
#define own_db_build	cleanup(db_build_clear)

void	db_build_add(struct db_build *, const char *fragment, struct db_args);
/* fragment ("x IN "), then "(?, ?)" of the values, the last one repeated up to a power of two;
 * n >= 1. */
void	db_build_ids(struct db_build *, const char *fragment,
	    const int64_t *ids, size_t n);
void	db_build_texts(struct db_build *, const char *fragment,
	    const char *const *texts, size_t n);

/* Each as db_query and db_exec. */
int	db_build_query(struct db *, struct db_build *, struct db_rows **,
	    struct err *);
int	db_build_exec(struct db *, struct db_build *, struct err *);
/* How many rows that select ("SELECT 1 FROM ...") has, no more than 10 001. */
int	db_build_count(struct db *, struct db_build *, int64_t *out,
	    struct err *);

#endif
