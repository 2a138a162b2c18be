#include "team/task_edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "live/audience.h"
#include "team/actor.h"
#include "team/history.h"
#include "team/link_wait.h"
#include "team/place.h"
#include "team/task_form.h"
#include "team/task_history.h"
#include "team/task_ref.h"
#include "team/task_source.h"
#include "team/tell.h"

/* One deed, as the functions that run in its transaction take it. */
struct deed {
	const struct actor	*actor;
	struct task_form	*form;
	int64_t			 id, after_id;
	const int64_t		*ids;
	size_t			 n;
	json_t			*before;	/* NULL: nobody asks */
	bool			 watch;
	struct task_now		*now;
	struct tell_sum		*sum;		/* NULL: people are told of each */
};

void
task_now_clear(struct task_now *now)
{
	db_rows_close(now->rows);
	free(now->tags);
	*now = (struct task_now){ 0 };
}

/* What changes names in the answer, or who sees the task. */
#define SIGHT	(TASK_LIST | TASK_ASSIGNED | TASK_WATCHERS)

/* Before a change that may take the task out of somebody's sight: those who see it. */
static int
find_saw(struct db *db, const struct task *was, unsigned bits,
    struct live_people *out, struct err *err)
{
	if (was == NULL || (bits & SIGHT) == 0)
		return 0;
	return live_audience_people(db, &task_audience, was->company_id,
	    was->id, out, err);
}

/* A deed that changes none of the fields. */
static int
record_deed(struct db *db, const struct actor *actor, const char *what,
    const struct task *was, const struct task *now, struct err *err)
{
	const struct told	told = { .what = what, .was = was, .now = now };

	return history_add(db, actor, HISTORY_TASK, now->id, what, NULL, NULL,
	    err) == -1 ? -1 : tell_task(db, actor, &told, err);
}

/* --- a new one --- */

static int
work_add(struct db *db, void *arg, struct err *err)
{
	struct deed	*d = arg;
	struct task	 task = {
		.company_id = d->actor->who.company_id,
		.created_by = d->actor->who.user_id,
		.priority = 2, .description = "", .status = "todo",
		.status_before = "todo", .source = "own", .tags = "[]",
		.checklist = "[]", .watchers = "[]", .link_title = "", .link_href = "",
		.version = 1,
	};
	own_json json_t	*before = NULL, *after = NULL;
	struct told	 told = { .what = "create", .now = &task };

	if (task_ref_check(db, d->actor, d->form, NULL, err) == -1)
		return -1;
	task_form_apply(d->form, &task);
	if (d->form->source != NULL) {
		task.source = d->form->source;
		task.external_id = d->form->external_id;
	}
	if (task_add(db, &task, &d->id, err) == -1)
		return -1;
	task.id = d->id;
	if (link_wait_put(db, d->actor, d->id, d->form, err) == -1)
		return -1;
	told.bits = d->form->bits | TASK_TITLE | TASK_STATUS;
	task_history_diff(NULL, &task, told.bits, &before, &after);
	told.changes = after;
	return history_add(db, d->actor, HISTORY_TASK, task.id, "create",
	    NULL, after, err) == -1 ? -1 : tell_task(db, d->actor, &told, err);
}

int
task_edit_add(struct db *db, const struct actor *actor,
    struct task_form *form, int64_t *id, struct err *err)
{
	struct deed	d = { .actor = actor, .form = form };

	if (actor_run(db, actor, work_add, &d, err) == -1)
		return -1;
	*id = d.id;
	return 0;
}

/* --- changes --- */

static int
check_version(const struct task_form *form, const struct task *task,
    struct err *err)
{
	if (form->version == 0 || form->version == task->version)
		return 0;
	return err_code(err, ERR_CONFLICT, "team.version", "%lld",
	    (long long)task->version);
}

static void
go_on(const struct task *was, struct task *now)
{
	now->version = was->version + 1;
	now->updated_at = was->locked_at;
	if (strcmp(now->status, "done") != 0)
		now->completed_at = 0;
	else if (now->completed_at == 0)
		now->completed_at = was->locked_at;
}

/* The task becomes now, which differs in these bits or not at all. */
static int
save(struct db *db, const struct actor *actor, const char *what,
    const struct task *was, struct task *now, unsigned bits,
    struct tell_sum *sum, struct err *err)
{
	own_people struct live_people	 saw = { 0 };
	own_json json_t			*before = NULL, *after = NULL;
	struct told			 told = { .what = what, .was = was,
		.now = now, .bits = bits, .saw = &saw, .sum = sum };

	if (!task_history_diff(was, now, bits, &before, &after))
		return 0;
	told.changes = after;
	go_on(was, now);
	if (find_saw(db, was, bits, &saw, err) == -1 ||
	    task_save(db, now, bits, err) == -1 ||
	    history_add(db, actor, HISTORY_TASK, now->id, what, before, after,
	    err) == -1)
		return -1;
	return tell_task(db, actor, &told, err);
}

static json_t *
id_or_null(int64_t id)
{
	return id == 0 ? json_null() : json_integer(id);
}

/* What the task has of these fields. */
static void
keep_before(json_t *list, const struct task *was, unsigned bits)
{
	json_t	*one = json_pack("{s:I}", "id", (json_int_t)was->id);
	char	 iso[CLOCK_ISO_SIZE];

	if ((bits & TASK_STATUS) != 0)
		json_object_set_new(one, "status", json_string(was->status));
	if ((bits & TASK_ASSIGNED) != 0)
		json_object_set_new(one, "assigned_to",
		    id_or_null(was->assigned_to));
	if ((bits & TASK_LIST) != 0)
		json_object_set_new(one, "list", id_or_null(was->list_id));
	if ((bits & TASK_TAGS) != 0)
		json_object_set_new(one, "tags",
		    json_loads(was->tags, 0, NULL));
	if ((bits & TASK_DUE) != 0) {
		clock_iso(was->due_date, iso);
		json_object_set_new(one, "due_date", was->due_date == 0 ?
		    json_null() : json_string(iso));
	}
	json_array_append_new(list, one);
}

/* What is read of a task is read for good, and what was made of it lasts. */
static int
change_one(struct db *db, const struct deed *d, int64_t id,
    struct task_now *now, struct err *err)
{
	const unsigned	bits = d->form->bits;
	struct task	was;

	task_now_clear(now);
	if (task_lock(db, &d->actor->who, id, &now->rows, &was, err) == -1 ||
	    right_need(&d->actor->who, &was, RIGHT_CHANGE, err) == -1 ||
	    check_version(d->form, &was, err) == -1 ||
	    task_ref_check(db, d->actor, d->form, &was, err) == -1)
		return -1;
	now->task = was;
	task_form_apply(d->form, &now->task);
	if (d->before != NULL)
		keep_before(d->before, &was, bits);
	if (d->form->tag != NULL || d->form->untag != NULL) {
		now->tags = task_form_tags(d->form, was.tags);
		if (now->tags == NULL)
			return err_field(err, "tag", "length", "0..%d",
			    TASK_TAGS_MAX);
		now->task.tags = now->tags;
	}
	now->known = (bits & SIGHT) == 0;
	return link_wait_put(db, d->actor, id, d->form, err) == -1 ||
	    save(db, d->actor, "change", &was, &now->task, bits, d->sum,
	    err) == -1 ? -1 : 0;
}

static int
work_change(struct db *db, void *arg, struct err *err)
{
	struct deed	*d = arg;

	return change_one(db, d, d->id, d->now, err);
}

int
task_edit_change(struct db *db, const struct actor *actor, int64_t id,
    struct task_form *form, struct task_now *now, struct err *err)
{
	return actor_run(db, actor, work_change, &(struct deed){ .actor = actor,
	    .form = form, .id = id, .now = now }, err);
}

static int
by_number(const void *a, const void *b)
{
	const int64_t	x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* In one order by all who change many: none waits for another in a circle. */
static int
work_many(struct db *db, void *arg, struct err *err)
{
	struct deed	*d = arg;
	int64_t		 ids[TASK_EDIT_MANY];

	memcpy(ids, d->ids, d->n * sizeof(*ids));
	qsort(ids, d->n, sizeof(*ids), by_number);
	json_array_clear(d->before);	/* this may be the second time */
	tell_sum_clear(d->sum);
	for (size_t i = 0; i < d->n; i++) {
		own_task_now struct task_now	now = { 0 };

		if (change_one(db, d, ids[i], &now, err) == -1)
			return err_wrap(err, ERR_NONE, "task %lld",
			    (long long)ids[i]);
	}
	return tell_sum(db, d->actor, d->sum, err);
}

int
task_edit_many(struct db *db, const struct actor *actor, const int64_t *ids,
    size_t n, struct task_form *form, json_t *before, struct err *err)
{
	own_tell_sum struct tell_sum	sum = { 0 };

	return actor_run(db, actor, work_many, &(struct deed){ .actor = actor,
	    .form = form, .ids = ids, .n = n, .before = before,
	    .sum = &sum }, err);
}

static int
work_link(struct db *db, void *arg, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct deed		*d = arg;
	const struct task_form	*form = d->form;
	struct task		 was, now;

	if (task_lock(db, &d->actor->who, d->id, &rows, &was, err) == -1)
		return -1;
	if (was.link_kind == NULL ||
	    strcmp(was.link_kind, form->to.link_kind) != 0 ||
	    strcmp(was.link_id, form->to.link_id) != 0)
		return 0;
	now = was;
	now.link_title = form->title != NULL ? form->title : "";
	now.link_href = form->href != NULL ? form->href : "";
	if (form->title == NULL)
		now.link_kind = now.link_id = NULL;
	return save(db, d->actor, "change", &was, &now, TASK_LINK, NULL, err);
}

int
task_edit_link(struct db *db, const struct actor *actor, int64_t id,
    struct task_form *form, struct err *err)
{
	return actor_run(db, actor, work_link, &(struct deed){ .actor = actor,
	    .form = form, .id = id }, err);
}

/* --- moves --- */

/* Where it goes; *others: some tasks beside it have new positions, too. */
static int
find_place(struct db *db, const struct deed *d, const struct task *was,
    char out[POSITION_SIZE], bool *others, struct err *err)
{
	const char	*place = was->place;

	if (d->after_id == d->id)
		return err_field(err, "after", "team.after_itself", "%s", "");
	if (place == NULL && d->after_id > 0)
		return err_field(err, "after", "team.no_task", "%s", "");
	return place_find(db, d->actor, d->after_id,
	    place == NULL ? "" : place, out, others, err);
}

static int
work_move(struct db *db, void *arg, struct err *err)
{
	struct deed	*d = arg;
	struct task_now	*now = d->now;
	struct task	 was;
	bool		 others = false;

	task_now_clear(now);
	if (task_lock_place(db, &d->actor->who, d->id, d->after_id,
	    &now->rows, &was, err) == -1 ||
	    right_need(&d->actor->who, &was, RIGHT_CHANGE, err) == -1 ||
	    check_version(d->form, &was, err) == -1 ||
	    task_ref_check(db, d->actor, d->form, &was, err) == -1 ||
	    find_place(db, d, &was, now->position, &others, err) == -1)
		return -1;
	now->task = was;
	task_form_apply(d->form, &now->task);
	now->task.position = now->position;
	now->known = (d->form->bits & SIGHT) == 0;
	if (save(db, d->actor, "move", &was, &now->task, d->form->bits,
	    NULL, err) == -1)
		return -1;
	return others ? tell_spread(db, d->actor, &now->task, err) : 0;
}

int
task_edit_move(struct db *db, const struct actor *actor, int64_t id,
    struct task_form *form, int64_t after_id, struct task_now *now,
    struct err *err)
{
	return actor_run(db, actor, work_move, &(struct deed){ .actor = actor,
	    .form = form, .id = id, .after_id = after_id, .now = now }, err);
}

/* --- the bin --- */

static int
work_bin(struct db *db, void *arg, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct deed		*d = arg;
	struct task		 was, now;

	if (task_lock(db, &d->actor->who, d->id, &rows, &was, err) == -1 ||
	    right_need(&d->actor->who, &was, RIGHT_DELETE, err) == -1 ||
	    check_version(d->form, &was, err) == -1 ||
	    task_bin(db, d->id, d->actor->who.user_id, err) == -1)
		return -1;
	now = was;
	now.deleted_at = was.locked_at;
	now.version++;
	return record_deed(db, d->actor, "delete", &was, &now, err);
}

int
task_edit_bin(struct db *db, const struct actor *actor, int64_t id,
    int64_t version, struct err *err)
{
	return actor_run(db, actor, work_bin, &(struct deed){ .actor = actor,
	    .id = id, .form = &(struct task_form){ .version = version } }, err);
}

static int
work_unbin(struct db *db, void *arg, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct deed		*d = arg;
	struct task		 was, now;

	if (task_lock_binned(db, &d->actor->who, d->id, &rows, &was,
	    err) == -1 ||
	    right_need(&d->actor->who, &was, RIGHT_DELETE, err) == -1 ||
	    task_unbin(db, d->id, err) == -1)
		return -1;
	now = was;
	now.deleted_at = 0;
	now.version++;
	return record_deed(db, d->actor, "restore", &was, &now, err);
}

int
task_edit_unbin(struct db *db, const struct actor *actor, int64_t id,
    struct err *err)
{
	return actor_run(db, actor, work_unbin, &(struct deed){ .actor = actor,
	    .id = id }, err);
}

/* --- watching --- */

/* The watchers with, or without, one; NULL: there are too many. */
static char *
watchers_with(const char *watchers, int64_t user_id, bool watch)
{
	own_json json_t	*old = json_loads(watchers, 0, NULL);
	own_json json_t	*new = json_array();
	json_t		*one;
	size_t		 i;

	json_array_foreach(old, i, one)
		if (json_integer_value(one) != user_id)
			json_array_append(new, one);
	if (watch && json_array_size(new) >= TASK_WATCHERS_MAX)
		return NULL;
	if (watch)
		json_array_append_new(new, json_integer(user_id));
	return json_dumps(new, JSON_COMPACT);
}

static int
work_watch(struct db *db, void *arg, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_str char		*watchers = NULL;
	struct deed		*d = arg;
	struct task		 was, now;

	if (task_lock(db, &d->actor->who, d->id, &rows, &was, err) == -1)
		return -1;
	now = was;
	watchers = watchers_with(was.watchers, d->actor->who.user_id,
	    d->watch);
	if (watchers == NULL)
		return err_code(err, ERR_CONFLICT, "team.watchers", "%d",
		    TASK_WATCHERS_MAX);
	now.watchers = watchers;
	return save(db, d->actor, d->watch ? "watch" : "unwatch", &was, &now,
	    TASK_WATCHERS, NULL, err);
}

int
task_edit_watch(struct db *db, const struct actor *actor, int64_t id,
    bool watch, struct err *err)
{
	return actor_run(db, actor, work_watch, &(struct deed){ .actor = actor, .id = id,
	    .watch = watch }, err);
}
