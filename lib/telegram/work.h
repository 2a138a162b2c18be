/* work: the processes that handle updates and send what the outbox has for Telegram: woken by
 * whoever stores an update, and by cron. */
#ifndef TELEGRAM_WORK_H
#define TELEGRAM_WORK_H

#include <stdbool.h>

struct conf;
struct db;
struct err;
struct outbox_writer;
struct telegram_use;

/*
 * All that waits, for a while. watch: then waits for more for some seconds, and for what is due
 * within the minute, while nobody else does (service/watch.h). Does nothing when TELEGRAM_WORKERS
 * (4) processes are at it. writers: of all that goes out.
 */
int	telegram_work_run(struct db *, const struct conf *,
	    const struct telegram_use *, const struct outbox_writer *writers,
	    bool watch, struct err *);
/* An update was stored: whoever is at work is to see it at once; nobody is: "tick telegram". */
void	telegram_work_wake(struct db *, const struct conf *);

#endif
