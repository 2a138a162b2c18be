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

#define DATA_MAX	65536	/* an event is a notice, not a transport */

/* seq 0: not stored. */
static void
publish(struct db *db, const struct conf *conf, int64_t user_id, int64_t seq,
    const char *type, const char *data)
{
	own_buf struct buf	 message = { 0 };

	emit_open(&message, NULL, '{');
	if (seq > 0)
		emit_int(&message, "seq", seq);
	emit_str(&message, "type", type);
	emit_time(&message, "at", clock_ms());
	emit_json(&message, "data", data);
	emit_close(&message, '}');
	live_channel_publish(db, conf, user_id, &message);
}

static char *
data_text(const char *type, const json_t *data)
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

void
live_event_add(struct db *db, const struct conf *conf, int64_t company_id,
    int64_t user_id, const char *type, const json_t *data)
{
	own_str char	*text = data_text(type, data);
	struct err	 err = { 0 };

	if (text == NULL)
		return;
	if (db_exec(db, "INSERT INTO event_log"
	    " (company_id, user_id, type, data) VALUES (?, ?, ?, ?)",
	    DB_ARGS(db_int(company_id), db_int(user_id), db_str(type),
	    db_str(text)), NULL, &err) == -1) {
		log_err(LOG_ERROR, "event", &err);
		return;
	}
	publish(db, conf, user_id, db_last_id(db), type, text);
}

void
live_event_progress(struct db *db, const struct conf *conf, int64_t user_id,
    const char *type, const json_t *data)
{
	own_str char	*text = data_text(type, data);

	if (text != NULL)
		publish(db, conf, user_id, 0, type, text);
}

int
live_event_list(struct db *db, int64_t user_id, int64_t after_seq, int limit,
    struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT id, type, data, created_at FROM event_log "
	    "WHERE user_id = ? AND id > ? ORDER BY id LIMIT ?",
	    DB_ARGS(db_int(user_id), db_int(after_seq), db_int(limit)), out,
	    err);
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
	return db_number(db, "SELECT MAX(id) FROM event_log WHERE user_id = ?",
	    DB_ARGS(db_int(user_id)), seq, err);
}

int
live_event_expire(struct db *db, int64_t days, int64_t *removed, struct err *err)
{
	return db_exec(db, "DELETE FROM event_log "
	    "WHERE created_at < NOW(3) - INTERVAL ? DAY LIMIT 2000",
	    DB_ARGS(db_int(days)), removed, err);
}
