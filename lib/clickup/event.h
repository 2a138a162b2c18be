/* event: what ClickUp's webhook sends: the task is read anew, once for all events about it that
 * wait, or by a sync when many tasks wait. */
#ifndef CLICKUP_EVENT_H
#define CLICKUP_EVENT_H

struct clickup_hook_client;
struct err;
struct webhook_event;
struct webhook_group;
struct webhook_outcome;
struct webhook_post;

/* As struct webhook_service asks for them (webhook/service.h). */
int	clickup_event_read(const struct webhook_post *, struct webhook_event *,
	    struct err *);
/* client: a struct clickup_hook_client. */
int	clickup_event_handle(void *client, const struct webhook_group *,
	    struct webhook_outcome *, struct err *);

#endif
