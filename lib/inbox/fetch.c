#include "inbox/fetch.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "inbox/put.h"
#include "inbox/tell.h"
#include "io/db.h"
#include "io/db_meter.h"
#include "io/rota.h"
#include "io/secret.h"

#define PAUSE_S		15	/* after the first failure; then four times as long each time */
#define PAUSE_MAX_S	3600
#define REASON_SIZE	300

#define WAITS	"i.arrival = 'waiting' AND i.due_at <= NOW(3)"
#define LOST	"i.arrival = 'working' AND i.lease_until < NOW(3)"
#define DUE	"((" WAITS ") OR (" LOST "))"
#define OURS " WHERE id = ? AND arrival = 'working' AND lease = ?"

/* --- taking --- */

#define COLS	"SELECT i.id, i.company_id, i.by_id, i.bot_id, i.tries, " \
	"i.file_id, i.arrival = 'working' FROM inbox_item i " \
	"FORCE INDEX (by_turn) WHERE i.company_id = ? AND "

/* One whose worker died goes first: there are few of them. */
static int
look(struct db *db, int64_t company_id, void *arg, struct err *err)
{
	struct inbox_fetch	*out = arg;
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "(" COLS LOST " LIMIT 1) UNION ALL (" COLS WAITS
	    " ORDER BY i.due_at LIMIT 1)", DB_ARGS(db_int(company_id),
	    db_int(company_id)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	*out = (struct inbox_fetch){ .id = db_col_int(rows, 0),
	    .company_id = db_col_int(rows, 1), .by_id = db_col_int(rows, 2),
	    .bot_id = db_col_int(rows, 3), .tries = db_col_int(rows, 4) };
	snprintf(out->file_id, sizeof(out->file_id), "%s",
	    db_col_str(rows, 5));
	out->lost = db_col_int(rows, 6) != 0;
	lease_name(out->lease);
	return 1;
}

static const struct rota	rota = { "inbox", ROTA(
	ROTA_COMPANIES_IF("inbox_item WHERE arrival IN ('waiting', 'working')"),
	ROTA_EITHER("SELECT i.due_at FROM inbox_item i FORCE INDEX (by_turn) "
	"WHERE i.company_id = o.id AND i.arrival = 'waiting' "
	"ORDER BY i.due_at LIMIT 1", "SELECT i.lease_until FROM inbox_item i "
	"FORCE INDEX (by_turn) WHERE i.company_id = o.id AND "
	"i.arrival = 'working' ORDER BY i.lease_until LIMIT 1")) };

static int
claim(struct db *db, void *arg, int64_t *n, struct err *err)
{
	const struct inbox_fetch	*out = arg;

	return db_exec(db, "UPDATE inbox_item i SET i.arrival = 'working', "
	    "i.lease = ?, i.lease_until = NOW(3) + INTERVAL ? SECOND "
	    "WHERE i.id = ? AND " DUE, DB_ARGS(db_str(out->lease),
	    db_int(INBOX_LEASE_S), db_int(out->id)), n, err);
}

static int
take_of(struct db *db, int64_t company_id, void *arg, struct err *err)
{
	struct inbox_fetch	*out = arg;
	const int		 rc = rota_take_one(db, company_id, look, claim,
				    out, err);

	db_meter_takeover(db, "inbox", rc == 1 && out->lost);
	return rc;
}

int
inbox_fetch_take(struct db *db, struct inbox_fetch *out, struct err *err)
{
	return rota_take(db, &rota, take_of, out, err);
}

/* --- ending --- */

struct ending {
	const struct inbox_fetch	*fetch;
	const struct buf		*bytes;
	const char			*type;
	const struct err		*why;
	char				 hash[SECRET_HASH_SIZE];
};

/* Somebody else sent the same bytes before: one item has both senders. */
static int
merge(struct db *db, const struct inbox_fetch *f, int64_t into,
    struct err *err)
{
	return db_exec(db, "UPDATE IGNORE inbox_sending SET item_id = ? "
	    "WHERE item_id = ?", DB_ARGS(db_int(into), db_int(f->id)), NULL,
	    err) == -1 ||
	    inbox_tell(db, f->company_id, f->id, "gone", err) == -1 ||
	    db_exec(db, "DELETE FROM inbox_item WHERE id = ?",
	    DB_ARGS(db_int(f->id)), NULL, err) == -1 ||
	    inbox_tell(db, f->company_id, into, "sent", err) == -1 ||
	    inbox_tell_senders(db, into, err) == -1 ? -1 : 0;
}

static int
store(struct db *db, const struct ending *e, struct err *err)
{
	const struct inbox_fetch	*f = e->fetch;
	own_str char			*name = mem_fmt("file.%s", e->type);

	return db_exec(db, "UPDATE inbox_item SET arrival = 'done', type = ?, "
	    "size = ?, content = ?, tries = 0, lease = NULL, "
	    "lease_until = NULL, name = IF(name = '', ?, name) WHERE id = ?",
	    DB_ARGS(db_str(e->type), db_int((int64_t)e->bytes->len),
	    db_str(e->hash), db_str(name), db_int(f->id)), NULL,
	    err) == -1 || inbox_put_bytes(db, f->id, e->bytes->data,
	    e->bytes->len, err) == -1 ||
	    inbox_tell(db, f->company_id, f->id, "stored", err) == -1 ? -1 :
	    0;
}

static int
work_done(struct db *db, void *arg, struct err *err)
{
	const struct ending	*e = arg;
	int64_t			 n, other;

	if (lease_held(db_exec(db, "UPDATE inbox_item SET lease_until = "
	    "NOW(3) + INTERVAL ? SECOND" OURS, DB_ARGS(db_int(INBOX_LEASE_S +
	    1), db_int(e->fetch->id), db_str(e->fetch->lease)), &n, err), &n,
	    "the file", err) == -1 || db_number(db, "SELECT id "
	    "FROM inbox_item WHERE company_id = ? AND content = ? FOR UPDATE",
	    DB_ARGS(db_int(e->fetch->company_id), db_str(e->hash)), &other,
	    err) == -1)
		return -1;
	return other != 0 ? merge(db, e->fetch, other, err) :
	    store(db, e, err);
}

static int
work_fail(struct db *db, void *arg, struct err *err)
{
	const struct ending		*e = arg;
	const struct inbox_fetch	*f = e->fetch;
	char				 reason[REASON_SIZE];
	int64_t				 n;

	snprintf(reason, sizeof(reason), "%.299s", e->why->text);
	utf8_mend(reason);
	return lease_held(db_exec(db, "UPDATE inbox_item SET "
	    "arrival = 'failed', error_code = ?, error_text = ?, lease = NULL, "
	    "lease_until = NULL" OURS, DB_ARGS(db_str(e->why->code[0] != '\0' ?
	    e->why->code : err_name(e->why->kind)), db_str(reason),
	    db_int(f->id), db_str(f->lease)), &n, err), &n, "the file",
	    err) == -1 ||
	    inbox_tell(db, f->company_id, f->id, "failed", err) == -1 ||
	    inbox_tell_senders(db, f->id, err) == -1 ? -1 : 0;
}

int
inbox_fetch_done(struct db *db, const struct inbox_fetch *f,
    const struct buf *bytes, struct err *err)
{
	struct ending	 e = { .fetch = f, .bytes = bytes };
	struct err	 why = { 0 };
	const char	*code;

	if ((e.type = inbox_put_type(bytes->data, bytes->len, &code)) ==
	    NULL) {
		err_code(&why, ERR_INPUT, code, "%s", "");
		return inbox_fetch_fail(db, f, true, &why, err);
	}
	secret_hash_bytes(bytes->data, bytes->len, e.hash);
	if (db_tx_run_committed(db, work_done, &e, err) == 0)
		return 0;
	if (strcmp(err->code, "io.duplicate") != 0)
		return -1;
	*err = (struct err){ 0 };	/* the same bytes came at the same moment */
	return db_tx_run_committed(db, work_done, &e, err);
}

int
inbox_fetch_later(struct db *db, const struct inbox_fetch *f,
    int64_t after_s, struct err *err)
{
	return db_exec(db, "UPDATE inbox_item SET arrival = 'waiting', "
	    "lease = NULL, lease_until = NULL, due_at = NOW(3) + "
	    "INTERVAL ? SECOND" OURS, DB_ARGS(db_int(after_s),
	    db_int(f->id), db_str(f->lease)), NULL, err);
}

int
inbox_fetch_fail(struct db *db, const struct inbox_fetch *f, bool final,
    const struct err *why, struct err *err)
{
	struct ending	e = { .fetch = f, .why = why };

	if (final || f->tries + 1 >= INBOX_TRIES)
		return db_tx_run_committed(db, work_fail, &e, err);
	return db_exec(db, "UPDATE inbox_item SET arrival = 'waiting', "
	    "lease = NULL, lease_until = NULL, tries = tries + 1, "
	    "due_at = NOW(3) + INTERVAL LEAST(?, ? * POW(4, ?)) SECOND" OURS,
	    DB_ARGS(db_int(PAUSE_MAX_S), db_int(PAUSE_S), db_int(f->tries),
	    db_int(f->id), db_str(f->lease)), NULL, err);
}

const struct db_deadline inbox_deadlines[] = {
	{ "inbox_item", "due_at" },
	{ "inbox_item", "lease_until" },
	{ 0 }
};
