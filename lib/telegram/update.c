#include "telegram/update.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/db_meter.h"
#include "io/field.h"
#include "io/rota.h"
#include "telegram/event.h"

#define COLS_NEW	5
#define PAUSE_S		2	/* four times as long after each failure */
#define EXPIRE_PART	1000
#define UNREAD_KEPT	(64u << 10)	/* bytes of one that cannot be read */

/* --- storing --- */

static bool
is_numbered(const json_t *update)
{
	const json_t		*number = json_object_get(update, "update_id");
	const json_int_t	 id = json_integer_value(number);

	return id > 0 && id <= TELEGRAM_UPDATE_ID_MAX;
}

static int
add_some(struct db *db, int64_t bot_id, const json_t *list, int64_t *next,
    struct err *err)
{
	const size_t		 n = json_array_size(list);
	struct db_arg		*args = mem_zero(n * COLS_NEW * sizeof(*args));
	char			**bodies = mem_zero((n + 1) * sizeof(*bodies));
	struct telegram_event	*events = mem_zero(n * sizeof(*events));
	struct db_arg		*at = args;
	size_t			 rows = 0;
	int			 rc;

	for (size_t i = 0; i < n; i++) {
		const json_t	*update = json_array_get(list, i);

		if (!is_numbered(update))
			continue;
		telegram_event_read(update, &events[rows]);
		bodies[rows] = json_dumps(update, JSON_COMPACT);
		*at++ = db_int(bot_id);
		*at++ = db_int(events[rows].update_id);
		*at++ = db_int(events[rows].chat_id);
		*at++ = db_str(events[rows].kind);
		*at++ = db_str(bodies[rows]);
		if (events[rows].update_id >= *next)
			*next = events[rows].update_id + 1;
		rows++;
	}
	rc = rows == 0 ? 0 : db_exec_rows(db, "INSERT INTO telegram_update "
	    "(bot_id, update_id, chat_id, kind, body) VALUES ",
	    " ON DUPLICATE KEY UPDATE telegram_update.id = telegram_update.id",
	    args, COLS_NEW, rows, NULL, err);
	for (size_t i = 0; i < rows; i++)
		free(bodies[i]);
	free(bodies);
	free(events);
	free(args);
	return rc;
}

int
telegram_update_add(struct db *db, int64_t bot_id, const json_t *updates,
    int64_t *next, struct err *err)
{
	own_json json_t	*one = NULL;
	int64_t		 last = 0;

	if (!json_is_array(updates)) {
		one = json_pack("[O]", updates);
		updates = one;
	}
	if (json_array_size(updates) > 0 &&
	    add_some(db, bot_id, updates, &last, err) == -1)
		return -1;
	if (next != NULL)
		*next = last;
	return 0;
}

int
telegram_update_add_unread(struct db *db, int64_t bot_id,
    const struct telegram_unread *u, struct err *err)
{
	return db_exec(db, "INSERT INTO telegram_update (bot_id, update_id, "
	    "kind, body, state, result) VALUES (?, ?, 'unreadable', ?, "
	    "'failed', ?) "
	    "ON DUPLICATE KEY UPDATE telegram_update.id = telegram_update.id",
	    DB_ARGS(db_int(bot_id), db_int(u->update_id), db_blob(u->text,
	    u->len < UNREAD_KEPT ? u->len : UNREAD_KEPT), db_str(u->code)),
	    NULL, err);
}

/* --- taking --- */

void
telegram_update_clear(struct telegram_update *u)
{
	json_decref(u->body);
	u->body = NULL;
}

#define READY	"state = 'ready' AND run_after <= NOW(3)"
#define LOST	"state = 'working' AND lease_until < NOW(3)"
#define DUE	"((" READY ") OR (" LOST "))"
/* Nothing of its chat came before it and is not handled yet. */
#define OLDEST	"NOT EXISTS (SELECT 1 FROM telegram_update e " \
	"WHERE e.bot_id = u.bot_id AND e.chat_id = u.chat_id " \
	"AND e.state IN ('ready', 'working') AND e.update_id < u.update_id)"

#define COLS	"SELECT u.id, u.bot_id, u.update_id, u.chat_id, " \
	"u.failures, u.kind, u.body, u.state = 'working' " \
	"FROM telegram_update u FORCE INDEX (by_turn) WHERE u.bot_id = ? AND "

/* 1: one of the bot's is due, in *out; 0: none. One whose worker died goes first. */
static int
look(struct db *db, int64_t bot_id, void *arg, struct err *err)
{
	struct telegram_update	*out = arg;
	own_rows struct db_rows	*rows = NULL;
	const char		*body;
	size_t			 len;

	telegram_update_clear(out);
	if (db_query(db, "(" COLS LOST " AND " OLDEST " LIMIT 1) UNION ALL ("
	    COLS READY " AND " OLDEST " ORDER BY u.run_after, u.id LIMIT 1)",
	    DB_ARGS(db_int(bot_id), db_int(bot_id)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	*out = (struct telegram_update){ .id = db_col_int(rows, 0),
	    .bot_id = db_col_int(rows, 1), .update_id = db_col_int(rows, 2),
	    .chat_id = db_col_int(rows, 3), .failures = db_col_int(rows, 4) };
	snprintf(out->kind, sizeof(out->kind), "%s", db_col_str(rows, 5));
	out->lost = db_col_int(rows, 7) != 0;
	body = db_col_blob(rows, 6, &len);
	out->body = json_loadb(body, len, 0, NULL);
	return 1;
}

/* *n 0: another took it first. */
static int
claim(struct db *db, void *arg, int64_t *n, struct err *err)
{
	struct telegram_update	*u = arg;

	lease_name(u->lease);
	return db_exec(db, "UPDATE telegram_update SET state = 'working', "
	    "lease = ?, lease_until = NOW(3) + INTERVAL ? SECOND "
	    "WHERE id = ? AND " DUE, DB_ARGS(db_str(u->lease),
	    db_int(TELEGRAM_UPDATE_LEASE_S), db_int(u->id)), n, err);
}

/* A bot is a company's, or a person's; that of the house is everybody's. */
static const struct rota	rota = { "updates", ROTA(
	"SELECT id FROM telegram_bot", ROTA_EITHER("SELECT u.run_after FROM "
	"telegram_update u FORCE INDEX (by_turn) WHERE u.bot_id = o.id AND "
	"u.state = 'ready' ORDER BY u.run_after LIMIT 1", "SELECT "
	"u.lease_until FROM telegram_update u FORCE INDEX (by_turn) "
	"WHERE u.bot_id = o.id AND u.state = 'working' "
	"ORDER BY u.lease_until LIMIT 1")) };

static int
take_of(struct db *db, int64_t bot_id, void *arg, struct err *err)
{
	struct telegram_update	*out = arg;
	const int		 rc = rota_take_one(db, bot_id, look, claim, out,
				    err);

	db_meter_takeover(db, "telegram", rc == 1 && out->lost);
	return rc;
}

int
telegram_update_take(struct db *db, struct telegram_update *out,
    struct err *err)
{
	return rota_take(db, &rota, take_of, out, err);
}

#define OURS " WHERE id = ? AND state = 'working' AND lease = ?"

int
telegram_update_done(struct db *db, const struct telegram_update *u,
    const char *result, struct err *err)
{
	int64_t	n;

	return lease_held(db_exec(db, "UPDATE telegram_update SET "
	    "state = 'done', result = ?" OURS, DB_ARGS(db_str(result),
	    db_int(u->id), db_str(u->lease)), &n, err), &n, "the update", err);
}

int
telegram_update_fail(struct db *db, const struct telegram_update *u,
    const char *code, bool *gave_up, struct err *err)
{
	*gave_up = u->failures + 1 >= TELEGRAM_UPDATE_TRIES;
	return db_exec(db, "UPDATE telegram_update SET state = ?, result = ?, "
	    "failures = failures + 1, lease = NULL, lease_until = NULL, "
	    "run_after = NOW(3) + INTERVAL ? * POW(4, ?) SECOND" OURS,
	    DB_ARGS(db_str(*gave_up ? "failed" : "ready"), db_str(code),
	    db_int(PAUSE_S), db_int(u->failures), db_int(u->id),
	    db_str(u->lease)), NULL, err);
}

int
telegram_update_soon(struct db *db, int64_t seconds, bool *soon,
    struct err *err)
{
	int64_t	n;

	if (db_number(db, "SELECT EXISTS (SELECT 1 FROM telegram_update "
	    "WHERE state = 'ready' AND run_after <= NOW(3) + "
	    "INTERVAL ? SECOND)", DB_ARGS(db_int(seconds)), &n, err) == -1)
		return -1;
	*soon = n != 0;
	return 0;
}

int
telegram_update_waiting(struct db *db, int64_t bot_id, int64_t *n,
    int64_t *since, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT COUNT(*), MIN(received_at) "
	    "FROM telegram_update WHERE state IN ('ready', 'working') "
	    "AND (? = 0 OR bot_id = ?)", DB_ARGS(db_int(bot_id),
	    db_int(bot_id)), &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	*n = db_col_int(rows, 0);
	*since = db_col_time(rows, 1);
	return 0;
}

int
telegram_update_expire(struct db *db, int64_t days, int64_t *removed,
    struct err *err)
{
	return db_exec(db, "DELETE FROM telegram_update WHERE received_at < "
	    "NOW(3) - INTERVAL ? DAY AND state IN ('done', 'failed') "
	    "ORDER BY received_at LIMIT ?", DB_ARGS(db_int(days),
	    db_int(EXPIRE_PART)), removed, err);
}

const struct db_deadline telegram_update_deadlines[] = {
	{ "telegram_update", "run_after" },
	{ "telegram_update", "lease_until" },
	{ 0 }
};
