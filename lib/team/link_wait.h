/* link_wait: links of tasks whose title and page are still to be asked of Huntflow, by a process of
 * its own: a Huntflow that is slow holds up nobody. Table task_link_wait. */
#ifndef TEAM_LINK_WAIT_H
#define TEAM_LINK_WAIT_H

#include <stdint.h>

struct actor;
struct conf;
struct db;
struct err;
struct task_form;

/* In the transaction that writes the link of a form: it waits, or what waited does no longer. */
int	link_wait_put(struct db *, const struct actor *, int64_t task_id,
	    const struct task_form *, struct err *);
/* After the commit: asked at once. The program's route has WEB_STARTS. */
void	link_wait_start(const struct conf *, const struct task_form *);
/*
 * Asks for those that wait, as the people who named them. What is not there for them is taken off
 * the task; what Huntflow does not answer is asked for again, for a day.
 */
int	link_wait_run(struct db *, const struct conf *, struct err *);

#endif
