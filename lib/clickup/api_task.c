#include "clickup/api_task.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "clickup/api_field.h"
#include "io/fetch.h"
#include "io/field.h"

#define PAGE_BYTES	(64u << 20)	/* 100 tasks with all their fields' options */
#define PAGE_TASKS_MAX	1000
#define TASK_BYTES	(8u << 20)
#define TEXT_MAX	200000		/* bytes of a description that are kept */
#define NAME_BYTES	2000
#define MARK_BYTES	120		/* of a tag, of a person */
#define MARKS_MAX	100		/* tags, assignees, fields, files of a task */

static void
clear_names(char **v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(v[i]);
	free(v);
}

void
clickup_task_clear(struct clickup_task *t)
{
	free(t->task_id);
	free(t->list_id);
	free(t->parent_id);
	free(t->name);
	free(t->description);
	free(t->markdown);
	free(t->status);
	free(t->status_type);
	free(t->status_color);
	free(t->priority);
	free(t->url);
	free(t->assignees);
	free(t->tags);
	free(t->custom_fields);
	free(t->attachments);
	clear_names(t->assignee_names, t->nassignees);
	memset(t, 0, sizeof(*t));
}

/* The plain text, which lists and tasks have alike. */
static char *
description_of(const json_t *doc)
{
	const char	*s = json_string_value(json_object_get(doc,
			    "text_content"));

	return field_dup(doc, s != NULL && *s != '\0' ? "text_content" :
	    "description", TEXT_MAX);
}

static char *
markdown_of(const json_t *doc)
{
	return field_str(doc, "markdown_description") == NULL ? NULL :
	    field_dup(doc, "markdown_description", TEXT_MAX);
}

static void
read_status(const json_t *doc, struct clickup_task *t)
{
	const json_t	*status = json_object_get(doc, "status");

	t->status = field_dup(status, "status", 100);
	t->status_type = field_dup(status, "type", 20);
	t->status_color = field_dup(status, "color", 20);
}

static void
read_priority(const json_t *doc, struct clickup_task *t)
{
	static const char *const words[] = { "urgent", "high", "normal", "low" };
	const char	*word = json_string_value(
			    field_at(doc, "priority", "priority", NULL));
	size_t		 i = 0;

	while (i < nitems(words) && (word == NULL ||
	    strcmp(words[i], word) != 0))
		i++;
	t->priority = mem_dup(i < nitems(words) ? words[i] : "");
}

/* How many of an array's entries are looked at. */
static size_t
bounded(const json_t *array)
{
	size_t	n = json_array_size(array);

	return n < MARKS_MAX ? n : MARKS_MAX;
}

static void
read_assignees(const json_t *array, struct clickup_task *t)
{
	own_buf struct buf	 out = { 0 };
	const json_t		*user;
	char			*name;

	t->assignee_names = mem_zero((bounded(array) + 1) * sizeof(char *));
	emit_open(&out, NULL, '[');
	for (size_t i = 0; i < bounded(array); i++) {
		user = json_array_get(array, i);
		if (field_str(user, "username") != NULL)
			name = field_dup(user, "username", MARK_BYTES);
		else if (field_str(user, "email") != NULL)
			name = field_dup(user, "email", MARK_BYTES);
		else
			continue;
		t->assignee_names[t->nassignees++] = name;
		emit_open(&out, NULL, '{');
		emit_int(&out, "id", field_num(user, "id", 0));
		emit_str(&out, "username", name);
		emit_str(&out, "initials", json_string_value(
		    json_object_get(user, "initials")));
		emit_str(&out, "color", json_string_value(
		    json_object_get(user, "color")));
		emit_close(&out, '}');
	}
	emit_close(&out, ']');
	t->assignees = mem_dup(buf_str(&out));
}

static void
read_tags(const json_t *array, struct clickup_task *t)
{
	own_buf struct buf	 out = { 0 };
	const json_t		*tag;

	emit_open(&out, NULL, '[');
	for (size_t i = 0; i < bounded(array); i++) {
		own_str char	*name = NULL;

		tag = json_array_get(array, i);
		if (field_str(tag, "name") == NULL)
			continue;
		name = field_dup(tag, "name", MARK_BYTES);
		emit_open(&out, NULL, '{');
		emit_str(&out, "name", name);
		emit_str(&out, "color", json_string_value(
		    json_object_get(tag, "tag_bg")));
		emit_close(&out, '}');
	}
	emit_close(&out, ']');
	t->tags = mem_dup(buf_str(&out));
}

static char *
fields_of(const json_t *array, int64_t ahead_ms)
{
	own_buf struct buf	out = { 0 };

	emit_open(&out, NULL, '[');
	for (size_t i = 0; i < bounded(array); i++)
		clickup_field_emit(&out, json_array_get(array, i), ahead_ms);
	emit_close(&out, ']');
	return mem_dup(buf_str(&out));
}

static void
emit_file(struct buf *out, const json_t *file)
{
	own_str char	*id = field_dup(file, "id", SIZE_MAX);
	const char	*url = json_string_value(json_object_get(file, "url"));

	emit_open(out, NULL, '{');
	emit_str(out, "id", id);
	emit_str(out, "title", json_string_value(
	    json_object_get(file, "title")));
	emit_str(out, "extension", json_string_value(
	    json_object_get(file, "extension")));
	emit_str(out, "mimetype", json_string_value(
	    json_object_get(file, "mimetype")));
	emit_int(out, "size", field_num(file, "size", 0));
	emit_time(out, "date", clickup_time(file, "date"));
	emit_str(out, "url", url);
	emit_close(out, '}');
}

static int
older_file(const void *a, const void *b)
{
	int64_t	x = clickup_time(*(const json_t *const *)a, "date");
	int64_t	y = clickup_time(*(const json_t *const *)b, "date");

	return (x > y) - (x < y);
}

static char *
files_of(const json_t *array)
{
	own_buf struct buf	 out = { 0 };
	const json_t		*v[MARKS_MAX];
	size_t			 n = bounded(array);

	for (size_t i = 0; i < n; i++)
		v[i] = json_array_get(array, i);
	qsort(v, n, sizeof(v[0]), older_file);
	emit_open(&out, NULL, '[');
	for (size_t i = 0; i < n; i++)
		if (json_is_object(v[i]) &&
		    !field_flag(v[i], "deleted"))
			emit_file(&out, v[i]);
	emit_close(&out, ']');
	return mem_dup(buf_str(&out));
}

/* The link when it is one, else the address that every task has. */
static char *
url_of(const json_t *doc, const char *task_id)
{
	const char	*url = json_string_value(json_object_get(doc, "url"));

	if (url != NULL && strlen(url) <= 500 &&
	    strncmp(url, "https://", 8) == 0)
		return mem_dup(url);
	return mem_fmt("https://app.clickup.com/t/%s", task_id);
}

static void
read_times(const json_t *doc, struct clickup_task *t)
{
	t->date_created = clickup_time(doc, "date_created");
	t->date_updated = clickup_time(doc, "date_updated");
	t->date_closed = clickup_time(doc, "date_closed");
	t->due_date = clickup_time(doc, "due_date");
}

int
clickup_task_parse(const json_t *doc, int64_t ahead_ms,
    struct clickup_task *out, struct err *err)
{
	own_clickup_task struct clickup_task	 t = { 0 };
	const json_t	*files = json_object_get(doc, "attachments");

	if (!clickup_id_ok(field_str(doc, "id")))
		return clickup_odd(err, "task");
	t.task_id = field_dup(doc, "id", CLICKUP_ID_SIZE);
	t.list_id = field_dup(json_object_get(doc, "list"), "id",
	    CLICKUP_ID_SIZE);
	t.parent_id = field_dup(doc, "parent", CLICKUP_ID_SIZE);
	t.name = field_dup(doc, "name", NAME_BYTES);
	t.description = description_of(doc);
	t.markdown = markdown_of(doc);
	t.url = url_of(doc, t.task_id);
	t.archived = field_flag(doc, "archived");
	read_status(doc, &t);
	read_priority(doc, &t);
	read_times(doc, &t);
	read_assignees(json_object_get(doc, "assignees"), &t);
	read_tags(json_object_get(doc, "tags"), &t);
	t.custom_fields = fields_of(json_object_get(doc, "custom_fields"),
	    ahead_ms);
	if (json_is_array(files))
		t.attachments = files_of(files);
	*out = give(t);
	return 0;
}

int
clickup_task_fetch(struct clickup *c, const char *task_id,
    struct clickup_task *out, struct err *err)
{
	const struct fetch_req	 rq = { .path = { "task", task_id },
		.query = { { "include_markdown_description", "true" } },
		.max_bytes = TASK_BYTES, .may_miss = true };
	const int64_t		 asked_at = clock_mono_ms();
	own_json json_t		*doc = NULL;

	if (clickup_ask(c, &rq, "clickup.absent", &doc, err) == -1 ||
	    clickup_task_parse(doc, clickup_ahead_ms(c), out, err) == -1)
		return -1;
	out->asked_at = asked_at;
	return 0;
}

void
clickup_task_page_clear(struct clickup_task_page *p)
{
	for (size_t i = 0; i < p->n; i++)
		clickup_task_clear(&p->v[i]);
	free(p->v);
	memset(p, 0, sizeof(*p));
}

/* A task that makes no sense is passed over, not the whole page. */
static void
add_task(struct clickup_task_page *page, const json_t *task, int64_t ahead_ms)
{
	struct err	 ignored = { 0 };

	if (page->n + page->skipped >= PAGE_TASKS_MAX)
		page->odd = true;
	if (page->odd)
		return;
	page->v = mem_grow(page->v, page->n + 1, sizeof(*page->v));
	page->v[page->n] = (struct clickup_task){ 0 };
	if (clickup_task_parse(task, ahead_ms, &page->v[page->n], &ignored) == 0) {
		page->bytes += page->v[page->n].description != NULL ?
		    strlen(page->v[page->n].description) : 0;
		page->n++;
	} else
		page->skipped++;
}

/* The tasks came before; doc is what is around them. */
static int
end_page(struct clickup_task_page *page, const json_t *doc, struct err *err)
{
	const size_t	 count = page->n + page->skipped;
	const json_t	*last = json_object_get(doc, "last_page");

	if (!json_is_array(json_object_get(doc, "tasks")) || page->odd)
		return clickup_odd(err, "tasks");
	page->last = count == 0 || (json_is_boolean(last) ?
	    json_is_true(last) : count < CLICKUP_PAGE_SIZE);
	return 0;
}

int
clickup_task_page_parse(const json_t *doc, int64_t ahead_ms,
    struct clickup_task_page *out, struct err *err)
{
	const json_t	*task;
	size_t		 i;

	json_array_foreach(json_object_get(doc, "tasks"), i, task)
		add_task(out, task, ahead_ms);
	return end_page(out, doc, err);
}

struct taking {
	struct clickup_task_page	*page;
	int64_t				 ahead_ms;
};

/* Each task as soon as it is there, so that a page is never held as JSON. */
static void
take_task(void *arg, json_t *task)
{
	const struct taking	*t = arg;

	if (task == NULL)
		clickup_task_page_clear(t->page);
	else
		add_task(t->page, task, t->ahead_ms);
}

/* All that clickup_task_parse looks at: a page is mostly other things. */
static const char *const page_members[] = { "tasks", "last_page", "err",
	"ECODE", "id", "name", "text_content", "description", "status", "type",
	"color", "date_created", "date_updated", "date_closed", "due_date",
	"archived", "parent", "priority", "url", "list", "tags", "tag_bg",
	"assignees", "username", "email", "initials", "custom_fields",
	"type_config", "options", "orderindex", "label", "count",
	"currency_type", "start", "end", "value*", NULL };

int
clickup_task_page_fetch(struct clickup *c, const struct clickup_task_ask *asked,
    struct clickup_task_page *out, struct err *err)
{
	own_str char	*page = mem_fmt("%d", asked->page);
	own_str char	*since = asked->updated_gt > 0 ?
			    mem_fmt("%" PRId64, asked->updated_gt) : NULL;
	struct taking	 taking = { out, clickup_ahead_ms(c) };
	const struct fetch_req	 rq = {
		.path = { "list", asked->list_id, "task" },
		.query = {
			{ "page", page },
			{ "archived", "false" },
			/* By creation, a change in the middle of a pass moves no task
			 * to another page. */
			{ "order_by", asked->newest_first ? "updated" :
			    "created" },
			{ "include_closed", asked->include_closed ? "true" :
			    "false" },
			{ "subtasks", asked->subtasks ? "true" : "false" },
			{ "date_updated_gt", since },
		},
		.keep = page_members,
		.each = "tasks",
		.take = take_task,
		.take_arg = &taking,
		.max_bytes = PAGE_BYTES,
		.patience = 2,
	};
	const int64_t	 asked_at = clock_mono_ms();
	own_json json_t	*doc = NULL;

	if (clickup_ask(c, &rq, "clickup.list_absent", &doc, err) == -1 ||
	    end_page(out, doc, err) == -1)
		return -1;
	for (size_t i = 0; i < out->n; i++)
		out->v[i].asked_at = asked_at;
	return 0;
}
