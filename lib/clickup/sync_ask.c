#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "clickup/set.h"
#include "clickup/sync.h"
#include "io/db.h"
#include "io/secret.h"
#include "service/connection.h"
#include "service/sync_run.h"

#define PARTS_MAX	1000		/* of due connections */

static int
queue_run(struct db *db, const struct sync_run *run, const char *list_id,
    int64_t *id, struct err *err)
{
	struct sync_run	in = *run;

	snprintf(in.stream, sizeof(in.stream), "list:%s", list_id);
	return sync_run_queue(db, &in, id, err);
}

int
sync_ask(struct db *db, const struct sync_wish *wish, struct sync_run *out,
    struct err *err)
{
	own_clickup_set struct clickup_set	set = { 0 };
	struct sync_run	run = { .company_id = wish->company_id,
		.user_id = wish->user_id };
	int64_t		id;

	if (clickup_set_get(db, wish->company_id, wish->user_id, &set,
	    err) == -1)
		return -1;
	if (!clickup_id_ok(set.list_id))
		return err_code(err, ERR_CONFLICT, "clickup.list_unset",
		    "clickup: no list is chosen");
	run.connection_id = set.connection_id;
	run.max_tasks = wish->full ? CLICKUP_SET_TASKS_MAX :
	    wish->max_tasks > 0 ? wish->max_tasks : set.max_tasks;
	snprintf(run.reason, sizeof(run.reason), "%s", wish->reason != NULL ?
	    wish->reason : wish->full ? "full" : "manual");
	if (queue_run(db, &run, set.list_id, &id, err) == -1)
		return -1;
	return sync_run_get(db, wish->company_id, wish->user_id, id, out, err);
}

/* One due connection; a run that is under way already is as good. */
static int
queue_due(struct db *db, const struct connection_due *due, struct err *err)
{
	struct sync_run	run = { .company_id = due->company_id,
		.user_id = due->user_id, .connection_id = due->connection_id,
		.max_tasks = due->max_tasks, .reason = "auto" };
	int64_t		id;
	bool		taken;

	if (connection_due_take(db, due, secret_random(15), &taken, err) == -1)
		return -1;
	if (!taken || due->refused || !clickup_id_ok(due->list_id))
		return 0;
	if (queue_run(db, &run, due->list_id, &id, err) == -1) {
		if (err->kind != ERR_CONFLICT)
			return -1;
		memset(err, 0, sizeof(*err));
	}
	return 0;
}

/* How many of the longest overdue there were, or -1. */
static int
queue_some(struct db *db, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct connection_due		 due;
	int			 n;

	if (connection_due(db, &rows, err) == -1)
		return -1;
	for (n = 0; connection_due_next(rows, &due); n++)
		if (queue_due(db, &due, err) == -1)
			return -1;
	return n;
}

int
sync_queue_due(struct db *db, struct err *err)
{
	int	n = 1;

	/* Each is moved on, so this ends; the bound is for a clock that runs away. */
	for (int i = 0; n > 0 && i < PARTS_MAX; i++)
		n = queue_some(db, err);
	return n == -1 ? -1 : 0;
}
