#include "webhook/place.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"

/* As in enum webhook_place_state. */
static const char *const states[] = { "missing", "registered", "removed" };

#define PLACE_COLS "place, remote_id, state - 1"	/* an ENUM counts from 1 */

int
webhook_place_put(struct db *db, int64_t webhook_id,
    const struct webhook_place *in, struct err *err)
{
	return db_exec(db, "INSERT INTO webhook_place (webhook_id, place, "
	    "remote_id, state) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
	    "remote_id = VALUES(remote_id), state = VALUES(state)",
	    DB_ARGS(db_int(webhook_id), db_str(in->name),
	    db_str(in->remote_id), db_str(states[in->state])), NULL, err);
}

int
webhook_place_drop(struct db *db, int64_t webhook_id, const char *name,
    struct err *err)
{
	return db_exec(db, "DELETE FROM webhook_place WHERE webhook_id = ? "
	    "AND place = ?", DB_ARGS(db_int(webhook_id), db_str(name)), NULL,
	    err);
}

bool
webhook_place_next(struct db_rows *rows, struct webhook_place *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct webhook_place){ .state = (enum webhook_place_state)
	    db_col_int(rows, 2) };
	snprintf(out->name, sizeof(out->name), "%s", db_col_str(rows, 0));
	snprintf(out->remote_id, sizeof(out->remote_id), "%s",
	    db_col_str(rows, 1));
	return true;
}

int
webhook_place_get(struct db *db, int64_t webhook_id, const char *name,
    struct webhook_place *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " PLACE_COLS " FROM webhook_place "
	    "WHERE webhook_id = ? AND place = ?", DB_ARGS(db_int(webhook_id),
	    db_str(name)), &rows, err) == -1)
		return -1;
	if (webhook_place_next(rows, out))
		return 0;
	*out = (struct webhook_place){ .state = WEBHOOK_MISSING };
	snprintf(out->name, sizeof(out->name), "%s", name);
	return 0;
}

int
webhook_place_list(struct db *db, int64_t webhook_id, struct db_rows **out,
    struct err *err)
{
	return db_query(db, "SELECT " PLACE_COLS " FROM webhook_place "
	    "WHERE webhook_id = ? ORDER BY LENGTH(place), place",
	    DB_ARGS(db_int(webhook_id)), out, err);
}

int
webhook_place_turn(struct db *db, int64_t webhook_id,
    enum webhook_place_state from, enum webhook_place_state to,
    struct err *err)
{
	return db_exec(db, "UPDATE webhook_place SET state = ? "
	    "WHERE webhook_id = ? AND state = ?", DB_ARGS(db_str(states[to]),
	    db_int(webhook_id), db_str(states[from])), NULL, err);
}

int
webhook_place_count(struct db *db, int64_t webhook_id, int64_t *n,
    struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM webhook_place "
	    "WHERE webhook_id = ? AND state = 'registered'",
	    DB_ARGS(db_int(webhook_id)), n, err);
}
