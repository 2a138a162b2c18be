#include "notice/send.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/outbox.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/zone.h"
#include "io/db.h"
#include "io/mail.h"
#include "io/rota.h"
#include "notice/hours.h"
#include "notice/kind.h"

#define PART		500
#define LASTS_MS	30000
#define KEY_SIZE	64
/* Joined: with an IN they would be sought anew for each row of the table. */
/* By their ids, whatever the figures of the tables promise. */
#define THOSE		"JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j " \
	"STRAIGHT_JOIN notice n ON n.id = j.id "

struct part {
	struct outbox_new	new[PART];
	char			key[PART][KEY_SIZE];
	size_t			n, seen;
	const struct conf	*conf;
	int64_t			company_id, now;
};

/* --- notices --- */

static int
lock_new(struct db *db, struct part *p, struct buf *ids, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT id FROM notice FORCE INDEX (by_turn) "
	    "WHERE company_id = ? AND state = 'new' ORDER BY id LIMIT ? "
	    "FOR UPDATE SKIP LOCKED", DB_ARGS(db_int(p->company_id),
	    db_int(PART)), &rows, err) == -1)
		return -1;
	emit_open(ids, NULL, '[');
	for (; db_rows_next(rows); p->seen++)
		emit_int(ids, NULL, db_col_int(rows, 0));
	emit_close(ids, ']');
	return 0;
}

/* The ways out of the house, by the channel of a notice. */
static const struct way {
	enum notice_channel	 notice;
	enum outbox_channel	 out;
	bool			 (*on)(const struct conf *);	/* NULL: always */
} ways[] = {
	{ NOTICE_EMAIL, OUTBOX_EMAIL, mail_on },
	{ NOTICE_TELEGRAM, OUTBOX_TELEGRAM, NULL },
};

/* By Telegram: whoever has a chat that hears. */
static bool
wants(const struct db_rows *rows, const struct way *way)
{
	const enum notice_kind	kind = notice_kind_of(db_col_str(rows, 2));

	if (way->out == OUTBOX_TELEGRAM && db_col_null(rows, 8))
		return false;
	if (!db_col_null(rows, 4))
		return db_col_int(rows, 4) != 0;
	return kind < NOTICE_KINDS && notice_kind_wanted(kind, way->notice);
}

static int64_t
goes_at(const struct db_rows *rows, int64_t now)
{
	const struct notice_hours	h = { db_col_int(rows, 5),
					    db_col_int(rows, 6),
					    NOTICE_NO_HOUR };
	own_zone struct zone		zone = { 0 };

	if (db_col_null(rows, 5))
		return now;
	zone_enter(&zone, db_col_str(rows, 3));
	return notice_hours_loud(&h, &zone, now);
}

/* Those who want it by that way; by Telegram, in the lane of their chat. */
static int
read_wishes(struct db *db, struct part *p, const struct way *way,
    const char *ids, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const char		*name = notice_channel_name(way->notice);

	p->n = 0;
	if (db_query(db, "SELECT n.id, n.user_id, n.kind, u.time_zone, "
	    "c.wanted, h.quiet_from, h.quiet_to, n.company_id, "
	    "(SELECT l.chat_id FROM telegram_link l JOIN telegram_bot b "
	    "ON b.id = l.bot_id AND b.state = 'active' "
	    "WHERE l.user_id = n.user_id AND l.state = 'linked' "
	    "ORDER BY b.user_id IS NOT NULL, l.id LIMIT 1) FROM "
	    THOSE "JOIN user u ON u.id = n.user_id AND u.active "
	    "LEFT JOIN notice_choice c ON c.user_id = n.user_id "
	    "AND c.kind = n.kind AND c.channel = ? "
	    "LEFT JOIN notice_hours h ON h.user_id = n.user_id",
	    DB_ARGS(db_str(ids), db_str(name)), &rows, err) == -1)
		return -1;
	while (p->n < PART && db_rows_next(rows)) {
		struct outbox_new	*new = &p->new[p->n];

		if (!wants(rows, way))
			continue;
		snprintf(p->key[p->n], KEY_SIZE, "notice:%" PRId64 ":%s",
		    db_col_int(rows, 0), name);
		*new = (struct outbox_new){ .company_id = db_col_int(rows, 7),
		    .user_id = db_col_int(rows, 1), .channel = way->out,
		    .lane = way->out == OUTBOX_TELEGRAM ?
		    db_col_int(rows, 8) : 0,
		    .kind = NOTICE_LETTER, .subject_id = db_col_int(rows, 0),
		    .dedupe_key = p->key[p->n],
		    .due_at = goes_at(rows, p->now) };
		p->n++;
	}
	return 0;
}

static int
part_work(struct db *db, void *arg, struct err *err)
{
	struct part		*p = arg;
	own_buf struct buf	 ids = { 0 };

	p->seen = 0;
	if (db_now(db, &p->now, err) == -1 ||
	    lock_new(db, p, &ids, err) == -1)
		return -1;
	if (p->seen == 0)
		return 0;
	for (size_t i = 0; i < nitems(ways); i++)
		if ((ways[i].on == NULL || ways[i].on(p->conf)) &&
		    (read_wishes(db, p, &ways[i], buf_str(&ids), err) == -1 ||
		    outbox_add(db, p->new, p->n, err) == -1))
			return -1;
	return db_exec(db, "UPDATE " THOSE "SET n.state = 'sent'",
	    DB_ARGS(db_str(buf_str(&ids))), NULL, err);
}

static const struct rota	rota = { "notices", ROTA(ROTA_COMPANIES,
	"(SELECT n.created_at FROM notice n FORCE INDEX (by_turn) "
	"WHERE n.company_id = o.id AND n.state = 'new' "
	"ORDER BY n.id LIMIT 1)") };

/* A part of one company's. */
static int
part_of(struct db *db, int64_t company_id, void *arg, struct err *err)
{
	struct part	*p = arg;

	p->company_id = company_id;
	return db_tx_run(db, part_work, p, err) == -1 ? -1 : p->seen > 0;
}

/* --- digests --- */

struct digest {
	int64_t	company_id, user_id, next, was, day;
	char	zone[65];
	int64_t	hour;
};

/* 1: one is due, in *out; 0: none. */
static int
next_digest(struct db *db, struct digest *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT h.user_id, h.digest_next, h.digest_hour, "
	    "u.time_zone, u.company_id FROM notice_hours h "
	    "JOIN user u ON u.id = h.user_id "
	    "WHERE h.digest_next <= NOW(3) ORDER BY h.digest_next LIMIT 1",
	    DB_NONE, &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	*out = (struct digest){ .user_id = db_col_int(rows, 0),
	    .was = db_col_time(rows, 1), .hour = db_col_int(rows, 2),
	    .company_id = db_col_int(rows, 4) };
	snprintf(out->zone, sizeof(out->zone), "%s", db_col_str(rows, 3));
	return 1;
}

/* The day moves on and its letter is there, or neither. */
static int
digest_work(struct db *db, void *arg, struct err *err)
{
	const struct digest	*d = arg;
	char			 key[KEY_SIZE], day[ZONE_DAY_SIZE];
	int64_t			 n;

	if (db_exec(db, "UPDATE notice_hours SET digest_next = ? "
	    "WHERE user_id = ? AND digest_next = ?", DB_ARGS(db_time(d->next),
	    db_int(d->user_id), db_time(d->was)), &n, err) == -1)
		return -1;
	if (n == 0)	/* another machine has it */
		return 0;
	/* One a day of theirs, whatever becomes of the clock and of the hour that they chose. */
	zone_day_write(d->day, day);
	snprintf(key, sizeof(key), "digest:%" PRId64 ":%s", d->user_id, day);
	return outbox_add(db, &(struct outbox_new){
	    .company_id = d->company_id, .user_id = d->user_id,
	    .kind = NOTICE_DIGEST, .dedupe_key = key }, 1, err);
}

static int
send_digests(struct db *db, int64_t end, struct err *err)
{
	struct digest	d;
	int64_t		now;
	int		rc = 0;

	if (db_now(db, &now, err) == -1)
		return -1;
	while (clock_mono_ms() < end && (rc = next_digest(db, &d, err)) == 1) {
		const struct notice_hours	h = { NOTICE_NO_HOUR,
						    NOTICE_NO_HOUR, d.hour };
		own_zone struct zone		zone = { 0 };

		zone_enter(&zone, d.zone);
		d.next = notice_hours_digest(&h, &zone, now);
		d.day = zone_day(&zone, now);
		if (db_tx_run(db, digest_work, &d, err) == -1)
			return -1;
	}
	return rc;
}

int
notice_send_run(struct db *db, const struct conf *conf, struct err *err)
{
	const int64_t	 end = clock_mono_ms() + LASTS_MS;
	struct part	*p = mem_zero(sizeof(*p));
	int		 rc;

	p->conf = conf;
	do
		rc = rota_take(db, &rota, part_of, p, err);
	while (rc == 1 && clock_mono_ms() < end);
	free(p);
	return rc == -1 || (mail_on(conf) && send_digests(db, end,
	    err) == -1) ? -1 : 0;
}
