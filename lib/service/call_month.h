/* call_month: the months that the call log is cut into (partitions of api_call). */
#ifndef SERVICE_CALL_MONTH_H
#define SERVICE_CALL_MONTH_H

#include <stdint.h>

struct db;
struct err;

/*
 * Cut the present month and the next two off, when that is not done yet, and drop each month that
 * ended days before now_ms, with its sums. changed: how many were added and dropped. One
 * process at a time.
 */
int	call_month_keep(struct db *, int64_t now_ms, int64_t days,
	    int *changed, struct err *);

#endif
