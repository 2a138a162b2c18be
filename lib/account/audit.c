#include "account/audit.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/web.h"

static struct db_arg
cut(const char *s, size_t max)
{
	return s == NULL ? db_str("") : db_strn(s, strnlen(s, max));
}

void
audit_add(struct db *db, const struct audit *line)
{
	struct err	 err = { 0 };
	own_str char	*data = NULL;

	if (line->data != NULL)
		data = json_dumps(line->data, JSON_COMPACT);
	if (db_exec(db, "INSERT INTO audit (company_id, user_id, action, "
	    "object, data, address) VALUES (?, ?, ?, ?, ?, ?)",
	    DB_ARGS(db_int(line->company_id), db_id(line->user_id),
	    db_str(line->action), cut(line->object, 120), db_str(data),
	    cut(line->address, 45)), NULL, &err) == -1)
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
    int64_t id)
{
	char	 object[24];

	snprintf(object, sizeof(object), "%lld", (long long)id);
	audit_request(db, req, action, object, NULL);
}
