#include "account/outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/login_try.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "contact/store.h"
#include "io/db.h"
#include "io/db_meter.h"
#include "io/rota.h"
#include "io/secret.h"

#define EMAIL_MOST	3
#define EMAIL_MINUTES	15
#define ADDRESS_MOST	20
#define ADDRESS_MINUTES	60
#define ASKED_MINUTES	15	/* later nobody waits for it any more */
#define PAUSE_S		15
#define PAUSE_MAX_S	3600
#define REASON_SIZE	300
#define URGENT_MS	86400000	/* so much longer it seems to have waited */

#define ADD_COLS	8

static const char *const channels[] = { "email", "telegram" };

int
outbox_add(struct db *db, const struct outbox_new *new, size_t n,
    struct err *err)
{
	own_str char	*memory = mem_zero((n + 1) * ADD_COLS *
			    sizeof(struct db_arg));
	struct db_arg	*at = (void *)memory;
	int64_t		 now;

	if (n == 0)
		return 0;
	if (db_now(db, &now, err) == -1)
		return -1;
	for (size_t i = 0; i < n; i++) {
		*at++ = db_id(new[i].company_id);
		*at++ = db_id(new[i].user_id);
		*at++ = db_str(channels[new[i].channel]);
		*at++ = db_int(new[i].lane);
		*at++ = db_str(new[i].kind);
		*at++ = db_int(new[i].subject_id);
		*at++ = db_str(new[i].dedupe_key);
		*at++ = db_time((new[i].due_at != 0 ? new[i].due_at : now) -
		    (new[i].urgent ? URGENT_MS : 0));
	}
	return db_exec_rows(db, "INSERT INTO outbox (company_id, user_id, "
	    "channel, lane, kind, subject_id, dedupe_key, due_at) VALUES ",
	    " ON DUPLICATE KEY UPDATE outbox.id = outbox.id",
	    (void *)memory, ADD_COLS, n, NULL, err);
}

/* 0, or -1 when there were so many of them lately. */
static int
check_count(struct db *db, const char *sql, const char *subject, int minutes,
    int most, struct err *err)
{
	int64_t	 n;

	if (db_number(db, sql, DB_ARGS(db_str(subject), db_int(minutes)), &n,
	    err) == -1)
		return -1;
	if (n < most)
		return 0;
	err_code(err, ERR_BUSY, "account.mail_throttled", "%d", minutes);
	err->retry_after_s = minutes * 60;
	return -1;
}

int
outbox_ask(struct db *db, const char *email, const char *address,
    struct err *err)
{
	char	 network[LOGIN_TRY_NETWORK], asked[SECRET_HASH_SIZE];

	login_try_network(address, network);
	secret_hash(email, asked);
	if (check_count(db, "SELECT COUNT(*) FROM outbox WHERE asked = ? "
	    "AND created_at > NOW(3) - INTERVAL ? MINUTE", asked,
	    EMAIL_MINUTES, EMAIL_MOST, err) == -1 ||
	    check_count(db, "SELECT COUNT(*) FROM outbox "
	    "WHERE network = ? AND created_at > NOW(3) - INTERVAL ? MINUTE",
	    network, ADDRESS_MINUTES, ADDRESS_MOST, err) == -1)
		return -1;
	return db_exec(db, "INSERT INTO outbox (company_id, user_id, kind, "
	    "asked, network, address) SELECT u.company_id, u.id, ?, ?, ?, ? "
	    "FROM (SELECT 1) one LEFT JOIN user u ON u.email = ? AND u.active",
	    DB_ARGS(db_str("asked"), db_str(asked), db_str(network),
	    db_strn(address, strnlen(address, 45)), db_str(email)), NULL, err);
}

#define DUE	"channel = ? AND state = 'waiting' AND due_at <= NOW(3)"
/*
 * Its lane is free: none of it is going out, nor went a moment ago, and none that came before is
 * due before it, or was put off and is tried again within a minute.
 */
#define FREE "(o.lane = 0 OR NOT EXISTS (SELECT 1 FROM outbox e " \
	"WHERE e.lane = o.lane AND e.state = 'sending') " \
	"AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.lane = o.lane " \
	"AND e.state = 'sent' AND e.sent_at > NOW(3) - " \
	"INTERVAL IF(o.lane < 0, 3, 1) SECOND) " \
	"AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.lane = o.lane " \
	"AND e.state = 'waiting' AND e.id < o.id AND (e.due_at <= o.due_at " \
	"OR (e.error_code <> '' AND e.due_at < NOW(3) + INTERVAL 1 MINUTE))))"

static void
make_lease(char out[OUTBOX_LEASE_SIZE])
{
	char	token[SECRET_TOKEN_SIZE];

	secret_token(token);
	snprintf(out, OUTBOX_LEASE_SIZE, "%.16s", token);
}

struct taking {
	enum outbox_channel	 channel;
	struct outbox		*out;
};

/* *n 0: another took it first. */
static int
claim(struct db *db, void *arg, int64_t *n, struct err *err)
{
	const struct taking	*t = arg;
	struct outbox		*out = t->out;

	make_lease(out->lease);
	return db_exec(db, "UPDATE outbox SET state = 'sending', lease = ?, "
	    "lease_until = NOW(3) + INTERVAL ? SECOND, began_at = NULL "
	    "WHERE id = ? AND " DUE, DB_ARGS(db_str(out->lease),
	    db_int(OUTBOX_LEASE_S), db_int(out->id),
	    db_str(channels[t->channel])), n, err);
}

/* 1: one of the company's is due, in *out; 0: none. */
static int
look(struct db *db, int64_t company_id, void *arg, struct err *err)
{
	const struct taking	*t = arg;
	struct outbox		*out = t->out;
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT id, user_id, kind, subject_id, tries, address, "
	    "created_at FROM outbox o FORCE INDEX (by_turn) WHERE " DUE
	    " AND company_id <=> ? AND " FREE " ORDER BY due_at, id LIMIT 1",
	    DB_ARGS(db_str(channels[t->channel]), db_id(company_id)), &rows,
	    err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	*out = (struct outbox){ .id = db_col_int(rows, 0),
	    .user_id = db_col_int(rows, 1), .subject_id = db_col_int(rows, 3),
	    .tries = db_col_int(rows, 4), .created_at = db_col_time(rows, 6) };
	snprintf(out->kind, sizeof(out->kind), "%s", db_col_str(rows, 2));
	snprintf(out->address, sizeof(out->address), "%s",
	    db_col_str(rows, 5));
	return 1;
}

/* What nobody is to get: nobody has that e-mail, or nobody waits for the link any more. */
static int
drop_unwanted(struct db *db, struct err *err)
{
	return db_exec(db, "UPDATE outbox SET state = 'dropped' "
	    "WHERE channel = 'email' AND state = 'waiting' "
	    "AND (user_id IS NULL OR (kind = 'asked' "
	    "AND created_at < NOW(3) - INTERVAL ? MINUTE))",
	    DB_ARGS(db_int(ASKED_MINUTES)), NULL, err);
}

int
outbox_settle(struct db *db, enum outbox_channel channel, struct err *err)
{
	int64_t	lost = 0;

	if (db_exec(db, "UPDATE outbox SET "
	    "state = IF(began_at IS NULL, 'waiting', 'failed'), "
	    "error_code = IF(began_at IS NULL, error_code, "
	    "'account.outbox_unsure') WHERE channel = ? "
	    "AND state = 'sending' AND lease_until < NOW(3)",
	    DB_ARGS(db_str(channels[channel])), &lost, err) == -1)
		return -1;
	db_meter_takeover(db, "messages", lost);
	return 0;
}

#define WAITS(channel) "outbox WHERE channel = '" channel "' AND "		\
	"state = 'waiting'"
#define TURNS(channel) ROTA(ROTA_ANYONE_IF(WAITS(channel)), "(SELECT q.due_at "	\
	"FROM outbox q FORCE INDEX (by_turn) WHERE q.channel = '" channel	\
	"' AND q.state = 'waiting' AND q.company_id <=> NULLIF(o.id, 0) "	\
	"ORDER BY q.due_at LIMIT 1)")
static const struct rota	rotas[] = {
	{ "email", TURNS("email") },
	{ "telegram", TURNS("telegram") },
};

static int
take_of(struct db *db, int64_t company_id, void *arg, struct err *err)
{
	return rota_take_one(db, company_id, look, claim, arg, err);
}

int
outbox_take(struct db *db, enum outbox_channel channel, struct outbox *out,
    struct err *err)
{
	struct taking	t = { channel, out };

	if (channel == OUTBOX_EMAIL && drop_unwanted(db, err) == -1)
		return -1;
	return rota_take(db, &rotas[channel], take_of, &t, err);
}

int
outbox_waiting(struct db *db, enum outbox_channel channel, int64_t limit,
    int64_t *n, struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM (SELECT 1 FROM outbox "
	    "WHERE " DUE " LIMIT ?) w", DB_ARGS(db_str(channels[channel]),
	    db_int(limit)), n, err);
}

int
outbox_soon(struct db *db, enum outbox_channel channel, int64_t seconds,
    bool *soon, struct err *err)
{
	int64_t	n;

	if (db_number(db, "SELECT EXISTS (SELECT 1 FROM outbox "
	    "WHERE channel = ? AND state = 'waiting' "
	    "AND due_at <= NOW(3) + INTERVAL ? SECOND)",
	    DB_ARGS(db_str(channels[channel]), db_int(seconds)), &n,
	    err) == -1)
		return -1;
	*soon = n != 0;
	return 0;
}

#define OURS " WHERE id = ? AND state = 'sending' AND lease = ?"

int
outbox_begin(struct db *db, const struct outbox *m, struct err *err)
{
	int64_t	n;

	if (db_exec(db, "UPDATE outbox SET began_at = NOW(3), "
	    "lease_until = NOW(3) + INTERVAL ? SECOND" OURS,
	    DB_ARGS(db_int(OUTBOX_LEASE_S), db_int(m->id),
	    db_str(m->lease)), &n, err) == -1)
		return -1;
	return n == 1 ? 0 : err_code(err, ERR_CONFLICT,
	    "account.outbox_lost", "message %lld", (long long)m->id);
}

int
outbox_later(struct db *db, const struct outbox *m, int64_t after_s,
    const struct err *why, struct err *err)
{
	return db_exec(db, "UPDATE outbox SET state = 'waiting', "
	    "error_code = ?, due_at = NOW(3) + INTERVAL ? SECOND" OURS,
	    DB_ARGS(db_str(why->code), db_int(after_s), db_int(m->id),
	    db_str(m->lease)), NULL, err);
}

int
outbox_sent(struct db *db, const struct outbox *m, struct err *err)
{
	return db_exec(db, "UPDATE outbox SET state = 'sent', "
	    "sent_at = NOW(3), error_code = '', error_text = ''" OURS,
	    DB_ARGS(db_int(m->id), db_str(m->lease)), NULL, err);
}

int
outbox_drop(struct db *db, const struct outbox *m, struct err *err)
{
	return db_exec(db, "UPDATE outbox SET state = 'dropped'" OURS,
	    DB_ARGS(db_int(m->id), db_str(m->lease)), NULL, err);
}

int
outbox_fail(struct db *db, const struct outbox *m, bool final, int tries,
    const struct err *why, struct err *err)
{
	return db_exec(db, "UPDATE outbox SET "
	    "state = IF(? OR tries + 1 >= ?, 'failed', 'waiting'), "
	    "tries = IF(?, tries, tries + 1), error_code = ?, error_text = ?, "
	    "due_at = NOW(3) + INTERVAL LEAST(? * POW(4, ?), ?) SECOND" OURS,
	    DB_ARGS(db_int(final), db_int(tries), db_int(final),
	    db_str(why->code), db_strn(why->text, utf8_head(why->text,
	    REASON_SIZE)), db_int(PAUSE_S), db_int(m->tries),
	    db_int(PAUSE_MAX_S), db_int(m->id), db_str(m->lease)), NULL, err);
}

/* --- for the admins --- */

/* Nothing was changed: it is not there, or not in that state. */
static int
why_not(struct db *db, int64_t company_id, int64_t id, struct err *err)
{
	int64_t	n;

	if (db_number(db, "SELECT COUNT(*) FROM outbox WHERE id = ? "
	    "AND company_id = ?", DB_ARGS(db_int(id), db_int(company_id)), &n,
	    err) == -1)
		return -1;
	return n == 0 ? err_set(err, ERR_ABSENT, "message") :
	    err_code(err, ERR_CONFLICT, "account.outbox_state", "%lld",
	    (long long)id);
}

int
outbox_retry(struct db *db, int64_t company_id, int64_t id, struct err *err)
{
	int64_t	n;

	if (db_exec(db, "UPDATE outbox SET state = 'waiting', tries = 0, "
	    "due_at = NOW(3) WHERE id = ? AND state = 'failed' "
	    "AND company_id = ?",
	    DB_ARGS(db_int(id), db_int(company_id)), &n, err) == -1)
		return -1;
	return n == 1 ? 0 : why_not(db, company_id, id, err);
}

int
outbox_cancel(struct db *db, int64_t company_id, int64_t id, struct err *err)
{
	int64_t	n;

	if (db_exec(db, "UPDATE outbox SET state = 'dropped' WHERE id = ? "
	    "AND state IN ('waiting', 'failed') "
	    "AND company_id = ?",
	    DB_ARGS(db_int(id), db_int(company_id)), &n, err) == -1)
		return -1;
	return n == 1 ? 0 : why_not(db, company_id, id, err);
}

const struct db_deadline outbox_deadlines[] = {
	{ "outbox", "due_at" },
	{ "outbox", "lease_until" },
	{ 0 }
};

const struct contact_store	outbox_store = {
	.place = { "outbox", "id", "error_text" },
	.title = "kind", .at = "created_at",
	.tables = "outbox", .where = "company_id = ?",
	.blank = "SET error_text = ''", .by_name = true,
};
