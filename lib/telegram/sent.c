#include "telegram/sent.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "io/db.h"

#define EXPIRE_PART	1000

void
telegram_sent_clear(struct telegram_sent *s)
{
	mem_free_str(&s->method);
	mem_free_str(&s->params);
}

int
telegram_sent_add(struct db *db, const struct telegram_sent *s, int64_t *id,
    struct err *err)
{
	if (db_exec(db, "INSERT INTO telegram_message (bot_id, chat_id, "
	    "method, params, about) VALUES (?, ?, ?, ?, ?)",
	    DB_ARGS(db_int(s->bot_id), db_int(s->chat_id),
	    db_str(s->method), db_str(s->params), db_str(s->about)), NULL,
	    err) == -1)
		return -1;
	*id = db_last_id(db);
	return 0;
}

int
telegram_sent_get(struct db *db, int64_t id, struct telegram_sent *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT bot_id, chat_id, method, params, about "
	    "FROM telegram_message WHERE id = ? AND method <> ''",
	    DB_ARGS(db_int(id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	out->bot_id = db_col_int(rows, 0);
	out->chat_id = db_col_int(rows, 1);
	out->method = db_col_dup(rows, 2);
	out->params = db_col_dup(rows, 3);
	snprintf(out->about, sizeof(out->about), "%s", db_col_str(rows, 4));
	return 0;
}

int
telegram_sent_done(struct db *db, int64_t id, int64_t message_id,
    struct err *err)
{
	return db_exec(db, "UPDATE telegram_message SET message_id = ?, "
	    "method = '', params = '' WHERE id = ?",
	    DB_ARGS(db_int(message_id), db_int(id)), NULL, err);
}

int
telegram_sent_note(struct db *db, const struct telegram_sent *s,
    int64_t message_id, struct err *err)
{
	return db_exec(db, "INSERT INTO telegram_message (bot_id, chat_id, "
	    "message_id, about) VALUES (?, ?, ?, ?)",
	    DB_ARGS(db_int(s->bot_id), db_int(s->chat_id), db_int(message_id),
	    db_str(s->about)), NULL, err);
}

int
telegram_sent_shows(struct db *db, int64_t bot_id, int64_t chat_id,
    int64_t message_id, char about[TELEGRAM_ABOUT_SIZE], struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT about FROM telegram_message "
	    "WHERE bot_id = ? AND chat_id = ? AND message_id = ? "
	    "AND about <> '' ORDER BY created_at DESC, id DESC LIMIT 1", DB_ARGS(
	    db_int(bot_id), db_int(chat_id), db_int(message_id)), &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	snprintf(about, TELEGRAM_ABOUT_SIZE, "%s", db_col_str(rows, 0));
	return 0;
}

int
telegram_sent_find(struct db *db, int64_t bot_id, int64_t chat_id,
    const char *about, int64_t *message_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT message_id FROM telegram_message "
	    "WHERE bot_id = ? AND chat_id = ? AND message_id <> 0 "
	    "AND about = ? ORDER BY created_at DESC, id DESC LIMIT 1", DB_ARGS(
	    db_int(bot_id), db_int(chat_id), db_str(about)), &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	*message_id = db_col_int(rows, 0);
	return 0;
}

int
telegram_sent_expire(struct db *db, int64_t days, int64_t *removed,
    struct err *err)
{
	return db_exec(db, "DELETE FROM telegram_message "
	    "WHERE created_at < NOW(3) - INTERVAL ? DAY LIMIT ?",
	    DB_ARGS(db_int(days), db_int(EXPIRE_PART)), removed, err);
}
