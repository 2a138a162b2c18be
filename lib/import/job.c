#include "import/job.h"

#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "import/item.h"
#include "import/said.h"
#include "io/db.h"

void
import_job_clear(struct import_job *job)
{
	char	**const texts[] = { &job->account_name, &job->vacancy_name,
		    &job->status_name, &job->source, &job->status, &job->scope,
		    &job->request, &job->error_code, &job->error_message,
		    &job->paused_by, &job->failed_ids, &job->working,
		    &job->failures, &job->speed, &job->created_by,
		    &job->locale, &job->kind };

	for (size_t i = 0; i < nitems(texts); i++)
		mem_free_str(texts[i]);
	*job = (struct import_job){ 0 };
}

#define JOB_COLS "j.id, j.company_id, j.user_id, j.clickup_id, " \
	"j.huntflow_id, j.account_id, j.vacancy_id, j.status_id, " \
	"j.account_name, j.vacancy_name, j.status_name, j.source, j.status, " \
	"j.scope, j.request, j.delay_seconds, j.total_tasks, " \
	"j.processed_tasks, j.successful_tasks, j.failed_tasks, " \
	"j.skipped_tasks, j.error_code, j.error_message, j.paused_until, " \
	"j.paused_by, j.failed_ids, j.working, j.failures, j.speed, " \
	"j.speed_per_minute, j.created_at, j.updated_at, j.started_at, " \
	"j.completed_at, u.name, u.locale, j.unsure_tasks, NOW(3), " \
	"j.resumed_at, j.kind, j.source_id, j.said_upto IS NOT NULL"
#define JOB_FROM " FROM import_job j JOIN user u ON u.id = j.user_id "

static void
job_read(const struct db_rows *rows, struct import_job *job)
{
	job->id = db_col_int(rows, 0);
	job->company_id = db_col_int(rows, 1);
	job->user_id = db_col_int(rows, 2);
	job->clickup_id = db_col_int(rows, 3);
	job->huntflow_id = db_col_int(rows, 4);
	job->account_id = db_col_int(rows, 5);
	job->vacancy_id = db_col_int(rows, 6);
	job->status_id = db_col_int(rows, 7);
	job->account_name = db_col_dup(rows, 8);
	job->vacancy_name = db_col_dup(rows, 9);
	job->status_name = db_col_dup(rows, 10);
	job->source = db_col_dup(rows, 11);
	job->status = db_col_dup(rows, 12);
	job->scope = db_col_dup(rows, 13);
	job->request = db_col_dup(rows, 14);
	job->delay_seconds = db_col_real(rows, 15);
	job->total = db_col_int(rows, 16);
	job->processed = db_col_int(rows, 17);
	job->successful = db_col_int(rows, 18);
	job->failed = db_col_int(rows, 19);
	job->skipped = db_col_int(rows, 20);
	job->error_code = db_col_dup(rows, 21);
	job->error_message = db_col_dup(rows, 22);
	job->paused_until = db_col_time(rows, 23);
	job->paused_by = db_col_dup(rows, 24);
	job->failed_ids = db_col_dup(rows, 25);
	job->working = db_col_dup(rows, 26);
	job->failures = db_col_dup(rows, 27);
	job->speed = db_col_dup(rows, 28);
	job->speed_per_minute = db_col_real(rows, 29);
	job->created_at = db_col_time(rows, 30);
	job->updated_at = db_col_time(rows, 31);
	job->started_at = db_col_time(rows, 32);
	job->completed_at = db_col_time(rows, 33);
	job->created_by = db_col_dup(rows, 34);
	job->locale = db_col_dup(rows, 35);
	job->unsure = db_col_int(rows, 36);
	job->read_at = db_col_time(rows, 37);
	job->resumed_at = db_col_time(rows, 38);
	job->kind = db_col_dup(rows, 39);
	job->source_id = db_col_int(rows, 40);
	job->half = db_col_int(rows, 41) != 0;
}

static struct db_arg
text_arg(const char *s)
{
	return db_str(s != NULL ? s : "");
}

/*
 * One that is being made is nobody's, and stopped: no person, no company and no importer finds it
 * until it is given to whom it is for.
 */
int
import_job_make(struct db *db, const struct import_job *job, int64_t *id,
    struct err *err)
{
	if (db_exec(db, "INSERT INTO import_job (company_id, user_id, status, "
	    "clickup_id, huntflow_id, account_id, account_name, vacancy_id, "
	    "vacancy_name, status_id, status_name, source, scope, request, "
	    "delay_seconds, kind, source_id) VALUES (0, 0, 'stopped', ?, ?, ?, "
	    "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    DB_ARGS(db_int(job->clickup_id), db_int(job->huntflow_id),
	    db_int(job->account_id), text_arg(job->account_name),
	    db_id(job->vacancy_id), text_arg(job->vacancy_name),
	    db_id(job->status_id), text_arg(job->status_name),
	    text_arg(job->source), db_str(job->scope), db_str(job->request),
	    db_real(job->delay_seconds), db_str(job->kind),
	    db_id(job->source_id)), NULL, err) == -1)
		return -1;
	*id = db_last_id(db);
	return 0;
}

static int
give_job(struct db *db, void *arg, struct err *err)
{
	const struct import_job	*job = arg;
	int64_t			 n = 0;

	if (db_exec(db, "UPDATE import_job SET company_id = ?, user_id = ?, "
	    "status = 'queued', created_at = NOW(3), updated_at = NOW(3) "
	    "WHERE id = ? AND user_id = 0 AND total_tasks > 0",
	    DB_ARGS(db_int(job->company_id), db_int(job->user_id),
	    db_int(job->id)), &n, err) == -1)
		return -1;
	return n == 1 ? 0 : err_code(err, ERR_CONFLICT, "import.empty",
	    "no task was chosen");
}

int
import_job_give(struct db *db, const struct import_job *job, struct err *err)
{
	struct import_job	given = *job;

	return db_tx_run(db, give_job, &given, err);
}

int
import_job_unmake(struct db *db, int64_t id, struct err *err)
{
	return import_item_drop(db, id, err) == -1 ? -1 : db_exec(db,
	    "DELETE FROM import_job WHERE id = ? AND user_id = 0",
	    DB_ARGS(db_int(id)), NULL, err);
}

int
import_job_expire(struct db *db, int64_t days, int64_t *removed,
    struct err *err)
{
	int64_t	id = 0;

	*removed = 0;
	if (db_number(db, "SELECT COALESCE((SELECT id FROM import_job WHERE "
	    "user_id = 0 AND created_at < NOW(3) - INTERVAL ? DAY LIMIT 1), 0)",
	    DB_ARGS(db_int(days)), &id, err) == -1)
		return -1;
	if (id == 0)
		return 0;
	*removed = 1;
	return import_job_unmake(db, id, err);
}

int
import_job_get(struct db *db, int64_t id, struct import_job *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " JOB_COLS JOB_FROM "WHERE j.id = ?",
	    DB_ARGS(db_int(id)), &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	job_read(rows, out);
	return 0;
}

int
import_job_of(struct db *db, int64_t user_id, int64_t id,
    struct import_job *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " JOB_COLS JOB_FROM
	    "WHERE j.id = ? AND j.user_id = ?",
	    DB_ARGS(db_int(id), db_int(user_id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	job_read(rows, out);
	return 0;
}

int
import_job_list(struct db *db, int64_t user_id, int64_t before_id,
    int64_t offset, int limit, struct db_rows **rows, struct err *err)
{
	return db_query(db, "SELECT " JOB_COLS JOB_FROM
	    "WHERE j.user_id = ? AND j.id < ? ORDER BY j.id DESC "
	    "LIMIT ? OFFSET ?", DB_ARGS(db_int(user_id),
	    db_int(before_id > 0 ? before_id : INT64_MAX), db_int(limit),
	    db_int(offset)), rows, err);
}

bool
import_job_next(struct db_rows *rows, struct import_job *out)
{
	import_job_clear(out);
	if (!db_rows_next(rows))
		return false;
	job_read(rows, out);
	return true;
}

int
import_job_last(struct db *db, int64_t user_id, struct import_job *out,
    bool *there, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " JOB_COLS JOB_FROM "WHERE j.id = COALESCE("
	    "(SELECT r.id FROM import_job r FORCE INDEX (by_state) "
	    "WHERE r.user_id = ? AND r.status IN ('queued', 'running') "
	    "ORDER BY r.created_at DESC, r.id DESC LIMIT 1), "
	    "(SELECT n.id FROM import_job n FORCE INDEX (newest) "
	    "WHERE n.user_id = ? "
	    "ORDER BY n.created_at DESC, n.id DESC LIMIT 1))",
	    DB_ARGS(db_int(user_id), db_int(user_id)), &rows, err) == -1)
		return -1;
	*there = import_job_next(rows, out);
	return 0;
}

bool
import_job_runs(const struct import_job *job)
{
	return strcmp(job->status, "queued") == 0 ||
	    strcmp(job->status, "running") == 0;
}

int
import_job_count(struct db *db, int64_t user_id, int64_t *out, struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM import_job WHERE user_id = ?",
	    DB_ARGS(db_int(user_id)), out, err);
}

int
import_job_running(struct db *db, int64_t user_id, int64_t but_id,
    int64_t *id, struct err *err)
{
	return db_number(db, "SELECT id FROM import_job WHERE user_id = ? AND "
	    "id <> ? AND status IN ('queued', 'running') "
	    "ORDER BY created_at DESC, id DESC LIMIT 1", DB_ARGS(
	    db_int(user_id), db_int(but_id)), id, err);
}

/* --- a person's changes --- */

static int
in_state(int rc, const int64_t *changed, struct err *err)
{
	return rc == -1 ? -1 : *changed == 1 ? 0 : err_code(err, ERR_CONFLICT,
	    "import.state", "the import is in another state");
}

int
import_job_stop(struct db *db, int64_t id, struct err *err)
{
	int64_t	 changed = 0;

	return in_state(db_exec(db, "UPDATE import_job SET status = 'stopped', "
	    "error_code = '', error_message = '', paused_until = NULL, "
	    "paused_by = '' WHERE id = ? AND status IN ('queued', 'running')",
	    DB_ARGS(db_int(id)), &changed, err), &changed, err);
}

/* What waits for a service waits no longer: a person says "now". */
int
import_job_resume(struct db *db, int64_t id, struct err *err)
{
	int64_t	 changed = 0;

	if (in_state(db_exec(db, "UPDATE import_job SET "
	    "status = IF(started_at IS NULL, 'queued', 'running'), "
	    "error_code = '', error_message = '', next_at = NULL, "
	    "paused_until = NULL, paused_by = '', resumed_at = NOW(3) "
	    "WHERE id = ? AND (status = 'stopped' OR "
	    "(status IN ('queued', 'running') AND paused_until > NOW(3)))",
	    DB_ARGS(db_int(id)), &changed, err), &changed, err) == -1)
		return -1;
	return import_said_begin(db, id, &(struct import_said){
	    .what = IMPORT_RESUME }, err);
}

/* The job's row first: it is locked while its figures change. */
int
import_job_retry(struct db *db, int64_t id, const struct import_said *said,
    struct err *err)
{
	int64_t	 changed = 0;

	if (db_exec(db, "UPDATE import_job SET updated_at = NOW(3), "
	    "status = 'running', completed_at = NULL, error_code = '', "
	    "error_message = '', next_at = NULL, resumed_at = NOW(3) "
	    "WHERE id = ? AND status <> 'cancelled' AND "
	    "(failed_tasks > 0 OR unsure_tasks > 0)", DB_ARGS(db_int(id)),
	    &changed, err) == -1)
		return -1;
	return changed == 1 ? import_said_begin(db, id, said, err) :
	    err_code(err, ERR_CONFLICT, "import.state",
	    "nothing failed, or the import was cancelled");
}

static int
cancel(struct db *db, void *arg, struct err *err)
{
	const int64_t	*id = arg;
	int64_t		 changed = 0;

	if (in_state(db_exec(db, "UPDATE import_job SET status = 'cancelled', "
	    "completed_at = NOW(3), paused_until = NULL, paused_by = '' "
	    "WHERE id = ? AND status IN ('queued', 'running', 'stopped')",
	    DB_ARGS(db_int(*id)), &changed, err), &changed, err) == -1)
		return -1;
	return import_said_begin(db, *id, &(struct import_said){
	    .what = IMPORT_CANCEL }, err);
}

int
import_job_cancel(struct db *db, int64_t id, struct err *err)
{
	if (db_tx_run(db, cancel, &id, err) == -1)
		return -1;
	import_said_rest(db, id);
	return 0;
}

int
import_job_names(struct db *db, const struct import_job *job, struct err *err)
{
	return db_exec(db, "UPDATE import_job SET account_name = LEFT(?, 200), "
	    "vacancy_name = LEFT(?, 300), status_name = LEFT(?, 200) "
	    "WHERE id = ?", DB_ARGS(text_arg(job->account_name),
	    text_arg(job->vacancy_name), text_arg(job->status_name),
	    db_int(job->id)), NULL, err);
}

const struct db_deadline import_deadlines[] = {
	{ "import_job", "next_at" },
	{ "import_job", "paused_until" },
	{ "import_item", "run_after" },
	{ "import_item", "lease_until" },
	{ "import_undo_item", "run_after" },
	{ "import_undo_item", "lease_until" },
	{ 0 }
};
