/* fuzz_clickup: any JSON as an answer or an event of ClickUp; what is taken has its id, and its
 * JSON members are JSON. */
#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "clickup/api_comment.h"
#include "clickup/api_place.h"
#include "clickup/api_task.h"
#include "clickup/api_webhook.h"
#include "huntflow/api_webhook.h"
#include "io/field.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
need_array(const char *text)
{
	own_json json_t	*doc = NULL;

	if (text == NULL)
		return;
	doc = json_loads(text, 0, NULL);
	if (!json_is_array(doc))
		abort();
}

static void
check_task(const struct clickup_task *task)
{
	if (!clickup_id_ok(task->task_id) || task->name == NULL ||
	    task->description == NULL || task->priority == NULL)
		abort();
	need_array(task->assignees);
	need_array(task->tags);
	need_array(task->custom_fields);
	need_array(task->attachments);
}

static void
read_tasks(const json_t *doc)
{
	own_clickup_task struct clickup_task	 task = { 0 };
	own_clickup_task_page struct clickup_task_page	 page = { 0 };
	struct err	 err = { 0 };

	if (clickup_task_parse(doc, 0, &task, &err) == 0)
		check_task(&task);
	if (clickup_task_page_parse(doc, 0, &page, &err) == 0)
		for (size_t i = 0; i < page.n; i++)
			check_task(&page.v[i]);
}

static void
read_places(const json_t *doc)
{
	static const char *const members[] = { "teams", "spaces", "folders",
		"lists" };
	struct err	 err = { 0 };

	for (size_t i = 0; i < nitems(members); i++) {
		struct clickup_places	 places = { 0 };

		clickup_place_parse(doc, members[i], &places, &err);
		clickup_places_clear(&places);
	}
}

static void
read_rest(const json_t *doc)
{
	own_clickup_webhooks struct clickup_webhooks	 hooks = { 0 };
	own_json json_t		*comments = NULL;
	struct clickup_user	 user = { 0 };
	struct err		 err = { 0 };
	size_t			 n;

	clickup_user_parse(doc, &user, &err);
	clickup_user_clear(&user);
	clickup_comments_parse(doc, &comments, &n, &err);
	clickup_webhook_list_parse(doc, &hooks, &err);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	own_json json_t		*doc = NULL;
	struct clickup_event	 event;
	struct huntflow_event	 other;
	struct err		 err = { 0 };

	clickup_event_parse((const char *)data, size, &event, &err);
	huntflow_webhook_event((const char *)data, size, NULL, &other, &err);
	if (field_parse((const char *)data, size, &doc, &err) == -1)
		return 0;
	read_tasks(doc);
	read_places(doc);
	read_rest(doc);
	return 0;
}
