/* task_history: what a change of a task changed, as its history (history.h) keeps it. Pure. */
#ifndef TEAM_TASK_HISTORY_H
#define TEAM_TASK_HISTORY_H

#include <jansson.h>
#include <stdbool.h>

struct task;

/* Of the fields of these bits (task.h) those that differ, into two new objects. before NULL: all
 * that after has. False: none differs. */
bool	task_history_diff(const struct task *before, const struct task *after,
	    unsigned bits, json_t **was, json_t **is);

#endif
