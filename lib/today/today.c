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
#include "clickup/cache_find.h"
#include "clickup/choice.h"
#include "clickup/doc.h"
#include "clickup/follow.h"
#include "clickup/sent.h"
#include "clickup/sync.h"
#include "import/job.h"
#include "import/view.h"
#include "io/db.h"
#include "io/field.h"
#include "origin/slot.h"
#include "service/call_sum.h"
#include "service/sync_run.h"
#include "today/connection.h"

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

static void
put_connection(struct board *b, const struct today_connection *con)
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
	    "expires_at", field_time(con->key_ends),
	    "account", con->account, "key_set", con->key_set));
}

/* Events that do not come: the page would show old tasks as if they were new. */
static void
attend_webhook(struct board *b, const struct today_connection *con,
    const char *code, const char *href)
{
	if (con->webhook != NULL && (strcmp(con->webhook, "suspended") == 0 ||
	    strcmp(con->webhook, "failing") == 0))
		attend(b, "sync", code, "", href);
}

static void
add_clickup(struct board *b, const struct today_connection *con)
{
	put_connection(b, con);
	if (!con->key_set) {
		attend(b, "setup", "clickup_key", "", "/profile/");
		return;
	}
	if (strcmp(con->status, "refused") == 0)
		attend(b, "key", "clickup_refused", "", "/profile/");
	if (con->list_id[0] == '\0')
		attend(b, "setup", "clickup_list", "", "/clickup/settings/");
	attend_webhook(b, con, "clickup_webhook", "/clickup/settings/");
}

/* With a refresh token the key renews itself. */
static void
attend_expiry(struct board *b, const struct today_connection *con)
{
	const int64_t	 ends = con->refresh_set ? con->refresh_ends :
			    con->key_ends;
	own_zone struct zone	zone = { 0 };
	char			date[ZONE_DAY_SIZE];

	if (ends == 0 || ends >= con->read_at + EXPIRY_MS)
		return;
	zone_enter(&zone, b->who->zone);
	zone_day_write(zone_day(&zone, ends), date);
	attend(b, "key", "huntflow_expiring", date, "/profile/");
}

static void
add_huntflow(struct board *b, const struct today_connection *con)
{
	put_connection(b, con);
	if (!con->key_set)
		return;
	b->huntflow = true;
	if (strcmp(con->status, "refused") == 0)
		attend(b, "key", "huntflow_refused", con->environment,
		    "/profile/");
	attend_expiry(b, con);
	attend_webhook(b, con, "huntflow_webhook", "/huntflow/");
}

static int
add_connections(struct board *b, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct today_connection	 con;
	bool			 more;

	json_object_set_new(b->out, "connections", json_array());
	if (today_connection_list(b->who, &rows, err) == -1)
		return -1;
	more = today_connection_next(rows, &con);
	if (more && strcmp(con.provider, "clickup") == 0) {
		add_clickup(b, &con);
		more = today_connection_next(rows, &con);
	} else
		attend(b, "setup", "clickup_key", "", "/profile/");
	for (; more; more = today_connection_next(rows, &con))
		add_huntflow(b, &con);
	if (!b->huntflow)
		attend(b, "setup", "huntflow_key", "", "/profile/");
	return 0;
}

/* --- tasks --- */

static json_t *
statuses_json(const struct clickup_choices *statuses)
{
	json_t	*list = json_array();

	for (size_t i = 0; i < statuses->n; i++)
		json_array_append_new(list, json_pack("{s:s, s:I, s:s, s:s}",
		    "name", statuses->v[i].name,
		    "count", (json_int_t)statuses->v[i].count,
		    "type", statuses->v[i].type,
		    "color", statuses->v[i].color));
	return list;
}

struct counted {
	json_t	*statuses;
	int64_t	 sent, no_cv;
};

static int
count_tasks(struct board *b, const struct clickup_filter *done,
    struct counted *out, struct err *err)
{
	own_clickup_choices struct clickup_choices	 statuses = { 0 };
	own_index_read struct index_read		*r = NULL;

	if (clickup_find_count(b->db, b->who->conf, done, &out->sent,
	    err) == -1)
		return -1;
	if (done->home.collection != 0 &&
	    (clickup_follow_read(b->db, b->who->conf, &done->home, &r,
	    err) == -1 ||
	    clickup_choice_list(r, CLICKUP_TERM_STATUS, NULL, &statuses,
	    err) == -1 ||
	    index_read_term_count(r, CLICKUP_TERM_CV, "none", &out->no_cv,
	    err) == -1))
		return -1;
	out->statuses = statuses_json(&statuses);
	return 0;
}

/* While the list is being indexed its figures are not known, and all else is shown. */
static int
add_tasks(struct board *b, struct err *err)
{
	struct clickup_filter	 done = { .transfer = "done" };
	struct counted		 n = { 0 };
	json_t			*out;

	if (clickup_cache_home(b->db, b->who->company_id, b->who->user_id,
	    &done.home, err) == -1)
		return -1;
	if (count_tasks(b, &done, &n, err) == 0) {
		out = json_pack("{s:I, s:I, s:I, s:o}",
		    "transferred", (json_int_t)n.sent, "not_transferred",
		    (json_int_t)(done.home.tasks - n.sent),
		    "no_cv", (json_int_t)n.no_cv, "by_status", n.statuses);
	} else {
		if (strcmp(err->code, "index.indexing") != 0)
			return -1;
		memset(err, 0, sizeof(*err));
		out = json_pack("{s:n, s:n, s:n, s:n}", "transferred",
		    "not_transferred", "no_cv", "by_status");
	}
	json_object_set_new(out, "total", json_integer(done.home.tasks));
	json_object_set_new(b->out, "tasks", out);
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
static void
attend_import(struct board *b, const struct import_job *job)
{
	char	href[64], n[24];

	snprintf(href, sizeof(href), "/clickup/bulk-import/%lld/",
	    (long long)job->id);
	snprintf(n, sizeof(n), "%lld", (long long)job->failed);
	if (strcmp(job->status, "stopped") == 0 && job->error_code[0] != '\0')
		attend(b, "import", "import_stopped", "", href);
	else if (job->failed > 0 && strcmp(job->status, "cancelled") != 0)
		attend(b, "import", "import_failures", n, href);
}

static int
add_import(struct board *b, struct err *err)
{
	own_import_job struct import_job	job = { 0 };
	own_buf struct buf			text = { 0 };
	bool					there;

	json_object_set_new(b->out, "running_import", json_null());
	if (import_job_last(b->db, b->who->user_id, &job, &there, err) == -1)
		return -1;
	if (!there)
		return 0;
	if (!import_job_runs(&job)) {
		attend_import(b, &job);
		return 0;
	}
	if (import_view_write(b->db, &job, IMPORT_VIEW_WHOLE, b->who->lang,
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
	struct call_brief	 hours[HOURS] = { 0 }, one;
	json_t			*list = json_array();

	json_object_set_new(b->out, "calls", list);
	if (call_sum_briefs(b->db, &whose, first, &rows, err) == -1)
		return -1;
	while (call_sum_brief_next(rows, &one)) {
		const int64_t	 i = (one.at - first) / HOUR_MS;

		if (i >= 0 && i < HOURS)
			hours[i] = one;
	}
	for (int i = 0; i < HOURS; i++)
		json_array_append_new(list, json_pack("{s:o, s:I, s:I}", "at",
		    field_time(first + i * HOUR_MS), "total",
		    (json_int_t)hours[i].calls, "errors",
		    (json_int_t)hours[i].errors));
	return 0;
}

static int
add_imported(struct board *b, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_zone struct zone	 zone = { 0 };
	struct origin_slot	 slot;
	int64_t			 first, counts[DAYS] = { 0 };
	json_t			*list = json_array();

	json_object_set_new(b->out, "imported", list);
	zone_enter(&zone, b->who->zone);
	first = zone_day(&zone, clock_ms()) - DAYS + 1;
	if (origin_slot_list(b->db, b->who->user_id,
	    zone_begin(&zone, first, 0), &rows, err) == -1)
		return -1;
	while (origin_slot_next(rows, &slot)) {
		const int64_t	day = zone_day(&zone, slot.at) - first;

		if (day >= 0 && day < DAYS)
			counts[day] += slot.done;
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
