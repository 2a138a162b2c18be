#include "live/push.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/fetch.h"
#include "io/secret.h"

#define DATA_MAX	65536	/* an event is a notice, not a transport */

/* {"seq": 7, "type": "sync", "at": "...", "data": {...}}; seq 0: not stored. */
static void
put_message(struct buf *out, int64_t seq, const char *type, const char *data)
{
	emit_open(out, NULL, '{');
	if (seq > 0)
		emit_int(out, "seq", seq);
	emit_str(out, "type", type);
	emit_time(out, "at", clock_ms());
	emit_json(out, "data", data);
	emit_close(out, '}');
}

/* Where the user's channel is published: the socket and the path; NULL: nowhere. */
static char *
find_channel(const struct conf *conf, int64_t user_id, const char **socket)
{
	char	 channel[65];

	*socket = conf_get(conf, "PUSH_SOCKET", "");
	push_channel(conf, user_id, channel);
	return **socket == '\0' || *channel == '\0' ? NULL :
	    mem_fmt("/publish?channel=%s", channel);
}

/* Again once: a reload of nginx drops what it just held. */
static void
publish(const struct conf *conf, int64_t user_id, const struct buf *message)
{
	const char	*socket;
	own_str char	*path = find_channel(conf, user_id, &socket);
	struct err	 err = { 0 };

	if (path == NULL)
		return;
	for (int try = 0; try < 2; try++) {
		err = (struct err){ 0 };
		if (fetch_unix(socket, path, "application/json", message->data,
		    message->len, &err) == 0)
			return;
	}
	log_err(LOG_WARN, "push", &err);
}

static char *
data_text(const char *type, const json_t *data)
{
	char	*text = data == NULL ? mem_dup("{}") :
		    json_dumps(data, JSON_COMPACT | JSON_ENCODE_ANY);

	if (text != NULL && strlen(text) <= DATA_MAX)
		return text;
	log_line(LOG_ERROR, "push: %s: data of more than %d bytes", type,
	    DATA_MAX);
	free(text);
	return NULL;
}

void
push_event(struct db *db, const struct conf *conf, int64_t company_id,
    int64_t user_id, const char *type, const json_t *data)
{
	own_str char		*text = data_text(type, data);
	own_buf struct buf	 message = { 0 };
	struct err		 err = { 0 };

	if (text == NULL)
		return;
	if (db_exec(db, "INSERT INTO event_log"
	    " (company_id, user_id, type, data) VALUES (?, ?, ?, ?)",
	    DB_ARGS(db_int(company_id), db_int(user_id), db_str(type),
	    db_str(text)), NULL, &err) == -1) {
		log_err(LOG_ERROR, "push", &err);
		return;
	}
	put_message(&message, db_last_id(db), type, text);
	publish(conf, user_id, &message);
}

void
push_live(const struct conf *conf, int64_t user_id, const char *type,
    const json_t *data)
{
	own_str char		*text = data_text(type, data);
	own_buf struct buf	 message = { 0 };

	if (text == NULL)
		return;
	put_message(&message, 0, type, text);
	publish(conf, user_id, &message);
}

void
push_close(const struct conf *conf, int64_t user_id)
{
	const char	*socket;
	own_str char	*path = find_channel(conf, user_id, &socket);
	struct err	 err = { 0 };

	if (path == NULL)
		return;
	/* 404: nobody listens. */
	if (fetch_unix(socket, path, "application/json", NULL, 0,
	    &err) == -1 && err.remote_status != 404)
		log_err(LOG_WARN, "push: close", &err);
}

void
push_channel(const struct conf *conf, int64_t user_id, char out[65])
{
	const char	*key = conf_get(conf, "SECRET_KEY", "");
	own_str char	*name = mem_fmt("push channel %lld",
			    (long long)user_id);

	*out = '\0';	/* without a key anyone could name it: no channel */
	if (*key != '\0')
		secret_hmac_sha256(key, name, strlen(name), out);
}
