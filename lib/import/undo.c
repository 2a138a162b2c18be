#include "import/undo.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "import/job.h"
#include "io/db.h"
#include "io/db_meter.h"
#include "io/rota.h"
#include "origin/origin.h"
#include "service/lease.h"

#define SAMPLE		5
#define CLAIM_TRIES	5

/* --- the start --- */

struct start {
	const struct import_job		*job;
	const struct import_undo	*undo;
};

static int
check_state(struct db *db, int64_t job_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL, *undo = NULL;
	const char		*status;

	if (db_query(db, "SELECT status FROM import_job WHERE id = ? "
	    "FOR UPDATE", DB_ARGS(db_int(job_id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1 ||
	    db_query(db, "SELECT 1 FROM import_undo WHERE job_id = ? AND "
	    "state = 'running'", DB_ARGS(db_int(job_id)), &undo, err) == -1)
		return -1;
	status = db_col_str(rows, 0);
	if (strcmp(status, "completed") != 0 && strcmp(status, "failed") != 0 &&
	    strcmp(status, "cancelled") != 0)
		return err_code(err, ERR_CONFLICT, "import.state",
		    "the import is not over");
	return !db_rows_next(undo) ? 0 : err_code(err, ERR_CONFLICT,
	    "import.undo_running", "the import is being taken back");
}

/* What failed the last time is tried again: its rows are made anew. */
static int
start(struct db *db, void *arg, struct err *err)
{
	const struct start		*s = arg;
	const struct import_undo	*u = s->undo;
	int64_t				 n = 0;

	if (check_state(db, s->job->id, err) == -1 ||
	    db_exec(db, "DELETE FROM import_undo WHERE job_id = ?",
	    DB_ARGS(db_int(s->job->id)), NULL, err) == -1 ||
	    db_exec(db, "INSERT INTO import_undo (job_id, run, mode, "
	    "vacancy_id, status_id, reason_id) VALUES (?, UUID_SHORT() & ~(1 << 63), "
	    "?, ?, ?, ?)",
	    DB_ARGS(db_int(s->job->id), db_str(u->mode), db_id(u->vacancy_id),
	    db_id(u->status_id), db_id(u->reason_id)), NULL, err) == -1 ||
	    db_exec(db, "INSERT INTO import_undo_item (job_id, item_id, "
	    "transfer_id, applicant_id) SELECT i.job_id, i.id, x.id, "
	    "x.applicant_id FROM import_item i JOIN transfer x ON "
	    "x.company_id = ? AND x.environment = (SELECT c.environment FROM "
	    "connection c WHERE c.id = ?) AND x.account_id = ? AND "
	    "x.kind = ? AND x.task_id = i.task_id WHERE i.job_id = ? AND i.state IN "
	    "('done', 'failed', 'cancelled') AND x.import_id = i.job_id AND "
	    "COALESCE(JSON_EXISTS(x.fields, '$.attached'), 0) = 0 AND "
	    "x.applicant_id IS NOT NULL", DB_ARGS(db_int(s->job->company_id),
	    db_int(s->job->huntflow_id), db_int(s->job->account_id),
	    db_str(s->job->kind), db_int(s->job->id)), &n, err) == -1)
		return -1;
	if (n == 0)
		return err_code(err, ERR_CONFLICT, "import.undo_empty",
		    "this import made no applicant that is left");
	return db_exec(db, "UPDATE import_undo SET total = ? WHERE job_id = ?",
	    DB_ARGS(db_int(n), db_int(s->job->id)), NULL, err);
}

int
import_undo_start(struct db *db, const struct import_job *job,
    const struct import_undo *undo, struct err *err)
{
	struct start	s = { job, undo };

	return db_tx_run(db, start, &s, err);
}

/* --- for the page --- */

static void
emit_error(struct buf *b, const char *code, const char *message,
    const char *lang)
{
	char	text[700] = "";

	if (*code != '\0')
		text_put(text, sizeof(text), lang, code, message);
	emit_str(b, "error_code", *code != '\0' ? code : NULL);
	emit_str(b, "error_message", text);
}

static int
emit_failures(struct db *db, int64_t job_id, const char *lang, struct buf *b,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT i.task_id, i.name, u.error_code, "
	    "u.error_message FROM import_undo_item u JOIN import_item i "
	    "ON i.id = u.item_id WHERE u.job_id = ? AND u.state = 'failed' "
	    "LIMIT ?", DB_ARGS(db_int(job_id), db_int(SAMPLE)), &rows,
	    err) == -1)
		return -1;
	emit_open(b, "failures", '[');
	while (db_rows_next(rows)) {
		emit_open(b, NULL, '{');
		emit_str(b, "task_id", db_col_str(rows, 0));
		emit_str(b, "name", db_col_str(rows, 1));
		emit_error(b, db_col_str(rows, 2), db_col_str(rows, 3), lang);
		emit_close(b, '}');
	}
	emit_close(b, ']');
	return 0;
}

int
import_undo_emit(struct db *db, int64_t job_id, const char *lang,
    struct buf *b, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT mode, state, total, done, failed, "
	    "error_code, error_message, created_at, finished_at "
	    "FROM import_undo WHERE job_id = ?", DB_ARGS(db_int(job_id)),
	    &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows)) {
		emit_null(b, "undo");
		return 0;
	}
	emit_open(b, "undo", '{');
	emit_str(b, "mode", db_col_str(rows, 0));
	emit_str(b, "state", db_col_str(rows, 1));
	emit_int(b, "total", db_col_int(rows, 2));
	emit_int(b, "done", db_col_int(rows, 3));
	emit_int(b, "failed", db_col_int(rows, 4));
	emit_error(b, db_col_str(rows, 5), db_col_str(rows, 6), lang);
	if (emit_failures(db, job_id, lang, b, err) == -1)
		return -1;
	emit_time(b, "created_at", db_col_time(rows, 7));
	emit_time(b, "finished_at", db_col_time(rows, 8));
	emit_close(b, '}');
	return 0;
}

/* --- the importer's --- */

static void
item_read(const struct db_rows *rows, struct import_undo_item *out)
{
	out->id = db_col_int(rows, 0);
	out->undo.job_id = db_col_int(rows, 1);
	out->item_id = db_col_int(rows, 2);
	out->transfer_id = db_col_int(rows, 3);
	out->applicant_id = db_col_int(rows, 4);
	out->attempts = db_col_int(rows, 5);
	snprintf(out->undo.mode, sizeof(out->undo.mode), "%s",
	    db_col_str(rows, 6));
	out->undo.vacancy_id = db_col_int(rows, 7);
	out->undo.status_id = db_col_int(rows, 8);
	out->undo.reason_id = db_col_int(rows, 9);
	out->undo.run = db_col_int(rows, 10);
	out->claims = db_col_int(rows, 11) + 1;
}

/* Of each import that is taken back. */
static const struct rota	rota = { "undos", ROTA("SELECT job_id id FROM "
	"import_undo WHERE state = 'running'", "(SELECT i.run_after FROM "
	"import_undo_item i FORCE INDEX (by_turn) WHERE i.job_id = o.id AND "
	"i.state = 'ready' ORDER BY i.run_after LIMIT 1)") };

struct claiming {
	const char		*lease;
	int			 lease_s;
	struct import_undo_item	*out;
};

static int
claim_of(struct db *db, int64_t job_id, void *arg, struct err *err)
{
	struct claiming	*c = arg;
	int64_t		 n = 0;

	for (int i = 0; i < CLAIM_TRIES && n == 0; i++) {
		own_rows struct db_rows	*rows = NULL;

		if (db_query(db, "SELECT i.id, i.job_id, i.item_id, "
		    "i.transfer_id, i.applicant_id, i.attempts, u.mode, "
		    "u.vacancy_id, u.status_id, u.reason_id, u.run, "
		    "i.claims FROM import_undo_item i FORCE INDEX (by_turn) "
		    "JOIN import_undo u ON u.job_id = i.job_id "
		    "WHERE i.job_id = ? AND i.state = 'ready' AND "
		    "i.run_after <= NOW(3) AND u.state = 'running' "
		    "ORDER BY i.run_after, i.id LIMIT 1", DB_ARGS(
		    db_int(job_id)), &rows, err) == -1)
			return -1;
		if (!db_rows_next(rows))
			return 0;
		item_read(rows, c->out);
		if (db_exec(db, "UPDATE import_undo_item SET "
		    "state = 'working', claims = claims + 1, lease = ?, "
		    "lease_until = NOW(3) + INTERVAL ? SECOND WHERE id = ? AND state = 'ready'",
		    DB_ARGS(db_str(c->lease), db_int(c->lease_s),
		    db_int(c->out->id)), &n, err) == -1)
			return -1;
	}
	return n == 1;
}

int
import_undo_claim(struct db *db, const char *lease, int lease_s,
    struct import_undo_item *out, bool *got, struct err *err)
{
	struct claiming	c = { lease, lease_s, out };
	const int	rc = rota_take(db, &rota, claim_of, &c, err);

	*got = rc == 1;
	return rc == -1 ? -1 : 0;
}

int
import_undo_beat(struct db *db, int64_t id, const char *lease, int lease_s,
    struct err *err)
{
	return db_exec(db, "UPDATE import_undo_item SET lease_until = NOW(3) + "
	    "INTERVAL ? SECOND WHERE id = ? AND lease = ? AND "
	    "state = 'working'", DB_ARGS(db_int(lease_s), db_int(id),
	    db_str(lease)), NULL, err);
}

struct ending {
	const struct origin_listener	*listeners;
	const struct import_undo_item	*item;
	const char			*lease, *code, *text;
};

static int
end_item(struct db *db, void *arg, struct err *err)
{
	const struct ending	*e = arg;
	const bool		 ok = e->code == NULL;
	int64_t			 n = 0;

	if (lease_held(db_exec(db, "UPDATE import_undo_item SET state = ?, lease = NULL, "
	    "lease_until = NULL, error_code = ?, "
	    "error_message = LEFT(?, 500), finished_at = NOW(3) "
	    "WHERE id = ? AND lease = ? AND state = 'working'",
	    DB_ARGS(db_str(ok ? "done" : "failed"), db_str(ok ? "" : e->code),
	    db_str(ok ? "" : e->text), db_int(e->item->id), db_str(e->lease)),
	    &n, err), &n, "the item", err) == -1)
		return -1;
	if (ok && strcmp(e->item->undo.mode, "remove") == 0 &&
	    origin_forget(db, e->listeners, e->item->transfer_id,
	    e->item->applicant_id, err) == -1)
		return -1;
	if (ok && db_exec(db, "UPDATE import_item SET state = 'undone' WHERE id = ?",
	    DB_ARGS(db_int(e->item->item_id)), NULL, err) == -1)
		return -1;
	return db_exec(db, "UPDATE import_undo SET done = done + ?, "
	    "failed = failed + ?, finished_at = IF(done + failed >= total, "
	    "NOW(3), NULL), state = IF(done + failed >= total, 'done', state) "
	    "WHERE job_id = ?", DB_ARGS(db_int(ok), db_int(!ok),
	    db_int(e->item->undo.job_id)), NULL, err);
}

int
import_undo_end(struct db *db, const struct origin_listener *listeners,
    const struct import_undo_item *item, const char *lease, const char *code,
    const char *text, struct err *err)
{
	struct ending	e = { listeners, item, lease, code, text };

	return db_tx_run(db, end_item, &e, err);
}

int
import_undo_back(struct db *db, const struct import_undo_item *item,
    const char *lease, int64_t after_ms, bool failed, struct err *err)
{
	int64_t	n = 0;

	return lease_held(db_exec(db, "UPDATE import_undo_item SET state = 'ready', "
	    "lease = NULL, lease_until = NULL, claims = 0, "
	    "attempts = attempts + ?, "
	    "run_after = NOW(3) + INTERVAL ? MICROSECOND WHERE id = ? AND "
	    "lease = ? AND state = 'working'", DB_ARGS(db_int(failed),
	    db_int(after_ms * 1000), db_int(item->id), db_str(lease)), &n,
	    err), &n, "the item", err);
}

int
import_undo_free(struct db *db, int64_t id, const char *lease,
    struct err *err)
{
	int64_t	lost = 0;

	if (lease == NULL) {
		if (db_exec(db, "UPDATE import_undo_item SET "
		    "state = 'ready', lease = NULL, lease_until = NULL WHERE "
		    "state = 'working' AND lease_until < NOW(3)", DB_NONE,
		    &lost, err) == -1)
			return -1;
		db_meter_takeover(db, "undo", lost);
		return 0;
	}
	return db_exec(db, "UPDATE import_undo_item SET state = 'ready', "
	    "lease = NULL, lease_until = NULL WHERE id = ? AND lease = ? AND "
	    "state = 'working'", DB_ARGS(db_int(id), db_str(lease)), NULL,
	    err);
}

int
import_undo_over(struct db *db, int64_t job_id, bool *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT 1 FROM import_undo WHERE job_id = ? AND "
	    "state = 'running'", DB_ARGS(db_int(job_id)), &rows, err) == -1)
		return -1;
	*out = !db_rows_next(rows);
	return 0;
}

int
import_undo_halt(struct db *db, const struct import_undo *undo,
    const char *code, const char *text, struct err *err)
{
	return db_exec(db, "UPDATE import_undo SET state = 'stopped', "
	    "error_code = ?, error_message = LEFT(?, 500) WHERE job_id = ? "
	    "AND run = ? AND state = 'running'", DB_ARGS(db_str(code),
	    db_str(text), db_int(undo->job_id), db_int(undo->run)), NULL,
	    err);
}
