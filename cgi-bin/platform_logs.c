/* platform_logs: what was done with integrations, their figures, what each job board can do: the
 * database alone. */
#include "account/auth.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "boards/boards.h"
#include "candidate/leave.h"
#include "io/db.h"
#include "io/web.h"
#include "platform/integration.h"
#include "platform/integration_log.h"
#include "platform/integration_sync.h"
#include "platform/platform.h"
#include "platform/wish.h"

static web_handler show_platforms, list_logs, list_own_logs, show_statistics,
    show_own_statistics, show_sync, show_people;

static const struct web_route routes[] = {
	{ "GET",  "/api/integrations/platforms", show_platforms, ROLE_MEMBER,
	    0 },
	{ "GET",  "/api/integrations/logs", list_logs, ROLE_RECRUITER, 0 },
	{ "GET",  "/api/integrations/:id/logs", list_own_logs, ROLE_RECRUITER,
	    0 },
	{ "GET",  "/api/integrations/:id/candidates", show_people, ROLE_ADMIN,
	    0 },
	{ "GET",  "/api/integrations/:id/sync-status", show_sync,
	    ROLE_RECRUITER, 0 },
	{ "GET",  "/api/integrations/statistics", show_statistics,
	    ROLE_RECRUITER, 0 },
	{ "GET",  "/api/integrations/:id/statistics", show_own_statistics,
	    ROLE_RECRUITER, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "platform_logs", routes, &auth);
}

/* --- what each board can do --- */

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
	    " s:b, s:I, s:b}", "platform", p->name, "title", p->title,
	    "description", both_languages(p->about, p->title), "how",
	    both_languages(p->how, p->title), "where", p->where,
	    "does", codes_json(p->does, platform_ability),
	    "credentials", words_json(p->takes), "needs",
	    words_json(p->needs), "searches_by", codes_json(p->wishes,
	    wish_name), "no_search", both_languages(p->no_search, p->title),
	    "begins_off", p->begins_off,
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

/* --- logs --- */

static int
get_one(struct db *db, const struct web_req *req, struct integration *out,
    struct err *err)
{
	int64_t	 id;

	return web_id(req, 0, &id, err) == -1 ? -1 : integration_get(db,
	    req->who->company_id, id, out, err);
}

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
	const struct platform		*platform;
	struct cursor			 last = { 0 };
	struct web_page			 page;

	if (web_query_only(req, names, err) == -1 ||
	    web_page_read_on(req, CURSOR_BY_ID, &page, err) == -1 ||
	    web_query_text(req, "platform", 40, &f.platform, err) == -1 ||
	    (f.platform != NULL && platform_choose(boards, "platform",
	    f.platform, &platform, err) == -1) ||
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

/* --- figures --- */

static int
answer_statistics(struct db *db, const struct web_req *req,
    struct web_res *res, int64_t id, struct err *err)
{
	static const char *const names[] = { "days", NULL };
	int64_t			 days;

	if (web_query_only(req, names, err) == -1 ||
	    web_query_int(req, "days", 30, 1, INTEGRATION_DAYS_MAX,
	    &days, err) == -1)
		return -1;
	return integration_log_statistics(db, &(struct integration_ask){
	    req->who->company_id, id, days, req->who->zone }, &res->json,
	    err) == -1 ? -1 : 200;
}

/* GET /api/integrations/statistics?days= -> 200 {total_integrations, ..., by_platform, by_day} */
static int
show_statistics(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return answer_statistics(db, req, res, 0, err);
}

/* GET /api/integrations/:id/statistics?days= -> 200 the same of one | 404 */
static int
show_own_statistics(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	own_integration struct integration	in = { 0 };

	return get_one(db, req, &in, err) == -1 ? -1 : answer_statistics(db,
	    req, res, in.con.id, err);
}

/* GET /api/integrations/:id/sync-status -> 200 {status, last_sync_at, ...} | 404 */
static int
show_sync(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_integration struct integration	in = { 0 };

	return web_query_only(req, NULL, err) == -1 ||
	    get_one(db, req, &in, err) == -1 ||
	    integration_sync_status(db, &in, req->lang, &res->json,
	    err) == -1 ? -1 : 200;
}

/* --- before one is deleted --- */

/* GET /api/integrations/:id/candidates -> 200 {imported, marked, others, alone} | 404: what would
 * become of its people */
static int
show_people(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_integration struct integration	in = { 0 };
	struct candidate_leavers		people;

	if (web_query_only(req, NULL, err) == -1 ||
	    get_one(db, req, &in, err) == -1 || candidate_leave_count(db,
	    req->who->company_id, in.con.id, &people, err) == -1)
		return -1;
	res->json = json_pack("{s:I, s:I, s:I, s:I}", "imported",
	    (json_int_t)people.imported, "marked", (json_int_t)people.marked,
	    "others", (json_int_t)people.others, "alone",
	    (json_int_t)people.alone);
	return 200;
}
