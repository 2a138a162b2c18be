#include "candidate/due.h"

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "candidate/history.h"
#include "io/db.h"
#include "io/db_build.h"

#define PART	50	/* persons of one look */

/* Behind the last one that was looked at, in the order of ids. */
static int
read_part(struct db *db, const struct candidate_due *due, int64_t after,
    struct db_rows **rows, struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	db_build_add(&b, "SELECT c.id, c.company_id FROM candidate c WHERE ",
	    DB_NONE);
	db_build_add(&b, due->where, DB_NONE);
	db_build_add(&b, " AND c.id > ? ORDER BY c.id LIMIT ?",
	    DB_ARGS(db_int(after), db_int(PART)));
	return db_build_query(db, &b, rows, err);
}

static int
run_one(struct db *db, const struct candidate_due *due,
    const struct candidate_by *by, int64_t id, int64_t *gone,
    struct err *err)
{
	struct err	why = { 0 };

	if (due->erase(db, by, due->erasers, id, &why) == 0) {
		++*gone;
		return 0;
	}
	if (why.kind == ERR_DOWN) {
		*err = why;
		return -1;
	}
	if (why.kind != ERR_ABSENT)
		log_err(LOG_WARN, "candidate: erasure", &why);
	return 0;
}

int
candidate_due_run(struct db *db, const struct candidate_due *due,
    int64_t *gone, struct err *err)
{
	int64_t	after = 0;
	size_t	n = PART;

	for (*gone = 0; n == PART;) {
		own_rows struct db_rows	*rows = NULL;

		if (read_part(db, due, after, &rows, err) == -1)
			return -1;
		for (n = 0; db_rows_next(rows); n++) {
			const struct candidate_by	by = { db_col_int(rows,
							    1), 0, "service" };

			after = db_col_int(rows, 0);
			if (run_one(db, due, &by, after, gone, err) == -1)
				return -1;
		}
	}
	return 0;
}
