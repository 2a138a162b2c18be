/* sync_due: automatic syncs whose time has come are queued, each once. */
#ifndef SERVICE_SYNC_DUE_H
#define SERVICE_SYNC_DUE_H

struct db;
struct db_rows;
struct err;

/*
 * due: rows of connection id, company id, next_run_at, and whether it may be asked; one that may
 * not waits for its next time. stream: of sync_run.
 */
int	sync_due_queue(struct db *, struct db_rows *due, const char *stream,
	    struct err *);

#endif
