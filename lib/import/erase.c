#include "import/erase.h"

#include "base/err.h"
#include "base/mem.h"
#include "candidate/erase.h"
#include "candidate/history.h"
#include "io/db.h"

int
import_erase(struct db *db, const struct candidate_by *by,
    int64_t candidate_id, struct err *err)
{
	own_str char	*id = mem_fmt("%lld", (long long)candidate_id);
	own_str char	*name = mem_fmt("№ %s", id);

	return db_exec(db, "UPDATE import_job j JOIN import_item i ON "
	    "i.job_id = j.id AND i.task_id = ? SET i.name = ?, "
	    "i.choice = NULL, i.error_message = '' "
	    "WHERE j.company_id = ? AND j.kind = 'candidate'",
	    DB_ARGS(db_str(id), db_str(name), db_int(by->company_id)), NULL,
	    err);
}
