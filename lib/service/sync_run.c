#include "service/sync_run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/db.h"
#include "io/db_lock.h"
#include "io/db_meter.h"
#include "io/field.h"
#include "io/rota.h"
#include "service/lease.h"

#define QUEUE_WAIT_S	10
#define PART	200	/* rows of one statement: short locks, and little to read for nothing */
#define COPY(to, from)	copy_text((to), sizeof(to), (from))

static void
copy_text(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from != NULL ? from : "");
}

#define RUN_COLS "id, company_id, user_id, connection_id, stream, reason, " \
	"state, status, max_tasks, tasks_processed, tasks_created, " \
	"tasks_updated, tasks_deleted, calls, error_code, error_message, " \
	"sync_duration, attempts, created_at, started_at, finished_at, " \
	"tasks_missing, tasks_unreadable, waits_until"

/*
 * The newest run of those that meet a condition. Nodes of a cluster number their rows by steps of
 * their own: what is a moment younger may have a smaller id. So the time tells, among the few last.
 */
#define NEWEST(condition) "SELECT " RUN_COLS " FROM (SELECT " RUN_COLS	\
	" FROM sync_run WHERE " condition " ORDER BY id DESC LIMIT 10) "	\
	"newest ORDER BY created_at DESC, id DESC LIMIT 1"

static void
run_read(const struct db_rows *rows, struct sync_run *out)
{
	memset(out, 0, sizeof(*out));
	out->id = db_col_int(rows, 0);
	out->company_id = db_col_int(rows, 1);
	out->user_id = db_col_int(rows, 2);
	out->connection_id = db_col_int(rows, 3);
	COPY(out->stream, db_col_str(rows, 4));
	COPY(out->reason, db_col_str(rows, 5));
	COPY(out->state, db_col_str(rows, 6));
	COPY(out->status, db_col_str(rows, 7));
	out->max_tasks = db_col_int(rows, 8);
	out->processed = db_col_int(rows, 9);
	out->created = db_col_int(rows, 10);
	out->updated = db_col_int(rows, 11);
	out->deleted = db_col_int(rows, 12);
	out->calls = db_col_int(rows, 13);
	COPY(out->error_code, db_col_str(rows, 14));
	COPY(out->error_message, db_col_str(rows, 15));
	out->duration_s = db_col_real(rows, 16);
	out->attempts = db_col_int(rows, 17);
	out->created_at = db_col_time(rows, 18);
	out->started_at = db_col_time(rows, 19);
	out->finished_at = db_col_time(rows, 20);
	out->missing = db_col_int(rows, 21);
	out->unreadable = db_col_int(rows, 22);
	out->waits_until = db_col_time(rows, 23);
}

/* --- queueing and claiming --- */

struct queueing {
	const struct sync_run	*in;
	int64_t			 id;
};

/* Two clicks make one run: within a node the connection's row would do, but what is only read for
 * an update at one node is not held at another. */
static int
queue_work(struct db *db, void *arg, struct err *err)
{
	struct queueing		*q = arg;
	const struct sync_run	*in = q->in;
	own_rows struct db_rows	*lock = NULL, *active = NULL;

	if (db_query(db, "SELECT id FROM connection WHERE id = ? FOR UPDATE",
	    DB_ARGS(db_int(in->connection_id)), &lock, err) == -1 ||
	    db_one(lock, err) == -1 ||
	    db_query(db, "SELECT id FROM sync_run WHERE connection_id = ? "
	    "AND state IN ('queued', 'running') ORDER BY id LIMIT 1",
	    DB_ARGS(db_int(in->connection_id)), &active, err) == -1)
		return -1;
	if (db_rows_next(active))
		return err_code(err, ERR_CONFLICT, "service.sync_running", "%" PRId64,
		    db_col_int(active, 0));
	if (db_exec(db, "INSERT INTO sync_run (company_id, user_id, "
	    "connection_id, stream, reason, max_tasks) "
	    "VALUES (?, ?, ?, ?, ?, ?)", DB_ARGS(db_int(in->company_id),
	    db_int(in->user_id), db_int(in->connection_id),
	    db_str(in->stream), db_str(in->reason), db_int(in->max_tasks)),
	    NULL, err) == -1)
		return -1;
	q->id = db_last_id(db);
	return 0;
}

int
sync_run_queue(struct db *db, const struct sync_run *in, int64_t *id,
    struct err *err)
{
	struct queueing	q = { .in = in };
	own_str char	*lock = mem_fmt("sync-queue-%" PRId64,
			    in->connection_id);

	if (db_lock_tx_run(db, lock, QUEUE_WAIT_S, queue_work, &q, err) == -1)
		return -1;
	*id = q.id;
	return 0;
}

/* 1: ours now; 0: another was quicker. */
static int
claim_one(struct db *db, int64_t id, const char *lease, struct err *err)
{
	int64_t	changed;

	if (db_exec(db, "UPDATE sync_run SET state = 'running', lease = ?, "
	    "lease_until = NOW(3) + INTERVAL ? SECOND, "
	    "attempts = LEAST(attempts + 1, 255), "
	    "started_at = COALESCE(started_at, NOW(3)) WHERE id = ? "
	    "AND (state = 'queued' OR (state = 'running' "
	    "AND lease_until < NOW(3)))", DB_ARGS(db_str(lease),
	    db_int(SYNC_LEASE_S), db_int(id)), &changed, err) == -1)
		return -1;
	return changed == 1;
}

static int
run_of(struct db *db, int64_t id, struct sync_run *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " RUN_COLS " FROM sync_run WHERE id = ?",
	    DB_ARGS(db_int(id)), &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	run_read(rows, out);
	return 0;
}

/* enum sync_whose of a stream */
#define WHOSE	"(CASE WHEN stream = '" SYNC_BOARD "' THEN 1 " \
	"WHEN stream LIKE '" SYNC_ACCOUNT "%' THEN 2 ELSE 0 END)"

struct claiming {
	enum sync_whose	 whose;
	const char	*lease;
	int64_t		 id;
	bool		 lost;	/* its process died */
};

/* The first of those rows that no other is quicker at: 1, or 0. */
static int
claim_first(struct db *db, struct db_rows *ids, struct claiming *c,
    struct err *err)
{
	int	rc = 0;

	while (rc == 0 && db_rows_next(ids)) {
		c->id = db_col_int(ids, 0);
		c->lost = db_col_int(ids, 1) != 0;
		rc = claim_one(db, c->id, c->lease, err);
	}
	return rc;
}

/* sync_run's key of the pages serves: a run has no status before it is done. */
static int
claim_of(struct db *db, int64_t company_id, void *arg, struct err *err)
{
	struct claiming		*c = arg;
	own_rows struct db_rows	*ids = NULL;

	return db_query(db, "SELECT id, FALSE FROM sync_run "
	    "FORCE INDEX (by_state) WHERE company_id = ? AND "
	    "state = 'queued' AND status = '' AND " WHOSE " = ? "
	    "ORDER BY created_at, id LIMIT 20", DB_ARGS(db_int(company_id),
	    db_int(c->whose)), &ids, err) == -1 ? -1 :
	    claim_first(db, ids, c, err);
}

#define TURNS(whose) ROTA(ROTA_COMPANIES, "(SELECT r.created_at FROM "		\
	"sync_run r FORCE INDEX (by_state) WHERE r.company_id = o.id AND "	\
	"r.state = 'queued' AND r.status = '' AND " WHOSE " = " whose " "	\
	"ORDER BY r.created_at LIMIT 1)")
static const struct rota	rotas[] = {
	{ "syncs", TURNS("0") }, { "syncs-of-boards", TURNS("1") },
	{ "syncs-of-accounts", TURNS("2") },
};

static int
claim_any(struct db *db, int64_t only_id, struct claiming *c, struct err *err)
{
	own_rows struct db_rows	*ids = NULL;
	int			 rc = 0;

	if (only_id == 0 &&
	    (rc = rota_take(db, &rotas[c->whose], claim_of, c, err)) != 0)
		return rc;
	if ((only_id != 0 ? db_query(db, "SELECT id, state = 'running' "
	    "FROM sync_run WHERE id = ? AND (state = 'queued' OR (state = 'running' "
	    "AND lease_until < NOW(3)))", DB_ARGS(db_int(only_id)), &ids,
	    err) : db_query(db, "SELECT id, TRUE FROM sync_run "
	    "WHERE state = 'running' AND lease_until < NOW(3) AND " WHOSE
	    " = ? LIMIT 20", DB_ARGS(db_int(c->whose)), &ids, err)) == -1)
		return -1;
	return claim_first(db, ids, c, err);
}

int
sync_run_claim(struct db *db, int64_t only_id, enum sync_whose whose,
    struct sync_run *out, struct err *err)
{
	char		lease[LEASE_SIZE];
	struct claiming	c = { .whose = whose, .lease = lease };
	int		rc;

	lease_name(lease);
	if ((rc = claim_any(db, only_id, &c, err)) != 1)
		return rc;
	db_meter_takeover(db, "syncs", c.lost);
	if (run_of(db, c.id, out, err) == -1)
		return -1;
	memcpy(out->lease, lease, sizeof(out->lease));
	return 1;
}

int
sync_run_hold(struct db *db, const struct sync_run *run, int64_t hold_s,
    struct err *err)
{
	int64_t	changed = 0;

	/* One ms more than before at least: a row that changes differs from none. */
	return lease_held(db_exec(db, "UPDATE sync_run SET tasks_processed = ?, "
	    "tasks_created = ?, tasks_updated = ?, tasks_deleted = ?, "
	    "tasks_missing = ?, tasks_unreadable = ?, "
	    "calls = ?, waits_until = ?, lease_until = "
	    "GREATEST(lease_until + INTERVAL 1000 MICROSECOND, "
	    "NOW(3) + INTERVAL ? SECOND) WHERE id = ? AND lease = ? "
	    "AND state = 'running'",
	    DB_ARGS(db_int(run->processed), db_int(run->created),
	    db_int(run->updated), db_int(run->deleted),
	    db_int(run->missing), db_int(run->unreadable), db_int(run->calls),
	    db_time(run->waits_until), db_int(hold_s), db_int(run->id), db_str(run->lease)),
	    &changed, err), &changed, "the sync", err);
}

int
sync_run_beat(struct db *db, const struct sync_run *run, struct err *err)
{
	return sync_run_hold(db, run, SYNC_LEASE_S, err);
}

#define ANEW "state = 'queued', lease = NULL, lease_until = NULL, " \
	"waits_until = NULL, " \
	"attempts = 0, started_at = NULL, tasks_processed = 0, " \
	"tasks_created = 0, tasks_updated = 0, tasks_deleted = 0, " \
	"tasks_missing = 0, tasks_unreadable = 0, " \
	"changes = NULL"

int
sync_run_back(struct db *db, const struct sync_run *run, struct err *err)
{
	return db_exec(db, "UPDATE sync_run SET " ANEW " WHERE id = ? "
	    "AND lease = ? AND state = 'running'", DB_ARGS(db_int(run->id),
	    db_str(run->lease)), NULL, err);
}

int
sync_run_anew(struct db *db, int64_t connection_id, struct err *err)
{
	return db_exec(db, "UPDATE sync_run SET " ANEW " WHERE "
	    "connection_id = ? AND state = 'running'",
	    DB_ARGS(db_int(connection_id)), NULL, err);
}

int
sync_run_finish(struct db *db, struct sync_run *run, struct err *err)
{
	int64_t	changed = 0;

	if (lease_held(db_exec(db, "UPDATE sync_run SET state = 'done', "
	    "status = ?, "
	    "tasks_processed = ?, tasks_created = ?, tasks_updated = ?, "
	    "tasks_deleted = ?, tasks_missing = ?, tasks_unreadable = ?, "
	    "calls = ?, error_code = ?, "
	    "error_message = ?, finished_at = NOW(3), sync_duration = "
	    "TIMESTAMPDIFF(MICROSECOND, started_at, NOW(3)) / 1000000, "
	    "lease = NULL, lease_until = NULL, waits_until = NULL "
	    "WHERE id = ? AND lease = ? AND state = 'running'",
	    DB_ARGS(db_str(run->status), db_int(run->processed),
	    db_int(run->created), db_int(run->updated), db_int(run->deleted),
	    db_int(run->missing), db_int(run->unreadable),
	    db_int(run->calls), db_str(run->error_code),
	    db_str(run->error_message), db_int(run->id), db_str(run->lease)),
	    &changed, err), &changed, "the sync", err) == -1)
		return -1;
	return run_of(db, run->id, run, err);
}

int
sync_run_any(struct db *db, int64_t company_id, int64_t id,
    struct sync_run *out, struct err *err)
{
	struct sync_run	run;

	if (run_of(db, id, &run, err) == -1)
		return -1;
	if (run.company_id != company_id)
		return err_set(err, ERR_ABSENT, "sync");
	*out = run;
	return 0;
}

int
sync_run_cancel(struct db *db, int64_t company_id, int64_t id,
    struct sync_run *out, struct err *err)
{
	int64_t	changed = 0;

	if (sync_run_any(db, company_id, id, out, err) == -1 ||
	    db_exec(db, "UPDATE sync_run SET state = 'done', "
	    "status = 'error', error_code = ?, error_message = '', "
	    "finished_at = NOW(3), sync_duration = COALESCE("
	    "TIMESTAMPDIFF(MICROSECOND, started_at, NOW(3)) / 1000000, 0), "
	    "lease = NULL, lease_until = NULL, waits_until = NULL "
	    "WHERE id = ? AND state <> 'done'", DB_ARGS(db_str(SYNC_CANCELLED),
	    db_int(id)), &changed, err) == -1)
		return -1;
	return changed == 1 ? run_of(db, id, out, err) :
	    err_code(err, ERR_CONFLICT, "service.sync_over", "%" PRId64, id);
}

/* --- reading --- */

int
sync_run_get(struct db *db, int64_t company_id, int64_t user_id, int64_t id,
    struct sync_run *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " RUN_COLS " FROM sync_run WHERE id = ? "
	    "AND company_id = ? AND user_id = ?", DB_ARGS(db_int(id),
	    db_int(company_id), db_int(user_id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	run_read(rows, out);
	return 0;
}

int
sync_run_list(struct db *db, int64_t user_id, int64_t before_id, size_t limit,
    int64_t skip, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT " RUN_COLS " FROM sync_run "
	    "WHERE user_id = ? AND id < ? ORDER BY id DESC LIMIT ? OFFSET ?",
	    DB_ARGS(db_int(user_id),
	    db_int(before_id > 0 ? before_id : INT64_MAX),
	    db_int((int64_t)limit), db_int(skip)), out, err);
}

bool
sync_run_next(struct db_rows *rows, struct sync_run *out)
{
	if (!db_rows_next(rows))
		return false;
	run_read(rows, out);
	return true;
}

int
sync_run_count(struct db *db, int64_t user_id, int64_t *out, struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM (SELECT 1 FROM sync_run "
	    "WHERE user_id = ? LIMIT 10001) c",
	    DB_ARGS(db_int(user_id)), out, err);
}

int
sync_run_list_of(struct db *db, int64_t connection_id, const char *stream,
    int64_t before_id, size_t limit, int64_t skip, struct db_rows **out,
    struct err *err)
{
	return db_query(db, "SELECT " RUN_COLS " FROM sync_run "
	    "WHERE connection_id = ? AND (? IS NULL OR stream = ?) AND "
	    "id < ? ORDER BY id DESC LIMIT ? OFFSET ?",
	    DB_ARGS(db_int(connection_id), db_str(stream), db_str(stream),
	    db_int(before_id > 0 ? before_id : INT64_MAX),
	    db_int((int64_t)limit), db_int(skip)), out, err);
}

int
sync_run_count_of(struct db *db, int64_t connection_id, const char *stream,
    int64_t *out, struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM (SELECT 1 FROM sync_run "
	    "WHERE connection_id = ? AND (? IS NULL OR stream = ?) "
	    "LIMIT 10001) c", DB_ARGS(db_int(connection_id), db_str(stream),
	    db_str(stream)), out, err);
}

int
sync_run_last(struct db *db, int64_t connection_id, struct sync_run *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, NEWEST("connection_id = ?"),
	    DB_ARGS(db_int(connection_id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	run_read(rows, out);
	return 0;
}

int
sync_run_waiting(struct db *db, int64_t limit, int64_t *n, struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM (SELECT 1 FROM sync_run "
	    "WHERE state = 'queued' AND " WHOSE " = 0 LIMIT ?) w", DB_ARGS(db_int(limit)), n, err);
}

int
sync_run_newest(struct db *db, int64_t connection_id, const char *reason,
    int64_t since_ms, struct sync_run *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, NEWEST("connection_id = ? AND reason = ? AND "
	    "created_at >= ?"), DB_ARGS(db_int(connection_id),
	    db_str(reason), db_time(since_ms)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	run_read(rows, out);
	return 0;
}

int
sync_run_since(struct db *db, int64_t connection_id, int64_t at_ms, bool *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT 1 FROM (SELECT status, error_code, started_at "
	    "FROM sync_run FORCE INDEX (newest) "
	    "WHERE connection_id = ? AND state = 'done' "
	    "ORDER BY created_at DESC, id DESC LIMIT 5) r WHERE (status = 'success' "
	    "OR error_code IN ('" SYNC_MISSING "', '" SYNC_UNREADABLE "')) "
	    "AND started_at > ? LIMIT 1", DB_ARGS(db_int(connection_id),
	    db_time(at_ms)), &rows, err) == -1)
		return -1;
	*out = db_rows_next(rows);
	return 0;
}

/* --- for the pages --- */

static json_t *
text_json(const char *s)
{
	return *s != '\0' ? json_string(s) : json_null();
}

bool
sync_run_is_read(const struct sync_run *run)
{
	static const char *const partly[] = { SYNC_LIMIT, SYNC_MISSING,
		SYNC_UNREADABLE };

	for (size_t i = 0; i < nitems(partly); i++)
		if (strcmp(run->error_code, partly[i]) == 0)
			return true;
	return strcmp(run->status, "success") == 0;
}

json_t *
sync_run_json(const struct sync_run *run, const char *lang)
{
	char	message[2400] = "";

	if (run->error_code[0] != '\0')
		text_put(message, sizeof(message), lang, run->error_code,
		    run->error_message);
	return json_pack("{s:I, s:I, s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I, "
	    "s:I, s:I, s:o, s:o, s:f, s:o, s:o, s:o, s:o}",
	    "id", (json_int_t)run->id, "user", (json_int_t)run->user_id,
	    "status", run->status[0] != '\0' ? run->status : "running",
	    "reason", run->reason, "max_tasks", (json_int_t)run->max_tasks,
	    "tasks_processed", (json_int_t)run->processed,
	    "tasks_created", (json_int_t)run->created,
	    "tasks_updated", (json_int_t)run->updated,
	    "tasks_deleted", (json_int_t)run->deleted,
	    "tasks_missing", (json_int_t)run->missing,
	    "tasks_unreadable", (json_int_t)run->unreadable,
	    "calls", (json_int_t)run->calls,
	    "error_code", text_json(run->error_code),
	    "error_message", text_json(message),
	    "sync_duration", run->duration_s,
	    "created_at", field_time(run->created_at),
	    "started_at", field_time(run->started_at),
	    "finished_at", field_time(run->finished_at),
	    "waits_until", field_time(run->waits_until));
}

int
sync_run_changes_get(struct db *db, int64_t id, char **out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT changes FROM sync_run WHERE id = ?",
	    DB_ARGS(db_int(id)), &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	*out = db_col_dup(rows, 0);
	return 0;
}

int
sync_run_changes_set(struct db *db, int64_t id, const char *json,
    struct err *err)
{
	return db_exec(db, "UPDATE sync_run SET changes = ? WHERE id = ?",
	    DB_ARGS(db_str(json), db_int(id)), NULL, err);
}

int
sync_run_slots(struct db *db, int64_t user_id, int64_t since_ms,
    struct db_rows **rows, struct err *err)
{
	return db_query(db, "SELECT CAST(UNIX_TIMESTAMP(created_at) DIV 900 "
	    "AS SIGNED) slot, COUNT(*), SUM(tasks_created), "
	    "SUM(tasks_updated), SUM(tasks_deleted), SUM(status = 'error'), "
	    "SUM(sync_duration), COUNT(sync_duration) FROM sync_run "
	    "WHERE user_id = ? AND created_at >= ? AND state = 'done' "
	    "GROUP BY slot", DB_ARGS(db_int(user_id), db_time(since_ms)), rows,
	    err);
}

/* --- how long they are kept --- */

/* One that is still at work, however old, holds up none behind it. */
static const struct rota_old	old_runs = { { "old syncs", ROTA_OLD(
	ROTA_COMPANIES, "(SELECT created_at FROM sync_run FORCE INDEX (by_company) "
	"WHERE company_id = o.id ORDER BY created_at LIMIT 1)") },
	"DELETE FROM sync_run WHERE company_id = ? AND created_at < NOW(3) - "
	"INTERVAL ? DAY AND state = 'done' ORDER BY created_at LIMIT ?" };

int
sync_run_expire(struct db *db, int64_t days, int64_t *removed, struct err *err)
{
	return rota_drop_old(db, &old_runs, days, PART, removed, err);
}

int
sync_run_open(struct db *db, int64_t *out, struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM sync_run WHERE state IN "
	    "('queued', 'running')", DB_NONE, out, err);
}

int
sync_run_lost(struct db *db, int64_t *out, struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM sync_run WHERE "
	    "state = 'running' AND lease_until < NOW(3)", DB_NONE, out, err);
}

const struct db_deadline sync_run_deadlines[] = {
	{ "sync_run", "lease_until" },
	{ 0 }
};
