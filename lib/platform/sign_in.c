#include "platform/sign_in.h"

#include <jansson.h>
#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/secret.h"
#include "io/web.h"
#include "platform/integration.h"
#include "platform/platform.h"

#define MINUTES		15
#define ERROR_MAX	60	/* of a board's word */
#define PART		500	/* rows of one statement */

char *
sign_in_redirect(const struct conf *conf, const struct platform *platform)
{
	own_str char	*site = conf_site(conf);

	return mem_fmt("%s/api/integrations/oauth/%s/callback", site,
	    platform->name);
}

static void
verifier_of(const struct conf *conf, const char *state,
    char out[SIGN_IN_VERIFIER_SIZE])
{
	own_str char	*text = mem_fmt("sign-in %s", state);

	_Static_assert(SIGN_IN_VERIFIER_SIZE == SECRET_HASH_SIZE, "hex");
	secret_hmac_sha256(conf_get(conf, "SECRET_KEY", ""), text,
	    strlen(text), out);
}

static void
add_pair(struct buf *url, const char *name, const char *value)
{
	buf_putc(url, strchr(buf_str(url), '?') != NULL ? '&' : '?');
	buf_puts(url, name);
	buf_putc(url, '=');
	buf_escape(url, value, "-._~");
}

static void
add_challenge(struct buf *url, const struct conf *conf, const char *state)
{
	unsigned char		digest[SECRET_SHA256_SIZE];
	char			verifier[SIGN_IN_VERIFIER_SIZE];
	own_buf struct buf	text = { 0 };

	verifier_of(conf, state, verifier);
	secret_sha256(verifier, strlen(verifier), digest);
	secret_base64(digest, sizeof(digest), &text);
	add_pair(url, "code_challenge", buf_str(&text));
	add_pair(url, "code_challenge_method", "S256");
}

int
sign_in_state(struct db *db, int64_t connection_id, int64_t user_id,
    char state[SIGN_IN_STATE_SIZE], struct err *err)
{
	char	hash[SECRET_HASH_SIZE];

	secret_token(state);
	secret_hash(state, hash);
	return db_exec(db, "INSERT INTO platform_sign_in (state, "
	    "connection_id, user_id, expires_at) VALUES (?, ?, ?, "
	    "NOW(3) + INTERVAL ? MINUTE)", DB_ARGS(db_str(hash),
	    db_int(connection_id), db_int(user_id), db_int(MINUTES)), NULL,
	    err);
}

int
sign_in_begin(struct db *db, const struct conf *conf,
    const struct platform *platform, const struct integration *in,
    const struct platform_keys *keys, int64_t user_id, char **out,
    struct err *err)
{
	const struct platform_oauth	*oauth = platform->oauth;
	own_str char			*redirect = sign_in_redirect(conf,
					    platform);
	own_buf struct buf		 url = { 0 };
	char				 state[SIGN_IN_STATE_SIZE];

	if (sign_in_state(db, in->con.id, user_id, state, err) == -1)
		return -1;
	buf_puts(&url, platform_oauth_host(platform, conf));
	buf_puts(&url, oauth->authorize);
	add_pair(&url, "response_type", "code");
	add_pair(&url, "client_id", keys->api_key);
	add_pair(&url, "redirect_uri", redirect);
	add_pair(&url, "state", state);
	if (oauth->scope != NULL)
		add_pair(&url, "scope", oauth->scope);
	if (oauth->pkce)
		add_challenge(&url, conf, state);
	*out = mem_dup(buf_str(&url));
	return 0;
}

/* One that is deleted here cannot be used twice. */
int
sign_in_take(struct db *db, const struct conf *conf, int64_t user_id,
    const char *state, int64_t *id, char verifier[SIGN_IN_VERIFIER_SIZE],
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	char			 hash[SECRET_HASH_SIZE];
	int64_t			 deleted;

	secret_hash(state, hash);
	if (db_query(db, "SELECT connection_id FROM platform_sign_in "
	    "WHERE state = ? AND user_id = ? AND expires_at > NOW(3)",
	    DB_ARGS(db_str(hash), db_int(user_id)), &rows, err) == -1 ||
	    db_exec(db, "DELETE FROM platform_sign_in WHERE state = ? "
	    "AND user_id = ?", DB_ARGS(db_str(hash), db_int(user_id)),
	    &deleted, err) == -1)
		return -1;
	if (!db_rows_next(rows) || deleted != 1)
		return err_code(err, ERR_CONFLICT, "platform.sign_in_state",
		    "a sign-in that nobody began, or that is over");
	*id = db_col_int(rows, 0);
	verifier_of(conf, state, verifier);
	return 0;
}

/* What the board said in place of a code, in its own word or in that of RFC 6749. */
int
sign_in_refused(const struct platform *platform, const char *error,
    struct err *err)
{
	static const struct { const char *error, *code; } known[] = {
		{ "access_denied", "platform.sign_in_refused" },
		{ "user_cancelled_login", "platform.sign_in_refused" },
		{ "user_cancelled_authorize", "platform.sign_in_refused" },
		{ "invalid_scope", "platform.sign_in_scope" },
		{ "unauthorized_client", "platform.sign_in_scope" },
		{ "unauthorized_scope_error", "platform.sign_in_scope" },
	};
	const size_t	len = error != NULL ? strlen(error) : 0;

	if (len == 0)
		return err_code(err, ERR_CONFLICT, known[0].code, "%s",
		    platform->title);
	for (size_t i = 0; i < nitems(known); i++)
		if (strcmp(error, known[i].error) == 0)
			return err_code(err, ERR_CONFLICT, known[i].code, "%s",
			    platform->title);
	return err_code(err, ERR_CONFLICT, "platform.sign_in_failed",
	    "%s: %s", platform->title, len < ERROR_MAX && strspn(error,
	    "abcdefghijklmnopqrstuvwxyz_") == len ? error : "?");
}

int
sign_in_back(struct web_res *res, const char *page, const char *word, int rc,
    struct err *err)
{
	if (rc == -1)
		log_err(LOG_WARN, "sign-in", err);
	web_header_add(res, "Location", "%s%s=%s", page, rc == -1 ? "failed" :
	    "connected", rc != -1 ? word : err->code[0] != '\0' ? err->code :
	    err_name(err->kind));
	res->json = json_object();
	*err = (struct err){ 0 };
	return 303;
}

int
sign_in_send(const struct web_req *req, struct web_res *res, const char *page,
    int rc, const char *url, struct err *err)
{
	const bool	browser = web_wants_page(req);

	if (rc == -1)
		return browser ? sign_in_back(res, page, "", rc, err) : -1;
	res->json = json_pack("{s:s}", "authorize_url", url);
	if (!browser)
		return 200;
	web_header_add(res, "Location", "%s", url);
	return 303;
}

int
sign_in_expire(struct db *db, int64_t days, int64_t *removed,
    struct err *err)
{
	return db_exec(db, "DELETE FROM platform_sign_in "
	    "WHERE expires_at < NOW(3) - INTERVAL ? DAY LIMIT ?",
	    DB_ARGS(db_int(days), db_int(PART)), removed, err);
}

const struct db_deadline sign_in_deadlines[] = {
	{ "platform_sign_in", "expires_at" },
	{ 0 }
};
