/* event: a transfer that ended, published to the pages of the person who asked for it. */
#ifndef TRANSFER_EVENT_H
#define TRANSFER_EVENT_H

#include <stdint.h>

struct transfer_context;
struct transfer_done;

/* {task_id (or candidate_id), transfer: {state, applicant_id, account_id, url}} of the type that
 * its source has. */
void	transfer_event_add(struct transfer_context *, int64_t user_id,
	    const char *task_id, const struct transfer_done *);

#endif
