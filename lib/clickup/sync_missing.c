/* Tasks of the cache that a whole pass did not meet: those that are gone leave it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "clickup/api_task.h"
#include "clickup/cache_fill.h"
#include "clickup/link.h"
#include "clickup/sync_int.h"
#include "io/db.h"

#define CONFIRM_MAX	20		/* missing tasks that are asked for one by one */

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

struct missing {
	int64_t	*ids;
	size_t	 n, cap;
};

static void
missing_clear(struct missing *m)
{
	free(m->ids);
}
#define own_missing cleanup(missing_clear)

/* Row ids of the connection that this pass did not meet. */
static int
find_missing(struct sync *s, struct missing *m, struct err *err)
{
	char	after[CLICKUP_ID_SIZE + 1] = "";
	size_t	n;

	if (s->nseen > 0)
		qsort(s->seen, s->nseen, sizeof(*s->seen), by_id);
	do {
		own_rows struct db_rows	*rows = NULL;

		if (clickup_cache_ids(s->db, s->run.connection_id, after, 5000,
		    &rows, err) == -1)
			return -1;
		for (n = 0; db_rows_next(rows); n++) {
			snprintf(after, sizeof(after), "%s",
			    db_col_str(rows, 1));
			if (was_seen(s, db_col_int(rows, 0)))
				continue;
			if (m->n == m->cap) {
				m->cap = m->cap * 2 + 256;
				m->ids = mem_grow(m->ids, m->cap,
				    sizeof(*m->ids));
			}
			m->ids[m->n++] = db_col_int(rows, 0);
		}
	} while (n == 5000);
	return 0;
}

/*
 * A removal in the middle of a pass moves tasks to a page that was read already: so a
 * missing one is asked for by itself before it is believed to be gone.
 */
static int
ask(struct sync *s, struct clickup *api, const char *task_id, bool *gone,
    struct err *err)
{
	own_clickup_task struct clickup_task	 task = { 0 };
	struct err				 why = { 0 };

	/* A call may last longer than the lease between two beats. */
	if (sync_run_hold(s->db, &s->run, clickup_longest_s(api), err) == -1)
		return -1;
	s->run.calls++;
	if (clickup_task_fetch(api, task_id, &task, &why) == -1) {
		*gone = why.kind == ERR_ABSENT;
		return 0;
	}
	*gone = !clickup_fill_wanted(&s->set, s->list_id, &task);
	if (!*gone && clickup_fill_put(s->db, s->listeners,
	    s->run.connection_id, s->run.user_id, &task, NULL, &why) == -1)
		log_err(LOG_WARN, "sync: keep a task", &why);
	return 0;
}

struct dropping {
	const struct sync_run	*run;
	int64_t			 ids[CLICKUP_CACHE_BATCH];
	size_t			 n, dropped;
};

static int
drop_work(struct db *db, void *arg, struct err *err)
{
	struct dropping	*d = arg;

	if (sync_run_beat(db, d->run, err) == -1)
		return -1;
	return clickup_cache_drop(db, d->run->connection_id, d->ids, d->n,
	    &d->dropped, err);
}

/* One batch of missing rows: those of this list that are really gone. */
static int
drop_batch(struct sync *s, struct clickup *api, const int64_t *ids, size_t n,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct dropping		 d = { .run = &s->run };
	bool			 gone = true;

	if (clickup_cache_in_list(s->db, s->run.connection_id, s->list_id, ids,
	    n, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		if (api != NULL && ask(s, api, db_col_str(rows, 1), &gone,
		    err) == -1)
			return -1;
		if (!gone)
			continue;
		d.ids[d.n++] = db_col_int(rows, 0);
		sync_changes_note(&s->changes, "deleted",
		    db_col_str(rows, 1), db_col_str(rows, 2));
	}
	if (d.n > 0 && (db_tx_run(s->db, drop_work, &d, err) == -1 ||
	    sync_changes_store(s->db, s->run.id, &s->changes, err) == -1))
		return -1;
	s->run.deleted += (int64_t)d.dropped;
	return sync_beat(s, err);
}

int
sync_missing_drop(struct sync *s, struct err *err)
{
	own_missing struct missing	 m = { 0 };
	own_clickup struct clickup	*api = NULL;
	size_t				 n;

	if (find_missing(s, &m, err) == -1)
		return -1;
	if (m.n > 0 && m.n <= CONFIRM_MAX && clickup_link_open(s->db, s->conf,
	    s->run.company_id, s->run.user_id, &api, err) == -1)
		return -1;
	for (size_t i = 0; i < m.n; i += n) {
		n = m.n - i < CLICKUP_CACHE_BATCH ? m.n - i :
		    CLICKUP_CACHE_BATCH;
		if (drop_batch(s, api, m.ids + i, n, err) == -1)
			return -1;
	}
	return 0;
}
