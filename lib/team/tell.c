#include "team/tell.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
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

struct saying {
	enum notice_kind	 kind;
	const char		*text;
	int64_t			 comment_id;	/* 0: of no comment */
};

#define KEY_SIZE	40

/* A person is told once by it, and what they were told is found by it. */
static void
write_key(const struct saying *s, char out[KEY_SIZE])
{
	snprintf(out, KEY_SIZE, "%s:comment:%lld", notice_kind_name(s->kind),
	    (long long)s->comment_id);
}

static int
notify(struct db *db, const struct actor *actor, const struct task *task,
    const struct saying *s, const int64_t *ids, size_t n, struct err *err)
{
	own_str char	*by = NULL;
	char		 href[40], key[KEY_SIZE];

	if (people_name(db, actor->who.user_id, &by, err) == -1)
		return -1;
	snprintf(href, sizeof(href), "/tasks/%lld/", (long long)task->id);
	write_key(s, key);
	return notice_add(db, &(struct notice_new){
		.company_id = task->company_id, .kind = s->kind,
		.by_id = actor->who.user_id, .about = by, .text = s->text,
		.href = href, .subject = "task", .subject_id = task->id,
		.dedupe_key = s->comment_id != 0 ? key : NULL,
	}, ids, n, err);
}

/* --- many changes at once --- */

#define SUM_MAX		1000	/* further people are told of each task */
#define LATEST		"/tasks/?ordering=-updated_at&show="	/* they are on top */

void
tell_sum_clear(struct tell_sum *sum)
{
	for (size_t i = 0; i < sum->n; i++)
		free(sum->v[i].title);
	free(sum->v);
	*sum = (struct tell_sum){ 0 };
}

/* False: there is no place for one more person. */
static bool
put_in_sum(struct tell_sum *sum, enum notice_kind kind,
    const struct task *task, int64_t person_id)
{
	struct tell_one	*one = NULL;

	for (size_t i = 0; i < sum->n && one == NULL; i++)
		if (sum->v[i].kind == kind && sum->v[i].person_id == person_id)
			one = &sum->v[i];
	if (one == NULL) {
		if (sum->n == SUM_MAX)
			return false;
		sum->v = mem_grow(sum->v, sum->n + 1, sizeof(*sum->v));
		one = &sum->v[sum->n++];
		*one = (struct tell_one){ .kind = kind, .person_id = person_id,
			.task_id = task->id, .title = mem_dup(task->title) };
	}
	if (one->last_id != task->id)
		one->n++;
	one->last_id = task->id;
	return true;
}

int
tell_sum(struct db *db, const struct actor *actor, const struct tell_sum *sum,
    struct err *err)
{
	own_str char	*by = NULL;

	if (sum->n == 0)
		return 0;
	if (people_name(db, actor->who.user_id, &by, err) == -1)
		return -1;
	for (size_t i = 0; i < sum->n; i++) {
		const struct tell_one	*one = &sum->v[i];
		own_str char		*href = one->n > 1 ?
		    mem_dup(one->kind == NOTICE_ASSIGNED ? LATEST "mine" :
		    LATEST "all") :
		    mem_fmt("/tasks/%lld/", (long long)one->task_id);

		if (notice_add(db, &(struct notice_new){
		    .company_id = actor->who.company_id, .kind = one->kind,
		    .by_id = actor->who.user_id, .about = by,
		    .text = one->title, .href = href, .subject = "task",
		    .subject_id = one->task_id, .many = (int64_t)one->n },
		    &one->person_id, 1,
		    err) == -1)
			return -1;
	}
	return 0;
}

/* Now, or by the sum. */
static int
say(struct db *db, const struct actor *actor, const struct told *told,
    enum notice_kind kind, const int64_t *ids, size_t n, struct err *err)
{
	int64_t	left[PEOPLE_MAX];
	size_t	nleft = 0;

	for (size_t i = 0; i < n; i++)
		if (told->sum == NULL || !put_in_sum(told->sum, kind,
		    told->now, ids[i]))
			left[nleft++] = ids[i];
	return nleft == 0 ? 0 : notify(db, actor, told->now,
	    &(struct saying){ kind, told->now->title, 0 }, left, nleft, err);
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
	    say(db, actor, told, NOTICE_ASSIGNED, &now->assigned_to, 1,
	    err) == -1)
		return -1;
	if (was == NULL || strcmp(was->status, now->status) == 0)
		return 0;
	return say(db, actor, told, NOTICE_STATUS, ids, people_of(now, ids),
	    err);
}

int
tell_spread(struct db *db, const struct actor *actor, const struct task *task,
    struct err *err)
{
	return post(db, actor, &(struct told){ .what = "spread",
	    .now = task }, err);
}

/* --- comments --- */

static bool
has(const int64_t *ids, size_t n, int64_t id)
{
	while (n > 0)
		if (ids[--n] == id)
			return true;
	return false;
}

static size_t
ids_of(const json_t *list, int64_t ids[PEOPLE_MAX])
{
	json_t	*one;
	size_t	 i, n = 0;

	json_array_foreach(list, i, one)
		if (n < PEOPLE_MAX)
			ids[n++] = json_integer_value(one);
	return n;
}

/* Those of the first who are not among the second, in their place. */
static size_t
without(int64_t *ids, size_t n, const int64_t *others, size_t nothers)
{
	size_t	left = 0;

	for (size_t i = 0; i < n; i++)
		if (!has(others, nothers, ids[i]))
			ids[left++] = ids[i];
	return left;
}

int
tell_words(struct db *db, const struct actor *actor, const struct task *task,
    const struct told_words *w, struct err *err)
{
	const struct saying	named = { NOTICE_MENTIONED, w->text, w->id };
	const struct saying	said = { NOTICE_COMMENT, w->text, w->id };
	int64_t			ids[PEOPLE_MAX], mentions[PEOPLE_MAX];
	const size_t		nmentions = ids_of(w->mentions, mentions);
	const size_t		n = without(ids, people_of(task, ids), mentions,
				    nmentions);

	if (nmentions > 0 && notify(db, actor, task, &named, mentions,
	    nmentions, err) == -1)
		return -1;
	return notify(db, actor, task, &said, ids, n, err);
}

int
tell_new_words(struct db *db, const struct actor *actor,
    const struct task *task, const struct told_words *w, struct err *err)
{
	const struct saying	all[] = { { NOTICE_MENTIONED, w->text, w->id },
		{ NOTICE_COMMENT, w->text, w->id } };
	int64_t			ids[PEOPLE_MAX], before[PEOPLE_MAX];
	const size_t		n = without(ids, ids_of(w->mentions, ids), before,
				    ids_of(w->before, before));
	char			key[KEY_SIZE];

	for (size_t i = 0; i < nitems(all); i++) {
		write_key(&all[i], key);
		if (notice_reword(db, task->company_id, key, w->text,
		    err) == -1)
			return -1;
	}
	return n == 0 ? 0 : notify(db, actor, task, &all[0], ids, n, err);
}
