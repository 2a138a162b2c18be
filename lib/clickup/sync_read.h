/* sync_read: reads the pages of a list ahead, in a thread of its own, while the pages before
 * are being written. */
#ifndef CLICKUP_SYNC_READ_H
#define CLICKUP_SYNC_READ_H

#include <stdint.h>

#include "clickup/api_task.h"

struct conf;
struct err;
struct sync_read;

struct sync_read_conf {
	const struct conf *conf;
	int64_t		 company_id, user_id;
	struct clickup_task_ask ask;		/* page: the first one */
	int		 pages;		/* read at most so many */
};
/* Everything that conf points at must outlive it. */
struct sync_read *sync_read_open(const struct sync_read_conf *, struct err *);
/* Waits for the call that is under way. */
void	sync_read_close(struct sync_read *);
void	sync_read_close_p(struct sync_read **);
#define own_sync_read cleanup(sync_read_close_p)
/*
 * The next page in order, waiting at most wait_ms. 1: out is filled; 0: not there yet; 2: there
 * is none any more; -1: it could not be read.
 */
int	sync_read_next(struct sync_read *, int wait_ms, struct clickup_task_page *out,
	    struct err *);
/* Calls made so far. */
int	sync_read_calls(struct sync_read *);

#endif
