#include "clickup/link.h"

#include <string.h>

#include "account/user.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/zone.h"
#include "clickup/api.h"
#include "clickup/set.h"
#include "io/fetch.h"
#include "service/call.h"
#include "service/connection.h"
#include "service/reach.h"

#define CALLS_A_MINUTE	100	/* of the plain plans; answers report other limits */

static void
mark(struct db *db, int64_t connection_id, int64_t ago_ms, const char *status,
    const char *code, const char *text)
{
	struct err	err = { 0 };

	if (connection_mark_late(db, connection_id, ago_ms, status, code, text,
	    &err) == -1)
		log_err(LOG_WARN, "clickup: mark the connection", &err);
}

static void
refused(struct db *db, int64_t connection_id, int64_t ago_ms)
{
	mark(db, connection_id, ago_ms, "refused", "clickup.token",
	    "ClickUp refused the key");
}

/* For a connection that was not well: the first good answer of the service itself, whose
 * endpoints are paths, mends it. */
static void
record_mending(struct db *db, const struct fetch_call *call)
{
	reach_record(db, call);
	if (call->connection_id != 0 && call->endpoint[0] == '/' &&
	    call->status == 200)
		mark(db, call->connection_id, call->duration_ms, "ok", NULL,
		    NULL);
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

/* As it is now; another hour in half a year changes no date without a time. */
static int
ahead_of(struct db *db, int64_t user_id, int64_t *out, struct err *err)
{
	own_user struct user	 user = { 0 };
	own_zone struct zone	 zone = { 0 };

	if (user_get(db, user_id, &user, err) == -1)
		return -1;
	zone_enter(&zone, user.time_zone);
	*out = zone_offset_ms(&zone, clock_ms());
	return 0;
}

int
clickup_link_open(struct db *db, const struct conf *conf, int64_t company_id,
    int64_t user_id, struct clickup **out, struct err *err)
{
	own_connection struct connection	 con = { 0 };
	own_str char				*key = NULL;
	int64_t					 ahead_ms;
	struct fetch_conf	who = { .company_id = company_id,
		.user_id = user_id };

	if (clickup_set_connection(db, company_id, user_id, &con, err) == -1)
		return -1;
	if (connection_secret(db, conf, con.id, "api_key", &key, err) == -1)
		return err->kind == ERR_ABSENT ? clickup_set_none(err,
		    "key") : -1;
	who.connection_id = con.id;
	who.record = strcmp(con.status, "ok") == 0 ? reach_record :
	    record_mending;
	if (ahead_of(db, user_id, &ahead_ms, err) == -1 ||
	    open_with(db, conf, &who, key, out, err) == -1)
		return -1;
	clickup_on_refused(*out, refused);
	clickup_set_ahead(*out, ahead_ms);
	return 0;
}

int
clickup_link_try(struct db *db, const struct conf *conf, int64_t company_id,
    int64_t user_id, const char *key, struct clickup **out, struct err *err)
{
	const struct fetch_conf	who = { .company_id = company_id,
		.user_id = user_id, .record = call_record };

	return open_with(db, conf, &who, key, out, err);
}
