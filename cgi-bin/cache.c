/* cache: the answers of Huntflow that are cached, over HTTP. */
#include "account/audit.h"
#include "account/auth.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "service/api_cache.h"

#define SEARCH_MAX	200		/* characters */
#define LIST_BYTES	(4 << 20)	/* a page of large documents ends early */

static web_handler list_cache, list_expired, show_cache_stats, clear_cache,
    show_cache, remove_cache;

static const struct web_route routes[] = {
	{ "GET", "/api/v1/huntflow/cache", list_cache, ROLE_MEMBER, 0 },
	{ "GET", "/api/v1/huntflow/cache/expired", list_expired,
	    ROLE_MEMBER, 0 },
	{ "GET", "/api/v1/huntflow/cache/stats", show_cache_stats,
	    ROLE_MEMBER, 0 },
	{ "POST", "/api/v1/huntflow/cache/clear-cache", clear_cache,
	    ROLE_MEMBER, 0 },
	{ "GET", "/api/v1/huntflow/cache/:id", show_cache, ROLE_MEMBER, 0 },
	{ "DELETE", "/api/v1/huntflow/cache/:id", remove_cache,
	    ROLE_MEMBER, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "cache", routes, &auth);
}

static void
emit_entry(struct buf *out, const struct api_cache *one)
{
	emit_open(out, NULL, '{');
	emit_int(out, "id", one->id);
	emit_str(out, "cache_key", one->key);
	emit_json(out, "data", one->data);
	emit_time(out, "created_at", one->created_at);
	emit_time(out, "updated_at", one->updated_at);
	emit_time(out, "expires_at", one->expires_at);
	emit_bool(out, "is_expired", one->expired);
	emit_int(out, "age_minutes", one->age_ms / 60000);
	emit_int(out, "user", one->user_id);
	emit_int(out, "hits", one->hits);
	emit_close(out, '}');
}

static int
list_entries(struct db *db, const struct web_req *req, bool expired,
    struct web_res *res, struct err *err)
{
	static const char *const names[] = { "cache_key", "search", "ordering",
		"page", "page_size", "after", NULL };
	own_rows struct db_rows	*rows = NULL;
	struct api_cache_ask	 ask = { .expired = expired };
	struct api_cache	 one;
	struct web_page		 page;
	struct cursor		 last = { 0 };
	int64_t			 n = 0, total;
	bool			 more = false;

	ask.company_id = req->who->company_id;
	ask.user_id = auth_whose(req);
	if (web_query_only(req, names, err) == -1 ||
	    web_query_text(req, "cache_key", SEARCH_MAX, &ask.key, err) == -1 ||
	    web_query_text(req, "search", SEARCH_MAX, &ask.search, err) == -1 ||
	    web_query_word(req, "ordering", api_cache_orders, &ask.order,
	    err) == -1 ||
	    web_page_read_on(req, CURSOR_BY_NUMBER, &page, err) == -1 ||
	    api_cache_count(db, &ask, &total, err) == -1)
		return -1;
	ask.after_at = page.from.number;
	ask.after_id = page.from.id;
	ask.limit = page.size + 1;
	if (api_cache_list(db, &ask, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	for (; api_cache_next(rows, &one) && !(more = n == page.size ||
	    res->body.len > LIST_BYTES); n++) {
		emit_entry(&res->body, &one);
		last.number = one.sorted_at;
		last.id = one.id;
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_NUMBER, &last, more, total);
	return 200;
}

/* GET /api/v1/huntflow/cache?cache_key=&search=&ordering= -> 200 [entry] */
static int
list_cache(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return list_entries(db, req, false, res, err);
}

/* GET /api/v1/huntflow/cache/expired -> 200 [entry] */
static int
list_expired(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return list_entries(db, req, true, res, err);
}

/* GET /api/v1/huntflow/cache/:id -> 200 the entry | 404 */
static int
show_cache(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { NULL };
	own_rows struct db_rows	*rows = NULL;
	struct api_cache	 one;
	int64_t			 id;

	if (web_query_only(req, names, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ||
	    api_cache_one(db, req->who->company_id, auth_whose(req), id, &rows,
	    &one, err) == -1)
		return -1;
	emit_entry(&res->body, &one);
	return 200;
}

/* Whose entries one may end: an admin the company's, others the own. */
static int64_t
clears(const struct web_req *req)
{
	return req->who->role >= ROLE_ADMIN ? 0 : req->who->user_id;
}

/* POST /api/v1/huntflow/cache/clear-cache {"all"?} -> 200 {message, deleted} */
static int
clear_cache(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { "all", NULL };
	bool		 all = req->who->role >= ROLE_ADMIN;
	char		 message[200];
	int64_t		 n;

	if (field_only(req->body, names, err) == -1 ||
	    field_bool_opt(req->body, "all", &all, err) == -1)
		return -1;
	if (all && req->who->role < ROLE_ADMIN)
		return err_code(err, ERR_DENIED, "service.cache_foreign",
		    "only an admin clears the whole cache");
	if (api_cache_clear(db, req->who->company_id, all ? 0 :
	    req->who->user_id, &n, err) == -1)
		return -1;
	audit_request(db, req, "huntflow.cache.clear", all ? "all" : "own", NULL);
	text_put(message, sizeof(message), req->lang, "service.cache_cleared", "");
	res->json = json_pack("{s:s, s:I}", "message", message, "deleted",
	    (json_int_t)n);
	return 200;
}

/* DELETE /api/v1/huntflow/cache/:id -> 204 | 403 a colleague's | 404 */
static int
remove_cache(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct api_cache	 one;
	int64_t			 id;

	(void)res;
	if (web_id(req, 0, &id, err) == -1 ||
	    api_cache_one(db, req->who->company_id, auth_whose(req), id, &rows,
	    &one, err) == -1)
		return -1;
	if (clears(req) != 0 && one.user_id != req->who->user_id)
		return err_code(err, ERR_DENIED, "service.cache_foreign",
		    "only an admin ends another's entry");
	if (api_cache_remove(db, req->who->company_id, clears(req), id,
	    err) == -1)
		return -1;
	return 204;
}

/* GET /api/v1/huntflow/cache/stats -> 200 {hits, misses, hit_rate, calls_saved, entries,
 * expired} */
static int
show_cache_stats(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { NULL };
	struct api_cache_figures	 f;
	int64_t				 asked;

	if (web_query_only(req, names, err) == -1 ||
	    api_cache_figures(db, req->who->company_id, auth_whose(req), &f,
	    err) == -1)
		return -1;
	asked = f.hits + f.misses;
	emit_open(&res->body, NULL, '{');
	emit_int(&res->body, "hits", f.hits);
	emit_int(&res->body, "misses", f.misses);
	emit_real(&res->body, "hit_rate", asked == 0 ? 0 :
	    (double)f.hits / (double)asked);
	emit_int(&res->body, "calls_saved", f.hits);
	emit_int(&res->body, "entries", f.entries);
	emit_int(&res->body, "expired", f.expired);
	emit_close(&res->body, '}');
	return 200;
}
