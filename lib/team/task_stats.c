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
#include "index/find.h"
#include "index/set.h"
#include "index/tally.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/field.h"
#include "team/task.h"
#include "team/task_doc.h"
#include "team/task_find.h"

#define SHOWN_MAX	200	/* people, projects: those with the most tasks */

/* What is counted: tasks of a set (NULL: all) of what somebody sees, and whose days. */
struct stats {
	const struct task_sight	*sight;
	const struct index_set	*set;
	struct zone		 zone;
	int64_t			 now, today;
};

static void
stats_clear(struct stats *s)
{
	zone_leave(&s->zone);
}
#define own_stats cleanup(stats_clear)

static void
stats_begin(struct stats *s, const struct task_sight *sight,
    const struct index_set *set, const char *zone)
{
	s->sight = sight;
	s->set = set;
	s->now = clock_ms();
	zone_enter(&s->zone, zone);
	s->today = zone_day(&s->zone, s->now);
}

/* How many of the set are in another one, too. */
static int64_t
count_and(const struct stats *s, const struct index_set *other)
{
	return s->set == NULL ? index_set_count(other) :
	    index_set_count_and(s->set, other);
}

/* from <= time < to; from 0: ever, to 0: no end. The set is a new one of all tasks. */
static int
between(const struct stats *s, enum task_order order, int64_t from, int64_t to,
    struct index_set **out, struct err *err)
{
	const struct index_key	low = index_key_number(from != 0 ? from :
				    INT64_MIN);
	const struct index_key	high = index_key_number(to - 1);

	return index_read_range(s->sight->read, order, &low, to != 0 ? &high :
	    NULL, out, err);
}

static int
count_between(const struct stats *s, enum task_order order, int64_t from,
    int64_t to, int64_t *out, struct err *err)
{
	own_index_set struct index_set	*set = NULL;

	if (between(s, order, from, to, &set, err) == -1)
		return -1;
	*out = count_and(s, set);
	return 0;
}

static void
put_day(struct buf *b, int64_t day)
{
	char	text[ZONE_DAY_SIZE];

	zone_day_write(day, text);
	emit_str(b, "day", text);
}

static int64_t
begin_of(const struct stats *s, int64_t day)
{
	return zone_begin(&s->zone, day, 0);
}

/* --- by status, assignee, project --- */

static int
put_statuses(const struct stats *s, struct buf *b, struct err *err)
{
	int64_t	n;

	emit_open(b, "by_status", '[');
	for (size_t i = 0; task_statuses[i] != NULL; i++) {
		if ((s->set == NULL ? index_read_term_count(s->sight->read,
		    TASK_TERM_STATUS, task_statuses[i], &n, err) :
		    index_read_term_within(s->sight->read, TASK_TERM_STATUS,
		    task_statuses[i], s->set, &n, err)) == -1)
			return -1;
		emit_open(b, NULL, '{');
		emit_str(b, "status", task_statuses[i]);
		emit_int(b, "count", n);
		emit_close(b, '}');
	}
	emit_close(b, ']');
	return 0;
}

/* What is tallied by an id, and where its names are. */
struct by {
	const char	*name, *id_name, *select;
	char		 kind;
};
static const struct by people = { "by_assignee", "assigned_to", "SELECT id, "
	"IF(name <> '', name, email) FROM user WHERE id IN ",
	TASK_TERM_ASSIGNED };
static const struct by projects = { "by_project", "list",
	"SELECT id, name FROM project WHERE id IN ", TASK_TERM_LIST };

/* The ids of these terms, 0 for none; texts are digits, and a text ends where its length says. */
static void
ids_of(const struct index_tally *all, size_t n, int64_t ids[SHOWN_MAX])
{
	for (size_t i = 0; i < n; i++) {
		ids[i] = 0;
		for (size_t k = 0; k < all->v[i].text_len &&
		    all->v[i].text[k] >= '0' && all->v[i].text[k] <= '9'; k++)
			ids[i] = ids[i] * 10 + all->v[i].text[k] - '0';
	}
}

/* Id -> name, of those ids; an object. */
static int
read_names(struct db *db, const char *select, const int64_t *ids, size_t n,
    json_t **out, struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	own_rows struct db_rows		*rows = NULL;
	char				 key[24];

	*out = json_object();
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
put_line(const struct stats *s, struct buf *b, const struct by *by, int64_t id,
    const char *name, int64_t count, const struct index_set *late,
    struct err *err)
{
	char	text[24] = TASK_TERM_NONE;
	int64_t	n;

	if (id != 0)
		snprintf(text, sizeof(text), "%" PRId64, id);
	emit_open(b, NULL, '{');
	if (id == 0)
		emit_null(b, by->id_name);
	else
		emit_int(b, by->id_name, id);
	emit_str(b, "name", name);
	emit_int(b, "count", count);
	if (late != NULL) {
		if (index_read_term_within(s->sight->read, by->kind, text,
		    late, &n, err) == -1)
			return -1;
		emit_int(b, "overdue", n);
	}
	emit_close(b, '}');
	return 0;
}

static int
put_tally(struct db *db, const struct stats *s, struct buf *b,
    const struct by *by, const struct index_set *late, struct err *err)
{
	own_index_tally struct index_tally	 all = { 0 };
	own_json json_t				*names = NULL;
	int64_t					 ids[SHOWN_MAX];
	char					 key[24];
	size_t					 n;

	if (index_tally(s->sight->read, by->kind, s->set, &all, err) == -1)
		return -1;
	n = all.n < SHOWN_MAX ? all.n : SHOWN_MAX;
	ids_of(&all, n, ids);
	if (read_names(db, by->select, ids, n, &names, err) == -1)
		return -1;
	emit_open(b, by->name, '[');
	for (size_t i = 0; i < n; i++) {
		snprintf(key, sizeof(key), "%" PRId64, ids[i]);
		if (put_line(s, b, by, ids[i], json_string_value(
		    json_object_get(names, key)), all.v[i].count, late,
		    err) == -1)
			return -1;
	}
	emit_close(b, ']');
	return 0;
}

/* --- late, today --- */

/* Open tasks of the set whose deadline is from then on (0: ever), and before another time. */
static int
open_due(const struct stats *s, int64_t from, int64_t to,
    struct index_set **out, struct err *err)
{
	if (between(s, TASK_BY_DUE, from, to, out, err) == -1)
		return -1;
	if (s->set != NULL)
		index_set_and(*out, s->set);
	return task_find_open(s->sight, out, err);
}

/* --- days --- */

static int
put_completed(const struct stats *s, struct buf *b, struct err *err)
{
	int64_t	n;

	emit_open(b, "completed_by_day", '[');
	for (int64_t day = s->today - TASK_STATS_DAYS + 1; day <= s->today;
	    day++) {
		if (count_between(s, TASK_BY_COMPLETED, begin_of(s, day),
		    begin_of(s, day + 1), &n, err) == -1)
			return -1;
		emit_open(b, NULL, '{');
		put_day(b, day);
		emit_int(b, "count", n);
		emit_close(b, '}');
	}
	emit_close(b, ']');
	return 0;
}

int
task_stats_emit(struct db *db, struct buf *out, const struct task_sight *sight,
    const struct task_filter *f, const char *zone, struct err *err)
{
	own_index_set struct index_set	*set = NULL, *late = NULL, *due = NULL;
	own_stats struct stats		 s = { 0 };

	if (task_find_set(db, sight, f, &set, err) == -1)
		return -1;
	stats_begin(&s, sight, set, zone);
	if (open_due(&s, 0, s.now, &late, err) == -1 ||
	    open_due(&s, begin_of(&s, s.today), begin_of(&s, s.today + 1),
	    &due, err) == -1)
		return -1;
	emit_open(out, NULL, '{');
	emit_int(out, "total", set != NULL ? index_set_count(set) :
	    index_read_count(sight->read));
	if (put_statuses(&s, out, err) == -1)
		return -1;
	emit_int(out, "overdue", index_set_count(late));
	emit_int(out, "due_today", index_set_count(due));
	if (put_tally(db, &s, out, &people, late, err) == -1 ||
	    put_tally(db, &s, out, &projects, NULL, err) == -1 ||
	    put_completed(&s, out, err) == -1)
		return -1;
	emit_close(out, '}');
	return 0;
}

/* --- cycle time --- */

/* The middle one of the minutes that tasks of a set took, sorted. */
static int
median(const struct stats *s, const struct index_set *set, int64_t n,
    int64_t *out, struct err *err)
{
	const struct index_slice	part = { .order = TASK_BY_MINUTES,
		.skip = n / 2, .size = 1 };
	struct index_hit		hit;
	size_t				found = 0;

	if (index_find(s->sight->read, set, &part, &hit, &found, err) == -1)
		return -1;
	*out = found == 0 ? 0 : index_number_of(&hit.key);
	return 0;
}

static int
put_cycle(const struct stats *s, const struct index_set *lasted, struct buf *b,
    int64_t day, struct err *err)
{
	own_index_set struct index_set	*set = NULL;
	int64_t				 n, minutes;

	if (between(s, TASK_BY_COMPLETED, begin_of(s, day),
	    begin_of(s, day + 1), &set, err) == -1)
		return -1;
	if (s->set != NULL)
		index_set_and(set, s->set);
	index_set_and(set, lasted);
	if ((n = index_set_count(set)) == 0)
		return 0;
	if (median(s, set, n, &minutes, err) == -1)
		return -1;
	emit_open(b, NULL, '{');
	put_day(b, day);
	emit_int(b, "count", n);
	emit_real(b, "median_hours", (double)minutes / 60);
	emit_close(b, '}');
	return 0;
}

int
task_stats_cycle(struct db *db, struct buf *out,
    const struct task_sight *sight, const struct task_filter *f,
    const char *zone, int64_t days, struct err *err)
{
	own_index_set struct index_set	*set = NULL, *lasted = NULL;
	own_stats struct stats		 s = { 0 };

	if (task_find_set(db, sight, f, &set, err) == -1)
		return -1;
	stats_begin(&s, sight, set, zone);
	/* What was done in the minute that it was made says nothing of how long work takes. */
	if (between(&s, TASK_BY_MINUTES, 1, 0, &lasted, err) == -1)
		return -1;
	emit_open(out, NULL, '[');
	for (int64_t day = s.today - days + 1; day <= s.today; day++)
		if (put_cycle(&s, lasted, out, day, err) == -1)
			return -1;
	emit_close(out, ']');
	return 0;
}

/* --- burn-up --- */

/* A project's tasks, and those of them that are not cancelled. */
static int
read_project(struct db *db, const struct task_sight *sight, int64_t list_id,
    struct index_set **all, struct index_set **kept, struct err *err)
{
	static const char *const	cancelled[] = { "cancelled" };
	const struct task_filter	f = { .list = { .n = 1,
		.v = { list_id } } };

	return task_find_set(db, sight, &f, all, err) == -1 ||
	    task_find_set(db, sight, &f, kept, err) == -1 ||
	    index_read_narrow_without(sight->read, TASK_TERM_STATUS, cancelled,
	    1, kept, err) == -1 ? -1 : 0;
}

/* Those whose time of this order is of the day come to the sum. */
static int
add_day(const struct stats *s, enum task_order order, int64_t day,
    int64_t *sum, struct err *err)
{
	int64_t	n;

	if (count_between(s, order, begin_of(s, day), begin_of(s, day + 1),
	    &n, err) == -1)
		return -1;
	*sum += n;
	return 0;
}

static int
put_burn_up(const struct stats *made, const struct stats *done, struct buf *b,
    int64_t days, struct err *err)
{
	const int64_t	first = made->today - days + 1;
	int64_t		total, completed;

	if (count_between(made, TASK_BY_CREATED, 0, begin_of(made, first),
	    &total, err) == -1 ||
	    count_between(done, TASK_BY_COMPLETED, 0, begin_of(done, first),
	    &completed, err) == -1)
		return -1;
	for (int64_t day = first; day <= made->today; day++) {
		if (add_day(made, TASK_BY_CREATED, day, &total, err) == -1 ||
		    add_day(done, TASK_BY_COMPLETED, day, &completed,
		    err) == -1)
			return -1;
		emit_open(b, NULL, '{');
		put_day(b, day);
		emit_int(b, "total", total);
		emit_int(b, "done", completed);
		emit_close(b, '}');
	}
	return 0;
}

int
task_stats_burn_up(struct db *db, struct buf *out, const char *name,
    const struct task_sight *sight, int64_t list_id, const char *zone,
    int64_t days, struct err *err)
{
	own_index_set struct index_set	*all = NULL, *kept = NULL;
	own_stats struct stats		 made = { 0 };
	struct stats			 done;

	if (read_project(db, sight, list_id, &all, &kept, err) == -1)
		return -1;
	stats_begin(&made, sight, kept, zone);
	done = made;
	done.set = all;
	emit_open(out, name, '[');
	if (put_burn_up(&made, &done, out, days, err) == -1)
		return -1;
	emit_close(out, ']');
	return 0;
}
