/*
 * follow: the index of a task list follows its rows (docs/index.md): the rows that changed since
 * are read by their rev and put. An index that is empty, lost, or further than the rows (an older
 * database was put back) is made of all rows.
 */
#ifndef CLICKUP_FOLLOW_H
#define CLICKUP_FOLLOW_H

#include <stdint.h>

#include "index/follow.h"

struct clickup_home;

/* All lists; an owner is a connection. */
extern const struct index_source clickup_follow;

/* As index_follow_read; home->collection is not 0. */
int	clickup_follow_read(struct db *, const struct conf *,
	    const struct clickup_home *, struct index_read **, struct err *);
/* As index_follow_written. */
void	clickup_follow_written(struct db *, const struct conf *,
	    int64_t connection_id);

#endif
