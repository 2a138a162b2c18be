/* registration: a person switches the webhook of a connection on and off, and sees how it fares. */
#ifndef WEBHOOK_REGISTRATION_H
#define WEBHOOK_REGISTRATION_H

#include <jansson.h>

struct caller;
struct err;
struct webhook_use;

/*
 * {registered, status: active, failing, suspended, off, status_code, status_text, fail_count,
 * events_received, last_event_at, endpoint (without its key), checked_at, and the places where the
 * service shows them: [{id}]}; also before anything is set up.
 */
int	webhook_registration_get(const struct caller *,
	    const struct webhook_use *, json_t **out, struct err *);
/*
 * Register it wherever it is wanted and missing. ERR_CONFLICT: "webhook.address" (WEB_BASE_URL
 * cannot be reached from outside), the service's code of what is not set up; ERR_BUSY
 * "webhook.busy"; the codes of the service's client.
 */
int	webhook_registration_add(const struct caller *,
	    const struct webhook_use *, struct err *);
/* Remove it here and at the service; none: nothing happens. */
int	webhook_registration_remove(const struct caller *,
	    const struct webhook_use *, struct err *);

#endif
