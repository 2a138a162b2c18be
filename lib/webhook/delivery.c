#include "webhook/delivery.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "contact/store.h"
#include "io/db.h"
#include "io/db_meter.h"
#include "io/rota.h"
#include "webhook/webhook.h"

#define EXPIRE_PART	1000

int
delivery_add(struct db *db, const struct delivery_new *in,
    struct err *err)
{
	return db_exec(db, "INSERT INTO inbound_event (provider, delivery, "
	    "webhook_id, event, object_id, items, sent_at, body, state, result) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
	    "failures = IF(? AND state IN ('done', 'failed'), 0, failures), "
	    "run_after = IF(? AND state IN ('done', 'failed'), NOW(3), "
	    "run_after), "
	    "state = IF(? AND state IN ('done', 'failed'), 'ready', state)",
	    DB_ARGS(db_str(in->provider), db_str(in->delivery),
	    db_int(in->webhook_id), db_str(in->event), db_str(in->object_id),
	    db_str(in->items), db_time(in->sent_at),
	    db_blob(in->body, in->len),
	    db_str(in->failed != NULL ? "failed" :
	    in->object_id[0] == '\0' ? "done" : "ready"),
	    db_str(in->failed != NULL ? in->failed :
	    in->object_id[0] == '\0' ? "foreign" : ""),
	    db_int(in->again), db_int(in->again), db_int(in->again)), NULL,
	    err);
}

/* --- groups --- */

#define TURNS		"events"
#define HOOKS		"hooks"
#define DUE_READY	"state = 'ready' AND run_after <= NOW(3)"
#define DUE_LOST	"state = 'working' AND lease_until < NOW(3)"

/* Of the company, then of it the one whose turn was longest ago. The first condition is one look at
 * an index when nothing waits at all. */
int
delivery_webhooks(struct db *db, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT h.id, h.company_id FROM webhook h"
	    ROTA_JOIN(TURNS, "h.company_id") "LEFT JOIN queue_turn p ON "
	    "p.queue = '" HOOKS "' AND p.id = h.id WHERE EXISTS ("
	    "SELECT 1 FROM inbound_event WHERE state IN ('ready', 'working')) "
	    "AND (EXISTS (SELECT 1 FROM inbound_event "
	    "WHERE webhook_id = h.id AND " DUE_READY ") "
	    "OR EXISTS (SELECT 1 FROM inbound_event "
	    "WHERE webhook_id = h.id AND " DUE_LOST ")) "
	    "ORDER BY qt.served_at, p.served_at, h.id", DB_NONE, out, err);
}

int
delivery_served(struct db *db, int64_t company_id, int64_t webhook_id,
    struct err *err)
{
	return rota_served(db, TURNS, company_id, err) == -1 ? -1 :
	    rota_served(db, HOOKS, webhook_id, err);
}

int
delivery_waiting(struct db *db, int64_t webhook_id, size_t limit,
    struct db_rows **out, struct err *err)
{
	return db_query(db, "(SELECT webhook_id, object_id, 1 "
	    "FROM inbound_event WHERE webhook_id = ? AND " DUE_LOST
	    " LIMIT ?) UNION (SELECT webhook_id, object_id, 0 "
	    "FROM inbound_event WHERE webhook_id = ? AND " DUE_READY
	    " ORDER BY run_after, id LIMIT ?)", DB_ARGS(db_int(webhook_id), db_int((int64_t)limit),
	    db_int(webhook_id), db_int((int64_t)limit)), out, err);
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
	out->lost = db_col_int(rows, 2) != 0;
	return true;
}

struct claiming {
	const struct delivery_group	*group;
	int64_t				 n;
};

static int
claim_work(struct db *db, void *arg, struct err *err)
{
	struct claiming			*c = arg;
	const struct delivery_group	*g = c->group;

	return db_exec(db, "UPDATE inbound_event SET state = 'working', "
	    "lease = ?, lease_until = NOW(3) + INTERVAL ? SECOND, "
	    "attempts = LEAST(attempts + 1, 255) "
	    "WHERE webhook_id = ? AND object_id = ? "
	    "AND state IN ('ready', 'working') AND ((" DUE_READY ") OR ("
	    DUE_LOST "))", DB_ARGS(db_str(g->lease),
	    db_int(DELIVERY_LEASE_S), db_int(g->webhook_id),
	    db_str(g->object_id)), &c->n, err);
}

int
delivery_claim(struct db *db, struct delivery_group *g, int64_t *n,
    struct err *err)
{
	struct claiming	c = { .group = g };

	lease_name(g->lease);
	if (db_tx_run(db, claim_work, &c, err) == -1)
		return -1;
	*n = c.n;
	db_meter_takeover(db, "webhooks", g->lost && c.n > 0);
	return 0;
}

#define OURS " WHERE webhook_id = ? AND object_id = ? " \
	"AND state = 'working' AND lease = ?"

int
delivery_taken(struct db *db, const struct delivery_group *g,
    struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT event, items, attempts, failures, "
	    "received_at, sent_at FROM inbound_event" OURS " ORDER BY id",
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
	out->sent_at = db_col_time(rows, 5);
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
	return db_number(db, "SELECT COUNT(*) FROM (SELECT DISTINCT object_id "
	    "FROM inbound_event WHERE webhook_id = ? AND state = 'ready' "
	    "LIMIT ?) o", DB_ARGS(db_int(webhook_id), db_int((int64_t)limit)),
	    n, err);
}

/* --- history items --- */

#define ITEM_COLUMNS "'$[*]' COLUMNS (item VARCHAR(40) " \
	"CHARACTER SET ascii COLLATE ascii_bin PATH '$')"
#define ITEMS "JSON_TABLE(?, " ITEM_COLUMNS ") j"

int
delivery_item_fresh(struct db *db, int64_t webhook_id, const char *items,
    int64_t *n, struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM " ITEMS " LEFT JOIN "
	    "inbound_item i ON i.webhook_id = ? AND i.item = j.item "
	    "WHERE i.item IS NULL", DB_ARGS(db_str(items),
	    db_int(webhook_id)), n, err);
}

int
delivery_item_add(struct db *db, int64_t webhook_id, const char *items,
    struct err *err)
{
	return db_exec(db, "INSERT IGNORE INTO inbound_item (webhook_id, item) "
	    "SELECT ?, j.item FROM " ITEMS, DB_ARGS(db_int(webhook_id),
	    db_str(items)), NULL, err);
}

/* --- objects that were read otherwise --- */

#define MET	"inbound_event e JOIN JSON_TABLE(?, '$[*]' COLUMNS (id " \
	"VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin PATH '$')) o " \
	"ON e.webhook_id = ? AND e.object_id = o.id "

/* Those that were finished under this lease: their history items and their number. */
static int
note_met(struct db *db, const struct delivery_met *met, const char *lease,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_exec(db, "INSERT IGNORE INTO inbound_item (webhook_id, item) "
	    "SELECT e.webhook_id, j.item FROM " MET "JOIN JSON_TABLE(e.items, "
	    ITEM_COLUMNS ") j WHERE e.state = 'done' AND e.lease = ?",
	    DB_ARGS(db_str(met->objects), db_int(met->webhook_id),
	    db_str(lease)), NULL, err) == -1 ||
	    db_query(db, "SELECT COUNT(*), MAX(e.received_at) FROM " MET
	    "WHERE e.state = 'done' AND e.lease = ? AND e.attempts = 0",
	    DB_ARGS(db_str(met->objects), db_int(met->webhook_id),
	    db_str(lease)), &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	return db_col_int(rows, 0) == 0 ? 0 : webhook_count(db,
	    met->webhook_id, db_col_int(rows, 0), db_col_time(rows, 1), err);
}

#define MET_DUE	"WHERE e.state = 'ready' AND e.received_at < ? " \
	"AND e.event NOT LIKE CONCAT(?, '%')"

static int
meet_work(struct db *db, void *arg, struct err *err)
{
	const struct delivery_met	*met = arg;
	char				 lease[LEASE_SIZE];

	lease_name(lease);
	if (db_exec(db, "UPDATE " MET "SET e.state = 'done', e.result = ?, "
	    "e.lease = ? " MET_DUE, DB_ARGS(db_str(met->objects),
	    db_int(met->webhook_id), db_str(met->result), db_str(lease),
	    db_time(met->received_before), db_str(met->but)), NULL,
	    err) == -1)
		return -1;
	return note_met(db, met, lease, err);
}

/* Mostly there is nothing: then nothing is locked. */
int
delivery_meet(struct db *db, const struct delivery_met *met, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct delivery_met	 copy = *met;

	if (db_query(db, "SELECT 1 FROM " MET MET_DUE " LIMIT 1", DB_ARGS(
	    db_str(met->objects), db_int(met->webhook_id),
	    db_time(met->received_before), db_str(met->but)), &rows,
	    err) == -1)
		return -1;
	return db_rows_next(rows) ? db_tx_run(db, meet_work, &copy, err) : 0;
}

int
delivery_handled(struct db *db, int64_t webhook_id, const char *objects,
    int64_t since_ms, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT DISTINCT e.object_id FROM " MET
	    "WHERE e.state = 'done' AND e.received_at >= ?",
	    DB_ARGS(db_str(objects), db_int(webhook_id), db_time(since_ms)),
	    out, err);
}

/* --- those that nobody needs --- */

int
delivery_abandon(struct db *db, int64_t webhook_id, struct err *err)
{
	return db_exec(db, "UPDATE inbound_event SET state = 'done', "
	    "result = 'foreign', lease = NULL, lease_until = NULL "
	    "WHERE webhook_id = ? AND state IN ('ready', 'working')",
	    DB_ARGS(db_int(webhook_id)), NULL, err);
}

/* Of a webhook that is gone with its connection nothing is handled any more. */
int
delivery_expire(struct db *db, int64_t days, int64_t *removed,
    struct err *err)
{
	int64_t	events, items;

	if (db_exec(db, "DELETE FROM inbound_event WHERE received_at < "
	    "NOW(3) - INTERVAL ? DAY AND (state IN ('done', 'failed') "
	    "OR NOT EXISTS (SELECT 1 FROM webhook h WHERE h.id = webhook_id)) "
	    "ORDER BY received_at LIMIT ?", DB_ARGS(db_int(days),
	    db_int(EXPIRE_PART)), &events, err) == -1 ||
	    db_exec(db, "DELETE FROM inbound_item WHERE handled_at < "
	    "NOW(3) - INTERVAL ? DAY ORDER BY handled_at LIMIT ?",
	    DB_ARGS(db_int(days), db_int(EXPIRE_PART)), &items, err) == -1)
		return -1;
	*removed = events + items;
	return 0;
}

const struct db_deadline delivery_deadlines[] = {
	{ "inbound_event", "run_after" },
	{ "inbound_event", "lease_until" },
	{ 0 }
};

const struct contact_store	delivery_store = {
	.place = { "delivery", "e.id", "CONVERT(e.body USING utf8mb4)" },
	.title = "e.event", .told = "e.event", .at = "e.received_at",
	.tables = "inbound_event e JOIN webhook w ON w.id = e.webhook_id",
	.where = "e.state IN ('done', 'failed') AND w.company_id = ?",
	.blank = "SET e.body = ''", .by_name = true,
};
