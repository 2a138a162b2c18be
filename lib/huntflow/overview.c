#include "huntflow/overview.h"

#include <string.h>

#include "account/caller.h"
#include "account/user.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/zone.h"
#include "huntflow/api.h"
#include "huntflow/link.h"
#include "huntflow/org.h"
#include "io/db.h"
#include "io/field.h"
#include "service/api_cache.h"
#include "service/call_sum.h"
#include "service/connection.h"

/* --- what the service reports --- */

static int
put_user(struct huntflow_org *org, json_t *out, struct err *err)
{
	own_json json_t		*doc = NULL;
	struct huntflow_get	 get;

	huntflow_get_path(&get, "/me");
	if (huntflow_org_read(org, &get, HUNTFLOW_KEEP_S, &doc, err) == -1)
		return -1;
	json_object_set_new(out, "user", json_pack("{s:I, s:o, s:o}", "id",
	    (json_int_t)field_num(doc, "id", 0), "name",
	    huntflow_org_text(doc, "name"), "email", huntflow_org_text(doc,
	    "email")));
	return 0;
}

static int
put_accounts(struct huntflow_org *org, json_t *out, struct err *err)
{
	own_json json_t		*doc = NULL;
	json_t			*list = json_object_get(out, "accounts");
	struct huntflow_get	 get;
	struct huntflow_page	 page;
	const json_t		*item;
	size_t			 i;

	huntflow_get_path(&get, "/accounts");
	if (huntflow_org_read_page(org, &get, HUNTFLOW_KEEP_S, &doc,
	    &page, err) == -1)
		return -1;
	json_array_foreach(page.items, i, item)
		if (field_num(item, "id", 0) > 0)
			json_array_append_new(list, json_pack("{s:I, s:o}",
			    "id", (json_int_t)field_num(item, "id", 0),
			    "name", huntflow_org_text(item, "name")));
	return 0;
}

/* --- what we know --- */

static void
put_state(const struct caller *who, json_t *out, const char *status,
    const char *code, const char *arg)
{
	char	 text[600] = "";

	if (*code != '\0')
		text_put(text, sizeof(text), who->lang, code, arg);
	json_object_set_new(out, "status", json_string(status));
	json_object_set_new(out, "status_code", json_string(code));
	json_object_set_new(out, "status_text", json_string(text));
}

/* The service is asked; when that fails, this is what the page shows. */
static void
put_answers(const struct caller *who, json_t *out)
{
	own_huntflow_org struct huntflow_org	*org = NULL;
	struct err				 why = { 0 };
	const char				*code;

	if (huntflow_org_open(who, 0, &org, &why) == 0 &&
	    put_user(org, out, &why) == 0 &&
	    put_accounts(org, out, &why) == 0) {
		put_state(who, out, "ok", "", "");
		return;
	}
	log_err(LOG_WARN, "huntflow: overview", &why);
	code = why.code[0] != '\0' ? why.code : err_name(why.kind);
	put_state(who, out, strcmp(code, "huntflow.setup") == 0 ? "new" :
	    why.kind == ERR_REMOTE_AUTH ? "refused" : "error", code, why.text);
}

/* Until when Huntflow asked us not to call. */
static int
put_wait(const struct caller *who, json_t *out, struct err *err)
{
	own_huntflow_link struct huntflow_link	*link = NULL;
	struct err				 why = { 0 };
	int64_t					 until_ms = 0;

	if (huntflow_link_open(who->db, who->conf, who->user_id, NULL, &link,
	    &why) == 0 && huntflow_waits(link->api, &until_ms, err) == -1)
		return -1;
	json_object_set_new(out, "waits_until", field_time(until_ms));
	return 0;
}

static int
put_token(struct db *db, json_t *out, int64_t connection_id, struct err *err)
{
	struct secret_hint	 key = { 0 }, refresh = { 0 };

	if (connection_secret_hint(db, connection_id, "api_key", &key,
	    err) == -1 || connection_secret_hint(db, connection_id,
	    "refresh_token", &refresh, err) == -1)
		return -1;
	json_object_set_new(out, "token", json_pack("{s:b, s:o, s:o, s:o}",
	    "set", key.set, "expires_at", field_time(key.expires_at),
	    "refresh_expires_at", field_time(refresh.expires_at),
	    "refreshed_at", field_time(key.updated_at)));
	return 0;
}

static int
put_cache(const struct caller *who, json_t *out, struct err *err)
{
	struct api_cache_figures	 f = { 0 };
	double				 rate = 0;

	if (api_cache_figures(who->db, who->company_id, who->user_id, &f,
	    err) == -1)
		return -1;
	if (f.hits + f.misses > 0)
		rate = (double)f.hits / (double)(f.hits + f.misses);
	json_object_set_new(out, "cache", json_pack("{s:I, s:f, s:I}",
	    "entries", (json_int_t)f.entries, "hit_rate", rate, "calls_saved",
	    (json_int_t)f.hits));
	return 0;
}

/* Since the person's midnight; of a sum that began before it, nothing. */
static int
put_calls(const struct caller *who, json_t *out, struct err *err)
{
	const struct call_whose	 whose = { who->company_id, who->user_id,
				    "huntflow" };
	own_rows struct db_rows	*rows = NULL;
	own_zone struct zone	 zone = { 0 };
	struct call_slot	 slot;
	int64_t			 calls = 0, errors = 0;

	zone_enter(&zone, who->zone);
	if (call_sum_hours(who->db, &whose, zone_begin(&zone, zone_day(&zone,
	    clock_ms()), 0), &rows, err) == -1)
		return -1;
	while (call_sum_hour_next(rows, &slot)) {
		calls += slot.calls;
		if (strcmp(call_types[slot.type], "ERROR") == 0)
			errors += slot.calls;
	}
	json_object_set_new(out, "calls_today", json_integer(calls));
	json_object_set_new(out, "errors_today", json_integer(errors));
	return 0;
}

/* Answers may be those of the cache: they do not make a service well that the last call found
 * away. */
static void
put_trouble(const struct caller *who, const struct connection *con, json_t *out)
{
	const char	*now = json_string_value(json_object_get(out, "status"));

	if (con->status != NULL && strcmp(now, "ok") == 0 &&
	    (strcmp(con->status, "error") == 0 ||
	    strcmp(con->status, "refused") == 0))
		put_state(who, out, con->status, con->status_code,
		    con->status_text);
}

static int
put_connection(const struct caller *who, const char *system,
    json_t *out, struct err *err)
{
	own_connection struct connection con = { 0 };

	if (connection_of(who->db, who->user_id, "huntflow", system, &con,
	    err) == -1) {
		if (err->kind != ERR_ABSENT)
			return -1;
		memset(err, 0, sizeof(*err));
	}
	json_object_set_new(out, "url", con.base_url != NULL &&
	    con.base_url[0] != '\0' ? json_string(con.base_url) : json_null());
	json_object_set_new(out, "checked_at", field_time(con.checked_at));
	put_trouble(who, &con, out);
	return put_token(who->db, out, con.id, err);
}

int
huntflow_overview_get(const struct caller *who, json_t **out,
    struct err *err)
{
	own_user struct user	 user = { 0 };
	own_json json_t		*doc = NULL;

	if (user_get(who->db, who->user_id, &user, err) == -1)
		return -1;
	doc = json_pack("{s:s, s:n, s:[]}", "system", user.active_system,
	    "user", "accounts");
	put_answers(who, doc);
	if (put_connection(who, user.active_system, doc, err) == -1 ||
	    put_wait(who, doc, err) == -1 ||
	    put_cache(who, doc, err) == -1 || put_calls(who, doc, err) == -1)
		return -1;
	*out = give(doc);
	return 0;
}
