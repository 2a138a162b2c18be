/* slot: how many tasks of a person became applicants in each quarter of an hour (base/zone.h). Kept
 * with the rows of transfer, so that nobody counts these. Table transfer_slot. */
#ifndef ORIGIN_SLOT_H
#define ORIGIN_SLOT_H

#include <stdint.h>

struct db;
struct err;

/* --- for origin.c, in the transaction that changes the row --- */

/* The row is done: it counts from now on, once. */
int	origin_slot_add(struct db *, int64_t transfer_id, struct err *);
/* It is as if it had never been sent: it counts no more. */
int	origin_slot_take(struct db *, int64_t transfer_id, struct err *);

#endif
