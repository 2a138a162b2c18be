#include "admin/job.h"

#include <stddef.h>
#include <string.h>

#include "admin/order.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db_build.h"

#define COUNT_MAX	10001

enum { ANY, OPEN, WAITING, RUNNING, STOPPED, DONE, FAILED, CANCELLED,
	PLANNED, PASSED, STATES };

const char *const job_kinds[] = { "imports", "syncs", "reminders", "messages",
	"erasures", NULL };
const char *const job_states[] = { "open", "waiting", "running", "stopped",
	"done", "failed", "cancelled", "planned", "passed", NULL };

/* Of the table j, in one order for all: key, at, state, title, created, started, finished, due,
 * done, total, failed, attempts, error code, error text, subject; whose is added to them. */
struct source {
	const char	*columns, *table, *joins;
	const char	*at;			/* what it is listed by */
	const char	*seldom;		/* the index of the states that few are in */
	const char	*states[STATES];	/* NULL: it has no such state */
};

#define SYNC_FAILED \
	"j.state = 'done' AND j.status = 'error' AND j.error_code <> 'service.sync_cancelled'"
#define SYNC_CANCEL \
	"j.state = 'done' AND j.status = 'error' AND j.error_code = 'service.sync_cancelled'"

#define REMINDER_TOLD \
	"j.sent_at >= j.at AND j.at <= NOW(3) AND j.told"
#define REMINDER_PASSED \
	"j.sent_at >= j.at AND j.at <= NOW(3) AND NOT j.told"

static const struct source sources[] = {
	[JOB_IMPORTS] = {
		.columns = ORDER_KEY("j.id", "0") ", j.created_at, ELT("
		    "FIELD(j.status, 'queued', 'running', 'stopped', "
		    "'completed', 'failed', 'cancelled'), 'waiting', 'running', "
		    "'stopped', 'done', 'failed', 'cancelled'), j.source, "
		    "j.created_at, j.started_at, j.completed_at, "
		    "j.paused_until, j.processed_tasks, j.total_tasks, "
		    "j.failed_tasks, NULL, j.error_code, j.error_message, 0",
		.table = "import_job j", .joins = "", .at = "j.created_at",
		.seldom = "by_company",
		.states = {
			[ANY] = "TRUE",
			[OPEN] = "j.status IN ('queued', 'running', 'stopped')",
			[WAITING] = "j.status = 'queued'",
			[RUNNING] = "j.status = 'running'",
			[STOPPED] = "j.status = 'stopped'",
			[DONE] = "j.status = 'completed'",
			[FAILED] = "j.status = 'failed'",
			[CANCELLED] = "j.status = 'cancelled'",
		},
	},
	[JOB_SYNCS] = {
		.columns = ORDER_KEY("j.id", "1") ", j.created_at, CASE "
		    "WHEN j.state = 'queued' THEN 'waiting' "
		    "WHEN j.state = 'running' THEN 'running' "
		    "WHEN j.error_code = 'service.sync_cancelled' "
		    "THEN 'cancelled' WHEN j.status = 'error' THEN 'failed' "
		    "ELSE 'done' END, COALESCE(NULLIF(JSON_VALUE(c.settings, "
		    "'$.list_name'), ''), NULLIF(c.name, ''), j.stream), "
		    "j.created_at, "
		    "j.started_at, j.finished_at, j.waits_until, "
		    "j.tasks_processed, 0, 0, j.attempts, j.error_code, "
		    "j.error_message, 0",
		.table = "sync_run j",
		.joins = " LEFT JOIN connection c ON c.id = j.connection_id",
		.at = "j.created_at", .seldom = "by_state",
		.states = {
			[ANY] = "TRUE",
			[OPEN] = "j.state IN ('queued', 'running')",
			[WAITING] = "j.state = 'queued'",
			[RUNNING] = "j.state = 'running'",
			[DONE] = "j.state = 'done' AND j.status <> 'error'",
			[FAILED] = SYNC_FAILED,
			[CANCELLED] = SYNC_CANCEL,
		},
	},
	[JOB_REMINDERS] = {
		.columns = ORDER_KEY("j.id", "2") ", j.at, CASE "
		    "WHEN j.sent_at < j.at THEN 'cancelled' "
		    "WHEN j.told THEN 'done' "
		    "WHEN j.sent_at IS NOT NULL THEN 'passed' "
		    "WHEN j.at > NOW(3) THEN 'planned' ELSE 'waiting' END, "
		    "t.title, j.created_at, NULL, j.sent_at, j.at, NULL, NULL, "
		    "NULL, NULL, '', '', t.id",
		.table = "reminder j",
		.joins = " LEFT JOIN task t ON j.subject = 'task' "
		    "AND t.id = j.subject_id", .at = "j.at", .seldom = "due",
		.states = {
			[ANY] = "j.at <= NOW(3)",
			[OPEN] = "j.sent_at IS NULL AND j.at <= NOW(3)",
			[WAITING] = "j.sent_at IS NULL AND j.at <= NOW(3)",
			[DONE] = REMINDER_TOLD,
			[PASSED] = REMINDER_PASSED,
			[CANCELLED] = "j.sent_at < j.at",
			[PLANNED] = "j.sent_at IS NULL AND j.at > NOW(3)",
		},
	},
	[JOB_MESSAGES] = {
		.columns = ORDER_KEY("j.id", "3") ", j.created_at, "
		    "ELT(FIELD(j.state, 'waiting', 'sending', 'sent', 'failed', "
		    "'dropped'), 'waiting', 'running', 'done', 'failed', "
		    "'cancelled'), j.kind, j.created_at, NULL, j.sent_at, "
		    "IF(j.state = 'waiting', j.due_at, NULL), NULL, NULL, NULL, "
		    "j.tries, j.error_code, j.error_text, 0",
		.table = "outbox j", .joins = "", .at = "j.created_at",
		.seldom = "by_state",
		.states = {
			[ANY] = "TRUE",
			[OPEN] = "j.state IN ('waiting', 'sending')",
			[WAITING] = "j.state = 'waiting'",
			[RUNNING] = "j.state = 'sending'",
			[DONE] = "j.state = 'sent'",
			[FAILED] = "j.state = 'failed'",
			[CANCELLED] = "j.state = 'dropped'",
		},
	},
	[JOB_ERASURES] = {
		.columns = ORDER_KEY("j.id", "4") ", j.created_at, j.state, "
		    "CONCAT(j.candidate_id), j.created_at, "
		    "j.started_at, j.finished_at, "
		    "IF(j.state = 'waiting', j.due_at, NULL), j.done, j.total, "
		    "0, j.tries, j.error_code, j.error_text, j.candidate_id",
		.table = "candidate_erasure j", .joins = "",
		.at = "j.created_at", .seldom = "by_state",
		.states = {
			[ANY] = "TRUE",
			[OPEN] = "j.state IN ('waiting', 'running')",
			[WAITING] = "j.state = 'waiting'",
			[RUNNING] = "j.state = 'running'",
			[DONE] = "j.state = 'done'",
			[FAILED] = "j.state = 'failed'",
		},
	},
};

/* --- the list --- */

static int
index_of(const char *word, const char *const *words)
{
	for (int i = 0; words[i] != NULL; i++)
		if (word != NULL && strcmp(word, words[i]) == 0)
			return i;
	return -1;
}

struct search {
	const struct job_filter	*f;
	struct order		 order;
	int			 state;
	int			 kinds[JOB_KINDS];	/* that have that state */
	int			 n;
};

static void
search_begin(const struct job_filter *f, struct search *s)
{
	const int	only = index_of(f->kind, job_kinds);

	s->f = f;
	s->state = index_of(f->state, job_states) + 1;
	s->order = (struct order){ &f->after, s->state == PLANNED };
	s->n = 0;
	for (int k = 0; k < JOB_KINDS; k++)
		if ((only == -1 || only == k) &&
		    sources[k].states[s->state] != NULL)
			s->kinds[s->n++] = k;
}

static bool
is_seldom(const struct search *s, const struct source *src)
{
	const bool	waits = s->state == OPEN || s->state == WAITING;

	return waits || (src != &sources[JOB_REMINDERS] &&
	    (s->state == RUNNING || s->state == STOPPED ||
	    s->state == FAILED || s->state == CANCELLED));
}

static void
add_from(struct db_build *q, const struct search *s, const struct source *src,
    const char *joins)
{
	buf_puts(&q->sql, " FROM ");
	buf_puts(&q->sql, src->table);
	buf_puts(&q->sql, " FORCE INDEX (");
	buf_puts(&q->sql, is_seldom(s, src) ? src->seldom : "by_company");
	buf_putc(&q->sql, ')');
	buf_puts(&q->sql, joins);
	db_build_add(q, " WHERE j.company_id = ? AND ",
	    DB_ARGS(db_int(s->f->company_id)));
	buf_puts(&q->sql, src->states[s->state]);
}

static void
add_page(struct db_build *q, const struct search *s, int kind, int64_t limit)
{
	const struct source	*src = &sources[kind];
	const char		*down = s->order.rising ? "" : " DESC";
	own_buf struct buf	 joins = { 0 };

	buf_puts(&joins, src->joins);
	buf_puts(&joins, " LEFT JOIN user u ON u.id = j.user_id");
	buf_puts(&q->sql, "(SELECT ");
	buf_puts(&q->sql, src->columns);
	buf_puts(&q->sql, ", j.user_id, u.name, u.email");
	add_from(q, s, src, buf_str(&joins));
	order_behind(q, &s->order, kind, src->at, "j.id");
	buf_puts(&q->sql, " ORDER BY ");
	buf_puts(&q->sql, src->at);
	buf_puts(&q->sql, down);
	buf_puts(&q->sql, ", j.id");
	buf_puts(&q->sql, down);
	db_build_add(q, " LIMIT ?)", DB_ARGS(db_int(limit)));
}

static int
find(struct db *db, const struct search *s, int64_t limit, struct db_rows **out,
    struct err *err)
{
	own_db_build struct db_build	 q = { 0 };

	for (int i = 0; i < s->n; i++) {
		buf_puts(&q.sql, i > 0 ? " UNION ALL " : "");
		add_page(&q, s, s->kinds[i], limit);
	}
	if (s->n > 1)
		db_build_add(&q, s->order.rising ? " ORDER BY 2, 1 LIMIT ?" :
		    " ORDER BY 2 DESC, 1 DESC LIMIT ?",
		    DB_ARGS(db_int(limit)));
	return db_build_query(db, &q, out, err);
}

static int
count(struct db *db, const struct search *s, int64_t *out, struct err *err)
{
	own_rows struct db_rows		*rows = NULL;
	own_db_build struct db_build	 q = { 0 };

	db_build_add(&q, "SELECT LEAST(?", DB_ARGS(db_int(COUNT_MAX)));
	for (int i = 0; i < s->n; i++) {
		const struct source	*src = &sources[s->kinds[i]];

		buf_puts(&q.sql, i > 0 ? " + " : ", ");
		buf_puts(&q.sql, "(SELECT COUNT(*) FROM (SELECT 1");
		add_from(&q, s, src, "");
		db_build_add(&q, " LIMIT ?) c)", DB_ARGS(db_int(COUNT_MAX)));
	}
	buf_putc(&q.sql, ')');
	if (db_build_query(db, &q, &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	*out = db_col_int(rows, 0);
	return 0;
}

/* No kind of job has such a state: no rows. */
static int
find_none(struct db *db, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT 1 FROM DUAL WHERE FALSE", DB_NONE, out,
	    err);
}

int
job_list(struct db *db, const struct job_filter *f, int64_t limit,
    struct db_rows **out, int64_t *total, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct search		 s;

	search_begin(f, &s);
	*total = 0;
	if (s.n == 0)
		return find_none(db, out, err);
	if (find(db, &s, limit, &rows, err) == -1 ||
	    count(db, &s, total, err) == -1)
		return -1;
	*out = give(rows);
	return 0;
}

int
job_get(struct db *db, int64_t company_id, enum job_kind kind, int64_t id,
    struct db_rows **out, struct err *err)
{
	own_db_build struct db_build	 q = { 0 };

	buf_puts(&q.sql, "SELECT ");
	buf_puts(&q.sql, sources[kind].columns);
	buf_puts(&q.sql, ", j.user_id, u.name, u.email FROM ");
	buf_puts(&q.sql, sources[kind].table);
	buf_puts(&q.sql, sources[kind].joins);
	db_build_add(&q, " LEFT JOIN user u ON u.id = j.user_id "
	    "WHERE j.id = ? AND j.company_id = ?", DB_ARGS(db_int(id),
	    db_int(company_id)));
	return db_build_query(db, &q, out, err);
}

/* --- a row --- */

/* In which states a job of each kind may be retried, and cancelled. */
static const struct { const char *retry, *cancel; } deeds[] = {
	[JOB_IMPORTS] = { "stopped failed", "waiting running stopped" },
	[JOB_SYNCS] = { "failed cancelled", "waiting running" },
	[JOB_REMINDERS] = { "", "waiting planned" },
	[JOB_MESSAGES] = { "failed", "waiting failed" },
	[JOB_ERASURES] = { "failed", "" },
};

bool
job_next(struct db_rows *rows, struct job *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct job){
		.key = db_col_int(rows, 0), .at = db_col_time(rows, 1),
		.state = db_col_str(rows, 2), .title = db_col_str(rows, 3),
		.created_at = db_col_time(rows, 4),
		.started_at = db_col_time(rows, 5),
		.finished_at = db_col_time(rows, 6),
		.due_at = db_col_time(rows, 7),
		.counted = !db_col_null(rows, 8),
		.done = db_col_int(rows, 8), .total = db_col_int(rows, 9),
		.failed = db_col_int(rows, 10),
		.attempts = db_col_null(rows, 11) ? -1 :
		    db_col_int(rows, 11),
		.error_code = db_col_str(rows, 12),
		.error_text = db_col_str(rows, 13),
		.subject_id = db_col_int(rows, 14),
		.user_id = db_col_int(rows, 15),
		.user_name = db_col_str(rows, 16),
		.user_email = db_col_str(rows, 17),
	};
	out->id = order_id(out->key);
	out->kind = (enum job_kind)order_table(out->key);
	out->retries = strstr(deeds[out->kind].retry, out->state) != NULL ||
	    (out->kind == JOB_IMPORTS && out->failed > 0 &&
	    strcmp(out->state, "done") == 0);
	out->cancels = strstr(deeds[out->kind].cancel, out->state) != NULL;
	return true;
}
