#include "team/project_record.h"

#include <string.h>

#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "live/audience.h"
#include "team/actor.h"
#include "team/event.h"
#include "team/history.h"
#include "team/project.h"

const struct live_audience project_audience = { "project",
	"SELECT p.id AS thing_id, p.company_id, u.id AS user_id FROM project p "
	"JOIN user u ON " RIGHT_USER_SEES_PROJECT };

static json_t *
fields_of(const struct project *p)
{
	return json_pack("{s:s, s:s, s:s, s:o, s:o}", "name", p->name,
	    "description", p->description, "status", p->status, "client",
	    p->client_id == 0 ? json_null() : json_integer(p->client_id),
	    "deadline", field_time(p->deadline));
}

int
project_record(struct db *db, const struct actor *actor,
    const struct project *was, const struct project *now, json_t **changes,
    struct err *err)
{
	own_json json_t	*old = was == NULL ? NULL : fields_of(was);
	own_json json_t	*new = fields_of(now), *before = NULL, *after = NULL;

	*changes = NULL;
	if (!history_diff(old, new, &before, &after))
		return 0;
	if (history_add(db, actor, HISTORY_PROJECT, now->id, was == NULL ?
	    "create" : "change", before, after, err) == -1)
		return -1;
	*changes = give(after);
	return 0;
}

/* The name stays in the history, whatever becomes of the person. */
static json_t *
member_of(const struct project_member *m)
{
	return m == NULL ? NULL : json_pack("{s:I, s:s, s:s, s:b}", "user",
	    (json_int_t)m->user_id, "name", m->name, "role",
	    project_roles[m->role - 1], "is_active", m->is_active);
}

int
project_record_member(struct db *db, const struct actor *actor, int64_t id,
    const struct project_member *was, const struct project_member *now,
    bool *changed, struct err *err)
{
	own_json json_t	*before = member_of(was), *after = member_of(now);

	if (json_equal(before, after))
		return 0;
	*changed = true;
	return history_add(db, actor, HISTORY_PROJECT, id, was == NULL ?
	    "member.add" : now == NULL ? "member.remove" : "member.change",
	    before, after, err);
}

int
project_record_drop(struct db *db, const struct actor *actor,
    const struct project *p, int64_t moved_to, struct err *err)
{
	own_json json_t	*before = fields_of(p);
	own_json json_t	*after = moved_to == 0 ? NULL : json_pack("{s:I}",
	    "moved_to", (json_int_t)moved_to);

	return history_add(db, actor, HISTORY_PROJECT, p->id, "delete",
	    before, after, err);
}

int
project_record_post(struct db *db, const struct actor *actor,
    const struct project *p, const char *what, const json_t *changes,
    const struct live_people *saw, struct err *err)
{
	return event_post(db, actor, &(struct event){
	    .seen_by = &project_audience, .type = "team_project",
	    .company_id = p->company_id, .id = p->id,
	    .version = p->version, .what = what, .changes = changes,
	    .saw = saw }, err);
}
