/* detail: what a list does not tell of its tasks, their files first of all: read in the background,
 * with what is left of the budget, the tasks that changed last before the others. */
#ifndef CLICKUP_DETAIL_H
#define CLICKUP_DETAIL_H

struct clickup_listeners;
struct conf;
struct db;
struct err;

/*
 * Of each connection without a sync under way at most CLICKUP_DETAILS (40) tasks; less when the
 * budget says wait, or when it has lasted 40 s. 0, or -1: the database went away.
 */
int	clickup_detail_run(struct db *, const struct conf *,
	    const struct clickup_listeners *, struct err *);

#endif
