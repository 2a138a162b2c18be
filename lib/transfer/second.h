/* second: the younger of two applicants that one task became, because a lost request was carried
 * out after another had been sent: taken away when a person says so. */
#ifndef TRANSFER_SECOND_H
#define TRANSFER_SECOND_H

#include <stdint.h>

struct err;
struct transfer_context;

/* ERR_ABSENT: it is not known as the second one of this task. "origin.busy". */
int	transfer_second_remove(struct transfer_context *, const char *task_id,
	    int64_t applicant_id, struct err *);

#endif
