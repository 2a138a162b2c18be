#include "import/lift.h"

#include "base/err.h"
#include "clickup/api.h"
#include "clickup/link.h"
#include "huntflow/api.h"
#include "huntflow/link.h"
#include "import/job.h"

int
import_lift(struct db *db, const struct conf *conf,
    const struct import_job *job, struct err *err)
{
	own_clickup struct clickup		*clickup = NULL;
	own_huntflow_link struct huntflow_link	*huntflow = NULL;
	struct err				 gone = { 0 };

	if (clickup_link_open(db, conf, job->company_id, job->user_id,
	    &clickup, &gone) == 0 && clickup_lift(clickup, err) == -1)
		return -1;
	if (huntflow_link_open_id(db, conf, job->huntflow_id, job->user_id,
	    &huntflow, &gone) == 0 && huntflow_lift(huntflow->api, err) == -1)
		return -1;
	return 0;
}
