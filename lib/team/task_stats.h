/* task_stats: figures of the tasks that one may see, counted in the index. */
#ifndef TEAM_TASK_STATS_H
#define TEAM_TASK_STATS_H

#include <stdint.h>

struct buf;
struct db;
struct err;
struct task_filter;
struct task_sight;

#define TASK_STATS_DAYS	30

/*
 * {total, by_status, overdue, due_today, by_assignee, by_project, completed_by_day}, days of that
 * zone, the last TASK_STATS_DAYS of them.
 */
int	task_stats_emit(struct db *, struct buf *out,
	    const struct task_sight *, const struct task_filter *,
	    const char *zone, struct err *);
/* [{day, count, median_hours}]: from made to done, of those done on each of the last days. */
int	task_stats_cycle(struct db *, struct buf *out,
	    const struct task_sight *, const struct task_filter *,
	    const char *zone, int64_t days, struct err *);
/* [{day, total, done}] of a project: how many there were at the end of each of the last days. */
int	task_stats_burn_up(struct db *, struct buf *out, const char *name,
	    const struct task_sight *, int64_t list_id, const char *zone,
	    int64_t days, struct err *);

#endif
