/* event: what Huntflow's webhooks tell: taken in within milliseconds, handled by tick:
 * what is kept of the applicant or vacancy is read anew or ends, pages are told. */
#ifndef HUNTFLOW_EVENT_H
#define HUNTFLOW_EVENT_H

#include <stdbool.h>
#include <stddef.h>

struct conf;
struct db;
struct err;

/* One request to HUNTFLOW_HOOK_PATH key, as it came; headers may be NULL. */
struct huntflow_delivery {
	const char	*key, *signature, *event;	/* X-Huntflow-Signature, -Event */
	const char	*body;
	size_t		 len;
};
/*
 * It is stored before anything else is made of it; a PING is only answered. wake: nobody looks at
 * the queue, so start "tick huntflow-events". ERR_ABSENT: no webhook has this address;
 * ERR_AUTH, code "webhook_signature".
 */
int	huntflow_event_receive(struct db *, const struct conf *,
	    const struct huntflow_delivery *, bool *wake, struct err *);
/*
 * Handle what waits. linger: go on as long as the watch lasts (webhook/delivery.h). Passes by when
 * another process does it already.
 */
int	huntflow_event_run(struct db *, const struct conf *, bool linger,
	    struct err *);

#endif
