/* searches: saved searches of job boards: list, changes, whom each found (they are run by tick);
 * what the company's decisions taught of how people are ranked. */
#include <stdbool.h>
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "base/err.h"
#include "base/log.h"
#include "base/proc.h"
#include "boards/boards.h"
#include "candidate/form.h"
#include "candidate/ranking.h"
#include "candidate/saved_search.h"
#include "candidate/saved_search_form.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "platform/wish.h"

static web_handler list_all, add, show, change, drop, run, list_found, see,
    show_ranking, change_ranking, reset_ranking, teach;

#define API	"/api/v1/saved-searches"
#define RANKING	"/api/v1/candidate-ranking"

static const struct web_route routes[] = {
	{ "GET",    API, list_all, ROLE_RECRUITER, 0 },
	{ "POST",   API, add, ROLE_RECRUITER, WEB_STARTS },
	{ "GET",    API "/:id", show, ROLE_RECRUITER, 0 },
	{ "PATCH",  API "/:id", change, ROLE_RECRUITER, WEB_STARTS },
	{ "DELETE", API "/:id", drop, ROLE_RECRUITER, 0 },
	{ "POST",   API "/:id/run", run, ROLE_RECRUITER, WEB_BARE |
	    WEB_STARTS },
	{ "GET",    API "/:id/found", list_found, ROLE_RECRUITER, 0 },
	{ "POST",   API "/:id/seen", see, ROLE_RECRUITER, WEB_BARE },
	{ "GET",    RANKING, show_ranking, ROLE_RECRUITER, 0 },
	{ "PATCH",  RANKING, change_ranking, ROLE_RECRUITER, 0 },
	{ "DELETE", RANKING, reset_ranking, ROLE_RECRUITER, 0 },
	{ "POST",   RANKING "/lessons", teach, ROLE_RECRUITER, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "searches", routes, &auth);
}

static int
get_one(struct db *db, const struct web_req *req, struct saved_search *out,
    struct err *err)
{
	int64_t	id;

	return web_id(req, 0, &id, err) == -1 ? -1 : saved_search_get(db,
	    req->who->company_id, req->who->user_id, id, out, err);
}

/* One's own; those that others share may be changed by their managers. */
static int
own_one(struct db *db, const struct web_req *req, struct saved_search *out,
    struct err *err)
{
	if (get_one(db, req, out, err) == -1)
		return -1;
	if (out->user_id != req->who->user_id &&
	    req->who->role < ROLE_MANAGER)
		return err_code(err, ERR_DENIED, "candidate.search_owner",
		    "the search of another");
	return 0;
}

static int
answer(struct db *db, const struct web_req *req, struct web_res *res,
    int64_t id, int status, struct err *err)
{
	own_saved_search struct saved_search	s = { 0 };

	if (saved_search_get(db, req->who->company_id, req->who->user_id, id,
	    &s, err) == -1)
		return -1;
	res->json = saved_search_form_json(&s, req->who->user_id, req->lang);
	return status;
}

/* Carried out at once; when that cannot be started, by cron's next tick. */
static void
wake(const struct web_req *req)
{
	static const char *const args[] = { "searches", NULL };
	struct err		 err = { 0 };

	if (proc_start(req->conf, "tick", args, &err) == -1)
		log_err(LOG_WARN, "saved search", &err);
}

/* GET /api/v1/saved-searches -> 200 [SavedSearch], the own ones and those that are shared */
static int
list_all(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_saved_search struct saved_search	 s = { 0 };
	own_rows struct db_rows			*rows = NULL;

	if (web_query_only(req, NULL, err) == -1 ||
	    saved_search_list(db, req->who->company_id, req->who->user_id,
	    &rows, err) == -1)
		return -1;
	res->json = json_array();
	while (saved_search_next(rows, &s))
		json_array_append_new(res->json, saved_search_form_json(&s,
		    req->who->user_id, req->lang));
	return 200;
}

/* POST /api/v1/saved-searches {name, search, ...} -> 201 SavedSearch | 400 | 409 */
static int
add(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_saved_search struct saved_search s = {
	    .company_id = req->who->company_id,
	    .user_id = req->who->user_id };
	bool	anew;

	if (saved_search_form_read(req->body, boards, &s, &anew, err) == -1 ||
	    saved_search_add(db, &s, &s.id, err) == -1)
		return -1;
	audit_request_id(db, req, "saved_search.create", s.id, s.name);
	wake(req);
	return answer(db, req, res, s.id, 201, err);
}

/* GET /api/v1/saved-searches/:id -> 200 SavedSearch | 404 */
static int
show(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t	id;

	return web_query_only(req, NULL, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ? -1 : answer(db, req, res, id, 200,
	    err);
}

/* PATCH /api/v1/saved-searches/:id -> 200 SavedSearch | 400 | 403 | 404 | 409 */
static int
change(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_saved_search struct saved_search	s = { 0 };
	bool					anew;

	if (own_one(db, req, &s, err) == -1 ||
	    saved_search_form_read(req->body, boards, &s, &anew, err) == -1)
		return -1;
	/* What is no longer shared would be out of the manager's sight. */
	if (s.user_id != req->who->user_id && !s.shared)
		return err_field(err, "shared", "candidate.search_shared",
		    "%s", "");
	if (saved_search_save(db, &s, anew, err) == -1)
		return -1;
	audit_request_id(db, req, "saved_search.change", s.id, s.name);
	if (anew)
		wake(req);
	return answer(db, req, res, s.id, 200, err);
}

/* DELETE /api/v1/saved-searches/:id -> 204 | 403 | 404; the people stay */
static int
drop(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_saved_search struct saved_search	s = { 0 };

	(void)res;
	if (web_query_only(req, NULL, err) == -1 ||
	    own_one(db, req, &s, err) == -1 ||
	    saved_search_drop(db, s.id, err) == -1)
		return -1;
	audit_request_id(db, req, "saved_search.delete", s.id, s.name);
	return 204;
}

/* POST /api/v1/saved-searches/:id/run -> 202 SavedSearch | 404 */
static int
run(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_saved_search struct saved_search	s = { 0 };

	if (get_one(db, req, &s, err) == -1 ||
	    saved_search_queue(db, s.id, err) == -1)
		return -1;
	wake(req);
	return answer(db, req, res, s.id, 202, err);
}

/* GET /api/v1/saved-searches/:id/found?new=true -> 200 [{candidate, score, reasons, ...}] | 404 */
static int
list_found(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const		names[] = { "new", NULL };
	static const char *const		words[] = { "true", "false",
		NULL };
	own_saved_search struct saved_search	s = { 0 };
	const char				*fresh = NULL;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_word(req, "new", words, &fresh, err) == -1 ||
	    get_one(db, req, &s, err) == -1 ||
	    saved_search_emit_found(db, &res->body, &s, req->who->user_id,
	    fresh != NULL && strcmp(fresh, "true") == 0, err) == -1)
		return -1;
	return 200;
}

/* POST /api/v1/saved-searches/:id/seen -> 200 SavedSearch, with nobody unseen | 404 */
static int
see(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_saved_search struct saved_search	s = { 0 };

	if (get_one(db, req, &s, err) == -1 ||
	    saved_search_see(db, s.id, req->who->user_id, err) == -1)
		return -1;
	return answer(db, req, res, s.id, 200, err);
}

/* --- what decisions taught --- */

static int
answer_ranking(struct db *db, const struct web_req *req, struct web_res *res,
    int64_t search_id, struct err *err)
{
	struct ranking	r;

	if (ranking_get(db, req->who->company_id, search_id, &r, err) == -1)
		return -1;
	res->json = ranking_json(&r);
	return 200;
}

/* 0: none; else one that the user may see. */
static int
check_search(struct db *db, const struct web_req *req, int64_t id,
    struct err *err)
{
	own_saved_search struct saved_search	s = { 0 };

	return id == 0 ? 0 : saved_search_get(db, req->who->company_id,
	    req->who->user_id, id, &s, err);
}

/* GET /api/v1/candidate-ranking?saved_search= -> 200 {enabled, used, weights, ...} | 404 */
static int
show_ranking(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "saved_search", NULL };
	int64_t				id;

	return web_query_only(req, names, err) == -1 ||
	    web_query_int(req, "saved_search", 0, 1, INT64_MAX, &id,
	    err) == -1 || check_search(db, req, id, err) == -1 ? -1 :
	    answer_ranking(db, req, res, id, err);
}

/* PATCH /api/v1/candidate-ranking {enabled} -> 200 the same, of the company */
static int
change_ranking(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "enabled", NULL };
	bool				enabled = false;

	if (field_only(req->body, names, err) == -1 ||
	    field_bool_opt(req->body, "enabled", &enabled, err) == -1)
		return -1;
	if (json_object_get(req->body, "enabled") == NULL)
		return err_field(err, "enabled", "required", "%s", "");
	if (ranking_enable(db, req->who->company_id, enabled, err) == -1)
		return -1;
	audit_request(db, req, enabled ? "ranking.on" : "ranking.off", "", NULL);
	return answer_ranking(db, req, res, 0, err);
}

/* DELETE /api/v1/candidate-ranking -> 204: nothing was learned, of any search */
static int
reset_ranking(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	(void)res;
	if (ranking_reset(db, req->who->company_id, err) == -1)
		return -1;
	audit_request(db, req, "ranking.reset", "", NULL);
	return 204;
}

static int
read_lesson(const struct web_req *req, struct ranking_lesson *lesson,
    struct wish *wish, int64_t *ids, struct err *err)
{
	static const char *const names[] = { "ids", "deed", "search",
		"saved_search", NULL }, *const deeds[] = { "keep", "hidden",
		"import", NULL };
	const char	*deed = NULL;
	json_t		*search = NULL;

	if (field_only(req->body, names, err) == -1 ||
	    candidate_form_ids(req->body, "ids", 1, CANDIDATE_MANY, ids,
	    &lesson->n, err) == -1 || field_word_opt(req->body, "deed", deeds,
	    &deed, err) == -1 || field_object_opt(req->body, "search",
	    &search, err) == -1 || field_int_opt(req->body, "saved_search", 1,
	    INT64_MAX, &lesson->search_id, err) == -1)
		return -1;
	if (deed == NULL || search == NULL)
		return err_field(err, deed == NULL ? "deed" : "search",
		    "required", "%s", "");
	lesson->liked = strcmp(deed, "hidden") != 0;
	return wish_read(search, wish, err);
}

/*
 * POST /api/v1/candidate-ranking/lessons {ids, deed, search, saved_search?} -> 200 the ranking then
 * | 400 | 404; search: the wishes by whose light they were judged
 */
static int
teach(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t			 ids[CANDIDATE_MANY];
	own_wish struct wish	 wish = { 0 };
	struct ranking_lesson	 lesson = { .wish = &wish, .ids = ids,
		.company_id = req->who->company_id };

	return read_lesson(req, &lesson, &wish, ids, err) == -1 ||
	    check_search(db, req, lesson.search_id, err) == -1 ||
	    ranking_teach(db, &lesson, err) == -1 ? -1 :
	    answer_ranking(db, req, res, lesson.search_id, err);
}
