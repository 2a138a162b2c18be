#include "webhook/webhook.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "webhook/delivery.h"

#define COPY(to, from)	snprintf((to), sizeof(to), "%s", (from))

#define HOOK_COLS "id, company_id, user_id, connection_id, provider, " \
	"key_hash, status, status_code, " \
	"fail_count, events_received, gap_at, last_event_at, checked_at"

static void
hook_read(const struct db_rows *rows, struct webhook *out)
{
	memset(out, 0, sizeof(*out));
	out->id = db_col_int(rows, 0);
	out->company_id = db_col_int(rows, 1);
	out->user_id = db_col_int(rows, 2);
	out->connection_id = db_col_int(rows, 3);
	COPY(out->provider, db_col_str(rows, 4));
	COPY(out->key_hash, db_col_str(rows, 5));
	COPY(out->status, db_col_str(rows, 6));
	COPY(out->status_code, db_col_str(rows, 7));
	out->fail_count = db_col_int(rows, 8);
	out->events_received = db_col_int(rows, 9);
	out->gap_at = db_col_time(rows, 10);
	out->last_event_at = db_col_time(rows, 11);
	out->checked_at = db_col_time(rows, 12);
}

int
webhook_of(struct db *db, int64_t connection_id, struct webhook *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " HOOK_COLS " FROM webhook "
	    "WHERE connection_id = ?", DB_ARGS(db_int(connection_id)), &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	hook_read(rows, out);
	return 0;
}

int
webhook_get(struct db *db, int64_t id, struct webhook *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " HOOK_COLS " FROM webhook WHERE id = ?",
	    DB_ARGS(db_int(id)), &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	hook_read(rows, out);
	return 0;
}

int
webhook_by_key(struct db *db, const char *provider, const char *key_hash,
    int64_t *id, int64_t *connection_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT id, connection_id FROM webhook "
	    "WHERE key_hash = ? AND provider = ?",
	    DB_ARGS(db_str(key_hash), db_str(provider)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	*id = db_col_int(rows, 0);
	*connection_id = db_col_int(rows, 1);
	return 0;
}

int
webhook_known(struct db *db, const char *key_hash, bool *known,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT 1 FROM webhook WHERE key_hash = ?",
	    DB_ARGS(db_str(key_hash)), &rows, err) == -1)
		return -1;
	*known = db_rows_next(rows);
	return 0;
}

int
webhook_begin(struct db *db, const struct webhook *w, struct err *err)
{
	return db_exec(db, "INSERT INTO webhook (company_id, user_id, "
	    "connection_id, provider, key_hash) VALUES (?, ?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE key_hash = VALUES(key_hash)", DB_ARGS(db_int(w->company_id),
	    db_int(w->user_id), db_int(w->connection_id), db_str(w->provider),
	    db_str(w->key_hash)), NULL, err);
}

void
webhook_note(struct webhook *w, const char *status, const char *code)
{
	snprintf(w->status, sizeof(w->status), "%s", status);
	snprintf(w->status_code, sizeof(w->status_code), "%s", code);
}

int
webhook_registered(struct db *db, int64_t id, struct err *err)
{
	return db_exec(db, "UPDATE webhook SET status = 'active', "
	    "status_code = '', fail_count = 0, "
	    "gap_at = NOW(3), checked_at = NOW(3), "
	    "next_check_at = NOW(3) WHERE id = ?", DB_ARGS(db_int(id)), NULL,
	    err);
}

int
webhook_checked(struct db *db, const struct webhook *w, int64_t next_check_s,
    struct err *err)
{
	return db_exec(db, "UPDATE webhook SET status = ?, status_code = ?, "
	    "fail_count = ?, gap_at = COALESCE(GREATEST(gap_at, ?), gap_at, ?), "
	    "checked_at = NOW(3), "
	    "next_check_at = CASE WHEN status = 'off' THEN NULL "
	    "WHEN next_check_at <= NOW(3) THEN next_check_at "
	    "ELSE NOW(3) + INTERVAL ? SECOND END WHERE id = ?",
	    DB_ARGS(db_str(w->status), db_str(w->status_code),
	    db_int(w->fail_count), db_time(w->gap_at), db_time(w->gap_at),
	    db_int(next_check_s),
	    db_int(w->id)), NULL, err);
}

int
webhook_gap_done(struct db *db, const struct webhook *w, struct err *err)
{
	return db_exec(db, "UPDATE webhook SET gap_at = NULL "
	    "WHERE id = ? AND gap_at = ?", DB_ARGS(db_int(w->id),
	    db_time(w->gap_at)), NULL, err);
}

int
webhook_gap(struct db *db, int64_t id, struct err *err)
{
	return db_exec(db, "UPDATE webhook SET "
	    "gap_at = NOW(3), next_check_at = NOW(3) "
	    "WHERE id = ? AND status <> 'off'", DB_ARGS(db_int(id)), NULL,
	    err);
}

int
webhook_recheck(struct db *db, int64_t connection_id, struct err *err)
{
	return db_exec(db, "UPDATE webhook SET next_check_at = NOW(3) "
	    "WHERE connection_id = ? AND status <> 'off'",
	    DB_ARGS(db_int(connection_id)), NULL, err);
}

int
webhook_count(struct db *db, int64_t id, int64_t n, int64_t last_at,
    struct err *err)
{
	return db_exec(db, "UPDATE webhook SET events_received = "
	    "events_received + ?, last_event_at = GREATEST("
	    "COALESCE(last_event_at, '2000-01-01'), ?) WHERE id = ?",
	    DB_ARGS(db_int(n), db_time(last_at), db_int(id)), NULL, err);
}

int
webhook_remove(struct db *db, int64_t id, struct err *err)
{
	if (delivery_abandon(db, id, err) == -1)
		return -1;
	return db_exec(db, "DELETE FROM webhook WHERE id = ?",
	    DB_ARGS(db_int(id)), NULL, err);
}

int
webhook_due(struct db *db, size_t limit, struct db_rows **out,
    struct err *err)
{
	return db_query(db, "SELECT " HOOK_COLS " FROM webhook "
	    "WHERE next_check_at <= NOW(3) ORDER BY next_check_at LIMIT ?",
	    DB_ARGS(db_int((int64_t)limit)), out, err);
}

bool
webhook_next(struct db_rows *rows, struct webhook *out)
{
	if (!db_rows_next(rows))
		return false;
	hook_read(rows, out);
	return true;
}

int
webhook_take(struct db *db, int64_t id, bool *taken, struct err *err)
{
	int64_t	changed;

	if (db_exec(db, "UPDATE webhook SET "
	    "next_check_at = NOW(3) + INTERVAL 60 SECOND "
	    "WHERE id = ? AND next_check_at <= NOW(3)", DB_ARGS(db_int(id)),
	    &changed, err) == -1)
		return -1;
	*taken = changed == 1;
	return 0;
}

const struct db_deadline webhook_deadlines[] = {
	{ "webhook", "next_check_at" },
	{ 0 }
};
