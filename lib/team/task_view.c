#include "team/task_view.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/markdown.h"
#include "team/task.h"

static void
put_id(struct buf *b, const char *name, int64_t id)
{
	if (id == 0)
		emit_null(b, name);
	else
		emit_int(b, name, id);
}

static void
put_link(struct buf *b, const struct task *t, bool whole)
{
	if (t->link_kind == NULL) {
		emit_null(b, "link");
		return;
	}
	emit_open(b, "link", '{');
	emit_str(b, "kind", t->link_kind);
	emit_str(b, "id", t->link_id);
	emit_str(b, "title", t->link_title);
	emit_str(b, "href", t->link_href);
	if (whole)
		emit_bool(b, "reachable", !t->link_closed);
	emit_close(b, '}');
}

static void
put_rights(struct buf *b, const struct right_who *who, const struct task *t)
{
	static const struct { unsigned bit; const char *name; } names[] = {
		{ RIGHT_COMMENT, "comment" }, { RIGHT_CHANGE, "change" },
		{ RIGHT_DELETE, "delete" }, { RIGHT_MODERATE, "moderate" },
	};
	const unsigned	bits = right_of_task(who, t);

	emit_open(b, "rights", '[');
	for (size_t i = 0; i < nitems(names); i++)
		if ((bits & names[i].bit) != 0)
			emit_str(b, NULL, names[i].name);
	emit_close(b, ']');
}

static void
put_members(struct buf *b, const struct right_who *who, const struct task *t,
    bool whole)
{
	emit_int(b, "id", t->id);
	emit_str(b, "title", t->title);
	emit_str(b, "status", t->status);
	emit_bool(b, "is_completed", strcmp(t->status, "done") == 0);
	emit_str(b, "priority", task_priorities[t->priority - 1]);
	emit_time(b, "due_date", t->due_date);
	put_id(b, "list", t->list_id);
	emit_str(b, "list_name", t->list_name);
	put_id(b, "assigned_to", t->assigned_to);
	emit_str(b, "assigned_to_name", t->assigned_to_name);
	emit_int(b, "created_by", t->created_by);
	emit_str(b, "created_by_name", t->created_by_name);
	emit_json(b, "watchers", t->watchers);
	emit_json(b, "tags", t->tags);
	emit_json(b, "checklist", t->checklist);
	emit_int(b, "comments_count", t->comments);
	emit_int(b, "files_count", t->files);
	emit_str(b, "position", t->position);
	emit_int(b, "version", t->version);
	emit_time(b, "created_at", t->created_at);
	emit_time(b, "updated_at", t->updated_at);
	emit_time(b, "completed_at", t->completed_at);
	emit_str(b, "source", t->source);
	emit_str(b, "external_id", t->external_id);
	put_link(b, t, whole);
	put_rights(b, who, t);
}

void
task_view_brief(struct buf *b, const struct right_who *who,
    const struct task *t)
{
	emit_open(b, NULL, '{');
	put_members(b, who, t, false);
	emit_close(b, '}');
}

#define DAY_MS	86400000

void
task_view_binned(struct buf *b, const struct right_who *who,
    const struct task *t, const char *by)
{
	emit_open(b, NULL, '{');
	put_members(b, who, t, false);
	emit_time(b, "deleted_at", t->deleted_at);
	emit_str(b, "deleted_by_name", by);
	emit_time(b, "expires_at", t->deleted_at +
	    (int64_t)TASK_BIN_DAYS * DAY_MS);
	emit_close(b, '}');
}

void
task_view_whole(struct buf *b, const struct right_who *who,
    const struct task *t, const char *more)
{
	emit_open(b, NULL, '{');
	put_members(b, who, t, true);
	emit_str(b, "description", t->description);
	markdown_emit(b, "description_nodes", t->description);
	if (more != NULL) {
		buf_putc(b, ',');
		buf_puts(b, more);
	}
	emit_close(b, '}');
}
