/* db_lock: what there is beside db_lock and db_unlock (db.h) of locks that hold over the nodes of a
 * cluster. Table lock_lease. Source: MariaDB, "GET_LOCK", "Galera Cluster Known Limitations". */
#ifndef IO_DB_LOCK_H
#define IO_DB_LOCK_H

#include "io/db_clock.h"

struct conf;
struct db;
struct err;

/* Makes the table where there is none: a lock is needed before the first migration. */
int	db_lock_make(struct db *, struct err *);

/*
 * db_tx_run of one at a time over all nodes. A row that is only read FOR UPDATE is held within its
 * node: at another one as much is found free, and both commit, unless they change the same row.
 */
int	db_lock_tx_run(struct db *, const char *name, int wait_s,
	    int (*work)(struct db *, void *, struct err *), void *arg,
	    struct err *);

/* For who holds a lock and is long at something else than statements: call it now and then. 0, or
 * -1 with ERR_DOWN: the lock went to another. */
int	db_lock_keep(struct db *, struct err *);

/*
 * The locks of processes of this node that died, at the machine's own tick: within the node they
 * are free at once, the other nodes would wait for up to two minutes. And rows that nobody used for
 * a day. A duty of the rounds: conf is not needed.
 */
int	db_lock_sweep(struct db *, const struct conf *, struct err *);

/* From now on this connection counts as one to that node of a cluster, with leases so long; node is
 * not copied. So a test has several nodes on one server. Call it before anything is locked. */
void	db_lock_as_node(struct db *, const char *node, int lease_s);

extern const struct db_deadline db_lock_deadlines[];

#endif
