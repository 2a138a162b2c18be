/* platforms: integrations with job boards, and searches of them. A pool of its own: it waits for
 * remote services. */
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "account/caller.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "boards/boards.h"
#include "candidate/search_row.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "platform/integration.h"
#include "platform/integration_form.h"
#include "platform/integration_log.h"
#include "platform/link.h"
#include "platform/platform.h"
#include "platform/run.h"
#include "platform/search.h"
#include "platform/wish.h"

static web_handler list_all, create, show, replace, change, remove_one,
    test_connection, search, show_platforms, list_logs, list_own_logs;

static const struct web_route routes[] = {
	{ "GET",  "/api/integrations", list_all, ROLE_MEMBER, 0 },
	{ "POST", "/api/integrations", create, ROLE_ADMIN, 0 },
	{ "GET",  "/api/integrations/platforms", show_platforms, ROLE_MEMBER,
	    0 },
	{ "GET",  "/api/integrations/logs", list_logs, ROLE_RECRUITER, 0 },
	{ "POST", "/api/integrations/search-candidates", search,
	    ROLE_RECRUITER, 0 },
	{ "GET",  "/api/integrations/:id", show, ROLE_MEMBER, 0 },
	{ "PUT",  "/api/integrations/:id", replace, ROLE_ADMIN, 0 },
	{ "PATCH", "/api/integrations/:id", change, ROLE_ADMIN, 0 },
	{ "DELETE", "/api/integrations/:id", remove_one, ROLE_ADMIN, 0 },
	{ "POST", "/api/integrations/:id/test-connection", test_connection,
	    ROLE_ADMIN, WEB_BARE },
	{ "GET",  "/api/integrations/:id/logs", list_own_logs, ROLE_RECRUITER,
	    0 },
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

/* GET /api/integrations?platform=&status= -> 200 [PlatformIntegration] */
static int
list_all(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const		 names[] = { "platform",
		"status", NULL };
	own_integration struct integration	 in = { 0 };
	own_rows struct db_rows			*rows = NULL;
	const struct platform			*platform;
	const char				*name = NULL, *status = NULL;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_text(req, "platform", 40, &name, err) == -1 ||
	    (name != NULL && platform_choose(boards, "platform", name,
	    &platform, err) == -1) ||
	    web_query_word(req, "status", integration_statuses, &status,
	    err) == -1 ||
	    integration_list(db, req->who->company_id, name, &rows, err) == -1)
		return -1;
	res->json = json_array();
	while (integration_next(rows, &in))
		if (status == NULL || strcmp(status,
		    integration_status(&in)) == 0)
			json_array_append_new(res->json, document(req, &in));
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

static json_t *
codes_json(unsigned bits, const char *(*name)(unsigned))
{
	json_t	*list = json_array();

	for (unsigned bit = 1; bit != 0 && bit <= bits; bit <<= 1)
		if ((bits & bit) != 0)
			json_array_append_new(list, json_string(name(bit)));
	return list;
}

static json_t *
words_json(const char *const *words)
{
	json_t	*list = json_array();

	while (*words != NULL)
		json_array_append_new(list, json_string(*words++));
	return list;
}

static json_t *
both_languages(const char *code, const char *arg)
{
	char	ru[1000], en[1000];

	if (code == NULL)
		return json_null();
	text_put(ru, sizeof(ru), "ru", code, arg);
	text_put(en, sizeof(en), "en", code, arg);
	return json_pack("{s:s, s:s}", "ru", ru, "en", en);
}

static json_t *
platform_json(const struct platform *p, int64_t integrations, bool usable)
{
	return json_pack("{s:s, s:s, s:o, s:o, s:s, s:o, s:o, s:o, s:o, s:o,"
	    " s:I, s:b}", "platform", p->name, "title", p->title,
	    "description", both_languages(p->about, p->title), "how",
	    both_languages(p->how, p->title), "where", p->where,
	    "does", codes_json(p->does, platform_ability),
	    "credentials", words_json(p->takes), "needs",
	    words_json(p->needs), "searches_by", codes_json(p->wishes,
	    wish_name), "no_search", both_languages(p->no_search, p->title),
	    "integrations", (json_int_t)integrations, "usable", usable);
}

/* GET /api/integrations/platforms -> 200 [{platform, title, description: {ru, en}, ...}] */
static int
show_platforms(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	if (web_query_only(req, NULL, err) == -1)
		return -1;
	res->json = json_array();
	for (size_t i = 0; boards[i] != NULL; i++) {
		own_integration struct integration	 in = { 0 };
		own_rows struct db_rows			*rows = NULL;
		int64_t					 n = 0;
		bool					 usable = false;

		if (integration_list(db, req->who->company_id,
		    boards[i]->name, &rows, err) == -1)
			return -1;
		for (; integration_next(rows, &in); n++)
			usable |= integration_usable(&in);
		json_array_append_new(res->json, platform_json(boards[i], n,
		    usable));
	}
	return 200;
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

/* DELETE /api/integrations/:id -> 200 {} | 404 */
static int
remove_one(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_integration struct integration	in = { 0 };

	if (web_query_only(req, NULL, err) == -1 ||
	    get_one(db, req, &in, err) == -1 ||
	    integration_delete(db, req->who->company_id, in.con.id,
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

		text_put(text, sizeof(text), lang, code, field_str(note,
		    "wish"));
		json_array_append_new(list, json_pack("{s:s, s:s, s:s}",
		    "code", code, "about", field_str(note, "wish"), "detail",
		    text));
	}
	return list;
}

/* Asks whom the key belongs to, and stores what is said. */
static int
check(struct db *db, const struct web_req *req, const struct integration *in,
    struct web_res *res, struct err *err)
{
	own_platform_run struct platform_run	*run = NULL;
	const struct platform	*platform = platform_by_name(boards,
				    in->con.provider);
	const struct platform_ask ask = { .account = in->account,
	    .base_url = platform_address(platform, req->conf),
	    .now_ms = clock_ms() };
	struct platform_link	*link;
	struct platform_done	*done;

	if ((run = platform_run_open(db, req->conf, 25000, err)) == NULL ||
	    platform_link_open(db, req->conf, platform, in,
	    req->who->user_id, &link, err) == -1)
		return -1;
	platform_run_add(run, link, platform->check, &ask, NULL);
	done = platform_run_next(run);
	if (done->rc == -1) {
		*err = done->err;
		return -1;
	}
	res->json = json_pack("{s:b, s:O, s:o}", "ok", 1, "account",
	    done->got.about, "notes", notes_json(done->got.notes, req->lang));
	return integration_set_account(db, in->con.id, done->got.about, err);
}

/* POST /api/integrations/:id/test-connection -> 200 {ok, account, notes, expires_at} | 409 | 424 |
 * 429 | 502 */
static int
test_connection(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_integration struct integration	in = { 0 };
	const int64_t				began = clock_mono_ms();
	struct err				lost = { 0 };
	int					rc;

	if (get_one(db, req, &in, err) == -1)
		return -1;
	rc = check(db, req, &in, res, err);
	if (err->kind != ERR_CONFLICT && integration_settle(db, in.con.id,
	    clock_mono_ms() - began, rc == -1 ? err : NULL, &lost) == -1)
		log_err(LOG_WARN, "integration: settle", &lost);
	integration_log_add(db, &in, "test", req->who->user_id, NULL,
	    rc == -1 ? err : NULL);
	return rc == -1 ? -1 : 200;
}

/* --- search --- */

/* POST /api/integrations/search-candidates -> 200 {candidates, total_found, platforms, cursor} |
 * 400 | 409 | 422 | 502 all failed */
static int
search(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller	 who = caller_of(db, req);
	own_search struct search *s = NULL;
	own_candidate_rows struct candidate_rows rows = { 0 };
	own_str char		*cursor = NULL;
	struct search_part	*part;

	if (search_open(&who, boards, req->body, &s, err) == -1)
		return -1;
	rows.only_new = s->wish->only_new;
	while ((part = search_next(s)) != NULL) {
		int64_t	created = 0;

		if (candidate_rows_add(db, who.company_id, part->in.con.id,
		    part->done->got.found, &rows, &created, err) == -1)
			return -1;
		search_settle(s, part, created);
	}
	if (search_judge(s, err) == -1) {
		res->more = json_pack("{s:o}", "platforms", search_platforms(s,
		    req->lang));
		return -1;
	}
	cursor = search_cursor(s);
	res->json = json_pack("{s:o, s:I, s:o, s:s?}", "candidates",
	    rows.list != NULL ? json_incref(rows.list) : json_array(),
	    "total_found", (json_int_t)search_total(s), "platforms",
	    search_platforms(s, req->lang), "cursor", cursor);
	return 200;
}

/* --- logs --- */

static int
answer_logs(struct db *db, const struct web_req *req, struct web_res *res,
    int64_t integration_id, struct err *err)
{
	static const char *const names[] = { "platform", "operation",
		"status", "page_size", "after", NULL };
	struct integration_log_filter	 f = {
	    .company_id = req->who->company_id,
	    .integration_id = integration_id };
	own_rows struct db_rows		*rows = NULL;
	struct integration_log		 one;
	struct cursor			 last = { 0 };
	struct web_page			 page;

	if (web_query_only(req, names, err) == -1 ||
	    web_page_read_on(req, CURSOR_BY_ID, &page, err) == -1 ||
	    web_query_text(req, "platform", 40, &f.platform, err) == -1 ||
	    web_query_word(req, "operation", integration_operations,
	    &f.operation, err) == -1 ||
	    web_query_word(req, "status", integration_outcomes, &f.status,
	    err) == -1)
		return -1;
	f.before_id = page.from.id;
	if (integration_log_list(db, &f, page.size + 1, &rows, err) == -1)
		return -1;
	res->json = json_array();
	while ((int64_t)json_array_size(res->json) < page.size &&
	    integration_log_next(rows, &one)) {
		last.id = one.id;
		json_array_append_new(res->json, integration_log_json(&one,
		    req->lang));
	}
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last,
	    integration_log_next(rows, &one), -1);
	return 200;
}

/* GET /api/integrations/logs?platform=&operation=&status= -> 200 [log], of deleted ones, too */
static int
list_logs(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return answer_logs(db, req, res, 0, err);
}

/* GET /api/integrations/:id/logs -> 200 [log] | 404 */
static int
list_own_logs(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_integration struct integration	in = { 0 };

	return get_one(db, req, &in, err) == -1 ? -1 : answer_logs(db, req,
	    res, in.con.id, err);
}
