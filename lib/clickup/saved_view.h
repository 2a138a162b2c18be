/* saved_view: a saved view of the task list, with how many tasks it shows. */
#ifndef CLICKUP_SAVED_VIEW_H
#define CLICKUP_SAVED_VIEW_H

#include "account/saved_view_form.h"

struct buf;
struct caller;
struct clickup_home;
struct err;
struct saved_view;

/* What a view of tasks may hold. */
extern const struct saved_view_rules clickup_saved_view_rules;

/*
 * As an object, with count and counts by status of the caller's tasks.
 */
int	clickup_saved_view_write(const struct caller *,
	    const struct clickup_home *, const struct saved_view *,
	    struct buf *, struct err *);

#endif
