/* remind: people are told of what is due: each reminder once, whatever machines are at it. */
#ifndef NOTICE_REMIND_H
#define NOTICE_REMIND_H

#include <stdint.h>

struct db;
struct err;
struct notice_source;

/*
 * All that is due, for about a minute at most. A part is told, and marked as told, in one
 * transaction: one that is broken off tells nobody. said: how many people were told.
 */
int	remind_run(struct db *, const struct notice_source *, int64_t *said,
	    struct err *);

#endif
