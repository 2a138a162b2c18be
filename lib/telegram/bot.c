#include "telegram/bot.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mask.h"
#include "base/utf8.h"
#include "io/db.h"
#include "io/field.h"
#include "io/rotate.h"
#include "io/secret.h"
#include "telegram/api.h"

#define REASON_SIZE	300

bool
telegram_bot_active(const struct telegram_bot *bot)
{
	return strcmp(bot->state, "active") == 0;
}

/* --- rows --- */

#define COLS "id, telegram_id, company_id, user_id, username, state, way, " \
	"key_hash, secret_hash, next_update_id, last_update_at, checked_at, " \
	"error_code, error_text, error_at, " \
	"COALESCE(last_update_at < NOW(3) - INTERVAL 6 DAY, 1), " \
	"COALESCE(last_update_at > NOW(3) - INTERVAL 10 SECOND, 0)"

static void
put(char *out, size_t size, const char *text)
{
	snprintf(out, size, "%s", text);
	utf8_mend(out);
}

bool
telegram_bot_next(struct db_rows *rows, struct telegram_bot *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct telegram_bot){ .id = db_col_int(rows, 0),
	    .telegram_id = db_col_int(rows, 1),
	    .company_id = db_col_int(rows, 2), .user_id = db_col_int(rows, 3),
	    .next_update_id = db_col_int(rows, 9),
	    .last_update_at = db_col_time(rows, 10),
	    .checked_at = db_col_time(rows, 11),
	    .error_at = db_col_time(rows, 14),
	    .silent = db_col_int(rows, 15) != 0,
	    .lively = db_col_int(rows, 16) != 0 };
	put(out->username, sizeof(out->username), db_col_str(rows, 4));
	put(out->state, sizeof(out->state), db_col_str(rows, 5));
	put(out->way, sizeof(out->way), db_col_str(rows, 6));
	put(out->key_hash, sizeof(out->key_hash), db_col_str(rows, 7));
	put(out->secret_hash, sizeof(out->secret_hash), db_col_str(rows, 8));
	put(out->error_code, sizeof(out->error_code), db_col_str(rows, 12));
	put(out->error_text, sizeof(out->error_text), db_col_str(rows, 13));
	return true;
}

/* The only row of a query. */
static int
one(int rc, struct db_rows **rows, struct telegram_bot *out, struct err *err)
{
	if (rc == -1)
		return -1;
	return telegram_bot_next(*rows, out) ? 0 : err_set(err, ERR_ABSENT,
	    "bot");
}

int
telegram_bot_own(struct db *db, int64_t user_id, struct telegram_bot *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	return one(db_query(db, "SELECT " COLS " FROM telegram_bot "
	    "WHERE user_id = ?", DB_ARGS(db_int(user_id)), &rows, err),
	    &rows, out, err);
}

int
telegram_bot_get(struct db *db, int64_t id, struct telegram_bot *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	return one(db_query(db, "SELECT " COLS " FROM telegram_bot "
	    "WHERE id = ?", DB_ARGS(db_int(id)), &rows, err), &rows, out, err);
}

int
telegram_bot_by_key(struct db *db, const char *key, struct telegram_bot *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	char			 hash[SECRET_HASH_SIZE];

	secret_hash(key, hash);
	return one(db_query(db, "SELECT " COLS " FROM telegram_bot "
	    "WHERE key_hash = ?", DB_ARGS(db_str(hash)), &rows, err),
	    &rows, out, err);
}

int
telegram_bot_list(struct db *db, int64_t company_id, int64_t after_id,
    int64_t limit, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT " COLS " FROM telegram_bot "
	    "WHERE (company_id = ? AND id > ?) OR (? = 0 AND "
	    "company_id IS NULL AND state <> 'off') "
	    "ORDER BY company_id IS NOT NULL, id LIMIT ?",
	    DB_ARGS(db_int(company_id), db_int(after_id), db_int(after_id),
	    db_int(limit)), out, err);
}

int
telegram_bot_owned(struct db *db, int64_t after_id, struct db_rows **out,
    struct err *err)
{
	return db_query(db, "SELECT " COLS " FROM telegram_bot WHERE id > ? "
	    "AND user_id IS NOT NULL AND state = 'active' ORDER BY id "
	    "LIMIT 100", DB_ARGS(db_int(after_id)), out, err);
}

/* --- what is sealed --- */

static void
label_of(int64_t telegram_id, const char *name, char out[ROTATE_LABEL_SIZE])
{
	(void)name;
	snprintf(out, ROTATE_LABEL_SIZE, "telegram:%" PRId64, telegram_id);
}

void
telegram_bot_keys_clear(struct telegram_bot_keys *keys)
{
	mem_free_str(&keys->token);
	mem_free_str(&keys->key);
	mem_free_str(&keys->secret);
}

/* A bot's keys as they are stored. */
struct sealed {
	struct buf	cipher;
	char		key_id[17];
	char		token_hash[SECRET_HASH_SIZE];
	char		key_hash[SECRET_HASH_SIZE];
	char		secret_hash[SECRET_HASH_SIZE];
};

static void
sealed_clear(struct sealed *s)
{
	buf_clear(&s->cipher);
}

/* The token with a new webhook address and secret. */
static int
seal(const struct conf *conf, int64_t telegram_id, const char *token,
    struct sealed *out, struct err *err)
{
	char		 key[SECRET_TOKEN_SIZE], secret[SECRET_TOKEN_SIZE];
	char		 label[ROTATE_LABEL_SIZE];
	own_json json_t	*doc = NULL;
	own_str char	*plain = NULL;

	secret_token(key);
	secret_token(secret);
	secret_hash(token, out->token_hash);
	secret_hash(key, out->key_hash);
	secret_hash(secret, out->secret_hash);
	doc = json_pack("{s:s, s:s, s:s}", "token", token, "key", key,
	    "secret", secret);
	plain = json_dumps(doc, JSON_COMPACT);
	label_of(telegram_id, "", label);
	return secret_seal(conf, label, plain, &out->cipher, out->key_id, err);
}

int
telegram_bot_keys(struct db *db, const struct conf *conf, int64_t id,
    struct telegram_bot_keys *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_json json_t		*doc = NULL;
	own_str char		*plain = NULL;
	char			 label[ROTATE_LABEL_SIZE];
	const void		*cipher;
	size_t			 len;

	if (db_query(db, "SELECT cipher, key_id, telegram_id "
	    "FROM telegram_bot WHERE id = ?", DB_ARGS(db_int(id)), &rows,
	    err) == -1 || db_one(rows, err) == -1)
		return -1;
	label_of(db_col_int(rows, 2), "", label);
	cipher = db_col_blob(rows, 0, &len);
	if (secret_open(conf, label, cipher, len, db_col_str(rows, 1), &plain,
	    err) == -1)
		return -1;
	doc = json_loads(plain, 0, NULL);
	explicit_bzero(plain, strlen(plain));
	out->token = field_dup(doc, "token", TELEGRAM_TOKEN_MAX);
	out->key = field_dup(doc, "key", SECRET_TOKEN_SIZE);
	out->secret = field_dup(doc, "secret", SECRET_TOKEN_SIZE);
	mask_add(out->token);
	mask_add(out->key);
	mask_add(out->secret);
	return 0;
}

int
telegram_bot_rotate(struct db *db, const struct conf *conf, int64_t *done,
    int64_t *failed, struct err *err)
{
	static const struct rotate_table	table = {
		.select = "SELECT cipher, key_id, telegram_id "
		    "FROM telegram_bot WHERE key_id <> ?",
		.update = "UPDATE telegram_bot SET cipher = ?, key_id = ? "
		    "WHERE cipher = ? AND telegram_id = ?",
		.label = label_of,
	};

	return rotate_all(db, conf, &table, done, failed, err);
}

int
telegram_bot_lost(struct db *db, struct buf *lines, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT b.username, COALESCE(u.email, "
	    "'the configuration') FROM telegram_bot b LEFT JOIN user u "
	    "ON u.id = b.user_id WHERE b.cipher = '' AND b.state <> 'revoked' "
	    "ORDER BY 2", DB_NONE, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		buf_fmt(lines, "  Telegram bot @%s of %s: token\n",
		    db_col_str(rows, 0), db_col_str(rows, 1));
	/* without its hash the same token is a new one */
	return db_exec(db, "UPDATE telegram_bot SET state = 'revoked', "
	    "token_hash = '', error_at = NOW(3) WHERE cipher = ''",
	    DB_NONE, NULL, err);
}

/* --- making --- */

/* Whoever has this bot keeps it: then nothing is changed. n: 0 or more rows. */
static int
store(struct db *db, const struct telegram_bot_new *new,
    const struct sealed *s, int64_t *n, struct err *err)
{
	return db_exec(db, "INSERT INTO telegram_bot (company_id, user_id, "
	    "telegram_id, username, cipher, key_id, token_hash, key_hash, "
	    "secret_hash) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ? FROM DUAL "
	    "WHERE NOT EXISTS (SELECT 1 FROM telegram_bot o "
	    "WHERE o.telegram_id = ? AND NOT o.user_id <=> ?) "
	    "ON DUPLICATE KEY UPDATE username = VALUES(username), "
	    "next_update_id = IF(telegram_id = VALUES(telegram_id), "
	    "next_update_id, 0), telegram_id = VALUES(telegram_id), "
	    "cipher = VALUES(cipher), key_id = VALUES(key_id), "
	    "token_hash = VALUES(token_hash), key_hash = VALUES(key_hash), "
	    "secret_hash = VALUES(secret_hash), state = 'active', "
	    "way = 'polling', error_code = '', error_text = '', "
	    "error_at = NULL, poll_after = NOW(3)",
	    DB_ARGS(db_id(new->company_id), db_id(new->user_id),
	    db_int(new->telegram_id), db_str(new->username),
	    db_blob(s->cipher.data, s->cipher.len), db_str(s->key_id),
	    db_str(s->token_hash), db_str(s->key_hash),
	    db_str(s->secret_hash), db_int(new->telegram_id),
	    db_id(new->user_id)), n, err);
}

static int
add(struct db *db, const struct conf *conf,
    const struct telegram_bot_new *new, struct err *err)
{
	cleanup(sealed_clear) struct sealed	s = { .key_id = "" };
	int64_t					n;

	mask_add(new->token);
	if (seal(conf, new->telegram_id, new->token, &s, err) == -1 ||
	    store(db, new, &s, &n, err) == -1)
		return -1;
	return n > 0 ? 0 : err_code(err, ERR_CONFLICT, "telegram.bot_taken",
	    "bot %" PRId64, new->telegram_id);
}

/* What came for a former bot of theirs is nothing for the new one. */
int
telegram_bot_add(struct db *db, const struct conf *conf,
    const struct telegram_bot_new *new, struct err *err)
{
	if (db_exec(db, "DELETE FROM telegram_bot WHERE user_id = ? "
	    "AND telegram_id <> ?", DB_ARGS(db_int(new->user_id),
	    db_int(new->telegram_id)), NULL, err) == -1)
		return -1;
	return add(db, conf, new, err);
}

int
telegram_bot_remove(struct db *db, int64_t user_id, struct err *err)
{
	return db_exec_one(db, "DELETE FROM telegram_bot WHERE user_id = ?",
	    DB_ARGS(db_int(user_id)), "bot", err);
}

static int
find_system(struct db *db, const char *token_hash, struct telegram_bot *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	return one(db_query(db, "SELECT " COLS " FROM telegram_bot "
	    "WHERE user_id IS NULL AND token_hash = ?",
	    DB_ARGS(db_str(token_hash)), &rows, err), &rows, out, err);
}

/* The token is new here; bots of former tokens are off. */
static int
adopt(struct db *db, const struct conf *conf, const char *token,
    struct err *err)
{
	const struct telegram_bot_new	new = { .username = "",
		.telegram_id = telegram_token_id(token), .token = token };

	if (db_exec(db, "UPDATE telegram_bot SET state = 'off' "
	    "WHERE user_id IS NULL AND telegram_id <> ?",
	    DB_ARGS(db_int(new.telegram_id)), NULL, err) == -1)
		return -1;
	return add(db, conf, &new, err);
}

/* The configuration has none any more. */
static int
drop_system(struct db *db, struct err *err)
{
	if (db_exec(db, "UPDATE telegram_bot SET state = 'off' "
	    "WHERE user_id IS NULL AND state <> 'off'", DB_NONE, NULL,
	    err) == -1)
		return -1;
	return err_code(err, ERR_ABSENT, "telegram.unset",
	    "TELEGRAM_BOT_TOKEN is not set");
}

int
telegram_bot_system(struct db *db, const struct conf *conf,
    struct telegram_bot *out, struct err *err)
{
	own_str char	*token = conf_get_now(conf, "TELEGRAM_BOT_TOKEN");
	char		 hash[SECRET_HASH_SIZE];
	struct err	 why = { 0 };

	if (token == NULL || *token == '\0')
		return drop_system(db, err);
	if (telegram_token_id(token) == 0)
		return err_code(err, ERR_ABSENT, "telegram.token_form",
		    "TELEGRAM_BOT_TOKEN does not look like a token");
	secret_hash(token, hash);
	if (find_system(db, hash, out, &why) == 0 &&
	    strcmp(out->state, "off") != 0)
		return 0;
	if (why.kind != ERR_NONE && why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	return adopt(db, conf, token, err) == -1 ? -1 : find_system(db, hash,
	    out, err);
}

/* --- state --- */

int
telegram_bot_turn(struct db *db, int64_t id, const char *state,
    struct err *err)
{
	return db_exec(db, "UPDATE telegram_bot SET state = ?, "
	    "poll_after = NOW(3) WHERE id = ?", DB_ARGS(db_str(state),
	    db_int(id)), NULL, err);
}

int
telegram_bot_way(struct db *db, int64_t id, const char *way, struct err *err)
{
	return db_exec(db, "UPDATE telegram_bot SET way = ?, "
	    "poll_after = NOW(3) WHERE id = ?", DB_ARGS(db_str(way),
	    db_int(id)), NULL, err);
}

int
telegram_bot_good(struct db *db, int64_t id, const char *username,
    struct err *err)
{
	return db_exec(db, "UPDATE telegram_bot SET checked_at = NOW(3), "
	    "username = COALESCE(?, username), error_code = '', "
	    "error_text = '', error_at = NULL WHERE id = ?",
	    DB_ARGS(db_str(username), db_int(id)), NULL, err);
}

int
telegram_bot_bad(struct db *db, int64_t id, const struct err *why,
    bool *revoked, struct err *err)
{
	int64_t	n = 0;

	if (db_exec(db, "UPDATE telegram_bot SET error_code = ?, "
	    "error_text = ?, error_at = NOW(3) WHERE id = ?",
	    DB_ARGS(db_str(why->code), db_strn(why->text,
	    utf8_head(why->text, REASON_SIZE)), db_int(id)), NULL,
	    err) == -1 || (why->kind == ERR_REMOTE_AUTH && db_exec(db,
	    "UPDATE telegram_bot SET state = 'revoked' WHERE id = ? "
	    "AND state = 'active'", DB_ARGS(db_int(id)), &n, err) == -1))
		return -1;
	if (revoked != NULL)
		*revoked = n == 1;
	return 0;
}

int
telegram_bot_heard(struct db *db, int64_t id, struct err *err)
{
	return db_exec(db, "UPDATE telegram_bot SET last_update_at = NOW(3), "
	    "error_code = '', error_text = '', error_at = NULL WHERE id = ?",
	    DB_ARGS(db_int(id)), NULL, err);
}

int
telegram_bot_listed(struct db *db, int64_t id, const char *hash,
    struct err *err)
{
	return db_exec(db, "UPDATE telegram_bot SET commands_hash = ? "
	    "WHERE id = ?", DB_ARGS(db_str(hash), db_int(id)), NULL, err);
}

int
telegram_bot_unlisted(struct db *db, const char *system, const char *own,
    int64_t limit, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT " COLS " FROM telegram_bot "
	    "WHERE state = 'active' AND commands_hash <> "
	    "IF(user_id IS NULL, ?, ?) ORDER BY error_at, id LIMIT ?",
	    DB_ARGS(db_str(system), db_str(own), db_int(limit)), out, err);
}

/* --- polling --- */

#define WANTED	"state = 'active' AND way = 'polling'"
#define FREE	"(lease_until IS NULL OR lease_until < NOW(3))"

int
telegram_bot_idle(struct db *db, size_t limit, struct db_rows **out,
    struct err *err)
{
	return db_query(db, "SELECT " COLS " FROM telegram_bot WHERE " WANTED
	    " AND poll_after <= NOW(3) AND " FREE " ORDER BY poll_after "
	    "LIMIT ?", DB_ARGS(db_int((int64_t)limit)), out, err);
}

int
telegram_bot_take(struct db *db, int64_t id, const char lease[LEASE_SIZE],
    bool *ours, struct err *err)
{
	int64_t	n;

	if (db_exec(db, "UPDATE telegram_bot SET lease = ?, "
	    "lease_until = NOW(3) + INTERVAL ? SECOND WHERE id = ? AND " WANTED
	    " AND (lease = ? OR " FREE ")", DB_ARGS(db_str(lease),
	    db_int(TELEGRAM_BOT_LEASE_S), db_int(id), db_str(lease)), &n,
	    err) == -1)
		return -1;
	*ours = n == 1;
	return 0;
}

int
telegram_bot_leave(struct db *db, int64_t id, const char lease[LEASE_SIZE],
    int64_t after_s, struct err *err)
{
	return db_exec(db, "UPDATE telegram_bot SET lease = NULL, "
	    "lease_until = NULL, poll_after = NOW(3) + INTERVAL ? SECOND "
	    "WHERE id = ? AND lease = ?", DB_ARGS(db_int(after_s),
	    db_int(id), db_str(lease)), NULL, err);
}

int
telegram_bot_stored(struct db *db, int64_t id, int64_t next, struct err *err)
{
	return db_exec(db, "UPDATE telegram_bot SET "
	    "next_update_id = ? WHERE id = ?",
	    DB_ARGS(db_int(next), db_int(id)), NULL, err);
}

const struct db_deadline telegram_bot_deadlines[] = {
	{ "telegram_bot", "lease_until" },
	{ "telegram_bot", "poll_after" },
	{ 0 }
};
