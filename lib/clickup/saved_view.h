/* saved_view: a saved view of the task list, with how many tasks it shows. */
#ifndef CLICKUP_SAVED_VIEW_H
#define CLICKUP_SAVED_VIEW_H

#include <stdint.h>

#include "account/saved_view_form.h"

struct buf;
struct caller;
struct err;
struct saved_view;

/* What a view of tasks may hold. */
extern const struct saved_view_rules clickup_saved_view_rules;

/*
 * As an object, with count (up to 10 000, else 10 001) and counts by status: of the caller's
 * tasks at that connection; 0: there are none.
 */
int	clickup_saved_view_write(const struct caller *, int64_t connection_id,
	    const struct saved_view *, struct buf *, struct err *);

#endif
