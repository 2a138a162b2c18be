/* work: the processes that fetch the files that bots were sent (inbox/fetch.h), with the bot's own
 * token and budget, and read those that are here (inbox/read.h): woken by whoever stores one, and
 * by cron. */
#ifndef INBOX_WORK_H
#define INBOX_WORK_H

#include <stdbool.h>

struct conf;
struct db;
struct err;

/*
 * All that waits, for a while. watch: then waits for more for some seconds, while nobody else does
 * (service/watch.h). Does nothing when INBOX_WORKERS (2) processes are at it.
 */
int	inbox_work_run(struct db *, const struct conf *, bool watch,
	    struct err *);
/* A file was sent, or stored: whoever is at work is to see it at once; nobody is: "tick inbox". */
void	inbox_work_wake(struct db *, const struct conf *);

#endif
