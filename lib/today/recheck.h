/* recheck: services that do not answer are asked again, so that the dashboard's "we will try
 * again" is true. */
#ifndef TODAY_RECHECK_H
#define TODAY_RECHECK_H

struct conf;
struct db;
struct err;

/* Each that was not asked for REACH_AGAIN_S, some at a time: a call of it says how it is
 * (service/reach.h). One that cannot be asked is logged and left. */
int	today_recheck_run(struct db *, const struct conf *, struct err *);

#endif
