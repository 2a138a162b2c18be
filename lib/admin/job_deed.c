/* job_deed: what an admin does to a job, through the room that it belongs to. See job.h. */
#include <stddef.h>
#include <string.h>

#include "account/outbox.h"
#include "admin/job.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "candidate/erasure.h"
#include "clickup/sync.h"
#include "import/again.h"
#include "import/job.h"
#include "import/said.h"
#include "import/view.h"
#include "io/db.h"
#include "io/field.h"
#include "live/event.h"
#include "notice/reminder.h"
#include "service/sync_run.h"

typedef int deed(struct db *, const struct job_deed *, struct err *);

/* --- imports --- */

static int
get_import(struct db *db, const struct job_deed *d, struct import_job *out,
    struct err *err)
{
	if (import_job_get(db, d->id, out, err) == -1)
		return -1;
	return out->company_id == d->company_id ?
	    import_said_whole(db, out, err) :
	    err_set(err, ERR_ABSENT, "import");
}

static int
tell_import(struct db *db, const struct job_deed *d, struct err *err)
{
	own_import_job struct import_job	job = { 0 };

	return import_view_changed(db, d->conf, d->id, &job, err);
}

static int
retry_import(struct db *db, const struct job_deed *d, struct err *err)
{
	static const struct import_wish		all = { 0 };
	own_import_job struct import_job	job = { 0 };

	if (get_import(db, d, &job, err) == -1 ||
	    (strcmp(job.status, "stopped") == 0 ?
	    import_again_resume(db, d->conf, &job, err) :
	    import_again_failed(db, &job, &all, err)) == -1)
		return -1;
	return tell_import(db, d, err);
}

static int
cancel_import(struct db *db, const struct job_deed *d, struct err *err)
{
	own_import_job struct import_job	job = { 0 };

	return get_import(db, d, &job, err) == -1 ||
	    import_job_cancel(db, d->id, err) == -1 ? -1 :
	    tell_import(db, d, err);
}

/* --- syncs --- */

/* The pages of whoever asked for it. */
static void
tell_sync(struct db *db, const struct job_deed *d, const struct sync_run *run)
{
	own_json json_t	*data = sync_run_json(run, d->lang);

	live_event_add(db, d->conf, run->company_id, run->user_id, "sync",
	    data);
}

/* A new run of the same kind: the log of the former stays. */
static int
retry_sync(struct db *db, const struct job_deed *d, struct err *err)
{
	struct sync_run		run, again;
	struct sync_wish	wish;

	if (sync_run_any(db, d->company_id, d->id, &run, err) == -1)
		return -1;
	if (strcmp(run.state, "done") != 0 || strcmp(run.status, "error") != 0)
		return err_code(err, ERR_CONFLICT, "admin.job_state", "%s",
		    run.status);
	wish = (struct sync_wish){ .company_id = run.company_id,
	    .user_id = run.user_id, .full = strcmp(run.reason, "full") == 0 };
	if (sync_ask(db, &wish, &again, err) == -1)
		return -1;
	tell_sync(db, d, &again);
	return 0;
}

static int
cancel_sync(struct db *db, const struct job_deed *d, struct err *err)
{
	struct sync_run	run;

	if (sync_run_cancel(db, d->company_id, d->id, &run, err) == -1)
		return -1;
	tell_sync(db, d, &run);
	return 0;
}

/* --- reminders, messages --- */

static int
cancel_reminder(struct db *db, const struct job_deed *d, struct err *err)
{
	return reminder_cancel(db, d->company_id, d->id, err);
}

static int
retry_message(struct db *db, const struct job_deed *d, struct err *err)
{
	return outbox_retry(db, d->company_id, d->id, err);
}

static int
cancel_message(struct db *db, const struct job_deed *d, struct err *err)
{
	return outbox_cancel(db, d->company_id, d->id, err);
}

/* --- erasures --- */

static int
retry_erasure(struct db *db, const struct job_deed *d, struct err *err)
{
	return candidate_erasure_retry(db, d->company_id, d->id, err);
}

/* --- any of them --- */

static const struct {
	deed		*retry, *cancel;	/* NULL: it knows no such thing */
	const char	*program, *args[2];	/* that then has work */
} kinds[] = {
	[JOB_IMPORTS] = { retry_import, cancel_import, "import", { NULL } },
	[JOB_SYNCS] = { retry_sync, cancel_sync, "tick", { "sync", NULL } },
	[JOB_REMINDERS] = { NULL, cancel_reminder, NULL, { NULL } },
	[JOB_MESSAGES] = { retry_message, cancel_message, "tick",
	    { "mail", NULL } },
	[JOB_ERASURES] = { retry_erasure, NULL, "tick", { "erase", NULL } },
};

static int
act(struct db *db, const struct job_deed *d, deed *what, const char *never,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (what != NULL)
		return what(db, d, err);
	if (job_get(db, d->company_id, d->kind, d->id, &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	return err_code(err, ERR_CONFLICT, never, "%s",
	    job_kinds[d->kind]);
}

/* Cron begins a little later, should it not start now. */
int
job_retry(struct db *db, const struct job_deed *d, struct err *err)
{
	struct err	late = { 0 };

	if (act(db, d, kinds[d->kind].retry, "admin.job_fixed",
	    err) == -1)
		return -1;
	if (proc_start(d->conf, kinds[d->kind].program, kinds[d->kind].args,
	    &late) == -1)
		log_err(LOG_ERROR, "start a retried job", &late);
	return 0;
}

int
job_cancel(struct db *db, const struct job_deed *d, struct err *err)
{
	return act(db, d, kinds[d->kind].cancel, "admin.job_final", err);
}
