/* task_ref: what a task names: its project, its people, what it hangs on. Each must be there for
 * the one who names it; nothing of another company is. */
#ifndef TEAM_TASK_REF_H
#define TEAM_TASK_REF_H

#include <stdbool.h>
#include <stdint.h>

struct actor;
struct db;
struct err;
struct right_who;
struct task;
struct task_form;

/*
 * Those of the form's bits that differ from the task as it was (NULL: it is new). ERR_INPUT with
 * the field; ERR_DENIED "team.denied": tasks may not be put into that project. Title and
 * address of a link are put into the form.
 */
int	task_ref_check(struct db *, const struct actor *, struct task_form *,
	    const struct task *was, struct err *);

/* Is there a task of this project, not deleted, that hangs on this? */
int	task_ref_hangs(struct db *, int64_t company_id, int64_t project_id,
	    const char *kind, const char *id, bool *out, struct err *);

/* Sets link_closed: what the task hangs on is not for this user, as far as is known here. */
int	task_ref_reach(struct db *, const struct right_who *, struct task *,
	    struct err *);

#endif
