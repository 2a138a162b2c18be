#include "clickup/view.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "clickup/cache.h"
#include "io/db.h"
#include "io/markdown.h"

static void
emit_transfer(struct buf *b, const struct clickup_brief *t)
{
	if (t->transfer == NULL) {
		emit_null(b, "transfer");
		return;
	}
	emit_open(b, "transfer", '{');
	emit_str(b, "state", t->transfer);
	if (t->applicant_id != 0)
		emit_int(b, "applicant_id", t->applicant_id);
	else
		emit_null(b, "applicant_id");
	emit_int(b, "account_id", t->account_id);
	emit_str(b, "url", t->applicant_url != NULL &&
	    *t->applicant_url != '\0' ? t->applicant_url : NULL);
	emit_str(b, "error_code", t->error_code != NULL &&
	    *t->error_code != '\0' ? t->error_code : NULL);
	emit_close(b, '}');
}

static void
emit_brief(struct buf *b, const struct clickup_brief *t)
{
	emit_open(b, NULL, '{');
	emit_int(b, "id", t->id);
	emit_str(b, "task_id", t->task_id);
	emit_str(b, "name", t->name);
	emit_str(b, "status", t->status);
	emit_str(b, "status_type", t->status_type);
	emit_str(b, "status_color", t->status_color);
	emit_str(b, "priority", *t->priority != '\0' ? t->priority : NULL);
	emit_time(b, "date_created", t->date_created);
	emit_time(b, "date_updated", t->date_updated);
	emit_time(b, "due_date", t->due_date);
	emit_str(b, "url", t->url);
	emit_json(b, "assignees", t->assignees);
	emit_json(b, "tags", t->tags);
	emit_str(b, "cv", t->cv);
	emit_int(b, "cv_count", t->cv_count);
	emit_transfer(b, t);
	emit_close(b, '}');
}

void
clickup_view_list(struct db_rows *rows, const struct clickup_slice *slice,
    struct buf *b, char cursor[CURSOR_SIZE])
{
	struct clickup_brief	task;

	cursor[0] = '\0';
	emit_open(b, NULL, '[');
	for (size_t n = 1; clickup_find_next(rows, &task); n++) {
		emit_brief(b, &task);
		if (n == slice->size)
			clickup_find_cursor(slice->sort, &task, cursor);
	}
	emit_close(b, ']');
}

static void
emit_choices(struct buf *b, const char *name, struct db_rows *rows)
{
	emit_open(b, name, '[');
	while (db_rows_next(rows)) {
		emit_open(b, NULL, '{');
		emit_str(b, "name", db_col_str(rows, 0));
		emit_int(b, "count", db_col_int(rows, 1));
		emit_close(b, '}');
	}
	emit_close(b, ']');
}

static void
emit_statuses(struct buf *b, struct db_rows *rows)
{
	emit_open(b, "statuses", '[');
	while (db_rows_next(rows)) {
		emit_open(b, NULL, '{');
		emit_str(b, "name", db_col_str(rows, 0));
		emit_str(b, "type", db_col_str(rows, 2));
		emit_str(b, "color", db_col_str(rows, 3));
		emit_int(b, "count", db_col_int(rows, 1));
		emit_close(b, '}');
	}
	emit_close(b, ']');
}

/* The description as nodes; what cannot be read as markup is shown as it is. */
static void
emit_description(struct buf *b, const struct clickup_cache_row *t)
{
	const char		*text = t->markdown != NULL ? t->markdown :
				    t->description;
	own_buf struct buf	nodes = { 0 };
	struct err		err = { 0 };

	emit_str(b, "description", t->description);
	if (markdown_nodes(text, &nodes, &err) == 0) {
		emit_json(b, "description_nodes", buf_str(&nodes));
		return;
	}
	emit_open(b, "description_nodes", '[');
	emit_str(b, NULL, text);
	emit_close(b, ']');
}

static void
emit_sent(struct buf *b, const struct clickup_sent *sent)
{
	emit_open(b, NULL, '{');
	emit_int(b, "account_id", sent->account_id);
	if (sent->applicant_id != 0)
		emit_int(b, "applicant_id", sent->applicant_id);
	else
		emit_null(b, "applicant_id");
	emit_str(b, "state", sent->state);
	emit_str(b, "url", *sent->url != '\0' ? sent->url : NULL);
	emit_str(b, "error_code", *sent->error_code != '\0' ?
	    sent->error_code : NULL);
	emit_time(b, "created_at", sent->created_at);
	emit_close(b, '}');
}

/* All transfers, and the newest of them as the list has it. */
static void
emit_transfers(struct buf *b, struct db_rows *rows)
{
	own_buf struct buf	all = { 0 };
	struct clickup_sent	sent;
	struct clickup_brief	newest = { 0 };
	bool			first = true;

	emit_open(&all, NULL, '[');
	for (; rows != NULL && clickup_find_sent_next(rows, &sent);
	    first = false) {
		emit_sent(&all, &sent);
		if (!first)
			continue;
		newest.transfer = sent.state;
		newest.applicant_id = sent.applicant_id;
		newest.account_id = sent.account_id;
		newest.applicant_url = sent.url;
		newest.error_code = sent.error_code;
		emit_transfer(b, &newest);
	}
	emit_close(&all, ']');
	if (first)
		emit_null(b, "transfer");
	emit_json(b, "transfers", buf_str(&all));
}

static void
emit_task(struct buf *b, const struct clickup_cache_row *t)
{
	emit_int(b, "id", t->id);
	emit_str(b, "task_id", t->task_id);
	emit_str(b, "name", t->name);
	emit_str(b, "status", t->status);
	emit_str(b, "status_type", t->status_type);
	emit_str(b, "status_color", t->status_color);
	emit_str(b, "priority", *t->priority != '\0' ? t->priority : NULL);
	emit_time(b, "date_created", t->date_created);
	emit_time(b, "date_updated", t->date_updated);
	emit_time(b, "date_closed", t->date_closed);
	emit_time(b, "due_date", t->due_date);
	emit_str(b, "url", t->url);
	emit_str(b, "list_id", t->list_id);
	emit_str(b, "parent_id", *t->parent_id != '\0' ? t->parent_id : NULL);
	emit_json(b, "assignees", t->assignees);
	emit_json(b, "tags", t->tags);
	emit_str(b, "cv", t->cv);
	emit_int(b, "cv_count", t->cv_count);
	emit_description(b, t);
	emit_json(b, "custom_fields", t->custom_fields);
	emit_json(b, "attachments", t->attachments);
	emit_json(b, "comments", t->comments);
	emit_time(b, "detailed_at", t->detailed_at);
	emit_time(b, "created_at", t->created_at);
	emit_time(b, "updated_at", t->updated_at);
}

int
clickup_view_get(struct db *db, int64_t user_id, const char *task_id,
    struct buf *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL, *sent = NULL;
	struct clickup_cache_row	 task;

	if (!clickup_id_ok(task_id))
		return err_set(err, ERR_ABSENT, "no such task");
	if (clickup_cache_of(db, user_id, task_id, &rows, &task, err) == -1 ||
	    (task.transfer_id != 0 &&
	    clickup_find_sent(db, user_id, task_id, &sent, err) == -1))
		return -1;
	emit_open(out, NULL, '{');
	emit_task(out, &task);
	emit_transfers(out, sent);
	emit_close(out, '}');
	return 0;
}

int
clickup_view_choices(struct db *db, int64_t connection_id, int64_t total,
    struct buf *out, struct err *err)
{
	own_rows struct db_rows	*statuses = NULL, *priorities = NULL,
				*tags = NULL, *people = NULL, *cvs = NULL;

	if (clickup_find_statuses(db, connection_id, &statuses, err) == -1 ||
	    clickup_find_priorities(db, connection_id, &priorities,
	    err) == -1 ||
	    clickup_find_marks(db, connection_id, "tag", &tags, err) == -1 ||
	    clickup_find_marks(db, connection_id, "assignee", &people,
	    err) == -1 ||
	    clickup_find_cvs(db, connection_id, &cvs, err) == -1)
		return -1;
	emit_open(out, NULL, '{');
	emit_statuses(out, statuses);
	emit_choices(out, "priorities", priorities);
	emit_choices(out, "tags", tags);
	emit_choices(out, "assignees", people);
	emit_choices(out, "cvs", cvs);
	emit_int(out, "total", total);
	emit_close(out, '}');
	return 0;
}
