#include "reply/rule.h"

#include <string.h>

#include "base/err.h"
#include "clickup/cache.h"
#include "io/db.h"
#include "io/rota.h"
#include "service/lease.h"

#define TEXT_SEEN	"20000"	/* characters of a description that rules look at */

/* --- rules --- */

void
reply_clear(struct reply *rule)
{
	char	**const texts[] = { &rule->name, &rule->reply,
		    &rule->keywords, &rule->statuses, &rule->lists,
		    &rule->regex };

	for (size_t i = 0; i < nitems(texts); i++)
		mem_free_str(texts[i]);
	*rule = (struct reply){ 0 };
}

#define RULE_SELECT "SELECT id, company_id, user_id, tested_at, enabled_at, " \
	"sent_count, created_at, updated_at, name, reply, keywords, " \
	"statuses, lists, regex, enabled, notify_all, hourly_limit " \
	"FROM auto_reply "

static void
rule_read(const struct db_rows *rows, struct reply *rule)
{
	rule->id = db_col_int(rows, 0);
	rule->company_id = db_col_int(rows, 1);
	rule->user_id = db_col_int(rows, 2);
	rule->tested_at = db_col_time(rows, 3);
	rule->enabled_at = db_col_time(rows, 4);
	rule->sent_count = db_col_int(rows, 5);
	rule->created_at = db_col_time(rows, 6);
	rule->updated_at = db_col_time(rows, 7);
	rule->name = db_col_dup(rows, 8);
	rule->reply = db_col_dup(rows, 9);
	rule->keywords = db_col_dup(rows, 10);
	rule->statuses = db_col_dup(rows, 11);
	rule->lists = db_col_dup(rows, 12);
	rule->regex = db_col_dup(rows, 13);
	rule->enabled = db_col_int(rows, 14) != 0;
	rule->notify_all = db_col_int(rows, 15) != 0;
	rule->hourly_limit = db_col_int(rows, 16);
}

int
reply_list(struct db *db, int64_t user_id, bool enabled,
    struct db_rows **rows, struct err *err)
{
	return db_query(db, RULE_SELECT "WHERE user_id = ? AND enabled >= ? "
	    "ORDER BY id", DB_ARGS(db_int(user_id), db_int(enabled)), rows,
	    err);
}

bool
reply_next(struct db_rows *rows, struct reply *out)
{
	reply_clear(out);
	if (!db_rows_next(rows))
		return false;
	rule_read(rows, out);
	return true;
}

int
reply_get(struct db *db, int64_t user_id, int64_t id,
    struct reply *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, RULE_SELECT "WHERE id = ? AND user_id = ?",
	    DB_ARGS(db_int(id), db_int(user_id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	rule_read(rows, out);
	return 0;
}

int
reply_add(struct db *db, const struct reply *r, int64_t *id,
    struct err *err)
{
	int64_t	n = 0;

	if (db_exec(db, "INSERT INTO auto_reply (company_id, user_id, name, "
	    "keywords, regex, statuses, lists, reply, notify_all, "
	    "hourly_limit) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM DUAL WHERE (SELECT "
	    "COUNT(*) FROM auto_reply a WHERE a.user_id = ?) < ?",
	    DB_ARGS(db_int(r->company_id), db_int(r->user_id),
	    db_str(r->name), db_str(r->keywords), db_str(r->regex),
	    db_str(r->statuses), db_str(r->lists), db_str(r->reply),
	    db_int(r->notify_all), db_int(r->hourly_limit),
	    db_int(r->user_id), db_int(REPLY_MAX)), &n, err) == -1)
		return -1;
	if (n == 0)
		return err_code(err, ERR_CONFLICT, "reply.limit", "%d",
		    REPLY_MAX);
	*id = db_last_id(db);
	return 0;
}

int
reply_lock(struct db *db, int64_t id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	return db_query(db, "SELECT id FROM auto_reply WHERE id = ? "
	    "FOR UPDATE", DB_ARGS(db_int(id)), &rows, err);
}

int
reply_save(struct db *db, const struct reply *r, struct err *err)
{
	if (db_exec(db, "UPDATE auto_reply SET name = ?, keywords = ?, "
	    "regex = ?, statuses = ?, lists = ?, reply = ?, notify_all = ?, "
	    "hourly_limit = ?, enabled = ?, tested_at = ?, enabled_at = ? WHERE id = ?",
	    DB_ARGS(db_str(r->name), db_str(r->keywords), db_str(r->regex),
	    db_str(r->statuses), db_str(r->lists), db_str(r->reply),
	    db_int(r->notify_all), db_int(r->hourly_limit),
	    db_int(r->enabled), db_time(r->tested_at),
	    db_time(r->enabled_at), db_int(r->id)), NULL, err) == -1)
		return -1;
	return r->enabled ? 0 : db_exec(db, "UPDATE auto_reply_log SET "
	    "state = 'cancelled' WHERE rule_id = ? AND state = 'ready'",
	    DB_ARGS(db_int(r->id)), NULL, err);
}

int
reply_tested(struct db *db, const struct reply *rule,
    struct err *err)
{
	return db_exec(db, "UPDATE auto_reply SET tested_at = NOW(3) "
	    "WHERE id = ? AND updated_at = ?", DB_ARGS(db_int(rule->id),
	    db_time(rule->updated_at)), NULL, err);
}

int
reply_drop(struct db *db, int64_t id, struct err *err)
{
	return db_exec(db, "DELETE FROM auto_reply WHERE id = ?",
	    DB_ARGS(db_int(id)), NULL, err);
}

/* --- tasks --- */

#define TASK_COLS "t.id, t.connection_id, t.task_id, t.name, " \
	"LEFT(t.description, " TEXT_SEEN "), t.status, t.list_id, " \
	"t.assignees, t.url, t.date_updated, c.owner_id, c.company_id, "
#define TASK_FROM " FROM clickup_task t JOIN connection c " \
	"ON c.id = t.connection_id "

int
reply_past(struct db *db, int64_t connection_id, size_t limit,
    struct db_rows **rows, struct err *err)
{
	return db_query(db, "SELECT " TASK_COLS "0" TASK_FROM
	    "WHERE t.connection_id = ? ORDER BY t.date_updated DESC, "
	    "t.id DESC LIMIT ?", DB_ARGS(db_int(connection_id),
	    db_int((int64_t)limit)), rows, err);
}

/* When they came is not kept. */
const struct rota	reply_rota = { "replies", ROTA(ROTA_ANYONE,
	"(SELECT NOW(3) FROM auto_reply_queue q FORCE INDEX (by_turn) "
	"WHERE q.company_id = o.id LIMIT 1)") };

int
reply_waiting(struct db *db, int64_t company_id, size_t limit,
    struct db_rows **rows, struct err *err)
{
	return db_query(db, "SELECT " TASK_COLS "q.version FROM (SELECT task, "
	    "version FROM auto_reply_queue FORCE INDEX (by_turn) "
	    "WHERE company_id = ? ORDER BY task LIMIT ?) q "
	    "JOIN clickup_task t ON t.id = q.task JOIN connection c "
	    "ON c.id = t.connection_id ORDER BY t.connection_id, t.id",
	    DB_ARGS(db_int(company_id), db_int((int64_t)limit)), rows, err);
}

bool
reply_task_next(struct db_rows *rows, struct reply_task *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct reply_task){
		.row = db_col_int(rows, 0),
		.connection_id = db_col_int(rows, 1),
		.task_id = db_col_str(rows, 2),
		.name = db_col_str(rows, 3),
		.description = db_col_str(rows, 4),
		.status = db_col_str(rows, 5),
		.list_id = db_col_str(rows, 6),
		.assignees = db_col_str(rows, 7),
		.url = db_col_str(rows, 8),
		.date_updated = db_col_time(rows, 9),
		.user_id = db_col_int(rows, 10),
		.company_id = db_col_int(rows, 11),
		.version = db_col_int(rows, 12),
	};
	return true;
}

/* Most people have no rules: then nothing is written, and one index read. */
int
reply_changed(struct db *db, int64_t connection_id, const int64_t *ids,
    size_t n, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct db_arg		 args[2 * CLICKUP_CACHE_BATCH];

	if (n == 0)
		return 0;
	if (db_query(db, "SELECT c.company_id FROM connection c JOIN auto_reply r ON "
	    "r.user_id = c.owner_id AND r.enabled = 1 WHERE c.id = ? LIMIT 1",
	    DB_ARGS(db_int(connection_id)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	for (size_t i = 0; i < n; i++) {
		args[2 * i] = db_int(ids[i]);
		args[2 * i + 1] = db_int(db_col_int(rows, 0));
	}
	return db_exec_rows(db, "INSERT INTO auto_reply_queue (task, "
	    "company_id) VALUES ", " ON DUPLICATE KEY UPDATE "
	    "version = version + 1", args, 2, n, NULL, err);
}

int
reply_looked(struct db *db, const struct reply_task *task,
    struct err *err)
{
	return db_exec(db, "DELETE FROM auto_reply_queue WHERE task = ? AND "
	    "version = ?", DB_ARGS(db_int(task->row), db_int(task->version)),
	    NULL, err);
}

/* --- answers --- */

void
reply_line_clear(struct reply_line *line)
{
	char	**const texts[] = { &line->task_id, &line->task_name,
		    &line->text, &line->marker, &line->state,
		    &line->error_code, &line->error_message };

	for (size_t i = 0; i < nitems(texts); i++)
		mem_free_str(texts[i]);
	*line = (struct reply_line){ 0 };
}

#define LINE_SELECT "SELECT l.id, l.rule_id, l.attempts, l.intent_at, " \
	"l.created_at, l.sent_at, r.user_id, r.company_id, r.enabled, " \
	"r.notify_all, l.task_id, l.task_name, l.text, l.marker, l.state, " \
	"l.error_code, l.error_message FROM auto_reply_log l " \
	"JOIN auto_reply r ON r.id = l.rule_id "

static void
line_read(const struct db_rows *rows, struct reply_line *line)
{
	line->id = db_col_int(rows, 0);
	line->rule_id = db_col_int(rows, 1);
	line->attempts = db_col_int(rows, 2);
	line->intent_at = db_col_time(rows, 3);
	line->created_at = db_col_time(rows, 4);
	line->sent_at = db_col_time(rows, 5);
	line->user_id = db_col_int(rows, 6);
	line->company_id = db_col_int(rows, 7);
	line->enabled = db_col_int(rows, 8) != 0;
	line->notify_all = db_col_int(rows, 9) != 0;
	line->task_id = db_col_dup(rows, 10);
	line->task_name = db_col_dup(rows, 11);
	line->text = db_col_dup(rows, 12);
	line->marker = db_col_dup(rows, 13);
	line->state = db_col_dup(rows, 14);
	line->error_code = db_col_dup(rows, 15);
	line->error_message = db_col_dup(rows, 16);
}

int
reply_await(struct db *db, int64_t rule_id,
    const struct reply_task *task, const char *text, const char *marker,
    struct err *err)
{
	return db_exec(db, "INSERT INTO auto_reply_log (rule_id, task_id, "
	    "task_name, text, marker) VALUES (?, ?, LEFT(?, 500), ?, ?) "
	    "ON DUPLICATE KEY UPDATE rule_id = rule_id",
	    DB_ARGS(db_int(rule_id), db_str(task->task_id),
	    db_str(task->name), db_str(text), db_str(marker)), NULL, err);
}

#define DUE	"l.state IN ('ready', 'intent') AND l.run_after <= NOW(3) "

/* Of the company, then of the person whose turn was longest ago. */
int
reply_users(struct db *db, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT d.user_id, d.company_id FROM (SELECT "
	    "r.user_id, MAX(r.company_id) company_id FROM auto_reply_log l "
	    "JOIN auto_reply r ON r.id = l.rule_id WHERE " DUE
	    "GROUP BY r.user_id) d" ROTA_JOIN("answers", "d.company_id")
	    "LEFT JOIN queue_turn p ON p.queue = 'answering' AND "
	    "p.id = d.user_id ORDER BY qt.served_at, p.served_at, d.user_id",
	    DB_NONE, out, err);
}

int
reply_users_served(struct db *db, int64_t company_id, int64_t user_id,
    struct err *err)
{
	return rota_served(db, "answers", company_id, err) == -1 ? -1 :
	    rota_served(db, "answering", user_id, err);
}

int
reply_due(struct db *db, int64_t user_id, struct reply_line *out, bool *got,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, LINE_SELECT "WHERE " DUE "AND r.user_id = ? "
	    "ORDER BY l.run_after, l.id LIMIT 1", DB_ARGS(db_int(user_id)),
	    &rows, err) == -1)
		return -1;
	*got = db_rows_next(rows);
	if (*got)
		line_read(rows, out);
	return 0;
}

int
reply_queued(struct db *db, bool *yes, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT 1 FROM auto_reply_queue LIMIT 1", DB_NONE,
	    &rows, err) == -1)
		return -1;
	*yes = db_rows_next(rows);
	return 0;
}

/*
 * Has the rule room for one more within the hour? The row of the rule is held, so that two
 * processes do not both take the last place. free_at: when there is room again, 0: now.
 */
static int
find_room(struct db *db, const struct reply_line *line, int64_t *free_at,
    struct err *err)
{
	own_rows struct db_rows	*rule = NULL, *rows = NULL;

	if (db_query(db, "SELECT hourly_limit FROM auto_reply WHERE id = ? "
	    "FOR UPDATE", DB_ARGS(db_int(line->rule_id)), &rule, err) == -1 ||
	    db_one(rule, err) == -1 ||
	    db_query(db, "SELECT intent_at + INTERVAL 1 HOUR FROM "
	    "auto_reply_log WHERE rule_id = ? AND intent_at > NOW(3) - "
	    "INTERVAL 1 HOUR AND id <> ? ORDER BY intent_at DESC "
	    "LIMIT 1 OFFSET ?", DB_ARGS(db_int(line->rule_id),
	    db_int(line->id), db_int(db_col_int(rule, 0) - 1)), &rows,
	    err) == -1)
		return -1;
	*free_at = db_rows_next(rows) ? db_col_time(rows, 0) : 0;
	return 0;
}

struct intending {
	const struct reply_line	*line;
	int64_t				 free_at;
};

static int
intend(struct db *db, void *arg, struct err *err)
{
	struct intending		*in = arg;
	const struct reply_line	*line = in->line;
	int64_t				 n = 0;

	if (find_room(db, line, &in->free_at, err) == -1)
		return -1;
	if (in->free_at != 0)
		return db_exec(db, "UPDATE auto_reply_log SET run_after = ?, "
		    "error_code = 'reply.hourly', error_message = "
		    "(SELECT hourly_limit FROM auto_reply WHERE id = ?) "
		    "WHERE rule_id = ? AND (state = 'ready' OR id = ?) AND "
		    "run_after < ?", DB_ARGS(db_time(in->free_at),
		    db_int(line->rule_id), db_int(line->rule_id),
		    db_int(line->id), db_time(in->free_at)), NULL, err);
	return lease_held(db_exec(db, "UPDATE auto_reply_log SET "
	    "state = 'intent', intent_at = NOW(3), attempts = attempts + 1 "
	    "WHERE id = ? AND state = ? AND attempts = ?",
	    DB_ARGS(db_int(line->id), db_str(line->state),
	    db_int(line->attempts)), &n, err), &n,
	    "the answer", err);
}

int
reply_intend(struct db *db, struct reply_line *line,
    struct err *err)
{
	struct intending	in = { .line = line };

	if (db_tx_run(db, intend, &in, err) == -1)
		return -1;
	if (in.free_at != 0)
		return err_code(err, ERR_BUSY, "reply.hourly",
		    "rule %lld has answered its number of this hour",
		    (long long)line->rule_id);
	mem_free_str(&line->state);
	line->state = mem_dup("intent");
	line->attempts++;
	return 0;
}

static int
set_sent(struct db *db, void *arg, struct err *err)
{
	const struct reply_line	*line = arg;
	int64_t				 n = 0;

	if (lease_held(db_exec(db, "UPDATE auto_reply_log SET state = 'sent', "
	    "sent_at = NOW(3), error_code = '', error_message = '' WHERE "
	    "id = ? AND state = ?", DB_ARGS(db_int(line->id),
	    db_str(line->state)), &n, err), &n,
	    "the answer", err) == -1)
		return -1;
	return db_exec(db, "UPDATE auto_reply SET sent_count = sent_count + 1, "
	    "updated_at = updated_at WHERE id = ?",
	    DB_ARGS(db_int(line->rule_id)), NULL, err);
}

int
reply_sent(struct db *db, const struct reply_line *line,
    struct err *err)
{
	struct reply_line	copy = *line;

	return db_tx_run(db, set_sent, &copy, err);
}

int
reply_later(struct db *db, const struct reply_line *line,
    const char *state, int64_t after_ms, bool failed, const char *code,
    const char *text, struct err *err)
{
	int64_t	n = 0;

	return lease_held(db_exec(db, "UPDATE auto_reply_log SET state = ?, "
	    "run_after = NOW(3) + INTERVAL ? MICROSECOND, attempts = "
	    "IF(?, attempts, GREATEST(CAST(attempts AS SIGNED) - 1, 0)), "
	    "error_code = ?, error_message = LEFT(?, 500) WHERE id = ? AND "
	    "state = ?", DB_ARGS(db_str(state), db_int(after_ms * 1000),
	    db_int(failed), db_str(code), db_str(text), db_int(line->id),
	    db_str(line->state)), &n, err), &n,
	    "the answer", err);
}

int
reply_end(struct db *db, const struct reply_line *line,
    const char *state, const char *code, const char *text, struct err *err)
{
	int64_t	n = 0;

	return lease_held(db_exec(db, "UPDATE auto_reply_log SET state = ?, "
	    "error_code = ?, error_message = LEFT(?, 500) WHERE id = ? AND "
	    "state = ?", DB_ARGS(db_str(state), db_str(code), db_str(text),
	    db_int(line->id), db_str(line->state)), &n, err), &n,
	    "the answer", err);
}

/* --- for the page --- */

int
reply_log(struct db *db, int64_t rule_id, int64_t before_id,
    size_t limit, int64_t skip, struct db_rows **rows, struct err *err)
{
	return db_query(db, LINE_SELECT "WHERE l.rule_id = ? AND l.id < ? "
	    "ORDER BY l.id DESC LIMIT ? OFFSET ?", DB_ARGS(db_int(rule_id),
	    db_int(before_id > 0 ? before_id : INT64_MAX),
	    db_int((int64_t)limit), db_int(skip)), rows, err);
}

bool
reply_log_next(struct db_rows *rows, struct reply_line *out)
{
	reply_line_clear(out);
	if (!db_rows_next(rows))
		return false;
	line_read(rows, out);
	return true;
}

int
reply_log_count(struct db *db, int64_t rule_id, int64_t *out,
    struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM (SELECT 1 FROM "
	    "auto_reply_log WHERE rule_id = ? LIMIT 10001) c",
	    DB_ARGS(db_int(rule_id)), out, err);
}

const struct db_deadline reply_deadlines[] = {
	{ "auto_reply_log", "run_after" },
	{ "auto_reply_log", "intent_at" },
	{ 0 }
};
