#include "import/again.h"

#include "base/err.h"
#include "import/alone.h"
#include "import/item.h"
#include "import/job.h"
#include "import/lift.h"
#include "io/db.h"

static int
resume(struct db *db, void *arg, struct err *err)
{
	const struct import_job	*job = arg;

	return import_job_resume(db, job->id, err);
}

int
import_again_resume(struct db *db, const struct conf *conf,
    const struct import_job *job, struct err *err)
{
	return import_alone(db, job->user_id, job->id, resume, (void *)job,
	    err) == -1 ? -1 : import_lift(db, conf, job, err);
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
