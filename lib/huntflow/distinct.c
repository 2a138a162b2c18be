#include "huntflow/distinct.h"

#include "io/db.h"

#define PAIR_OF(d, a, b) db_int((d)->company_id), db_str((d)->environment), \
	db_int((d)->account_id), db_int((d)->a), db_int((d)->b)

int
distinct_add(struct db *db, const struct distinct *d, struct err *err)
{
	return db_exec(db, "INSERT INTO distinct_pair (company_id, environment,"
	    " account_id, applicant_id, other_id, user_id)"
	    " VALUES (?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?)"
	    " ON DUPLICATE KEY UPDATE user_id = user_id",
	    DB_ARGS(PAIR_OF(d, applicant_id, other_id), db_int(d->user_id),
	    PAIR_OF(d, other_id, applicant_id), db_int(d->user_id)), NULL,
	    err);
}

int
distinct_drop(struct db *db, const struct distinct *d, struct err *err)
{
	return db_exec(db, "DELETE FROM distinct_pair WHERE company_id = ?"
	    " AND environment = ? AND account_id = ?"
	    " AND ((applicant_id = ? AND other_id = ?)"
	    " OR (applicant_id = ? AND other_id = ?))",
	    DB_ARGS(PAIR_OF(d, applicant_id, other_id), db_int(d->other_id),
	    db_int(d->applicant_id)), NULL, err);
}

int
distinct_list(struct db *db, const struct distinct *d, struct db_rows **out,
    struct err *err)
{
	return db_query(db, "SELECT other_id FROM distinct_pair"
	    " WHERE company_id = ? AND environment = ? AND account_id = ?"
	    " AND applicant_id = ?", DB_ARGS(db_int(d->company_id),
	    db_str(d->environment), db_int(d->account_id),
	    db_int(d->applicant_id)), out, err);
}

bool
distinct_next(struct db_rows *rows, int64_t *other_id)
{
	if (!db_rows_next(rows))
		return false;
	*other_id = db_col_int(rows, 0);
	return true;
}
