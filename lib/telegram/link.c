#include "telegram/link.h"

#include <stdio.h>
#include <string.h>

#include "account/session.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/db.h"

int
telegram_link_token(struct db *db, int64_t user_id,
    char token[SECRET_TOKEN_SIZE], struct err *err)
{
	return session_link_make(db, user_id, SESSION_LINK_TELEGRAM,
	    TELEGRAM_LINK_MINUTES, token, err);
}

int
telegram_link_set(struct db *db, const struct telegram_bot *bot,
    int64_t user_id, int64_t chat_id, const char *username, struct err *err)
{
	const char	*name = username != NULL ? username : "";

	if (db_exec(db, "DELETE FROM telegram_link WHERE bot_id = ? "
	    "AND (chat_id = ? OR user_id = ?) "
	    "AND NOT (chat_id = ? AND user_id = ?)", DB_ARGS(db_int(bot->id),
	    db_int(chat_id), db_int(user_id), db_int(chat_id),
	    db_int(user_id)), NULL, err) == -1)
		return -1;
	return db_exec(db, "INSERT INTO telegram_link (bot_id, user_id, "
	    "chat_id, username) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE "
	    "username = VALUES(username), state = 'linked'",
	    DB_ARGS(db_int(bot->id), db_int(user_id), db_int(chat_id),
	    db_strn(name, utf8_head(name, TELEGRAM_NAME_SIZE - 1))), NULL,
	    err);
}

int
telegram_link_take(struct db *db, const struct telegram_bot *bot,
    const char *token, int64_t chat_id, const char *username,
    int64_t *user_id, struct err *err)
{
	if (session_link_who(db, token, SESSION_LINK_TELEGRAM, user_id,
	    err) == -1)
		return -1;
	if (bot->user_id != 0 && bot->user_id != *user_id)
		return err_code(err, ERR_AUTH, "account.link_expired",
		    "another's own bot");
	return session_link_take(db, token, SESSION_LINK_TELEGRAM, user_id,
	    err) == -1 ? -1 : telegram_link_set(db, bot, *user_id, chat_id,
	    username, err);
}

/* A chat of two people has the number of the person: it is the same with each bot. */
static int
adopt_own(struct db *db, const struct telegram_bot *bot, int64_t chat_id,
    int64_t *user_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT l.user_id, l.username FROM telegram_link l "
	    "JOIN user u ON u.id = l.user_id AND u.active "
	    "WHERE l.user_id = ? AND l.chat_id = ? LIMIT 1",
	    DB_ARGS(db_int(bot->user_id), db_int(chat_id)), &rows,
	    err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return err_set(err, ERR_ABSENT, "chat");
	*user_id = db_col_int(rows, 0);
	return telegram_link_set(db, bot, *user_id, chat_id,
	    db_col_str(rows, 1), err);
}

int
telegram_link_user(struct db *db, const struct telegram_bot *bot,
    int64_t chat_id, int64_t *user_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT l.user_id FROM telegram_link l "
	    "JOIN user u ON u.id = l.user_id AND u.active "
	    "WHERE l.bot_id = ? AND l.chat_id = ?", DB_ARGS(db_int(bot->id),
	    db_int(chat_id)), &rows, err) == -1)
		return -1;
	if (db_rows_next(rows)) {
		*user_id = db_col_int(rows, 0);
		return 0;
	}
	return bot->user_id != 0 ? adopt_own(db, bot, chat_id, user_id, err) :
	    err_set(err, ERR_ABSENT, "chat");
}

#define COLS "l.id, l.bot_id, l.user_id, l.chat_id, l.created_at, " \
	"b.user_id IS NOT NULL, l.state = 'blocked', l.username, b.username"
#define BEST " ORDER BY b.user_id IS NOT NULL, l.id"

int
telegram_link_list(struct db *db, int64_t user_id, struct db_rows **out,
    struct err *err)
{
	return db_query(db, "SELECT " COLS " FROM telegram_link l "
	    "JOIN telegram_bot b ON b.id = l.bot_id WHERE l.user_id = ?" BEST,
	    DB_ARGS(db_int(user_id)), out, err);
}

bool
telegram_link_next(struct db_rows *rows, struct telegram_link *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct telegram_link){ .id = db_col_int(rows, 0),
	    .bot_id = db_col_int(rows, 1), .user_id = db_col_int(rows, 2),
	    .chat_id = db_col_int(rows, 3), .created_at = db_col_time(rows, 4),
	    .own = db_col_int(rows, 5) != 0,
	    .blocked = db_col_int(rows, 6) != 0 };
	snprintf(out->username, sizeof(out->username), "%s",
	    db_col_str(rows, 7));
	snprintf(out->bot, sizeof(out->bot), "%s", db_col_str(rows, 8));
	return true;
}

int
telegram_link_best(struct db *db, int64_t user_id, struct telegram_link *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " COLS " FROM telegram_link l "
	    "JOIN telegram_bot b ON b.id = l.bot_id AND b.state = 'active' "
	    "WHERE l.user_id = ? AND l.state = 'linked'" BEST " LIMIT 1",
	    DB_ARGS(db_int(user_id)), &rows, err) == -1)
		return -1;
	return telegram_link_next(rows, out) ? 0 : err_set(err, ERR_ABSENT,
	    "chat");
}

int
telegram_link_count(struct db *db, int64_t bot_id, int64_t *n,
    struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM telegram_link l "
	    "JOIN user u ON u.id = l.user_id AND u.active "
	    "WHERE l.bot_id = ? AND l.state = 'linked'",
	    DB_ARGS(db_int(bot_id)), n, err);
}

int
telegram_link_block(struct db *db, int64_t bot_id, int64_t chat_id,
    bool blocked, struct err *err)
{
	return db_exec(db, "UPDATE telegram_link SET state = ? "
	    "WHERE bot_id = ? AND chat_id = ?", DB_ARGS(db_str(blocked ?
	    "blocked" : "linked"), db_int(bot_id), db_int(chat_id)), NULL,
	    err);
}

int
telegram_link_migrate(struct db *db, int64_t bot_id, int64_t from,
    int64_t to, struct err *err)
{
	return db_exec(db, "UPDATE IGNORE telegram_link SET chat_id = ? "
	    "WHERE bot_id = ? AND chat_id = ?", DB_ARGS(db_int(to),
	    db_int(bot_id), db_int(from)), NULL, err);
}

int
telegram_link_drop(struct db *db, int64_t user_id, struct err *err)
{
	int64_t	n;

	if (db_exec(db, "DELETE FROM telegram_link WHERE user_id = ?",
	    DB_ARGS(db_int(user_id)), &n, err) == -1)
		return -1;
	return n > 0 ? 0 : err_set(err, ERR_ABSENT, "chat");
}
