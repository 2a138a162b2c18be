#include "import/again.h"

#include "base/err.h"
#include "import/alone.h"
#include "import/item.h"
#include "import/job.h"
#include "import/lift.h"
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
	return db_tx_run(db, resume_and_lift, arg, err);
}

int
import_again_resume(struct db *db, const struct conf *conf,
    const struct import_job *job, struct err *err)
{
	return import_alone(db, job->user_id, job->id, resume,
	    &(struct resuming){ conf, job }, err);
}

struct failed {
	int64_t				 job_id;
	const struct import_wish	*wish;
};

static int
retry(struct db *db, void *arg, struct err *err)
{
	const struct failed	*f = arg;
	int64_t			 n;

	return import_item_retry(db, f->job_id, f->wish->code, f->wish->ids,
	    f->wish->options, &n, err);
}

int
import_again_failed(struct db *db, const struct import_job *job,
    const struct import_wish *wish, struct err *err)
{
	return import_alone(db, job->user_id, job->id, retry,
	    &(struct failed){ job->id, wish }, err);
}
