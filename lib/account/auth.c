#include "account/auth.h"

#include <string.h>
#include <strings.h>

#include "account/audit.h"
#include "account/cookie.h"
#include "account/replay.h"
#include "account/session.h"
#include "account/token.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/secret.h"

/*
 * The credential that was sent is the one that counts: a bad key is not rescued
 * by a cookie that came along.
 */
static int
auth_who(struct db *db, const struct web_req *req, struct web_who *out,
    struct err *err)
{
	const char	*header = web_header(req, "Authorization");
	char		 cookie[SECRET_TOKEN_SIZE];

	if (header != NULL && strncasecmp(header, "Bearer", 6) == 0 &&
	    (header[6] == ' ' || header[6] == '\0')) {
		header += 6 + strspn(header + 6, " ");
		return strlen(header) == TOKEN_SIZE - 1 ?
		    token_who(db, header, req->more, out, err) : 0;
	}
	if (cookie_get(req, COOKIE_SESSION, cookie, sizeof(cookie)) != NULL &&
	    strlen(cookie) == sizeof(cookie) - 1)
		return session_who(db, cookie, req->more, out, err);
	return 0;
}

/* Parameters in any order are the same request. */
static void
request_hash(const struct web_req *req, char out[SECRET_HASH_SIZE])
{
	own_buf struct buf	 all = { 0 };
	own_str char		*query = json_object_size(req->query) == 0 ? NULL :
	    json_dumps(req->query, JSON_COMPACT | JSON_SORT_KEYS);

	buf_puts(&all, req->method);
	buf_putc(&all, ' ');
	buf_puts(&all, req->path);
	if (query != NULL)
		buf_fmt(&all, "?%s", query);
	buf_putc(&all, '\n');
	if (req->raw_len > 0)
		buf_add(&all, req->raw, req->raw_len);
	secret_hash_bytes(all.data, all.len, out);
}

static int
auth_replay_find(struct db *db, const struct web_req *req, const char *key,
    int *status, struct buf *body, struct err *err)
{
	char	 request[SECRET_HASH_SIZE];
	int	 seen;

	request_hash(req, request);
	seen = replay_find(db, req->who->user_id, key, request, status, body,
	    err);
	if (seen == 1 && *status < 300 && (req->flags & WEB_SECRET) != 0)
		return err_code(err, ERR_CONFLICT, "account.replay_secret", "%s", key);
	return seen;
}

/* What may go better the next time is not kept: our faults, and "wait". What may be done all the
 * same is: a key has one effect. */
static void
auth_replay_save(struct db *db, const struct web_req *req, const char *key,
    int status, bool unsure, const char *body, size_t len)
{
	struct err	 err = { 0 };
	int		 done;

	if (status < 300 && (req->flags & WEB_SECRET) != 0)
		len = 0;
	if (!unsure && (status >= 500 || status == 401 || status == 424 ||
	    status == 429))
		done = replay_drop(db, req->who->user_id, key, &err);
	else
		done = replay_save(db, req->who->user_id, key, status, body,
		    len, &err);
	if (done == -1)
		log_err(LOG_WARN, "replay", &err);
}

const struct web_auth auth = {
	.who = auth_who,
	.replay_find = auth_replay_find,
	.replay_save = auth_replay_save,
	.refused = audit_refused,
};

int
auth_session_only(const struct web_req *req, struct err *err)
{
	if (req->who->session_id == 0)
		return err_code(err, ERR_DENIED, "account.session_only", "API token");
	return 0;
}

int64_t
auth_whose(const struct web_req *req)
{
	return req->who->role >= ROLE_MANAGER ? 0 : req->who->user_id;
}
