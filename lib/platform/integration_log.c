#include "platform/integration_log.h"

#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "io/db.h"
#include "io/field.h"
#include "platform/integration.h"

#define MESSAGE_MAX	500
#define PART		500	/* rows of one statement */

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

int
integration_log_expire(struct db *db, int64_t days, int64_t *removed,
    struct err *err)
{
	return db_exec(db, "DELETE FROM integration_log WHERE "
	    "created_at < NOW(3) - INTERVAL ? DAY LIMIT ?",
	    DB_ARGS(db_int(days), db_int(PART)), removed, err);
}

/* --- sums --- */

int
integration_log_gain(struct db *db, const struct integration *in,
    const struct integration_gain *g, struct err *err)
{
	if (db_exec(db, "INSERT INTO integration_day (company_id, day, "
	    "integration_id, platform, searches, errors, found, persons, "
	    "imported) VALUES (?, UTC_DATE(), ?, ?, ?, ?, ?, ?, ?) "
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
	    "imported > 0", DB_ARGS(db_int(company_id),
	    db_int(integration_id), db_time(imported_at_ms)), NULL,
	    err) == -1 || db_exec(db, "UPDATE integration SET "
	    "imported = imported - 1 WHERE connection_id = ? AND "
	    "company_id = ? AND imported > 0", DB_ARGS(db_int(integration_id),
	    db_int(company_id)), NULL, err) == -1 ? -1 : 0;
}

#define SUMS "COUNT(DISTINCT integration_id), SUM(searches), SUM(errors), " \
	"SUM(found), SUM(imported) FROM integration_day WHERE company_id = ? " \
	"AND day > UTC_DATE() - INTERVAL ? DAY " \
	"AND (? = 0 OR integration_id = ?) "

static json_t *
sums_json(const struct db_rows *rows, const char *name)
{
	const int64_t	found = db_col_int(rows, 4);
	const int64_t	imported = db_col_int(rows, 5);

	return json_pack("{s:s, s:I, s:I, s:I, s:I, s:I, s:f}", name,
	    db_col_str(rows, 0), "integrations",
	    (json_int_t)db_col_int(rows, 1), "searches",
	    (json_int_t)db_col_int(rows, 2), "errors",
	    (json_int_t)db_col_int(rows, 3), "found", (json_int_t)found,
	    "imported", (json_int_t)imported, "share", found > 0 ?
	    (double)imported / (double)found : 0.0);
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

int
integration_log_statistics(struct db *db, int64_t company_id,
    int64_t integration_id, int64_t days, json_t **out, struct err *err)
{
	const struct db_args	 args = DB_ARGS(db_int(company_id),
				    db_int(days), db_int(integration_id),
				    db_int(integration_id));
	own_rows struct db_rows	*platforms = NULL, *by_day = NULL;
	own_json json_t		*doc = NULL;

	if (totals(db, company_id, integration_id, &doc, err) == -1 ||
	    db_query(db, "SELECT platform, " SUMS "GROUP BY platform "
	    "ORDER BY platform", args, &platforms, err) == -1 ||
	    db_query(db, "SELECT DATE_FORMAT(day, '%Y-%m-%d'), " SUMS
	    "GROUP BY day ORDER BY day", args, &by_day, err) == -1)
		return -1;
	while (db_rows_next(platforms))
		json_array_append_new(json_object_get(doc, "by_platform"),
		    sums_json(platforms, "platform"));
	while (db_rows_next(by_day))
		json_array_append_new(json_object_get(doc, "by_day"),
		    sums_json(by_day, "day"));
	*out = give(doc);
	return 0;
}
