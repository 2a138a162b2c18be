/* queue: an item that goes to Huntflow by and by: nobody waits, the importer sends it
 * (transfer_go_on), and its row tells what came of it. */
#ifndef TRANSFER_QUEUE_H
#define TRANSFER_QUEUE_H

#include <stdint.h>

struct caller;
struct err;
struct origin;
struct origin_listener;
struct transfer_ask;
struct transfer_source;

/* Where the caller's items go: an organisation of the active system, as a key of origin without an
 * item. ERR_CONFLICT "huntflow.setup": there is no Huntflow. */
int	transfer_queue_place(const struct caller *,
	    const struct transfer_source *, int64_t account_id,
	    struct origin *out, struct err *);
/*
 * Somebody must start the importer then. duplicate TRANSFER_ASK: one who is found there is left for
 * a person to decide. ERR_CONFLICT "origin.busy": it is being sent at this moment.
 */
int	transfer_queue_add(const struct caller *, const struct origin *place,
	    const struct origin_listener *, const struct transfer_ask *,
	    struct err *);

#endif
