/* slot: how many tasks of a person became applicants in each quarter of an hour (base/zone.h). Kept
 * with the rows of transfer, so that nobody counts these. Table transfer_slot. */
#ifndef ORIGIN_SLOT_H
#define ORIGIN_SLOT_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;
struct err;

/* Slots of a person from that moment on, in no order; those without any are not there. */
struct origin_slot {
	int64_t	 at;	/* its first moment, ms */
	int64_t	 done;
};
int	origin_slot_list(struct db *, int64_t user_id, int64_t since_ms,
	    struct db_rows **, struct err *);
bool	origin_slot_next(struct db_rows *, struct origin_slot *out);

/* --- for origin.c, in the transaction that changes the row --- */

/* The row is done: it counts from now on, once. */
int	origin_slot_add(struct db *, int64_t transfer_id, struct err *);
/* It is as if it had never been sent: it counts no more. */
int	origin_slot_take(struct db *, int64_t transfer_id, struct err *);

#endif
