/* platforms: integrations with job boards, and searches of them. A pool of its own: it waits for
 * remote services. */
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "account/caller.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "base/text.h"
#include "boards/boards.h"
#include "candidate/board_hook.h"
#include "candidate/board_one.h"
#include "candidate/known.h"
#include "candidate/leave.h"
#include "candidate/ranking.h"
#include "candidate/search_row.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "platform/connect.h"
#include "platform/integration.h"
#include "platform/integration_form.h"
#include "platform/integration_log.h"
#include "platform/integration_sync.h"
#include "platform/market.h"
#include "platform/platform.h"
#include "platform/score.h"
#include "platform/search.h"
#include "platform/sign_in.h"
#include "platform/wish.h"

static web_handler list_all, create, show, replace, change, remove_one,
    test_connection, search, connect_one, take_sign_in, begin_sync,
    look_contact, open_contact, look_response, act_response, show_salaries;

static const struct web_route routes[] = {
	{ "GET",  "/api/integrations", list_all, ROLE_MEMBER, 0 },
	{ "POST", "/api/integrations", create, ROLE_ADMIN, 0 },
	{ "POST", "/api/integrations/search-candidates", search,
	    ROLE_RECRUITER, 0 },
	{ "GET",  "/api/integrations/external-candidates/:id/contact",
	    look_contact, ROLE_RECRUITER, 0 },
	{ "POST", "/api/integrations/external-candidates/:id/contact",
	    open_contact, ROLE_RECRUITER, WEB_BARE },
	{ "GET",  "/api/integrations/external-candidates/:id/response",
	    look_response, ROLE_RECRUITER, 0 },
	{ "POST", "/api/integrations/external-candidates/:id/response",
	    act_response, ROLE_RECRUITER, 0 },
	{ "GET",  "/api/integrations/salary-analysis", show_salaries,
	    ROLE_RECRUITER, 0 },
	{ "GET",  "/api/integrations/oauth/:platform/callback", take_sign_in,
	    ROLE_ADMIN, 0 },
	{ "GET",  "/api/integrations/:id", show, ROLE_MEMBER, 0 },
	{ "PUT",  "/api/integrations/:id", replace, ROLE_ADMIN, 0 },
	{ "PATCH", "/api/integrations/:id", change, ROLE_ADMIN, 0 },
	{ "DELETE", "/api/integrations/:id", remove_one, ROLE_ADMIN, 0 },
	{ "POST", "/api/integrations/:id/test-connection", test_connection,
	    ROLE_ADMIN, WEB_BARE },
	{ "POST", "/api/integrations/:id/sync", begin_sync, ROLE_RECRUITER,
	    WEB_BARE | WEB_STARTS },
	{ "GET",  "/api/integrations/:id/connect", connect_one, ROLE_ADMIN, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "platforms", routes, &auth);
}

/* --- what there is --- */

static int
get_one(struct db *db, const struct web_req *req, struct integration *out,
    struct err *err)
{
	int64_t	 id;

	return web_id(req, 0, &id, err) == -1 ? -1 : integration_get(db,
	    req->who->company_id, id, out, err);
}

/* How credentials end is for those who may set them. */
static json_t *
document(const struct web_req *req, const struct integration *in)
{
	json_t	*doc = integration_json(in, req->lang);

	if (req->who->role < ROLE_ADMIN)
		for (size_t i = 0; platform_key_names[i] != NULL; i++)
			json_object_set_new(json_object_get(doc,
			    platform_key_names[i]), "tail", json_null());
	return doc;
}

/* GET /api/integrations?platform=&status= -> 200 [PlatformIntegration], by their ids */
static int
list_all(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const		 names[] = { "platform",
		"status", "page", "page_size", "after", NULL };
	own_integration struct integration	 in = { 0 };
	own_rows struct db_rows			*rows = NULL;
	const struct platform			*platform;
	const char				*name = NULL, *status = NULL;
	const int64_t				 company = req->who->company_id;
	struct web_page				 page;
	struct cursor				 last = { 0 };
	int64_t					 total, n = 0;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_text(req, "platform", 40, &name, err) == -1 ||
	    (name != NULL && platform_choose(boards, "platform", name,
	    &platform, err) == -1) ||
	    web_query_word(req, "status", integration_statuses, &status,
	    err) == -1 ||
	    web_page_read_by(req, CURSOR_BY_ID, &page, err) == -1 ||
	    integration_count(db, company, name, status, &total, err) == -1 ||
	    integration_page(db, company, name, status, page.from.id,
	    web_page_skip(&page), page.size + 1, &rows, err) == -1)
		return -1;
	res->json = json_array();
	for (; n < page.size && integration_next(rows, &in); n++) {
		json_array_append_new(res->json, document(req, &in));
		last.id = in.con.id;
	}
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last,
	    n == page.size && db_rows_next(rows), total);
	return 200;
}

static int
answer(struct db *db, const struct web_req *req, struct web_res *res,
    int64_t id, int status, struct err *err)
{
	own_integration struct integration	in = { 0 };

	if (integration_get(db, req->who->company_id, id, &in, err) == -1)
		return -1;
	res->json = document(req, &in);
	return status;
}

/* GET /api/integrations/:id -> 200 PlatformIntegration | 404 */
static int
show(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t	 id;

	if (web_query_only(req, NULL, err) == -1 ||
	    web_id(req, 0, &id, err) == -1)
		return -1;
	return answer(db, req, res, id, 200, err);
}

/* --- changes --- */

/* POST /api/integrations {platform, name, ...} -> 201 PlatformIntegration | 400 */
static int
create(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_integration_change struct integration_change to = { 0 };
	own_integration struct integration	 in = { 0 };
	const struct platform			*platform;
	const char				*name;
	int64_t					 id;

	if (field_text(req->body, "platform", 1, 40, &name, err) == -1 ||
	    platform_choose(boards, "platform", name, &platform, err) == -1 ||
	    integration_form_read(req->body, platform, NULL, true, &to,
	    err) == -1 ||
	    integration_create(db, req->conf, req->who->company_id,
	    req->who->user_id, platform->name, &to, &id, err) == -1 ||
	    integration_get(db, req->who->company_id, id, &in, err) == -1)
		return -1;
	integration_log_add(db, &in, "create", req->who->user_id, NULL, NULL);
	audit_request_id(db, req, "integration.create", id, to.name);
	res->json = document(req, &in);
	return 201;
}

/* Which members were sent; never what they say. */
static json_t *
names_of(const json_t *body)
{
	json_t		*list = json_array(), *value;
	const char	*name;

	json_object_foreach((json_t *)(uintptr_t)body, name, value)
		json_array_append_new(list, json_string(name));
	return json_pack("{s:o}", "fields", list);
}

static int
change_as(struct db *db, const struct web_req *req, struct web_res *res,
    bool whole, struct err *err)
{
	own_integration_change struct integration_change to = { 0 };
	own_integration struct integration	 in = { 0 };
	own_json json_t				*details = names_of(req->body);
	const struct platform			*platform;

	if (get_one(db, req, &in, err) == -1 ||
	    platform_choose(boards, "platform", in.con.provider, &platform,
	    err) == -1)
		return -1;
	if (json_object_get(req->body, "platform") != NULL && strcmp(
	    in.con.provider, json_is_string(json_object_get(req->body,
	    "platform")) ? json_string_value(json_object_get(req->body,
	    "platform")) : "") != 0)
		return err_field(err, "platform", "platform.stays", "%s", "");
	if (integration_form_read(req->body, platform, &in, whole, &to,
	    err) == -1 ||
	    integration_change(db, req->conf, in.con.id, &to, err) == -1)
		return -1;
	integration_log_add(db, &in, "update", req->who->user_id, details,
	    NULL);
	audit_request_id(db, req, "integration.change", in.con.id, to.name);
	return answer(db, req, res, in.con.id, 200, err);
}

/* PUT /api/integrations/:id -> 200 PlatformIntegration | 400 | 404; credentials that are not sent
 * stay */
static int
replace(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return change_as(db, req, res, true, err);
}

/* PATCH /api/integrations/:id -> 200 PlatformIntegration | 400 | 404 */
static int
change(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return change_as(db, req, res, false, err);
}

/* Whoever deletes says what becomes of the people who were found and not imported. */
static int
settle_candidates(struct db *db, const struct web_req *req, int64_t id,
    struct err *err)
{
	static const char *const words[] = { "keep", "delete", NULL };
	const char	*fate = NULL;
	struct candidate_leavers people;

	if (web_query_word(req, "candidates", words, &fate, err) == -1 ||
	    candidate_leave_count(db, req->who->company_id, id, &people,
	    err) == -1)
		return -1;
	if (fate != NULL)
		return strcmp(fate, "keep") == 0 ? 0 : candidate_leave_end(db,
		    req->who->company_id, id, err);
	return people.others == 0 ? 0 : err_code(err, ERR_CONFLICT,
	    "platform.candidates_left", "%lld", (long long)people.others);
}

/* DELETE /api/integrations/:id?candidates=keep|delete -> 200 {} | 404 | 409 what about them? */
static int
remove_one(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const		names[] = { "candidates", NULL };
	own_integration struct integration	in = { 0 };

	if (web_query_only(req, names, err) == -1 ||
	    get_one(db, req, &in, err) == -1 ||
	    settle_candidates(db, req, in.con.id, err) == -1)
		return -1;
	board_hook_drop(db, req->conf, &in);
	if (integration_delete(db, req->who->company_id, in.con.id,
	    err) == -1)
		return -1;
	integration_log_add(db, &in, "delete", req->who->user_id, NULL, NULL);
	audit_request_id(db, req, "integration.delete", in.con.id,
	    in.con.name);
	res->json = json_object();
	return 200;
}

/* --- does it answer? --- */

static json_t *
notes_json(const json_t *notes, const char *lang)
{
	json_t	*list = json_array(), *note;
	size_t	 i;
	char	 text[700];

	json_array_foreach((json_t *)(uintptr_t)notes, i, note) {
		const char	*code = field_str(note, "code");

		wish_note_put(text, sizeof(text), lang, code, field_str(note,
		    "wish"));
		json_array_append_new(list, json_pack("{s:s, s:s, s:s}",
		    "code", code, "about", field_str(note, "wish"), "detail",
		    text));
	}
	return list;
}

static const struct platform *
platform_of(const struct integration *in)
{
	return platform_by_name(boards, in->con.provider);
}

/* POST /api/integrations/:id/test-connection -> 200 {ok, account, notes} | 409 | 424 | 429 | 502 */
static int
test_connection(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller			 who = caller_of(db, req);
	own_integration struct integration	 in = { 0 };
	own_json json_t				*about = NULL, *notes = NULL;
	int					 rc;

	if (get_one(db, req, &in, err) == -1)
		return -1;
	rc = connect_check(&who, platform_of(&in), &in, &about, &notes, err);
	integration_log_add(db, &in, "test", who.user_id, NULL,
	    rc == -1 ? err : NULL);
	if (rc == -1)
		return -1;
	res->json = json_pack("{s:b, s:O?, s:o}", "ok", 1, "account", about,
	    "notes", notes_json(notes, req->lang));
	return 200;
}

/* --- signing in at the board --- */

#define MANAGE	"/integrations/?tab=manage&"

/* GET /api/integrations/:id/connect -> 303 to the board's page, or back to ours |
 * 200 {authorize_url} | 409 | 422 */
static int
connect_one(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller			 who = caller_of(db, req);
	own_integration struct integration	 in = { 0 };
	own_str char				*url = NULL;
	int					 rc;

	if (auth_session_only(req, err) == -1 ||
	    web_query_only(req, NULL, err) == -1 ||
	    get_one(db, req, &in, err) == -1)
		return -1;
	rc = connect_begin(&who, platform_of(&in), &in, &url, err);
	return sign_in_send(req, res, MANAGE, rc, url, err);
}

/* The code becomes a pair of tokens, and the board is asked whose it is. */
static int
take_code(const struct caller *who, const struct web_req *req, int64_t *id,
    struct err *err)
{
	own_integration struct integration	 in = { 0 };
	own_json json_t				*about = NULL, *notes = NULL;
	const char	*state = web_query(req, "state");
	const char	*code = web_query(req, "code");
	char		 verifier[SIGN_IN_VERIFIER_SIZE];
	int		 rc;

	if (sign_in_take(who->db, who->conf, who->user_id, state != NULL ?
	    state : "", id, verifier, err) == -1 ||
	    integration_get(who->db, who->company_id, *id, &in, err) == -1)
		return -1;
	if (strcmp(in.con.provider, req->param[0]) != 0)
		return err_code(err, ERR_CONFLICT, "platform.sign_in_state",
		    "of another board");
	if (code == NULL || *code == '\0')
		rc = sign_in_refused(platform_of(&in), web_query(req, "error"),
		    err);
	else
		rc = connect_trade(who, platform_of(&in), &in, code, verifier,
		    err);
	integration_log_add(who->db, &in, "connect", who->user_id, NULL,
	    rc == -1 ? err : NULL);
	if (rc == 0 && connect_check(who, platform_of(&in), &in, &about,
	    &notes, err) == -1) {
		log_err(LOG_WARN, "integration: check", err);
		*err = (struct err){ 0 };
	}
	return rc;
}

/* GET /api/integrations/oauth/:platform/callback?code=&state= -> 303 to the page |
 * 200 PlatformIntegration | 409 | 424 */
static int
take_sign_in(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller	who = caller_of(db, req);
	int64_t			id = 0;
	int			rc;

	if (auth_session_only(req, err) == -1)
		return -1;
	rc = take_code(&who, req, &id, err);
	if (rc == 0)
		audit_request_id(db, req, "integration.connect", id, NULL);
	if (!web_wants_page(req))
		return rc == -1 ? -1 : answer(db, req, res, id, 200, err);
	return sign_in_back(res, MANAGE, req->param[0], rc, err);
}

/* --- sync --- */

/* POST /api/integrations/:id/sync -> 202 as sync-status | 404 | 409 | 422 nothing to read there */
static int
begin_sync(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const		 args[] = { "boards", NULL };
	own_integration struct integration	 in = { 0 };
	struct err				 lost = { 0 };
	int64_t					 run_id;

	if (get_one(db, req, &in, err) == -1)
		return -1;
	if (platform_of(&in)->search == NULL && platform_of(&in)->responses == NULL)
		return err_code(err, ERR_UNFIT, platform_of(&in)->no_search,
		    "%s", platform_of(&in)->title);
	if (!integration_usable(&in))
		return err_code(err, ERR_CONFLICT, "platform.not_connected",
		    "%s", platform_of(&in)->title);
	if (integration_sync_queue(db, &in, &run_id, err) == -1)
		return -1;
	/* Carried out at once; when that cannot be started, by cron's next tick. */
	if (proc_start(req->conf, "tick", args, &lost) == -1)
		log_err(LOG_WARN, "integration: tick", &lost);
	audit_request_id(db, req, "integration.sync", in.con.id, in.con.name);
	return integration_sync_status(db, &in, req->lang, &res->json,
	    err) == -1 ? -1 : 202;
}

/* --- search --- */

/* POST /api/integrations/search-candidates -> 200 {candidates, total_found, platforms, cursor,
 * weights, weights_from} | 400 | 404 | 409 | 422 | 502 all failed */
static int
search(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller	 who = caller_of(db, req);
	struct score_weights	 weights;
	const char		*from;
	own_search struct search *s = NULL;
	own_candidate_rows struct candidate_rows rows = { 0 };
	own_str char		*cursor = NULL;
	struct search_part	*part;

	if (ranking_read(&who, req->body, &weights, &from, err) == -1 ||
	    search_open(&who, boards, req->body, &s, err) == -1)
		return -1;
	rows.wish = s->wish;
	rows.weights = &weights;
	rows.only_new = s->wish->only_new;
	while ((part = search_next(s)) != NULL) {
		struct candidate_counts	n = { 0 };

		if (candidate_rows_add(db, &part->in, part->done->got.found,
		    search_applied(part), &rows, &n, err) == -1)
			return -1;
		search_settle(s, part);
	}
	if (search_judge(s, err) == -1) {
		res->more = json_pack("{s:o}", "platforms", search_platforms(s,
		    req->lang));
		return -1;
	}
	if (candidate_rows_end(db, &(struct candidate_viewer){ who.company_id,
	    who.user_id }, &rows, err) == -1)
		return -1;
	cursor = search_cursor(s);
	res->json = json_pack("{s:o, s:I, s:o, s:s?, s:o, s:s}", "candidates",
	    rows.list != NULL ? json_incref(rows.list) : json_array(),
	    "total_found", (json_int_t)search_total(s), "platforms",
	    search_platforms(s, req->lang), "cursor", cursor, "weights",
	    score_weights_json(&weights), "weights_from", from);
	return 200;
}

/* --- one person there --- */

static int
ask_one(struct db *db, const struct web_req *req, struct web_res *res,
    enum board_one what, const json_t *more, struct err *err)
{
	const struct caller	who = caller_of(db, req);
	int64_t			id;

	return web_query_only(req, NULL, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ||
	    board_one_ask(&who, id, what, more, &res->json, err) == -1 ? -1 :
	    200;
}

/* GET /api/integrations/external-candidates/:id/contact -> 200 {open, may_open, paid, candidate} |
 * 404 | 422; opens nothing */
static int
look_contact(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return ask_one(db, req, res, BOARD_CONTACT, NULL, err);
}

/* POST -> 200 the same, the contacts opened, which may cost one */
static int
open_contact(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_json json_t	*more = json_pack("{s:b}", "open", 1);

	if (ask_one(db, req, res, BOARD_CONTACT, more, err) == -1)
		return -1;
	audit_request(db, req, "integration.contact", req->param[0], NULL);
	return 200;
}

/* GET /api/integrations/external-candidates/:id/response -> 200 {id, state, actions} | 404 | 422 */
static int
look_response(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return ask_one(db, req, res, BOARD_RESPONSE, NULL, err);
}

/* POST {action, message?, send_sms?, address_id?} -> 200 the same as it is then | 409 | 422 */
static int
act_response(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	if (board_one_check_answer(req->body, err) == -1 ||
	    ask_one(db, req, res, BOARD_RESPONSE, req->body, err) == -1)
		return -1;
	audit_request(db, req, "integration.response", req->param[0], NULL);
	return 200;
}

/* --- what the market pays --- */

static int
read_market(const struct web_req *req, struct wish *wish, struct err *err)
{
	static const char *const names[] = { "keywords", "location",
		"experience_min", "experience_max", "period", NULL };
	const char	*words = NULL, *place = NULL;
	int64_t		 min, max, days;
	own_json json_t	*doc = NULL;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_text(req, "keywords", 1000, &words, err) == -1 ||
	    web_query_text(req, "location", 100, &place, err) == -1 ||
	    web_query_int(req, "experience_min", -1, 0, 60, &min,
	    err) == -1 ||
	    web_query_int(req, "experience_max", -1, 0, 60, &max,
	    err) == -1 ||
	    web_query_int(req, "period", 30, 1, 365, &days, err) == -1)
		return -1;
	doc = json_pack("{s:o, s:[], s:I, s:I}", "keywords", wish_split(words),
	    "locations", "updated_within_days", (json_int_t)days, "limit",
	    (json_int_t)WISH_LIMIT_MAX);
	if (place != NULL && *place != '\0')
		json_array_append_new(json_object_get(doc, "locations"),
		    json_string(place));
	if (min >= 0)
		json_object_set_new(doc, "experience_min", json_integer(min));
	if (max >= 0)
		json_object_set_new(doc, "experience_max", json_integer(max));
	return wish_read(doc, wish, err);
}

/* GET /api/integrations/salary-analysis?keywords=&location=&experience_min=&experience_max=&period=
 * -> 200 {currency, sample_size, median, quartiles, ...} | 400 | 409 | 502 all failed */
static int
show_salaries(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller	who = caller_of(db, req);
	own_wish struct wish	wish = { 0 };

	return read_market(req, &wish, err) == -1 || market_ask(&who, boards,
	    &wish, req->lang, &res->json, &res->more, err) == -1 ? -1 : 200;
}
