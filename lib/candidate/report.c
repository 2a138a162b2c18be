#include "candidate/report.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/zone.h"
#include "candidate/step.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/field.h"

/* One report in the making; the moments are ms. */
struct work {
	const struct candidate_report	*ask;
	struct zone			 zone;
	int64_t				 begin, end;
	json_t				*total;
};

static void
work_clear(struct work *w)
{
	zone_leave(&w->zone);
	json_decref(w->total);
}

/* A row without anything counted. */
static json_t *
row_new(void)
{
	json_t	*row = json_pack("{s:i, s:i}", "found", 0, "persons", 0);

	for (size_t i = 0; candidate_step_names[i] != NULL; i++)
		json_object_set_new(row, candidate_step_names[i],
		    json_integer(0));
	return row;
}

static void
gain(json_t *row, const char *name, int64_t n)
{
	json_object_set_new(row, name, json_integer(json_integer_value(
	    json_object_get(row, name)) + n));
}

/* --- the two tables, within the period and the place --- */

static void
place(struct db_build *q, const struct work *w)
{
	if (w->ask->connection_id >= 0)
		db_build_add(q, " AND t.connection_id = ?", DB_ARGS(
		    db_int(w->ask->connection_id)));
}

static void
found_rows(struct db_build *q, const struct work *w)
{
	db_build_add(q, " FROM candidate_found t LEFT JOIN connection n ON "
	    "n.id = t.connection_id WHERE t.company_id = ? AND t.slot >= ? "
	    "AND t.slot < ?", DB_ARGS(db_int(w->ask->company_id),
	    db_int(w->begin / ZONE_SLOT_MS), db_int(w->end / ZONE_SLOT_MS)));
	place(q, w);
}

/* Each step named: the index has them first. */
static void
step_rows(struct db_build *q, const struct work *w, const char *join)
{
	db_build_add(q, " FROM candidate_step t ", DB_NONE);
	db_build_add(q, join, DB_NONE);
	db_build_add(q, " WHERE t.company_id = ?", DB_ARGS(
	    db_int(w->ask->company_id)));
	db_build_texts(q, " AND t.step IN ", candidate_step_names,
	    CANDIDATE_STEPS);
	db_build_add(q, " AND t.at >= ? AND t.at < ?", DB_ARGS(
	    db_time(w->begin), db_time(w->end)));
	place(q, w);
}

/* --- by source --- */

static json_t *
source_row(json_t *by_key, const struct db_rows *rows)
{
	own_str char	*key = mem_fmt("%lld %s", (long long)db_col_int(rows,
			    0), db_col_str(rows, 1));
	json_t		*row = json_object_get(by_key, key);

	if (row != NULL)
		return row;
	row = row_new();
	json_object_set_new(row, "integration_id", json_integer(db_col_int(
	    rows, 0)));
	json_object_set_new(row, "platform", json_string(db_col_str(rows,
	    1)));
	json_object_set_new(row, "name", db_col_null(rows, 2) ? json_null() :
	    json_string(db_col_str(rows, 2)));
	json_object_set_new(by_key, key, row);
	return row;
}

/* An object's values as an array. */
static json_t *
values(const json_t *object)
{
	json_t		*list = json_array(), *value;
	const char	*key;

	json_object_foreach((json_t *)(uintptr_t)object, key, value)
		json_array_append(list, value);
	return list;
}

static int
read_sources(struct db *db, struct work *w, json_t *doc, struct err *err)
{
	own_db_build struct db_build	 found = { 0 }, steps = { 0 };
	own_rows struct db_rows		*rows = NULL, *done = NULL;
	own_json json_t			*by_key = json_object();

	db_build_add(&found, "SELECT t.connection_id, t.platform, n.name, "
	    "SUM(t.sources), SUM(t.persons)", DB_NONE);
	found_rows(&found, w);
	db_build_add(&found, " GROUP BY 1, 2 ORDER BY 4 DESC", DB_NONE);
	db_build_add(&steps, "SELECT t.connection_id, t.platform, n.name, "
	    "t.step, COUNT(*)", DB_NONE);
	step_rows(&steps, w, "LEFT JOIN connection n ON n.id = t.connection_id");
	db_build_add(&steps, " GROUP BY 1, 2, 4", DB_NONE);
	if (db_build_query(db, &found, &rows, err) == -1 ||
	    db_build_query(db, &steps, &done, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		json_t	*row = source_row(by_key, rows);

		gain(row, "found", db_col_int(rows, 3));
		gain(row, "persons", db_col_int(rows, 4));
		gain(w->total, "found", db_col_int(rows, 3));
		gain(w->total, "persons", db_col_int(rows, 4));
	}
	while (db_rows_next(done)) {
		gain(source_row(by_key, done), db_col_str(done, 3),
		    db_col_int(done, 4));
		gain(w->total, db_col_str(done, 3), db_col_int(done, 4));
	}
	json_object_set_new(doc, "sources", values(by_key));
	return 0;
}

/* --- by day --- */

/* The row of the day into which a slot falls. */
static json_t *
day_row(const struct work *w, json_t *days, int64_t slot)
{
	return json_array_get(days, (size_t)(zone_day(&w->zone, slot *
	    ZONE_SLOT_MS) - w->ask->first_day));
}

static json_t *
days_new(const struct work *w)
{
	json_t	*days = json_array();
	char	 text[ZONE_DAY_SIZE];

	for (int64_t day = w->ask->first_day; day <= w->ask->last_day; day++) {
		json_t	*row = row_new();

		zone_day_write(day, text);
		json_object_set_new(row, "day", json_string(text));
		json_array_append_new(days, row);
	}
	return days;
}

static int
read_days(struct db *db, struct work *w, json_t *doc, struct err *err)
{
	own_db_build struct db_build	 found = { 0 }, steps = { 0 };
	own_rows struct db_rows		*rows = NULL, *done = NULL;
	json_t				*days = days_new(w);

	json_object_set_new(doc, "days", days);
	db_build_add(&found, "SELECT t.slot, SUM(t.sources), SUM(t.persons)",
	    DB_NONE);
	found_rows(&found, w);
	db_build_add(&found, " GROUP BY 1", DB_NONE);
	db_build_add(&steps, "SELECT FLOOR(UNIX_TIMESTAMP(t.at) * 1000 / ?), "
	    "t.step, COUNT(*)", DB_ARGS(db_int(ZONE_SLOT_MS)));
	step_rows(&steps, w, "");
	db_build_add(&steps, " GROUP BY 1, 2", DB_NONE);
	if (db_build_query(db, &found, &rows, err) == -1 ||
	    db_build_query(db, &steps, &done, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		json_t	*row = day_row(w, days, db_col_int(rows, 0));

		gain(row, "found", db_col_int(rows, 1));
		gain(row, "persons", db_col_int(rows, 2));
	}
	while (db_rows_next(done))
		gain(day_row(w, days, db_col_int(done, 0)), db_col_str(done,
		    1), db_col_int(done, 2));
	return 0;
}

/* --- by colleague --- */

static int
read_people(struct db *db, const struct work *w, json_t *doc,
    struct err *err)
{
	own_db_build struct db_build	 q = { 0 };
	own_rows struct db_rows		*rows = NULL;
	json_t				*people = json_array(), *row = NULL;
	int64_t				 last = -1;

	json_object_set_new(doc, "people", people);
	db_build_add(&q, "SELECT t.user_id, IF(u.name <> '', u.name, u.email), "
	    "t.step, COUNT(*)", DB_NONE);
	step_rows(&q, w, "LEFT JOIN user u ON u.id = t.user_id");
	db_build_add(&q, " GROUP BY 1, 3 ORDER BY 1", DB_NONE);
	if (db_build_query(db, &q, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		if (db_col_int(rows, 0) != last) {
			last = db_col_int(rows, 0);
			row = row_new();
			json_object_del(row, "found");
			json_object_del(row, "persons");
			json_object_set_new(row, "user", last == 0 ?
			    json_null() : json_integer(last));
			json_object_set_new(row, "name", db_col_null(rows,
			    1) ? json_null() : json_string(db_col_str(rows,
			    1)));
			json_array_append_new(people, row);
		}
		gain(row, db_col_str(rows, 2), db_col_int(rows, 3));
	}
	return 0;
}

/* --- how long it took --- */

static int
read_times(struct db *db, const struct work *w, json_t *doc, struct err *err)
{
	own_db_build struct db_build	 q = { 0 };
	own_rows struct db_rows		*rows = NULL;
	json_t				*times = json_array();

	json_object_set_new(doc, "times", times);
	db_build_add(&q, "SELECT DISTINCT t.step, COUNT(*) OVER (PARTITION BY "
	    "t.step), PERCENTILE_DISC(0.25) WITHIN GROUP (ORDER BY t.after_s) "
	    "OVER (PARTITION BY t.step), PERCENTILE_DISC(0.5) WITHIN GROUP "
	    "(ORDER BY t.after_s) OVER (PARTITION BY t.step), "
	    "PERCENTILE_DISC(0.75) WITHIN GROUP (ORDER BY t.after_s) OVER "
	    "(PARTITION BY t.step)", DB_NONE);
	step_rows(&q, w, "");
	db_build_add(&q, " ORDER BY t.step", DB_NONE);
	if (db_build_query(db, &q, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		json_array_append_new(times, json_pack(
		    "{s:s, s:I, s:I, s:I, s:I}", "step", db_col_str(rows, 0),
		    "count", (json_int_t)db_col_int(rows, 1), "low_s",
		    (json_int_t)db_col_int(rows, 2), "median_s",
		    (json_int_t)db_col_int(rows, 3), "high_s",
		    (json_int_t)db_col_int(rows, 4)));
	return 0;
}

int
candidate_report(struct db *db, const struct candidate_report *ask,
    json_t **out, struct err *err)
{
	cleanup(work_clear) struct work	 w = { .ask = ask, .total = row_new() };
	own_json json_t			*doc = json_object();
	char				 text[ZONE_DAY_SIZE];

	zone_enter(&w.zone, ask->zone);
	w.begin = zone_begin(&w.zone, ask->first_day, 0);
	w.end = zone_begin(&w.zone, ask->last_day + 1, 0);
	zone_day_write(ask->first_day, text);
	json_object_set_new(doc, "from", json_string(text));
	zone_day_write(ask->last_day, text);
	json_object_set_new(doc, "to", json_string(text));
	json_object_set_new(doc, "zone", json_string(ask->zone));
	json_object_set(doc, "total", w.total);
	if (read_sources(db, &w, doc, err) == -1 ||
	    read_days(db, &w, doc, err) == -1 ||
	    read_people(db, &w, doc, err) == -1 ||
	    read_times(db, &w, doc, err) == -1)
		return -1;
	*out = give(doc);
	return 0;
}

/* --- as a table --- */

const char *const candidate_report_parts[] = { "sources", "days", "people",
	"times", NULL };

/* The columns of each part, in its order. */
static const char *const columns[][12] = {
	{ "platform", "name", "found", "persons", "keep", "hide", "contact",
	    "import", "huntflow", "hired", NULL },
	{ "day", "found", "persons", "keep", "hide", "contact", "import",
	    "huntflow", "hired", NULL },
	{ "name", "keep", "hide", "contact", "import", "huntflow", "hired",
	    NULL },
	{ "step", "count", "low_s", "median_s", "high_s", NULL },
};

static void
put_head(const char *const *names, char separator, const char *lang,
    struct buf *out)
{
	char	code[64], text[100];

	for (; *names != NULL; names++) {
		snprintf(code, sizeof(code), "candidate.column.%s", *names);
		text_put(text, sizeof(text), lang, code, "");
		csv_cell(out, separator, text);
	}
	csv_end(out);
}

static void
put_cell(const json_t *value, char separator, struct buf *out)
{
	char	text[24];

	if (!json_is_integer(value)) {
		csv_cell(out, separator, json_string_value(value));
		return;
	}
	snprintf(text, sizeof(text), "%lld", (long long)json_integer_value(
	    value));
	csv_cell(out, separator, text);
}

void
candidate_report_csv(const json_t *report, const char *part, char separator,
    const char *lang, struct buf *out)
{
	const json_t	*row;
	size_t		 i, which = 0;

	while (strcmp(candidate_report_parts[which], part) != 0)
		which++;
	buf_puts(out, CSV_BOM);
	put_head(columns[which], separator, lang, out);
	json_array_foreach(json_object_get(report, part), i, row) {
		for (size_t k = 0; columns[which][k] != NULL; k++)
			put_cell(json_object_get(row, columns[which][k]),
			    separator, out);
		csv_end(out);
	}
}
