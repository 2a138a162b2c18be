#include "import/queue.h"

#include "base/err.h"
#include "base/mem.h"
#include "import/figures.h"
#include "io/db.h"

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
import_queue_due(struct db *db, int64_t *ids, int max, int *n, struct err *err)
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
import_queue_active(struct db *db, bool *active, int64_t *wait_ms,
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
import_queue_pace(struct db *db, int64_t id, bool *ours, struct err *err)
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
import_queue_ready(struct db *db, int64_t id, int64_t most, int64_t *out,
    struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM (SELECT 1 FROM import_item "
	    "WHERE job_id = ? AND state = 'ready' AND run_after <= NOW(3) "
	    "LIMIT ?) c", DB_ARGS(db_int(id), db_int(most)), out, err);
}

int
import_queue_begin(struct db *db, int64_t id, bool *changed, struct err *err)
{
	int64_t	 n = 0;

	return was_changed(db_exec(db, "UPDATE import_job SET status = 'running', "
	    "started_at = COALESCE(started_at, NOW(3)) "
	    "WHERE id = ? AND status = 'queued'", DB_ARGS(db_int(id)), &n,
	    err), &n, changed);
}

int
import_queue_pause(struct db *db, int64_t id, int64_t for_ms, const char *by,
    struct err *err)
{
	return db_exec(db, "UPDATE import_job SET paused_until = "
	    "GREATEST(COALESCE(paused_until, NOW(3)), "
	    "NOW(3) + INTERVAL ? MICROSECOND), paused_by = ? "
	    "WHERE id = ? AND status IN ('queued', 'running')",
	    DB_ARGS(db_int(for_ms * 1000), db_str(by), db_int(id)), NULL, err);
}

int
import_queue_halt(struct db *db, int64_t id, int64_t since_ms, const char *code,
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
import_queue_stale(struct db *db, int64_t *ids, int max, int *n, struct err *err)
{
	return ids_of(db, "SELECT id FROM import_job WHERE "
	    "status IN ('queued', 'running') AND (figures_at IS NULL OR "
	    "figures_at <= NOW(3) - INTERVAL 1 SECOND) LIMIT ?",
	    DB_ARGS(db_int(max)), ids, max, n, err);
}

int
import_queue_unsure(struct db *db, int64_t *ids, int max, int *n,
    struct err *err)
{
	return ids_of(db, "SELECT id FROM import_job WHERE unsure_tasks > 0 "
	    "LIMIT ?", DB_ARGS(db_int(max)), ids, max, n, err);
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
	if (import_figures_count(db, e->id, err) == -1)
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
import_queue_finish(struct db *db, int64_t id, bool *changed, struct err *err)
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
import_queue_open(struct db *db, int64_t *out, struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM import_job WHERE status IN "
	    "('queued', 'running')", DB_NONE, out, err);
}

int
import_queue_left(struct db *db, int64_t *out, struct err *err)
{
	return db_number(db, "SELECT COALESCE(SUM(CAST(total_tasks AS SIGNED)"
	    " - CAST(processed_tasks AS SIGNED)), 0) FROM import_job "
	    "WHERE status IN ('queued', 'running')", DB_NONE, out, err);
}
