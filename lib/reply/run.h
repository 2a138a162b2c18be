/* reply_run: tasks that changed are looked at, and answered once a task and rule, whatever
 * dies or gets lost on the way. */
#ifndef REPLY_RUN_H
#define REPLY_RUN_H

struct conf;
struct db;
struct err;

/* All that waits, for some time at most; passes by when another process is at it. */
int	reply_run(struct db *, const struct conf *, struct err *);
/* Tasks changed: if rules wait to look at them, a process of their own does so now. */
void	reply_start(struct db *, const struct conf *);

#endif
