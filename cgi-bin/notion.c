/* notion: what a company's accounts at Notion bring: the data sources that are shared, where their
 * properties go, the rows with what became of each. The accounts themselves are the program
 * accounts'; rows go to Huntflow by imports and transfers. */
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "account/caller.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "notion/client.h"
#include "notion/notion.h"
#include "notion/row.h"
#include "notion/source.h"
#include "service/provider_client.h"
#include "transfer/choice.h"
#include "transfer/notion.h"

#define ACCOUNT		"/api/v1/notion/accounts/:id"
#define WORDS_CHARS	200

static web_handler list_sources, show_mapping, save_mapping, try_mapping,
    list_rows;

static const struct web_route routes[] = {
	{ "GET",  ACCOUNT "/sources", list_sources, ROLE_RECRUITER, 0 },
	{ "GET",  ACCOUNT "/mapping", show_mapping, ROLE_RECRUITER, 0 },
	{ "PUT",  ACCOUNT "/mapping", save_mapping, ROLE_ADMIN, 0 },
	{ "POST", ACCOUNT "/mapping/preview", try_mapping, ROLE_RECRUITER, 0 },
	{ "GET",  ACCOUNT "/rows", list_rows, ROLE_RECRUITER, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "notion", routes, &auth);
}

/* GET /api/v1/notion/accounts/:id/sources -> 200 [{id, name, database_id, database, url, chosen}] |
 * 404 | 4xx and 5xx of the service */
static int
list_sources(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_provider_client struct provider_client	*c = NULL;
	const struct caller	 who = caller_of(db, req);
	char			 chosen[NOTION_ID_SIZE];
	json_t			*one;
	int64_t			 id;
	size_t			 i;
	int			 rc;

	if (web_query_only(req, NULL, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ||
	    (c = provider_client_try(&who, &notion_provider, id,
	    err)) == NULL)
		return -1;
	rc = notion_sources_fetch(c->api, &res->json, err);
	provider_client_settle(c, rc == -1 ? err : NULL);
	if (rc == -1)
		return -1;
	notion_client_source(&c->account, chosen);
	json_array_foreach(res->json, i, one) {
		char	 source[NOTION_ID_SIZE];

		json_object_set_new(one, "chosen", json_boolean(notion_id(
		    field_str(one, "id"), source) &&
		    strcmp(source, chosen) == 0));
	}
	return 200;
}

/* --- where the properties go --- */

/* GET /api/v1/notion/accounts/:id/mapping -> 200 {source, fields, tasks} | 404 | 409 not read */
static int
show_mapping(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller	who = caller_of(db, req);
	int64_t			id;

	return web_query_only(req, NULL, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 || transfer_notion_mapping(&who,
	    id, NULL, &res->json, err) == -1 ? -1 : 200;
}

static int
read_choices(const struct web_req *req, int64_t *id, json_t **choices,
    struct err *err)
{
	static const char *const	names[] = { "fields", NULL };

	return web_id(req, 0, id, err) == -1 ||
	    field_only(req->body, names, err) == -1 ||
	    transfer_choice_read(req->body, choices, err) == -1 ? -1 : 0;
}

/* PUT /api/v1/notion/accounts/:id/mapping {fields: [{id, to}]} -> 200 as GET | 400 | 404 | 409 */
static int
save_mapping(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller	 who = caller_of(db, req);
	own_json json_t		*choices = NULL;
	int64_t			 id;

	if (read_choices(req, &id, &choices, err) == -1 ||
	    transfer_notion_map(&who, id, choices, err) == -1)
		return -1;
	audit_request_id(db, req, "notion.mapping", id, NULL);
	return transfer_notion_mapping(&who, id, NULL, &res->json, err) == -1 ?
	    -1 : 200;
}

/* POST /api/v1/notion/accounts/:id/mapping/preview, the same body -> 200 the same, not stored */
static int
try_mapping(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller	 who = caller_of(db, req);
	own_json json_t		*choices = NULL;
	int64_t			 id;

	return read_choices(req, &id, &choices, err) == -1 ||
	    transfer_notion_mapping(&who, id, choices, &res->json,
	    err) == -1 ? -1 : 200;
}

/* --- rows --- */

static void
emit_row(struct buf *b, const struct notion_row *row)
{
	emit_open(b, NULL, '{');
	emit_str(b, "id", row->page_id);
	emit_str(b, "name", row->name);
	emit_str(b, "url", row->url);
	emit_bool(b, "has_file", row->has_file);
	emit_time(b, "edited_at", row->edited_at);
	emit_json(b, "fields", row->fields);
	emit_json(b, "people", row->people);
	origin_sent_emit(b, "transfer", &row->sent);
	emit_close(b, '}');
}

/* GET /api/v1/notion/accounts/:id/rows?search=&transfer=done|none -> 200 [row] | 404 */
static int
list_rows(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "search", "transfer",
		"page", "page_size", "after", NULL };
	own_provider_account struct provider_account	 account = { 0 };
	own_rows struct db_rows		*rows = NULL;
	struct origin_sent_ask		 ask = { 0 };
	struct notion_row		 row;
	struct web_page			 page;
	struct cursor			 last = { 0 };
	const int64_t			 company = req->who->company_id;
	int64_t				 id, total, n = 0;

	if (web_query_only(req, names, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ||
	    web_query_text(req, "search", WORDS_CHARS, &ask.words,
	    err) == -1 || web_query_word(req, "transfer",
	    origin_sent_transfers, &ask.transfer, err) == -1 ||
	    web_page_read_by(req, CURSOR_BY_ID, &page, err) == -1 ||
	    provider_account_get(db, company, &notion_provider, id, &account,
	    err) == -1 ||
	    notion_row_count(db, company, id, &ask, &total, err) == -1 ||
	    notion_row_list(db, company, id, &ask, page.from.id,
	    web_page_skip(&page), page.size + 1, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while (n < page.size && notion_row_next(rows, &row)) {
		n++;
		emit_row(&res->body, &row);
		last.id = row.id;
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last,
	    n == page.size && db_rows_next(rows), total);
	return 200;
}
