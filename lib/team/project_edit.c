#include "team/project_edit.h"

#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "live/audience.h"
#include "team/actor.h"
#include "team/client.h"
#include "team/people.h"
#include "team/project.h"
#include "team/project_record.h"

struct deed {
	const struct actor	*actor;
	const json_t		*body;
	int64_t			 id, user_id, move_to;
	bool			 more;		/* tasks may be left in it */
};

static int
denied(struct err *err)
{
	return err_code(err, ERR_DENIED, "team.denied", "projects");
}

int
project_edit_may_add(const struct actor *actor, struct err *err)
{
	return actor->who.all ? 0 : denied(err);
}

/* The project as it is now; nobody else changes it meanwhile, and this one may. */
static int
take(struct db *db, const struct deed *d, struct db_rows **rows,
    struct project *out, struct err *err)
{
	if (project_lock(db, &d->actor->who, d->id, rows, out, err) == -1)
		return -1;
	return right_leads(&d->actor->who, out->role) ? 0 : denied(err);
}

static int
find_saw(struct db *db, const struct project *p, struct live_people *out,
    struct err *err)
{
	return live_audience_people(db, &project_audience, p->company_id,
	    p->id, out, err);
}

/* --- fields --- */

/* An id of a client that is seen, the name of one, or null. */
static int
read_client(struct db *db, const struct actor *actor, const json_t *body,
    struct project *p, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const json_t		*given = json_object_get(body, "client");
	struct client		 client;
	const char		*name = NULL;
	bool			 made;

	if (given == NULL)
		return 0;
	if (json_is_null(given)) {
		p->client_id = 0;
		return 0;
	}
	if (json_is_string(given))
		return field_line(body, "client", 1, CLIENT_NAME_MAX, &name,
		    err) == -1 ? -1 : client_of_name(db, &actor->who, name,
		    &p->client_id, &made, err);
	if (field_int(body, "client", 1, INT64_MAX, &p->client_id,
	    err) == -1)
		return -1;
	if (client_get(db, &actor->who, p->client_id, &rows, &client,
	    err) == 0)
		return 0;
	if (err->kind != ERR_ABSENT)
		return -1;
	*err = (struct err){ 0 };
	return err_field(err, "client", "team.no_client", "%s", "");
}

static int
read_fields(struct db *db, const struct actor *actor, const json_t *body,
    struct project *p, struct err *err)
{
	static const char *const names[] = { "name", "description", "client",
		"status", "deadline", "members", "version", NULL };
	static const char *const never_null[] = { "name", "status", NULL };
	const char		*deadline = NULL, *description = "";

	if (!json_is_object(body))
		return err_code(err, ERR_INPUT, "io.json", "1:1");
	if (field_only(body, names, err) == -1 ||
	    field_no_null(body, never_null, err) == -1 ||
	    ((p->name == NULL || json_object_get(body, "name") != NULL) &&
	    field_line(body, "name", 1, PROJECT_NAME_MAX, &p->name,
	    err) == -1) ||
	    field_text_opt(body, "description", PROJECT_TEXT_MAX,
	    &description, err) == -1 ||
	    field_word_opt(body, "status", project_statuses, &p->status,
	    err) == -1 ||
	    field_line_opt(body, "deadline", 40, &deadline, err) == -1)
		return -1;
	if (json_object_get(body, "description") != NULL)
		p->description = description;
	if (json_object_get(body, "deadline") != NULL)
		p->deadline = 0;
	if (deadline != NULL && field_moment(deadline, "deadline",
	    actor->zone, true, &p->deadline, err) == -1)
		return -1;
	return read_client(db, actor, body, p, err);
}

/* --- members --- */

/* {user, role?, is_active?}; role RIGHT_ROLE_NONE: it is not said. */
static int
read_member(const json_t *one, int64_t *user_id, enum right_role *role,
    bool *is_active, struct err *err)
{
	static const char *const	 names[] = { "user", "role",
		"is_active", NULL };
	const char			*word = NULL;

	*is_active = true;
	*role = RIGHT_ROLE_NONE;
	if (!json_is_object(one))
		return err_field(err, "", "type", "object");
	if (field_only(one, names, err) == -1 ||
	    field_int(one, "user", 1, INT64_MAX, user_id, err) == -1 ||
	    field_word_opt(one, "role", project_roles, &word, err) == -1 ||
	    field_bool_opt(one, "is_active", is_active, err) == -1)
		return -1;
	for (int i = 0; word != NULL && project_roles[i] != NULL; i++)
		if (strcmp(project_roles[i], word) == 0)
			*role = (enum right_role)(i + 1);
	return 0;
}

/* The one who is a member, or is none yet: *out NULL. */
static int
find_member(struct db *db, int64_t id, int64_t user_id, struct db_rows **rows,
    struct project_member *m, const struct project_member **out,
    struct err *err)
{
	*out = NULL;
	if (project_member_get(db, id, user_id, rows, m, err) == 0) {
		*out = m;
		return 0;
	}
	if (err->kind != ERR_ABSENT)
		return -1;
	*err = (struct err){ 0 };
	return 0;
}

static int
save_member(struct db *db, const struct actor *actor, const struct project *p,
    int64_t user_id, enum right_role role, bool is_active, bool *changed,
    struct err *err)
{
	own_rows struct db_rows		*old = NULL, *new = NULL;
	const struct project_member	*was, *now;
	struct project_member		 before, after;

	return find_member(db, p->id, user_id, &old, &before, &was,
	    err) == -1 ||
	    project_member_put(db, p, user_id, role, is_active, err) == -1 ||
	    (!is_active && was != NULL && was->is_active &&
	    project_member_unwatch(db, actor, p->id, user_id, err) == -1) ||
	    find_member(db, p->id, user_id, &new, &after, &now, err) == -1 ||
	    project_record_member(db, actor, p->id, was, now, changed,
	    err) == -1 ? -1 : 0;
}

/* Who is a member already may go on, whatever became of them, and in the role that they have. */
static int
put_member(struct db *db, const struct actor *actor, const struct project *p,
    const json_t *one, bool *changed, struct err *err)
{
	own_rows struct db_rows		*rows = NULL;
	const struct project_member	*was;
	struct project_member		 m;
	enum right_role			 role;
	int64_t				 user_id = 0;
	bool				 is_active;

	if (read_member(one, &user_id, &role, &is_active, err) == -1 ||
	    find_member(db, p->id, user_id, &rows, &m, &was, err) == -1 ||
	    (was == NULL && people_check(db, &actor->who, "user", &user_id, 1,
	    err) == -1))
		return -1;
	if (role == RIGHT_ROLE_NONE)
		role = was != NULL ? was->role : RIGHT_ROLE_EXECUTOR;
	return save_member(db, actor, p, user_id, role, is_active, changed,
	    err);
}

static int
drop_member(struct db *db, const struct actor *actor, int64_t id,
    const struct project_member *m, bool *changed, struct err *err)
{
	return project_member_drop(db, actor, id, m->user_id, err) == -1 ||
	    project_record_member(db, actor, id, m, NULL, changed,
	    err) == -1 ? -1 : 0;
}

/* Do the first n of them name that person? */
static bool
names_user(const json_t *members, size_t n, int64_t user_id)
{
	for (size_t i = 0; i < n; i++)
		if (field_num(json_array_get(members, i), "user", 0) == user_id)
			return true;
	return false;
}

/* Whoever is named twice could be given two roles. */
static int
check_once(const json_t *members, size_t i, struct err *err)
{
	const int64_t	user_id = field_num(json_array_get(members, i), "user",
			    0);

	return !names_user(members, i, user_id) ? 0 :
	    err_field(err, "user", "unique", "%lld", (long long)user_id);
}

/* Those who are not named any more are members no longer. */
static int
drop_others(struct db *db, const struct actor *actor, const struct project *p,
    const json_t *members, bool *changed, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct project_member	 member;

	if (project_members(db, p->id, &rows, err) == -1)
		return -1;
	while (project_member_next(rows, &member))
		if (!names_user(members, json_array_size(members),
		    member.user_id) &&
		    drop_member(db, actor, p->id, &member, changed, err) == -1)
			return -1;
	return 0;
}

static int
put_members(struct db *db, const struct actor *actor, const json_t *body,
    const struct project *p, bool *changed, struct err *err)
{
	json_t	*members = NULL, *one;
	size_t	 i;

	if (field_array_opt(body, "members", PROJECT_MEMBERS_MAX, &members,
	    err) == -1)
		return -1;
	if (members == NULL)
		return 0;
	json_array_foreach(members, i, one)
		if (put_member(db, actor, p, one, changed, err) == -1 ||
		    check_once(members, i, err) == -1)
			return err_within(err, 0, "members[%zu]", i);
	return drop_others(db, actor, p, members, changed, err);
}

/* --- projects --- */

/* It is written, and told of, when anything of it or of its members has changed. */
static int
finish(struct db *db, const struct actor *actor, const struct project *was,
    const struct project *now, bool members, const struct live_people *saw,
    struct err *err)
{
	own_json json_t	*changes = NULL;
	struct project	 saved = *now;

	if (project_record(db, actor, was, now, &changes, err) == -1)
		return -1;
	if (changes == NULL && !members)
		return 0;
	saved.version++;
	return project_save(db, now, err) == -1 ||
	    project_record_post(db, actor, &saved, "change", changes, saw,
	    err) == -1 ? -1 : 0;
}

static int
work_add(struct db *db, void *arg, struct err *err)
{
	own_json json_t	*changes = NULL;
	struct deed	*d = arg;
	bool		 members = false;
	struct project	 p = {
		.company_id = d->actor->who.company_id,
		.created_by = d->actor->who.user_id,
		.description = "", .status = "active", .version = 1,
	};

	if (read_fields(db, d->actor, d->body, &p, err) == -1 ||
	    project_add(db, &p, &d->id, err) == -1)
		return -1;
	p.id = d->id;
	if (project_record(db, d->actor, NULL, &p, &changes, err) == -1)
		return -1;
	if (!json_is_array(json_object_get(d->body, "members")) &&
	    save_member(db, d->actor, &p, p.created_by, RIGHT_ROLE_MANAGER,
	    true, &members, err) == -1)
		return -1;
	return put_members(db, d->actor, d->body, &p, &members, err) == -1 ||
	    project_record_post(db, d->actor, &p, "create", changes, NULL,
	    err) == -1 ? -1 : 0;
}

int
project_edit_add(struct db *db, const struct actor *actor,
    const json_t *body, int64_t *id, struct err *err)
{
	struct deed	d = { .actor = actor, .body = body };

	if (project_edit_may_add(actor, err) == -1 ||
	    actor_run(db, actor, work_add, &d, err) == -1)
		return -1;
	*id = d.id;
	return 0;
}

static int
check_version(const json_t *body, const struct project *p, struct err *err)
{
	int64_t	version = p->version;

	if (json_object_get(body, "version") != NULL && field_int(body,
	    "version", 1, INT64_MAX, &version, err) == -1)
		return -1;
	return version == p->version ? 0 : err_code(err, ERR_CONFLICT,
	    "team.project_version", "%lld", (long long)p->version);
}

static int
work_change(struct db *db, void *arg, struct err *err)
{
	own_people struct live_people	 saw = { 0 };
	own_rows struct db_rows		*rows = NULL;
	struct deed			*d = arg;
	struct project			 was, p;
	bool				 members = false;

	if (take(db, d, &rows, &was, err) == -1)
		return -1;
	p = was;
	if (read_fields(db, d->actor, d->body, &p, err) == -1 ||
	    check_version(d->body, &was, err) == -1 ||
	    find_saw(db, &was, &saw, err) == -1 ||
	    put_members(db, d->actor, d->body, &p, &members, err) == -1)
		return -1;
	return finish(db, d->actor, &was, &p, members, &saw, err);
}

int
project_edit_change(struct db *db, const struct actor *actor, int64_t id,
    const json_t *body, struct err *err)
{
	return actor_run(db, actor, work_change, &(struct deed){
	    .actor = actor, .body = body, .id = id }, err);
}

/* Where the tasks go: into a project that takes them from this person. */
static int
move_tasks(struct db *db, struct deed *d, struct err *err)
{
	enum right_role	role = RIGHT_ROLE_NONE;

	if (d->move_to == d->id)
		return err_field(err, "move_to", "team.no_list", "%s", "");
	if (d->move_to > 0) {
		if (right_in_project(db, &d->actor->who, d->move_to, &role,
		    err) == -1) {
			if (err->kind != ERR_ABSENT)
				return -1;
			*err = (struct err){ 0 };
			return err_field(err, "move_to", "team.no_list",
			    "%s", "");
		}
		if (!right_fills(&d->actor->who, role))
			return denied(err);
	}
	return project_move_tasks(db, d->actor, d->id, d->move_to, &d->more,
	    err);
}

/* A part of what goes to another project: whoever is killed goes on from there. */
static int
work_move(struct db *db, void *arg, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct deed		*d = arg;
	struct project		 p;

	return take(db, d, &rows, &p, err) == -1 ||
	    check_version(d->body, &p, err) == -1 ? -1 : move_tasks(db, d,
	    err);
}

/* Who sees the project that took the tasks reads them anew. */
static int
tell_taker(struct db *db, const struct deed *d, struct err *err)
{
	return d->move_to <= 0 ? 0 : project_record_post(db, d->actor,
	    &(struct project){ .id = d->move_to,
	    .company_id = d->actor->who.company_id }, "tasks", NULL, NULL,
	    err);
}

static int
work_drop(struct db *db, void *arg, struct err *err)
{
	own_people struct live_people	 saw = { 0 };
	own_rows struct db_rows		*rows = NULL;
	struct deed			*d = arg;
	struct project			 p;

	return take(db, d, &rows, &p, err) == -1 ||
	    check_version(d->body, &p, err) == -1 ||
	    find_saw(db, &p, &saw, err) == -1 ||
	    (d->move_to >= 0 && move_tasks(db, d, err) == -1) ||
	    project_drop(db, d->actor, d->id, err) == -1 ||
	    project_record_drop(db, d->actor, &p, d->move_to > 0 ?
	    d->move_to : 0, err) == -1 || tell_taker(db, d, err) == -1 ?
	    -1 : project_record_post(db, d->actor, &p, "delete", NULL, &saw,
	    err);
}

int
project_edit_drop(struct db *db, const struct actor *actor, int64_t id,
    const json_t *body, int64_t move_to, struct err *err)
{
	struct deed	d = { .actor = actor, .body = body, .id = id,
			    .move_to = move_to, .more = move_to >= 0 };

	while (d.more)
		if (actor_run(db, actor, work_move, &d, err) == -1)
			return -1;
	return actor_run(db, actor, work_drop, &d, err);
}

/* --- one member --- */

/* One more may be one too many. */
static int
check_full(struct db *db, int64_t id, struct err *err)
{
	int64_t	n;

	if (db_number(db, "SELECT COUNT(*) FROM project_member WHERE "
	    "project_id = ?", DB_ARGS(db_int(id)), &n, err) == -1)
		return -1;
	return n <= PROJECT_MEMBERS_MAX ? 0 : err_code(err, ERR_CONFLICT,
	    "team.members_full", "%d", PROJECT_MEMBERS_MAX);
}

static int
work_member(struct db *db, void *arg, struct err *err)
{
	own_people struct live_people	 saw = { 0 };
	own_rows struct db_rows		*rows = NULL;
	struct deed			*d = arg;
	struct project			 p;
	bool				 changed = false;

	return take(db, d, &rows, &p, err) == -1 ||
	    find_saw(db, &p, &saw, err) == -1 ||
	    put_member(db, d->actor, &p, d->body, &changed, err) == -1 ||
	    check_full(db, p.id, err) == -1 ? -1 :
	    finish(db, d->actor, &p, &p, changed, &saw, err);
}

int
project_edit_member(struct db *db, const struct actor *actor, int64_t id,
    const json_t *body, struct err *err)
{
	return actor_run(db, actor, work_member, &(struct deed){
	    .actor = actor, .body = body, .id = id }, err);
}

static int
work_member_drop(struct db *db, void *arg, struct err *err)
{
	own_people struct live_people	 saw = { 0 };
	own_rows struct db_rows		*rows = NULL, *found = NULL;
	struct deed			*d = arg;
	struct project_member		 m;
	struct project			 p;
	bool				 changed = false;

	return take(db, d, &rows, &p, err) == -1 ||
	    find_saw(db, &p, &saw, err) == -1 ||
	    project_member_get(db, d->id, d->user_id, &found, &m,
	    err) == -1 ||
	    drop_member(db, d->actor, d->id, &m, &changed, err) == -1 ? -1 :
	    finish(db, d->actor, &p, &p, changed, &saw, err);
}

int
project_edit_member_drop(struct db *db, const struct actor *actor,
    int64_t id, int64_t user_id, struct err *err)
{
	return actor_run(db, actor, work_member_drop, &(struct deed){
	    .actor = actor, .id = id, .user_id = user_id }, err);
}
