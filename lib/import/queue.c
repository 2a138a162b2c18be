#include "import/queue.h"

#include "base/err.h"
#include "base/mem.h"
#include "import/figures.h"
#include "import/job.h"
#include "io/db.h"
#include "io/rota.h"
#include "origin/origin.h"

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

#define TURNS	"imports"
#define PERSONS	"importing"

/* May a job take an item now? */
#define IS_DUE "(j.next_at IS NULL OR j.next_at <= NOW(3)) AND " \
	"(j.paused_until IS NULL OR j.paused_until <= NOW(3)) AND EXISTS " \
	"(SELECT 1 FROM import_item i WHERE i.job_id = j.id AND " \
	"i.state = 'ready' AND i.run_after <= NOW(3))"
/* The speed goes down while nothing happens. */
#define IS_STALE "(j.figures_at IS NULL OR (j.figures_at <= NOW(3) - " \
	"INTERVAL 1 SECOND AND (? OR j.updated_at > j.figures_at OR " \
	"j.figures_at <= NOW(3) - INTERVAL 10 SECOND)))"

int
import_queue_due(struct db *db, int64_t *ids, int max, int *n, struct err *err)
{
	return ids_of(db, "SELECT j.id FROM import_job j" ROTA_JOIN(TURNS,
	    "j.company_id") "LEFT JOIN queue_turn p ON p.queue = '" PERSONS
	    "' AND p.id = j.user_id WHERE "
	    "j.status IN ('queued', 'running') AND " IS_DUE
	    " ORDER BY qt.served_at, p.served_at, j.next_at, j.id LIMIT ?",
	    DB_ARGS(db_int(max)), ids, max, n, err);
}

int
import_queue_served(struct db *db, const struct import_job *job,
    struct err *err)
{
	return rota_served(db, TURNS, job->company_id, err) == -1 ? -1 :
	    rota_served(db, PERSONS, job->user_id, err);
}

int
import_queue_pulse(struct db *db, int64_t most, bool works,
    struct import_pulse *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM "
	    "import_undo u JOIN import_undo_item i ON i.job_id = u.job_id "
	    "WHERE u.state = 'running' AND i.state = 'ready' AND "
	    "i.run_after <= NOW(3) LIMIT ?) c) + EXISTS (SELECT 1 FROM "
	    "import_undo WHERE state = 'running' AND filled IS NOT NULL), "
	    "EXISTS (SELECT 1 FROM import_undo WHERE state = 'running'), "
	    "EXISTS (" ORIGIN_DUE "), "
	    "EXISTS (SELECT 1 FROM import_job WHERE unsure_tasks > 0), "
	    "COUNT(*), MIN(GREATEST(0, TIMESTAMPDIFF("
	    "MICROSECOND, NOW(3), GREATEST(COALESCE(j.next_at, NOW(3)), "
	    "COALESCE(j.paused_until, NOW(3)))) DIV 1000)), "
	    "SUM(" IS_DUE "), SUM(" IS_STALE "), EXISTS (SELECT 1 FROM "
	    "import_job WHERE said_upto IS NOT NULL) FROM import_job j "
	    "WHERE j.status IN ('queued', 'running')",
	    DB_ARGS(db_int(most), db_int(works)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	*out = (struct import_pulse){
		.undo = db_col_int(rows, 0),
		.undoing = db_col_int(rows, 1) != 0,
		.lost = db_col_int(rows, 2) != 0,
		.unsure = db_col_int(rows, 3) != 0,
		.queued = db_col_int(rows, 4) != 0,
		.wait_ms = db_col_int(rows, 5),
		.due = db_col_int(rows, 6) != 0,
		.stale = db_col_int(rows, 7) != 0,
		.said = db_col_int(rows, 8) != 0,
	};
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
import_queue_pause(struct db *db, int64_t id, int64_t resumed_at,
    int64_t for_ms, const char *by, struct err *err)
{
	return db_exec(db, "UPDATE import_job SET paused_until = "
	    "GREATEST(COALESCE(paused_until, NOW(3)), "
	    "NOW(3) + INTERVAL ? MICROSECOND), paused_by = ? "
	    "WHERE id = ? AND status IN ('queued', 'running') AND "
	    "resumed_at <=> ?", DB_ARGS(db_int(for_ms * 1000), db_str(by),
	    db_int(id), db_time(resumed_at)), NULL, err);
}

int
import_queue_halt(struct db *db, int64_t id, int64_t resumed_at,
    const char *code, const char *text, bool *changed, struct err *err)
{
	int64_t	 n = 0;

	return was_changed(db_exec(db, "UPDATE import_job SET status = 'stopped', "
	    "error_code = ?, error_message = LEFT(?, 1000), "
	    "paused_until = NULL, paused_by = '' "
	    "WHERE id = ? AND status IN ('queued', 'running') AND "
	    "resumed_at <=> ?", DB_ARGS(db_str(code), db_str(text), db_int(id),
	    db_time(resumed_at)), &n, err), &n, changed);
}

int
import_queue_stale(struct db *db, bool works, int64_t *ids, int max, int *n,
    struct err *err)
{
	return ids_of(db, "SELECT j.id FROM import_job j WHERE "
	    "j.status IN ('queued', 'running') AND " IS_STALE " LIMIT ?",
	    DB_ARGS(db_int(works), db_int(max)), ids, max, n, err);
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
	"said_upto IS NULL AND " \
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
