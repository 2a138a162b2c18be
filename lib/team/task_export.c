#include "team/task_export.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/text.h"
#include "base/zone.h"
#include "io/db.h"
#include "io/field.h"
#include "team/task.h"

#define PART	500

/* --- cells --- */

/* What a cell is made of. */
struct line {
	const struct task		*task;
	const struct zone		*zone;
	const struct task_export	*export;
	char				 text[120];
	struct buf			 list;
};
typedef const char *cell(struct line *);

static const char *
title_cell(struct line *l)
{
	return l->task->title;
}

/* A word of ours in the language of the reader. */
static const char *
word_cell(struct line *l, const char *kind, const char *word)
{
	char	code[80];

	snprintf(code, sizeof(code), "team.%s.%s", kind, word);
	text_put(l->text, sizeof(l->text), l->export->lang, code, word);
	return l->text;
}

static const char *
status_cell(struct line *l)
{
	return word_cell(l, "status", l->task->status);
}

static const char *
priority_cell(struct line *l)
{
	return word_cell(l, "priority",
	    task_priorities[l->task->priority - 1]);
}

static const char *
source_cell(struct line *l)
{
	return word_cell(l, "source", l->task->source);
}

static const char *
time_cell(struct line *l, int64_t at)
{
	zone_write(l->zone, at, l->text);
	return l->text;
}

static const char *
due_cell(struct line *l)
{
	return time_cell(l, l->task->due_date);
}

static const char *
created_cell(struct line *l)
{
	return time_cell(l, l->task->created_at);
}

static const char *
updated_cell(struct line *l)
{
	return time_cell(l, l->task->updated_at);
}

static const char *
completed_cell(struct line *l)
{
	return time_cell(l, l->task->completed_at);
}

static const char *
assignee_cell(struct line *l)
{
	return l->task->assigned_to_name;
}

static const char *
list_cell(struct line *l)
{
	return l->task->list_name;
}

static const char *
author_cell(struct line *l)
{
	return l->task->created_by_name;
}

static const char *
tags_cell(struct line *l)
{
	own_json json_t	*tags = json_loads(l->task->tags, 0, NULL);
	const json_t	*one;
	size_t		 i;

	l->list.len = 0;
	json_array_foreach(tags, i, one)
		buf_fmt(&l->list, "%s%s", i > 0 ? ", " : "",
		    json_string_value(one));
	return l->list.len > 0 ? buf_str(&l->list) : "";
}

/* How many of its points are done: "2 / 5". */
static const char *
checklist_cell(struct line *l)
{
	own_json json_t	*points = json_loads(l->task->checklist, 0, NULL);
	const json_t	*one;
	size_t		 i, done = 0;

	if (json_array_size(points) == 0)
		return "";
	json_array_foreach(points, i, one)
		done += json_is_true(json_object_get(one, "done"));
	snprintf(l->text, sizeof(l->text), "%zu / %zu", done,
	    json_array_size(points));
	return l->text;
}

static const char *
link_cell(struct line *l)
{
	return l->task->link_title;
}

static const char *
number_cell(struct line *l, int64_t n)
{
	snprintf(l->text, sizeof(l->text), "%" PRId64, n);
	return l->text;
}

static const char *
comments_cell(struct line *l)
{
	return number_cell(l, l->task->comments);
}

static const char *
files_cell(struct line *l)
{
	return number_cell(l, l->task->files);
}

static const char *
id_cell(struct line *l)
{
	return number_cell(l, l->task->id);
}

static const char *
external_cell(struct line *l)
{
	return l->task->external_id;
}

static const char *
url_cell(struct line *l)
{
	l->list.len = 0;
	buf_fmt(&l->list, "%s/tasks/%" PRId64 "/", l->export->site,
	    l->task->id);
	return buf_str(&l->list);
}

const char *const task_export_columns[] = { "title", "status", "priority",
	"due_date", "assigned_to", "list", "tags", "checklist", "link",
	"created_by", "created_at", "updated_at", "completed_at", "comments",
	"files", "source", "external_id", "url", "id", NULL };
static cell *const cells[] = { title_cell, status_cell, priority_cell,
	due_cell, assignee_cell, list_cell, tags_cell, checklist_cell,
	link_cell, author_cell, created_cell, updated_cell, completed_cell,
	comments_cell, files_cell, source_cell, external_cell, url_cell,
	id_cell };
_Static_assert(nitems(cells) + 1 == nitems(task_export_columns),
    "a cell for each column");

/* --- rows --- */

void
task_export_close(struct task_export *x)
{
	if (x == NULL)
		return;
	mem_free_str(&x->site);
	free(x);
}

void
task_export_close_p(struct task_export **x)
{
	task_export_close(*x);
	*x = NULL;
}

static void
write_head(const struct task_export *x, struct buf *b)
{
	char	code[80], text[120];

	buf_puts(b, CSV_BOM);
	for (size_t i = 0; task_export_columns[i] != NULL; i++) {
		snprintf(code, sizeof(code), "team.column.%s",
		    task_export_columns[i]);
		text_put(text, sizeof(text), x->lang, code,
		    task_export_columns[i]);
		csv_cell(b, x->separator, text);
	}
	csv_end(b);
}

static void
write_row(const struct task_export *x, struct line *line, struct buf *b)
{
	for (size_t i = 0; i < nitems(cells); i++)
		csv_cell(b, x->separator, cells[i](line));
	csv_end(b);
}

/* Whether they were the last is kept. */
static void
write_rows(struct task_export *x, struct db_rows *rows, struct buf *b)
{
	own_zone struct zone	zone = { 0 };
	struct task		task;
	struct line		line = { .task = &task, .zone = &zone,
		.export = x };

	zone_enter(&zone, x->zone);
	for (; rows != NULL && x->rows < TASK_EXPORT_MAX &&
	    task_next(rows, &task); x->rows++)
		write_row(x, &line, b);
	x->ended = x->after[0] == '\0' || x->rows == TASK_EXPORT_MAX;
	buf_clear(&line.list);
}

int
task_export_next(struct db *db, struct task_export *x, struct buf *b,
    struct err *err)
{
	own_task_sight struct task_sight sight = { 0 };
	own_rows struct db_rows		*rows = NULL;
	const struct task_slice		 slice = { .order = x->order,
		.after = x->after[0] != '\0' ? x->after : NULL, .size = PART };
	struct task_found		 found;

	if (!x->begun)
		write_head(x, b);
	x->begun = true;
	if (x->ended)
		return 0;
	if (task_sight_open(db, x->conf, &x->who, &sight, err) == -1 ||
	    task_find(db, &sight, &x->filter, &slice, &rows, &found,
	    err) == -1)
		return -1;
	memcpy(x->after, found.next, sizeof(x->after));
	write_rows(x, rows, b);
	return 1;
}
