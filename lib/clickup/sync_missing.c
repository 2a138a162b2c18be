/*
 * Tasks of the cache that a whole pass did not meet. Absence is a suspicion: pages shift while
 * they are read, and an answer may be cut short. A few are asked for one by one; many are kept,
 * and a person says whether they go (missing.h).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "clickup/api_task.h"
#include "clickup/cache_fill.h"
#include "clickup/follow.h"
#include "clickup/link.h"
#include "clickup/missing.h"
#include "clickup/sync_int.h"
#include "io/db.h"

#define CONFIRM_MAX	100		/* missing tasks that are asked for one by one */
#define PART		1000		/* rows that are looked at in one go */

static int
by_id(const void *a, const void *b)
{
	int64_t	x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static bool
was_seen(const struct sync *s, int64_t id)
{
	return s->nseen > 0 && bsearch(&id, s->seen, s->nseen, sizeof(id),
	    by_id) != NULL;
}

struct ids {
	int64_t	*v;
	size_t	 n, cap;
};

/* Rows of the list: how many there are, and which of them were not met. */
struct missing {
	struct ids	 unwanted;	/* by what is cached they do not belong there */
	struct ids	 missed;	/* once more */
	struct ids	 gone;
	size_t		 all;
};

static void
missing_clear(struct missing *m)
{
	free(m->unwanted.v);
	free(m->missed.v);
	free(m->gone.v);
}
#define own_missing cleanup(missing_clear)

static void
add(struct ids *ids, int64_t id)
{
	if (ids->n == ids->cap) {
		ids->cap = ids->cap * 2 + 256;
		ids->v = mem_grow(ids->v, ids->cap, sizeof(*ids->v));
	}
	ids->v[ids->n++] = id;
}

static void
sort_row(const struct sync *s, const struct db_rows *row, struct missing *m)
{
	const int64_t	id = db_col_int(row, 0);

	if (strcmp(db_col_str(row, 2), s->list_id) != 0)
		return;
	m->all++;
	if (was_seen(s, id) || db_col_int(row, 5) == CLICKUP_MISSED_KEPT)
		return;
	if ((!s->set.include_closed && strcmp(db_col_str(row, 3),
	    "closed") == 0) || (!s->set.subtasks && *db_col_str(row, 4) != '\0'))
		add(&m->unwanted, id);
	else
		add(&m->missed, id);
}

static int
find_missing(struct sync *s, struct missing *m, struct err *err)
{
	char	after[CLICKUP_ID_SIZE + 1] = "";
	size_t	n;

	if (s->nseen > 0)
		qsort(s->seen, s->nseen, sizeof(*s->seen), by_id);
	do {
		own_rows struct db_rows	*rows = NULL;

		if (clickup_cache_ids(s->db, s->run.connection_id, after, PART,
		    &rows, err) == -1)
			return -1;
		for (n = 0; db_rows_next(rows); n++) {
			snprintf(after, sizeof(after), "%s",
			    db_col_str(rows, 1));
			sort_row(s, rows, m);
		}
	} while (n == PART);
	return 0;
}

/* --- asking for them --- */

enum found { FOUND_THERE, FOUND_ELSEWHERE, FOUND_GONE, FOUND_UNSURE };

/* ClickUp's word about one task; one that this key may not see counts after the second pass. */
static int
ask(struct sync *s, struct clickup *api, const struct db_rows *row,
    enum found *out, bool *busy, struct err *err)
{
	own_clickup_task struct clickup_task	 task = { 0 };
	struct err				 why = { 0 };

	*out = FOUND_UNSURE;
	if (*busy)
		return 0;
	/* A call may last longer than the lease between two beats. */
	if (sync_run_hold(s->db, &s->run, clickup_longest_s(api), err) == -1)
		return -1;
	s->run.calls++;
	if (clickup_task_fetch(api, db_col_str(row, 1), &task, &why) == -1) {
		*busy = why.kind == ERR_BUSY;
		if (why.kind == ERR_ABSENT || (db_col_int(row, 3) > 0 &&
		    strcmp(why.code, "clickup.denied") == 0))
			*out = FOUND_GONE;
		return 0;
	}
	*out = clickup_fill_wanted(&s->set, &task) ? FOUND_THERE :
	    FOUND_ELSEWHERE;
	if (*out == FOUND_THERE && clickup_fill_put(s->db, s->listeners,
	    s->run.connection_id, s->run.user_id, &task, NULL, &why) == -1)
		log_err(LOG_WARN, "sync: keep a task", &why);
	return 0;
}

/* All of them: those that are gone, that belong elsewhere now, of which nothing is certain. */
static int
ask_all(struct sync *s, struct missing *m, struct err *err)
{
	own_clickup struct clickup	*api = NULL;
	own_rows struct db_rows		*rows = NULL;
	enum found			 found;
	bool				 busy = false;

	if (clickup_link_open(s->db, s->conf, s->run.company_id,
	    s->run.user_id, &api, err) == -1 ||
	    clickup_cache_named(s->db, s->run.connection_id, m->missed.v,
	    m->missed.n, &rows, err) == -1)
		return -1;
	m->missed.n = 0;
	while (db_rows_next(rows)) {
		if (ask(s, api, rows, &found, &busy, err) == -1 ||
		    sync_beat(s, err) == -1)
			return -1;
		if (found != FOUND_THERE)
			add(found == FOUND_GONE ? &m->gone : found ==
			    FOUND_ELSEWHERE ? &m->unwanted : &m->missed,
			    db_col_int(rows, 0));
	}
	return 0;
}

/* --- what becomes of them --- */

struct batch {
	const struct sync_run	*run;
	const int64_t		*ids;
	size_t			 n, dropped;
};

static int
drop_work(struct db *db, void *arg, struct err *err)
{
	struct batch	*b = arg;

	if (sync_run_beat(db, b->run, err) == -1)
		return -1;
	return clickup_cache_drop(db, b->run->connection_id, b->ids, b->n,
	    &b->dropped, err);
}

static int
miss_work(struct db *db, void *arg, struct err *err)
{
	const struct batch	*b = arg;

	if (sync_run_beat(db, b->run, err) == -1)
		return -1;
	return clickup_missing_add(db, b->run->connection_id, b->ids, b->n,
	    err);
}

static int
drop_batch(struct sync *s, struct batch *b, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (clickup_cache_named(s->db, s->run.connection_id, b->ids, b->n,
	    &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		sync_changes_note(&s->changes, "deleted", db_col_str(rows, 1),
		    db_col_str(rows, 2));
	if (db_tx_run(s->db, drop_work, b, err) == -1 ||
	    sync_changes_store(s->db, s->run.id, &s->changes, err) == -1)
		return -1;
	clickup_follow_written(s->db, s->conf, s->run.connection_id);
	s->run.deleted += (int64_t)b->dropped;
	return 0;
}

static int
miss_batch(struct sync *s, struct batch *b, struct err *err)
{
	if (db_tx_run(s->db, miss_work, b, err) == -1)
		return -1;
	s->run.missing += (int64_t)b->n;
	return 0;
}

static int
each_batch(struct sync *s, const struct ids *ids,
    int (*work)(struct sync *, struct batch *, struct err *),
    struct err *err)
{
	struct batch	b = { .run = &s->run };

	for (size_t i = 0; i < ids->n; i += b.n) {
		b.ids = ids->v + i;
		b.n = ids->n - i < CLICKUP_CACHE_BATCH ? ids->n - i :
		    CLICKUP_CACHE_BATCH;
		if (work(s, &b, err) == -1 || sync_beat(s, err) == -1)
			return -1;
	}
	return 0;
}

int
sync_missing_drop(struct sync *s, struct err *err)
{
	own_missing struct missing	 m = { 0 };

	if (find_missing(s, &m, err) == -1)
		return -1;
	if (m.missed.n > 0 && m.missed.n <= CONFIRM_MAX &&
	    ask_all(s, &m, err) == -1)
		return -1;
	if (clickup_missing_many(m.gone.n, m.all)) {
		for (size_t i = 0; i < m.gone.n; i++)
			add(&m.missed, m.gone.v[i]);
		m.gone.n = 0;
	}
	if (each_batch(s, &m.unwanted, drop_batch, err) == -1 ||
	    each_batch(s, &m.gone, drop_batch, err) == -1)
		return -1;
	return each_batch(s, &m.missed, miss_batch, err);
}
