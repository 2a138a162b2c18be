#include "live/post.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "io/db.h"
#include "io/field.h"
#include "io/rota.h"
#include "live/event.h"
#include "service/watch.h"

#define DATA_MAX	4096	/* nginx holds it once for each receiver */

int
live_post_add(struct db *db, const struct live_post *post, struct err *err)
{
	own_str char		*data = live_event_text(post->type, post->data);
	own_buf struct buf	 people = { 0 };

	if (data == NULL)
		return 0;
	if (strlen(data) > DATA_MAX) {
		log_line(LOG_ERROR, "event: %s: more than %d bytes for many",
		    post->type, DATA_MAX);
		return 0;
	}
	emit_open(&people, NULL, '[');
	for (size_t i = 0; i < post->n; i++)
		emit_int(&people, NULL, post->users[i]);
	emit_close(&people, ']');
	return db_exec_later(db, "INSERT INTO live_post (company_id, audience, "
	    "audience_id, people, type, data) VALUES (?, ?, ?, ?, ?, ?)",
	    DB_ARGS(db_int(post->company_id), db_str(post->audience != NULL ?
	    post->audience : ""), db_int(post->audience_id),
	    db_str(buf_str(&people)), db_str(post->type), db_str(data)),
	    err);
}

void
live_post_wake(struct db *db, const struct conf *conf)
{
	static const char *const args[] = { "live", NULL };
	const int64_t		 now = clock_mono_ms();
	int64_t			*watched = db_seen_ms(db);
	struct err		 err = { 0 };
	bool			 wake = false;

	if (*watched != 0 && now - *watched < LIVE_POST_SURE_MS)
		return;
	if (watch_wake(db, WATCH_LIVE, &wake, &err) == -1 ||
	    (wake && proc_start(conf, "tick", args, &err) == -1))
		log_err(LOG_WARN, "live: wake", &err);
	else if (!wake)
		*watched = now;
}

void
live_part_clear(struct live_part *part)
{
	for (size_t i = 0; i < part->n; i++) {
		free(part->v[i].audience);
		free(part->v[i].type);
		free(part->v[i].data);
	}
	part->n = 0;
}

#define FREE "(lease_until IS NULL OR lease_until < NOW(3))"

const struct rota	live_post_rota = { "live", ROTA(
	ROTA_ANYONE_IF("live_post"),
	"(SELECT p.created_at FROM live_post p FORCE INDEX (by_turn) "
	"WHERE p.company_id = o.id AND " FREE " ORDER BY p.id LIMIT 1)") };

/* Of two machines of a cluster that take the same, one is undone at its commit. */
int
live_post_take(struct db *db, int64_t company_id, int64_t limit,
    struct live_part *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	live_part_clear(out);
	lease_name(out->lease);
	if (db_query(db, "SELECT id, created_at, seq, audience, type, data, "
	    "company_id FROM live_post FORCE INDEX (by_turn) "
	    "WHERE company_id = ? AND " FREE " ORDER BY id LIMIT ? "
	    "FOR UPDATE SKIP LOCKED", DB_ARGS(db_int(company_id),
	    db_int(limit)), &rows, err) == -1)
		return -1;
	while (out->n < LIVE_POST_PART && db_rows_next(rows))
		out->v[out->n++] = (struct live_taken){
			.id = db_col_int(rows, 0),
			.created_at = db_col_time(rows, 1),
			.seq = db_col_int(rows, 2),
			.audience = db_col_dup(rows, 3),
			.type = db_col_dup(rows, 4),
			.data = db_col_dup(rows, 5),
			.company_id = db_col_int(rows, 6),
		};
	return 0;
}

void
live_post_ids(const struct live_part *part, bool fresh, struct buf *out)
{
	emit_open(out, NULL, '[');
	for (size_t i = 0; i < part->n; i++)
		if (!fresh || part->v[i].seq == 0)
			emit_int(out, NULL, part->v[i].id);
	emit_close(out, ']');
}

int
live_post_keep(struct db *db, const struct live_part *part, struct err *err)
{
	own_buf struct buf	json = { 0 };

	emit_open(&json, NULL, '[');
	for (size_t i = 0; i < part->n; i++) {
		emit_open(&json, NULL, '[');
		emit_int(&json, NULL, part->v[i].id);
		emit_int(&json, NULL, part->v[i].seq);
		emit_close(&json, ']');
	}
	emit_close(&json, ']');
	return db_exec(db, "UPDATE live_post p JOIN JSON_TABLE(?, '$[*]' "
	    "COLUMNS (id BIGINT PATH '$[0]', seq BIGINT PATH '$[1]')) j ON "
	    "j.id = p.id SET p.seq = j.seq, p.lease = ?, "
	    "p.lease_until = NOW(3) + INTERVAL ? SECOND",
	    DB_ARGS(db_str(buf_str(&json)), db_str(part->lease),
	    db_int(LIVE_POST_LEASE_S)), NULL, err);
}

int
live_post_done(struct db *db, const struct live_part *part, struct err *err)
{
	own_buf struct buf	ids = { 0 };

	live_post_ids(part, false, &ids);
	return db_exec(db, "DELETE p FROM live_post p JOIN JSON_TABLE(?, "
	    "'$[*]' COLUMNS (id BIGINT PATH '$')) j ON j.id = p.id "
	    "WHERE p.lease = ?", DB_ARGS(db_str(buf_str(&ids)),
	    db_str(part->lease)), NULL, err);
}

int
live_post_postpone(struct db *db, int64_t company_id, struct err *err)
{
	return db_exec(db, "UPDATE live_post SET "
	    "lease_until = NOW(3) + INTERVAL ? SECOND WHERE company_id = ? "
	    "AND " FREE " ORDER BY id LIMIT 1", DB_ARGS(
	    db_int(LIVE_POST_LEASE_S), db_int(company_id)), NULL, err);
}

int
live_post_expire(struct db *db, struct err *err)
{
	return db_exec(db, "DELETE FROM live_post "
	    "WHERE created_at < NOW(3) - INTERVAL 1 HOUR", DB_NONE, NULL, err);
}

const struct db_deadline live_post_deadlines[] = {
	{ "live_post", "lease_until" },
	{ 0 }
};
