/* reply_run: tasks that changed are looked at, and answered once a task and rule, whatever
 * dies or gets lost on the way. */
#ifndef REPLY_RUN_H
#define REPLY_RUN_H

struct clickup_listener;
struct conf;
struct db;
struct err;

/*
 * All that waits, for some time at most. No two processes answer for one person, so a service that
 * is slow for one holds up nobody else; does nothing when enough processes are at it.
 */
int	reply_run(struct db *, const struct conf *, struct err *);
/* Changed tasks are queued; when a pass ended, a process of their own looks at them at once. */
extern const struct clickup_listener reply_listener;

#endif
