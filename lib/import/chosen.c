#include "import/chosen.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"
#include "clickup/set.h"
#include "import/item.h"
#include "import/plan.h"
#include "io/db.h"

#define FIRST		1000	/* room for so many tasks at first */
#define NAME_CHARS	500

void
import_chosen_clear(struct import_chosen *tasks)
{
	for (size_t i = 0; i < tasks->n; i++)
		mem_free_str(&tasks->v[i].name);
	free(tasks->v);
}

static void
add_task(struct import_chosen *tasks, const char *task_id, const char *name,
    const char *cv)
{
	struct import_task	*task;

	if (tasks->n == tasks->room) {
		tasks->room = tasks->room == 0 ? FIRST : tasks->room * 2;
		tasks->v = mem_grow(tasks->v, tasks->room, sizeof(*tasks->v));
	}
	task = &tasks->v[tasks->n++];
	memset(task, 0, sizeof(*task));
	strncpy(task->task_id, task_id, CLICKUP_ID_SIZE);
	task->name = mem_ndup(name, utf8_head(name, NAME_CHARS));
	task->cv = cv[0];
}

static int
read_part(struct db *db, const struct import_plan *plan, const int64_t *ids,
    size_t n, struct import_chosen *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (clickup_cache_named(db, plan->clickup_id, ids, n, &rows,
	    err) == -1)
		return -1;
	while (db_rows_next(rows))
		add_task(out, db_col_str(rows, 1), db_col_str(rows, 2),
		    db_col_str(rows, 4));
	return 0;
}

static int
read_found(struct db *db, const struct import_plan *plan,
    struct import_chosen *out, struct err *err)
{
	int64_t	*ids = NULL;
	size_t	 n, part;
	int	 rc;

	rc = clickup_find_ids(db, plan->conf, &plan->search.filter, &ids, &n,
	    err);
	for (size_t at = 0; rc == 0 && at < n; at += part) {
		part = n - at < CLICKUP_CACHE_BATCH ? n - at :
		    CLICKUP_CACHE_BATCH;
		rc = read_part(db, plan, ids + at, part, out, err);
	}
	free(ids);
	return rc;
}

static int
by_id(const void *a, const void *b)
{
	return strcmp(((const struct import_task *)a)->task_id,
	    ((const struct import_task *)b)->task_id);
}

void
import_chosen_sort(struct import_chosen *tasks)
{
	if (tasks->n > 0)
		qsort(tasks->v, tasks->n, sizeof(*tasks->v), by_id);
}

static int
read_listed(struct db *db, const struct import_plan *plan,
    struct import_chosen *out, struct err *err)
{
	own_str char		*ids = json_dumps(plan->task_ids, JSON_COMPACT);
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT t.task_id, t.name, t.cv FROM (SELECT DISTINCT "
	    "id FROM " IMPORT_IDS_TABLE " j) x JOIN clickup_task t ON "
	    "t.connection_id = ? AND t.task_id = x.id ORDER BY t.task_id",
	    DB_ARGS(db_str(ids), db_int(plan->clickup_id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		add_task(out, db_col_str(rows, 0), db_col_str(rows, 1),
		    db_col_str(rows, 2));
	return 0;
}

int
import_chosen_read(struct db *db, const struct import_plan *plan,
    struct import_chosen *out, struct err *err)
{
	if (strcmp(plan->scope, "selection") == 0)
		return read_listed(db, plan, out, err);
	return read_found(db, plan, out, err);
}
