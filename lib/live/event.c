#include "live/event.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "live/channel.h"
#include "live/front.h"
#include "live/post.h"

#define DATA_MAX	65536	/* an event is a notice, not a transport */
#define EXPIRE_PART	2000
#define AT_ONCE		20	/* stored by one statement */
#define SHARED_PART	200	/* looked at each time, whether there is one to go or not */

/* seq 0: not stored. */
static void
put_message(struct buf *out, const struct live_event *event)
{
	emit_open(out, NULL, '{');
	if (event->seq > 0)
		emit_int(out, "seq", event->seq);
	emit_str(out, "type", event->type);
	emit_time(out, "at", event->at);
	emit_json(out, "data", event->data);
	emit_close(out, '}');
}

void
live_event_publish(struct db *db, const struct conf *conf, int64_t user_id,
    const struct live_event *event)
{
	own_buf struct buf	 message = { 0 };

	put_message(&message, event);
	live_channel_publish(db, conf, user_id, &message);
}

/* The pages of a user, here and at the other fronts. */
static void
publish(struct db *db, const struct conf *conf, int64_t user_id,
    const struct live_event *event)
{
	own_buf struct buf	 message = { 0 };
	struct err		 err = { 0 };

	put_message(&message, event);
	live_channel_publish(db, conf, user_id, &message);
	if (live_front_tell(db, conf, &(struct live_relay){
	    .event_id = event->seq, .user_id = user_id,
	    .message = event->seq > 0 ? NULL : buf_str(&message) },
	    &err) == -1)
		log_err(LOG_WARN, "event: relay", &err);
}

char *
live_event_text(const char *type, const json_t *data)
{
	char	*text = data == NULL ? mem_dup("{}") :
		    json_dumps(data, JSON_COMPACT | JSON_ENCODE_ANY);

	if (text != NULL && strlen(text) <= DATA_MAX)
		return text;
	log_line(LOG_ERROR, "event: %s: data of more than %d bytes", type,
	    DATA_MAX);
	free(text);
	return NULL;
}

int
live_event_store(struct db *db, int64_t company_id, int64_t user_id,
    const char *type, const char *data, int64_t *seq, struct err *err)
{
	if (db_exec(db, "INSERT INTO event_log"
	    " (company_id, user_id, type, data) VALUES (?, ?, ?, ?)",
	    DB_ARGS(db_int(company_id), db_int(user_id), db_str(type),
	    db_str(data)), NULL, err) == -1)
		return -1;
	*seq = db_last_id(db);
	return 0;
}

void
live_event_add(struct db *db, const struct conf *conf, int64_t company_id,
    int64_t user_id, const char *type, const json_t *data)
{
	own_str char	*text = live_event_text(type, data);
	struct err	 err = { 0 };
	int64_t		 seq;

	if (text == NULL)
		return;
	if (live_event_store(db, company_id, user_id, type, text, &seq,
	    &err) == -1) {
		log_err(LOG_ERROR, "event", &err);
		return;
	}
	publish(db, conf, user_id, &(struct live_event){ seq, clock_ms(), type,
	    text });
}

void
live_event_progress(struct db *db, const struct conf *conf, int64_t user_id,
    const char *type, const json_t *data)
{
	own_str char	*text = live_event_text(type, data);

	if (text != NULL)
		publish(db, conf, user_id, &(struct live_event){ 0, clock_ms(),
		    type, text });
}

#define ROW	"(?, 0, ?, ?)"
#define FIVE	ROW ", " ROW ", " ROW ", " ROW ", " ROW
#define STORE	"INSERT INTO event_log (company_id, user_id, type, data) VALUES "

/* So many at once, from the first one on: few shapes of one statement. A server gives the rows of
 * such a statement numbers one step apart. */
static int
store_some(struct db *db, struct live_taken *const *v, size_t n, int64_t step,
    struct err *err)
{
	struct db_arg	 args[AT_ONCE * 3];
	const char	*sql = n == AT_ONCE ? STORE FIVE ", " FIVE ", " FIVE ", "
			    FIVE : STORE ROW;

	for (size_t i = 0; i < n; i++) {
		args[i * 3] = db_int(v[i]->company_id);
		args[i * 3 + 1] = db_str(v[i]->type);
		args[i * 3 + 2] = db_str(v[i]->data);
	}
	if (db_exec(db, sql, (struct db_args){ args, n * 3 }, NULL,
	    err) == -1)
		return -1;
	for (size_t i = 0; i < n; i++)
		v[i]->seq = db_last_id(db) + (int64_t)i * step;
	return 0;
}

int
live_event_store_part(struct db *db, struct live_part *part, struct err *err)
{
	struct live_taken	*fresh[LIVE_POST_PART];
	size_t			 n = 0, some;
	int64_t			 step;

	if (db_number(db, "SELECT @@auto_increment_increment", DB_NONE, &step,
	    err) == -1)
		return -1;
	for (size_t i = 0; i < part->n; i++)
		if (part->v[i].seq == 0)
			fresh[n++] = &part->v[i];
	for (size_t i = 0; i < n; i += some) {
		some = n - i >= AT_ONCE ? AT_ONCE : 1;
		if (store_some(db, fresh + i, some, step, err) == -1)
			return -1;
	}
	return 0;
}

void
live_event_send(const struct conf *conf, const struct publish_to *to,
    const struct live_event *event)
{
	own_buf struct buf	 message = { 0 };
	struct err		 err = { 0 };

	put_message(&message, event);
	if (publish_send(conf, to, &message, &err) == -1)
		log_err(LOG_WARN, "event: publish", &err);
}

int
live_event_list(struct db *db, int64_t user_id, int64_t after_seq, int limit,
    struct db_rows **out, struct err *err)
{
	return db_query(db, "(SELECT id, type, data, created_at FROM event_log "
	    "WHERE user_id = ? AND id > ? ORDER BY id LIMIT ?) UNION ALL "
	    "(SELECT e.id, e.type, e.data, e.created_at FROM live_reader r "
	    "JOIN event_log e ON e.id = r.event_id WHERE r.user_id = ? "
	    "AND r.event_id > ? ORDER BY r.event_id LIMIT ?) "
	    "ORDER BY id LIMIT ?", DB_ARGS(db_int(user_id), db_int(after_seq),
	    db_int(limit), db_int(user_id), db_int(after_seq), db_int(limit),
	    db_int(limit)), out, err);
}

bool
live_event_next(struct db_rows *rows, struct live_event *out)
{
	if (!db_rows_next(rows))
		return false;
	out->seq = db_col_int(rows, 0);
	out->type = db_col_str(rows, 1);
	out->data = db_col_str(rows, 2);
	out->at = db_col_time(rows, 3);
	return true;
}

int
live_event_last(struct db *db, int64_t user_id, int64_t *seq, struct err *err)
{
	return db_number(db, "SELECT GREATEST("
	    "COALESCE((SELECT MAX(id) FROM event_log WHERE user_id = ?), 0), "
	    "COALESCE((SELECT MAX(event_id) FROM live_reader "
	    "WHERE user_id = ?), 0))", DB_ARGS(db_int(user_id),
	    db_int(user_id)), seq, err);
}

/* Those of many: the oldest ones alone are looked at. */
static int
expire_shared(struct db *db, int64_t *removed, struct err *err)
{
	return db_exec(db, "DELETE e FROM event_log e JOIN (SELECT id, "
	    "created_at FROM event_log WHERE user_id = 0 ORDER BY id LIMIT ?) "
	    "oldest ON oldest.id = e.id WHERE oldest.created_at < NOW(3) - "
	    "INTERVAL 1 DAY", DB_ARGS(db_int(SHARED_PART)), removed, err);
}

int
live_event_erase(struct db *db, int64_t company_id, const char *text,
    struct err *err)
{
	return db_exec(db, "DELETE FROM event_log WHERE company_id = ? AND "
	    "LOCATE(?, data) > 0", DB_ARGS(db_int(company_id), db_str(text)),
	    NULL, err) == -1 || db_exec(db, "DELETE r FROM live_relay r "
	    "JOIN user u ON u.id = r.user_id WHERE u.company_id = ? AND "
	    "LOCATE(?, r.message) > 0", DB_ARGS(db_int(company_id),
	    db_str(text)), NULL, err) == -1 ? -1 : 0;
}

int
live_event_expire(struct db *db, int64_t days, int64_t *removed, struct err *err)
{
	int64_t	events, shared, readers;

	if (db_exec(db, "DELETE FROM event_log WHERE created_at < NOW(3) - "
	    "INTERVAL ? DAY LIMIT ?", DB_ARGS(db_int(days),
	    db_int(EXPIRE_PART)), &events, err) == -1 ||
	    expire_shared(db, &shared, err) == -1 ||
	    db_exec(db, "DELETE FROM live_reader WHERE event_id < "
	    "(SELECT MIN(id) FROM event_log WHERE user_id = 0) LIMIT ?",
	    DB_ARGS(db_int(EXPIRE_PART)), &readers, err) == -1)
		return -1;
	*removed = events + shared + readers;
	return 0;
}
