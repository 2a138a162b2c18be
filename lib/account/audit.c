#include "account/audit.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"

#define PART		2000	/* rows of one statement: short locks */
#define COUNT_MAX	10001
#define HOURLY		2000
#define HOURLY_REFUSED	120
#define ACTION_SIZE	61

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
	    db_exec(db, "INSERT INTO audit (company_id, user_id, action, "
	    "object, data, address) VALUES (?, ?, ?, ?, ?, ?)",
	    DB_ARGS(db_int(line->company_id), db_id(line->user_id),
	    db_str(line->action), cut(line->object, 120), db_str(data),
	    cut(line->address, 45)), NULL, &err) == -1))
		log_err(LOG_WARN, "audit", &err);
}

void
audit_request(struct db *db, const struct web_req *req, const char *action,
    const char *object, const json_t *data)
{
	audit_add(db, &(struct audit){ .company_id = req->who->company_id,
	    .user_id = req->who->user_id, .action = action, .object = object,
	    .data = data, .address = req->remote_addr });
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

/* --- reading --- */

#define FIND " FROM audit a LEFT JOIN user u ON u.id = a.user_id"		\
	" WHERE a.company_id IN (?, ?) AND (? = 0 OR a.user_id = ?)"	\
	" AND (? IS NULL OR a.action = ? OR LEFT(a.action, ?) = ?)"	\
	" AND (? IS NULL OR a.created_at >= ?)"				\
	" AND (? IS NULL OR a.created_at <= ?) AND (? = 0 OR a.id < ?)"
#define FIND_ARGS(f, shared, below) db_int((f)->company_id),		\
	db_int((shared) ? 0 : (f)->company_id), db_int((f)->user_id),	\
	db_int((f)->user_id), db_str((f)->action), db_str((f)->action),	\
	db_int((int64_t)strlen(below)), db_str(below),			\
	db_time((f)->from_ms), db_time((f)->from_ms),			\
	db_time((f)->to_ms), db_time((f)->to_ms),			\
	db_int((f)->before_id), db_int((f)->before_id)

/* Is there one company alone? */
static int
is_alone(struct db *db, bool *out, struct err *err)
{
	int64_t	 n;

	if (db_number(db, "SELECT COUNT(*) FROM company", DB_NONE, &n,
	    err) == -1)
		return -1;
	*out = n == 1;
	return 0;
}

static void
set_below(const struct audit_filter *f, char below[ACTION_SIZE + 1])
{
	snprintf(below, ACTION_SIZE + 1, "%.60s.",
	    f->action != NULL ? f->action : "");
}

int
audit_list(struct db *db, const struct audit_filter *f, int64_t limit,
    struct db_rows **out, struct err *err)
{
	char	 below[ACTION_SIZE + 1];
	bool	 shared;

	set_below(f, below);
	return is_alone(db, &shared, err) == -1 ? -1 :
	    db_query(db, "SELECT a.id, a.created_at, u.id, u.email, u.name, "
	    "a.action, a.object, a.data, a.address" FIND
	    " ORDER BY a.id DESC LIMIT ?", DB_ARGS(FIND_ARGS(f, shared,
	    below), db_int(limit)), out, err);
}

bool
audit_next(struct db_rows *rows, struct audit_line *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct audit_line){ .id = db_col_int(rows, 0),
	    .created_at = db_col_time(rows, 1),
	    .user_id = db_col_int(rows, 2), .email = db_col_str(rows, 3),
	    .name = db_col_str(rows, 4), .action = db_col_str(rows, 5),
	    .object = db_col_str(rows, 6), .data = db_col_str(rows, 7),
	    .address = db_col_str(rows, 8) };
	return true;
}

int
audit_count(struct db *db, const struct audit_filter *f, int64_t *out,
    struct err *err)
{
	char	 below[ACTION_SIZE + 1];
	bool	 shared;

	set_below(f, below);
	return is_alone(db, &shared, err) == -1 ? -1 :
	    db_number(db, "SELECT COUNT(*) FROM (SELECT 1" FIND " LIMIT ?) c",
	    DB_ARGS(FIND_ARGS(f, shared, below), db_int(COUNT_MAX)), out,
	    err);
}

int
audit_expire(struct db *db, int64_t days, int64_t *removed, struct err *err)
{
	return db_exec(db, "DELETE FROM audit "
	    "WHERE created_at < NOW(3) - INTERVAL ? DAY LIMIT ?",
	    DB_ARGS(db_int(days), db_int(PART)), removed, err);
}
