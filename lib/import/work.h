/* work: one worker process of a bulk import: takes items and transfers them. */
#ifndef IMPORT_WORK_H
#define IMPORT_WORK_H

#include <stdatomic.h>
#include <stdint.h>
#include <sys/types.h>

#include "origin/origin.h"
#include "service/lease.h"

struct conf;

/* What the parent knows of a worker; in memory that both share. */
struct import_slot {
	pid_t		 pid;			/* 0: free; set by the parent */
	char		 lease[LEASE_SIZE];	/* given by the parent */
	_Atomic int64_t	 item_id, transfer_id;	/* in hand; 0: none */
	_Atomic int64_t	 undo_id;		/* of import_undo_item, the same */
	_Atomic int	 step;			/* enum transfer_step */
};

/*
 * Works until there is nothing to do for a while, SIGTERM (blocked, asked for
 * between items) comes or the
 * database stays away. The process ends with the result: 0 in good order.
 */
int	import_work(const struct conf *, const struct origin_listener *,
	    struct import_slot *);

#endif
