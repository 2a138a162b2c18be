#include "import/figures.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "transfer/step.h"

#define SPEED_MINUTES	60
#define FAILED_IDS_MAX	1000
#define SAMPLE		5
#define CODES_MAX	20
#define WORKING_MAX	64

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
import_figures_count(struct db *db, int64_t id, struct err *err)
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

int
import_figures_rename(struct db *db, int64_t id, struct err *err)
{
	own_buf struct buf	working = { 0 }, failures = { 0 };

	if (write_working(db, id, &working, err) == -1 ||
	    write_failures(db, id, &failures, err) == -1)
		return -1;
	return db_exec(db, "UPDATE import_job SET working = ?, failures = ? "
	    "WHERE id = ?", DB_ARGS(db_strn(working.data, working.len),
	    db_strn(failures.data, failures.len), db_int(id)), NULL, err);
}
