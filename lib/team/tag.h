/* tag: the tags of the team's tasks, as far as the tasks are seen. */
#ifndef TEAM_TAG_H
#define TEAM_TAG_H

struct buf;
struct db;
struct err;
struct task_sight;

/* The most used first: {name, count} each, as one array; tasks in the bin do not count. */
int	tag_emit(struct db *, const struct task_sight *, struct buf *out,
	    struct err *);

#endif
