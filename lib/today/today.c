#include "today/today.h"

#include <stdio.h>
#include <string.h>

#include "account/caller.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/zone.h"
#include "clickup/cache.h"
#include "clickup/choice.h"
#include "clickup/sent.h"
#include "clickup/sync.h"
#include "import/job.h"
#include "import/view.h"
#include "io/db.h"
#include "io/field.h"
#include "service/call_sum.h"
#include "service/connection.h"
#include "service/sync_run.h"
#include "webhook/webhook.h"

#define HOURS		12
#define DAYS		14
#define HOUR_MS		INT64_C(3600000)
#define EXPIRY_MS	(72 * HOUR_MS)	/* a key that ends sooner is an item */
#define LAST_SYNCS	5

struct board {
	struct db		*db;	/* who's */
	const struct caller	*who;
	json_t			*out, *attention;
	bool			 huntflow;	/* some Huntflow key is set */
};

/* Message "today.<code>.<part>"; the text alone takes an argument. */
static json_t *
say(const struct board *b, const char *code, const char *part, const char *arg)
{
	char	name[96], text[600];

	snprintf(name, sizeof(name), "today.%s.%s", code, part);
	text_put(text, sizeof(text), b->who->lang, name, arg);
	return json_string(text);
}

/* Something that a person must do; arg may be "". */
static void
attend(struct board *b, const char *kind, const char *code, const char *arg,
    const char *href)
{
	json_array_append_new(b->attention, json_pack(
	    "{s:s, s:s, s:o, s:o, s:{s:o, s:s}}", "code", code, "kind", kind,
	    "title", say(b, code, "title", ""), "text", say(b, code, "text", arg),
	    "action", "label", say(b, code, "action", ""), "href", href));
}

/* --- connections --- */

/* What a card calls the account: the list's path or the address. */
static const char *
account_of(const struct connection *con)
{
	const char	*name = field_str(con->settings, "list_name");

	if (name == NULL || *name == '\0')
		name = field_str(con->settings, "team_name");
	return name != NULL && *name != '\0' ? name : con->base_url;
}

static void
put_connection(struct board *b, const struct connection *con,
    const struct secret_hint *key)
{
	char	text[600] = "";

	if (con->status_code[0] != '\0')
		text_put(text, sizeof(text), b->who->lang, con->status_code,
		    con->status_text);
	json_array_append_new(json_object_get(b->out, "connections"),
	    json_pack("{s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:s, s:b}",
	    "provider", con->provider, "environment", con->environment,
	    "status", con->status, "status_code", con->status_code,
	    "status_text", text, "last_sync_at", field_time(con->last_sync_at),
	    "next_run_at", field_time(con->next_run_at),
	    "expires_at", field_time(key->expires_at),
	    "account", account_of(con), "key_set", key->set));
}

/* 1: there is one, with what may be shown of its key; 0: none. */
static int
find_connection(struct board *b, const char *provider, const char *environment,
    struct connection *con, struct secret_hint *key, struct err *err)
{
	if (connection_of(b->db, b->who->user_id, provider, environment, con,
	    err) == -1) {
		if (err->kind != ERR_ABSENT)
			return -1;
		memset(err, 0, sizeof(*err));
		return 0;
	}
	if (connection_secret_hint(b->db, con->id, "api_key", key, err) == -1)
		return -1;
	put_connection(b, con, key);
	return 1;
}

/* Events that do not come: the page would show old tasks as if they were new. */
static int
add_webhook(struct board *b, int64_t connection_id, const char *code,
    const char *href, struct err *err)
{
	struct webhook	hook;

	if (webhook_of(b->db, connection_id, &hook, err) == -1) {
		if (err->kind != ERR_ABSENT)
			return -1;
		memset(err, 0, sizeof(*err));
		return 0;
	}
	if (strcmp(hook.status, "suspended") == 0 ||
	    strcmp(hook.status, "failing") == 0)
		attend(b, "sync", code, "", href);
	return 0;
}

static int
add_clickup(struct board *b, struct err *err)
{
	own_connection struct connection	con = { 0 };
	struct secret_hint			key = { 0 };
	const char				*list;
	int					rc;

	rc = find_connection(b, "clickup", "PROD", &con, &key, err);
	if (rc == -1)
		return -1;
	if (rc == 0 || !key.set) {
		attend(b, "setup", "clickup_key", "", "/profile/");
		return 0;
	}
	if (strcmp(con.status, "refused") == 0)
		attend(b, "key", "clickup_refused", "", "/profile/");
	list = field_str(con.settings, "list_id");
	if (list == NULL || *list == '\0')
		attend(b, "setup", "clickup_list", "", "/clickup/settings/");
	return add_webhook(b, con.id, "clickup_webhook", "/clickup/settings/",
	    err);
}

static int
add_huntflow(struct board *b, const char *environment, struct err *err)
{
	own_connection struct connection	con = { 0 };
	struct secret_hint			key = { 0 }, refresh = { 0 };
	own_zone struct zone			zone = { 0 };
	int64_t					ends, now;
	char					date[ZONE_DAY_SIZE];
	int					rc;

	rc = find_connection(b, "huntflow", environment, &con, &key, err);
	if (rc <= 0 || !key.set)
		return rc == -1 ? -1 : 0;
	b->huntflow = true;
	if (connection_secret_hint(b->db, con.id, "refresh_token", &refresh,
	    err) == -1 || db_now(b->db, &now, err) == -1)
		return -1;
	if (strcmp(con.status, "refused") == 0)
		attend(b, "key", "huntflow_refused", environment, "/profile/");
	/* With a refresh token the key renews itself. */
	ends = refresh.set ? refresh.expires_at : key.expires_at;
	if (ends != 0 && ends < now + EXPIRY_MS) {
		zone_enter(&zone, b->who->zone);
		zone_day_write(zone_day(&zone, ends), date);
		attend(b, "key", "huntflow_expiring", date, "/profile/");
	}
	return add_webhook(b, con.id, "huntflow_webhook", "/huntflow/", err);
}

static int
add_connections(struct board *b, struct err *err)
{
	json_object_set_new(b->out, "connections", json_array());
	if (add_clickup(b, err) == -1 || add_huntflow(b, "PROD", err) == -1 ||
	    add_huntflow(b, "SANDBOX", err) == -1)
		return -1;
	if (!b->huntflow)
		attend(b, "setup", "huntflow_key", "", "/profile/");
	return 0;
}

/* --- tasks --- */

static json_t *
statuses_json(struct db_rows *rows)
{
	json_t	*list = json_array();

	while (db_rows_next(rows))
		json_array_append_new(list, json_pack("{s:s, s:I, s:s, s:s}",
		    "name", db_col_str(rows, 0),
		    "count", (json_int_t)db_col_int(rows, 1),
		    "type", db_col_str(rows, 2),
		    "color", db_col_str(rows, 3)));
	return list;
}

static int64_t
count_named(struct db_rows *rows, const char *name)
{
	int64_t	n = 0;

	while (db_rows_next(rows))
		if (strcmp(db_col_str(rows, 0), name) == 0)
			n = db_col_int(rows, 1);
	return n;
}

static int
add_tasks(struct board *b, struct err *err)
{
	own_rows struct db_rows	*statuses = NULL, *cvs = NULL;
	int64_t			 home, total, sent = 0;

	if (clickup_cache_home(b->db, b->who->company_id, b->who->user_id,
	    &home, &total, err) == -1 ||
	    clickup_choice_statuses(b->db, home, &statuses, err) == -1 ||
	    clickup_choice_cvs(b->db, home, &cvs, err) == -1 ||
	    clickup_sent_count(b->db, home, b->who->user_id, &sent,
	    err) == -1)
		return -1;
	json_object_set_new(b->out, "tasks", json_pack(
	    "{s:I, s:I, s:I, s:I, s:o}", "total", (json_int_t)total,
	    "transferred", (json_int_t)sent,
	    "not_transferred", (json_int_t)(total - sent),
	    "no_cv", (json_int_t)count_named(cvs, "none"),
	    "by_status", statuses_json(statuses)));
	return 0;
}

/* --- what ran, what runs --- */

static int
add_syncs(struct board *b, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	json_t			*list = json_array();
	struct sync_run		 run;

	json_object_set_new(b->out, "last_syncs", list);
	if (sync_run_list(b->db, b->who->user_id, 0, LAST_SYNCS, 0, &rows,
	    err) == -1)
		return -1;
	while (sync_run_next(rows, &run)) {
		json_t	*log = sync_run_json(&run, b->who->lang);

		/* Only the newest speaks: an older failure is mended by it. */
		if (json_array_size(list) == 0 && run.error_code[0] != '\0' &&
		    (run.missing > 0 || !sync_run_is_read(&run)) &&
		    strcmp(run.error_code, "clickup.token") != 0)
			attend(b, "sync", run.missing > 0 ? "sync_missing" :
			    "sync_failed", json_string_value(
			    json_object_get(log, "error_message")),
			    run.missing > 0 ? "/clickup/tasks/" :
			    "/clickup/sync-logs/");
		json_array_append_new(list, log);
	}
	return 0;
}

/* The newest import, when it stopped by itself or left failures. */
static int
attend_import(struct board *b, struct err *err)
{
	own_rows struct db_rows			*rows = NULL;
	own_import_job struct import_job	 job = { 0 };
	char					 href[64], n[24];

	if (import_job_list(b->db, b->who->user_id, 0, 0, 1, &rows,
	    err) == -1)
		return -1;
	if (!import_job_next(rows, &job))
		return 0;
	snprintf(href, sizeof(href), "/clickup/bulk-import/%lld/",
	    (long long)job.id);
	snprintf(n, sizeof(n), "%lld", (long long)job.failed);
	if (strcmp(job.status, "stopped") == 0 && job.error_code[0] != '\0')
		attend(b, "import", "import_stopped", "", href);
	else if (job.failed > 0 && strcmp(job.status, "cancelled") != 0 &&
	    strcmp(job.status, "running") != 0)
		attend(b, "import", "import_failures", n, href);
	return 0;
}

static int
add_import(struct board *b, struct err *err)
{
	own_import_job struct import_job	job = { 0 };
	own_buf struct buf			text = { 0 };
	int64_t					id;

	if (import_job_running(b->db, b->who->user_id, 0, &id, err) == -1)
		return -1;
	if (id == 0) {
		json_object_set_new(b->out, "running_import", json_null());
		return attend_import(b, err);
	}
	if (import_job_get(b->db, id, &job, err) == -1 ||
	    import_view_write(b->db, &job, IMPORT_VIEW_WHOLE, b->who->lang,
	    &text, err) == -1)
		return -1;
	json_object_set_new(b->out, "running_import",
	    json_loadb(text.data, text.len, 0, NULL));
	return 0;
}

/* --- over time: every hour and day is there, also the empty ones --- */

static int
add_calls(struct board *b, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const int64_t		 first = (clock_ms() / HOUR_MS - HOURS + 1) *
				    HOUR_MS;
	const struct call_whose	 whose = { b->who->company_id, b->who->user_id,
				    NULL };
	struct { int64_t total, errors; } hours[HOURS] = { 0 };
	struct call_slot	 slot;
	json_t			*list = json_array();

	json_object_set_new(b->out, "calls", list);
	if (call_sum_hours(b->db, &whose, first, &rows, err) == -1)
		return -1;
	while (call_sum_hour_next(rows, &slot)) {
		const int64_t	 i = (slot.at - first) / HOUR_MS;

		if (slot.at < first || i >= HOURS)
			continue;
		hours[i].total += slot.calls;
		if (strcmp(call_types[slot.type], "ERROR") == 0)
			hours[i].errors += slot.calls;
	}
	for (int i = 0; i < HOURS; i++)
		json_array_append_new(list, json_pack("{s:o, s:I, s:I}", "at",
		    field_time(first + i * HOUR_MS), "total",
		    (json_int_t)hours[i].total, "errors",
		    (json_int_t)hours[i].errors));
	return 0;
}

static int
add_imported(struct board *b, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_zone struct zone	 zone = { 0 };
	int64_t			 first, counts[DAYS] = { 0 };
	json_t			*list = json_array();

	json_object_set_new(b->out, "imported", list);
	zone_enter(&zone, b->who->zone);
	first = zone_day(&zone, clock_ms()) - DAYS + 1;
	if (clickup_sent_slots(b->db, b->who->user_id,
	    zone_begin(&zone, first, 0), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		const int64_t	day = zone_day(&zone, db_col_int(rows, 0) *
				    ZONE_SLOT_MS) - first;

		if (day >= 0 && day < DAYS)
			counts[day] += db_col_int(rows, 1);
	}
	for (int i = 0; i < DAYS; i++) {
		char	date[ZONE_DAY_SIZE];

		zone_day_write(first + i, date);
		json_array_append_new(list, json_pack("{s:s, s:I}", "day", date,
		    "count", (json_int_t)counts[i]));
	}
	return 0;
}

int
today_get(const struct caller *who, json_t **out, struct err *err)
{
	own_json json_t	*doc = json_object();
	struct board	 b = { .db = who->db, .who = who, .out = doc, .attention = json_array() };

	json_object_set_new(doc, "attention", b.attention);
	if (add_connections(&b, err) == -1 || add_tasks(&b, err) == -1 ||
	    add_syncs(&b, err) == -1 || add_import(&b, err) == -1 ||
	    add_calls(&b, err) == -1 || add_imported(&b, err) == -1)
		return -1;
	*out = give(doc);
	return 0;
}
