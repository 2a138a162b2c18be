/* task_link: vacancies and applicants of Huntflow that a task hangs on: title and page, as the
 * person who names them may see them. Before the transaction: Huntflow may be asked. */
#ifndef TEAM_TASK_LINK_H
#define TEAM_TASK_LINK_H

struct caller;
struct err;
struct task_form;

/*
 * Puts title and href of a link to a vacancy or an applicant into the form; leaves them when the
 * person has no Huntflow, or there is no such thing there. Errors of a Huntflow that does not
 * answer.
 */
int	task_link_find(const struct caller *, struct task_form *, struct err *);

#endif
