#include "import/alone.h"

#include "base/err.h"
#include "base/mem.h"
#include "import/job.h"
#include "io/db.h"

#define LOCK_WAIT_S	10

int
import_alone(struct db *db, int64_t user_id, int64_t but_id,
    int (*work)(struct db *, void *arg, struct err *), void *arg,
    struct err *err)
{
	own_str char	*lock = mem_fmt("import-start-%lld",
			    (long long)user_id);
	int64_t		 running;
	int		 rc;

	if (db_lock(db, lock, LOCK_WAIT_S, err) == -1)
		return -1;
	rc = import_job_running(db, user_id, but_id, &running, err);
	if (rc == 0 && running != 0)
		rc = err_code(err, ERR_CONFLICT, "import.running", "%lld",
		    (long long)running);
	if (rc == 0)
		rc = work(db, arg, err);
	db_unlock(db, lock);
	return rc;
}
