#include "clickup/detail.h"

#include <stdbool.h>
#include <string.h>

#include <jansson.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "clickup/api_task.h"
#include "clickup/cache.h"
#include "clickup/cache_fill.h"
#include "clickup/follow.h"
#include "clickup/link.h"
#include "io/db.h"
#include "io/field.h"
#include "live/event.h"

#define TASKS		40	/* of a connection, each time */
#define LASTS_MS	40000
#define PATIENCE_MS	1	/* nothing is left of the budget: another time */

struct round {
	struct db			*db;
	const struct conf		*conf;
	const struct clickup_listeners	*listeners;
	int64_t				 connection_id, company_id, user_id;
	int64_t				 until;		/* clock_mono_ms */
	struct clickup			*api;
};

/* Whose tasks are due: not while a sync needs the budget, nor with a dead key. */
static int
list_connections(struct db *db, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT c.id, c.company_id, c.owner_id "
	    "FROM connection c WHERE c.provider = 'clickup' "
	    "AND c.owner_id IS NOT NULL AND c.status <> 'refused' "
	    "AND EXISTS (SELECT 1 FROM clickup_task t "
	    "WHERE t.connection_id = c.id AND t.detail_due = 1) "
	    "AND NOT EXISTS (SELECT 1 FROM sync_run r "
	    "WHERE r.connection_id = c.id AND r.state IN ('queued', 'running')) "
	    "ORDER BY RAND()", DB_NONE, out, err);
}

static int
list_due(const struct round *r, struct db_rows **out, struct err *err)
{
	return db_query(r->db, "SELECT id, task_id, comments, cv "
	    "FROM clickup_task WHERE connection_id = ? AND detail_due = 1 "
	    "ORDER BY date_updated DESC LIMIT ?",
	    DB_ARGS(db_int(r->connection_id),
	    db_int(conf_int(r->conf, "CLICKUP_DETAILS", TASKS))), out, err);
}

/* There is nothing to read of it before it changes. */
static int
give_up(const struct round *r, int64_t id, struct err *err)
{
	return db_exec(r->db, "UPDATE clickup_task SET detail_due = 0, "
	    "updated_at = updated_at WHERE id = ?", DB_ARGS(db_int(id)), NULL,
	    err);
}

static void
tell_page(const struct round *r, const char *task_id, struct err *err)
{
	own_rows struct db_rows		*rows = NULL;
	own_json json_t			*data = NULL;
	struct clickup_cache_row	 row;

	if (clickup_cache_get(r->db, r->connection_id, task_id, &rows, &row,
	    err) == -1)
		return;
	data = json_pack("{s:s, s:s, s:s, s:I}", "change", "updated",
	    "task_id", task_id, "cv", row.cv, "cv_count",
	    (json_int_t)row.cv_count);
	live_event_progress(r->db, r->conf, r->user_id, "task", data);
}

/* 1: go on; 0: no more of this connection for now; -1: the database went away. */
static int
read_one(const struct round *r, const struct db_rows *due, struct err *err)
{
	own_clickup_task struct clickup_task	 task = { 0 };
	const char				*task_id = db_col_str(due, 1);
	struct err				 why = { 0 };

	if (clickup_task_fetch(r->api, task_id, &task, &why) == -1) {
		if (why.kind != ERR_ABSENT &&
		    strcmp(why.code, "clickup.denied") != 0)
			return why.kind == ERR_DOWN ? -1 : 0;
		return give_up(r, db_col_int(due, 0), err) == -1 ? -1 : 1;
	}
	if (task.attachments == NULL)
		task.attachments = mem_dup("[]");
	if (clickup_fill_put(r->db, r->listeners, r->connection_id,
	    r->user_id, &task, db_col_str(due, 2), err) == -1)
		return -1;
	clickup_follow_written(r->db, r->conf, r->connection_id);
	tell_page(r, task_id, &why);
	return 1;
}

static int
read_some(struct round *r, struct err *err)
{
	own_rows struct db_rows		*due = NULL;
	own_clickup struct clickup	*api = NULL;
	struct err			 why = { 0 };
	int				 rc = 1;

	if (clickup_link_open(r->db, r->conf, r->company_id, r->user_id, &api,
	    &why) == -1)
		return why.kind == ERR_DOWN ? -1 : 0;
	clickup_set_patience(api, PATIENCE_MS);
	r->api = api;
	if (list_due(r, &due, err) == -1)
		return -1;
	while (rc == 1 && clock_mono_ms() < r->until && db_rows_next(due))
		rc = read_one(r, due, err);
	return rc == -1 ? -1 : 0;
}

int
clickup_detail_run(struct db *db, const struct conf *conf,
    const struct clickup_listeners *listeners, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct round		 r = { .db = db, .conf = conf,
		.listeners = listeners,
		.until = clock_mono_ms() + LASTS_MS };

	if (list_connections(db, &rows, err) == -1)
		return -1;
	while (clock_mono_ms() < r.until && db_rows_next(rows)) {
		r.connection_id = db_col_int(rows, 0);
		r.company_id = db_col_int(rows, 1);
		r.user_id = db_col_int(rows, 2);
		if (read_some(&r, err) == -1)
			return -1;
	}
	return 0;
}
