#include "platform/integration_log.h"

#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "base/zone.h"
#include "io/db.h"
#include "io/field.h"
#include "io/rota.h"
#include "platform/integration.h"

#define MESSAGE_MAX	500
#define PART		500	/* rows of one statement */
#define DAY_MS		INT64_C(86400000)
/* The slot of a time of day. */
#define SLOT_OF(time)	"FLOOR(TIME_TO_SEC(" time ") / 900)"

const char *const integration_operations[] = { "create", "update", "delete",
	"test", "connect", "search", "import", "sync", NULL };
const char *const integration_outcomes[] = { "success", "partial", "error",
	NULL };

static void
add(struct db *db, const struct integration *in, const char *operation,
    const char *status, int64_t user_id, const json_t *details,
    const struct err *why)
{
	own_str char	*text = details != NULL ? json_dumps(details,
			    JSON_COMPACT) : mem_dup("{}");
	const char	*said = why != NULL ? why->text : "";
	struct err	 err = { 0 };

	if (db_exec(db, "INSERT INTO integration_log (company_id, "
	    "integration_id, platform, name, operation, status, code, "
	    "message, details, user_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    DB_ARGS(db_int(in->con.company_id), db_int(in->con.id),
	    db_str(in->con.provider), db_str(in->con.name),
	    db_str(operation), db_str(status),
	    db_str(why != NULL ? why->code : ""),
	    db_strn(said, utf8_cut(said, MESSAGE_MAX)), db_str(text),
	    db_id(user_id)), NULL, &err) == -1)
		log_err(LOG_WARN, "integration: log", &err);
}

void
integration_log_add(struct db *db, const struct integration *in,
    const char *operation, int64_t user_id, const json_t *details,
    const struct err *why)
{
	add(db, in, operation, why != NULL ? "error" : "success", user_id,
	    details, why);
}

void
integration_log_partial(struct db *db, const struct integration *in,
    const char *operation, int64_t user_id, const json_t *details,
    const struct err *why)
{
	add(db, in, operation, "partial", user_id, details, why);
}

int
integration_log_list(struct db *db, const struct integration_log_filter *f,
    int64_t limit, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT l.id, l.company_id, l.integration_id, "
	    "l.platform, l.name, l.operation, l.status, l.code, l.message, "
	    "l.details, l.user_id, u.name, l.created_at "
	    "FROM integration_log l LEFT JOIN user u ON u.id = l.user_id "
	    "WHERE l.company_id = ? AND (? = 0 OR l.integration_id = ?) "
	    "AND (? IS NULL OR l.platform = ?) "
	    "AND (? IS NULL OR l.operation = ?) "
	    "AND (? IS NULL OR l.status = ?) AND (? = 0 OR l.id < ?) "
	    "ORDER BY l.id DESC LIMIT ?", DB_ARGS(db_int(f->company_id),
	    db_int(f->integration_id), db_int(f->integration_id),
	    db_str(f->platform), db_str(f->platform), db_str(f->operation),
	    db_str(f->operation), db_str(f->status), db_str(f->status),
	    db_int(f->before_id), db_int(f->before_id), db_int(limit)), out,
	    err);
}

bool
integration_log_next(struct db_rows *rows, struct integration_log *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct integration_log){
		.id = db_col_int(rows, 0),
		.company_id = db_col_int(rows, 1),
		.integration_id = db_col_int(rows, 2),
		.platform = db_col_str(rows, 3),
		.name = db_col_str(rows, 4),
		.operation = db_col_str(rows, 5),
		.status = db_col_str(rows, 6),
		.code = db_col_str(rows, 7),
		.message = db_col_str(rows, 8),
		.details = db_col_str(rows, 9),
		.user_id = db_col_int(rows, 10),
		.user_name = db_col_str(rows, 11),
		.created_at = db_col_time(rows, 12),
	};
	return true;
}

json_t *
integration_log_json(const struct integration_log *l, const char *lang)
{
	char	 text[700] = "";
	json_t	*details = json_loads(l->details, 0, NULL);

	if (l->code[0] != '\0')
		text_put(text, sizeof(text), lang, l->code, l->message);
	return json_pack("{s:I, s:I, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o,"
	    " s:o}", "id", (json_int_t)l->id, "integration_id",
	    (json_int_t)l->integration_id, "platform", l->platform,
	    "name", l->name, "operation", l->operation, "status", l->status,
	    "code", l->code, "message", text,
	    "details", details != NULL ? details : json_object(),
	    "user", l->user_id == 0 ? json_null() : json_pack("{s:I, s:s?}",
	    "id", (json_int_t)l->user_id, "name", l->user_name),
	    "created_at", field_time(l->created_at));
}

static const struct rota_old	old_lines = { { "old searches", ROTA_OLD(
	ROTA_ANYONE, "(SELECT created_at FROM integration_log FORCE INDEX (newest) "
	"WHERE company_id = o.id ORDER BY id LIMIT 1)") },
	"DELETE FROM integration_log WHERE company_id = ? AND created_at < NOW(3) - "
	"INTERVAL ? DAY ORDER BY id LIMIT ?" };

int
integration_log_expire(struct db *db, int64_t days, int64_t *removed,
    struct err *err)
{
	return rota_drop_old(db, &old_lines, days, PART, removed, err);
}

/* --- sums --- */

int
integration_log_gain(struct db *db, const struct integration *in,
    const struct integration_gain *g, struct err *err)
{
	if (db_exec(db, "INSERT INTO integration_day (company_id, day, "
	    "slot, integration_id, platform, searches, errors, found, "
	    "persons, imported) VALUES (?, UTC_DATE(), " SLOT_OF(
	    "UTC_TIME()") ", ?, ?, ?, ?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE searches = searches + VALUES(searches), "
	    "errors = errors + VALUES(errors), found = found + VALUES(found), "
	    "persons = persons + VALUES(persons), "
	    "imported = imported + VALUES(imported)",
	    DB_ARGS(db_int(in->con.company_id), db_int(in->con.id),
	    db_str(in->con.provider), db_int(g->searches), db_int(g->errors),
	    db_int(g->found), db_int(g->persons), db_int(g->imported)), NULL,
	    err) == -1)
		return -1;
	if (g->found == 0 && g->imported == 0)
		return 0;
	return db_exec(db, "UPDATE integration SET found = found + ?, "
	    "imported = imported + ? WHERE connection_id = ?",
	    DB_ARGS(db_int(g->found), db_int(g->imported),
	    db_int(in->con.id)), NULL, err);
}

int
integration_log_back(struct db *db, int64_t company_id,
    int64_t integration_id, int64_t imported_at_ms, struct err *err)
{
	return db_exec(db, "UPDATE integration_day SET imported = imported - 1 "
	    "WHERE company_id = ? AND integration_id = ? AND day = DATE(?) AND "
	    "imported > 0 ORDER BY slot = " SLOT_OF("TIME(?)")
	    " DESC LIMIT 1",
	    DB_ARGS(db_int(company_id), db_int(integration_id),
	    db_time(imported_at_ms), db_time(imported_at_ms)), NULL,
	    err) == -1 || db_exec(db, "UPDATE integration SET "
	    "imported = imported - 1 WHERE connection_id = ? AND "
	    "company_id = ? AND imported > 0", DB_ARGS(db_int(integration_id),
	    db_int(company_id)), NULL, err) == -1 ? -1 : 0;
}

struct sums {
	int64_t	integrations, searches, errors, found, imported;
};

/* The columns of a row from the n-th on: searches, errors, found, imported. */
static void
sums_add(struct sums *s, const struct db_rows *rows, int n)
{
	s->searches += db_col_int(rows, n);
	s->errors += db_col_int(rows, n + 1);
	s->found += db_col_int(rows, n + 2);
	s->imported += db_col_int(rows, n + 3);
}

static json_t *
sums_json(const struct sums *s, const char *name, const char *value)
{
	return json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:f}", name, value,
	    "integrations", (json_int_t)s->integrations, "searches",
	    (json_int_t)s->searches, "errors", (json_int_t)s->errors,
	    "found", (json_int_t)s->found, "imported",
	    (json_int_t)s->imported, "share", s->found > 0 ?
	    (double)s->imported / (double)s->found : 0.0);
}

/* Those of all time. */
static int
totals(struct db *db, int64_t company_id, int64_t integration_id,
    json_t **out, struct err *err)
{
	own_integration struct integration	 in = { 0 };
	own_rows struct db_rows			*rows = NULL, *sums = NULL;
	json_int_t				 n = 0, active = 0;

	if (integration_list(db, company_id, NULL, &rows, err) == -1 ||
	    db_query(db, "SELECT COALESCE(SUM(IF(? = 0, persons, found)), 0), "
	    "COALESCE(SUM(imported), 0) FROM integration_day "
	    "WHERE company_id = ? AND (? = 0 OR integration_id = ?)",
	    DB_ARGS(db_int(integration_id), db_int(company_id),
	    db_int(integration_id), db_int(integration_id)), &sums,
	    err) == -1 || db_one(sums, err) == -1)
		return -1;
	while (integration_next(rows, &in)) {
		if (integration_id != 0 && in.con.id != integration_id)
			continue;
		n++;
		active += integration_usable(&in);
	}
	*out = json_pack("{s:I, s:I, s:I, s:I, s:[], s:[]}",
	    "total_integrations", n, "active_integrations", active,
	    "total_candidates_found", (json_int_t)db_col_int(sums, 0),
	    "total_candidates_imported", (json_int_t)db_col_int(sums, 1),
	    "by_platform", "by_day");
	return 0;
}

/* The slots of the days that are asked for, whose the day is said by the zone that is entered. */
struct window {
	const struct zone	*zone;
	int64_t			 first, n;	/* days */
	char			 day[ZONE_DAY_SIZE];	/* of UTC, in which it begins */
	int64_t			 slot;			/* since 1970 */
};

static void
window_of(struct window *w, const struct zone *zone, int64_t days)
{
	int64_t	begin;

	w->zone = zone;
	w->n = days;
	w->first = zone_day(zone, clock_ms()) - days + 1;
	begin = zone_begin(zone, w->first, 0);
	zone_day_write(begin / DAY_MS, w->day);
	w->slot = begin / ZONE_SLOT_MS;
}

#define AT "DATEDIFF(day, '1970-01-01') * 96 + slot"
#define IN_WINDOW "FROM integration_day WHERE company_id = ? AND day >= ? "	\
	"AND " AT " >= ? AND (? = 0 OR integration_id = ?) "

static int
put_platforms(struct db *db, const struct db_args args, json_t *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT platform, COUNT(DISTINCT integration_id), "
	    "SUM(searches), SUM(errors), SUM(found), SUM(imported) "
	    IN_WINDOW "GROUP BY platform ORDER BY platform", args, &rows,
	    err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		struct sums	s = { .integrations = db_col_int(rows, 1) };

		sums_add(&s, rows, 2);
		json_array_append_new(out, sums_json(&s, "platform",
		    db_col_str(rows, 0)));
	}
	return 0;
}

/* Into the days of the window, each integration's one after the other. */
static void
fold(struct db_rows *rows, const struct window *w, struct sums *days)
{
	int64_t	last = -1, before = 0;

	while (db_rows_next(rows)) {
		const int64_t	day = zone_day(w->zone, db_col_int(rows, 1) *
				    ZONE_SLOT_MS) - w->first;
		const int64_t	id = db_col_int(rows, 0);

		if (day < 0 || day >= w->n)
			continue;
		sums_add(&days[day], rows, 2);
		days[day].integrations += day != last || id != before;
		last = day;
		before = id;
	}
}

static int
put_days(struct db *db, const struct db_args args, const struct window *w,
    json_t *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct sums		 days[INTEGRATION_DAYS_MAX] = { 0 };
	char			 name[ZONE_DAY_SIZE];

	if (db_query(db, "SELECT integration_id, " AT ", searches, errors, "
	    "found, imported " IN_WINDOW "ORDER BY integration_id, day, "
	    "slot", args, &rows, err) == -1)
		return -1;
	fold(rows, w, days);
	for (int64_t i = 0; i < w->n; i++)
		if (days[i].integrations > 0) {
			zone_day_write(w->first + i, name);
			json_array_append_new(out, sums_json(&days[i], "day",
			    name));
		}
	return 0;
}

static int
put_window(struct db *db, const struct integration_ask *ask,
    const struct window *w, json_t *out, struct err *err)
{
	const struct db_args	args = DB_ARGS(db_int(ask->company_id),
				    db_str(w->day), db_int(w->slot),
				    db_int(ask->integration_id),
				    db_int(ask->integration_id));

	return put_platforms(db, args, json_object_get(out, "by_platform"),
	    err) == -1 || put_days(db, args, w, json_object_get(out, "by_day"),
	    err) == -1 ? -1 : 0;
}

int
integration_log_statistics(struct db *db, const struct integration_ask *ask,
    json_t **out, struct err *err)
{
	own_json json_t		*doc = NULL;
	own_zone struct zone	 zone = { 0 };
	struct window		 w;

	zone_enter(&zone, ask->zone);
	window_of(&w, &zone, ask->days);
	if (totals(db, ask->company_id, ask->integration_id, &doc,
	    err) == -1 || put_window(db, ask, &w, doc, err) == -1)
		return -1;
	*out = give(doc);
	return 0;
}
