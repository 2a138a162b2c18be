/* candidates: people found on job boards and in files: list, one, changes, joins, imports. They are
 * found by platforms; saved views, doubles, notes, history and exports are in candidate_parts. */
#include <stdlib.h>
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "account/caller.h"
#include "account/login_letter.h"
#include "account/login_link.h"
#include "account/outbox.h"
#include "account/session.h"
#include "account/user.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "candidate/edit.h"
#include "candidate/erase.h"
#include "candidate/erase_serve.h"
#include "candidate/find.h"
#include "candidate/follow.h"
#include "candidate/form.h"
#include "candidate/history.h"
#include "candidate/import.h"
#include "candidate/join.h"
#include "candidate/known.h"
#include "candidate/put.h"
#include "candidate/search.h"
#include "candidate/sent.h"
#include "candidate/transfer.h"
#include "candidate/view.h"
#include "import/start.h"
#include "index/read.h"
#include "io/db.h"
#include "io/field.h"
#include "io/mail.h"
#include "io/web.h"
#include "origin/origin.h"
#include "team/actor.h"
#include "team/right.h"
#include "team/task_edit.h"
#include "team/task_form.h"
#include "team/task_ref.h"
#include "transfer/queue.h"
#include "transfer/run.h"

static web_handler list_candidates, add_candidate, change_many, add_tasks,
    join_many, set_apart, undo_join, show_candidate, change_candidate, split_candidate,
    invite_candidate, import_candidate, undo_import, erase_candidate;

#define API	"/api/v1/candidates"

static const struct origin_listener listeners[] = {
	{ NULL, candidate_sent_removed, candidate_sent_released },
	{ NULL, NULL, NULL }
};

static const struct web_route routes[] = {
	{ "GET",    API, list_candidates, ROLE_RECRUITER, WEB_MORE },
	{ "POST",   API, add_candidate, ROLE_RECRUITER, 0 },
	{ "POST",   API "/bulk", change_many, ROLE_RECRUITER, 0 },
	{ "POST",   API "/tasks", add_tasks, ROLE_RECRUITER, 0 },
	{ "POST",   API "/join", join_many, ROLE_RECRUITER, 0 },
	{ "POST",   API "/apart", set_apart, ROLE_RECRUITER, 0 },
	{ "POST",   API "/joins/:id/undo", undo_join, ROLE_RECRUITER,
	    WEB_BARE },
	{ "POST",   API "/imports/:id/undo", undo_import, ROLE_RECRUITER,
	    WEB_BARE },
	{ "GET",    API "/:id", show_candidate, ROLE_RECRUITER, 0 },
	{ "PATCH",  API "/:id", change_candidate, ROLE_RECRUITER,
	    WEB_VERSION },
	{ "DELETE", API "/:id", erase_candidate, ROLE_MANAGER, WEB_STARTS },
	{ "POST",   API "/:id/erase", erase_candidate, ROLE_MANAGER,
	    WEB_STARTS },
	{ "POST",   API "/:id/split", split_candidate, ROLE_RECRUITER, 0 },
	{ "POST",   API "/:id/invite", invite_candidate, ROLE_RECRUITER,
	    WEB_SECRET },
	{ "POST",   "/api/integrations/import-candidate", import_candidate,
	    ROLE_RECRUITER, WEB_STARTS },
	{ 0 }
};

int
main(int argc, char **argv)
{
	struct web_auth	mine = auth;

	mine.more = &candidate_follow_more;
	return web_main(argc, argv, "candidates", routes, &mine);
}

/* --- the list --- */

/* GET /api/v1/candidates?<filters>&ordering=&page=&page_size=&after= -> 200 [candidate] */
static int
list_candidates(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 more[] = { "ordering", "page",
		"page_size", "after", NULL };
	const struct candidate_viewer	 viewer = {
		req->who->company_id, req->who->user_id };
	own_index_read struct index_read *read = NULL;
	own_candidate_knowns struct candidate_knowns known = { 0 };
	own_rows struct db_rows		*rows = NULL;
	struct candidate_filter		 filter = { 0 };
	struct candidate_slice		 slice = { 0 };
	struct candidate_found		 found;
	struct web_page			 page;
	struct candidate		 c;

	if (candidate_search_only(req, more, err) == -1 ||
	    web_page_read(req, &page, err) == -1 ||
	    web_query_word(req, "ordering", candidate_orders, &slice.order,
	    err) == -1 || candidate_search_read(req->query, req->who->zone,
	    &filter, err) == -1)
		return -1;
	slice.after = page.after;
	slice.size = (size_t)page.size;
	slice.skip = web_page_skip(&page);
	if (candidate_find_open(db, req, &read, err) == -1 ||
	    candidate_find(db, req->who->company_id, read, &filter, &slice,
	    &rows, &found, err) == -1 ||
	    candidate_known_of_rows(db, &viewer, rows, &known, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while (rows != NULL && candidate_next(rows, &c))
		candidate_view_brief(&res->body, &c, &known);
	emit_close(&res->body, ']');
	web_page_write(res, req, &page, found.next[0] != '\0' ? found.next :
	    NULL, found.total);
	return 200;
}

/* --- one --- */

static int
answer(struct db *db, const struct web_req *req, struct web_res *res,
    int64_t id, int status, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct candidate	 c;

	if (candidate_get(db, req->who->company_id, id, &rows, &c,
	    err) == -1 || candidate_view_whole(db, &res->body, &c,
	    req->who->user_id, req->lang, err) == -1)
		return -1;
	web_version_add(res, c.version);
	return status;
}

/* GET /api/v1/candidates/:id -> 200 | 404; of one that is joined: whom it is joined to */
static int
show_candidate(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t	id;

	return web_id(req, 0, &id, err) == -1 ? -1 :
	    answer(db, req, res, id, 200, err);
}

/* POST /api/v1/candidates {last_name, ...} -> 201; 200 when they joined one who was there | 400 */
static int
add_candidate(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_json json_t		*found = NULL;
	struct candidate_ids	 ids;

	if (candidate_form_read_new(req->body, &found, err) == -1 ||
	    candidate_put(db, req->who->company_id, 0, found, &ids,
	    err) == -1)
		return -1;
	web_header_add(res, "Location", API "/%lld/",
	    (long long)ids.candidate_id);
	return answer(db, req, res, ids.candidate_id, ids.joined ? 200 : 201,
	    err);
}

/* PATCH /api/v1/candidates/:id {tags?, state?, first_name?, ...} -> 200 | 400 | 404 | 409 */
static int
change_candidate(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	own_candidate_form struct candidate_form	form = { 0 };
	const struct candidate_by			by = candidate_by(req);
	int64_t						id;

	return web_id(req, 0, &id, err) == -1 ||
	    candidate_form_read(req->body, &form, err) == -1 ||
	    candidate_edit(db, &by, id, &form, err) == -1 ? -1 :
	    answer(db, req, res, id, 200, err);
}

/* --- many at once --- */

struct whom {
	int64_t	*ids;
	size_t	 n;
};

static void
whom_clear(struct whom *w)
{
	free(w->ids);
}
#define own_whom	cleanup(whom_clear)

/* Those that match the filters of the address. */
static int
read_found(struct db *db, const struct web_req *req, size_t most,
    struct whom *out, struct err *err)
{
	static const char *const		none[] = { NULL };
	own_index_read struct index_read	*read = NULL;
	struct candidate_filter			 filter = { 0 };

	if (json_object_get(req->body, "ids") != NULL)
		return err_field(err, "ids", "unknown", "%s", "");
	return candidate_search_only(req, none, err) == -1 ||
	    candidate_search_read(req->query, req->who->zone, &filter,
	    err) == -1 || candidate_find_open(db, req, &read, err) == -1 ?
	    -1 : candidate_find_ids(read, &filter, most, "all",
	    &out->ids, &out->n, err);
}

/* most: of a filter. */
static int
read_whom(struct db *db, const struct web_req *req, size_t most,
    struct whom *out, struct err *err)
{
	bool	all = false;

	if (field_bool_opt(req->body, "all", &all, err) == -1)
		return -1;
	if (all)
		return read_found(db, req, most, out, err);
	out->ids = mem_zero(CANDIDATE_MANY * sizeof(*out->ids));
	return candidate_form_ids(req->body, "ids", 1, CANDIDATE_MANY,
	    out->ids, &out->n, err);
}

/*
 * POST /api/v1/candidates/bulk {ids, state?, add_tags?, remove_tags?} or, with filters of the
 * list, {all: true, ...} -> 200 {changed, before} | 400 | 404: all or none
 */
static int
change_many(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "ids", "all", "state",
		"add_tags", "remove_tags", NULL };
	own_json json_t			*add = NULL, *drop = NULL,
					*before = json_array();
	const struct candidate_by	 by = candidate_by(req);
	own_whom struct whom		 whom = { 0 };
	struct candidate_many		 many = { 0 };

	if (!json_is_object(req->body))
		return err_code(err, ERR_INPUT, "io.json", "1:1");
	if (field_only(req->body, names, err) == -1 ||
	    field_word_opt(req->body, "state", candidate_states, &many.state,
	    err) == -1 ||
	    candidate_form_tags(req->body, "add_tags", &add, err) == -1 ||
	    candidate_form_tags(req->body, "remove_tags", &drop, err) == -1 ||
	    read_whom(db, req, CANDIDATE_ALL, &whom, err) == -1)
		return -1;
	many.ids = whom.ids;
	many.n = whom.n;
	many.add_tags = add;
	many.remove_tags = drop;
	if (candidate_edit_many(db, &by, &many, before, err) == -1)
		return -1;
	res->json = json_pack("{s:I, s:O}", "changed",
	    (json_int_t)json_array_size(before), "before", before);
	return 200;
}

/* --- joined and split --- */

/* POST /api/v1/candidates/join {ids} -> 200 the one they are | 400 | 404 | 409 */
static int
join_many(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "ids", NULL };
	const struct candidate_by	by = candidate_by(req);
	int64_t				ids[CANDIDATE_JOIN_MANY], id;
	size_t				n;

	return field_only(req->body, names, err) == -1 ||
	    candidate_form_ids(req->body, "ids", 2, CANDIDATE_JOIN_MANY, ids,
	    &n, err) == -1 || candidate_join(db, &by, ids, n, &id,
	    err) == -1 ? -1 : answer(db, req, res, id, 200, err);
}

/* POST /api/v1/candidates/apart {ids, undo?} -> 204: two people, not suggested again | 404 | 409 */
static int
set_apart(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "ids", "undo", NULL };
	const struct candidate_by	by = candidate_by(req);
	bool				undo = false;
	int64_t				ids[2];
	size_t				n;

	(void)res;
	return field_only(req->body, names, err) == -1 || field_bool_opt(
	    req->body, "undo", &undo, err) == -1 || candidate_form_ids(
	    req->body, "ids", 2, 2, ids, &n, err) == -1 ||
	    candidate_join_apart(db, &by, ids[0], ids[1], undo,
	    err) == -1 ? -1 : 204;
}

/* POST /api/v1/candidates/joins/:id/undo -> 200 the one who stayed | 404 | 409 */
static int
undo_join(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct candidate_by	by = candidate_by(req);
	int64_t				join_id, id;

	return web_id(req, 0, &join_id, err) == -1 ||
	    candidate_join_undo(db, &by, join_id, &id, err) == -1 ? -1 :
	    answer(db, req, res, id, 200, err);
}

/* POST /api/v1/candidates/:id/split {source_ids} -> 201 the new one | 400 | 404 | 409 */
static int
split_candidate(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "source_ids", NULL };
	const struct candidate_by	by = candidate_by(req);
	int64_t				ids[CANDIDATE_JOIN_MANY], id, new_id;
	size_t				n;

	if (web_id(req, 0, &id, err) == -1 ||
	    field_only(req->body, names, err) == -1 ||
	    candidate_form_ids(req->body, "source_ids", 1,
	    CANDIDATE_JOIN_MANY, ids, &n, err) == -1 ||
	    candidate_join_split(db, &by, id, ids, n, &new_id, err) == -1)
		return -1;
	web_header_add(res, "Location", API "/%lld/", (long long)new_id);
	return answer(db, req, res, new_id, 201, err);
}

/* --- imported, invited --- */

/* The task of an import, in the project that was asked for. */
static int
make_task(struct db *db, const struct web_req *req, int64_t project_id,
    int64_t candidate_id, int64_t *task_id, struct err *err)
{
	own_rows struct db_rows		*rows = NULL;
	own_buf struct buf		 name = { 0 };
	own_task_form struct task_form	 form = { 0 };
	own_json json_t			*body = NULL;
	own_str char			*id = mem_fmt("%lld",
					    (long long)candidate_id);
	const struct actor		 actor = actor_of(req);
	struct candidate		 c;

	if (candidate_get(db, req->who->company_id, candidate_id, &rows, &c,
	    err) == -1)
		return -1;
	candidate_view_name(&c, &name);
	if (name.len == 0)
		buf_fmt(&name, "№ %s", id);
	body = json_pack("{s:s, s:I, s:{s:s, s:s}}", "title", buf_str(&name),
	    "list", (json_int_t)project_id, "link", "kind", "candidate", "id",
	    id);
	return task_form_read(body, actor.zone, true, &form, err) == -1 ||
	    task_edit_add(db, &actor, &form, task_id, err) == -1 ? -1 : 0;
}

/* A project that is not there or not theirs fails the import before it is made. */
static int
check_project(struct db *db, const struct web_req *req, int64_t id,
    struct err *err)
{
	const struct right_who	who = right_who_of(req);
	enum right_role		role = RIGHT_ROLE_NONE;

	if (id == 0)
		return 0;
	if (right_in_project(db, &who, id, &role, err) == -1) {
		if (err->kind != ERR_ABSENT)
			return -1;
		*err = (struct err){ 0 };
		return err_field(err, "project_id", "team.no_list", "%s", "");
	}
	return right_fills(&who, role) ? 0 : err_code(err, ERR_DENIED,
	    "team.denied", "project %lld", (long long)id);
}

static int
make_missing(struct db *db, const struct web_req *req, int64_t project_id,
    int64_t candidate_id, bool *made, struct err *err)
{
	own_str char	*id = mem_fmt("%lld", (long long)candidate_id);
	int64_t		 task_id;
	bool		 there;

	if (task_ref_hangs(db, req->who->company_id, project_id, "candidate",
	    id, &there, err) == -1)
		return -1;
	*made = !there;
	return there ? 0 : make_task(db, req, project_id, candidate_id,
	    &task_id, err);
}

/*
 * POST /api/v1/candidates/tasks {project_id, ids} or, with filters of the list, {project_id,
 * all: true} -> 200 {made, skipped} | 400 | 403 | 404: who has a task there gains none, so what
 * was cut short is asked for again
 */
static int
add_tasks(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "ids", "all", "project_id",
		NULL };
	own_whom struct whom		whom = { 0 };
	int64_t				project_id, n = 0;
	bool				made;

	if (!json_is_object(req->body))
		return err_code(err, ERR_INPUT, "io.json", "1:1");
	if (field_only(req->body, names, err) == -1 ||
	    field_int(req->body, "project_id", 1, INT64_MAX, &project_id,
	    err) == -1 || read_whom(db, req, CANDIDATE_MANY, &whom, err) == -1 ||
	    check_project(db, req, project_id, err) == -1)
		return -1;
	for (size_t i = 0; i < whom.n; i++) {
		if (make_missing(db, req, project_id, whom.ids[i], &made,
		    err) == -1)
			return -1;
		n += made;
	}
	res->json = json_pack("{s:I, s:I}", "made", (json_int_t)n, "skipped",
	    (json_int_t)whom.n - n);
	return 200;
}

/* Made once; what a request that ended left is made by the next one. */
static int
add_task(struct db *db, const struct web_req *req,
    const struct candidate_import *import, struct err *err)
{
	int64_t	project_id, task_id = 0;
	bool	got;
	int	rc;

	if (candidate_import_take_task(db, import->id, &project_id, &got,
	    err) == -1 || !got)
		return got ? -1 : err->kind == ERR_NONE ? 0 : -1;
	rc = make_task(db, req, project_id, import->candidate_id, &task_id,
	    err);
	if (rc == -1) {
		struct err	ignored = { 0 };

		candidate_import_set_task(db, import->id, 0, &ignored);
		return -1;
	}
	return candidate_import_set_task(db, import->id, task_id, err);
}

/* Where it is to go in Huntflow; account_id 0: nowhere. */
static int
find_place(struct db *db, const struct web_req *req,
    const struct candidate_import_ask *ask, struct origin *out,
    struct err *err)
{
	const struct caller	who = caller_of(db, req);

	return ask->account_id == 0 ? 0 : transfer_queue_place(&who,
	    &candidate_transfer, ask->account_id, out, err);
}

/* Huntflow may be slow: the importer sends it. */
static int
queue_transfer(struct db *db, const struct web_req *req,
    const struct candidate_import_ask *asked, int64_t candidate_id,
    const struct origin *place, struct err *err)
{
	const struct caller	who = caller_of(db, req);
	char			item[CANDIDATE_ITEM_SIZE];
	own_str char		*name = NULL;
	struct transfer_ask	ask = { .vacancy_id = asked->vacancy_id,
		.status_id = asked->status_id, .duplicate = asked->duplicate };

	if (asked->account_id == 0)
		return 0;
	if (candidate_transfer_find(db, who.company_id, candidate_id,
	    asked->account_id, item, &name, err) == -1)
		return -1;
	ask.task_id = item;
	ask.task_name = name;
	if (transfer_queue_add(&who, place, listeners, &ask, err) == -1) {
		/* Somebody asked for the same at this moment, or it is being sent. */
		if (strcmp(err->code, "origin.busy") != 0)
			return -1;
		*err = (struct err){ 0 };
	}
	import_start(req->conf);
	return 0;
}

/*
 * POST /api/integrations/import-candidate {external_candidate_id, import_notes?, account_id?,
 * vacancy_id?, status_id?, duplicate?, project_id?} -> 201; 200 the first import | 400 | 404 | 409
 */
static int
import_candidate(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct candidate_import_ask	ask = { .locale = req->who->locale };
	const struct candidate_by	by = candidate_by(req);
	struct candidate_import		import;
	struct origin			place = { 0 };

	return candidate_import_read(req->body, &ask, err) == -1 ||
	    check_project(db, req, ask.project_id, err) == -1 ||
	    find_place(db, req, &ask, &place, err) == -1 ||
	    candidate_import(db, &by, &ask, &import, err) == -1 ||
	    add_task(db, req, &import, err) == -1 ||
	    queue_transfer(db, req, &ask, import.candidate_id, &place,
	    err) == -1 ||
	    candidate_import_emit(db, &res->body, NULL, req->who->company_id,
	    import.id, err) == -1 ? -1 : import.created ? 201 : 200;
}

/* POST /api/v1/candidates/imports/:id/undo -> 200 the candidate, who is not imported | 404 | 409 */
static int
undo_import(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct candidate_by	by = candidate_by(req);
	int64_t				import_id, id;

	if (web_id(req, 0, &import_id, err) == -1 ||
	    candidate_import_undo(db, &by, import_id, &id, err) == -1)
		return -1;
	audit_request_id(db, req, "candidate.import_undo", id, NULL);
	return answer(db, req, res, id, 200, err);
}

/* POST /api/v1/candidates/:id/invite {email?} -> 200 {login_link, mailed} | 400 | 404 | 409 */
static int
invite_candidate(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "email", NULL };
	const struct candidate_by	 by = candidate_by(req);
	char				 email[PERSON_EMAIL_SIZE];
	own_str char			*url = NULL;
	const char			*given = NULL;
	const bool			 mailed = mail_on(req->conf);
	int64_t				 id, user_id;

	if (web_id(req, 0, &id, err) == -1 ||
	    (req->body != NULL && (field_only(req->body, names, err) == -1 ||
	    field_line_opt(req->body, "email", 254, &given, err) == -1)) ||
	    (given != NULL && user_email(given, email, err) == -1) ||
	    candidate_import_invite(db, &by, id, given != NULL ? email : NULL,
	    &user_id, err) == -1 || login_link_make(db, req->conf, user_id,
	    SESSION_LINK_MINUTES, &url, err) == -1 ||
	    (mailed && outbox_add(db, &(struct outbox_new){
	    .company_id = by.company_id, .user_id = user_id,
	    .kind = LOGIN_LETTER_INVITE }, 1, err) == -1))
		return -1;
	audit_request_id(db, req, "candidate.invite", id, NULL);
	res->json = json_pack("{s:s, s:b}", "login_link", url, "mailed",
	    mailed);
	return 200;
}

/* --- erased --- */

/* DELETE /api/v1/candidates/:id, POST /:id/erase {also?: [{kind, id}]} -> 202 how far it is | 400 |
 * 404 */
static int
erase_candidate(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct candidate_judged	judged;
	int64_t			id;

	if (web_id(req, 0, &id, err) == -1 ||
	    candidate_judged_read(req->body, &judged, err) == -1 ||
	    candidate_erase_serve(db, req, res, &id, &judged, err) == -1)
		return -1;
	web_header_add(res, "Location", API "/%lld/erasure/", (long long)id);
	return 202;
}
