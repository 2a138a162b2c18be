#include "candidate/total.h"

#include "io/db.h"

int
candidate_total_lock(struct db *db, int64_t company_id, int64_t *rev,
    struct err *err)
{
	if (db_exec(db, "INSERT INTO candidate_total (company_id, rev) "
	    "VALUES (?, LAST_INSERT_ID(1)) ON DUPLICATE KEY UPDATE "
	    "rev = LAST_INSERT_ID(rev + 1)", DB_ARGS(db_int(company_id)),
	    NULL, err) == -1)
		return -1;
	*rev = db_last_id(db);
	return 0;
}

int
candidate_total_add(struct db *db, int64_t company_id, int64_t more,
    struct err *err)
{
	if (more == 0)
		return 0;
	return db_exec(db, "UPDATE candidate_total SET "
	    "candidates = candidates + ? WHERE company_id = ?",
	    DB_ARGS(db_int(more), db_int(company_id)), NULL, err);
}
