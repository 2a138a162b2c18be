/* task_form: what a request says of a task, read and checked; it knows no table. */
#ifndef TEAM_TASK_FORM_H
#define TEAM_TASK_FORM_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "team/task.h"

struct err;

/* Borrows from the body. */
struct task_form {
	unsigned	 bits;		/* what was given */
	struct task	 to;		/* its values */
	bool		 reopen;	/* is_completed: false, of one that is done */
	int64_t		 version;	/* that the change was made of; 0: not given */
	bool		 ask;		/* its link is not known yet: Huntflow is asked later */
	const char	*tag, *untag;	/* of many tasks: added, taken off; NULL: none */
	const char	*source, *external_id;	/* of a new one from a service; NULL: ours */
	char		*tags, *checklist, *watchers, *title, *href;	/* own texts of to */
};
void	task_form_clear(struct task_form *);
#define own_task_form	cleanup(task_form_clear)

/* zone: whose day a due_date without a time is: it ends then. A new task needs a title. */
int	task_form_read(const json_t *body, const char *zone, bool new,
	    struct task_form *, struct err *);
/* The same of the object "set" of many tasks: status, assigned_to, tag, untag, list, due_date. */
int	task_form_read_set(const json_t *set, const char *zone,
	    struct task_form *, struct err *);
/* {list?, status?, after?}: after_id 0 with first: before all others; -1: behind them. */
int	task_form_read_move(const json_t *body, struct task_form *,
	    int64_t *after_id, struct err *);
#define TASK_FORM_LAST	(-1)

/* Its values put over a task's, which then borrows from both. */
void	task_form_apply(const struct task_form *, struct task *);
/* The tags of a task with the form's tag and without its untag, as JSON. NULL: too many. */
char	*task_form_tags(const struct task_form *, const char *tags);

/* A status as its word, and what follows from it. */
void	task_form_status(struct task *, const char *status);

#endif
