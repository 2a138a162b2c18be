#include "service/connection.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/db.h"
#include "io/rotate.h"
#include "io/secret.h"

#define SECRET_PLAIN_MAX	4000	/* the column less what sealing adds */

void
connection_clear(struct connection *con)
{
	mem_free_str(&con->provider);
	mem_free_str(&con->environment);
	mem_free_str(&con->name);
	mem_free_str(&con->base_url);
	json_decref(con->settings);
	mem_free_str(&con->status);
	mem_free_str(&con->status_code);
	mem_free_str(&con->status_text);
	*con = (struct connection){ 0 };
}

#define CONNECTION_COLS "id, company_id, owner_id, provider, environment, " \
	"name, base_url, settings, status, status_code, status_text, " \
	"auto_sync, sync_interval, checked_at, next_run_at, last_sync_at, " \
	"created_at, updated_at"

static void
connection_read(const struct db_rows *rows, struct connection *con)
{
	con->id = db_col_int(rows, 0);
	con->company_id = db_col_int(rows, 1);
	con->owner_id = db_col_int(rows, 2);
	con->provider = db_col_dup(rows, 3);
	con->environment = db_col_dup(rows, 4);
	con->name = db_col_dup(rows, 5);
	con->base_url = db_col_dup(rows, 6);
	con->settings = json_loads(db_col_str(rows, 7), 0, NULL);
	if (!json_is_object(con->settings)) {
		json_decref(con->settings);
		con->settings = json_object();
	}
	con->status = db_col_dup(rows, 8);
	con->status_code = db_col_dup(rows, 9);
	con->status_text = db_col_dup(rows, 10);
	con->auto_sync = db_col_int(rows, 11) != 0;
	con->sync_interval = db_col_int(rows, 12);
	con->checked_at = db_col_time(rows, 13);
	con->next_run_at = db_col_time(rows, 14);
	con->last_sync_at = db_col_time(rows, 15);
	con->created_at = db_col_time(rows, 16);
	con->updated_at = db_col_time(rows, 17);
}

int
connection_get(struct db *db, int64_t id, struct connection *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " CONNECTION_COLS " FROM connection "
	    "WHERE id = ?", DB_ARGS(db_int(id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	connection_read(rows, out);
	return 0;
}

int
connection_of(struct db *db, int64_t owner_id, const char *provider,
    const char *environment, struct connection *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " CONNECTION_COLS " FROM connection "
	    "WHERE owner_id = ? AND provider = ? AND environment = ? AND "
	    "name = '' ORDER BY id LIMIT 1", DB_ARGS(db_int(owner_id),
	    db_str(provider), db_str(environment)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	connection_read(rows, out);
	return 0;
}

void
connection_new(struct connection *out)
{
	*out = (struct connection){ .settings = json_object(),
	    .provider = mem_dup(""), .environment = mem_dup("PROD"),
	    .name = mem_dup(""), .base_url = mem_dup(""),
	    .status = mem_dup("new"), .status_code = mem_dup(""),
	    .status_text = mem_dup(""), .sync_interval = 30 };
}

int
connection_ensure(struct db *db, int64_t company_id, int64_t owner_id,
    const char *provider, const char *environment, struct connection *out,
    struct err *err)
{
	struct err	 why = { 0 };

	if (connection_of(db, owner_id, provider, environment, out,
	    &why) == 0)
		return 0;
	if (why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	/* Another process may be quicker: then its row is as good. */
	if (db_exec(db, "INSERT INTO connection (company_id, owner_id, "
	    "provider, environment) VALUES (?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE id = id", DB_ARGS(db_int(company_id),
	    db_int(owner_id), db_str(provider), db_str(environment)), NULL,
	    err) == -1)
		return -1;
	return connection_of(db, owner_id, provider, environment, out, err);
}

int
connection_add(struct db *db, int64_t company_id, int64_t owner_id,
    const char *provider, const char *name, int64_t *id, struct err *err)
{
	if (db_exec(db, "INSERT INTO connection (company_id, owner_id, "
	    "provider, name) VALUES (?, ?, ?, ?)", DB_ARGS(db_int(company_id),
	    db_int(owner_id), db_str(provider), db_str(name)), NULL,
	    err) == -1)
		return -1;
	*id = db_last_id(db);
	return 0;
}

int
connection_rename(struct db *db, int64_t id, const char *name,
    struct err *err)
{
	return db_exec(db, "UPDATE connection SET name = ? WHERE id = ?",
	    DB_ARGS(db_str(name), db_int(id)), NULL, err);
}

int
connection_name_taken(int rc, const char *code, struct err *err)
{
	if (rc == 0 || strcmp(err->code, "io.duplicate") != 0)
		return rc;
	*err = (struct err){ 0 };
	return err_field(err, "name", code, "%s", "");
}

int
connection_set_plan(struct db *db, int64_t id,
    const struct connection_plan *plan, struct err *err)
{
	own_connection struct connection	con = { 0 };

	if (connection_get(db, id, &con, err) == -1)
		return -1;
	if (!plan->on)
		con.next_run_at = 0;
	else if (con.next_run_at == 0 &&
	    db_now(db, &con.next_run_at, err) == -1)
		return -1;
	con.auto_sync = plan->auto_sync;
	con.sync_interval = plan->sync_interval;
	if (plan->settings != NULL) {
		json_decref(con.settings);
		con.settings = json_incref(plan->settings);
	}
	return connection_save_settings(db, &con, err);
}

int
connection_save_settings(struct db *db, const struct connection *con,
    struct err *err)
{
	own_str char	*settings = json_dumps(con->settings, JSON_COMPACT);

	if (settings == NULL)
		return err_set(err, ERR_INTERNAL, "settings: no object");
	return db_exec(db, "UPDATE connection SET settings = ?, "
	    "auto_sync = ?, sync_interval = ?, next_run_at = ? WHERE id = ?",
	    DB_ARGS(db_str(settings),
	    db_int(con->auto_sync), db_int(con->sync_interval),
	    db_time(con->next_run_at), db_int(con->id)), NULL, err);
}

int
connection_set_address(struct db *db, int64_t id, const char *base_url,
    struct err *err)
{
	return db_exec(db, "UPDATE connection SET base_url = ? WHERE id = ?",
	    DB_ARGS(db_str(base_url), db_int(id)), NULL, err);
}

/* At most max bytes, a character never halved. */
static struct db_arg
cut(const char *s, size_t max)
{
	return s == NULL ? db_str("") : db_strn(s, utf8_cut(s, max));
}

/* A time ahead of the clock, which was set back, says nothing. */
#define SINCE	"NOW(3) - INTERVAL ? MICROSECOND AND NOW(3)"

/* ago_ms -1: whatever is known. */
static int
mark(struct db *db, int64_t id, int64_t ago_ms, const char *status,
    const char *code, const char *text, struct err *err)
{
	const struct db_arg	 ago = db_int(ago_ms * 1000);

	/* failed_at, by the new status: since the first of the errors that follow each other. */
	return db_exec(db, "UPDATE connection SET status = ?, "
	    "status_code = ?, status_text = ?, failed_at = "
	    "IF(status = 'error', COALESCE(failed_at, NOW(3)), NULL), "
	    "checked_at = IF(status = 'new', NULL, NOW(3)) WHERE id = ? AND "
	    "(? < 0 OR (NOT COALESCE(checked_at BETWEEN " SINCE ", 0) AND "
	    "NOT EXISTS (SELECT 1 FROM secret s WHERE s.connection_id = "
	    "connection.id AND s.updated_at BETWEEN " SINCE ")))",
	    DB_ARGS(db_str(status), cut(code, 48), cut(text, 500),
	    db_int(id), ago, ago, ago), NULL, err);
}

int
connection_mark(struct db *db, int64_t id, const char *status,
    const char *code, const char *text, struct err *err)
{
	return mark(db, id, -1, status, code, text, err);
}

int
connection_mark_late(struct db *db, int64_t id, int64_t ago_ms,
    const char *status, const char *code, const char *text, struct err *err)
{
	return mark(db, id, ago_ms, status, code, text, err);
}

int
connection_synced(struct db *db, int64_t id, int64_t at_ms, struct err *err)
{
	/* The jitter that the queue gave the next run (connection_due_take) is kept. */
	return db_exec(db, "UPDATE connection SET last_sync_at = ?, "
	    "next_run_at = IF(auto_sync, GREATEST("
	    "last_sync_at + INTERVAL sync_interval MINUTE, LEAST("
	    "COALESCE(next_run_at, last_sync_at), last_sync_at "
	    "+ INTERVAL sync_interval MINUTE + INTERVAL 15 SECOND)), NULL) "
	    "WHERE id = ?", DB_ARGS(db_time(at_ms), db_int(id)), NULL, err);
}

/* A ciphertext opens under the place it was sealed for and nowhere else. */
static void
secret_label(int64_t connection_id, const char *name,
    char out[ROTATE_LABEL_SIZE])
{
	snprintf(out, ROTATE_LABEL_SIZE, "%lld:%s", (long long)connection_id,
	    name);
}

static int
secret_read(const struct conf *conf, int64_t connection_id, const char *name,
    struct db_rows *rows, char **plain, struct err *err)
{
	char		 label[ROTATE_LABEL_SIZE];
	const void	*cipher;
	size_t		 len;

	if (db_one(rows, err) == -1)
		return -1;
	cipher = db_col_blob(rows, 0, &len);
	secret_label(connection_id, name, label);
	return secret_open(conf, label, cipher, len, db_col_str(rows, 1),
	    plain, err);
}

int
connection_secret(struct db *db, const struct conf *conf,
    int64_t connection_id, const char *name, char **plain, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT cipher, key_id FROM secret "
	    "WHERE connection_id = ? AND name = ?",
	    DB_ARGS(db_int(connection_id), db_str(name)), &rows, err) == -1)
		return -1;
	return secret_read(conf, connection_id, name, rows, plain, err);
}

int
connection_secret_at(struct db *db, const struct conf *conf,
    int64_t connection_id, const char *base_url, const char *name,
    char **plain, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT s.cipher, s.key_id FROM secret s "
	    "JOIN connection c ON c.id = s.connection_id "
	    "WHERE c.id = ? AND c.base_url = ? AND s.name = ?",
	    DB_ARGS(db_int(connection_id), db_str(base_url), db_str(name)),
	    &rows, err) == -1)
		return -1;
	return secret_read(conf, connection_id, name, rows, plain, err);
}

int
connection_lock_at(struct db *db, int64_t connection_id,
    const char *base_url, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT 1 FROM connection "
	    "WHERE id = ? AND base_url = ? FOR UPDATE",
	    DB_ARGS(db_int(connection_id), db_str(base_url)), &rows,
	    err) == -1)
		return -1;
	return db_one(rows, err);
}

int
connection_secrets_mask(struct db *db, const struct conf *conf,
    int64_t owner_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT s.connection_id, s.name FROM secret s "
	    "JOIN connection c ON c.id = s.connection_id WHERE c.owner_id = ?",
	    DB_ARGS(db_int(owner_id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		own_str char	*plain = NULL;
		struct err	 why = { 0 };

		if (connection_secret(db, conf, db_col_int(rows, 0),
		    db_col_str(rows, 1), &plain, &why) == -1)
			log_err(LOG_WARN, "connection: a credential", &why);
	}
	return 0;
}

/* The last characters of a key that is long enough to keep its secret. */
static void
secret_tail(const char *plain, char out[5])
{
	size_t	 len = strlen(plain);

	out[0] = '\0';
	if (len < 12)
		return;
	for (size_t i = len - 4; i < len; i++)
		if (plain[i] <= ' ' || plain[i] > '~')
			return;
	memcpy(out, plain + len - 4, 5);
}

int
connection_secret_set(struct db *db, const struct conf *conf,
    int64_t connection_id, const char *name, const char *plain,
    int64_t expires_at_ms, struct err *err)
{
	own_buf struct buf	 cipher = { 0 };
	char			 label[ROTATE_LABEL_SIZE], key_id[17], tail[5];

	if (plain == NULL || plain[0] == '\0')
		return db_exec(db, "DELETE FROM secret WHERE "
		    "connection_id = ? AND name = ?",
		    DB_ARGS(db_int(connection_id), db_str(name)), NULL, err);
	if (strlen(plain) > SECRET_PLAIN_MAX)
		return err_field(err, name, "length", "1..%d",
		    SECRET_PLAIN_MAX);
	secret_label(connection_id, name, label);
	secret_tail(plain, tail);
	if (secret_seal(conf, label, plain, &cipher, key_id, err) == -1)
		return -1;
	return db_exec(db, "INSERT INTO secret (connection_id, name, cipher, "
	    "key_id, tail, expires_at) VALUES (?, ?, ?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE cipher = VALUES(cipher), "
	    "key_id = VALUES(key_id), tail = VALUES(tail), "
	    "expires_at = VALUES(expires_at), updated_at = GREATEST(NOW(3), "
	    "updated_at + INTERVAL 1000 MICROSECOND)",
	    DB_ARGS(db_int(connection_id), db_str(name),
	    db_blob(cipher.data, cipher.len), db_str(key_id), db_str(tail),
	    db_time(expires_at_ms)), NULL, err);
}

int
connection_secrets_set(struct db *db, const struct conf *conf, int64_t id,
    const char *const *names, const char *const *plain, size_t n, bool *any,
    struct err *err)
{
	*any = false;
	for (size_t i = 0; i < n; i++) {
		if (plain[i] == NULL)
			continue;
		*any = true;
		if (connection_secret_set(db, conf, id, names[i], plain[i], 0,
		    err) == -1)
			return -1;
	}
	return *any ? connection_mark(db, id, "new", NULL, NULL, err) : 0;
}

int
connection_secret_hint(struct db *db, int64_t connection_id,
    const char *name, struct secret_hint *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct secret_hint	 hint = { 0 };

	if (db_query(db, "SELECT tail, updated_at, expires_at FROM secret "
	    "WHERE connection_id = ? AND name = ?",
	    DB_ARGS(db_int(connection_id), db_str(name)), &rows, err) == -1)
		return -1;
	if (db_rows_next(rows)) {
		hint.set = true;
		snprintf(hint.tail, sizeof(hint.tail), "%s",
		    db_col_str(rows, 0));
		hint.updated_at = db_col_time(rows, 1);
		hint.expires_at = db_col_time(rows, 2);
	}
	*out = hint;
	return 0;
}

int
connection_version(struct db *db, int64_t owner_id, int64_t *out,
    struct err *err)
{
	return db_number(db, "SELECT COALESCE(SUM(CRC32(CONCAT_WS(' ', c.id, "
	    "c.base_url, c.status = 'ok', s.name, s.updated_at))), 0) "
	    "FROM connection c "
	    "LEFT JOIN secret s ON s.connection_id = c.id "
	    "WHERE c.owner_id = ?", DB_ARGS(db_int(owner_id)), out, err);
}

int
connection_rotate(struct db *db, const struct conf *conf, int64_t *done,
    int64_t *failed, struct err *err)
{
	static const struct rotate_table	table = {
		.named = true,
		.select = "SELECT cipher, key_id, connection_id, name "
		    "FROM secret WHERE key_id <> ?",
		.update = "UPDATE secret SET cipher = ?, key_id = ?, "
		    "updated_at = updated_at WHERE cipher = ? "
		    "AND connection_id = ? AND name = ?",
		.label = secret_label,
	};

	return rotate_all(db, conf, &table, done, failed, err);
}

/* --- what is due --- */

int
connection_due(struct db *db, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT id, company_id, owner_id, next_run_at, "
	    "COALESCE(JSON_VALUE(settings, '$.max_tasks'), 100), "
	    "COALESCE(JSON_VALUE(settings, '$.list_id'), ''), "
	    "status = 'refused' FROM connection WHERE auto_sync = 1 "
	    "AND next_run_at <= NOW(3) AND provider = 'clickup' "
	    "ORDER BY next_run_at LIMIT 100", DB_NONE, out, err);
}

bool
connection_due_next(struct db_rows *rows, struct connection_due *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct connection_due){
		.connection_id = db_col_int(rows, 0),
		.company_id = db_col_int(rows, 1),
		.user_id = db_col_int(rows, 2),
		.due_at = db_col_time(rows, 3),
		.max_tasks = db_col_int(rows, 4),
		.list_id = db_col_str(rows, 5),
		.refused = db_col_int(rows, 6) != 0,
	};
	return true;
}

int
connection_due_take(struct db *db, const struct connection_due *due, int64_t jitter_s,
    bool *taken, struct err *err)
{
	int64_t	changed;

	if (db_exec(db, "UPDATE connection SET next_run_at = NOW(3) "
	    "+ INTERVAL sync_interval MINUTE + INTERVAL ? SECOND "
	    "WHERE id = ? AND next_run_at = ?", DB_ARGS(db_int(jitter_s),
	    db_int(due->connection_id), db_time(due->due_at)), &changed,
	    err) == -1)
		return -1;
	*taken = changed == 1;
	return 0;
}

int
connection_overdue(struct db *db, int64_t *out, struct err *err)
{
	return db_number(db, "SELECT COUNT(*) FROM connection WHERE "
	    "auto_sync = 1 AND next_run_at < NOW(3) - INTERVAL 5 MINUTE",
	    DB_NONE, out, err);
}

int
connection_secrets_check(struct db *db, const struct conf *conf,
    int64_t *stored, int64_t *broken, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT connection_id, name FROM secret", DB_NONE,
	    &rows, err) == -1)
		return -1;
	for (*stored = *broken = 0; db_rows_next(rows); (*stored)++) {
		own_str char	*plain = NULL;
		struct err	 why = { 0 };

		if (connection_secret(db, conf, db_col_int(rows, 0),
		    db_col_str(rows, 1), &plain, &why) == -1)
			(*broken)++;
	}
	return 0;
}

int
connection_secrets_lost(struct db *db, struct buf *lines, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT c.provider, c.environment, c.name, "
	    "COALESCE(u.email, 'the company'), GROUP_CONCAT(s.name "
	    "ORDER BY s.name SEPARATOR ', ') FROM secret s "
	    "JOIN connection c ON c.id = s.connection_id "
	    "LEFT JOIN user u ON u.id = c.owner_id WHERE s.cipher = '' "
	    "GROUP BY c.id ORDER BY 4, 1, 2, 3", DB_NONE, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		buf_fmt(lines, "  %s %s%s%s of %s: %s\n", db_col_str(rows, 0),
		    db_col_str(rows, 1), *db_col_str(rows, 2) == '\0' ? "" :
		    " ", db_col_str(rows, 2), db_col_str(rows, 3),
		    db_col_str(rows, 4));
	return db_exec(db, "UPDATE connection SET status = 'new', "
	    "status_code = '', status_text = '', checked_at = NULL WHERE id IN "
	    "(SELECT connection_id FROM secret WHERE cipher = '')", DB_NONE,
	    NULL, err) == -1 || db_exec(db, "DELETE FROM secret WHERE "
	    "cipher = ''", DB_NONE, NULL, err) == -1 ? -1 : 0;
}

const struct db_deadline connection_deadlines[] = {
	{ "connection", "next_run_at" },
	{ 0 }
};
