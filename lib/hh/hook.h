/* hook: what HH.ru sends by itself: an address that it is given hears of responses to vacancies.
 * Source: HeadHunter API, "Webhook API", callbacks. */
#ifndef HH_HOOK_H
#define HH_HOOK_H

#include <stdbool.h>

struct err;
struct webhook_event;
struct webhook_post;

/* For webhook/service.h; the object is the response's number. ERR_INPUT "webhook.shape". */
int	hh_hook_read(const struct webhook_post *, struct webhook_event *out,
	    struct err *);
/* Does the event say that somebody answered, or was invited? */
bool	hh_hook_is_new(const char *name);

#endif
