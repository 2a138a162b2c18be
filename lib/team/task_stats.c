#include "team/task_stats.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/zone.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/field.h"
#include "team/task.h"
#include "team/task_find.h"
#include "team/task_sum.h"

#define SHOWN_MAX	200	/* people, projects: those with the most tasks */
#define STATUSES	5
#define DAYS_MAX	366

/* How many have an id: sums by id, 0 for none. */
struct tally {
	json_t	*n;
};

static void
tally_add(struct tally *t, int64_t id, int64_t n)
{
	char	key[24];
	json_t	*old;

	snprintf(key, sizeof(key), "%" PRId64, id);
	old = json_object_get(t->n, key);
	json_object_set_new(t->n, key, json_integer(n +
	    json_integer_value(old)));
}

static int64_t
tally_get(const struct tally *t, int64_t id)
{
	char	key[24];

	snprintf(key, sizeof(key), "%" PRId64, id);
	return json_integer_value(json_object_get(t->n, key));
}

/* Everything that is counted. */
struct stats {
	int64_t		total, by_status[STATUSES], overdue, today;
	struct tally	people, late, projects;
};

static void
stats_clear(struct stats *s)
{
	json_decref(s->people.n);
	json_decref(s->late.n);
	json_decref(s->projects.n);
}
#define own_stats cleanup(stats_clear)

/* Rows of status, project, assignee and how many. */
static void
take_rows(struct db_rows *rows, struct stats *s)
{
	while (db_rows_next(rows)) {
		const int64_t	status = db_col_int(rows, 0);
		const int64_t	n = db_col_int(rows, 3);

		s->total += n;
		if (status >= 1 && status <= STATUSES)
			s->by_status[status - 1] += n;
		tally_add(&s->projects, db_col_int(rows, 1), n);
		tally_add(&s->people, db_col_int(rows, 2), n);
	}
}

/* --- by status, project and assignee --- */

/* Does the filter ask for nothing but what sums are kept by? */
static bool
sums_do(const struct task_filter *f)
{
	return f->tag.n == 0 && f->priority.n == 0 && f->ndue == 0 &&
	    f->nlink == 0 && f->ask.len == 0 && f->created_by.n == 0 &&
	    f->completed == NULL;
}

static void
add_ids(struct db_build *b, const char *in, const struct task_ids *any)
{
	int64_t	ids[TASK_FIND_ANY + 1];
	size_t	n = any->n;

	if (any->n == 0 && !any->none)
		return;
	memcpy(ids, any->v, n * sizeof(*ids));
	if (any->none)
		ids[n++] = 0;
	db_build_ids(b, in, ids, n);
}

static int
count_sums(struct db *db, const struct right_who *who,
    const struct task_filter *f, struct stats *s, struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;

	db_build_add(&b, "SELECT s.number, s.list_id, s.assigned_to, "
	    "SUM(s.n) FROM ", DB_NONE);
	task_sum_from(&b, who);
	db_build_add(&b, " WHERE TRUE", DB_NONE);
	if (f->status.n > 0)
		db_build_texts(&b, " AND s.status IN ", f->status.v,
		    f->status.n);
	add_ids(&b, " AND s.list_id IN ", &f->list);
	add_ids(&b, " AND s.assigned_to IN ", &f->assigned_to);
	db_build_add(&b, " GROUP BY s.number, s.list_id, s.assigned_to "
	    "HAVING SUM(s.n) <> 0", DB_NONE);
	if (db_build_query(db, &b, &rows, err) == -1)
		return -1;
	take_rows(rows, s);
	return 0;
}

#define GROUPED "SELECT t.status + 0, IFNULL(t.list_id, 0), "		\
	"IFNULL(t.assigned_to, 0), COUNT(*)"

/* outside: tasks alone of no project that is seen as a whole. */
static int
count_rows(struct db *db, const struct right_who *who,
    const struct task_filter *f, bool outside, struct stats *s,
    struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;

	db_build_add(&b, GROUPED, DB_NONE);
	task_find_where(&b, who, f, false);
	if (outside)
		right_outside(&b, who);
	db_build_add(&b, " GROUP BY t.status, t.list_id, t.assigned_to",
	    DB_NONE);
	if (db_build_query(db, &b, &rows, err) == -1)
		return -1;
	take_rows(rows, s);
	return 0;
}

static int
count_all(struct db *db, const struct right_who *who,
    const struct task_filter *f, struct stats *s, struct err *err)
{
	if (!sums_do(f))
		return count_rows(db, who, f, false, s, err);
	if (count_sums(db, who, f, s, err) == -1)
		return -1;
	return who->all ? 0 : count_rows(db, who, f, true, s, err);
}

/* --- late, today --- */

static int
count_due(struct db *db, const struct right_who *who,
    const struct task_filter *f, const struct zone *zone, struct stats *s,
    struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;
	const int64_t			 now = clock_ms();
	const int64_t			 today = zone_day(zone, now);

	db_build_add(&b, "SELECT IFNULL(t.assigned_to, 0), "
	    "SUM(t.due_first < ?), SUM(t.due_first >= ?)",
	    DB_ARGS(db_time(now), db_time(zone_begin(zone, today, 0))));
	task_find_where(&b, who, f, true);
	db_build_add(&b, " AND t.due_first < ? GROUP BY t.assigned_to",
	    DB_ARGS(db_time(zone_begin(zone, today + 1, 0))));
	if (db_build_query(db, &b, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		s->overdue += db_col_int(rows, 1);
		s->today += db_col_int(rows, 2);
		tally_add(&s->late, db_col_int(rows, 0),
		    db_col_int(rows, 1));
	}
	return 0;
}

/* --- days --- */

/* The last days of a zone, today at the end. */
struct days {
	int64_t	first, n;
	int64_t	v[DAYS_MAX];
};

static void
days_begin(struct days *d, const struct zone *zone, int64_t n)
{
	memset(d, 0, sizeof(*d));
	d->n = n;
	d->first = zone_day(zone, clock_ms()) - n + 1;
}

/* Rows of a slot (ZONE_SLOT_MS since 1970) and how many; gives those before the first day. */
static int64_t
days_take(struct days *d, const struct zone *zone, struct db_rows *rows)
{
	int64_t	before = 0;

	while (db_rows_next(rows)) {
		const int64_t	day = zone_day(zone, db_col_int(rows, 0) *
				    ZONE_SLOT_MS) - d->first;

		if (day < 0)
			before += db_col_int(rows, 1);
		else if (day < d->n)
			d->v[day] += db_col_int(rows, 1);
	}
	return before;
}

static int
days_completed(struct db *db, const struct right_who *who,
    const struct task_filter *f, const struct zone *zone, struct days *d,
    struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;

	db_build_add(&b, "SELECT FLOOR(UNIX_TIMESTAMP(t.completed_at) / 900) "
	    "slot, COUNT(*)", DB_NONE);
	task_find_where(&b, who, f, false);
	db_build_add(&b, " AND t.status = 'done' AND t.completed_at >= ? "
	    "GROUP BY slot",
	    DB_ARGS(db_time(zone_begin(zone, d->first, 0))));
	if (db_build_query(db, &b, &rows, err) == -1)
		return -1;
	days_take(d, zone, rows);
	return 0;
}

static void
put_day(struct buf *b, int64_t day)
{
	char	text[ZONE_DAY_SIZE];

	zone_day_write(day, text);
	emit_str(b, "day", text);
}

/* --- as JSON --- */

struct named {
	int64_t	id, n;
};

static int
by_most(const void *a, const void *b)
{
	const struct named	*x = a, *y = b;

	return x->n != y->n ? (x->n < y->n) - (x->n > y->n) :
	    (x->id > y->id) - (x->id < y->id);
}

/* The ids that have the most, most first; to be freed. */
static struct named *
tally_sorted(const struct tally *t, size_t *n)
{
	struct named	*all = mem_zero((json_object_size(t->n) + 1) *
			    sizeof(*all));
	const char	*key;
	json_t		*value;

	*n = 0;
	json_object_foreach(t->n, key, value)
		if (json_integer_value(value) != 0)
			all[(*n)++] = (struct named){ strtoll(key, NULL, 10),
			    json_integer_value(value) };
	qsort(all, *n, sizeof(*all), by_most);
	if (*n > SHOWN_MAX)
		*n = SHOWN_MAX;
	return all;
}

/* Id -> name, of those ids; an object. */
static int
read_names(struct db *db, const char *select, const struct named *all,
    size_t n, json_t **out, struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;
	int64_t				 ids[SHOWN_MAX];
	char				 key[24];

	*out = json_object();
	for (size_t i = 0; i < n; i++)
		ids[i] = all[i].id;
	if (n == 0)
		return 0;
	db_build_ids(&b, select, ids, n);
	if (db_build_query(db, &b, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		snprintf(key, sizeof(key), "%" PRId64, db_col_int(rows, 0));
		json_object_set_new(*out, key,
		    json_string(db_col_str(rows, 1)));
	}
	return 0;
}

/* late NULL: not said. */
static int
put_tally(struct db *db, struct buf *b, const char *name, const char *id_name,
    const char *select, const struct tally *t, const struct tally *late,
    struct err *err)
{
	own_json json_t	*names = NULL;
	size_t		 n;
	struct named	*all = tally_sorted(t, &n);
	char		 key[24];

	if (read_names(db, select, all, n, &names, err) == -1) {
		free(all);
		return -1;
	}
	emit_open(b, name, '[');
	for (size_t i = 0; i < n; i++) {
		snprintf(key, sizeof(key), "%" PRId64, all[i].id);
		emit_open(b, NULL, '{');
		if (all[i].id == 0)
			emit_null(b, id_name);
		else
			emit_int(b, id_name, all[i].id);
		emit_str(b, "name", json_string_value(json_object_get(names,
		    key)));
		emit_int(b, "count", all[i].n);
		if (late != NULL)
			emit_int(b, "overdue", tally_get(late, all[i].id));
		emit_close(b, '}');
	}
	emit_close(b, ']');
	free(all);
	return 0;
}

static void
put_statuses(struct buf *b, const struct stats *s)
{
	emit_open(b, "by_status", '[');
	for (size_t i = 0; i < STATUSES; i++) {
		emit_open(b, NULL, '{');
		emit_str(b, "status", task_statuses[i]);
		emit_int(b, "count", s->by_status[i]);
		emit_close(b, '}');
	}
	emit_close(b, ']');
}

static void
put_days(struct buf *b, const char *name, const struct days *d)
{
	emit_open(b, name, '[');
	for (int64_t i = 0; i < d->n; i++) {
		emit_open(b, NULL, '{');
		put_day(b, d->first + i);
		emit_int(b, "count", d->v[i]);
		emit_close(b, '}');
	}
	emit_close(b, ']');
}

int
task_stats_emit(struct db *db, struct buf *out, const struct right_who *who,
    const struct task_filter *f, const char *zone_name, struct err *err)
{
	own_zone struct zone	zone = { 0 };
	own_stats struct stats	s = { .people.n = json_object(),
		.late.n = json_object(), .projects.n = json_object() };
	struct days		days;

	zone_enter(&zone, zone_name);
	days_begin(&days, &zone, TASK_STATS_DAYS);
	if (count_all(db, who, f, &s, err) == -1 ||
	    count_due(db, who, f, &zone, &s, err) == -1 ||
	    days_completed(db, who, f, &zone, &days, err) == -1)
		return -1;
	emit_open(out, NULL, '{');
	emit_int(out, "total", s.total);
	put_statuses(out, &s);
	emit_int(out, "overdue", s.overdue);
	emit_int(out, "due_today", s.today);
	if (put_tally(db, out, "by_assignee", "assigned_to", "SELECT id, "
	    "IF(name <> '', name, email) FROM user WHERE id IN ", &s.people,
	    &s.late, err) == -1 || put_tally(db, out, "by_project", "list",
	    "SELECT id, name FROM project WHERE id IN ", &s.projects, NULL,
	    err) == -1)
		return -1;
	put_days(out, "completed_by_day", &days);
	emit_close(out, '}');
	return 0;
}

/* --- cycle time --- */

static int
by_number(const void *a, const void *b)
{
	const int64_t	x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void
put_cycle(struct buf *b, int64_t day, int64_t *minutes, size_t n)
{
	qsort(minutes, n, sizeof(*minutes), by_number);
	emit_open(b, NULL, '{');
	put_day(b, day);
	emit_int(b, "count", (int64_t)n);
	emit_real(b, "median_hours", (double)minutes[n / 2] / 60);
	emit_close(b, '}');
}

/* Rows of when a task was done and how many minutes it took, by time. */
static void
put_cycles(struct buf *b, const struct zone *zone, struct db_rows *rows)
{
	int64_t	*minutes = NULL, day = 0;
	size_t	 n = 0, room = 0;

	while (db_rows_next(rows)) {
		const int64_t	at = zone_day(zone, db_col_time(rows, 0));

		if (n > 0 && at != day) {
			put_cycle(b, day, minutes, n);
			n = 0;
		}
		day = at;
		if (n == room) {
			room = room == 0 ? 64 : room * 2;
			minutes = mem_grow(minutes, room, sizeof(*minutes));
		}
		minutes[n++] = db_col_int(rows, 1);
	}
	if (n > 0)
		put_cycle(b, day, minutes, n);
	free(minutes);
}

int
task_stats_cycle(struct db *db, struct buf *out, const struct right_who *who,
    const struct task_filter *f, const char *zone_name, int64_t n,
    struct err *err)
{
	own_zone struct zone		 zone = { 0 };
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;
	struct days			 days;

	zone_enter(&zone, zone_name);
	days_begin(&days, &zone, n);
	db_build_add(&b, "SELECT t.completed_at, TIMESTAMPDIFF(MINUTE, "
	    "t.created_at, t.completed_at)", DB_NONE);
	task_find_where(&b, who, f, false);
	db_build_add(&b, " AND t.status = 'done' AND t.completed_at >= ? "
	    "ORDER BY t.completed_at "
	    "LIMIT 200000", DB_ARGS(db_time(zone_begin(&zone, days.first,
	    0))));
	if (db_build_query(db, &b, &rows, err) == -1)
		return -1;
	emit_open(out, NULL, '[');
	put_cycles(out, &zone, rows);
	emit_close(out, ']');
	return 0;
}

/* --- burn-up --- */

/* How many were made, or completed, by time. */
static int
burn(struct db *db, const struct right_who *who, int64_t list_id,
    bool completed, struct db_rows **rows, struct err *err)
{
	const struct task_filter	 f = { .list = { .n = 1,
		.v = { list_id } } };
	own_db_build struct db_build	 b = { 0 };

	db_build_add(&b, completed ? "SELECT FLOOR(UNIX_TIMESTAMP("
	    "t.completed_at) / 900) slot, COUNT(*)" : "SELECT FLOOR("
	    "UNIX_TIMESTAMP(t.created_at) / 900) slot, COUNT(*)", DB_NONE);
	task_find_where(&b, who, &f, false);
	db_build_add(&b, completed ? " AND t.completed_at IS NOT NULL "
	    "GROUP BY slot" : " AND t.status <> 'cancelled' GROUP BY slot",
	    DB_NONE);
	return db_build_query(db, &b, rows, err);
}

int
task_stats_burn_up(struct db *db, struct buf *out, const char *name,
    const struct right_who *who, int64_t list_id, const char *zone_name,
    int64_t n, struct err *err)
{
	own_zone struct zone	 zone = { 0 };
	own_rows struct db_rows	*made = NULL, *completed = NULL;
	struct days		 total, done;
	int64_t			 ntotal, ndone;

	zone_enter(&zone, zone_name);
	days_begin(&total, &zone, n);
	days_begin(&done, &zone, n);
	if (burn(db, who, list_id, false, &made, err) == -1 ||
	    burn(db, who, list_id, true, &completed, err) == -1)
		return -1;
	ntotal = days_take(&total, &zone, made);
	ndone = days_take(&done, &zone, completed);
	emit_open(out, name, '[');
	for (int64_t i = 0; i < n; i++) {
		ntotal += total.v[i];
		ndone += done.v[i];
		emit_open(out, NULL, '{');
		put_day(out, total.first + i);
		emit_int(out, "total", ntotal);
		emit_int(out, "done", ndone);
		emit_close(out, '}');
	}
	emit_close(out, ']');
	return 0;
}
