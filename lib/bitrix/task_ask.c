#include "bitrix/task_ask.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "bitrix/api.h"
#include "io/field.h"

static json_t *
selected(void)
{
	return json_pack("[s, s, s, s, s, s, s, s, s]", "ID", "TITLE",
	    "DESCRIPTION", "STATUS", "RESPONSIBLE_ID", "DEADLINE", "TAGS",
	    "CHANGED_DATE", "COMMENTS_COUNT");
}

/* {result: {tasks: [...]}}. */
static int
ask_list(struct bitrix *api, const json_t *params, json_t **list,
    struct err *err)
{
	own_json json_t	*result = NULL;
	json_t		*tasks;

	if (bitrix_do(api, "tasks.task.list", params, &result, err) == -1)
		return -1;
	tasks = json_object_get(result, "tasks");
	if (!json_is_array(tasks))
		return err_code(err, ERR_REMOTE, "bitrix.shape",
		    "tasks.task.list");
	*list = json_incref(tasks);
	return 0;
}

int
bitrix_task_page(struct bitrix *api, int64_t group_id, int64_t after_id,
    int64_t since_ms, json_t **list, struct err *err)
{
	own_json json_t	*params = json_pack("{s:{s:s}, s:{s:I, s:I}, s:o, s:i}",
			    "order", "ID", "asc", "filter", ">ID",
			    (json_int_t)after_id, "GROUP_ID",
			    (json_int_t)group_id, "select", selected(),
			    "start", -1);
	char		 iso[CLOCK_ISO_SIZE];

	if (since_ms > 0) {
		clock_iso(since_ms, iso);
		json_object_set_new(json_object_get(params, "filter"),
		    ">=CHANGED_DATE", json_sprintf("%.19s+00:00", iso));
	}
	return ask_list(api, params, list, err);
}

int
bitrix_task_some(struct bitrix *api, int64_t group_id, const json_t *ids,
    json_t **list, struct err *err)
{
	own_json json_t	*params = json_pack("{s:{s:s}, s:{s:O, s:I}, s:o, s:i}",
			    "order", "ID", "asc", "filter", "ID", ids,
			    "GROUP_ID", (json_int_t)group_id, "select",
			    selected(), "start", -1);

	return ask_list(api, params, list, err);
}

int
bitrix_task_there(struct bitrix *api, int64_t id, bool *there,
    struct err *err)
{
	own_json json_t	*params = json_pack("{s:{s:I}, s:[s], s:i}", "filter",
			    "ID", (json_int_t)id, "select", "ID", "start", -1);
	own_json json_t	*list = NULL;

	if (ask_list(api, params, &list, err) == -1)
		return -1;
	*there = json_array_size(list) > 0;
	return 0;
}

static json_t *
mark_params(const char *mark)
{
	return json_pack("{s:{s:s}, s:{s:s}, s:[s], s:i}", "order", "ID",
	    "asc", "filter", "TAG", mark, "select", "ID", "start", -1);
}

int
bitrix_task_marked(struct bitrix *api, const char *const *marks, size_t n,
    int64_t *ids, struct err *err)
{
	struct bitrix_command	command[BITRIX_COMMANDS_MAX] = { 0 };
	int			rc;

	for (size_t i = 0; i < n; i++)
		command[i] = (struct bitrix_command){
			.method = "tasks.task.list",
			.params = mark_params(marks[i]) };
	rc = bitrix_batch(api, command, n, err);
	for (size_t i = 0; i < n && rc == 0; i++) {
		ids[i] = field_num(json_array_get(json_object_get(
		    command[i].result, "tasks"), 0), "id", 0);
		if (command[i].why != NULL) {
			*err = *command[i].why;
			rc = -1;
		}
	}
	bitrix_commands_clear(command, n);
	for (size_t i = 0; i < n; i++)
		json_decref(command[i].params);
	return rc;
}

static int
create_with_mark(struct bitrix *api, const json_t *fields, const char *mark,
    int64_t *id, struct err *err)
{
	own_json json_t	*copy = json_copy((json_t *)fields);
	json_t		*tags = json_object_get(copy, "TAGS"), *all;
	own_json json_t	*params = NULL, *result = NULL;

	all = json_is_array(tags) ? json_copy(tags) : json_array();
	json_array_append_new(all, json_string(mark));
	json_object_set_new(copy, "TAGS", all);
	params = json_pack("{s:O}", "fields", copy);
	if (bitrix_do(api, "tasks.task.add", params, &result, err) == -1)
		return -1;
	*id = bitrix_task_id(result);
	return *id > 0 ? 0 : err_code(err, ERR_REMOTE, "bitrix.shape",
	    "tasks.task.add");
}

int
bitrix_task_create(struct bitrix *api, const json_t *fields,
    const char *mark, bool first, int64_t *id, struct err *err)
{
	struct err	lost = { 0 };

	*id = 0;
	if (first && (bitrix_task_marked(api, &mark, 1, id, err) == -1 ||
	    *id != 0))
		return *id != 0 ? 0 : -1;
	if (create_with_mark(api, fields, mark, id, err) == 0)
		return 0;
	if (!err->unsure)
		return -1;
	if (bitrix_task_marked(api, &mark, 1, id, &lost) == -1 || *id == 0)
		return -1;
	*err = (struct err){ 0 };
	return 0;
}

int64_t
bitrix_task_id(const json_t *result)
{
	return field_num(json_object_get(result, "task"), "id", 0);
}

int64_t
bitrix_task_changed(const json_t *task)
{
	const char	*text = field_str(task, "changedDate");
	int64_t		 at;

	return text == NULL || clock_parse(text, &at) == -1 ? 0 : at;
}
