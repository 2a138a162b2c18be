/* event: what Huntflow's webhook sends: what is cached of the applicant or vacancy is read anew or
 * dropped, what is known of the person follows, pages get a live event. */
#ifndef HUNTFLOW_EVENT_H
#define HUNTFLOW_EVENT_H

struct err;
struct webhook_event;
struct webhook_group;
struct webhook_outcome;
struct webhook_post;

/* As struct webhook_service asks for them (webhook/service.h). */
int	huntflow_event_read(const struct webhook_post *, struct webhook_event *,
	    struct err *);
/* client: a struct huntflow_link. */
int	huntflow_event_handle(void *client, const struct webhook_group *,
	    struct webhook_outcome *, struct err *);

#endif
