#include "import/plan.h"

#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "account/user.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "import/alone.h"
#include "import/choice.h"
#include "import/chosen.h"
#include "import/item.h"
#include "import/job.h"
#include "import/queue.h"
#include "import/source.h"
#include "io/db.h"
#include "io/db_note.h"
#include "io/field.h"
#include "origin/origin.h"
#include "service/connection.h"
#include "transfer/source.h"

#define DELAY_S		8	/* between tasks, as documented */
#define DELAY_MAX_S	3600

void
import_plan_clear(struct import_plan *plan)
{
	clickup_search_clear(&plan->search);
	json_decref(plan->found);
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
		    !out->of->id_ok(json_string_value(id))) {
			own_str char	*path = mem_fmt("task_ids[%zu]", i);

			return err_field(err, path, "format", "%s",
			    out->of->sample);
		}
	out->task_ids = ids;
	return 0;
}

/* Is there no need to know them one by one? */
static bool
fills(const struct import_plan *plan)
{
	return plan->of->fill != NULL && strcmp(plan->scope, "all") == 0;
}

static int
read_filter(const struct caller *who, const json_t *body,
    struct import_plan *out, struct err *err)
{
	json_t	*filter = NULL;

	if (field_object_opt(body, "filter", &filter, err) == -1)
		return -1;
	if (strcmp(out->scope, "selection") == 0 || fills(out))
		return 0;
	if (strcmp(out->scope, "all") == 0)
		filter = NULL;
	return out->of->filter(who, filter, out, err) == -1 ?
	    err_within(err, 0, "filter") : 0;
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

/* {kind, id}; left out: ClickUp. */
static int
read_source(const json_t *body, struct import_plan *out, struct err *err)
{
	static const char *const	names[] = { "kind", "id", NULL };
	own_buf struct buf		kinds = { 0 };
	json_t				*source = NULL;
	const char			*kind = NULL;

	if (field_object_opt(body, "source", &source, err) == -1)
		return -1;
	if (source != NULL && (field_only(source, names, err) == -1 ||
	    field_text(source, "kind", 1, ORIGIN_KIND_SIZE, &kind,
	    err) == -1 || field_int_opt(source, "id", 1, INT64_MAX,
	    &out->source_id, err) == -1))
		return err_within(err, 0, "source");
	out->of = import_source_of(kind);
	if (out->of == NULL) {
		import_source_kinds(&kinds);
		return err_field(err, "source.kind", "choice", "%s",
		    buf_str(&kinds));
	}
	if (out->of->placed != (out->source_id != 0))
		return err_field(err, "source.id", out->of->placed ?
		    "required" : "unknown", "%s", "");
	return out->of->filter != NULL || strcmp(out->scope,
	    "selection") == 0 ? 0 : err_field(err, "scope", "choice",
	    "selection");
}

static int
read_body(const json_t *body, struct import_plan *out, struct err *err)
{
	static const char *const	names[] = { "account_id", "scope",
		"task_ids", "filter", "vacancy_id", "status_id",
		"delay_seconds", "duplicate", "choices", "source", NULL };
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
	if (read_source(body, out, err) == -1 ||
	    field_int_opt(body, "vacancy_id", 1, INT64_MAX, &out->vacancy_id,
	    err) == -1 ||
	    field_int_opt(body, "status_id", 1, INT64_MAX, &out->status_id,
	    err) == -1 || read_delay(body, out, err) == -1)
		return -1;
	if (out->status_id != 0 && out->vacancy_id == 0)
		return err_field(err, "vacancy_id", "required", "%s", "");
	return 0;
}

static int
read_choices(const json_t *body, struct import_plan *out, struct err *err)
{
	json_t	*choices = NULL;

	if (field_array_opt(body, "choices", IMPORT_CHOICES_MAX, &choices,
	    err) == -1 || import_choice_check(choices, err) == -1)
		return -1;
	out->choices = choices;
	return 0;
}

/* Which connections: the source's, the Huntflow of the active system. */
static int
read_places(const struct caller *who, struct import_plan *out,
    struct err *err)
{
	own_user struct user			 user = { 0 };
	own_connection struct connection	 con = { 0 };
	struct db				*db = who->db;

	if (out->of->place(who, out, err) == -1)
		return -1;
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
		.conf = who->conf,
	};

	if (read_body(body, &plan, err) == -1 ||
	    read_ids(body, &plan, err) == -1 ||
	    read_choices(body, &plan, err) == -1 ||
	    read_places(who, &plan, err) == -1 ||
	    read_filter(who, body, &plan, err) == -1)
		return -1;
	plan.request = json_dumps(body, JSON_COMPACT);
	*out = give(plan);
	return 0;
}

/* --- the start --- */

struct start {
	const struct import_plan	*plan;
	const struct import_chosen	*tasks;
	int64_t				 id;
};

static int
add_items(struct db *db, const struct import_job *job,
    const struct import_chosen *tasks, struct err *err)
{
	struct import_new	*items = mem_grow(NULL, tasks->n + 1,
				    sizeof(*items));
	int			 rc;

	for (size_t i = 0; i < tasks->n; i++)
		items[i] = (struct import_new){ tasks->v[i].task_id,
		    tasks->v[i].name };
	rc = import_item_add(db, job, items, tasks->n, err);
	free(items);
	return rc;
}

/* Nobody sees it yet. */
static int
make_job(struct db *db, const struct start *start, struct import_job *job,
    struct err *err)
{
	const struct import_plan	*plan = start->plan;

	*job = (struct import_job){
		.company_id = plan->company_id, .user_id = plan->user_id,
		.clickup_id = plan->clickup_id,
		.source_id = plan->source_id,
		.kind = (char *)(uintptr_t)plan->of->transfer->kind,
		.huntflow_id = plan->huntflow_id,
		.account_id = plan->account_id,
		.vacancy_id = plan->vacancy_id, .status_id = plan->status_id,
		.source = plan->source, .request = plan->request,
		.scope = (char *)(uintptr_t)plan->scope,
		.delay_seconds = plan->delay_seconds,
	};
	return import_job_make(db, job, &job->id, err) == -1 ||
	    (fills(plan) ? plan->of->fill(db, job, err) :
	    add_items(db, job, start->tasks, err)) == -1 ||
	    import_choice_keep(db, job->id, plan->choices, err) == -1 ||
	    import_item_settle(db, job, err) == -1 ? -1 : 0;
}

/* What nobody sees is no deed: it is one when the job is given. */
static int
start_job(struct db *db, void *arg, struct err *err)
{
	struct start		*start = arg;
	struct import_job	 job = { .id = 0 };
	struct err		 why = { 0 };
	int			 rc;

	db_note_apart(db, true);
	rc = make_job(db, start, &job, err);
	db_note_apart(db, false);
	if (rc == -1 || import_job_give(db, &job, err) == -1) {
		if (job.id != 0 && import_job_unmake(db, job.id, &why) == -1)
			log_err(LOG_WARN, "import: what was half made stays "
			    "for a day", &why);
		return -1;
	}
	start->id = job.id;
	/* Nothing but tasks that are there already: it is over at once. The importer does it
	 * should it fail here: the import is there. */
	if (import_queue_finish(db, start->id, NULL, &why) == -1)
		log_err(LOG_WARN, "import: finish", &why);
	return 0;
}

int
import_plan_start(struct db *db, const struct import_plan *plan,
    int64_t *job_id, struct err *err)
{
	own_import_chosen struct import_chosen	 tasks = { 0 };
	struct start		 start = { plan, &tasks, 0 };

	if (!fills(plan) && plan->of->chosen(db, plan, &tasks, err) == -1)
		return -1;
	if (import_alone(db, plan->user_id, 0, start_job, &start, err) == -1)
		return -1;
	*job_id = start.id;
	return 0;
}
