#include "import/job.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "transfer/step.h"

#define SPEED_MINUTES	60
#define FAILED_IDS_MAX	1000
#define SAMPLE		5
#define CODES_MAX	20
#define WORKING_MAX	64

void
import_job_clear(struct import_job *job)
{
	char	**const texts[] = { &job->account_name, &job->vacancy_name,
		    &job->status_name, &job->source, &job->status, &job->scope,
		    &job->request, &job->error_code, &job->error_message,
		    &job->paused_by, &job->failed_ids, &job->working,
		    &job->failures, &job->speed, &job->created_by,
		    &job->locale };

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
	"j.completed_at, u.name, u.locale, j.unsure_tasks"
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
}

static struct db_arg
text_arg(const char *s)
{
	return db_str(s != NULL ? s : "");
}

int
import_job_add(struct db *db, const struct import_job *job, int64_t *id,
    struct err *err)
{
	if (db_exec(db, "INSERT INTO import_job (company_id, user_id, "
	    "clickup_id, huntflow_id, account_id, account_name, vacancy_id, "
	    "vacancy_name, status_id, status_name, source, scope, request, "
	    "delay_seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    DB_ARGS(db_int(job->company_id), db_int(job->user_id),
	    db_int(job->clickup_id), db_int(job->huntflow_id),
	    db_int(job->account_id), text_arg(job->account_name),
	    db_id(job->vacancy_id), text_arg(job->vacancy_name),
	    db_id(job->status_id), text_arg(job->status_name),
	    text_arg(job->source), db_str(job->scope), db_str(job->request),
	    db_real(job->delay_seconds)), NULL, err) == -1)
		return -1;
	*id = db_last_id(db);
	return 0;
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
	    "ORDER BY id DESC LIMIT 1", DB_ARGS(db_int(user_id),
	    db_int(but_id)), id, err);
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
static int
resume(struct db *db, void *arg, struct err *err)
{
	const int64_t	*id = arg;
	int64_t		 changed = 0;

	if (in_state(db_exec(db, "UPDATE import_job SET "
	    "status = IF(started_at IS NULL, 'queued', 'running'), "
	    "error_code = '', error_message = '', next_at = NULL, "
	    "paused_until = NULL, paused_by = '', resumed_at = NOW(3) "
	    "WHERE id = ? AND (status = 'stopped' OR "
	    "(status IN ('queued', 'running') AND paused_until > NOW(3)))",
	    DB_ARGS(db_int(*id)), &changed, err), &changed, err) == -1)
		return -1;
	return db_exec(db, "UPDATE import_item SET run_after = NOW(3) "
	    "WHERE job_id = ? AND state = 'ready' AND run_after > NOW(3)",
	    DB_ARGS(db_int(*id)), NULL, err);
}

int
import_job_resume(struct db *db, int64_t id, struct err *err)
{
	return db_tx_run(db, resume, &id, err);
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
	return db_exec(db, "UPDATE import_item SET state = 'cancelled' "
	    "WHERE job_id = ? AND state = 'ready'", DB_ARGS(db_int(*id)),
	    NULL, err);
}

int
import_job_cancel(struct db *db, int64_t id, struct err *err)
{
	return db_tx_run(db, cancel, &id, err);
}

/* --- the importer's --- */

static int
ids_of(struct db *db, const char *sql, struct db_args args, int64_t *ids,
    int max, int *n, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, sql, args, &rows, err) == -1)
		return -1;
	for (*n = 0; *n < max && db_rows_next(rows); (*n)++)
		ids[*n] = db_col_int(rows, 0);
	return 0;
}

int
import_job_due(struct db *db, int64_t *ids, int max, int *n, struct err *err)
{
	return ids_of(db, "SELECT j.id FROM import_job j WHERE "
	    "j.status IN ('queued', 'running') AND "
	    "(j.next_at IS NULL OR j.next_at <= NOW(3)) AND "
	    "(j.paused_until IS NULL OR j.paused_until <= NOW(3)) AND EXISTS "
	    "(SELECT 1 FROM import_item i WHERE i.job_id = j.id AND "
	    "i.state = 'ready' AND i.run_after <= NOW(3)) "
	    "ORDER BY j.next_at, j.id LIMIT ?", DB_ARGS(db_int(max)), ids,
	    max, n, err);
}

int
import_job_active(struct db *db, bool *active, int64_t *wait_ms,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT COUNT(*), MIN(GREATEST(0, TIMESTAMPDIFF("
	    "MICROSECOND, NOW(3), GREATEST(COALESCE(next_at, NOW(3)), "
	    "COALESCE(paused_until, NOW(3)))) DIV 1000)) FROM import_job "
	    "WHERE status IN ('queued', 'running')", DB_NONE, &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	*active = db_col_int(rows, 0) > 0;
	*wait_ms = db_col_int(rows, 1);
	return 0;
}

int
import_job_pace(struct db *db, int64_t id, bool *ours, struct err *err)
{
	int64_t	 changed = 0;

	if (db_exec(db, "UPDATE import_job SET next_at = NOW(3) + "
	    "INTERVAL CAST(delay_seconds * 1000000 AS SIGNED) MICROSECOND "
	    "WHERE id = ? AND status IN ('queued', 'running') AND "
	    "(next_at IS NULL OR next_at <= NOW(3)) AND "
	    "(paused_until IS NULL OR paused_until <= NOW(3))",
	    DB_ARGS(db_int(id)), &changed, err) == -1)
		return -1;
	*ours = changed == 1;
	return 0;
}

static int
was_changed(int rc, const int64_t *n, bool *changed)
{
	if (rc == 0 && changed != NULL)
		*changed = *n == 1;
	return rc;
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

int
import_job_ready(struct db *db, int64_t id, int64_t most, int64_t *out,
    struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM (SELECT 1 FROM import_item "
	    "WHERE job_id = ? AND state = 'ready' AND run_after <= NOW(3) "
	    "LIMIT ?) c", DB_ARGS(db_int(id), db_int(most)), out, err);
}

int
import_job_begin(struct db *db, int64_t id, bool *changed, struct err *err)
{
	int64_t	 n = 0;

	return was_changed(db_exec(db, "UPDATE import_job SET status = 'running', "
	    "started_at = COALESCE(started_at, NOW(3)) "
	    "WHERE id = ? AND status = 'queued'", DB_ARGS(db_int(id)), &n,
	    err), &n, changed);
}

int
import_job_pause(struct db *db, int64_t id, int64_t for_ms, const char *by,
    struct err *err)
{
	return db_exec(db, "UPDATE import_job SET paused_until = "
	    "GREATEST(COALESCE(paused_until, NOW(3)), "
	    "NOW(3) + INTERVAL ? MICROSECOND), paused_by = ? "
	    "WHERE id = ? AND status IN ('queued', 'running')",
	    DB_ARGS(db_int(for_ms * 1000), db_str(by), db_int(id)), NULL, err);
}

int
import_job_halt(struct db *db, int64_t id, int64_t since_ms, const char *code,
    const char *text, bool *changed, struct err *err)
{
	int64_t	 n = 0;

	return was_changed(db_exec(db, "UPDATE import_job SET status = 'stopped', "
	    "error_code = ?, error_message = LEFT(?, 1000), "
	    "paused_until = NULL, paused_by = '' "
	    "WHERE id = ? AND status IN ('queued', 'running') AND "
	    "(resumed_at IS NULL OR resumed_at < ?)",
	    DB_ARGS(db_str(code), db_str(text), db_int(id),
	    db_time(since_ms)), &n, err), &n, changed);
}

int
import_job_stale(struct db *db, int64_t *ids, int max, int *n, struct err *err)
{
	return ids_of(db, "SELECT id FROM import_job WHERE "
	    "status IN ('queued', 'running') AND (figures_at IS NULL OR "
	    "figures_at <= NOW(3) - INTERVAL 1 SECOND) LIMIT ?",
	    DB_ARGS(db_int(max)), ids, max, n, err);
}

int
import_job_unsure(struct db *db, int64_t *ids, int max, int *n,
    struct err *err)
{
	return ids_of(db, "SELECT id FROM import_job WHERE unsure_tasks > 0 "
	    "LIMIT ?", DB_ARGS(db_int(max)), ids, max, n, err);
}

/* --- figures --- */

static int
write_working(struct db *db, int64_t id, struct buf *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	enum transfer_step	 step;

	if (db_query(db, "SELECT task_id, name, step FROM import_item "
	    "WHERE job_id = ? AND state = 'working' LIMIT ?",
	    DB_ARGS(db_int(id), db_int(WORKING_MAX)), &rows, err) == -1)
		return -1;
	emit_open(out, NULL, '[');
	while (db_rows_next(rows)) {
		step = transfer_step_of(db_col_str(rows, 2));
		emit_open(out, NULL, '{');
		emit_str(out, "task_id", db_col_str(rows, 0));
		emit_str(out, "name", db_col_str(rows, 1));
		emit_str(out, "step", transfer_step_names[step]);
		emit_int(out, "step_no", step + 1);
		emit_int(out, "steps", STEPS);
		emit_close(out, '}');
	}
	emit_close(out, ']');
	return 0;
}

static int
write_sample(struct db *db, int64_t id, const char *code, struct buf *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT task_id, name, error_message "
	    "FROM import_item WHERE job_id = ? AND state IN ('failed', "
	    "'unsure') AND error_code = ? ORDER BY id LIMIT ?",
	    DB_ARGS(db_int(id), db_str(code), db_int(SAMPLE)), &rows,
	    err) == -1)
		return -1;
	emit_open(out, "sample", '[');
	while (db_rows_next(rows)) {
		emit_open(out, NULL, '{');
		emit_str(out, "task_id", db_col_str(rows, 0));
		emit_str(out, "name", db_col_str(rows, 1));
		emit_str(out, "error_message", db_col_str(rows, 2));
		emit_close(out, '}');
	}
	emit_close(out, ']');
	return 0;
}

static int
write_failures(struct db *db, int64_t id, struct buf *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT error_code, COUNT(*) FROM import_item "
	    "WHERE job_id = ? AND state IN ('failed', 'unsure') "
	    "GROUP BY error_code ORDER BY 2 DESC LIMIT ?", DB_ARGS(db_int(id), db_int(CODES_MAX)),
	    &rows, err) == -1)
		return -1;
	emit_open(out, NULL, '[');
	while (db_rows_next(rows)) {
		emit_open(out, NULL, '{');
		emit_str(out, "code", db_col_str(rows, 0));
		emit_int(out, "count", db_col_int(rows, 1));
		if (write_sample(db, id, db_col_str(rows, 0), out, err) == -1)
			return -1;
		emit_close(out, '}');
	}
	emit_close(out, ']');
	return 0;
}

static int
write_failed_ids(struct db *db, int64_t id, struct buf *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT task_id FROM import_item WHERE job_id = ? "
	    "AND state = 'failed' LIMIT ?", DB_ARGS(db_int(id),
	    db_int(FAILED_IDS_MAX)), &rows, err) == -1)
		return -1;
	emit_open(out, NULL, '[');
	while (db_rows_next(rows))
		emit_str(out, NULL, db_col_str(rows, 0));
	emit_close(out, ']');
	return 0;
}

static int
write_speed(struct db *db, int64_t id, struct buf *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT UNIX_TIMESTAMP(finished_at) DIV 60, COUNT(*) "
	    "FROM import_item WHERE job_id = ? AND "
	    "finished_at > NOW(3) - INTERVAL ? MINUTE GROUP BY 1 ORDER BY 1",
	    DB_ARGS(db_int(id), db_int(SPEED_MINUTES)), &rows, err) == -1)
		return -1;
	emit_open(out, NULL, '[');
	while (db_rows_next(rows)) {
		emit_open(out, NULL, '{');
		emit_time(out, "at", db_col_int(rows, 0) * 60000);
		emit_int(out, "count", db_col_int(rows, 1));
		emit_close(out, '}');
	}
	emit_close(out, ']');
	return 0;
}

/* Finished in the last minute, or since the start when that is later. */
static int
speed_now(struct db *db, int64_t id, double *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT COUNT(*) * 60 / LEAST(60, GREATEST(1, "
	    "TIMESTAMPDIFF(MICROSECOND, COALESCE((SELECT started_at "
	    "FROM import_job WHERE id = ?), NOW(3)), NOW(3)) / 1000000)) "
	    "FROM import_item WHERE job_id = ? AND "
	    "finished_at > NOW(3) - INTERVAL 60 SECOND",
	    DB_ARGS(db_int(id), db_int(id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	*out = db_col_real(rows, 0);
	return 0;
}

int
import_job_figures(struct db *db, int64_t id, struct err *err)
{
	own_buf struct buf	 working = { 0 }, failures = { 0 },
				 speed = { 0 }, failed = { 0 };
	double			 per_minute;

	if (write_working(db, id, &working, err) == -1 ||
	    write_failures(db, id, &failures, err) == -1 ||
	    write_failed_ids(db, id, &failed, err) == -1 ||
	    write_speed(db, id, &speed, err) == -1 ||
	    speed_now(db, id, &per_minute, err) == -1)
		return -1;
	return db_exec(db, "UPDATE import_job SET working = ?, failures = ?, "
	    "failed_ids = ?, speed = ?, speed_per_minute = ?, "
	    "figures_at = NOW(3) "
	    "WHERE id = ? AND status NOT IN ('completed', 'failed')", DB_ARGS(
	    db_strn(working.data, working.len),
	    db_strn(failures.data, failures.len),
	    db_strn(failed.data, failed.len), db_strn(speed.data, speed.len),
	    db_real(per_minute), db_int(id)), NULL, err);
}

/* Unsure ones are waited for a while, but not for ever. */
#define JOB_IS_DONE "status IN ('queued', 'running', 'stopped') AND " \
	"processed_tasks >= total_tasks AND (unsure_tasks = 0 OR NOT EXISTS " \
	"(SELECT 1 FROM import_item i WHERE i.job_id = import_job.id AND " \
	"i.state = 'unsure' AND i.run_after > NOW(3)))"

struct ending {
	int64_t	 id, changed;
};

/* Under the job's lock: whoever sees that it is over sees its last figures, for good. */
static int
finish(struct db *db, void *arg, struct err *err)
{
	struct ending	*e = arg;
	int64_t		 over = 0;

	e->changed = 0;
	if (db_number(db, "SELECT 1 FROM import_job WHERE id = ? AND "
	    JOB_IS_DONE " FOR UPDATE", DB_ARGS(db_int(e->id)), &over,
	    err) == -1)
		return -1;
	if (over == 0)
		return 0;
	if (import_job_figures(db, e->id, err) == -1)
		return -1;
	return db_exec(db, "UPDATE import_job SET status = "
	    "IF(failed_tasks > 0 AND successful_tasks = 0 AND "
	    "skipped_tasks = 0 AND unsure_tasks = 0, 'failed', 'completed'), "
	    "completed_at = NOW(3), paused_until = NULL, paused_by = '', "
	    "started_at = COALESCE(started_at, NOW(3)), "
	    "error_code = '', error_message = '' WHERE id = ?",
	    DB_ARGS(db_int(e->id)), &e->changed, err);
}

int
import_job_finish(struct db *db, int64_t id, bool *changed, struct err *err)
{
	struct ending	 e = { .id = id };
	int64_t		 over;

	/* Asked after every item: nearly always there is nothing to lock. */
	if (db_number(db, "SELECT 1 FROM import_job WHERE id = ? AND "
	    JOB_IS_DONE, DB_ARGS(db_int(id)), &over, err) == -1 ||
	    (over != 0 && db_tx_run(db, finish, &e, err) == -1))
		return -1;
	return was_changed(0, &e.changed, changed);
}

int
import_job_open(struct db *db, int64_t *out, struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM import_job WHERE status IN "
	    "('queued', 'running')", DB_NONE, out, err);
}

int
import_job_left(struct db *db, int64_t *out, struct err *err)
{
	return db_number(db, "SELECT COALESCE(SUM(CAST(total_tasks AS SIGNED)"
	    " - CAST(processed_tasks AS SIGNED)), 0) FROM import_job "
	    "WHERE status IN ('queued', 'running')", DB_NONE, out, err);
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
