/* making: what is being made at a portal just now, each by one alone. Table bitrix_making. */
#ifndef BITRIX_MAKING_H
#define BITRIX_MAKING_H

#include <stdbool.h>
#include <stdint.h>

#include "io/db_clock.h"

struct db;
struct err;

#define BITRIX_MAKING_S		60	/* a portal ends a request by then */
#define BITRIX_LEASE_SIZE	23

/*
 * Begins to make what has this mark. ERR_BUSY "bitrix.making": another does, or was ended while it
 * did; who comes after it looks for the mark before it makes anything.
 */
int	bitrix_making_begin(struct db *, int64_t account_id, const char *mark,
	    char lease[BITRIX_LEASE_SIZE], struct err *);
/* It is made, or is not; unsure: the portal may make it yet, and the mark stays taken so long. */
int	bitrix_making_end(struct db *, int64_t account_id, const char *mark,
	    const char *lease, bool unsure, struct err *);

int	bitrix_making_expire(struct db *, int64_t days, int64_t *removed,
	    struct err *);
extern const struct db_deadline	bitrix_making_deadlines[];

#endif
