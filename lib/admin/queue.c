#include "admin/queue.h"

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"

/* of: since when each of those waits that could be done now; the first ones, by an index. */
#define QUEUE(of) "SELECT COUNT(*), COALESCE(GREATEST(0, " \
	"TIMESTAMPDIFF(SECOND, MIN(q.at), NOW(3))), 0) FROM (" of \
	" LIMIT 10001) q"

static const struct {
	const char	*name, *sql;
} queues[QUEUES] = {
	{ "syncs", QUEUE("SELECT COALESCE(waits_until, created_at) at FROM sync_run "
	    "WHERE state = 'queued' AND COALESCE(waits_until, created_at) <= "
	    "NOW(3) ORDER BY id") },
	/* A long one is no fault; one in which nothing moves is. */
	{ "imports", QUEUE("SELECT GREATEST(COALESCE(j.started_at, j.created_at), "
	    "COALESCE(j.paused_until, j.created_at), COALESCE((SELECT "
	    "MAX(f.finished_at) FROM import_item f WHERE f.job_id = j.id), "
	    "j.created_at)) at FROM import_job j JOIN import_item i ON "
	    "i.job_id = j.id AND i.state = 'ready' AND i.run_after <= NOW(3) "
	    "WHERE j.status IN ('queued', 'running') AND "
	    "COALESCE(j.paused_until, j.created_at) <= NOW(3)") },
	{ "events", QUEUE("SELECT run_after at FROM inbound_event "
	    "WHERE state = 'ready' AND run_after <= NOW(3) "
	    "ORDER BY run_after") },
	{ "messages", QUEUE("SELECT due_at at FROM outbox WHERE state = 'waiting' "
	    "AND due_at <= NOW(3) ORDER BY due_at") },
	{ "files", QUEUE("SELECT due_at at FROM inbox_item "
	    "WHERE arrival = 'waiting' AND due_at <= NOW(3) "
	    "ORDER BY due_at") },
	{ "telegram", QUEUE("SELECT run_after at FROM telegram_update "
	    "WHERE state = 'ready' AND run_after <= NOW(3) "
	    "ORDER BY run_after") },
	{ "marks", QUEUE("SELECT due_at at FROM transfer_mark WHERE state = 'wait' "
	    "AND due_at <= NOW(3) ORDER BY due_at") },
	{ "erasures", QUEUE("SELECT due_at at FROM candidate_erasure "
	    "WHERE state = 'waiting' AND due_at <= NOW(3) ORDER BY due_at") },
	{ "reminders", QUEUE("SELECT at FROM reminder WHERE sent_at IS NULL "
	    "AND at <= NOW(3) ORDER BY at") },
	{ "live", QUEUE("SELECT created_at at FROM live_post ORDER BY id") },
};

int
queue_states(struct db *db, struct queue_state out[QUEUES], struct err *err)
{
	for (size_t i = 0; i < QUEUES; i++) {
		own_rows struct db_rows	*rows = NULL;
		const char		*sql = queues[i].sql;

		if (db_query(db, sql, DB_NONE, &rows, err) == -1 ||
		    db_one(rows, err) == -1)
			return -1;
		out[i] = (struct queue_state){ queues[i].name,
		    db_col_int(rows, 0), db_col_int(rows, 1) };
	}
	return 0;
}
