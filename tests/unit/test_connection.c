/* connection, session, token, replay: what the tables keep and give back.
 * Needs DATABASE_URL, migrated; every test has a company of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "account/login_try.h"
#include "account/replay.h"
#include "account/session.h"
#include "account/token.h"
#include "account/user.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "huntflow/key.h"
#include "huntflow/link.h"
#include "io/db.h"
#include "io/db_note.h"
#include "io/web.h"
#include "service/connection.h"
#include "service/sync_run.h"
#include "step.h"

#define KEY	"pk_4444_ABCDEFGH_wxyz"

struct world {
	struct conf	*conf;
	struct db	*db;
	int64_t		 company_id, user_id;
};

static int
set_up(void **state)
{
	struct world	*w = mem_zero(sizeof(*w));
	struct err	 err = { 0 };
	char		 token[SECRET_TOKEN_SIZE], email[80];

	setenv("SECRET_KEY", "unit test key, long enough", 1);
	assert_non_null(w->conf = conf_open(&err));
	assert_non_null(w->db = db_open(w->conf, &err));
	secret_token(token);
	snprintf(email, sizeof(email), "%s@unit.test", token);
	OK(db_exec(w->db, "INSERT INTO company (name) VALUES (?)",
	    DB_ARGS(db_str(token)), NULL, &err));
	w->company_id = db_last_id(w->db);
	OK(user_add(w->db, w->company_id, email, "", ROLE_RECRUITER, "en",
	    &w->user_id, &err));
	*state = w;
	return 0;
}

static int
tear_down(void **state)
{
	struct world	*w = *state;

	db_close(w->db);
	conf_close(w->conf);
	free(w);
	unsetenv("SECRET_KEY");
	unsetenv("SECRET_KEY_OLD");
	return 0;
}

static void
ensure_makes_one_connection(void **state)
{
	struct world			*w = *state;
	own_connection struct connection a = { 0 }, b = { 0 }, c = { 0 };
	struct err			 err = { 0 };

	assert_int_equal(connection_of(w->db, w->user_id, "clickup", "PROD",
	    &a, &err), -1);
	assert_int_equal(err.kind, ERR_ABSENT);
	assert_int_equal(a.id, 0);
	err = (struct err){ 0 };
	OK(connection_ensure(w->db, w->company_id, w->user_id, "clickup",
	    "PROD", &a, &err));
	OK(connection_ensure(w->db, w->company_id, w->user_id, "clickup",
	    "PROD", &b, &err));
	assert_int_equal(a.id, b.id);
	assert_string_equal(a.status, "new");
	assert_int_equal(a.sync_interval, 30);
	assert_true(json_is_object(a.settings));
	OK(connection_get(w->db, a.id, &c, &err));
	assert_int_equal(c.owner_id, w->user_id);
}

static void
keeps_settings_and_state(void **state)
{
	struct world			*w = *state;
	own_connection struct connection con = { 0 }, got = { 0 };
	own_connection struct connection bad = { 0 };
	struct err			 err = { 0 };

	OK(connection_ensure(w->db, w->company_id, w->user_id, "clickup",
	    "PROD", &con, &err));
	json_object_set_new(con.settings, "list_name",
	    json_string("Входящие \"резюме\""));
	con.auto_sync = true;
	con.sync_interval = 45;
	con.next_run_at = 1700000000123;
	OK(connection_save_settings(w->db, &con, &err));
	OK(connection_get(w->db, con.id, &got, &err));
	assert_true(json_equal(got.settings, con.settings));
	assert_true(got.auto_sync);
	assert_int_equal(got.next_run_at, 1700000000123);

	OK(connection_synced(w->db, con.id, 1700000001000, &err));
	OK(connection_mark(w->db, con.id, "error", "clickup.down",
	    "no answer", &err));
	OK(connection_get(w->db, con.id, &bad, &err));
	assert_int_equal(bad.last_sync_at, 1700000001000);
	assert_int_equal(bad.next_run_at, 1700000001000 + 45 * 60000);
	assert_string_equal(bad.status_code, "clickup.down");
	assert_true(bad.checked_at > 0);
}

static void
a_late_answer_changes_nothing(void **state)
{
	static const struct { const char *since; const char *status; } cases[] = {
		{ "UPDATE connection SET checked_at = NOW(3) WHERE id = ?", "ok" },
		{ "UPDATE secret SET updated_at = NOW(3) WHERE connection_id = ?",
		    "ok" },
		{ "UPDATE connection SET checked_at = NOW(3) - INTERVAL 3 MINUTE "
		    "WHERE id = ?", "refused" },
		{ "UPDATE connection SET checked_at = NULL WHERE id = ?",
		    "refused" },
		/* The clock was set back. */
		{ "UPDATE connection SET checked_at = NOW(3) + INTERVAL 1 HOUR "
		    "WHERE id = ?", "refused" },
	};
	struct world			*w = *state;
	own_connection struct connection con = { 0 };
	struct err			 err = { 0 };

	OK(connection_ensure(w->db, w->company_id, w->user_id, "clickup",
	    "PROD", &con, &err));
	OK(connection_secret_set(w->db, w->conf, con.id, "api_key", KEY, 0,
	    &err));
	for (size_t i = 0; i < nitems(cases); i++) {
		own_connection struct connection got = { 0 };

		OK(connection_mark(w->db, con.id, "ok", NULL, NULL, &err));
		OK(db_exec(w->db, "UPDATE secret s JOIN connection c ON c.id = "
		    "s.connection_id SET s.updated_at = '2000-01-01', "
		    "c.checked_at = '2000-01-01' WHERE c.id = ?",
		    DB_ARGS(db_int(con.id)), NULL, &err));
		OK(db_exec(w->db, cases[i].since, DB_ARGS(db_int(con.id)), NULL,
		    &err));
		OK(connection_mark_late(w->db, con.id, 60000, "refused", "x",
		    "y", &err));
		OK(connection_get(w->db, con.id, &got, &err));
		assert_string_equal(got.status, cases[i].status);
	}
}

static void
cuts_long_texts_between_characters(void **state)
{
	struct world			*w = *state;
	own_connection struct connection con = { 0 }, got = { 0 };
	struct err			 err = { 0 };
	char				 text[1200];

	OK(connection_ensure(w->db, w->company_id, w->user_id, "clickup",
	    "PROD", &con, &err));
	for (size_t i = 0; i + 2 < sizeof(text); i += 2)
		memcpy(text + i, "ж", 3);
	memmove(text + 1, text, 1000);
	text[0] = 'x';
	text[1001] = '\0';
	OK(connection_mark(w->db, con.id, "error", "x", text, &err));
	OK(connection_get(w->db, con.id, &got, &err));
	assert_int_equal(strlen(got.status_text), 499);
}

static void
seals_keys_and_shows_hints(void **state)
{
	struct world			*w = *state;
	own_connection struct connection con = { 0 };
	own_str char			*plain = NULL, *none = NULL;
	struct secret_hint		 hint;
	struct err			 err = { 0 };
	char				 large[4002];
	int64_t				 before, after;

	OK(connection_ensure(w->db, w->company_id, w->user_id, "clickup",
	    "PROD", &con, &err));
	OK(connection_secret_hint(w->db, con.id, "api_key", &hint, &err));
	assert_false(hint.set);
	OK(connection_secret_set(w->db, w->conf, con.id, "api_key", KEY,
	    1800000000000, &err));
	OK(connection_secret(w->db, w->conf, con.id, "api_key", &plain,
	    &err));
	assert_string_equal(plain, KEY);
	OK(connection_secret_hint(w->db, con.id, "api_key", &hint, &err));
	assert_true(hint.set);
	assert_string_equal(hint.tail, "wxyz");
	assert_int_equal(hint.expires_at, 1800000000000);
	assert_true(llabs(hint.updated_at - clock_ms()) < 60000);

	/* Also when two are set in one millisecond. */
	OK(connection_version(w->db, w->user_id, &before, &err));
	for (int i = 0; i < 20; i++, before = after) {
		OK(connection_secret_set(w->db, w->conf, con.id, "api_key",
		    "short", 0, &err));
		OK(connection_version(w->db, w->user_id, &after, &err));
		assert_int_not_equal(before, after);
	}
	OK(connection_version(w->db, w->user_id + 1, &before, &err));
	assert_int_equal(before, 0);
	OK(connection_secret_hint(w->db, con.id, "api_key", &hint, &err));
	assert_string_equal(hint.tail, "");
	assert_int_equal(hint.expires_at, 0);
	memset(large, 'x', sizeof(large) - 1);
	large[sizeof(large) - 1] = '\0';
	assert_int_equal(connection_secret_set(w->db, w->conf, con.id,
	    "api_key", large, 0, &err), -1);
	assert_string_equal(err.field[0].path, "api_key");
	err = (struct err){ 0 };
	OK(connection_secret_set(w->db, w->conf, con.id, "api_key", "", 0,
	    &err));
	assert_int_equal(connection_secret(w->db, w->conf, con.id, "api_key",
	    &none, &err), -1);
	assert_int_equal(err.kind, ERR_ABSENT);
}

/* A row copied to another connection does not open there. */
static void
binds_a_key_to_its_connection(void **state)
{
	struct world			*w = *state;
	own_connection struct connection a = { 0 }, b = { 0 };
	own_str char			*plain = NULL;
	struct err			 err = { 0 };

	OK(connection_ensure(w->db, w->company_id, w->user_id, "huntflow",
	    "PROD", &a, &err));
	OK(connection_ensure(w->db, w->company_id, w->user_id, "huntflow",
	    "SANDBOX", &b, &err));
	OK(connection_secret_set(w->db, w->conf, a.id, "api_key", KEY, 0,
	    &err));
	OK(db_exec(w->db, "INSERT INTO secret (connection_id, name, cipher, "
	    "key_id) SELECT ?, name, cipher, key_id FROM secret "
	    "WHERE connection_id = ?", DB_ARGS(db_int(b.id), db_int(a.id)),
	    NULL, &err));
	assert_int_equal(connection_secret(w->db, w->conf, b.id, "api_key",
	    &plain, &err), -1);
	assert_int_equal(err.kind, ERR_INTERNAL);
	assert_null(plain);
	assert_null(strstr(err.text, KEY));
	err = (struct err){ 0 };
	OK(db_exec(w->db, "DELETE FROM secret WHERE connection_id = ?",
	    DB_ARGS(db_int(b.id)), NULL, &err));
}

/* A client that was opened before the address changed never learns the new host's keys. */
static void
sends_a_key_to_its_address_alone(void **state)
{
	struct world			*w = *state;
	own_connection struct connection con = { 0 };
	own_huntflow_link struct huntflow_link *link = NULL;
	own_str char			*key = NULL, *fresh = NULL;
	struct err			 err = { 0 };

	OK(connection_ensure(w->db, w->company_id, w->user_id, "huntflow",
	    "PROD", &con, &err));
	mem_free_str(&con.base_url);
	con.base_url = mem_dup("https://one.example/v2");
	OK(connection_set_address(w->db, con.id, con.base_url, &err));
	OK(connection_secret_set(w->db, w->conf, con.id, "api_key", KEY, 0,
	    &err));
	OK(huntflow_link_open(w->db, w->conf, w->user_id, "PROD", &link,
	    &err));
	OK(connection_secret_at(w->db, w->conf, con.id, con.base_url,
	    "api_key", &key, &err));
	assert_string_equal(key, KEY);

	OK(connection_set_address(w->db, con.id, "https://two.example",
	    &err));
	assert_int_equal(huntflow_key_renew(link, "stale", true, &fresh,
	    &err), -1);
	assert_string_equal(err.code, "huntflow.setup");
	assert_null(fresh);
	err = (struct err){ 0 };
	OK(db_exec(w->db, "DELETE FROM connection WHERE id = ?",
	    DB_ARGS(db_int(con.id)), NULL, &err));
}

static void
rotates_keys(void **state)
{
	struct world			*w = *state;
	own_connection struct connection con = { 0 };
	own_str char			*plain = NULL;
	struct err			 err = { 0 };
	int64_t				 done = 0, failed = 0;

	OK(connection_ensure(w->db, w->company_id, w->user_id, "clickup",
	    "PROD", &con, &err));
	OK(connection_secret_set(w->db, w->conf, con.id, "api_key", KEY, 0,
	    &err));
	setenv("SECRET_KEY_OLD", "unit test key, long enough", 1);
	setenv("SECRET_KEY", "the key of the second year", 1);
	OK(connection_rotate(w->db, w->conf, &done, &failed, &err));
	assert_true(done >= 1);
	unsetenv("SECRET_KEY_OLD");
	OK(connection_secret(w->db, w->conf, con.id, "api_key", &plain,
	    &err));
	assert_string_equal(plain, KEY);
	done = 0;
	OK(connection_rotate(w->db, w->conf, &done, &failed, &err));
	assert_int_equal(done, 0);
}

static void
knows_sessions_and_links(void **state)
{
	static const struct web_more	more = { "u.id + 1, c.id",
		"LEFT JOIN connection c ON c.owner_id = u.id AND "
		"c.provider = 'none'", 2 };
	struct world		*w = *state;
	const struct session_new from = { w->user_id, "2001:db8::1",
		"Mozilla/5.0 \xd0\xb6\r\nX", true };
	struct session_key	 key = { 0 };
	struct web_who		 who = { 0 }, nobody = { 0 };
	struct err		 err = { 0 };
	char			 token[SECRET_TOKEN_SIZE];
	int64_t			 user_id = 0;

	OK(session_link_make(w->db, w->user_id, SESSION_LINK_TELEGRAM, 15, token,
	    &err));
	assert_int_equal(session_link_take(w->db, token, SESSION_LINK_SIGN_IN,
	    &user_id, &err), -1);
	assert_string_equal(err.code, "account.link_expired");
	err = (struct err){ 0 };
	OK(session_link_make(w->db, w->user_id, SESSION_LINK_SIGN_IN, 15, token,
	    &err));
	OK(session_link_take(w->db, token, SESSION_LINK_SIGN_IN, &user_id,
	    &err));
	assert_int_equal(user_id, w->user_id);
	assert_int_equal(session_link_take(w->db, token, SESSION_LINK_SIGN_IN, &user_id,
	    &err), -1);
	assert_string_equal(err.code, "account.link_expired");
	err = (struct err){ 0 };
	OK(session_start(w->db, &from, &key, &err));
	OK(session_who(w->db, key.token, NULL, &who, &err));
	assert_int_equal(who.user_id, w->user_id);
	assert_int_equal(who.session_id, key.id);
	assert_int_equal(who.role, ROLE_RECRUITER);
	assert_string_equal(who.csrf, key.csrf);
	assert_string_equal(who.locale, "en");
	assert_true(who.may_write);
	OK(session_who(w->db, key.token, &more, &who, &err));
	assert_int_equal(who.session_id, key.id);
	assert_int_equal(who.more[0], w->user_id + 1);
	assert_int_equal(who.more[1], 0);	/* a row that is not there */
	assert_int_equal(who.more[2], 0);	/* not asked for */
	assert_string_equal(who.csrf, key.csrf);
	OK(session_who(w->db, token, NULL, &nobody, &err));
	assert_int_equal(nobody.user_id, 0);
	OK(session_end_others(w->db, w->user_id, 0, &err));
	OK(session_who(w->db, key.token, NULL, &nobody, &err));
	assert_int_equal(nobody.user_id, 0);
}

static void
knows_api_keys(void **state)
{
	struct world	*w = *state;
	struct web_who	 who = { 0 }, nobody = { 0 };
	struct err	 err = { 0 };
	char		 plain[TOKEN_SIZE], late[TOKEN_SIZE];
	int64_t		 id, late_id;

	OK(token_make(w->db, w->user_id, "x", "read", 0, &id, plain, &err));
	assert_int_equal(strlen(plain), TOKEN_SIZE - 1);
	OK(token_who(w->db, plain, NULL, &who, &err));
	assert_int_equal(who.token_id, id);
	assert_false(who.may_write);
	assert_string_equal(who.csrf, "");
	OK(token_make(w->db, w->user_id, "y", "read,write", clock_ms() - 1,
	    &late_id, late, &err));
	OK(token_who(w->db, late, NULL, &nobody, &err));
	assert_int_equal(nobody.user_id, 0);
	assert_int_equal(token_revoke(w->db, w->user_id + 1, id, &err), -1);
	assert_int_equal(err.kind, ERR_ABSENT);
}

static void
replays_answers(void **state)
{
	struct world		*w = *state;
	own_buf struct buf	 body = { 0 };
	struct err		 err = { 0 };
	int			 status = 0;
	static const char	 a[] = "hash a", b[] = "hash b";

	assert_int_equal(replay_find(w->db, w->user_id, "k", a, &status,
	    &body, &err), 0);
	assert_int_equal(replay_find(w->db, w->user_id, "k", a, &status,
	    &body, &err), -1);
	assert_string_equal(err.code, "account.replay_running");
	assert_int_equal(replay_find(w->db, w->user_id, "k", b, &status,
	    &body, &err), -1);
	assert_string_equal(err.code, "account.replay_other");
	err = (struct err){ 0 };
	OK(replay_save(w->db, w->user_id, "k", 202, "{}", 2, &err));
	assert_int_equal(replay_find(w->db, w->user_id, "k", a, &status,
	    &body, &err), 1);
	assert_int_equal(status, 202);
	assert_string_equal(buf_str(&body), "{}");
	/* Somebody else's key of the same name is another key. */
	assert_int_equal(replay_find(w->db, w->user_id + 1000000, "k", b,
	    &status, &body, &err), 0);
	OK(replay_drop(w->db, w->user_id + 1000000, "k", &err));
	/* What became of a request whose worker died, and did not say whose it is, is not known:
	 * it is not done again. */
	assert_int_equal(replay_find(w->db, w->user_id, "l", a, &status,
	    &body, &err), 0);
	OK(db_exec(w->db, "UPDATE replay SET created_at = NOW(3) - "
	    "INTERVAL 11 MINUTE WHERE user_id = ?",
	    DB_ARGS(db_int(w->user_id)), NULL, &err));
	assert_int_equal(replay_find(w->db, w->user_id, "l", a, &status,
	    &body, &err), -1);
	assert_string_equal(err.code, "account.replay_unknown");
	err = (struct err){ 0 };
	assert_int_equal(replay_find(w->db, w->user_id, "with blank", a,
	    &status, &body, &err), -1);
	assert_int_equal(err.kind, ERR_INPUT);
}

static int64_t
number(struct world *w, const char *sql, int64_t id)
{
	struct err	err = { 0 };
	int64_t		n;

	OK(db_number(w->db, sql, id == 0 ? DB_NONE : DB_ARGS(db_int(id)), &n,
	    &err));
	return n;
}

static void
forget_line(struct world *w, const char *key)
{
	struct err	err = { 0 };

	OK(db_exec(w->db, "UPDATE replay SET line = 0 WHERE user_id = ? AND "
	    "idempotency_key = ?", DB_ARGS(db_int(w->user_id), db_str(key)),
	    NULL, &err));
}

static void
rename_user(struct db *db, int64_t id, const char *name, const char *code)
{
	struct err	err = { 0 };

	assert_int_equal(db_exec(db, "UPDATE user SET name = ? WHERE id = ?",
	    DB_ARGS(db_str(name), db_int(id)), NULL, &err), *code != '\0' ?
	    -1 : 0);
	assert_string_equal(err.code, code);
}

/* Whose connection is gone has done nothing, and should it live does nothing more; or it did
 * something, and nobody does it again. */
static void
a_key_of_one_who_died_is_free(void **state)
{
	struct world		*w = *state;
	own_db struct db	*other = step_db();
	own_buf struct buf	 body = { 0 };
	struct err		 err = { 0 };
	int			 status = 0;

	log_of("one");
	assert_int_equal(replay_find(w->db, w->user_id, "d", "h", &status,
	    &body, &err), 0);
	log_of("two");
	assert_int_equal(replay_find(other, w->user_id, "d", "h", &status,
	    &body, &err), -1);
	assert_string_equal(err.code, "account.replay_running");
	err = (struct err){ 0 };
	db_note_apart(w->db, true);	/* the line is not of its doing */
	forget_line(w, "d");
	db_note_apart(w->db, false);
	assert_int_equal(replay_find(other, w->user_id, "d", "h", &status,
	    &body, &err), 0);
	log_of("one");
	rename_user(w->db, w->user_id, "one", "account.replay_running");
	assert_int_equal(number(w, "SELECT name = 'one' FROM user WHERE id = ?",
	    w->user_id), 0);
	OK(replay_save(w->db, w->user_id, "d", 200, "", 0, &err));
	log_of("two");
	rename_user(other, w->user_id, "two", "");
	rename_user(other, w->user_id, "more", "");
	assert_int_equal(number(w, "SELECT SUM(deeds) FROM replay "
	    "WHERE user_id = ?", w->user_id), 1);
	forget_line(w, "d");
	log_of("three");
	assert_int_equal(replay_find(w->db, w->user_id, "d", "h", &status,
	    &body, &err), -1);
	assert_string_equal(err.code, "account.replay_unknown");
	log_of("");
}

/* One /64 network is one address; an IPv4 one in IPv6 clothes stays itself. */
static void
counts_networks(void **state)
{
	static const struct login_try
	    other = { "n@unit.test", "2001:db8:1:3::1", NULL },
	    mapped = { "n@unit.test", "::ffff:10.0.0.1", NULL };
	struct world	*w = *state;
	struct err	 err = { 0 };
	char		 email[60], address[60];
	int		 heard = 0;

	OK(db_exec(w->db, "DELETE FROM login_try", DB_NONE, NULL, &err));
	for (int i = 0; i < 30; i++) {
		snprintf(email, sizeof(email), "n%d@unit.test", i);
		snprintf(address, sizeof(address), "2001:db8:1:2::%x", i);
		heard += login_try_begin(w->db, &(struct login_try){ email,
		    address, NULL }, &err) == 0;
		err = (struct err){ 0 };
	}
	assert_int_equal(heard, 21);
	OK(login_try_begin(w->db, &other, &err));
	OK(login_try_begin(w->db, &mapped, &err));
	OK(login_try_ok(w->db, &mapped, &err));
	OK(db_exec(w->db, "DELETE FROM login_try", DB_NONE, NULL, &err));
}

/* --- what nodes of a cluster ask of the tables --- */

#define KEYLESS "SELECT COUNT(*) FROM information_schema.TABLES t WHERE "	\
	"t.TABLE_SCHEMA = DATABASE() AND t.TABLE_TYPE = 'BASE TABLE' AND "	\
	"t.TABLE_NAME %s 't\\_%%' AND NOT EXISTS (SELECT 1 FROM "		\
	"information_schema.STATISTICS s WHERE s.TABLE_SCHEMA = "		\
	"t.TABLE_SCHEMA AND s.TABLE_NAME = t.TABLE_NAME AND "			\
	"s.INDEX_NAME = 'PRIMARY')"

/* A row without one is looked for through its whole table, at each node. */
static void
every_table_has_a_primary_key(void **state)
{
	struct world	*w = *state;
	own_str char	*ours = mem_fmt(KEYLESS, "NOT LIKE");
	own_str char	*tests = mem_fmt(KEYLESS, "LIKE");
	struct err	 err = { 0 };

	assert_true(number(w, "SELECT COUNT(*) FROM information_schema.TABLES "
	    "WHERE TABLE_SCHEMA = DATABASE()", 0) > 100);
	assert_int_equal(number(w, ours, 0), 0);
	OK(db_exec(w->db, "CREATE OR REPLACE TABLE t_keyless (n INT, KEY (n))",
	    DB_NONE, NULL, &err));
	assert_true(number(w, tests, 0) >= 1);	/* such a one is found */
	OK(db_exec(w->db, "DROP TABLE t_keyless", DB_NONE, NULL, &err));
}

/* Ids of several nodes are steps apart: a younger run may have the smaller one. */
static void
the_newest_run_is_told_by_its_time(void **state)
{
	struct world			 *w = *state;
	own_connection struct connection a = { 0 };
	struct sync_run			 run;
	struct err			 err = { 0 };
	int64_t				 newest;

	OK(connection_ensure(w->db, w->company_id, w->user_id, "clickup",
	    "PROD", &a, &err));
	for (int64_t age = 1; age <= 2; age++)
		OK(db_exec(w->db, "INSERT INTO sync_run (company_id, user_id, "
		    "connection_id, stream, reason, state, created_at) VALUES "
		    "(?, ?, ?, 'list:1', 'auto', 'done', NOW(3) - INTERVAL ? "
		    "MINUTE)", DB_ARGS(db_int(w->company_id),
		    db_int(w->user_id), db_int(a.id), db_int(age)), NULL,
		    &err));
	newest = number(w, "SELECT MIN(id) FROM sync_run WHERE "
	    "connection_id = ?", a.id);
	OK(sync_run_last(w->db, a.id, &run, &err));
	assert_int_equal(run.id, newest);
	OK(sync_run_newest(w->db, a.id, "auto", 1, &run, &err));
	assert_int_equal(run.id, newest);
}

#define MUCH	2500	/* rows: more than go in one transaction */
#define DELETES	"SELECT VARIABLE_VALUE FROM information_schema.SESSION_STATUS "	\
	"WHERE VARIABLE_NAME = 'Com_delete'"

/* What hangs on a connection goes in parts: the last one leaves with it. */
static void
a_connection_takes_much_along(void **state)
{
	struct world			 *w = *state;
	own_connection struct connection a = { 0 }, b = { 0 };
	struct err			 err = { 0 };
	int64_t				 before;

	OK(connection_ensure(w->db, w->company_id, w->user_id, "clickup",
	    "PROD", &a, &err));
	OK(connection_ensure(w->db, w->company_id, w->user_id, "huntflow",
	    "PROD", &b, &err));
	for (int i = 0; i < 2; i++)
		OK(db_exec(w->db, "INSERT INTO clickup_gone (connection_id, rev, "
		    "id) SELECT ?, 1, seq FROM seq_1_to_2500", DB_ARGS(
		    db_int(i == 0 ? a.id : b.id)), NULL, &err));
	before = number(w, DELETES, 0);
	OK(connection_delete(w->db, a.id, &err));
	assert_int_equal(number(w, DELETES, 0) - before, 3);
	assert_int_equal(number(w, "SELECT COUNT(*) FROM clickup_gone WHERE "
	    "connection_id = ?", a.id), 0);
	assert_int_equal(number(w, "SELECT COUNT(*) FROM clickup_gone WHERE "
	    "connection_id = ?", b.id), MUCH);
	assert_int_equal(connection_delete(w->db, a.id, &err), -1);
	assert_int_equal(err.kind, ERR_ABSENT);
	err = (struct err){ 0 };
	OK(connection_delete(w->db, b.id, &err));
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
#define T(f)	cmocka_unit_test_setup_teardown(f, set_up, tear_down)
		T(ensure_makes_one_connection),
		T(keeps_settings_and_state),
		T(a_late_answer_changes_nothing),
		T(cuts_long_texts_between_characters),
		T(seals_keys_and_shows_hints),
		T(binds_a_key_to_its_connection),
		T(sends_a_key_to_its_address_alone),
		T(rotates_keys),
		T(knows_sessions_and_links),
		T(knows_api_keys),
		T(replays_answers),
		T(a_key_of_one_who_died_is_free),
		T(counts_networks),
		T(every_table_has_a_primary_key),
		T(the_newest_run_is_told_by_its_time),
		T(a_connection_takes_much_along),
#undef T
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
