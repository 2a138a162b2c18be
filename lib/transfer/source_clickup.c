#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "clickup/api.h"
#include "clickup/api_comment.h"
#include "clickup/api_file.h"
#include "clickup/api_task.h"
#include "clickup/cache_fill.h"
#include "clickup/link.h"
#include "io/fetch.h"
#include "io/field.h"
#include "origin/origin.h"
#include "transfer/choice.h"
#include "transfer/context.h"
#include "transfer/cv.h"
#include "transfer/mark.h"
#include "transfer/mark_work.h"
#include "transfer/source.h"

static int
open_client(struct transfer_context *ctx, struct err *err)
{
	struct clickup	*api = NULL;

	if (clickup_link_open(ctx->db, ctx->conf, ctx->company_id,
	    ctx->user_id, &api, err) == -1)
		return -1;
	ctx->client = api;
	return 0;
}

static void
close_client(struct transfer_context *ctx)
{
	clickup_close(ctx->client);
}

/* --- a task --- */

static void
add_line(json_t *lines, const char *name, const char *text)
{
	json_array_append_new(lines, json_pack("{s:s, s:s}", "name", name,
	    "text", text));
}

static json_t *
lines_of(const struct clickup_task *task)
{
	own_json json_t		*list = task->assignees == NULL ? NULL :
				    json_loads(task->assignees, 0, NULL);
	own_buf struct buf	 names = { 0 };
	json_t			*lines = json_array();
	const json_t		*one;
	const char		*name;
	size_t			 i;

	json_array_foreach(list, i, one)
		if ((name = field_str(one, "username")) != NULL)
			buf_fmt(&names, "%s%s", names.len > 0 ? ", " : "",
			    name);
	add_line(lines, "Статус", task->status);
	add_line(lines, "Исполнители", buf_str(&names));
	return lines;
}

static void
read_task(struct clickup_task *task, struct transfer_item *out)
{
	out->lines = lines_of(task);
	out->files = task->attachments == NULL ? NULL :
	    json_loads(task->attachments, 0, NULL);
	out->tags = json_array();
	for (size_t i = 0; i < task->nassignees; i++)
		json_array_append_new(out->tags,
		    json_string(task->assignee_names[i]));
	out->name = give(task->name);
	out->url = give(task->url);
	out->text = give(task->description);
	out->markdown = give(task->markdown);
	out->fields = give(task->custom_fields);
}

/* What was read anew is in the cache, too. */
static int
fetch(struct transfer_context *ctx, const char *id, struct transfer_item *out,
    struct err *err)
{
	own_clickup_task struct clickup_task	 task = { 0 };
	own_transfer_item struct transfer_item	 item = { 0 };
	struct err				 why = { 0 };

	if (clickup_task_fetch(ctx->client, id, &task, err) == -1 ||
	    clickup_comments_fetch(ctx->client, id, 0, &item.comments,
	    err) == -1 || transfer_choice_get(ctx->db, ctx->company_id,
	    task.list_id, &item.choices, err) == -1)
		return -1;
	if (clickup_fill_detail(ctx->db, ctx->user_id, &task, item.comments,
	    &why) == -1)
		log_err(LOG_WARN, "transfer: the task's files", &why);
	read_task(&task, &item);
	*out = give(item);
	return 0;
}

static int
file(struct transfer_context *ctx, const char *id,
    const struct transfer_cv *cv, size_t max_bytes, struct buf *out,
    struct err *err)
{
	own_res struct fetch_res	 res = { 0 };

	if (clickup_file_fetch(ctx->client, id, cv->id, cv->url, max_bytes,
	    &res, err) == -1)
		return -1;
	*out = give(res.body);
	return 0;
}

/* --- afterwards --- */

static int
ending(struct transfer_context *ctx, const struct origin *row,
    struct err *err)
{
	return transfer_mark_add(ctx->db, row, ctx->user_id, err);
}

static void
ended(struct transfer_context *ctx, const struct origin *row)
{
	transfer_mark_work_now(ctx->db, ctx->conf, ctx->client, row->id);
}

const struct transfer_source transfer_source_clickup = {
	.kind = ORIGIN_CLICKUP, .event = "task",
	.words = { "Задача", "Задача ClickUp", "ClickUp" },
	.open = open_client, .close = close_client, .fetch = fetch,
	.file = file, .ending = ending, .ended = ended,
};
