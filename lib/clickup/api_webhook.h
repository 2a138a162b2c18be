/* api_webhook: webhooks of ClickUp: asked for, looked after, and what they send. Source:
 * vendor reference, "Webhooks", "Webhook signature", "Task webhook payloads". */
#ifndef CLICKUP_API_WEBHOOK_H
#define CLICKUP_API_WEBHOOK_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clickup/api.h"

struct clickup;
struct err;

#define CLICKUP_ITEMS_MAX	100	/* history items of one event */

/* Texts are never NULL. status: "active", "failing", "suspended". */
struct clickup_webhook {
	char	*id, *endpoint, *secret, *list_id, *status;
	int64_t	 fail_count;
};
void	clickup_webhook_clear(struct clickup_webhook *);
#define own_clickup_webhook cleanup(clickup_webhook_clear)
struct clickup_webhooks {
	struct clickup_webhook *v;
	size_t	 n;
};
void	clickup_webhooks_clear(struct clickup_webhooks *);
#define own_clickup_webhooks cleanup(clickup_webhooks_clear)

/* The codes of clickup/api.h; a 404 is "clickup.absent". */

/* Those that this key has made in the workspace. */
int	clickup_webhook_list(struct clickup *, const char *team_id,
	    struct clickup_webhooks *out, struct err *);
int	clickup_webhook_list_parse(const json_t *,
	    struct clickup_webhooks *out, struct err *);
/* One for the events of a list's tasks. */
int	clickup_webhook_create(struct clickup *, const char *team_id,
	    const char *list_id, const char *endpoint,
	    struct clickup_webhook *out, struct err *);
int	clickup_webhook_parse(const json_t *, struct clickup_webhook *out,
	    struct err *);
/* Switch a suspended or failing one on again, at this address; fail_count: what is left. */
int	clickup_webhook_activate(struct clickup *, const char *id,
	    const char *endpoint, int64_t *fail_count, struct err *err);
/* ERR_ABSENT: it was gone before. */
int	clickup_webhook_delete(struct clickup *, const char *id, struct err *);

/* One delivery. task_id "": it is not about a task. */
struct clickup_event {
	char	 event[61], task_id[CLICKUP_ID_SIZE + 1];
	char	 items[CLICKUP_ITEMS_MAX][CLICKUP_ID_SIZE + 1];
	size_t	 nitems;
	int64_t	 date;		/* of the newest item, ms; 0: not given */
};
#define CLICKUP_EVENT_COMMENT	"taskComment"	/* names of events about comments begin so */
/* ERR_REMOTE, code "clickup.answer": the bytes are no event. */
int	clickup_event_parse(const char *body, size_t len,
	    struct clickup_event *out, struct err *);

#endif
