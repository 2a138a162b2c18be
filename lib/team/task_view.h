/* task_view: tasks as JSON, straight into the answer. */
#ifndef TEAM_TASK_VIEW_H
#define TEAM_TASK_VIEW_H

#include "team/right.h"

struct buf;
struct task;

/* As in lists: without the description. */
void	task_view_brief(struct buf *, const struct right_who *,
	    const struct task *);
/* The same of one in the bin, with deleted_at, deleted_by_name, expires_at. by: NULL: unknown. */
void	task_view_binned(struct buf *, const struct right_who *,
	    const struct task *, const char *by);
/* All of it, and the JSON members of more (NULL: none): "\"notes\":[]". */
void	task_view_whole(struct buf *, const struct right_who *,
	    const struct task *, const char *more);

#endif
