#include "candidate/due.h"

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "candidate/history.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/rota.h"

#define PART	50	/* persons of one look */

/* Behind the last one that was looked at, in the order of ids. */
static int
read_part(struct db *db, const struct candidate_due *due,
    const struct candidate_by *by, int64_t after, struct db_rows **rows,
    struct err *err)
{
	own_db_build struct db_build	b = { 0 };

	db_build_add(&b, "SELECT c.id FROM candidate c WHERE c.company_id = ? "
	    "AND ", DB_ARGS(db_int(by->company_id)));
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

struct run {
	const struct candidate_due	*due;
	int64_t				 gone;
};

/* Further than one part only where nobody of it could go. */
static int
run_of(struct db *db, int64_t company_id, void *arg, struct err *err)
{
	const struct candidate_by	 by = { company_id, 0, "service" };
	struct run			*r = arg;
	int64_t				 after = 0;

	for (size_t n = PART; n == PART && r->gone == 0;) {
		own_rows struct db_rows	*rows = NULL;

		if (read_part(db, r->due, &by, after, &rows, err) == -1)
			return -1;
		for (n = 0; db_rows_next(rows); n++) {
			after = db_col_int(rows, 0);
			if (run_one(db, r->due, &by, after, &r->gone,
			    err) == -1)
				return -1;
		}
	}
	return r->gone > 0;
}

int
candidate_due_run(struct db *db, const struct candidate_due *due,
    int64_t *gone, struct err *err)
{
	struct run	r = { .due = due };

	if (rota_take(db, due->rota, run_of, &r, err) == -1)
		return -1;
	*gone = r.gone;
	return 0;
}
