#include "account/passkey.h"

#include <string.h>

#include "account/passkey_challenge.h"
#include "account/passkey_form.h"
#include "account/user.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "io/secret.h"
#include "io/webauthn.h"

#define COLS	"id, name, backed_up, created_at, used_at"
#define TIMEOUT_MS	(PASSKEY_CHALLENGE_MINUTES * 60000)

/* --- a person's --- */

int
passkey_list(struct db *db, int64_t user_id, struct db_rows **out,
    struct err *err)
{
	return db_query(db, "SELECT " COLS " FROM passkey WHERE user_id = ? "
	    "ORDER BY id", DB_ARGS(db_int(user_id)), out, err);
}

bool
passkey_next(struct db_rows *rows, struct passkey *out)
{
	if (!db_rows_next(rows))
		return false;
	out->id = db_col_int(rows, 0);
	out->name = db_col_str(rows, 1);
	out->backed_up = db_col_int(rows, 2) != 0;
	out->created_at = db_col_time(rows, 3);
	out->used_at = db_col_time(rows, 4);
	return true;
}

int
passkey_get(struct db *db, int64_t user_id, int64_t id, struct db_rows **rows,
    struct passkey *out, struct err *err)
{
	if (db_query(db, "SELECT " COLS " FROM passkey WHERE id = ? "
	    "AND user_id = ?", DB_ARGS(db_int(id), db_int(user_id)), rows,
	    err) == -1)
		return -1;
	return passkey_next(*rows, out) ? 0 :
	    err_set(err, ERR_ABSENT, "passkey");
}

int
passkey_rename(struct db *db, int64_t user_id, int64_t id, const char *name,
    struct err *err)
{
	return db_exec(db, "UPDATE passkey SET name = ? WHERE id = ? "
	    "AND user_id = ?", DB_ARGS(db_str(name), db_int(id),
	    db_int(user_id)), NULL, err);
}

int
passkey_remove(struct db *db, int64_t user_id, int64_t id, struct err *err)
{
	return db_exec_one(db, "DELETE FROM passkey WHERE id = ? "
	    "AND user_id = ?", DB_ARGS(db_int(id), db_int(user_id)),
	    "passkey", err);
}

int
passkey_remove_all(struct db *db, int64_t user_id, struct err *err)
{
	return db_exec(db, "DELETE FROM passkey WHERE user_id = ?",
	    DB_ARGS(db_int(user_id)), NULL, err);
}

/* --- options for the browser --- */

static json_t *
base64_json(const void *data, size_t len)
{
	own_buf struct buf	 text = { 0 };

	secret_base64(data, len, &text);
	return json_string(buf_str(&text));
}

/* Those of one person, by which browsers find the right authenticator. */
static int
list_credentials(struct db *db, int64_t user_id, json_t **out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_json json_t		*list = json_array();

	if (db_query(db, "SELECT credential, transports FROM passkey "
	    "WHERE user_id = ? ORDER BY id", DB_ARGS(db_int(user_id)), &rows,
	    err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		size_t		 len;
		const void	*id = db_col_blob(rows, 0, &len);
		json_t		*one = json_pack("{s:s, s:o}", "type",
				    "public-key", "id", base64_json(id, len));
		json_t		*transports = json_loads(db_col_str(rows, 1),
				    0, NULL);

		if (json_array_size(transports) > 0)
			json_object_set(one, "transports", transports);
		json_decref(transports);
		json_array_append_new(list, one);
	}
	*out = give(list);
	return 0;
}

/* Who the person is to authenticators: made with the first passkey, never the id. */
static int
get_handle(struct db *db, int64_t user_id, char out[SECRET_TOKEN_SIZE],
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	secret_token(out);
	if (db_exec(db, "UPDATE user SET passkey_handle = ? WHERE id = ? "
	    "AND passkey_handle IS NULL", DB_ARGS(db_str(out),
	    db_int(user_id)), NULL, err) == -1 ||
	    db_query(db, "SELECT passkey_handle FROM user WHERE id = ?",
	    DB_ARGS(db_int(user_id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	memcpy(out, db_col_str(rows, 0), SECRET_TOKEN_SIZE);
	return 0;
}

static int
over_limit(struct err *err)
{
	return err_code(err, ERR_CONFLICT, "account.passkey_limit", "%d",
	    PASSKEY_MAX);
}

static json_t *
creation_options(const struct webauthn_site *site, const struct user *user,
    const char *handle, const char *challenge)
{
	return json_pack("{s:{s:s, s:s}, s:{s:s, s:s, s:s}, s:s, "
	    "s:[{s:s, s:i}, {s:s, s:i}, {s:s, s:i}], s:i, s:{s:s, s:s}, "
	    "s:s}", "rp", "id", site->id, "name", "Hirewire",
	    "user", "id", handle, "name", user->email, "displayName",
	    user->name[0] != '\0' ? user->name : user->email,
	    "challenge", challenge, "pubKeyCredParams",
	    "type", "public-key", "alg", WEBAUTHN_ES256,
	    "type", "public-key", "alg", WEBAUTHN_EDDSA,
	    "type", "public-key", "alg", WEBAUTHN_RS256,
	    "timeout", TIMEOUT_MS, "authenticatorSelection",
	    "residentKey", "preferred", "userVerification", "preferred",
	    "attestation", "none");
}

static char *
bound_session(int64_t session_id)
{
	return mem_fmt("register session %lld", (long long)session_id);
}

static char *
bound_cookie(const char *cookie)
{
	return mem_fmt("sign-in %s", cookie);
}

int
passkey_begin(struct db *db, const struct conf *conf, const struct user *user,
    int64_t session_id, json_t **options, struct err *err)
{
	own_str char		*bound = bound_session(session_id);
	own_json json_t		*known = NULL;
	struct webauthn_site	 site;
	char			 handle[SECRET_TOKEN_SIZE];
	char			 challenge[SECRET_TOKEN_SIZE];

	if (list_credentials(db, user->id, &known, err) == -1)
		return -1;
	if (json_array_size(known) >= PASSKEY_MAX)
		return over_limit(err);
	if (get_handle(db, user->id, handle, err) == -1 ||
	    passkey_challenge_make(db, bound, challenge, err) == -1)
		return -1;
	webauthn_site_of(conf, &site);
	*options = creation_options(&site, user, handle, challenge);
	json_object_set(*options, "excludeCredentials", known);
	return 0;
}

int
passkey_ask(struct db *db, const struct conf *conf, int64_t user_id,
    const char *cookie, json_t **options, struct err *err)
{
	own_str char		*bound = bound_cookie(cookie);
	own_json json_t		*known = json_array();
	struct webauthn_site	 site;
	char			 challenge[SECRET_TOKEN_SIZE];

	if (user_id != 0) {
		json_decref(give(known));
		if (list_credentials(db, user_id, &known, err) == -1)
			return -1;
	}
	if (passkey_challenge_make(db, bound, challenge, err) == -1)
		return -1;
	webauthn_site_of(conf, &site);
	*options = json_pack("{s:s, s:s, s:i, s:s, s:O}",
	    "challenge", challenge, "rpId", site.id, "timeout", TIMEOUT_MS,
	    "userVerification", user_id == 0 ? "required" : "preferred",
	    "allowCredentials", known);
	return 0;
}

/* --- what comes back --- */

static int
insert(struct db *db, const struct passkey_new *new,
    const struct passkey_form *form, const struct webauthn_key *key,
    const struct webauthn_state *state, struct err *err)
{
	int64_t	 changed = 0;

	if (db_exec(db, "INSERT INTO passkey (user_id, credential, algorithm, "
	    "public_key, name, transports, counter, backed_up) "
	    "SELECT ?, ?, ?, ?, ?, ?, ?, ? FROM DUAL WHERE "
	    "(SELECT COUNT(*) FROM passkey WHERE user_id = ?) < ?",
	    DB_ARGS(db_int(new->user->id), db_blob(key->id, key->id_len),
	    db_int(key->algorithm), db_blob(key->key, key->key_len),
	    db_str(new->name), db_str(form->transports),
	    db_int(state->counter), db_int(state->backed_up),
	    db_int(new->user->id), db_int(PASSKEY_MAX)), &changed,
	    err) == -1) {
		if (strcmp(err->code, "io.duplicate") != 0)
			return -1;
		*err = (struct err){ 0 };
		return err_code(err, ERR_CONFLICT, "account.passkey_known",
		    "this credential is somebody's");
	}
	return changed == 1 ? 0 : over_limit(err);
}

int
passkey_add(struct db *db, const struct conf *conf,
    const struct passkey_new *new, int64_t *id, struct err *err)
{
	own_passkey_form struct passkey_form	 form = { 0 };
	own_str char		*bound = bound_session(new->session_id);
	struct webauthn_site	 site;
	struct webauthn_key	 key;
	struct webauthn_state	 state;
	char			 challenge[WEBAUTHN_CHALLENGE_MAX];

	webauthn_site_of(conf, &site);
	if (passkey_form_new(new->credential, &form, err) == -1 ||
	    webauthn_client(&site, "webauthn.create", form.client, challenge,
	    err) == -1 ||
	    passkey_challenge_take(db, bound, challenge, err) == -1 ||
	    webauthn_register(&site, form.attestation, &key, &state,
	    err) == -1 ||
	    insert(db, new, &form, &key, &state, err) == -1)
		return -1;
	*id = db_last_id(db);
	return 0;
}

struct stored {
	struct webauthn_key	 key;
	int64_t			 id, user_id;
	char			 handle[SECRET_TOKEN_SIZE];
};

static int
nobodys(struct err *err)
{
	return err_code(err, ERR_AUTH, "account.passkey", "nobody's");
}

static int
find(struct db *db, struct webauthn_bytes id, struct stored *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const void		*key;

	if (db_query(db, "SELECT p.id, p.user_id, p.algorithm, p.public_key, "
	    "COALESCE(u.passkey_handle, '') FROM passkey p "
	    "JOIN user u ON u.id = p.user_id "
	    "WHERE p.credential = ? AND u.active",
	    DB_ARGS(db_blob(id.data, id.len)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return nobodys(err);
	out->id = db_col_int(rows, 0);
	out->user_id = db_col_int(rows, 1);
	out->key.algorithm = (int)db_col_int(rows, 2);
	key = db_col_blob(rows, 3, &out->key.key_len);
	memcpy(out->key.key, key, out->key.key_len);
	strncpy(out->handle, db_col_str(rows, 4), sizeof(out->handle) - 1);
	return 0;
}

/* Some browsers send an empty one, some none where the passkey was asked for by its id. */
static int
check_handle(const struct stored *known, struct webauthn_bytes handle,
    struct err *err)
{
	own_buf struct buf	 text = { 0 };

	if (handle.len == 0)
		return 0;
	secret_base64(handle.data, handle.len, &text);
	return strcmp(buf_str(&text), known->handle) == 0 ? 0 : nobodys(err);
}

/* Of two at once with one count, the first is let in. A count of 0 for ever counts nothing. */
static int
count_use(struct db *db, int64_t id, const struct webauthn_state *state,
    struct err *err)
{
	int64_t	 changed = 0;

	if (db_exec(db, "UPDATE passkey SET counter = ?, backed_up = ?, "
	    "used_at = NOW(3) WHERE id = ? AND (counter < ? OR "
	    "(counter = 0 AND ? = 0))", DB_ARGS(db_int(state->counter),
	    db_int(state->backed_up), db_int(id), db_int(state->counter),
	    db_int(state->counter)), &changed, err) == -1)
		return -1;
	return changed == 1 ? 0 : err_code(err, ERR_AUTH,
	    "account.passkey_counter", "the counter went back");
}

int
passkey_check(struct db *db, const struct conf *conf,
    const struct passkey_answer *answer, int64_t *user_id, struct err *err)
{
	own_passkey_form struct passkey_form	 form = { 0 };
	own_str char		*bound = bound_cookie(answer->cookie);
	struct webauthn_site	 site;
	struct webauthn_state	 state;
	struct stored		 known = { 0 };
	char			 challenge[WEBAUTHN_CHALLENGE_MAX];

	*user_id = 0;
	webauthn_site_of(conf, &site);
	if (passkey_form_answer(answer->credential, &form, err) == -1 ||
	    webauthn_client(&site, "webauthn.get", form.client, challenge,
	    err) == -1 ||
	    passkey_challenge_take(db, bound, challenge, err) == -1 ||
	    find(db, form.id, &known, err) == -1)
		return -1;
	*user_id = known.user_id;
	if (check_handle(&known, form.handle, err) == -1 ||
	    webauthn_verify(&site, &known.key, form.authenticator,
	    form.client, form.signature, &state, err) == -1)
		return -1;
	if (answer->alone && !state.verified)
		return err_code(err, ERR_AUTH, "account.passkey_unverified",
		    "no user verification");
	return count_use(db, known.id, &state, err);
}
