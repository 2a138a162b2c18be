/*
 * follow: the index of a task list follows its rows (docs/index.md): the rows that changed since
 * are read by their rev and put. An index that is empty, lost, or further than the rows (an older
 * database was put back) is made of all rows.
 */
#ifndef CLICKUP_FOLLOW_H
#define CLICKUP_FOLLOW_H

#include <stdint.h>

#include "index/read.h"

struct clickup_home;
struct conf;
struct db;
struct err;

/*
 * The index of a list, no older than home says. What is missing is put first when it is little (a
 * second's work); else ERR_DOWN, code "clickup.indexing", with how far it is, and tick is started
 * to go on. home->collection is not 0.
 */
int	clickup_follow_read(struct db *, const struct conf *,
	    const struct clickup_home *, struct index_read **, struct err *);

/* After a commit: the index hears of it now, not at the next question. A failure is logged. */
void	clickup_follow_written(struct db *, const struct conf *,
	    int64_t connection_id);

/* All lists, for so long (ms; 0: to the end), by one process of this machine at a time. */
int	clickup_follow_all(struct db *, const struct conf *, int64_t lasts_ms,
	    struct err *);
/* The list that is furthest behind on this machine: how many tasks are not in its index yet. */
int	clickup_follow_behind(struct db *, const struct conf *, int64_t *out,
	    struct err *);

#endif
