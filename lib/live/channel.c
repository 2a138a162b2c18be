#include "live/channel.h"

#include <stdio.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/secret.h"
#include "io/web.h"
#include "live/front.h"

static int
name_of(struct db *db, const struct web_who *who,
    char name[PUBLISH_NAME_SIZE], struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	name[0] = '\0';
	if (db_query(db, "SELECT name FROM live_channel WHERE session_id = ? "
	    "AND token_id = ?", DB_ARGS(db_int(who->session_id),
	    db_int(who->token_id)), &rows, err) == -1)
		return -1;
	if (db_rows_next(rows))
		snprintf(name, PUBLISH_NAME_SIZE, "%s", db_col_str(rows, 0));
	return 0;
}

/* Of two that come at once, both get the name that was stored first. */
int
live_channel_open(struct db *db, const struct web_who *who,
    char name[PUBLISH_NAME_SIZE], struct err *err)
{
	char	 made[SECRET_TOKEN_SIZE];

	if (name_of(db, who, name, err) == -1)
		return -1;
	if (name[0] != '\0')
		return 0;
	secret_token(made);
	made[PUBLISH_NAME_SIZE - 1] = '\0';
	if (db_exec(db, "INSERT INTO live_channel (session_id, token_id, "
	    "user_id, name) VALUES (?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE name = name",
	    DB_ARGS(db_int(who->session_id), db_int(who->token_id),
	    db_int(who->user_id), db_str(made)), NULL, err) == -1)
		return -1;
	return name_of(db, who, name, err);
}

/* Whoever is behind a channel, if they may still come in. */
#define CHANNEL_JOINS " FROM live_channel l "				\
	"LEFT JOIN user u ON u.id = l.user_id AND u.active "		\
	"LEFT JOIN session s ON s.id = l.session_id "			\
	"AND s.user_id = u.id AND s.expires_at > NOW(3) "		\
	"LEFT JOIN api_token t ON t.id = l.token_id "			\
	"AND t.user_id = u.id "						\
	"AND (t.expires_at IS NULL OR t.expires_at > NOW(3)) "

static const char *
last_name(const struct publish_to *seen)
{
	return seen->n == 0 ? "" : seen->v[seen->n - 1];
}

static void
names_read(struct db_rows *rows, struct publish_to *out)
{
	out->n = 0;
	while (out->n < PUBLISH_MAX && db_rows_next(rows)) {
		snprintf(out->v[out->n], PUBLISH_NAME_SIZE, "%s",
		    db_col_str(rows, 0));
		out->n++;
	}
}

/* The next ones behind those in *out. */
static int
list_open(struct db *db, int64_t user_id, struct publish_to *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT l.name" CHANNEL_JOINS "WHERE l.user_id = ? "
	    "AND l.name > ? AND (s.id IS NOT NULL OR t.id IS NOT NULL) "
	    "ORDER BY l.name LIMIT ?", DB_ARGS(db_int(user_id),
	    db_str(last_name(out)), db_int(PUBLISH_MAX)), &rows, err) == -1)
		return -1;
	names_read(rows, out);
	return 0;
}

static int
list_ended(struct db *db, int64_t user_id, struct publish_to *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT l.name" CHANNEL_JOINS
	    "WHERE (l.user_id = ? OR ? = 0) AND l.name > ? "
	    "AND s.id IS NULL AND t.id IS NULL ORDER BY l.name LIMIT ?",
	    DB_ARGS(db_int(user_id), db_int(user_id), db_str(last_name(out)),
	    db_int(PUBLISH_MAX)), &rows, err) == -1)
		return -1;
	names_read(rows, out);
	return 0;
}

static int
publish(struct db *db, const struct conf *conf, int64_t user_id,
    const struct buf *message, struct err *err)
{
	struct publish_to	 to = { 0 };

	do {
		if (list_open(db, user_id, &to, err) == -1 ||
		    publish_send(conf, &to, message, err) == -1)
			return -1;
	} while (to.n == PUBLISH_MAX);
	return 0;
}

void
live_channel_publish(struct db *db, const struct conf *conf, int64_t user_id,
    const struct buf *message)
{
	struct err	 err = { 0 };

	if (publish(db, conf, user_id, message, &err) == -1)
		log_err(LOG_WARN, "channel: publish", &err);
}

int
live_channel_readers(struct db *db, const int64_t *seqs, size_t n,
    int64_t limit, struct db_rows **out, struct err *err)
{
	own_buf struct buf	ids = { 0 };

	emit_open(&ids, NULL, '[');
	for (size_t i = 0; i < n; i++)
		emit_int(&ids, NULL, seqs[i]);
	emit_close(&ids, ']');
	return db_query(db, "SELECT r.event_id, l.name" CHANNEL_JOINS
	    "JOIN live_reader r ON r.user_id = l.user_id JOIN JSON_TABLE(?, "
	    "'$[*]' COLUMNS (id BIGINT PATH '$')) j ON j.id = r.event_id "
	    "WHERE s.id IS NOT NULL OR t.id IS NOT NULL ORDER BY r.event_id "
	    "LIMIT ?", DB_ARGS(db_str(buf_str(&ids)), db_int(limit)), out,
	    err);
}

bool
live_channel_next(struct db_rows *rows, int64_t *seq,
    char name[PUBLISH_NAME_SIZE])
{
	if (!db_rows_next(rows))
		return false;
	*seq = db_col_int(rows, 0);
	snprintf(name, PUBLISH_NAME_SIZE, "%s", db_col_str(rows, 1));
	return true;
}

static int
close_ended(struct db *db, const struct conf *conf, int64_t user_id,
    struct err *err)
{
	struct publish_to	 ended = { 0 };

	do {
		if (list_ended(db, user_id, &ended, err) == -1)
			return -1;
		for (size_t i = 0; i < ended.n; i++)
			if (publish_close(conf, ended.v[i], err) == -1 ||
			    live_front_tell(db, conf, &(struct live_relay){
			    .channel = ended.v[i] }, err) == -1 ||
			    db_exec(db, "DELETE FROM live_channel "
			    "WHERE name = ?", DB_ARGS(db_str(ended.v[i])),
			    NULL, err) == -1)
				return -1;
	} while (ended.n == PUBLISH_MAX);
	return 0;
}

void
live_channel_close(struct db *db, const struct conf *conf, int64_t user_id)
{
	struct err	 err = { 0 };

	if (close_ended(db, conf, user_id, &err) == -1)
		log_err(LOG_WARN, "channel: close", &err);
}
