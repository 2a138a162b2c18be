#include "clickup/api_webhook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/fetch.h"
#include "io/field.h"

#define HOOKS_MAX	1000	/* of a workspace that are looked at */

/* What changes a task of the cache, and nothing else. */
static const char *const events[] = { "taskCreated", "taskUpdated",
	"taskDeleted", "taskPriorityUpdated", "taskStatusUpdated",
	"taskAssigneeUpdated", "taskDueDateUpdated", "taskTagUpdated",
	"taskMoved", "taskCommentPosted", "taskCommentUpdated" };

void
clickup_webhook_clear(struct clickup_webhook *w)
{
	free(w->id);
	free(w->endpoint);
	free(w->secret);
	free(w->list_id);
	free(w->status);
	memset(w, 0, sizeof(*w));
}

void
clickup_webhooks_clear(struct clickup_webhooks *all)
{
	for (size_t i = 0; i < all->n; i++)
		clickup_webhook_clear(&all->v[i]);
	free(all->v);
	memset(all, 0, sizeof(*all));
}

int
clickup_webhook_parse(const json_t *doc, struct clickup_webhook *out,
    struct err *err)
{
	const json_t	*health = json_object_get(doc, "health");
	const char	*id = field_str(doc, "id");
	int64_t		 fails = field_num(health, "fail_count", 0);

	if (!clickup_id_ok(id))
		return clickup_odd(err, "webhook");
	*out = (struct clickup_webhook){
		.id = mem_dup(id),
		.endpoint = field_dup(doc, "endpoint", SIZE_MAX),
		.secret = field_dup(doc, "secret", SIZE_MAX),
		.list_id = field_dup(doc, "list_id", SIZE_MAX),
		.status = field_dup(health, "status", SIZE_MAX),
		.fail_count = fails < 0 ? 0 : fails > 1000000 ? 1000000 :
		    fails,
	};
	return 0;
}

/* One that makes no sense is passed over. */
int
clickup_webhook_list_parse(const json_t *doc, struct clickup_webhooks *out,
    struct err *err)
{
	const json_t	*all = json_object_get(doc, "webhooks"), *one;
	struct err	 ignored = { 0 };
	size_t		 i;

	if (!json_is_array(all) || json_array_size(all) > HOOKS_MAX)
		return clickup_odd(err, "webhooks");
	out->v = mem_zero((json_array_size(all) + 1) * sizeof(*out->v));
	json_array_foreach(all, i, one)
		if (clickup_webhook_parse(one, &out->v[out->n],
		    &ignored) == 0)
			out->n++;
	return 0;
}

int
clickup_webhook_list(struct clickup *c, const char *team_id,
    struct clickup_webhooks *out, struct err *err)
{
	const struct fetch_req	 rq = { .path = { "team", team_id,
		"webhook" } };
	own_json json_t		*doc = NULL;

	if (clickup_ask(c, &rq, "clickup.absent", &doc, err) == -1)
		return -1;
	return clickup_webhook_list_parse(doc, out, err);
}

static json_t *
events_json(void)
{
	json_t	*list = json_array();

	for (size_t i = 0; i < nitems(events); i++)
		json_array_append_new(list, json_string(events[i]));
	return list;
}

/* The number that the reference asks for, or the text when it is none. */
static json_t *
id_json(const char *id)
{
	size_t	digits = strspn(id, "0123456789");

	return digits > 0 && digits < 19 && id[digits] == '\0' ?
	    json_integer(strtoll(id, NULL, 10)) : json_string(id);
}

int
clickup_webhook_create(struct clickup *c, const char *team_id,
    const char *list_id, const char *endpoint, struct clickup_webhook *out,
    struct err *err)
{
	own_clickup_webhook struct clickup_webhook	hook = { 0 };
	own_json json_t		*body = json_pack("{s:s, s:o, s:o}",
		"endpoint", endpoint, "events", events_json(),
		"list_id", id_json(list_id));
	const struct fetch_req	 rq = { .method = "POST",
		.path = { "team", team_id, "webhook" }, .json = body };
	own_json json_t		*doc = NULL;

	if (clickup_ask(c, &rq, "clickup.absent", &doc, err) == -1 ||
	    clickup_webhook_parse(json_object_get(doc, "webhook"), &hook,
	    err) == -1)
		return -1;
	if (hook.secret == NULL || hook.secret[0] == '\0')
		return clickup_odd(err, "webhook without a secret");
	*out = give(hook);
	return 0;
}

int
clickup_webhook_activate(struct clickup *c, const char *id,
    const char *endpoint, int64_t *fail_count, struct err *err)
{
	own_clickup_webhook struct clickup_webhook	 hook = { 0 };
	own_json json_t		*body = json_pack("{s:s, s:o, s:s}",
		"endpoint", endpoint, "events", events_json(), "status",
		"active");
	const struct fetch_req	 rq = { .method = "PUT",
		.path = { "webhook", id }, .json = body };
	own_json json_t		*doc = NULL;

	if (clickup_ask(c, &rq, "clickup.absent", &doc, err) == -1 ||
	    clickup_webhook_parse(json_object_get(doc, "webhook"), &hook,
	    err) == -1)
		return -1;
	*fail_count = hook.fail_count;
	return 0;
}

int
clickup_webhook_delete(struct clickup *c, const char *id, struct err *err)
{
	const struct fetch_req	 rq = { .method = "DELETE",
		.path = { "webhook", id } };
	own_json json_t		*doc = NULL;

	return clickup_ask(c, &rq, "clickup.absent", &doc, err);
}

/* --- what they send --- */

static void
read_items(const json_t *list, struct clickup_event *ev)
{
	const json_t	*item;
	const char	*id;
	size_t		 i;

	json_array_foreach(list, i, item) {
		const int64_t	date = clickup_time(item, "date");

		if (date > ev->date)
			ev->date = date;
		if (ev->nitems < CLICKUP_ITEMS_MAX &&
		    clickup_id_ok(id = field_str(item, "id")))
			snprintf(ev->items[ev->nitems++],
			    sizeof(ev->items[0]), "%s", id);
	}
}

int
clickup_event_parse(const char *body, size_t len, struct clickup_event *out,
    struct err *err)
{
	own_json json_t		*doc = NULL;
	struct clickup_event	 ev = { .nitems = 0 };
	const char		*name, *task;

	if (field_parse(body, len, &doc, err) == -1 || !json_is_object(doc))
		return clickup_odd(err, "event");
	name = json_string_value(json_object_get(doc, "event"));
	if (name == NULL || *name == '\0' ||
	    strlen(name) >= sizeof(ev.event))
		return clickup_odd(err, "event without a name");
	snprintf(ev.event, sizeof(ev.event), "%s", name);
	if (clickup_id_ok(task = field_str(doc, "task_id")))
		snprintf(ev.task_id, sizeof(ev.task_id), "%s", task);
	read_items(json_object_get(doc, "history_items"), &ev);
	*out = ev;
	return 0;
}
