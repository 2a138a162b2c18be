#include "team/event.h"

#include <stdlib.h>

#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "live/audience.h"
#include "live/post.h"
#include "team/actor.h"

/* What is long is read anew by who shows it. */
static json_t *
data_of(const struct actor *actor, const struct event *e)
{
	json_t	*changes = e->changes == NULL ? json_object() :
		    json_copy((json_t *)(uintptr_t)e->changes);

	json_object_del(changes, "description");
	json_object_del(changes, "checklist");
	return json_pack("{s:I, s:s, s:I, s:I, s:o}", "id",
	    (json_int_t)e->id, "what", e->what, "by",
	    (json_int_t)actor->who.user_id, "version",
	    (json_int_t)e->version, "changes", changes);
}

/* Those of the first who are not among the second. */
static void
without(const struct live_people *saw, const struct live_people *sees,
    struct live_people *out)
{
	for (size_t i = 0; i < saw->n; i++) {
		size_t	j = 0;

		while (j < sees->n && sees->v[j] != saw->v[i])
			j++;
		if (j == sees->n)
			live_people_add(out, saw->v[i]);
	}
}

static int
post_gone(struct db *db, const struct event *e, struct err *err)
{
	own_people struct live_people	 sees = { 0 }, lost = { 0 };
	own_json json_t			*data = NULL;

	if (e->saw == NULL || e->saw->n == 0)
		return 0;
	if (live_audience_people(db, e->seen_by, e->company_id, e->id,
	    &sees, err) == -1)
		return -1;
	without(e->saw, &sees, &lost);
	data = json_pack("{s:I, s:s}", "id", (json_int_t)e->id, "what",
	    "gone");
	return lost.n == 0 ? 0 : live_post_add(db, &(struct live_post){
		.company_id = e->company_id, .users = lost.v, .n = lost.n,
		.type = e->type, .data = data }, err);
}

int
event_post(struct db *db, const struct actor *actor, const struct event *e,
    struct err *err)
{
	own_json json_t	*data = data_of(actor, e);

	return live_post_add(db, &(struct live_post){
	    .company_id = e->company_id, .audience = e->seen_by->name,
	    .audience_id = e->id, .type = e->type, .data = data },
	    err) == -1 ? -1 : post_gone(db, e, err);
}
