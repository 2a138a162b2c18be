#include "import/undo.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"
#include "import/item.h"
#include "import/job.h"
#include "io/db.h"
#include "io/db_meter.h"
#include "io/rota.h"
#include "origin/origin.h"
#include "service/lease.h"

#define SAMPLE		5
#define CLAIM_TRIES	5
#define FILL_PART	1000	/* items of an import in one transaction */

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

/* The items of an import whose applicants its own POSTs made; its arguments. */
#define MADE	"FROM import_item i FORCE INDEX (by_job) JOIN transfer x ON "	\
	"x.company_id = ? AND x.environment = (SELECT c.environment FROM "	\
	"connection c WHERE c.id = ?) AND x.account_id = ? AND x.kind = ? AND "	\
	"x.task_id = i.task_id WHERE i.job_id = ? AND i.state IN "		\
	"('done', 'failed', 'cancelled') AND x.import_id = i.job_id AND "	\
	"COALESCE(JSON_EXISTS(x.fields, '$.attached'), 0) = 0 AND "		\
	"x.applicant_id IS NOT NULL"
#define MADE_OF(j) db_int((j)->company_id), db_int((j)->huntflow_id),		\
	db_int((j)->account_id), db_str((j)->kind), db_int((j)->id)

/* Its items are made by the importer (fill), as many as one transaction should have at once. */
static int
start(struct db *db, void *arg, struct err *err)
{
	const struct start		*s = arg;
	const struct import_undo	*u = s->undo;
	int64_t				 n = 0;

	if (check_state(db, s->job->id, err) == -1 ||
	    db_number(db, "SELECT COUNT(*) " MADE, DB_ARGS(MADE_OF(s->job)), &n,
	    err) == -1)
		return -1;
	if (n == 0)
		return err_code(err, ERR_CONFLICT, "import.undo_empty",
		    "this import made no applicant that is left");
	return db_exec(db, "INSERT INTO import_undo (job_id, run, mode, "
	    "vacancy_id, status_id, reason_id, total, filled) VALUES (?, "
	    "UUID_SHORT() & ~(1 << 63), ?, ?, ?, ?, ?, 0) "
	    "ON DUPLICATE KEY UPDATE run = VALUES(run), mode = VALUES(mode), "
	    "vacancy_id = VALUES(vacancy_id), status_id = VALUES(status_id), "
	    "reason_id = VALUES(reason_id), total = VALUES(total), "
	    "filled = 0, state = 'running', done = 0, failed = 0, "
	    "error_code = '', error_message = '', created_at = NOW(3), "
	    "finished_at = NULL", DB_ARGS(db_int(s->job->id), db_str(u->mode),
	    db_id(u->vacancy_id), db_id(u->status_id), db_id(u->reason_id),
	    db_int(n)), NULL, err);
}

int
import_undo_start(struct db *db, const struct import_job *job,
    const struct import_undo *undo, struct err *err)
{
	struct start	s = { job, undo };

	return db_tx_run(db, start, &s, err);
}

/* --- its items --- */

/* Those of the last time that lie there go; what failed then is tried again. */
static int
fill_range(struct db *db, const struct import_job *job, int64_t after,
    int64_t upto, struct err *err)
{
	return db_exec(db, "DELETE FROM import_undo_item WHERE job_id = ? AND "
	    "item_id > ? AND item_id <= ?", DB_ARGS(db_int(job->id),
	    db_int(after), db_int(upto)), NULL, err) == -1 ||
	    db_exec(db, "INSERT INTO import_undo_item (job_id, item_id, "
	    "transfer_id, applicant_id) SELECT i.job_id, i.id, x.id, "
	    "x.applicant_id " MADE " AND i.id > ? AND i.id <= ?",
	    DB_ARGS(MADE_OF(job), db_int(after), db_int(upto)), NULL,
	    err) == -1 ? -1 : 0;
}

/* The last one: what there is in all is known now. */
static int
fill_end(struct db *db, int64_t job_id, struct err *err)
{
	return db_exec(db, "UPDATE import_undo SET filled = NULL, "
	    "total = (SELECT COUNT(*) FROM import_undo_item i WHERE "
	    "i.job_id = import_undo.job_id), finished_at = "
	    "IF(done + failed >= total, NOW(3), NULL), "
	    "state = IF(done + failed >= total, 'done', state) "
	    "WHERE job_id = ?", DB_ARGS(db_int(job_id)), NULL, err);
}

static int
fill(struct db *db, void *arg, struct err *err)
{
	own_rows struct db_rows			*rows = NULL;
	const int64_t				*id = arg;
	own_import_job struct import_job	 job = { 0 };
	int64_t					 after, upto;

	if (db_query(db, "SELECT filled FROM import_undo WHERE job_id = ? AND "
	    "state = 'running' AND filled IS NOT NULL FOR UPDATE",
	    DB_ARGS(db_int(*id)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))	/* another worker made the rest */
		return 0;
	after = db_col_int(rows, 0);
	if (import_job_get(db, *id, &job, err) == -1 || import_item_bound(db,
	    *id, after, FILL_PART, &upto, err) == -1 ||
	    fill_range(db, &job, after, upto, err) == -1)
		return -1;
	return upto == INT64_MAX ? fill_end(db, *id, err) : db_exec(db,
	    "UPDATE import_undo SET filled = ? WHERE job_id = ?",
	    DB_ARGS(db_int(upto), db_int(*id)), NULL, err);
}

/* A part of that one which has the least. */
static int
fill_next(struct db *db, struct err *err)
{
	int64_t	id = 0;

	return db_number(db, "SELECT COALESCE((SELECT job_id FROM import_undo "
	    "WHERE state = 'running' AND filled IS NOT NULL ORDER BY filled "
	    "LIMIT 1), 0)", DB_NONE, &id, err) == -1 || (id != 0 &&
	    db_tx_run(db, fill, &id, err) == -1) ? -1 : 0;
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

/* Behind what is filled lie those of the last time. */
#define IS_OF_RUN	"(o.filled IS NULL OR u.item_id <= o.filled) "

static int
emit_failures(struct db *db, int64_t job_id, const char *lang, struct buf *b,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT i.task_id, i.name, u.error_code, "
	    "u.error_message FROM import_undo_item u JOIN import_item i "
	    "ON i.id = u.item_id JOIN import_undo o ON o.job_id = u.job_id "
	    "WHERE u.job_id = ? AND u.state = 'failed' AND " IS_OF_RUN
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
		    "i.run_after <= NOW(3) AND u.state = 'running' AND "
		    "(u.filled IS NULL OR i.item_id <= u.filled) "
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
	int		rc;

	*got = false;
	if (fill_next(db, err) == -1)
		return -1;
	rc = rota_take(db, &rota, claim_of, &c, err);
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
	    "failed = failed + ?, finished_at = IF(filled IS NULL AND "
	    "done + failed >= total, NOW(3), NULL), state = IF("
	    "filled IS NULL AND done + failed >= total, 'done', state) "
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
