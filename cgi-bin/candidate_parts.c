/* candidate_parts: what hangs on a candidate: notes, history, the timeline, everything as a file;
 * counts, saved views and likely doubles of the list; and the own data of a candidate who was
 * invited. */
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "admin/erasers.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/bundle.h"
#include "candidate/candidate.h"
#include "candidate/edit.h"
#include "candidate/erase.h"
#include "candidate/erase_serve.h"
#include "candidate/export.h"
#include "candidate/facet.h"
#include "candidate/find.h"
#include "candidate/follow.h"
#include "candidate/form.h"
#include "candidate/history.h"
#include "candidate/known.h"
#include "candidate/mine.h"
#include "candidate/note.h"
#include "candidate/saved_view.h"
#include "candidate/search.h"
#include "candidate/view.h"
#include "index/read.h"
#include "io/cursor.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "team/right.h"
#include "timeline/timeline.h"

static web_handler list_history, list_timeline, add_note, drop_note,
    export_candidate, list_namesakes, show_erasure, show_facets,
    list_duplicates, list_views, add_view, change_view, drop_view,
    show_mine, change_mine, erase_mine, export_mine;

#define API	"/api/v1/candidates"
#define VIEWS	"/api/v1/candidate-views"
#define MINE	"/api/v1/candidate"	/* of the one who asks */

static const struct web_route routes[] = {
	{ "GET",    API "/:id/history", list_history, ROLE_RECRUITER, 0 },
	{ "GET",    API "/:id/timeline", list_timeline, ROLE_RECRUITER, 0 },
	{ "POST",   API "/:id/notes", add_note, ROLE_RECRUITER, 0 },
	{ "DELETE", API "/:id/notes/:note", drop_note, ROLE_RECRUITER, 0 },
	{ "GET",    API "/:id/export", export_candidate, ROLE_RECRUITER, 0 },
	{ "GET",    API "/:id/namesakes", list_namesakes, ROLE_MANAGER, 0 },
	{ "GET",    API "/:id/erasure", show_erasure, ROLE_RECRUITER, 0 },
	{ "GET",    API "/facets", show_facets, ROLE_RECRUITER, WEB_MORE },
	{ "GET",    API "/duplicates", list_duplicates, ROLE_RECRUITER, 0 },
	{ "GET",    VIEWS, list_views, ROLE_RECRUITER, WEB_MORE },
	{ "POST",   VIEWS, add_view, ROLE_RECRUITER, 0 },
	{ "PATCH",  VIEWS "/:id", change_view, ROLE_RECRUITER, 0 },
	{ "DELETE", VIEWS "/:id", drop_view, ROLE_RECRUITER, 0 },
	{ "GET",    MINE, show_mine, ROLE_CANDIDATE, 0 },
	{ "PATCH",  MINE, change_mine, ROLE_CANDIDATE, 0 },
	{ "DELETE", MINE, erase_mine, ROLE_CANDIDATE, WEB_STARTS },
	{ "GET",    MINE "/export", export_mine, ROLE_CANDIDATE, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	struct web_auth	mine = auth;

	mine.more = &candidate_follow_more;
	return web_main(argc, argv, "candidate_parts", routes, &mine);
}

/* --- of the list --- */

/* GET /api/v1/candidates/facets?<filters> -> 200 {total, platforms, states, ...} */
static int
show_facets(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const		none[] = { NULL };
	own_index_read struct index_read	*read = NULL;
	struct candidate_filter			 filter = { 0 };

	return candidate_search_only(req, none, err) == -1 ||
	    candidate_search_read(req->query, req->who->zone, &filter,
	    err) == -1 || candidate_find_open(db, req, &read, err) == -1 ||
	    candidate_facet_emit(read, &filter, &res->body, err) == -1 ?
	    -1 : 200;
}

/* GET /api/v1/candidates/duplicates?page_size=&after= -> 200 [pair], the surest first */
static int
list_duplicates(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "after", "page_size",
		NULL };
	const struct candidate_viewer	viewer = {
		req->who->company_id, req->who->user_id };
	char				next[CANDIDATE_VIEW_NEXT];
	struct web_page			page;

	if (web_query_only(req, names, err) == -1 ||
	    web_page_read_on(req, CURSOR_BY_NUMBER, &page, err) == -1 ||
	    candidate_view_pairs(db, &res->body, NULL, &viewer, 0, page.after,
	    page.size, next, err) == -1)
		return -1;
	web_page_write(res, req, &page, next[0] != '\0' ? next : NULL, -1);
	return 200;
}

/* GET /api/v1/candidate-views -> 200 [view] */
static int
list_views(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return saved_view_serve_list(db, req, res, &candidate_saved_views,
	    err);
}

/* POST /api/v1/candidate-views {name, shared?, filter?, columns?, sort?} -> 201 | 400 | 409 */
static int
add_view(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return saved_view_serve_add(db, req, res, &candidate_saved_views,
	    err);
}

/* PATCH /api/v1/candidate-views/:id -> 200 | 400 | 403 | 404 | 409 */
static int
change_view(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return saved_view_serve_change(db, req, res, &candidate_saved_views,
	    err);
}

/* DELETE /api/v1/candidate-views/:id -> 204 | 403 | 404 */
static int
drop_view(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	(void)res;
	return saved_view_serve_drop(db, req, &candidate_saved_views, err);
}

/* --- history --- */

/* GET /api/v1/candidates/:id/history?before=&page_size= -> 200 {history, before} */
static int
list_history(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "before", "page_size",
		NULL };
	int64_t				id, before, size, next;

	if (web_id(req, 0, &id, err) == -1 ||
	    web_query_only(req, names, err) == -1 ||
	    web_query_int(req, "before", 0, 1, INT64_MAX, &before,
	    err) == -1 || web_query_int(req, "page_size", 20, 1, 100, &size,
	    err) == -1 || candidate_root(db, req->who->company_id, id, &id,
	    err) == -1)
		return -1;
	emit_open(&res->body, NULL, '{');
	emit_open(&res->body, "history", '[');
	if (candidate_history_emit(db, &res->body, id, before, size, &next,
	    err) == -1)
		return -1;
	emit_close(&res->body, ']');
	if (next == 0)
		emit_null(&res->body, "before");
	else
		emit_int(&res->body, "before", next);
	emit_close(&res->body, '}');
	return 200;
}

/* GET /api/v1/candidates/:id/timeline?kind=&page_size=&after= -> 200 [line] | 404, the newest
 * first */
static int
list_timeline(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "after", "kind",
		"page_size", NULL };
	const struct right_who		who = right_who_of(req);
	struct cursor			last = { 0 };
	struct timeline_ask		ask = { 0 };
	struct web_page			page;
	int64_t				id;
	bool				more;

	if (web_id(req, 0, &id, err) == -1 ||
	    web_query_only(req, names, err) == -1 ||
	    web_query_word(req, "kind", timeline_kinds, &ask.kind,
	    err) == -1 || web_page_read_on(req, CURSOR_BY_NUMBER, &page,
	    err) == -1 || candidate_root(db, who.company_id, id,
	    &ask.candidate_id, err) == -1)
		return -1;
	ask.from = &page.from;
	ask.size = page.size;
	if (timeline_emit(db, &res->body, &who, &ask, &last, &more,
	    err) == -1)
		return -1;
	web_page_write_by(res, req, &page, CURSOR_BY_NUMBER, &last, more, -1);
	return 200;
}

/* --- notes --- */

/* POST /api/v1/candidates/:id/notes {text} -> 201 {id} | 400 | 404 */
static int
add_note(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "text", NULL };
	const struct candidate_by	 by = candidate_by(req);
	const char			*text = NULL;
	int64_t				 id, note_id;

	if (web_id(req, 0, &id, err) == -1 ||
	    field_only(req->body, names, err) == -1 ||
	    field_text(req->body, "text", 1, CANDIDATE_NOTE_MAX, &text,
	    err) == -1 || candidate_note_add(db, &by, id, text, &note_id,
	    err) == -1)
		return -1;
	res->json = json_pack("{s:I}", "id", (json_int_t)note_id);
	return 201;
}

/* DELETE /api/v1/candidates/:id/notes/:note -> 204 | 404: the own ones; a manager's: any */
static int
drop_note(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct candidate_by	by = candidate_by(req);
	int64_t				id, note_id;

	(void)res;
	return web_id(req, 0, &id, err) == -1 ||
	    web_id(req, 1, &note_id, err) == -1 ||
	    candidate_note_drop(db, &by, id, note_id, req->who->role >=
	    ROLE_MANAGER, err) == -1 ? -1 : 204;
}

/* --- everything about a person --- */

/* With the bytes of the files. */
static int
send_bundle(struct db *db, const struct conf *conf, struct web_res *res,
    const struct candidate *c, bool team, struct err *err)
{
	res->arg = candidate_bundle_open(db, conf, c, admin_erasers, team,
	    err);
	if (res->arg == NULL)
		return -1;
	res->arg_close = candidate_bundle_close;
	res->stream = candidate_bundle_next;
	res->type = "application/zip";
	return 0;
}

/* Who took it is in the history. */
static int
answer_export(struct db *db, const struct web_req *req, struct web_res *res,
    const struct candidate *c, bool team, struct err *err)
{
	static const char *const	 formats[] = { "json", "zip", NULL };
	static const char *const	 names[] = { "format", NULL };
	const struct candidate_by	 by = candidate_by(req);
	const char			*format = "json";

	if (web_query_only(req, names, err) == -1 ||
	    web_query_word(req, "format", formats, &format, err) == -1 ||
	    (strcmp(format, "zip") == 0 ? send_bundle(db, req->conf, res, c, team,
	    err) :
	    candidate_export(db, &res->body, c, admin_erasers, team,
	    err)) == -1 ||
	    candidate_history_add(db, &by, c->id, "export", NULL, err) == -1)
		return -1;
	web_header_add(res, "Content-Disposition",
	    "attachment; filename=\"candidate-%lld.%s\"", (long long)c->id,
	    format);
	return 200;
}

/* GET /api/v1/candidates/:id/export?format=json|zip -> 200 {person: [candidate], answers, files,
 * tasks, imports, records} | 404 */
static int
export_candidate(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct candidate	 c;
	int64_t			 id;

	return web_id(req, 0, &id, err) == -1 ||
	    candidate_get(db, req->who->company_id, id, &rows, &c,
	    err) == -1 ? -1 : answer_export(db, req, res, &c, true, err);
}

/* GET /api/v1/candidates/:id/namesakes -> 200 [{kind, id, text, at}] | 404: what an erasure leaves,
 * since nothing but the name says whose it is */
static int
list_namesakes(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t	id;

	return web_id(req, 0, &id, err) == -1 || candidate_erase_namesakes(db,
	    &res->body, req->who->company_id, id, err) == -1 ? -1 : 200;
}

/* GET /api/v1/candidates/:id/erasure -> 200 {candidate_id, state, done, total, ...} | 404 */
static int
show_erasure(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t	id;

	return web_id(req, 0, &id, err) == -1 ? -1 :
	    candidate_erase_serve_state(db, req, res, id, err);
}

/* GET /api/v1/candidate -> 200 the own data | 204: nothing is kept of who asks */
static int
show_mine(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct candidate	 c;
	struct err		 why = { 0 };

	if (candidate_mine_get(db, req->who->user_id, &rows, &c, &why) == 0) {
		candidate_mine_emit(&res->body, &c);
		return 200;
	}
	if (why.kind == ERR_ABSENT)
		return 204;
	*err = why;
	return -1;
}

/* PATCH /api/v1/candidate {first_name?, ..., consent?} -> 200 | 400 | 404 */
static int
change_mine(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_candidate_form struct candidate_form	form = { 0 };
	own_rows struct db_rows				*rows = NULL;
	const struct candidate_by			by = candidate_by(req);
	struct candidate				c;

	return candidate_form_read_own(req->body, &form, err) == -1 ||
	    candidate_mine_get(db, req->who->user_id, &rows, &c, err) == -1 ||
	    candidate_edit(db, &by, c.id, &form, err) == -1 ? -1 :
	    show_mine(db, req, res, err);
}

/* DELETE /api/v1/candidate -> 202: for good, the account at once | 404 */
static int
erase_mine(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct candidate	 c;

	return candidate_mine_get(db, req->who->user_id, &rows, &c,
	    err) == -1 ? -1 : candidate_erase_serve(db, req, res, &c.id, NULL,
	    err);
}

/* GET /api/v1/candidate/export?format=json|zip -> 200 the own data and what services answered |
 * 404 */
static int
export_mine(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct candidate	 c;

	return candidate_mine_get(db, req->who->user_id, &rows, &c,
	    err) == -1 ? -1 : answer_export(db, req, res, &c, false,
	    err);
}
