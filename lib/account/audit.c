#include "account/audit.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "contact/store.h"
#include "io/db.h"
#include "io/field.h"
#include "io/rota.h"
#include "io/web.h"

#define PART		1000	/* rows of one statement: short locks */
#define HOURLY		2000
#define HOURLY_REFUSED	120

static struct db_arg
cut(const char *s, size_t max)
{
	return s == NULL ? db_str("") : db_strn(s, strnlen(s, max));
}

static bool
is_refusal(const char *action)
{
	return strncmp(action, "refused.", 8) == 0 ||
	    strstr(action, "failed") != NULL ||
	    strcmp(action, "login.throttled") == 0;
}

/* Whoever is refused a thousand times is known by then: the table is not theirs to fill. */
static int
is_full(struct db *db, const struct audit *line, bool *out, struct err *err)
{
	const int64_t	most = is_refusal(line->action) ? HOURLY_REFUSED :
			    HOURLY;
	int64_t		n = 0;

	if (db_number(db, "SELECT COUNT(*) FROM (SELECT 1 FROM audit "
	    "WHERE company_id = ? AND user_id <=> ? AND action = ? "
	    "AND created_at > NOW(3) - INTERVAL 1 HOUR LIMIT ?) c",
	    DB_ARGS(db_int(line->company_id), db_id(line->user_id),
	    db_str(line->action), db_int(most)), &n, err) == -1)
		return -1;
	*out = n >= most;
	return 0;
}

void
audit_add(struct db *db, const struct audit *line)
{
	struct err	 err = { 0 };
	own_str char	*data = NULL;
	bool		 full = false;

	if (line->data != NULL)
		data = json_dumps(line->data, JSON_COMPACT);
	if (is_full(db, line, &full, &err) == -1 || (!full &&
	    db_exec(db, "INSERT INTO audit (company_id, user_id, via, action, "
	    "object, data, address) VALUES (?, ?, ?, ?, ?, ?, ?)",
	    DB_ARGS(db_int(line->company_id), db_id(line->user_id),
	    db_str(line->via != NULL ? line->via : line->address != NULL ?
	    "page" : "service"), db_str(line->action), cut(line->object, 120), db_str(data),
	    cut(line->address, 45)), NULL, &err) == -1))
		log_err(LOG_WARN, "audit", &err);
}

void
audit_request(struct db *db, const struct web_req *req, const char *action,
    const char *object, const json_t *data)
{
	audit_add(db, &(struct audit){ .company_id = req->who->company_id,
	    .user_id = req->who->user_id, .action = action, .object = object,
	    .data = data, .address = req->remote_addr,
	    .via = req->who->token_id != 0 ? "api" : NULL });
}

void
audit_request_change(struct db *db, const struct web_req *req,
    const char *action, const char *object, json_t *before, json_t *after)
{
	own_json json_t	*data = json_pack("{s:o, s:o}", "before", before,
			    "after", after);

	audit_request(db, req, action, object, data);
}

void
audit_request_id(struct db *db, const struct web_req *req, const char *action,
    int64_t id, const char *name)
{
	own_json json_t	*data = name != NULL ?
			    json_pack("{s:s}", "name", name) : NULL;
	char		 object[24];

	snprintf(object, sizeof(object), "%lld", (long long)id);
	audit_request(db, req, action, object, data);
}

void
audit_refused(struct db *db, const struct web_req *req, const struct err *why)
{
	const char	*dot = strrchr(why->code, '.');
	own_str char	*action = mem_fmt("refused.%.40s", dot != NULL ?
			    dot + 1 : why->code);
	own_str char	*object = mem_fmt("%s %s", req->method, req->path);

	audit_request(db, req, action, object, NULL);
}

/* --- how long they are kept --- */

int
audit_erase(struct db *db, int64_t company_id, int64_t user_id,
    const char *email, struct err *err)
{
	return db_exec(db, "UPDATE audit SET object = '', data = NULL, "
	    "address = '' WHERE company_id = ? AND (user_id = ? OR "
	    "(object = ? AND object <> ''))", DB_ARGS(db_int(company_id),
	    db_int(user_id), db_str(email)), NULL, err);
}

static const struct rota_old	old_deeds = { { "old deeds", ROTA_OLD(
	ROTA_ANYONE, "(SELECT created_at FROM audit FORCE INDEX (by_company) "
	"WHERE company_id = o.id ORDER BY created_at LIMIT 1)") },
	"DELETE FROM audit WHERE company_id = ? AND created_at < NOW(3) - "
	"INTERVAL ? DAY ORDER BY created_at LIMIT ?" };

int
audit_expire(struct db *db, int64_t days, int64_t *removed,
    struct err *err)
{
	return rota_drop_old(db, &old_deeds, days, PART, removed, err);
}

const struct contact_store	audit_store = {
	.place = { "audit", "id", "data" },
	.title = "action", .told = "action", .at = "created_at",
	.tables = "audit", .where = "company_id = ?",
	.blank = "SET data = NULL", .by_name = true,
};
