#include "team/task_ref.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "candidate/view.h"
#include "clickup/cache.h"
#include "io/db.h"
#include "io/field.h"
#include "team/actor.h"
#include "team/people.h"
#include "team/task_form.h"

/* --- project --- */

/* It is not deleted until the task is in it. */
static int
hold_project(struct db *db, int64_t id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	return db_query(db, "SELECT id FROM project WHERE id = ? "
	    "LOCK IN SHARE MODE", DB_ARGS(db_int(id)), &rows, err);
}

static int
check_list(struct db *db, const struct actor *actor, int64_t id,
    struct err *err)
{
	enum right_role	role = RIGHT_ROLE_NONE;

	if (id == 0)
		return 0;
	if (hold_project(db, id, err) == -1)
		return -1;
	if (right_in_project(db, &actor->who, id, &role, err) == -1) {
		if (err->kind != ERR_ABSENT)
			return -1;
		*err = (struct err){ 0 };
		return err_field(err, "list", "team.no_list", "%s", "");
	}
	return right_fills(&actor->who, role) ? 0 : err_code(err, ERR_DENIED,
	    "team.denied", "project %lld", (long long)id);
}

/* --- people --- */

static bool
in_list(const json_t *list, json_int_t id)
{
	json_t	*one;
	size_t	 i;

	json_array_foreach(list, i, one)
		if (json_integer_value(one) == id)
			return true;
	return false;
}

/* Who watches already may go on, whatever became of them. */
static int
check_watchers(struct db *db, const struct actor *actor, const char *now,
    const char *was, struct err *err)
{
	own_json json_t	*list = json_loads(now, 0, NULL);
	own_json json_t	*old = json_loads(was, 0, NULL);
	int64_t		 ids[TASK_WATCHERS_MAX];
	json_t		*one;
	size_t		 i, n = 0;

	json_array_foreach(list, i, one)
		if (i < nitems(ids) && !in_list(old, json_integer_value(one)))
			ids[n++] = json_integer_value(one);
	return people_check(db, &actor->who, "watchers", ids, n, err);
}

/* --- links --- */

/* A task of the user's own ClickUp. */
static int
find_clickup_task(struct db *db, const struct actor *actor,
    struct task_form *form, struct err *err)
{
	own_rows struct db_rows		*rows = NULL;
	struct clickup_cache_row	 row;

	if (clickup_cache_of(db, actor->who.user_id, form->to.link_id, &rows,
	    &row, err) == 0) {
		form->title = mem_dup(row.name);
		form->href = mem_fmt("/clickup/task/%s/", row.task_id);
		return 0;
	}
	if (err->kind != ERR_ABSENT)
		return -1;
	*err = (struct err){ 0 };
	return 0;
}

/* Who came to Huntflow from a task of the company's. */
static int
find_applicant(struct db *db, const struct actor *actor,
    struct task_form *form, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT task_name, account_id, applicant_id FROM "
	    "transfer WHERE company_id = ? AND applicant_id = ? AND "
	    "state = 'done' ORDER BY created_at DESC, id DESC LIMIT 1",
	    DB_ARGS(db_int(actor->who.company_id),
	    db_int(atoll(form->to.link_id))), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	form->title = db_col_dup(rows, 0);
	form->href = mem_fmt("/huntflow/accounts/%lld/applicants/%lld/",
	    (long long)db_col_int(rows, 1), (long long)db_col_int(rows, 2));
	return 0;
}

/* A candidate of the company's. */
static int
find_candidate(struct db *db, const struct actor *actor,
    struct task_form *form, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_buf struct buf	 name = { 0 };
	struct candidate	 c;

	if (!actor->who.recruits)
		return 0;
	if (candidate_get(db, actor->who.company_id,
	    strtoll(form->to.link_id, NULL, 10), &rows, &c, err) == -1) {
		if (err->kind != ERR_ABSENT)
			return -1;
		*err = (struct err){ 0 };
		return 0;
	}
	candidate_view_name(&c, &name);
	form->title = mem_dup(buf_str(&name));
	form->href = mem_fmt("/candidates/%lld/", (long long)c.id);
	return 0;
}

/* Of Huntflow it is only known whether the user has one: what is in it, its page asks. */
static int
reach_huntflow(struct db *db, const struct right_who *who,
    const struct task *task, bool *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	(void)task;
	if (db_query(db, "SELECT 1 FROM connection c JOIN secret s ON "
	    "s.connection_id = c.id WHERE c.owner_id = ? AND "
	    "c.provider = 'huntflow' LIMIT 1", DB_ARGS(db_int(who->user_id)),
	    &rows, err) == -1)
		return -1;
	*out = db_rows_next(rows);
	return 0;
}

static int
unless_absent(bool *out, struct err *err)
{
	*out = false;
	if (err->kind != ERR_ABSENT)
		return -1;
	*err = (struct err){ 0 };
	return 0;
}

static int
reach_clickup_task(struct db *db, const struct right_who *who,
    const struct task *task, bool *out, struct err *err)
{
	own_rows struct db_rows		*rows = NULL;
	struct clickup_cache_row	 row;

	*out = true;
	return clickup_cache_of(db, who->user_id, task->link_id, &rows, &row,
	    err) == -1 ? unless_absent(out, err) : 0;
}

static int
reach_candidate(struct db *db, const struct right_who *who,
    const struct task *task, bool *out, struct err *err)
{
	int64_t	root;

	*out = who->recruits;
	return *out && candidate_root(db, who->company_id,
	    strtoll(task->link_id, NULL, 10), &root, err) == -1 ?
	    unless_absent(out, err) : 0;
}

/* find puts title and href into the form, or leaves them: there is no such thing; NULL: Huntflow
 * alone knows (task_link.h). reach: is it for this user? */
static const struct {
	const char	*kind;
	int		(*find)(struct db *, const struct actor *,
			    struct task_form *, struct err *);
	int		(*reach)(struct db *, const struct right_who *,
			    const struct task *, bool *, struct err *);
} kinds[] = {
	{ "clickup_task", find_clickup_task, reach_clickup_task },
	{ "applicant", find_applicant, reach_huntflow },
	{ "vacancy", NULL, reach_huntflow },
	{ "candidate", find_candidate, reach_candidate },
};

static int
check_link(struct db *db, const struct actor *actor, struct task_form *form,
    struct err *err)
{
	for (size_t i = 0; i < nitems(kinds) && form->title == NULL; i++)
		if (strcmp(kinds[i].kind, form->to.link_kind) == 0 &&
		    kinds[i].find != NULL &&
		    kinds[i].find(db, actor, form, err) == -1)
			return -1;
	form->to.link_title = form->title;
	form->to.link_href = form->href;
	form->ask = form->ask && form->title == NULL;
	return form->title != NULL || form->ask ? 0 : err_field(err,
	    "link.id", "team.no_link", "%s", "");
}

static bool
same_link(const struct task *a, const struct task *b)
{
	return a->link_kind != NULL && b->link_kind != NULL &&
	    strcmp(a->link_kind, b->link_kind) == 0 &&
	    strcmp(a->link_id, b->link_id) == 0;
}

int
task_ref_reach(struct db *db, const struct right_who *who, struct task *task,
    struct err *err)
{
	bool	reached = true;

	for (size_t i = 0; task->link_kind != NULL && i < nitems(kinds); i++)
		if (strcmp(kinds[i].kind, task->link_kind) == 0 &&
		    kinds[i].reach(db, who, task, &reached, err) == -1)
			return -1;
	task->link_closed = !reached;
	return 0;
}

int
task_ref_check(struct db *db, const struct actor *actor,
    struct task_form *form, const struct task *was, struct err *err)
{
	static const struct task	 none = { .watchers = "[]" };
	const struct task		*to = &form->to;

	if (was == NULL)
		was = &none;
	if ((form->bits & TASK_LIST) != 0 && to->list_id != was->list_id &&
	    check_list(db, actor, to->list_id, err) == -1)
		return -1;
	if ((form->bits & TASK_ASSIGNED) != 0 && to->assigned_to != 0 &&
	    to->assigned_to != was->assigned_to && people_check(db, &actor->who,
	    "assigned_to", &to->assigned_to, 1, err) == -1)
		return -1;
	if ((form->bits & TASK_WATCHERS) != 0 && to->watchers != NULL &&
	    check_watchers(db, actor, to->watchers, was->watchers, err) == -1)
		return -1;
	if ((form->bits & TASK_LINK) == 0 || to->link_kind == NULL)
		return 0;
	if (!same_link(to, was))
		return check_link(db, actor, form, err);
	form->to.link_title = was->link_title;
	form->to.link_href = was->link_href;
	form->ask = false;
	return 0;
}

int
task_ref_hangs(struct db *db, int64_t company_id, int64_t project_id,
    const char *kind, const char *id, bool *out, struct err *err)
{
	int64_t	n;

	if (db_number(db, "SELECT COUNT(*) FROM task WHERE company_id = ? AND "
	    "link_kind = ? AND link_id = ? AND list_id = ? AND "
	    "deleted_at IS NULL", DB_ARGS(db_int(company_id), db_str(kind),
	    db_str(id), db_int(project_id)), &n, err) == -1)
		return -1;
	*out = n > 0;
	return 0;
}
