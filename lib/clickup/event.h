/* event: what ClickUp's webhooks tell: taken in within milliseconds, handled by tick: the
 * task is read anew, once for all events about it that wait. */
#ifndef CLICKUP_EVENT_H
#define CLICKUP_EVENT_H

#include <stdbool.h>
#include <stddef.h>

struct clickup_listeners;
struct conf;
struct db;
struct err;

/*
 * One delivery to CLICKUP_HOOK_PATH key. It is stored as it came before anything else is made
 * of it. signature may be NULL. wake: nobody looks at the queue, so start "tick events".
 * ERR_ABSENT: no webhook has this address; ERR_AUTH, code "webhook_signature".
 */
int	clickup_event_receive(struct db *, const struct conf *,
	    const char *key, const char *signature, const char *body,
	    size_t len, bool *wake, struct err *err);
/*
 * Handle what waits. linger: go on as long as the watch lasts (webhook/delivery.h). Passes by when
 * enough processes do it already.
 */
int	clickup_event_run(struct db *, const struct conf *,
	    const struct clickup_listeners *, bool linger, struct err *);
/* Remove handled deliveries of HOOK_DAYS (14) ago. */
int	clickup_event_expire(struct db *, const struct conf *, struct err *);

#endif
