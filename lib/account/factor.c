#include "account/factor.h"

#include <ctype.h>
#include <liboath/oath.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "account/passkey.h"
#include "account/user.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/rotate.h"
#include "io/secret.h"

#define KEY_BYTES	20	/* as long as SHA-1's output (RFC 4226, 4) */
#define STEP_S		30
#define WINDOW		1	/* steps before and after: clocks differ */
/* Without those that look alike. */
#define CODE_LETTERS	"abcdefghjkmnpqrstuvwxyz23456789"

static void
label_of(int64_t user_id, char out[ROTATE_LABEL_SIZE])
{
	snprintf(out, ROTATE_LABEL_SIZE, "totp:%lld", (long long)user_id);
}

int
factor_get(struct db *db, int64_t user_id, struct factor *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT (SELECT confirmed_at FROM second_factor "
	    "WHERE user_id = u.id), (SELECT COUNT(*) FROM passkey "
	    "WHERE user_id = u.id), (SELECT COUNT(*) FROM recovery_code "
	    "WHERE user_id = u.id) FROM user u WHERE u.id = ?",
	    DB_ARGS(db_int(user_id)), &rows, err) == -1)
		return -1;
	*out = (struct factor){ 0 };
	if (db_rows_next(rows)) {
		out->confirmed_at = db_col_time(rows, 0);
		out->on = out->confirmed_at != 0;
		out->passkeys = db_col_int(rows, 1);
		out->codes_left = db_col_int(rows, 2);
	}
	return 0;
}

/* 20 random bytes in base32; the caller's. */
static char *
new_key(void)
{
	char	 raw[KEY_BYTES], *out = NULL, *mine;

	for (size_t i = 0; i < sizeof(raw); i++)
		raw[i] = (char)secret_random(256);
	if (oath_base32_encode(raw, sizeof(raw), &out, NULL) != OATH_OK)
		return NULL;
	mine = mem_dup(out);
	free(out);
	mine[strcspn(mine, "=")] = '\0';
	return mine;
}

/* Letters and digits of a label stay; an e-mail needs no other sign as it is. */
static char *
uri_of(const struct user *user, const char *key)
{
	own_buf struct buf	 label = { 0 };

	for (const char *c = user->email; *c != '\0'; c++)
		if (isalnum((unsigned char)*c) || strchr("@._-", *c) != NULL)
			buf_putc(&label, *c);
		else
			buf_fmt(&label, "%%%02X", (unsigned char)*c);
	return mem_fmt("otpauth://totp/Hirewire:%s?secret=%s&issuer=Hirewire",
	    buf_str(&label), key);
}

int
factor_begin(struct db *db, const struct conf *conf, const struct user *user,
    char **secret, char **uri, struct err *err)
{
	own_buf struct buf	 cipher = { 0 };
	own_str char		*key = new_key();
	struct factor		 now;
	char			 label[ROTATE_LABEL_SIZE], key_id[17];

	if (factor_get(db, user->id, &now, err) == -1)
		return -1;
	if (now.on)
		return err_code(err, ERR_CONFLICT, "account.factor_on", "on");
	if (key == NULL)
		return err_set(err, ERR_INTERNAL, "factor: base32");
	label_of(user->id, label);
	if (secret_seal(conf, label, key, &cipher, key_id, err) == -1 ||
	    db_exec(db, "INSERT INTO second_factor (user_id, cipher, key_id) "
	    "VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE "
	    "cipher = IF(confirmed_at IS NULL, VALUES(cipher), cipher), "
	    "key_id = IF(confirmed_at IS NULL, VALUES(key_id), key_id)",
	    DB_ARGS(db_int(user->id), db_blob(cipher.data, cipher.len),
	    db_str(key_id)), NULL, err) == -1)
		return -1;
	*uri = uri_of(user, key);
	*secret = give(key);
	return 0;
}

/* The step whose code it is; 0: of none. A code of the last step that was taken is none. */
static int
match_step(const char *key, const char *code, uint64_t last, uint64_t *step,
    struct err *err)
{
	own_str char	*padded = mem_dup(key);
	char		*raw = NULL;
	size_t		 len = 0;
	uint64_t	 found = 0;
	int		 rc;

	if (oath_base32_decode(padded, strlen(padded), &raw, &len) != OATH_OK)
		return err_set(err, ERR_INTERNAL, "factor: the stored key");
	rc = oath_totp_validate3(raw, len, (time_t)(clock_ms() / 1000),
	    STEP_S, 0, WINDOW, NULL, &found, code);
	free(raw);
	*step = rc >= 0 && found > last ? found : 0;
	return 0;
}

static int
open_key(const struct conf *conf, int64_t user_id, const struct db_rows *row,
    char **key, struct err *err)
{
	char		 label[ROTATE_LABEL_SIZE];
	const void	*cipher;
	size_t		 len;

	label_of(user_id, label);
	cipher = db_col_blob(row, 0, &len);
	return secret_open(conf, label, cipher, len, db_col_str(row, 1), key,
	    err);
}

/* taken: its step is stored, by the one of two at once who comes first. */
static int
take_app_code(struct db *db, const struct conf *conf, int64_t user_id,
    const char *code, bool confirmed, bool *taken, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_str char		*key = NULL;
	uint64_t		 step = 0;
	int64_t			 n = 0;

	*taken = false;
	if (db_query(db, "SELECT cipher, key_id, last_step FROM second_factor "
	    "WHERE user_id = ? AND (confirmed_at IS NOT NULL) = ?",
	    DB_ARGS(db_int(user_id), db_int(confirmed)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	if (open_key(conf, user_id, rows, &key, err) == -1 ||
	    match_step(key, code, (uint64_t)db_col_int(rows, 2), &step,
	    err) == -1)
		return -1;
	if (step == 0)
		return 0;
	if (db_exec(db, "UPDATE second_factor SET last_step = ?, "
	    "confirmed_at = COALESCE(confirmed_at, NOW(3)) WHERE user_id = ? "
	    "AND last_step < ?", DB_ARGS(db_int((int64_t)step),
	    db_int(user_id), db_int((int64_t)step)), &n, err) == -1)
		return -1;
	*taken = n == 1;
	return 0;
}

/* --- recovery codes --- */

static void
new_code(char out[FACTOR_CODE_SIZE])
{
	for (int i = 0; i < FACTOR_CODE_SIZE - 1; i++)
		out[i] = i == 5 ? '-' : CODE_LETTERS[secret_random(
		    sizeof(CODE_LETTERS) - 1)];
	out[FACTOR_CODE_SIZE - 1] = '\0';
}

struct coding {
	int64_t	user_id;
	char	(*codes)[FACTOR_CODE_SIZE];
};

static int
store_codes(struct db *db, void *arg, struct err *err)
{
	const struct coding	*c = arg;

	if (db_exec(db, "DELETE FROM recovery_code WHERE user_id = ?",
	    DB_ARGS(db_int(c->user_id)), NULL, err) == -1)
		return -1;
	for (int i = 0; i < FACTOR_CODES; i++) {
		char	 hash[SECRET_HASH_SIZE];

		new_code(c->codes[i]);
		secret_hash(c->codes[i], hash);
		if (db_exec(db, "INSERT INTO recovery_code (user_id, hash) "
		    "VALUES (?, ?)", DB_ARGS(db_int(c->user_id),
		    db_str(hash)), NULL, err) == -1)
			return -1;
	}
	return 0;
}

int
factor_codes(struct db *db, int64_t user_id,
    char codes[FACTOR_CODES][FACTOR_CODE_SIZE], struct err *err)
{
	struct coding	c = { user_id, codes };
	struct factor	now;

	if (factor_get(db, user_id, &now, err) == -1)
		return -1;
	if (!now.on && now.passkeys == 0)
		return err_code(err, ERR_CONFLICT, "account.factor_off",
		    "off");
	return db_tx_run(db, store_codes, &c, err);
}

/* As it was shown, whatever the case and the dash. */
static int
take_recovery_code(struct db *db, int64_t user_id, const char *code,
    bool *taken, struct err *err)
{
	char	 text[FACTOR_CODE_SIZE] = "", hash[SECRET_HASH_SIZE];
	int64_t	 n = 0;
	size_t	 len = 0;

	*taken = false;
	for (; *code != '\0'; code++) {
		if (!isalnum((unsigned char)*code))
			continue;
		if (len == 5)
			text[len++] = '-';
		if (len == sizeof(text) - 1)
			return 0;
		text[len++] = (char)tolower((unsigned char)*code);
	}
	if (len != sizeof(text) - 1)
		return 0;
	secret_hash(text, hash);
	if (db_exec(db, "DELETE FROM recovery_code WHERE user_id = ? "
	    "AND hash = ?", DB_ARGS(db_int(user_id), db_str(hash)), &n,
	    err) == -1)
		return -1;
	*taken = n == 1;
	return 0;
}

/* --- both --- */

static int
wrong(struct err *err)
{
	return err_code(err, ERR_AUTH, "account.code", "refused");
}

int
factor_confirm(struct db *db, const struct conf *conf, int64_t user_id,
    const char *code, char codes[FACTOR_CODES][FACTOR_CODE_SIZE],
    struct err *err)
{
	bool	 taken;

	if (take_app_code(db, conf, user_id, code, false, &taken, err) == -1)
		return -1;
	return taken ? factor_codes(db, user_id, codes, err) : wrong(err);
}

int
factor_check(struct db *db, const struct conf *conf, int64_t user_id,
    const char *code, bool *recovered, struct err *err)
{
	bool	 taken;

	*recovered = false;
	if (take_app_code(db, conf, user_id, code, true, &taken, err) == -1)
		return -1;
	if (taken)
		return 0;
	if (take_recovery_code(db, user_id, code, recovered, err) == -1)
		return -1;
	return *recovered ? 0 : wrong(err);
}

int
factor_tidy(struct db *db, int64_t user_id, struct err *err)
{
	return db_exec(db, "DELETE FROM recovery_code WHERE user_id = ? "
	    "AND NOT EXISTS (SELECT 1 FROM passkey WHERE user_id = ?) "
	    "AND NOT EXISTS (SELECT 1 FROM second_factor WHERE user_id = ? "
	    "AND confirmed_at IS NOT NULL)", DB_ARGS(db_int(user_id),
	    db_int(user_id), db_int(user_id)), NULL, err);
}

int
factor_off(struct db *db, int64_t user_id, struct err *err)
{
	if (db_exec(db, "DELETE FROM second_factor WHERE user_id = ?",
	    DB_ARGS(db_int(user_id)), NULL, err) == -1)
		return -1;
	return factor_tidy(db, user_id, err);
}

int
factor_drop(struct db *db, int64_t user_id, struct err *err)
{
	return passkey_remove_all(db, user_id, err) == -1 ||
	    factor_off(db, user_id, err) == -1 ? -1 : 0;
}

static void
label_row(int64_t user_id, const char *name, char out[ROTATE_LABEL_SIZE])
{
	(void)name;
	label_of(user_id, out);
}

int
factor_rotate(struct db *db, const struct conf *conf, int64_t *done,
    int64_t *failed, struct err *err)
{
	static const struct rotate_table	table = {
		.select = "SELECT cipher, key_id, user_id FROM second_factor "
		    "WHERE key_id <> ?",
		.update = "UPDATE second_factor SET cipher = ?, key_id = ? "
		    "WHERE cipher = ? AND user_id = ?",
		.label = label_row,
	};

	return rotate_all(db, conf, &table, done, failed, err);
}

int
factor_lost(struct db *db, struct buf *lines, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT u.email FROM second_factor f JOIN user u "
	    "ON u.id = f.user_id WHERE f.cipher = '' AND f.confirmed_at "
	    "IS NOT NULL ORDER BY u.email", DB_NONE, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		buf_fmt(lines, "  second factor of %s\n", db_col_str(rows, 0));
	return db_exec(db, "DELETE FROM second_factor WHERE cipher = ''",
	    DB_NONE, NULL, err) == -1 || db_exec(db, "DELETE FROM "
	    "recovery_code WHERE user_id NOT IN (SELECT user_id FROM passkey) "
	    "AND user_id NOT IN (SELECT user_id FROM second_factor)", DB_NONE,
	    NULL, err) == -1 ? -1 : 0;
}
