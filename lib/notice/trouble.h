/* trouble: people are told, once, of what stopped working by itself: a key that is refused or
 * expires, a sync that fails for long, a webhook that is suspended, a service that is away, and
 * that it is back (service/reach.h). What the house itself lacks is told by admin/alarm.h. Reads
 * tables connection, secret, sync_run, webhook, telegram_bot. */
#ifndef NOTICE_TROUBLE_H
#define NOTICE_TROUBLE_H

struct conf;
struct db;
struct err;

/* All there is now; what was told already is not told again. */
int	notice_trouble_run(struct db *, const struct conf *, struct err *);

#endif
