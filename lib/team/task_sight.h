/* task_sight: the team's tasks as the index has them at one moment, for one person. */
#ifndef TEAM_TASK_SIGHT_H
#define TEAM_TASK_SIGHT_H

#include "base/mem.h"
#include "team/right.h"

struct conf;
struct db;
struct err;
struct index_read;
struct web_req;

/* Zero it before use; held for one answer only. */
struct task_sight {
	struct right_who	 who;
	struct index_read	*read;
};
void	task_sight_close(struct task_sight *);
#define own_task_sight	cleanup(task_sight_close)

/* What is committed is in it. ERR_DOWN, code "index.indexing", while the index is being made. */
int	task_sight_open(struct db *, const struct conf *,
	    const struct right_who *, struct task_sight *, struct err *);
/* The same of who asks: nothing is asked of the database on a route with WEB_MORE (task_follow.h).
 */
int	task_sight_of(struct db *, const struct web_req *, struct task_sight *,
	    struct err *);

#endif
