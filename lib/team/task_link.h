/* task_link: vacancies and applicants of Huntflow that a task hangs on: title and page, as the
 * person who names them may see them. */
#ifndef TEAM_TASK_LINK_H
#define TEAM_TASK_LINK_H

struct caller;
struct err;
struct task_form;

/*
 * Puts title and href of a link to a vacancy or an applicant into the form, from what is kept of
 * Huntflow; sets ask where nothing is. Leaves all of it when the person has no Huntflow.
 */
int	task_link_find(const struct caller *, struct task_form *, struct err *);
/* The same of Huntflow itself, which may take its time; there is no such thing: title stays NULL.
 * Errors of a Huntflow that does not answer. */
int	task_link_ask(const struct caller *, struct task_form *, struct err *);

#endif
