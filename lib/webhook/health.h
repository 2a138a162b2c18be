/* health: webhooks are looked after: registered again where a service has stopped them or they are
 * missing, and what was missed meanwhile is read. */
#ifndef WEBHOOK_HEALTH_H
#define WEBHOOK_HEALTH_H

struct conf;
struct db;
struct err;
struct webhook_use;

/* Checks those that are due, each in one process; any number may be at it. */
int	webhook_health_check(struct db *, const struct conf *,
	    const struct webhook_use *, struct err *);

#endif
