#include "team/project_view.h"

#include "base/buf.h"
#include "base/mem.h"
#include "io/db.h"
#include "team/client.h"
#include "team/project.h"

static void
put_members(struct buf *b, const struct right_who *who,
    const struct project *p)
{
	emit_int(b, "id", p->id);
	emit_str(b, "name", p->name);
	emit_str(b, "status", p->status);
	if (p->client_id == 0)
		emit_null(b, "client");
	else
		emit_int(b, "client", p->client_id);
	emit_str(b, "client_name", p->client_name);
	emit_time(b, "deadline", p->deadline);
	emit_int(b, "tasks", p->tasks);
	emit_int(b, "tasks_done", p->done);
	emit_int(b, "tasks_open", p->open);
	emit_str(b, "source", p->source);
	emit_str(b, "external_id", p->external_id);
	emit_int(b, "created_by", p->created_by);
	emit_str(b, "created_by_name", p->created_by_name);
	emit_time(b, "created_at", p->created_at);
	emit_time(b, "updated_at", p->updated_at);
	emit_int(b, "version", p->version);
	emit_str(b, "role", p->role == RIGHT_ROLE_NONE ? NULL :
	    project_roles[p->role - 1]);
	emit_open(b, "rights", '[');
	if (right_fills(who, p->role))
		emit_str(b, NULL, "add_tasks");
	if (right_leads(who, p->role))
		emit_str(b, NULL, "change");
	emit_close(b, ']');
}

void
project_view_brief(struct buf *b, const struct right_who *who,
    const struct project *p)
{
	emit_open(b, NULL, '{');
	put_members(b, who, p);
	emit_close(b, '}');
}

int
project_view_whole(struct db *db, struct buf *b, const struct right_who *who,
    const struct project *p, struct err *err)
{
	emit_open(b, NULL, '{');
	put_members(b, who, p);
	emit_str(b, "description", p->description);
	if (project_view_members(db, b, "members", p, err) == -1)
		return -1;
	emit_close(b, '}');
	return 0;
}

int
project_view_members(struct db *db, struct buf *b, const char *name,
    const struct project *p, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct project_member	 m;

	if (project_members(db, p->id, &rows, err) == -1)
		return -1;
	emit_open(b, name, '[');
	while (project_member_next(rows, &m)) {
		emit_open(b, NULL, '{');
		emit_int(b, "user", m.user_id);
		emit_str(b, "name", m.name);
		emit_str(b, "role", project_roles[m.role - 1]);
		emit_bool(b, "is_active", m.is_active);
		emit_bool(b, "user_active", m.user_active);
		emit_time(b, "created_at", m.created_at);
		emit_close(b, '}');
	}
	emit_close(b, ']');
	return 0;
}

void
project_view_client(struct buf *b, const struct client *c)
{
	emit_open(b, NULL, '{');
	emit_int(b, "id", c->id);
	emit_str(b, "name", c->name);
	emit_int(b, "projects", c->projects);
	emit_int(b, "created_by", c->created_by);
	emit_time(b, "created_at", c->created_at);
	emit_close(b, '}');
}
