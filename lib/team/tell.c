#include "team/tell.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "notice/notice.h"
#include "team/actor.h"
#include "team/people.h"
#include "team/task.h"

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
    const struct task *task, const int64_t *ids, size_t n, struct err *err)
{
	own_str char	*by = NULL;
	char		 href[40];

	if (people_name(db, actor->who.user_id, &by, err) == -1)
		return -1;
	snprintf(href, sizeof(href), "/tasks/%lld/", (long long)task->id);
	return notice_add(db, &(struct notice_new){
		.company_id = task->company_id, .kind = kind,
		.by_id = actor->who.user_id, .about = by, .text = task->title,
		.href = href, .subject = "task", .subject_id = task->id,
	}, ids, n, err);
}

int
tell_task(struct db *db, const struct actor *actor, const char *action,
    const struct task *was, const struct task *now, unsigned bits,
    struct err *err)
{
	int64_t	ids[PEOPLE_MAX];
	size_t	n;

	(void)action;
	if ((bits & TASK_ASSIGNED) != 0 && now->assigned_to != 0 &&
	    (was == NULL || was->assigned_to != now->assigned_to) &&
	    notify(db, actor, NOTICE_ASSIGNED, now, &now->assigned_to, 1,
	    err) == -1)
		return -1;
	if (was == NULL || strcmp(was->status, now->status) == 0)
		return 0;
	n = people_of(now, ids);
	return notify(db, actor, NOTICE_STATUS, now, ids, n, err);
}
