#include "clickup/view.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "clickup/cache.h"
#include "clickup/choice.h"
#include "clickup/doc.h"
#include "clickup/follow.h"
#include "clickup/sent.h"
#include "io/db.h"
#include "io/markdown.h"
#include "origin/sent.h"

/* What a list shows of a task and its page begins with. */
static void
emit_brief(struct buf *b, const struct clickup_brief *t)
{
	emit_int(b, "id", t->id);
	emit_str(b, "task_id", t->task_id);
	emit_str(b, "name", t->name);
	emit_str(b, "status", t->status);
	emit_str(b, "status_type", t->status_type);
	emit_str(b, "status_color", t->status_color);
	emit_text(b, "priority", t->priority);
	emit_time(b, "date_created", t->date_created);
	emit_time(b, "date_updated", t->date_updated);
	emit_time(b, "due_date", t->due_date);
	emit_str(b, "url", t->url);
	emit_json(b, "assignees", t->assignees);
	emit_json(b, "tags", t->tags);
	emit_str(b, "cv", t->cv);
	emit_int(b, "cv_count", t->cv_count);
}

void
clickup_view_list(struct db_rows *rows, struct buf *b)
{
	struct clickup_brief	task;

	emit_open(b, NULL, '[');
	while (clickup_find_next(rows, &task)) {
		emit_open(b, NULL, '{');
		emit_brief(b, &task);
		origin_sent_emit(b, "transfer", &task.sent);
		emit_close(b, '}');
	}
	emit_close(b, ']');
}

static void
emit_description(struct buf *b, const struct clickup_cache_row *t)
{
	emit_str(b, "description", t->description);
	markdown_emit(b, "description_nodes",
	    t->markdown != NULL ? t->markdown : t->description);
}

/* The task as the list has it, but for its transfer. */
static struct clickup_brief
brief_of(const struct clickup_cache_row *t)
{
	return (struct clickup_brief){
		.id = t->id, .task_id = t->task_id, .name = t->name,
		.status = t->status, .status_type = t->status_type,
		.status_color = t->status_color, .priority = t->priority,
		.url = t->url, .assignees = t->assignees, .tags = t->tags,
		.cv = t->cv, .cv_count = t->cv_count,
		.date_created = t->date_created,
		.date_updated = t->date_updated, .due_date = t->due_date,
	};
}

json_t *
clickup_view_row(const struct clickup_cache_row *task)
{
	const struct clickup_brief	brief = brief_of(task);
	own_buf struct buf		b = { 0 };

	emit_open(&b, NULL, '{');
	emit_brief(&b, &brief);
	emit_close(&b, '}');
	return json_loadb(b.data, b.len, 0, NULL);
}

static void
emit_details(struct buf *b, const struct clickup_cache_row *t)
{
	emit_time(b, "date_closed", t->date_closed);
	emit_str(b, "list_id", t->list_id);
	emit_text(b, "parent_id", t->parent_id);
	emit_description(b, t);
	emit_json(b, "custom_fields", t->custom_fields);
	emit_json(b, "attachments", t->attachments);
	emit_json(b, "comments", t->comments);
	emit_time(b, "detailed_at", t->detailed_at);
	emit_time(b, "created_at", t->created_at);
	emit_time(b, "updated_at", t->updated_at);
}

/* All transfers, and the newest of them as the list has it. */
static void
emit_transfers(struct buf *b, struct db_rows *rows)
{
	own_buf struct buf	all = { 0 };
	struct origin_sent	sent;
	bool			first = true;

	emit_open(&all, NULL, '[');
	for (; rows != NULL && clickup_sent_next(rows, &sent); first = false) {
		origin_sent_emit(&all, NULL, &sent);
		if (first)
			origin_sent_emit(b, "transfer", &sent);
	}
	emit_close(&all, ']');
	if (first)
		emit_null(b, "transfer");
	emit_json(b, "transfers", buf_str(&all));
}

int
clickup_view_get(struct db *db, int64_t user_id, const char *task_id,
    struct buf *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL, *sent = NULL;
	struct clickup_cache_row	 task;
	struct clickup_brief		 brief;

	if (!clickup_id_ok(task_id))
		return err_set(err, ERR_ABSENT, "no such task");
	if (clickup_cache_of(db, user_id, task_id, &rows, &task, err) == -1 ||
	    (task.transfer_id != 0 &&
	    clickup_sent_list(db, user_id, task_id, &sent, err) == -1))
		return -1;
	brief = brief_of(&task);
	emit_open(out, NULL, '{');
	emit_brief(out, &brief);
	emit_details(out, &task);
	emit_transfers(out, sent);
	emit_close(out, '}');
	return 0;
}

/* --- what there is to choose from --- */

static void
emit_choices(struct buf *b, const char *name,
    const struct clickup_choices *list)
{
	emit_open(b, name, '[');
	for (size_t i = 0; i < list->n; i++) {
		const struct clickup_choice	*one = &list->v[i];

		emit_open(b, NULL, '{');
		emit_str(b, "name", one->name);
		if (one->type != NULL) {
			emit_str(b, "type", one->type);
			emit_str(b, "color", one->color);
		}
		emit_int(b, "count", one->count);
		emit_close(b, '}');
	}
	emit_close(b, ']');
}

int
clickup_view_choices(struct db *db, const struct conf *conf,
    const struct clickup_home *home, struct buf *out, struct err *err)
{
	static const struct { char kind; const char *name; } lists[] = {
		{ CLICKUP_TERM_STATUS, "statuses" },
		{ CLICKUP_TERM_PRIORITY, "priorities" },
		{ CLICKUP_TERM_TAG, "tags" },
		{ CLICKUP_TERM_ASSIGNEE, "assignees" },
		{ CLICKUP_TERM_CV, "cvs" },
	};
	own_index_read struct index_read	*r = NULL;

	if (home->collection != 0 &&
	    clickup_follow_read(db, conf, home, &r, err) == -1)
		return -1;
	emit_open(out, NULL, '{');
	for (size_t i = 0; i < nitems(lists); i++) {
		own_clickup_choices struct clickup_choices	list = { 0 };

		if (r != NULL && clickup_choice_list(r, lists[i].kind, NULL,
		    &list, err) == -1)
			return -1;
		emit_choices(out, lists[i].name, &list);
	}
	emit_int(out, "total", r != NULL ? index_read_count(r) : 0);
	emit_close(out, '}');
	return 0;
}
