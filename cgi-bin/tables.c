/* tables: tables of people that somebody brought (CSV, XLSX) over HTTP: taken, mapped, their rows
 * with what became of each, candidates made of LinkedIn's. They go to Huntflow by imports and
 * transfers. */
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "account/caller.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/table.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "table/extract.h"
#include "table/line.h"
#include "table/sheet.h"
#include "transfer/column.h"
#include "transfer/source.h"
#include "transfer/table.h"

#define API		"/api/v1/tables"
#define NAME_CHARS	255
#define WORDS_CHARS	200

static web_handler list_tables, take_table, show_table, map_table, drop_table,
    list_rows, show_row, make_candidates;

static const struct web_route routes[] = {
	{ "GET",    API, list_tables, ROLE_RECRUITER, 0 },
	{ "POST",   API, take_table, ROLE_RECRUITER, WEB_UPLOAD | WEB_STARTS },
	{ "GET",    API "/:id", show_table, ROLE_RECRUITER, 0 },
	{ "PATCH",  API "/:id", map_table, ROLE_RECRUITER, 0 },
	{ "DELETE", API "/:id", drop_table, ROLE_RECRUITER, 0 },
	{ "GET",    API "/:id/rows", list_rows, ROLE_RECRUITER, 0 },
	{ "GET",    API "/:id/rows/:row", show_row, ROLE_RECRUITER, 0 },
	{ "POST",   API "/:id/candidates", make_candidates, ROLE_RECRUITER,
	    0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "tables", routes, &auth);
}

/* --- tables --- */

/* GET /api/v1/tables -> 200 [table], newest first */
static int
list_tables(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "page", "page_size",
		"after", NULL };
	own_rows struct db_rows		*rows = NULL;
	struct table_sheet		 sheet;
	struct web_page			 page;
	struct cursor			 last = { 0 };
	int64_t				 total, n = 0;

	if (web_query_only(req, names, err) == -1 ||
	    web_page_read_by(req, CURSOR_BY_ID, &page, err) == -1 ||
	    table_sheet_count(db, req->who->company_id, &total, err) == -1 ||
	    table_sheet_list(db, req->who->company_id, page.from.id,
	    web_page_skip(&page), page.size + 1, &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while (n < page.size && table_sheet_next(rows, &sheet)) {
		n++;
		table_sheet_emit(&res->body, &sheet);
		emit_close(&res->body, '}');
		last.id = sheet.id;
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last,
	    n == page.size && db_rows_next(rows), total);
	return 200;
}

static int
answer(struct db *db, const struct web_req *req, struct web_res *res,
    int64_t id, int status, struct err *err)
{
	own_transfer_table struct transfer_table	table = { 0 };
	const struct caller				who = caller_of(db,
							    req);

	return transfer_table_open(db, who.company_id, id, &table, err) ==
	    -1 || transfer_table_write(&who, &table, &res->body, err) == -1 ?
	    -1 : status;
}

static int
read_file(const struct web_req *req, struct transfer_table_file *out,
    struct err *err)
{
	static const char *const	names[] = { "sheet", "encoding", NULL };

	if (req->nfiles != 1 || strcmp(req->files[0].name, "file") != 0)
		return err_field(err, "file", req->nfiles > 1 ? "length" :
		    "required", "%s", "1");
	*out = (struct transfer_table_file){ .name = req->files[0].filename,
		.data = req->files[0].data, .len = req->files[0].len };
	return req->body == NULL ? 0 : field_only(req->body, names, err) ==
	    -1 || field_text_opt(req->body, "sheet", NAME_CHARS,
	    &out->ask.sheet, err) == -1 || field_word_opt(req->body,
	    "encoding", table_encodings, &out->ask.encoding, err) == -1 ? -1 :
	    0;
}

/* POST /api/v1/tables, multipart, file, sheet?, encoding? -> 201 table | 200 it was there | 400 |
 * 413 */
static int
take_table(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct transfer_table_file	file;
	const struct caller		who = caller_of(db, req);
	int64_t				id;
	bool				created;

	if (read_file(req, &file, err) == -1 ||
	    transfer_table_take(&who, &file, &id, &created, err) == -1)
		return -1;
	if (created)
		audit_request_id(db, req, "table.add", id, NULL);
	return answer(db, req, res, id, created ? 201 : 200, err);
}

/* GET /api/v1/tables/:id -> 200 table | 404 */
static int
show_table(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t	id;

	return web_query_only(req, NULL, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ? -1 :
	    answer(db, req, res, id, 200, err);
}

/* PATCH /api/v1/tables/:id {mapping: {"c1": word | null}} -> 200 table | 400 | 404 */
static int
map_table(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const			 names[] = { "mapping",
		NULL };
	own_transfer_table struct transfer_table	 table = { 0 };
	own_json json_t					*mapping = NULL;
	own_str char					*text = NULL;
	json_t						*given = NULL;
	int64_t						 id;

	if (web_id(req, 0, &id, err) == -1 || transfer_table_open(db,
	    req->who->company_id, id, &table, err) == -1)
		return -1;
	if (req->body == NULL)
		return err_field(err, "mapping", "required", "%s", "");
	if (field_only(req->body, names, err) == -1 ||
	    field_object_opt(req->body, "mapping", &given, err) == -1)
		return -1;
	if (given == NULL)
		return err_field(err, "mapping", "required", "%s", "");
	if (transfer_column_read(given, table.columns, &mapping, err) == -1)
		return err_within(err, 0, "mapping");
	text = json_dumps(mapping, JSON_COMPACT);
	if (table_sheet_map(db, req->who->company_id, id, text, err) == -1)
		return -1;
	audit_request_id(db, req, "table.map", id, NULL);
	return answer(db, req, res, id, 200, err);
}

/* DELETE /api/v1/tables/:id -> 204 | 404 */
static int
drop_table(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t	id;

	(void)res;
	if (web_id(req, 0, &id, err) == -1 ||
	    table_sheet_drop(db, req->who->company_id, id, err) == -1)
		return -1;
	audit_request_id(db, req, "table.delete", id, NULL);
	return 204;
}

/* --- rows --- */

static void
emit_line(struct buf *b, const struct web_req *req,
    const struct transfer_table *table, const struct table_line *line)
{
	own_transfer_item struct transfer_item	item = { 0 };

	transfer_table_item(table, req->conf, line, &item);
	emit_open(b, NULL, '{');
	emit_int(b, "id", line->id);
	emit_int(b, "number", line->number);
	emit_str(b, "name", item.name);
	emit_json(b, "cells", line->cells);
	origin_sent_emit(b, "transfer", &line->sent);
	emit_close(b, '}');
}

/* GET /api/v1/tables/:id/rows?search=&transfer=done|none -> 200 [row] | 404 */
static int
list_rows(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const			 names[] = { "search",
		"transfer", "page", "page_size", "after", NULL };
	own_transfer_table struct transfer_table	 table = { 0 };
	own_rows struct db_rows				*rows = NULL;
	struct origin_sent_ask				 ask = { 0 };
	struct table_line				 line;
	struct web_page					 page;
	struct cursor					 last = { 0 };
	int64_t						 id, total, n = 0;

	if (web_query_only(req, names, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ||
	    web_query_text(req, "search", WORDS_CHARS, &ask.words,
	    err) == -1 || web_query_word(req, "transfer",
	    origin_sent_transfers, &ask.transfer, err) == -1 ||
	    web_page_read_by(req, CURSOR_BY_ID, &page, err) == -1 ||
	    transfer_table_open(db, req->who->company_id, id, &table,
	    err) == -1 || table_line_count(db, req->who->company_id, id, &ask,
	    &total, err) == -1 || table_line_list(db, req->who->company_id,
	    id, &ask, page.from.id, web_page_skip(&page), page.size + 1,
	    &rows, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	while (n < page.size && table_line_next(rows, &line)) {
		n++;
		emit_line(&res->body, req, &table, &line);
		last.id = line.id;
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last,
	    n == page.size && db_rows_next(rows), total);
	return 200;
}

/* GET /api/v1/tables/:id/rows/:row -> 200 row | 404 */
static int
show_row(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_transfer_table struct transfer_table	 table = { 0 };
	own_rows struct db_rows				*rows = NULL;
	struct table_line				 line;
	int64_t						 id, row;

	if (web_query_only(req, NULL, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ||
	    web_id(req, 1, &row, err) == -1 ||
	    transfer_table_open(db, req->who->company_id, id, &table,
	    err) == -1 || table_line_get(db, req->who->company_id, id, row,
	    &rows, &line, err) == -1)
		return -1;
	emit_line(&res->body, req, &table, &line);
	return 200;
}

/* --- candidates --- */

/*
 * POST /api/v1/tables/:id/candidates {integration_id?, after?} -> 200 {created, updated, same,
 * left, next: the after to go on with, or null} | 400 | 404 | 409
 */
static int
make_candidates(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "integration_id", "after",
		NULL };
	struct candidate_table_ask	ask = {
		.company_id = req->who->company_id,
		.user_id = req->who->user_id };
	struct candidate_table_sums	sums;

	if (web_id(req, 0, &ask.table_id, err) == -1 || (req->body != NULL &&
	    (field_only(req->body, names, err) == -1 ||
	    field_int_opt(req->body, "integration_id", 1, INT64_MAX,
	    &ask.integration_id, err) == -1 ||
	    field_int_opt(req->body, "after", 1, INT64_MAX, &ask.after,
	    err) == -1)) || candidate_table_put(db, &ask, &sums, err) == -1)
		return -1;
	audit_request_id(db, req, "table.candidates", ask.table_id, NULL);
	res->json = json_pack("{s:I, s:I, s:I, s:I, s:o}", "created",
	    (json_int_t)sums.created, "updated", (json_int_t)sums.updated,
	    "same", (json_int_t)sums.same, "left", (json_int_t)sums.left,
	    "next", sums.next == 0 ? json_null() : json_integer(sums.next));
	return 200;
}
