#include "import/item.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "import/job.h"
#include "import/queue.h"
#include "io/db.h"
#include "io/db_meter.h"
#include "io/field.h"
#include "service/lease.h"

/* What an item that is given back becomes: its job may be over by now. */
#define BACK	"IF((SELECT j.status FROM import_job j WHERE " \
	"j.id = import_item.job_id) = 'cancelled', 'cancelled', 'ready')"
/* A resume that came while the item was worked on ends the wait that follows. */
#define IS_RESUMED	"NOT (SELECT j.resumed_at FROM import_job j WHERE " \
	"j.id = import_item.job_id) <=> ?"

void
import_item_clear(struct import_item *item)
{
	mem_free_str(&item->task_id);
	mem_free_str(&item->name);
	json_decref(item->choice);
	*item = (struct import_item){ 0 };
}

/* --- filling a job, a part in a transaction --- */

#define PART	1000

struct part {
	const struct import_job	*job;
	const struct import_new	*items;
	size_t			 n;
	const char		*ids;		/* of the tasks, JSON */
	int64_t			 after, upto;	/* items: behind the one, up to the other */
};

static int
fill_part(struct db *db, void *arg, struct err *err)
{
	const struct part	*p = arg;

	return db_exec(db, "INSERT INTO import_item (job_id, task_id, name) "
	    "SELECT STRAIGHT_JOIN ?, t.task_id, LEFT(t.name, 500) FROM "
	    "JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j "
	    "JOIN clickup_task t ON t.id = j.id AND t.connection_id = ? "
	    "ORDER BY t.id", DB_ARGS(db_int(p->job->id), db_str(p->ids),
	    db_int(p->job->clickup_id)), NULL, err);
}

int
import_item_fill(struct db *db, const struct import_job *job, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	bool			 more;

	if (db_query(db, "SELECT id FROM clickup_task WHERE "
	    "connection_id = ? ORDER BY id", DB_ARGS(db_int(job->clickup_id)),
	    &rows, err) == -1)
		return -1;
	more = db_rows_next(rows);
	while (more) {
		own_buf struct buf	ids = { 0 };
		struct part		p = { .job = job };

		emit_open(&ids, NULL, '[');
		for (; more && p.n < PART; more = db_rows_next(rows), p.n++)
			emit_int(&ids, NULL, db_col_int(rows, 0));
		emit_close(&ids, ']');
		p.ids = buf_str(&ids);
		if (db_tx_run(db, fill_part, &p, err) == -1)
			return -1;
	}
	return 0;
}

static int
add_part(struct db *db, void *arg, struct err *err)
{
	const struct part	*p = arg;
	struct db_arg		*args = mem_grow(NULL, p->n * 3 + 1,
				    sizeof(*args));
	int			 rc;

	for (size_t i = 0; i < p->n; i++) {
		args[i * 3] = db_int(p->job->id);
		args[i * 3 + 1] = db_str(p->items[i].task_id);
		args[i * 3 + 2] = db_str(p->items[i].name);
	}
	rc = db_exec_rows(db, "INSERT INTO import_item (job_id, task_id, name) "
	    "VALUES ", "", args, 3, p->n, NULL, err);
	free(args);
	return rc;
}

int
import_item_add(struct db *db, const struct import_job *job,
    const struct import_new *v, size_t n, struct err *err)
{
	for (size_t i = 0; i < n; i += PART) {
		struct part	p = { .job = job, .items = v + i,
			.n = n - i < PART ? n - i : PART };

		if (db_tx_run(db, add_part, &p, err) == -1)
			return -1;
	}
	return 0;
}

#define THOSE	"job_id = ? AND i.id > ? AND i.id <= ? AND i.state = 'ready' "

/* With "attach" those who are there already go to the vacancy, unless they are on it. */
static int
settle_part(struct db *db, void *arg, struct err *err)
{
	const struct part	*p = arg;
	const struct import_job	*job = p->job;

	if (db_exec(db, "UPDATE import_item i FORCE INDEX (by_job) SET "
	    "i.state = 'skipped', i.error_code = 'import.left_out' WHERE "
	    "i." THOSE "AND JSON_VALUE(i.choice, '$.duplicate') = 'skip'",
	    DB_ARGS(db_int(job->id), db_int(p->after), db_int(p->upto)), NULL,
	    err) == -1)
		return -1;
	return db_exec(db, "UPDATE import_item i FORCE INDEX (by_job) "
	    "JOIN " IMPORT_JOIN_SENT " JOIN import_job j ON j.id = i.job_id "
	    "SET i.state = 'skipped', i.applicant_id = x.applicant_id "
	    "WHERE i." THOSE "AND x.state = 'done' "
	    "AND (j.vacancy_id IS NULL OR j.vacancy_id <=> x.vacancy_id OR "
	    "NOT COALESCE(JSON_VALUE(i.choice, '$.duplicate'), "
	    "JSON_VALUE(j.request, '$.duplicate')) <=> 'attach')",
	    DB_ARGS(IMPORT_JOB_KEY(job), db_int(job->id), db_int(p->after),
	    db_int(p->upto)), NULL, err);
}

int
import_item_settle(struct db *db, const struct import_job *job, struct err *err)
{
	struct part	p = { .job = job };

	do {
		if (import_item_bound(db, job->id, p.after, PART, &p.upto,
		    err) == -1 || db_tx_run(db, settle_part, &p, err) == -1)
			return -1;
		p.after = p.upto;
	} while (p.upto < INT64_MAX);
	return db_exec(db, "UPDATE import_job j JOIN (SELECT COUNT(*) total, "
	    "COALESCE(SUM(state = 'skipped'), 0) skipped FROM import_item "
	    "WHERE job_id = ?) c SET j.total_tasks = c.total, "
	    "j.skipped_tasks = c.skipped, j.processed_tasks = c.skipped "
	    "WHERE j.id = ?", DB_ARGS(db_int(job->id), db_int(job->id)), NULL,
	    err);
}

int
import_item_bound(struct db *db, int64_t job_id, int64_t after, int64_t n,
    int64_t *upto, struct err *err)
{
	return db_number(db, "SELECT COALESCE((SELECT id FROM import_item "
	    "FORCE INDEX (by_job) WHERE job_id = ? AND id > ? ORDER BY id "
	    "LIMIT 1 OFFSET ?), ?)", DB_ARGS(db_int(job_id), db_int(after),
	    db_int(n - 1), db_int(INT64_MAX)), upto, err);
}

int
import_item_drop(struct db *db, int64_t job_id, struct err *err)
{
	int64_t	n = PART;

	while (n == PART)
		if (db_exec(db, "DELETE FROM import_item WHERE job_id = ? "
		    "LIMIT ?", DB_ARGS(db_int(job_id), db_int(PART)), &n,
		    err) == -1)
			return -1;
	return 0;
}

/* --- claiming --- */

struct claim {
	const struct import_job	*job;
	const char		*lease;
	int			 lease_s;
	struct import_item	*out;
	bool			 got;
};

static int
claim(struct db *db, void *arg, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct claim		*c = arg;
	int64_t			 id, changed = 0;

	c->got = false;
	if (db_query(db, "SELECT id, job_id, task_id, name, attempts, "
	    "options | 0, claims, choice FROM import_item FORCE INDEX (claim) WHERE "
	    "job_id = ? AND state = 'ready' AND run_after <= NOW(3) "
	    "ORDER BY run_after, id LIMIT 1 FOR UPDATE SKIP LOCKED",
	    DB_ARGS(db_int(c->job->id)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	id = db_col_int(rows, 0);
	if (c->job->delay_seconds > 0) {
		bool	 ours;

		if (import_queue_pace(db, c->job->id, &ours, err) == -1)
			return -1;
		if (!ours)
			return 0;
	}
	/* The state is asked again: SKIP LOCKED does not exclude across nodes. That an
	 * applicant is to be sent again holds for this once, whatever becomes of the worker. */
	if (db_exec(db, "UPDATE import_item SET state = 'working', step = '', "
	    "claims = claims + 1, options = options & ~4, lease = ?, "
	    "lease_until = NOW(3) + INTERVAL ? SECOND "
	    "WHERE id = ? AND state = 'ready'", DB_ARGS(db_str(c->lease),
	    db_int(c->lease_s), db_int(id)), &changed, err) == -1)
		return -1;
	if (changed != 1)
		return 0;
	import_item_clear(c->out);
	c->out->id = id;
	c->out->job_id = db_col_int(rows, 1);
	c->out->task_id = db_col_dup(rows, 2);
	c->out->name = db_col_dup(rows, 3);
	c->out->attempts = db_col_int(rows, 4);
	c->out->options = (unsigned)db_col_int(rows, 5);
	c->out->claims = db_col_int(rows, 6) + 1;
	c->out->resumed_at = c->job->resumed_at;
	if (db_col_str(rows, 7) != NULL)
		c->out->choice = json_loads(db_col_str(rows, 7), 0, NULL);
	c->got = true;
	return 0;
}

int
import_item_claim(struct db *db, const struct import_job *job,
    const char *lease, int lease_s, struct import_item *out, bool *got,
    struct err *err)
{
	struct claim	 c = { job, lease, lease_s, out, false };

	if (db_tx_run(db, claim, &c, err) == -1)
		return -1;
	*got = c.got;
	return 0;
}

int
import_item_beat(struct db *db, int64_t id, const char *lease, int lease_s,
    const char *step, struct err *err)
{
	return db_exec(db, "UPDATE import_item SET lease_until = "
	    "NOW(3) + INTERVAL ? SECOND, step = ? WHERE id = ? AND lease = ? "
	    "AND state = 'working'", DB_ARGS(db_int(lease_s), db_str(step),
	    db_int(id), db_str(lease)), NULL, err);
}

/* --- letting go --- */

struct ending {
	const struct import_item	*item;
	const char			*lease;
	const struct import_end		*end;
};

static int
end_item(struct db *db, void *arg, struct err *err)
{
	const struct ending	*e = arg;
	const bool		 failed = strcmp(e->end->state, "failed") == 0;
	const bool		 done = strcmp(e->end->state, "done") == 0;
	const bool		 unsure = strcmp(e->end->state, "unsure") == 0;
	int64_t			 changed = 0;

	if (lease_held(db_exec(db, "UPDATE import_item SET state = ?, lease = NULL, "
	    "lease_until = NULL, claims = 0, attempts = attempts + ?, "
	    "error_code = ?, error_message = LEFT(?, 500), applicant_id = ?, "
	    "run_after = IF(?, NOW(3) + INTERVAL ? MICROSECOND, run_after), "
	    "finished_at = NOW(3) WHERE id = ? AND lease = ? AND "
	    "state = 'working'", DB_ARGS(db_str(e->end->state),
	    db_int(failed), db_str(e->end->code), db_str(e->end->text),
	    db_id(e->end->applicant_id), db_int(unsure),
	    db_int(e->end->unsure_ms * 1000), db_int(e->item->id),
	    db_str(e->lease)), &changed, err), &changed,
	    "the item", err) == -1)
		return -1;
	return db_exec(db, "UPDATE import_job SET "
	    "processed_tasks = processed_tasks + 1, "
	    "successful_tasks = successful_tasks + ?, "
	    "failed_tasks = failed_tasks + ?, "
	    "unsure_tasks = unsure_tasks + ?, "
	    "skipped_tasks = skipped_tasks + ? WHERE id = ?",
	    DB_ARGS(db_int(done), db_int(failed), db_int(unsure),
	    db_int(!done && !failed && !unsure), db_int(e->item->job_id)),
	    NULL, err);
}

int
import_item_end(struct db *db, const struct import_item *item,
    const char *lease, const struct import_end *end, struct err *err)
{
	struct ending	 e = { item, lease, end };

	return db_tx_run(db, end_item, &e, err);
}

int
import_item_back(struct db *db, const struct import_item *item,
    const char *lease, int64_t after_ms, bool failed, const char *code,
    const char *text, struct err *err)
{
	int64_t	 changed = 0;

	return lease_held(db_exec(db, "UPDATE import_item SET state = " BACK ", step = '', "
	    "lease = NULL, lease_until = NULL, claims = 0, "
	    "attempts = attempts + ?, run_after = IF(" IS_RESUMED ", NOW(3), "
	    "NOW(3) + INTERVAL ? MICROSECOND), error_code = ?, "
	    "error_message = LEFT(?, 500) WHERE id = ? AND lease = ? AND "
	    "state = 'working'", DB_ARGS(db_int(failed),
	    db_time(item->resumed_at), db_int(after_ms * 1000),
	    db_str(code), db_str(text),
	    db_int(item->id), db_str(lease)), &changed, err), &changed,
	    "the item", err);
}

int
import_item_free(struct db *db, int64_t id, const char *lease, struct err *err)
{
	return db_exec(db, "UPDATE import_item SET state = " BACK ", "
	    "step = '', lease = NULL, lease_until = NULL WHERE id = ? AND "
	    "lease = ? AND state = 'working'", DB_ARGS(db_int(id),
	    db_str(lease)), NULL, err);
}

int
import_item_sweep(struct db *db, int64_t *freed, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 id, n;

	*freed = 0;
	if (db_query(db, "SELECT DISTINCT i.job_id FROM import_job j "
	    "JOIN import_item i ON i.job_id = j.id AND i.state = 'working' "
	    "AND i.lease_until < NOW(3) WHERE j.status IN ('queued', "
	    "'running', 'stopped', 'cancelled')", DB_NONE, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		id = db_col_int(rows, 0);
		if (db_exec(db, "UPDATE import_item SET state = " BACK ", "
		    "step = '', lease = NULL, lease_until = NULL WHERE "
		    "job_id = ? AND state = 'working' AND "
		    "lease_until < NOW(3)", DB_ARGS(db_int(id)), &n,
		    err) == -1)
			return -1;
		*freed += n;
	}
	db_meter_takeover(db, "imports", *freed);
	return 0;
}

/* --- what was unsure --- */

struct resolving {
	const struct import_job	*job;
	int64_t			 done, failed;
};

static int
resolve(struct db *db, void *arg, struct err *err)
{
	struct resolving	*r = arg;
	const struct db_args	 args = DB_ARGS(IMPORT_JOB_KEY(r->job),
				    db_int(r->job->id));

	r->done = r->failed = 0;
	if (db_exec(db, "UPDATE import_item i JOIN " IMPORT_JOIN_SENT " "
	    "SET i.state = 'done', i.applicant_id = x.applicant_id, "
	    "i.error_code = '', i.error_message = '', i.finished_at = NOW(3) "
	    "WHERE i.job_id = ? AND i.state = 'unsure' AND x.state = 'done'",
	    args, &r->done, err) == -1 ||
	    db_exec(db, "UPDATE import_item i JOIN " IMPORT_JOIN_SENT " "
	    "SET i.state = 'failed', i.applicant_id = x.applicant_id, "
	    "i.error_code = x.error_code, i.error_message = '', "
	    "i.finished_at = NOW(3) WHERE i.job_id = ? AND "
	    "i.state = 'unsure' AND x.state IN ('new', 'created') AND "
	    "x.lease IS NULL AND x.look_at IS NULL AND x.error_code <> ''",
	    args, &r->failed, err) == -1)
		return -1;
	if (r->done + r->failed == 0)
		return 0;
	return db_exec(db, "UPDATE import_job SET "
	    "successful_tasks = successful_tasks + ?, "
	    "failed_tasks = failed_tasks + ?, "
	    "unsure_tasks = unsure_tasks - ? WHERE id = ?",
	    DB_ARGS(db_int(r->done), db_int(r->failed),
	    db_int(r->done + r->failed), db_int(r->job->id)), NULL, err);
}

int
import_item_resolve(struct db *db, const struct import_job *job,
    int64_t *changed, struct err *err)
{
	struct resolving	 r = { .job = job };

	if (db_tx_run(db, resolve, &r, err) == -1)
		return -1;
	*changed = r.done + r.failed;
	return 0;
}
