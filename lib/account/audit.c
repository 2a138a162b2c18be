#include "account/audit.h"

#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"

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
