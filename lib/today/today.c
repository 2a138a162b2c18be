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
#include "clickup/sync.h"
#include "import/job.h"
#include "import/view.h"
#include "io/db.h"
#include "io/field.h"
#include "service/sync_run.h"
#include "today/connection.h"
#include "today/figure.h"
#include "today/item.h"

#define DAYS		14	/* of all that is counted over time */
#define HOUR_MS		INT64_C(3600000)
#define EXPIRY_MS	(72 * HOUR_MS)	/* a key that ends sooner is an item */
#define LAST_SYNCS	5
#define TEXT_SIZE	600	/* of a message for people */

struct board {
	struct db			*db;	/* who's */
	const struct caller		*who;
	const struct clickup_home	*home;
	struct buf			*out;
	struct buf			 attention;
	/* By day, the last one today. */
	struct { int64_t calls, failed, imported; }	 days[DAYS];
	bool				 held;	/* a transfer is being worked on */
	int64_t				 inbox;	/* new ones there */
	bool				 huntflow;	/* some Huntflow key is set */
	bool				 clickup_away;	/* and an item says so */
	bool				 clickup_errs;	/* otherwise, and none does yet */
	char				 clickup_text[TEXT_SIZE];
};

static void
board_clear(struct board *b)
{
	buf_clear(&b->attention);
}
#define own_board cleanup(board_clear)

/* Of a text alone; arg may be "". */
static void
attend(struct board *b, const char *kind, const char *code, const char *arg,
    const char *href)
{
	const struct today_item	item = { .kind = kind, .code = code,
				    .text = arg, .href = href };

	today_item_put(&b->attention, b->who, &item);
}

/* --- connections --- */

static void
put_connection(struct board *b, const struct today_connection *con)
{
	struct buf	*out = b->out;
	char		 text[TEXT_SIZE] = "";

	if (con->status_code[0] != '\0')
		text_put(text, sizeof(text), b->who->lang, con->status_code,
		    con->status_text);
	emit_open(out, NULL, '{');
	emit_str(out, "provider", con->provider);
	emit_str(out, "environment", con->environment);
	emit_str(out, "status", con->status);
	emit_str(out, "status_code", con->status_code);
	emit_str(out, "status_text", text);
	emit_time(out, "last_sync_at", con->last_sync_at);
	emit_time(out, "next_run_at", con->next_run_at);
	emit_time(out, "expires_at", con->key_ends);
	emit_str(out, "account", con->account);
	emit_bool(out, "key_set", con->key_set);
	emit_close(out, '}');
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

static bool
is_error(const struct today_connection *con)
{
	return strcmp(con->status, "error") == 0;
}

/* No answer at all; else it answers with an error. */
static bool
is_away(const struct today_connection *con)
{
	const char	*dot = strrchr(con->status_code, '.');

	return is_error(con) && con->failed_at != 0 &&
	    (dot == NULL || strcmp(dot, ".down") == 0);
}

/* A service that does not answer: it is asked again by itself (today/recheck.h). */
static void
attend_away(struct board *b, const struct today_connection *con,
    const struct today_item *item)
{
	struct today_item	said = *item;
	char			since[ZONE_SIZE];

	today_moment(b->who, con->failed_at, since);
	said.kind = "away";
	said.title = since;
	today_item_put(&b->attention, b->who, &said);
}

static void
attend_clickup(struct board *b, const struct today_connection *con)
{
	static const struct today_item	away = { .code = "clickup_down",
		.href = "/clickup/settings/",
		.check = "/clickup/api/test-connection" };

	if (con->provider == NULL || !con->key_set) {
		attend(b, "setup", "clickup_key", "", "/profile/");
		return;
	}
	if (strcmp(con->status, "refused") == 0)
		attend(b, "key", "clickup_refused", "", "/profile/");
	b->clickup_away = is_away(con);
	if (b->clickup_away)
		attend_away(b, con, &away);
	b->clickup_errs = is_error(con) && !b->clickup_away;
	text_put(b->clickup_text, sizeof(b->clickup_text), b->who->lang,
	    con->status_code, con->status_text);
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
	char		 at[ZONE_SIZE];

	if (ends == 0 || ends >= con->read_at + EXPIRY_MS)
		return;
	today_moment(b->who, ends, at);
	attend(b, "key", "huntflow_expiring", at, "/profile/");
}

static void
attend_huntflow(struct board *b, const struct today_connection *con)
{
	const struct today_item	away = { .code = "huntflow_down",
		.href = "/huntflow/", .check = "/huntflow/test-connection",
		.system = con->environment };
	char			text[TEXT_SIZE];

	if (con->provider == NULL || !con->key_set)
		return;
	b->huntflow = true;
	if (strcmp(con->status, "refused") == 0)
		attend(b, "key", "huntflow_refused", con->environment,
		    "/profile/");
	if (is_away(con))
		attend_away(b, con, &away);
	else if (is_error(con)) {
		text_put(text, sizeof(text), b->who->lang, con->status_code,
		    con->status_text);
		attend(b, "away", "huntflow_error", text, "/huntflow/");
	}
	attend_expiry(b, con);
	attend_webhook(b, con, "huntflow_webhook", "/huntflow/");
}

static int
add_connections(struct board *b, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct today_connection	 all[TODAY_CONNECTIONS];

	if (today_connection_list(b->who, all, &rows, err) == -1)
		return -1;
	emit_open(b->out, "connections", '[');
	for (size_t i = 0; i < nitems(all); i++)
		if (all[i].provider != NULL)
			put_connection(b, &all[i]);
	emit_close(b->out, ']');
	attend_clickup(b, &all[0]);
	for (size_t i = 1; i < nitems(all); i++)
		attend_huntflow(b, &all[i]);
	if (!b->huntflow)
		attend(b, "setup", "huntflow_key", "", "/profile/");
	return 0;
}

/* --- tasks --- */

static void
put_statuses(struct buf *out, const struct clickup_choices *statuses)
{
	emit_open(out, "by_status", '[');
	for (size_t i = 0; i < statuses->n; i++) {
		emit_open(out, NULL, '{');
		emit_str(out, "name", statuses->v[i].name);
		emit_int(out, "count", statuses->v[i].count);
		emit_str(out, "type", statuses->v[i].type);
		emit_str(out, "color", statuses->v[i].color);
		emit_close(out, '}');
	}
	emit_close(out, ']');
}

struct counted {
	struct clickup_choices	 statuses;
	int64_t			 sent, no_cv;
};

static void
counted_clear(struct counted *n)
{
	clickup_choices_clear(&n->statuses);
}
#define own_counted cleanup(counted_clear)

/* What the index knows of transfers may be old only while one is being worked on. */
static int
count_sent(struct board *b, struct index_read *r, int64_t *out,
    struct err *err)
{
	const struct clickup_filter	done = { .home = *b->home,
					    .transfer = "done" };

	return b->held ? clickup_find_count(b->db, b->who->conf, &done, out,
	    err) : index_read_term_count(r, CLICKUP_TERM_SENT, "done", out, err);
}

static int
count_tasks(struct board *b, struct counted *out, struct err *err)
{
	own_index_read struct index_read	*r = NULL;

	if (b->home->collection == 0)
		return 0;
	if (clickup_follow_read(b->db, b->who->conf, b->home, &r, err) == -1 ||
	    count_sent(b, r, &out->sent, err) == -1 ||
	    clickup_choice_list(r, CLICKUP_TERM_STATUS, NULL, &out->statuses,
	    err) == -1)
		return -1;
	return index_read_term_count(r, CLICKUP_TERM_CV, "none", &out->no_cv,
	    err);
}

static void
put_counted(struct board *b, const struct counted *n)
{
	struct buf	*out = b->out;

	emit_int(out, "transferred", n->sent);
	emit_int(out, "not_transferred", b->home->tasks - n->sent);
	emit_int(out, "no_cv", n->no_cv);
	put_statuses(out, &n->statuses);
}

static void
put_unknown(struct buf *out)
{
	emit_null(out, "transferred");
	emit_null(out, "not_transferred");
	emit_null(out, "no_cv");
	emit_null(out, "by_status");
}

/* While the list is being indexed its figures are not known, and all else is shown. */
static int
add_tasks(struct board *b, struct err *err)
{
	own_counted struct counted	 n = { .sent = 0 };
	const int			 rc = count_tasks(b, &n, err);

	if (rc == -1 && strcmp(err->code, "index.indexing") != 0)
		return -1;
	emit_open(b->out, "tasks", '{');
	if (rc == 0)
		put_counted(b, &n);
	else
		put_unknown(b->out);
	emit_int(b->out, "total", b->home->tasks);
	emit_close(b->out, '}');
	memset(err, 0, sizeof(*err));
	return 0;
}

/* --- what ran, what runs --- */

/* Only the newest speaks: an older failure is mended by it. */
static void
attend_sync(struct board *b, const struct sync_run *run, const json_t *log)
{
	if (run->error_code[0] == '\0' ||
	    (run->missing == 0 && sync_run_is_read(run)) ||
	    strcmp(run->error_code, "clickup.token") == 0 ||
	    (b->clickup_away && strcmp(run->error_code, "clickup.down") == 0))
		return;
	b->clickup_errs = false;
	attend(b, "sync", run->missing > 0 ? "sync_missing" : "sync_failed",
	    json_string_value(json_object_get(log, "error_message")),
	    run->missing > 0 ? "/clickup/tasks/" : "/clickup/sync-logs/");
}

static int
add_syncs(struct board *b, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct sync_run		 run;

	if (sync_run_list(b->db, b->who->user_id, 0, LAST_SYNCS, 0, &rows,
	    err) == -1)
		return -1;
	emit_open(b->out, "last_syncs", '[');
	for (bool newest = true; sync_run_next(rows, &run); newest = false) {
		own_json json_t	*log = sync_run_json(&run, b->who->lang);
		own_str char	*text = json_dumps(log, JSON_COMPACT);

		if (newest)
			attend_sync(b, &run, log);
		emit_json(b->out, NULL, text);
	}
	emit_close(b->out, ']');
	if (b->clickup_errs)
		attend(b, "away", "clickup_error", b->clickup_text,
		    "/clickup/settings/");
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

	if (import_job_last(b->db, b->who->user_id, &job, &there, err) == -1)
		return -1;
	if (there && !import_job_runs(&job))
		attend_import(b, &job);
	else if (there && import_view_write(b->db, &job, IMPORT_VIEW_WHOLE,
	    b->who->lang, &text, err) == -1)
		return -1;
	emit_json(b->out, "running_import", buf_str(&text));
	return 0;
}

/* What people sent and nobody has decided on. */
static void
attend_inbox(struct board *b)
{
	char	n[24];

	snprintf(n, sizeof(n), "%lld%s", (long long)b->inbox,
	    b->inbox == TODAY_INBOX_MAX ? "+" : "");
	if (b->inbox > 0)
		attend(b, "inbox", "inbox", n, "/inbox/");
}

/* --- over time: every day is there, also the empty ones --- */

/* Which of the days that begin then; -1: none. */
static int
day_of(const int64_t begin[DAYS + 1], int64_t at)
{
	int	i = DAYS;

	while (i >= 0 && at < begin[i])
		i--;
	return i == DAYS ? -1 : i;
}

/* zone: entered. */
static int
read_figures(struct board *b, int64_t first_day, const struct zone *zone,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			 begin[DAYS + 1];
	struct today_figure	 one;
	int			 i;

	for (i = 0; i <= DAYS; i++)
		begin[i] = zone_begin(zone, first_day + i, 0);
	if (today_figure_list(b->who, begin[0], &rows, err) == -1)
		return -1;
	while (today_figure_next(rows, &one)) {
		if (one.kind == TODAY_INBOX)
			b->inbox += one.n;
		b->held |= one.kind == TODAY_HELD;
		if ((i = day_of(begin, one.at)) == -1)
			continue;
		if (one.kind == TODAY_CALLS) {
			b->days[i].calls += one.n;
			b->days[i].failed += one.failed ? one.n : 0;
		} else if (one.kind == TODAY_IMPORTED)
			b->days[i].imported += one.n;
	}
	return 0;
}

static void
put_calls(const struct board *b, int64_t first_day)
{
	char	date[ZONE_DAY_SIZE];

	emit_open(b->out, "calls", '[');
	for (int i = 0; i < DAYS; i++) {
		zone_day_write(first_day + i, date);
		emit_open(b->out, NULL, '{');
		emit_str(b->out, "day", date);
		emit_int(b->out, "total", b->days[i].calls);
		emit_int(b->out, "errors", b->days[i].failed);
		emit_close(b->out, '}');
	}
	emit_close(b->out, ']');
}

static void
put_imported(const struct board *b, int64_t first_day)
{
	char	date[ZONE_DAY_SIZE];

	emit_open(b->out, "imported", '[');
	for (int i = 0; i < DAYS; i++) {
		zone_day_write(first_day + i, date);
		emit_open(b->out, NULL, '{');
		emit_str(b->out, "day", date);
		emit_int(b->out, "count", b->days[i].imported);
		emit_close(b->out, '}');
	}
	emit_close(b->out, ']');
}

static int
add_figures(struct board *b, struct err *err)
{
	own_zone struct zone	zone = { 0 };
	int64_t			first_day;

	zone_enter(&zone, b->who->zone);
	first_day = zone_day(&zone, clock_ms()) - DAYS + 1;
	if (read_figures(b, first_day, &zone, err) == -1)
		return -1;
	put_calls(b, first_day);
	put_imported(b, first_day);
	return 0;
}

int
today_write(const struct caller *who, const struct clickup_home *home,
    bool admin, struct buf *out, struct err *err)
{
	own_board struct board	 b = { .db = who->db, .who = who, .home = home,
				    .out = out };

	emit_open(out, NULL, '{');
	emit_open(&b.attention, NULL, '[');
	if (add_figures(&b, err) == -1 || add_connections(&b, err) == -1 ||
	    today_trouble_items(who, admin, &b.attention, err) == -1 ||
	    add_tasks(&b, err) == -1 || add_syncs(&b, err) == -1 ||
	    add_import(&b, err) == -1)
		return -1;
	attend_inbox(&b);
	emit_close(&b.attention, ']');
	emit_json(out, "attention", buf_str(&b.attention));
	emit_int(out, "inbox", b.inbox);
	emit_close(out, '}');
	return 0;
}
