/* tell: what a change of a task means for other people: notices to those whom it concerns, and the
 * live event to all who may see it. In the transaction of the change. */
#ifndef TEAM_TELL_H
#define TEAM_TELL_H

struct actor;
struct db;
struct err;
struct task;

/* action: as in the task's history. was NULL: it is new. bits: what was changed. */
int	tell_task(struct db *, const struct actor *, const char *action,
	    const struct task *was, const struct task *now, unsigned bits,
	    struct err *);

#endif
