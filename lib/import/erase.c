#include "import/erase.h"

#include "base/err.h"
#include "base/mem.h"
#include "candidate/erase.h"
#include "candidate/history.h"
#include "io/db.h"

/* Rows of tables that are gone, the person's among them. */
static int
erase_rows(struct db *db, int64_t company_id, struct err *err)
{
	return db_exec(db, "UPDATE import_job j JOIN import_item i ON "
	    "i.job_id = j.id SET i.name = CONCAT('№ ', CONVERT(i.task_id "
	    "USING utf8mb4)), i.choice = NULL, i.error_message = '' "
	    "WHERE j.company_id = ? AND j.kind = 'table' AND NOT EXISTS "
	    "(SELECT 1 FROM sheet_row r WHERE r.id = CAST(IF(j.kind = "
	    "'table', i.task_id, '0') AS UNSIGNED))",
	    DB_ARGS(db_int(company_id)), NULL, err);
}

int
import_erase(struct db *db, const struct candidate_by *by,
    int64_t candidate_id, struct err *err)
{
	own_str char	*id = mem_fmt("%lld", (long long)candidate_id);
	own_str char	*name = mem_fmt("№ %s", id);

	return erase_rows(db, by->company_id, err) == -1 ? -1 :
	    db_exec(db, "UPDATE import_job j JOIN import_item i ON "
	    "i.job_id = j.id AND i.task_id = ? SET i.name = ?, "
	    "i.choice = NULL, i.error_message = '' "
	    "WHERE j.company_id = ? AND j.kind = 'candidate'",
	    DB_ARGS(db_str(id), db_str(name), db_int(by->company_id)), NULL,
	    err);
}
