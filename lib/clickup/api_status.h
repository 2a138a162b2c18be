/* api_status: the status of a task, changed. Source: vendor reference, "Update Task". */
#ifndef CLICKUP_API_STATUS_H
#define CLICKUP_API_STATUS_H

#include <stdbool.h>

struct clickup;
struct err;

/* A status of the task's list. maybe: after -1, it may be changed all the same (a lost answer).
 * "clickup.status": the list has no such one (ERR_INPUT). */
int	 clickup_status_set(struct clickup *, const char *task_id,
	    const char *status, bool *maybe, struct err *);

#endif
