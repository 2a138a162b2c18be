#include "import/plan.h"

#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "account/user.h"
#include "base/err.h"
#include "base/log.h"
#include "base/utf8.h"
#include "clickup/api.h"
#include "clickup/set.h"
#include "import/alone.h"
#include "import/item.h"
#include "import/job.h"
#include "io/db.h"
#include "io/field.h"
#include "person/name.h"
#include "service/connection.h"

#define DELAY_S		8	/* between tasks, as documented */
#define DELAY_MAX_S	3600
#define PART		1000	/* tasks read at once */
#define SAMPLE		5
#define NAME_CHARS	500

void
import_plan_clear(struct import_plan *plan)
{
	clickup_search_clear(&plan->search);
	mem_free_str(&plan->source);
	mem_free_str(&plan->request);
	*plan = (struct import_plan){ 0 };
}

/* --- reading --- */

static int
read_ids(const json_t *body, struct import_plan *out, struct err *err)
{
	json_t		*ids = NULL;
	const json_t	*id;
	size_t		 i;

	if (field_array_opt(body, "task_ids", IMPORT_IDS_MAX, &ids, err) == -1)
		return -1;
	if (strcmp(out->scope, "selection") != 0)
		return 0;
	if (json_array_size(ids) == 0)
		return err_field(err, "task_ids", "required", "%s", "");
	json_array_foreach(ids, i, id)
		if (json_string_value(id) == NULL ||
		    !clickup_id_ok(json_string_value(id))) {
			own_str char	*path = mem_fmt("task_ids[%zu]", i);

			return err_field(err, path, "format", "86abc1def");
		}
	out->task_ids = ids;
	return 0;
}

static int
read_filter(const json_t *body, const char *zone, struct import_plan *out,
    struct err *err)
{
	json_t	*filter = NULL;

	if (field_object_opt(body, "filter", &filter, err) == -1)
		return -1;
	if (strcmp(out->scope, "filter") != 0)
		return 0;
	if (filter != NULL &&
	    field_only(filter, clickup_search_names, err) == -1)
		return -1;
	return clickup_search_read(filter, zone, &out->search, err);
}

/* A number, whole or with a fraction. */
static int
read_delay(const json_t *body, struct import_plan *out, struct err *err)
{
	const json_t	*delay = json_object_get(body, "delay_seconds");

	out->delay_seconds = DELAY_S;
	if (delay == NULL || json_is_null(delay))
		return 0;
	if (!json_is_number(delay))
		return err_field(err, "delay_seconds", "type", "number");
	out->delay_seconds = json_number_value(delay);
	if (!(out->delay_seconds >= 0 && out->delay_seconds <= DELAY_MAX_S))
		return err_field(err, "delay_seconds", "range", "0..%d",
		    DELAY_MAX_S);
	return 0;
}

static int
read_body(const json_t *body, struct import_plan *out, struct err *err)
{
	static const char *const	names[] = { "account_id", "scope",
		"task_ids", "filter", "vacancy_id", "status_id",
		"delay_seconds", "duplicate", NULL };
	static const char *const	duplicates[] = { "create", "skip",
		"attach", NULL };
	static const char *const	scopes[] = { "all", "filter",
		"selection", NULL };
	const char			*duplicate = NULL;

	if (body == NULL)
		return err_field(err, "account_id", "required", "%s", "");
	if (field_only(body, names, err) == -1 ||
	    field_word_opt(body, "duplicate", duplicates, &duplicate,
	    err) == -1 ||
	    field_int(body, "account_id", 1, INT64_MAX, &out->account_id,
	    err) == -1 ||
	    field_word_opt(body, "scope", scopes, &out->scope, err) == -1)
		return -1;
	if (out->scope == NULL)
		return err_field(err, "scope", "required", "%s", "");
	if (field_int_opt(body, "vacancy_id", 1, INT64_MAX, &out->vacancy_id,
	    err) == -1 ||
	    field_int_opt(body, "status_id", 1, INT64_MAX, &out->status_id,
	    err) == -1 || read_delay(body, out, err) == -1)
		return -1;
	if (out->status_id != 0 && out->vacancy_id == 0)
		return err_field(err, "vacancy_id", "required", "%s", "");
	return 0;
}

/* Which connections: the user's ClickUp, the Huntflow of the active system. */
static int
read_places(struct db *db, struct import_plan *out, struct err *err)
{
	own_clickup_set struct clickup_set	 set = { 0 };
	own_user struct user			 user = { 0 };
	own_connection struct connection	 con = { 0 };

	if (clickup_set_get(db, out->company_id, out->user_id, &set,
	    err) == -1) {
		if (strcmp(err->code, "clickup.unset") == 0)
			err->kind = ERR_CONFLICT;
		return -1;
	}
	out->clickup_id = set.connection_id;
	out->source = mem_dup(set.list_name != NULL ? set.list_name : "");
	if (user_get(db, out->user_id, &user, err) == -1)
		return -1;
	if (connection_of(db, out->user_id, "huntflow", user.active_system,
	    &con, err) == -1)
		return err->kind != ERR_ABSENT ? -1 : err_code(err,
		    ERR_CONFLICT, "huntflow.setup", "no Huntflow connection");
	out->huntflow_id = con.id;
	return 0;
}

int
import_plan_read(const struct caller *who, const json_t *body,
    struct import_plan *out, struct err *err)
{
	own_import_plan struct import_plan	plan = {
		.company_id = who->company_id, .user_id = who->user_id,
	};

	if (read_body(body, &plan, err) == -1 ||
	    read_ids(body, &plan, err) == -1 ||
	    read_places(who->db, &plan, err) == -1)
		return -1;
	plan.search.filter.connection_id = plan.clickup_id;
	plan.search.filter.user_id = who->user_id;
	if (read_filter(body, who->zone, &plan, err) == -1)
		return -1;
	plan.request = json_dumps(body, JSON_COMPACT);
	*out = give(plan);
	return 0;
}

/* --- the tasks --- */

struct task {
	char	 task_id[CLICKUP_ID_SIZE + 1];
	char	*name;			/* at most NAME_CHARS characters */
	char	 cv;			/* first letter of its kind */
};
struct tasks {
	struct task	*v;
	size_t		 n, room;
};

static void
tasks_clear(struct tasks *tasks)
{
	for (size_t i = 0; i < tasks->n; i++)
		mem_free_str(&tasks->v[i].name);
	free(tasks->v);
}
#define own_tasks cleanup(tasks_clear)

static void
add_task(struct tasks *tasks, const char *task_id, const char *name,
    const char *cv)
{
	struct task	*task;

	if (tasks->n == tasks->room) {
		tasks->room = tasks->room == 0 ? PART : tasks->room * 2;
		tasks->v = mem_grow(tasks->v, tasks->room, sizeof(*tasks->v));
	}
	task = &tasks->v[tasks->n++];
	memset(task, 0, sizeof(*task));
	strncpy(task->task_id, task_id, CLICKUP_ID_SIZE);
	task->name = mem_ndup(name, utf8_head(name, NAME_CHARS));
	task->cv = cv[0];
}

static int
read_found(struct db *db, const struct import_plan *plan, struct tasks *out,
    struct err *err)
{
	int64_t	 last = 0;
	size_t	 before;

	do {
		own_rows struct db_rows	*rows = NULL;

		before = out->n;
		if (clickup_find_all(db, &plan->search.filter, last, PART,
		    &rows, err) == -1)
			return -1;
		while (db_rows_next(rows)) {
			last = db_col_int(rows, 0);
			add_task(out, db_col_str(rows, 1), db_col_str(rows, 2),
			    db_col_str(rows, 3));
		}
	} while (out->n - before == PART);
	return 0;
}

static int
by_id(const void *a, const void *b)
{
	return strcmp(((const struct task *)a)->task_id,
	    ((const struct task *)b)->task_id);
}

static int
read_one(struct db *db, const struct import_plan *plan, const char *task_id,
    struct tasks *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT task_id, name, cv FROM clickup_task "
	    "WHERE connection_id = ? AND task_id = ?",
	    DB_ARGS(db_int(plan->clickup_id), db_str(task_id)), &rows,
	    err) == -1)
		return -1;
	if (db_rows_next(rows))
		add_task(out, db_col_str(rows, 0), db_col_str(rows, 1),
		    db_col_str(rows, 2));
	return 0;
}

/* An id that is not in the cache (any more) is left out, one given twice is one. */
static int
read_chosen(struct db *db, const struct import_plan *plan, struct tasks *out,
    struct err *err)
{
	const json_t	*id;
	size_t		 i, kept = 0;

	json_array_foreach(plan->task_ids, i, id)
		if (read_one(db, plan, json_string_value(id), out, err) == -1)
			return -1;
	if (out->n == 0)
		return 0;
	qsort(out->v, out->n, sizeof(*out->v), by_id);
	for (i = 1; i < out->n; i++) {
		if (by_id(&out->v[kept], &out->v[i]) == 0)
			mem_free_str(&out->v[i].name);
		else
			out->v[++kept] = out->v[i];
	}
	out->n = kept + 1;
	return 0;
}

static int
read_tasks(struct db *db, const struct import_plan *plan, struct tasks *out,
    struct err *err)
{
	if (strcmp(plan->scope, "selection") == 0)
		return read_chosen(db, plan, out, err);
	return read_found(db, plan, out, err);
}

/* --- the preview --- */

/* Marks those in Huntflow already: both lists run in the order of ids. */
static int
mark_sent(struct db *db, const struct import_plan *plan, struct tasks *tasks,
    int64_t *sent, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	size_t			 at = 0;

	*sent = 0;
	if (tasks->n == 0)
		return 0;
	qsort(tasks->v, tasks->n, sizeof(*tasks->v), by_id);
	if (db_query(db, "SELECT task_id FROM transfer WHERE company_id = ? "
	    "AND environment = (SELECT environment FROM connection WHERE "
	    "id = ?) AND account_id = ? AND state = 'done' AND "
	    "task_id >= ? AND task_id <= ? ORDER BY task_id",
	    DB_ARGS(db_int(plan->company_id), db_int(plan->huntflow_id),
	    db_int(plan->account_id),
	    db_str(tasks->v[0].task_id),
	    db_str(tasks->v[tasks->n - 1].task_id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		const char	*id = db_col_str(rows, 0);

		while (at < tasks->n && strcmp(tasks->v[at].task_id, id) < 0)
			at++;
		if (at < tasks->n && strcmp(tasks->v[at].task_id, id) == 0) {
			tasks->v[at].cv = '\0';
			(*sent)++;
		}
	}
	return 0;
}

static void
add_sample(json_t *sample, const struct task *task)
{
	if (json_array_size(sample) < SAMPLE)
		json_array_append_new(sample, json_pack("{s:s, s:s}",
		    "task_id", task->task_id, "name", task->name));
}

int
import_plan_preview(struct db *db, const struct import_plan *plan,
    json_t **out, struct err *err)
{
	own_tasks struct tasks	 tasks = { 0 };
	struct person_name	 name;
	json_t			*no_cv = json_array(), *unreadable = json_array();
	own_json json_t		*doc = json_pack("{s:o, s:o}", "no_cv_sample",
				    no_cv, "unreadable_sample", unreadable);
	int64_t			 sent, bare = 0, unknown = 0, nameless = 0;

	if (read_tasks(db, plan, &tasks, err) == -1 ||
	    mark_sent(db, plan, &tasks, &sent, err) == -1)
		return -1;
	for (size_t i = 0; i < tasks.n; i++) {
		const struct task	*task = &tasks.v[i];

		if (task->cv == '\0')
			continue;
		unknown += task->cv == 'u';
		if (task->cv == 'n') {
			bare++;
			add_sample(no_cv, task);
		}
		if (person_name_read(task->name, &name) != PERSON_WHOLE) {
			nameless++;
			add_sample(unreadable, task);
		}
	}
	json_object_set_new(doc, "total", json_integer((json_int_t)tasks.n));
	json_object_set_new(doc, "create",
	    json_integer((json_int_t)tasks.n - sent));
	json_object_set_new(doc, "already", json_integer(sent));
	json_object_set_new(doc, "no_cv", json_integer(bare));
	json_object_set_new(doc, "unknown_cv", json_integer(unknown));
	json_object_set_new(doc, "unreadable_name", json_integer(nameless));
	*out = give(doc);
	return 0;
}

/* --- the start --- */

struct start {
	const struct import_plan	*plan;
	const struct tasks		*tasks;
	int64_t				 id;
};

static int
add_items(struct db *db, int64_t job_id, const struct tasks *tasks,
    struct err *err)
{
	struct import_new	*items = mem_grow(NULL, tasks->n + 1,
				    sizeof(*items));
	int			 rc;

	for (size_t i = 0; i < tasks->n; i++)
		items[i] = (struct import_new){ tasks->v[i].task_id,
		    tasks->v[i].name };
	rc = import_item_add(db, job_id, items, tasks->n, err);
	free(items);
	return rc;
}

static int
write_job(struct db *db, void *arg, struct err *err)
{
	struct start			*start = arg;
	const struct import_plan	*plan = start->plan;
	struct import_job		 job = {
		.company_id = plan->company_id, .user_id = plan->user_id,
		.clickup_id = plan->clickup_id,
		.huntflow_id = plan->huntflow_id,
		.account_id = plan->account_id,
		.vacancy_id = plan->vacancy_id, .status_id = plan->status_id,
		.source = plan->source, .request = plan->request,
		.scope = (char *)(uintptr_t)plan->scope,
		.delay_seconds = plan->delay_seconds,
	};
	own_import_job struct import_job	 made = { 0 };

	if (import_job_add(db, &job, &job.id, err) == -1)
		return -1;
	start->id = job.id;
	if ((strcmp(plan->scope, "all") == 0 ?
	    import_item_fill(db, &job, err) :
	    add_items(db, job.id, start->tasks, err)) == -1 ||
	    import_item_settle(db, &job, err) == -1 ||
	    import_job_get(db, job.id, &made, err) == -1)
		return -1;
	if (made.total == 0)
		return err_code(err, ERR_CONFLICT, "import.empty",
		    "no task was chosen");
	return 0;
}

static int
start_job(struct db *db, void *arg, struct err *err)
{
	struct start	*start = arg;
	struct err	 why = { 0 };

	if (db_tx_run(db, write_job, start, err) == -1)
		return -1;
	/* Nothing but tasks that are there already: it is over at once. The importer does it
	 * should it fail here: the import is there. */
	if (import_job_finish(db, start->id, NULL, &why) == -1)
		log_err(LOG_WARN, "import: finish", &why);
	return 0;
}

int
import_plan_start(struct db *db, const struct import_plan *plan,
    int64_t *job_id, struct err *err)
{
	own_tasks struct tasks	 tasks = { 0 };
	struct start		 start = { plan, &tasks, 0 };

	if (strcmp(plan->scope, "all") != 0 &&
	    read_tasks(db, plan, &tasks, err) == -1)
		return -1;
	if (import_alone(db, plan->user_id, 0, start_job, &start, err) == -1)
		return -1;
	*job_id = start.id;
	return 0;
}
