#include "import/chosen.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define FIRST		1000	/* room for so many tasks at first */
#define NAME_CHARS	500

void
import_chosen_clear(struct import_chosen *tasks)
{
	for (size_t i = 0; i < tasks->n; i++)
		mem_free_str(&tasks->v[i].name);
	free(tasks->v);
}

void
import_chosen_add(struct import_chosen *tasks, const char *task_id, const char *name,
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
