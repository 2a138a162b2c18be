#include "clickup/link.h"

#include <stdlib.h>
#include <string.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "io/db.h"
#include "io/fetch.h"
#include "io/field.h"
#include "service/call.h"
#include "service/connection.h"

#define CALLS_A_MINUTE	100	/* of the plain plans; the answers tell of others */
#define TASKS_MAX	1000000
#define TASKS_DEFAULT	100

void
clickup_set_clear(struct clickup_set *set)
{
	free(set->team_id);
	free(set->space_id);
	free(set->folder_id);
	free(set->list_id);
	free(set->list_name);
	memset(set, 0, sizeof(*set));
}

static char *
setting(const struct connection *con, const char *name)
{
	const char	*s = field_str(con->settings, name);

	return mem_dup(s != NULL ? s : "");
}

static int
unset(struct err *err, const char *what)
{
	return err_code(err, ERR_CONFLICT, "clickup_unset", "clickup: no %s",
	    what);
}

int
clickup_set_get(struct db *db, int64_t company_id, int64_t user_id,
    struct clickup_set *out, struct err *err)
{
	own_connection struct connection	con = { 0 };
	int64_t					most;

	if (connection_of(db, user_id, "clickup", "PROD", &con, err) == -1)
		return err->kind == ERR_ABSENT ? unset(err, "connection") : -1;
	if (con.company_id != company_id)
		return unset(err, "connection");
	most = field_num(con.settings, "max_tasks", TASKS_DEFAULT);
	*out = (struct clickup_set){
		.connection_id = con.id,
		.team_id = setting(&con, "team_id"),
		.space_id = setting(&con, "space_id"),
		.folder_id = setting(&con, "folder_id"),
		.list_id = setting(&con, "list_id"),
		.list_name = setting(&con, "list_name"),
		.max_tasks = most < 1 || most > TASKS_MAX ? TASKS_DEFAULT :
		    most,
		.include_closed = field_flag(con.settings, "include_closed"),
		.subtasks = field_flag(con.settings, "subtasks"),
	};
	return 0;
}

static void
mark(struct db *db, int64_t connection_id, const char *status,
    const char *code, const char *text)
{
	struct err	err = { 0 };

	if (connection_mark(db, connection_id, status, code, text, &err) == -1)
		log_err(LOG_WARN, "clickup: mark the connection", &err);
}

/* Hosts of attachments answer 401 too, and that says nothing about the key: our own
 * endpoints are paths. */
static bool
is_api(const struct fetch_call *call)
{
	return call->connection_id != 0 && call->endpoint[0] == '/';
}

static void
record(struct db *db, const struct fetch_call *call)
{
	call_record(db, call);
	if (is_api(call) && call->status == 401)
		mark(db, call->connection_id, "refused", "clickup_token",
		    "ClickUp refused the key");
}

/* For a connection that was not well: the first good answer mends it. */
static void
record_mending(struct db *db, const struct fetch_call *call)
{
	record(db, call);
	if (is_api(call) && call->status == 200)
		mark(db, call->connection_id, "ok", NULL, NULL);
}

static int
open_with(struct db *db, const struct conf *conf, const struct fetch_conf *who,
    const char *key, struct clickup **out, struct err *err)
{
	struct fetch_conf	fc = *who;

	fc.conf = conf;
	fc.db = db;
	fc.provider = "clickup";
	fc.base_url = conf_get(conf, "CLICKUP_API_URL", CLICKUP_URL);
	fc.auth = key;
	fc.limit = (int)conf_int(conf, "CLICKUP_LIMIT", CALLS_A_MINUTE);
	fc.period_s = 60;
	return (*out = clickup_open(&fc, err)) == NULL ? -1 : 0;
}

int
clickup_link_open(struct db *db, const struct conf *conf, int64_t company_id,
    int64_t user_id, struct clickup **out, struct err *err)
{
	own_connection struct connection	 con = { 0 };
	own_str char				*key = NULL;
	struct fetch_conf	who = { .company_id = company_id,
		.user_id = user_id };

	if (connection_of(db, user_id, "clickup", "PROD", &con, err) == -1)
		return err->kind == ERR_ABSENT ? unset(err, "connection") : -1;
	if (con.company_id != company_id)
		return unset(err, "connection");
	if (connection_secret(db, conf, con.id, "api_key", &key, err) == -1)
		return err->kind == ERR_ABSENT ? unset(err, "key") : -1;
	who.connection_id = con.id;
	who.record = strcmp(con.status, "ok") == 0 ? record : record_mending;
	return open_with(db, conf, &who, key, out, err);
}

int
clickup_link_try(struct db *db, const struct conf *conf, int64_t company_id,
    int64_t user_id, const char *key, struct clickup **out, struct err *err)
{
	const struct fetch_conf	who = { .company_id = company_id,
		.user_id = user_id, .record = call_record };

	return open_with(db, conf, &who, key, out, err);
}
