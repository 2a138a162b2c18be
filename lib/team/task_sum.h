/* task_sum: how many tasks there are by project, assignee and status, kept so that statistics of a
 * million cost no more than those of ten. A change adds a row, and nobody waits for another; they
 * are put together later. Tables task_sum, task_sum_change. */
#ifndef TEAM_TASK_SUM_H
#define TEAM_TASK_SUM_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_build;
struct err;
struct right_who;
struct task;

/* In the transaction of the change: the task was so (NULL: it was not) and is so now. One in the
 * bin does not count. */
int	task_sum_change(struct db *, const struct task *was,
	    const struct task *now, struct err *);
/* Before all tasks of a project go to another one (0: none). */
int	task_sum_move(struct db *, int64_t list_id, int64_t to_id,
	    struct err *);
/* Puts some of the changes together; removed: how many. For tick. */
int	task_sum_fold(struct db *, int64_t *removed, struct err *);

/* "(SELECT status, number, list_id, assigned_to, n ...) s": number: of the status, from 1; ids 0:
 * none; of the projects that are seen. */
void	task_sum_from(struct db_build *, const struct right_who *);

#endif
