#include "live/post.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "io/db.h"
#include "io/field.h"
#include "live/event.h"
#include "service/watch.h"

#define PART		100	/* taken at a time */
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
	return db_exec(db, "INSERT INTO live_post (company_id, audience, "
	    "audience_id, people, type, data) VALUES (?, ?, ?, ?, ?, ?)",
	    DB_ARGS(db_int(post->company_id), db_str(post->audience != NULL ?
	    post->audience : ""), db_int(post->audience_id),
	    db_str(buf_str(&people)), db_str(post->type), db_str(data)), NULL,
	    err);
}

void
live_post_wake(struct db *db, const struct conf *conf)
{
	static const char *const args[] = { "live", NULL };
	struct err		 err = { 0 };
	bool			 wake;

	if (watch_wake(db, WATCH_LIVE, &wake, &err) == -1 ||
	    (wake && proc_start(conf, "tick", args, &err) == -1))
		log_err(LOG_WARN, "live: wake", &err);
}

struct taking {
	const char	*lease;
	int64_t		 n;
};

static int
take_work(struct db *db, void *arg, struct err *err)
{
	struct taking	*t = arg;

	return db_exec(db, "UPDATE live_post SET lease = ?, "
	    "lease_until = NOW(3) + INTERVAL ? SECOND "
	    "WHERE lease_until IS NULL OR lease_until < NOW(3) "
	    "ORDER BY id LIMIT ?", DB_ARGS(db_str(t->lease),
	    db_int(LIVE_POST_LEASE_S), db_int(PART)), &t->n, err);
}

/* Mostly nothing waits: then nothing is written. */
int
live_post_take(struct db *db, const char lease[LEASE_SIZE],
    struct db_rows **out, struct err *err)
{
	struct taking	t = { lease, 0 };
	int64_t		first;

	if (db_number(db, "SELECT id FROM live_post LIMIT 1", DB_NONE, &first,
	    err) == -1 ||
	    (first != 0 && db_tx_run(db, take_work, &t, err) == -1))
		return -1;
	return db_query(db, "SELECT id, company_id, audience, audience_id, "
	    "people, type, data, seq, created_at FROM live_post "
	    "WHERE lease = ? AND ? > 0 ORDER BY id", DB_ARGS(db_str(lease),
	    db_int(t.n)), out, err);
}

bool
live_taken_next(struct db_rows *rows, struct live_taken *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct live_taken){
		.id = db_col_int(rows, 0),
		.company_id = db_col_int(rows, 1),
		.audience = db_col_str(rows, 2),
		.audience_id = db_col_int(rows, 3),
		.people = db_col_str(rows, 4),
		.type = db_col_str(rows, 5),
		.data = db_col_str(rows, 6),
		.seq = db_col_int(rows, 7),
		.created_at = db_col_time(rows, 8),
	};
	return true;
}

int
live_post_number(struct db *db, int64_t id, const char *lease, int64_t seq,
    struct err *err)
{
	int64_t	changed;

	return lease_held(db_exec(db, "UPDATE live_post SET seq = ? "
	    "WHERE id = ? AND lease = ?", DB_ARGS(db_int(seq), db_int(id),
	    db_str(lease)), &changed, err), &changed, "an event", err);
}

int
live_post_done(struct db *db, const char *lease, struct err *err)
{
	return db_exec(db, "DELETE FROM live_post WHERE lease = ? "
	    "AND seq IS NOT NULL", DB_ARGS(db_str(lease)), NULL, err);
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
