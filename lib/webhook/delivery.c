#include "webhook/delivery.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/secret.h"

#define EXPIRE_PART	1000

int
delivery_add(struct db *db, const struct delivery_new *in,
    struct err *err)
{
	return db_exec(db, "INSERT INTO inbound_event (provider, delivery, "
	    "webhook_id, event, object_id, items, body, state, result) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
	    "failures = IF(? AND state IN ('done', 'failed'), 0, failures), "
	    "run_after = IF(? AND state IN ('done', 'failed'), NOW(3), "
	    "run_after), "
	    "state = IF(? AND state IN ('done', 'failed'), 'ready', state)",
	    DB_ARGS(db_str(in->provider), db_str(in->delivery),
	    db_int(in->webhook_id), db_str(in->event), db_str(in->object_id),
	    db_str(in->items), db_blob(in->body, in->len),
	    db_str(in->failed != NULL ? "failed" :
	    in->object_id[0] == '\0' ? "done" : "ready"),
	    db_str(in->failed != NULL ? in->failed :
	    in->object_id[0] == '\0' ? "foreign" : ""),
	    db_int(in->again), db_int(in->again), db_int(in->again)), NULL,
	    err);
}

/* --- groups --- */

int
delivery_waiting(struct db *db, const char *provider, size_t limit,
    struct db_rows **out, struct err *err)
{
	return db_query(db, "(SELECT webhook_id, object_id FROM inbound_event "
	    "WHERE state = 'ready' AND run_after <= NOW(3) AND provider = ? "
	    "ORDER BY run_after, id LIMIT ?) UNION (SELECT webhook_id, "
	    "object_id FROM inbound_event WHERE state = 'working' "
	    "AND lease_until < NOW(3) AND provider = ? LIMIT ?)",
	    DB_ARGS(db_str(provider), db_int((int64_t)limit),
	    db_str(provider), db_int((int64_t)limit)), out, err);
}

bool
delivery_next(struct db_rows *rows, struct delivery_group *out)
{
	if (!db_rows_next(rows))
		return false;
	memset(out, 0, sizeof(*out));
	out->webhook_id = db_col_int(rows, 0);
	snprintf(out->object_id, sizeof(out->object_id), "%s",
	    db_col_str(rows, 1));
	return true;
}

int
delivery_claim(struct db *db, struct delivery_group *g, int64_t *n,
    struct err *err)
{
	char	token[SECRET_TOKEN_SIZE];

	secret_token(token);
	memcpy(g->lease, token, sizeof(g->lease) - 1);
	g->lease[sizeof(g->lease) - 1] = '\0';
	return db_exec(db, "UPDATE inbound_event SET state = 'working', "
	    "lease = ?, lease_until = NOW(3) + INTERVAL ? SECOND, "
	    "attempts = LEAST(attempts + 1, 255) "
	    "WHERE webhook_id = ? AND object_id = ? "
	    "AND state IN ('ready', 'working') AND ((state = 'ready' "
	    "AND run_after <= NOW(3)) OR (state = 'working' "
	    "AND lease_until < NOW(3)))", DB_ARGS(db_str(g->lease),
	    db_int(DELIVERY_LEASE_S), db_int(g->webhook_id),
	    db_str(g->object_id)), n, err);
}

#define OURS " WHERE webhook_id = ? AND object_id = ? " \
	"AND state = 'working' AND lease = ?"

int
delivery_taken(struct db *db, const struct delivery_group *g,
    struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT event, items, attempts, failures, "
	    "received_at FROM inbound_event" OURS " ORDER BY id",
	    DB_ARGS(db_int(g->webhook_id), db_str(g->object_id),
	    db_str(g->lease)), out, err);
}

bool
delivery_taken_next(struct db_rows *rows, struct delivery_taken *out)
{
	if (!db_rows_next(rows))
		return false;
	out->event = db_col_str(rows, 0);
	out->items = db_col_str(rows, 1);
	out->attempts = db_col_int(rows, 2);
	out->failures = db_col_int(rows, 3);
	out->received_at = db_col_time(rows, 4);
	return true;
}

int
delivery_finish(struct db *db, const struct delivery_group *g,
    bool failed, const char *result, struct err *err)
{
	return db_exec(db, "UPDATE inbound_event SET state = ?, result = ?, "
	    "lease = NULL, lease_until = NULL" OURS,
	    DB_ARGS(db_str(failed ? "failed" : "done"), db_str(result),
	    db_int(g->webhook_id), db_str(g->object_id), db_str(g->lease)),
	    NULL, err);
}

int
delivery_retry(struct db *db, const struct delivery_group *g,
    const char *result, int64_t after_s, bool failed, struct err *err)
{
	return db_exec(db, "UPDATE inbound_event SET state = 'ready', "
	    "result = ?, run_after = NOW(3) + INTERVAL ? SECOND, "
	    "failures = LEAST(failures + ?, 255), lease = NULL, lease_until = NULL" OURS,
	    DB_ARGS(db_str(result), db_int(after_s), db_int(failed),
	    db_int(g->webhook_id), db_str(g->object_id), db_str(g->lease)),
	    NULL, err);
}

int
delivery_defer(struct db *db, int64_t webhook_id, int64_t after_s,
    struct err *err)
{
	return db_exec(db, "UPDATE inbound_event SET "
	    "run_after = NOW(3) + INTERVAL ? SECOND WHERE webhook_id = ? "
	    "AND state = 'ready' AND run_after <= NOW(3)",
	    DB_ARGS(db_int(after_s), db_int(webhook_id)), NULL, err);
}

int
delivery_objects(struct db *db, int64_t webhook_id, size_t limit,
    int64_t *n, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT COUNT(*) FROM (SELECT DISTINCT object_id "
	    "FROM inbound_event WHERE webhook_id = ? AND state = 'ready' "
	    "LIMIT ?) o", DB_ARGS(db_int(webhook_id), db_int((int64_t)limit)),
	    &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	*n = db_col_int(rows, 0);
	return 0;
}

/* --- history items --- */

#define ITEMS "JSON_TABLE(?, '$[*]' COLUMNS (item VARCHAR(40) " \
	"CHARACTER SET ascii COLLATE ascii_bin PATH '$')) j"

int
delivery_item_fresh(struct db *db, int64_t webhook_id, const char *items,
    int64_t *n, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT COUNT(*) FROM " ITEMS " LEFT JOIN "
	    "inbound_item i ON i.webhook_id = ? AND i.item = j.item "
	    "WHERE i.item IS NULL", DB_ARGS(db_str(items),
	    db_int(webhook_id)), &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	*n = db_col_int(rows, 0);
	return 0;
}

int
delivery_item_add(struct db *db, int64_t webhook_id, const char *items,
    struct err *err)
{
	return db_exec(db, "INSERT IGNORE INTO inbound_item (webhook_id, item) "
	    "SELECT ?, j.item FROM " ITEMS, DB_ARGS(db_int(webhook_id),
	    db_str(items)), NULL, err);
}

/* --- the watch --- */

int
delivery_watch_take(struct db *db, const char *provider, int64_t ms,
    bool *taken, struct err *err)
{
	int64_t	changed;

	if (db_exec(db, "UPDATE inbound_watch SET "
	    "until_at = NOW(3) + INTERVAL ? MICROSECOND "
	    "WHERE provider = ? AND until_at < NOW(3)",
	    DB_ARGS(db_int(ms * 1000), db_str(provider)), &changed,
	    err) == -1)
		return -1;
	*taken = changed == 1;
	return 0;
}

int
delivery_watch_keep(struct db *db, const char *provider, int64_t ms,
    struct err *err)
{
	return db_exec(db, "UPDATE inbound_watch SET until_at = GREATEST("
	    "until_at, NOW(3) + INTERVAL ? MICROSECOND) WHERE provider = ?",
	    DB_ARGS(db_int(ms * 1000), db_str(provider)), NULL, err);
}

int
delivery_watch_drop(struct db *db, const char *provider, struct err *err)
{
	return db_exec(db, "UPDATE inbound_watch SET until_at = '2000-01-01' "
	    "WHERE provider = ?", DB_ARGS(db_str(provider)), NULL, err);
}

int
delivery_watch_over(struct db *db, const char *provider, bool *over,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT until_at < NOW(3) FROM inbound_watch "
	    "WHERE provider = ?", DB_ARGS(db_str(provider)), &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	*over = db_col_int(rows, 0) != 0;
	return 0;
}

int
delivery_expire(struct db *db, int64_t days, int64_t *removed,
    struct err *err)
{
	int64_t	events, items;

	if (db_exec(db, "DELETE FROM inbound_event WHERE received_at < "
	    "NOW(3) - INTERVAL ? DAY AND state IN ('done', 'failed') "
	    "ORDER BY received_at LIMIT ?", DB_ARGS(db_int(days),
	    db_int(EXPIRE_PART)), &events, err) == -1 ||
	    db_exec(db, "DELETE FROM inbound_item WHERE handled_at < "
	    "NOW(3) - INTERVAL ? DAY ORDER BY handled_at LIMIT ?",
	    DB_ARGS(db_int(days), db_int(EXPIRE_PART)), &items, err) == -1)
		return -1;
	*removed = events + items;
	return 0;
}
