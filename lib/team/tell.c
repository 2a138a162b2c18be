#include "team/tell.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "notice/notice.h"
#include "notice/reminder.h"
#include "team/actor.h"
#include "team/event.h"
#include "team/people.h"
#include "team/task.h"
#include "team/task_source.h"

#define PEOPLE_MAX	(TASK_WATCHERS_MAX + 2)

/* Who has to do with a task: creator, assignee, watchers. */
static size_t
people_of(const struct task *task, int64_t ids[PEOPLE_MAX])
{
	own_json json_t	*watchers = json_loads(task->watchers, 0, NULL);
	json_t		*one;
	size_t		 i, n = 0;

	ids[n++] = task->created_by;
	if (task->assigned_to != 0)
		ids[n++] = task->assigned_to;
	json_array_foreach(watchers, i, one)
		if (n < PEOPLE_MAX)
			ids[n++] = json_integer_value(one);
	return n;
}

static int
notify(struct db *db, const struct actor *actor, enum notice_kind kind,
    const struct task *task, const char *text, const int64_t *ids, size_t n,
    struct err *err)
{
	own_str char	*by = NULL;
	char		 href[40];
	size_t		 others = 0;

	for (size_t i = 0; i < n; i++)
		others += ids[i] != actor->who.user_id;
	if (others == 0)
		return 0;
	if (people_name(db, actor->who.user_id, &by, err) == -1)
		return -1;
	snprintf(href, sizeof(href), "/tasks/%lld/", (long long)task->id);
	return notice_add(db, &(struct notice_new){
		.company_id = task->company_id, .kind = kind,
		.by_id = actor->who.user_id, .about = by, .text = text,
		.href = href, .subject = "task", .subject_id = task->id,
	}, ids, n, err);
}

/* --- reminders --- */

static bool
is_open(const struct task *t)
{
	return t->deleted_at == 0 && strcmp(t->status, "done") != 0 &&
	    strcmp(t->status, "cancelled") != 0;
}

/* Only where the deadline, or whether it counts, has changed. */
static int
plan(struct db *db, const struct told *told, struct err *err)
{
	const struct reminder_subject	subject = {
		.company_id = told->now->company_id, .kind = "task",
		.id = told->now->id };
	const int64_t			due = is_open(told->now) ?
					    told->now->due_date : 0;
	const int64_t			was = told->was == NULL ||
	    !is_open(told->was) ? 0 : told->was->due_date;

	return due == was ? 0 : reminder_plan(db, &subject, due, err);
}

/* --- live events --- */

static int
post(struct db *db, const struct actor *actor, const struct told *told,
    struct err *err)
{
	return event_post(db, actor, &(struct event){
	    .seen_by = &task_audience, .type = "team_task",
	    .company_id = told->now->company_id, .id = told->now->id,
	    .version = told->now->version, .what = told->what,
	    .changes = told->changes, .saw = told->saw }, err);
}

int
tell_task(struct db *db, const struct actor *actor, const struct told *told,
    struct err *err)
{
	const struct task	*was = told->was, *now = told->now;
	int64_t			 ids[PEOPLE_MAX];

	if (post(db, actor, told, err) == -1 || plan(db, told, err) == -1)
		return -1;
	if ((told->bits & TASK_ASSIGNED) != 0 && now->assigned_to != 0 &&
	    (was == NULL || was->assigned_to != now->assigned_to) &&
	    notify(db, actor, NOTICE_ASSIGNED, now, now->title,
	    &now->assigned_to, 1, err) == -1)
		return -1;
	if (was == NULL || strcmp(was->status, now->status) == 0)
		return 0;
	return notify(db, actor, NOTICE_STATUS, now, now->title, ids,
	    people_of(now, ids), err);
}

int
tell_spread(struct db *db, const struct actor *actor, const struct task *task,
    struct err *err)
{
	return post(db, actor, &(struct told){ .what = "spread",
	    .now = task }, err);
}

/* --- comments --- */

int
tell_words(struct db *db, const struct actor *actor, const struct task *task,
    const char *text, const json_t *mentions, struct err *err)
{
	int64_t	ids[PEOPLE_MAX], named[PEOPLE_MAX];
	size_t	n = people_of(task, ids), others = 0, nnamed = 0, i;
	json_t	*one;

	json_array_foreach(mentions, i, one)
		if (nnamed < PEOPLE_MAX)
			named[nnamed++] = json_integer_value(one);
	for (i = 0; i < n; i++) {
		size_t	j = 0;

		while (j < nnamed && named[j] != ids[i])
			j++;
		if (j == nnamed)
			ids[others++] = ids[i];
	}
	if (nnamed > 0 && notify(db, actor, NOTICE_MENTIONED, task, text,
	    named, nnamed, err) == -1)
		return -1;
	return notify(db, actor, NOTICE_COMMENT, task, text, ids, others,
	    err);
}
