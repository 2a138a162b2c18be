#include "import/again.h"

#include "base/err.h"
#include "base/mem.h"
#include "import/alone.h"
#include "import/job.h"
#include "import/lift.h"
#include "import/said.h"
#include "io/db.h"

struct resuming {
	const struct conf	*conf;
	const struct import_job	*job;
};

/* No worker sees that the job goes on while its keys still wait. */
static int
resume_and_lift(struct db *db, void *arg, struct err *err)
{
	const struct resuming	*r = arg;

	return import_lift(db, r->conf, r->job, err) == -1 ? -1 :
	    import_job_resume(db, r->job->id, err);
}

static int
resume(struct db *db, void *arg, struct err *err)
{
	const struct resuming	*r = arg;

	import_said_rest(db, r->job->id);
	if (db_tx_run(db, resume_and_lift, arg, err) == -1)
		return -1;
	import_said_rest(db, r->job->id);
	return 0;
}

int
import_again_resume(struct db *db, const struct conf *conf,
    const struct import_job *job, struct err *err)
{
	return import_alone(db, job->user_id, job->id, resume,
	    &(struct resuming){ conf, job }, err);
}

struct failed {
	int64_t			 job_id;
	struct import_said	 said;
};

static int
retry_job(struct db *db, void *arg, struct err *err)
{
	const struct failed	*f = arg;

	return import_job_retry(db, f->job_id, &f->said, err);
}

static int
retry(struct db *db, void *arg, struct err *err)
{
	const struct failed	*f = arg;

	import_said_rest(db, f->job_id);
	if (db_tx_run(db, retry_job, arg, err) == -1)
		return -1;
	import_said_rest(db, f->job_id);
	return 0;
}

int
import_again_failed(struct db *db, const struct import_job *job,
    const struct import_wish *wish, struct err *err)
{
	own_str char	*ids = wish->ids == NULL ? NULL :
			    json_dumps(wish->ids, JSON_COMPACT);

	return import_alone(db, job->user_id, job->id, retry,
	    &(struct failed){ job->id, { IMPORT_RETRY, wish->code, ids,
	    wish->options } }, err);
}
