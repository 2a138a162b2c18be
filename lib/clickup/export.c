#include "clickup/export.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/err.h"
#include "base/text.h"
#include "base/zone.h"
#include "io/db.h"
#include "io/field.h"

/* --- columns --- */

/* What a cell is made of. */
struct line {
	const struct clickup_brief	*task;
	const struct zone		*zone;
	const char			*lang;
	char				 at[ZONE_SIZE];
	char				 word[120];
	struct buf			 list;
};
typedef const char *cell(struct line *);

static const char *
name_cell(struct line *l)
{
	return l->task->name;
}

static const char *
status_cell(struct line *l)
{
	return l->task->status;
}

/* A word of ours in the language of the reader. */
static const char *
word_cell(struct line *l, const char *kind, const char *word)
{
	char	code[80];

	if (word == NULL || *word == '\0')
		return "";
	snprintf(code, sizeof(code), "clickup.%s.%s", kind, word);
	text_put(l->word, sizeof(l->word), l->lang, code, word);
	return l->word;
}

static const char *
priority_cell(struct line *l)
{
	return word_cell(l, "priority", l->task->priority);
}

static const char *
cv_cell(struct line *l)
{
	return word_cell(l, "cv", l->task->cv);
}

static const char *
transfer_cell(struct line *l)
{
	return word_cell(l, "transfer", l->task->sent.state != NULL ?
	    l->task->sent.state : "none");
}

/* The names in a list of objects, a comma between. */
static const char *
names_cell(struct line *l, const char *json, const char *member)
{
	own_json json_t	*list = json_loads(json, 0, NULL);
	const json_t	*one;
	const char	*name;
	size_t		 i;

	l->list.len = 0;
	json_array_foreach(list, i, one) {
		if ((name = field_str(one, member)) == NULL)
			continue;
		if (l->list.len > 0)
			buf_puts(&l->list, ", ");
		buf_puts(&l->list, name);
	}
	return l->list.len > 0 ? buf_str(&l->list) : "";
}

static const char *
assignees_cell(struct line *l)
{
	return names_cell(l, l->task->assignees, "username");
}

static const char *
tags_cell(struct line *l)
{
	return names_cell(l, l->task->tags, "name");
}

static const char *
time_cell(struct line *l, int64_t at)
{
	zone_write(l->zone, at, l->at);
	return l->at;
}

static const char *
created_cell(struct line *l)
{
	return time_cell(l, l->task->date_created);
}

static const char *
updated_cell(struct line *l)
{
	return time_cell(l, l->task->date_updated);
}

static const char *
due_cell(struct line *l)
{
	return time_cell(l, l->task->due_date);
}

static const char *
applicant_cell(struct line *l)
{
	return l->task->sent.url;
}

static const char *
url_cell(struct line *l)
{
	return l->task->url;
}

static const char *
id_cell(struct line *l)
{
	return l->task->task_id;
}

const char *const task_columns[] = { "name", "status", "priority", "assignees",
	"tags", "date_created", "date_updated", "due_date", "cv", "transfer",
	"applicant_url", "url", "task_id", NULL };
static cell *const cells[] = { name_cell, status_cell, priority_cell,
	assignees_cell, tags_cell, created_cell, updated_cell, due_cell,
	cv_cell, transfer_cell, applicant_cell, url_cell, id_cell };

static int
column_of(const char *name)
{
	for (int i = 0; name != NULL && task_columns[i] != NULL; i++)
		if (strcmp(task_columns[i], name) == 0)
			return i;
	return -1;
}

/* --- rows --- */

void
clickup_export_close(struct clickup_export *x)
{
	if (x == NULL)
		return;
	clickup_search_clear(&x->search);
	free(x);
}

void
clickup_export_close_p(struct clickup_export **x)
{
	clickup_export_close(*x);
	*x = NULL;
}

static void
write_head(struct clickup_export *x, struct buf *b)
{
	char	code[80], text[120];

	buf_puts(b, CSV_BOM);
	for (size_t i = 0; i < x->ncolumns; i++) {
		snprintf(code, sizeof(code), "clickup.column.%s", x->columns[i]);
		text_put(text, sizeof(text), x->lang, code, x->columns[i]);
		csv_cell(b, x->separator, text);
	}
	csv_end(b);
}

static const char *
cell_of(const char *column, struct line *line)
{
	const int	n = column_of(column);

	return n == -1 ? "" : cells[n](line);
}

static void
write_rows(struct clickup_export *x, struct db_rows *rows, struct buf *b)
{
	own_zone struct zone	zone = { 0 };
	struct clickup_brief	task;
	struct line		line = { .task = &task, .zone = &zone,
		.lang = x->lang };

	zone_enter(&zone, x->zone);
	while (clickup_find_next(rows, &task)) {
		for (size_t i = 0; i < x->ncolumns; i++)
			csv_cell(b, x->separator,
			    cell_of(x->columns[i], &line));
		csv_end(b);
	}
	buf_clear(&line.list);
}

int
clickup_export_next(struct db *db, struct clickup_export *x, struct buf *b,
    struct err *err)
{
	own_rows struct db_rows		*rows = NULL;
	const struct clickup_slice	 slice = { .sort = x->sort,
		.after = x->after[0] != '\0' ? x->after : NULL,
		.size = CLICKUP_FIND_PAGE };
	struct clickup_found		 found;

	if (!x->begun)
		write_head(x, b);
	x->begun = true;
	if (x->ended)
		return 0;
	if (clickup_find(db, x->conf, &x->search.filter, &slice, &rows, &found,
	    err) == -1)
		return -1;
	write_rows(x, rows, b);
	memcpy(x->after, found.next, sizeof(x->after));
	x->ended = found.next[0] == '\0';
	return 1;
}
