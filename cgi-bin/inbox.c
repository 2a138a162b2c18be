/* inbox: files and profile links that people sent, over HTTP. Recruiters and above see those of
 * their company, members their own. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/cv.h"
#include "candidate/history.h"
#include "candidate/known.h"
#include "candidate/put.h"
#include "candidate/received.h"
#include "contact/contact.h"
#include "document/document.h"
#include "file/answer.h"
#include "inbox/decide.h"
#include "inbox/item.h"
#include "inbox/put.h"
#include "inbox/tell.h"
#include "inbox/work.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "person/link.h"
#include "telegram/work.h"

#define QUERY_MAX	200	/* characters */
#define TEXT_MAX	20000

static web_handler list_items, count_items, upload_file, add_links, show_item,
    drop_item, show_file, keep_item, reject_item, restore_item,
    make_candidate;

static const struct web_route routes[] = {
	{ "GET",    "/api/v1/inbox", list_items, ROLE_MEMBER, 0 },
	{ "POST",   "/api/v1/inbox", upload_file, ROLE_MEMBER,
	    WEB_UPLOAD | WEB_STARTS },
	{ "GET",    "/api/v1/inbox/counts", count_items, ROLE_MEMBER, 0 },
	{ "POST",   "/api/v1/inbox/links", add_links, ROLE_MEMBER,
	    WEB_STARTS },
	{ "GET",    "/api/v1/inbox/:id", show_item, ROLE_MEMBER, 0 },
	{ "DELETE", "/api/v1/inbox/:id", drop_item, ROLE_MEMBER, WEB_STARTS },
	{ "GET",    "/api/v1/inbox/:id/file", show_file, ROLE_MEMBER,
	    WEB_FILE },
	{ "POST",   "/api/v1/inbox/:id/candidate", make_candidate,
	    ROLE_RECRUITER, WEB_STARTS },
	{ "POST",   "/api/v1/inbox/:id/keep", keep_item, ROLE_MEMBER,
	    WEB_BARE | WEB_STARTS },
	{ "POST",   "/api/v1/inbox/:id/reject", reject_item, ROLE_MEMBER,
	    WEB_BARE | WEB_STARTS },
	{ "POST",   "/api/v1/inbox/:id/restore", restore_item, ROLE_MEMBER,
	    WEB_BARE | WEB_STARTS },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "inbox", routes, &auth);
}

/* --- the list --- */

static int
read_filter(const struct web_req *req, struct inbox_filter *out,
    struct err *err)
{
	return web_query_word(req, "state", inbox_states, &out->state,
	    err) == -1 || web_query_word(req, "kind", inbox_kinds, &out->kind,
	    err) == -1 || web_query_text(req, "q", QUERY_MAX, &out->q,
	    err) == -1 || web_query_int(req, "sender", 0, 1, INT64_MAX,
	    &out->sender_id, err) == -1 ? -1 : 0;
}

/* What the team knows of those whose profiles were sent, by their places in the list from 1 on,
 * and of candidates who were made of files. Of neither for one who is no recruiter. */
struct known {
	bool			told;
	struct candidate_knowns	links, people;
};

static void
known_clear(struct known *k)
{
	candidate_knowns_clear(&k->links);
	candidate_knowns_clear(&k->people);
}
#define own_known cleanup(known_clear)

/* Rows are at their beginning again. */
static int
read_known(struct db *db, const struct inbox_who *who, struct db_rows *rows,
    struct known *out, struct err *err)
{
	const struct candidate_viewer	 viewer = { who->company_id,
		who->user_id };
	const size_t			 n = db_rows_count(rows);
	struct contact			*links;
	struct inbox_item		 item;
	int64_t				*ids;
	size_t				 made = 0;
	int				 rc;

	if (!(out->told = who->all))
		return 0;
	links = mem_zero((n + 1) * sizeof(*links));
	ids = mem_zero((n + 1) * sizeof(*ids));
	for (size_t i = 0; i < n && inbox_item_next(rows, &item); i++) {
		links[i].kind = CONTACT_LINK;
		person_link_key(item.url, links[i].value);
		if (item.candidate_id != 0)
			ids[made++] = item.candidate_id;
	}
	db_rows_rewind(rows);
	rc = candidate_known_of_contacts(db, &viewer, links, n, &out->links,
	    err) == -1 || candidate_known_read(db, &viewer, ids, made,
	    &out->people, err) == -1 ? -1 : 0;
	free(links);
	free(ids);
	return rc;
}

/* Open: the caller closes it. */
static void
emit_one(struct buf *out, const struct web_req *req,
    const struct inbox_item *item, const struct known *known, int64_t place)
{
	const struct candidate_known	*one = item->candidate_id != 0 ?
	    candidate_known_find(&known->people, item->candidate_id) :
	    candidate_known_find(&known->links, place);
	own_json json_t			*doc = known->told ?
	    candidate_known_json(one) : NULL;

	emit_open(out, NULL, '{');
	inbox_item_emit(out, item, doc, req->lang);
}

/* GET /api/v1/inbox?state=&kind=&q=&sender=&after=&page_size= -> 200 [item], newest first */
static int
list_items(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "state", "kind", "q",
		"sender", "page", "page_size", "after", NULL };
	const struct inbox_who		 who = inbox_who_of(req);
	own_known struct known	 known = { 0 };
	own_rows struct db_rows		*rows = NULL;
	struct inbox_filter		 filter = { 0 };
	struct inbox_item		 item;
	struct web_page			 page;
	struct cursor			 last = { 0 };
	int64_t				 total, n = 0;

	if (web_query_only(req, names, err) == -1 ||
	    web_page_read_on(req, CURSOR_BY_ID, &page, err) == -1 ||
	    read_filter(req, &filter, err) == -1 ||
	    inbox_item_count(db, &who, &filter, &total, err) == -1)
		return -1;
	filter.before_id = page.from.id;
	if (inbox_item_list(db, &who, &filter, page.size + 1, &rows,
	    err) == -1 || read_known(db, &who, rows, &known, err) == -1)
		return -1;
	emit_open(&res->body, NULL, '[');
	for (; n < page.size && inbox_item_next(rows, &item); n++) {
		emit_one(&res->body, req, &item, &known, n + 1);
		emit_close(&res->body, '}');
		last.id = item.id;
	}
	emit_close(&res->body, ']');
	web_page_write_by(res, req, &page, CURSOR_BY_ID, &last,
	    n == page.size && db_rows_next(rows), total);
	return 200;
}

/* GET /api/v1/inbox/counts -> 200 {new, kept, rejected, failed} */
static int
count_items(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct inbox_who	who = inbox_who_of(req);

	return web_query_only(req, NULL, err) == -1 ||
	    inbox_item_counts(db, &who, &res->body, err) == -1 ? -1 : 200;
}

/* --- one --- */

static int
answer(struct db *db, const struct web_req *req, struct web_res *res,
    int64_t id, struct err *err)
{
	const struct inbox_who	 who = inbox_who_of(req);
	own_known struct known	 known = { 0 };
	own_rows struct db_rows	*rows = NULL;
	struct inbox_item	 item;

	if (inbox_item_get(db, &who, id, &rows, &item, err) == -1)
		return -1;
	db_rows_rewind(rows);
	if (read_known(db, &who, rows, &known, err) == -1)
		return -1;
	inbox_item_next(rows, &item);
	emit_one(&res->body, req, &item, &known, 1);
	if (candidate_received_emit(db, &res->body, &who, &item, req->lang,
	    err) == -1)
		return -1;
	emit_close(&res->body, '}');
	return 0;
}

/* GET /api/v1/inbox/:id -> 200 the item | 404 */
static int
show_item(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t	id;

	return web_query_only(req, NULL, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ||
	    answer(db, req, res, id, err) == -1 ? -1 : 200;
}

/* POST /api/v1/inbox, multipart, field file -> 201 the item | 200 it was there | 400 | 413 */
static int
upload_file(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct inbox_who		who = inbox_who_of(req);
	const struct web_file		*f = req->files;
	struct inbox_upload		file;
	int64_t				id;
	bool				fresh;

	if (req->nfiles != 1 || strcmp(f->name, "file") != 0)
		return err_field(err, "file", "required", "%s", "");
	file = (struct inbox_upload){ f->filename, f->data, f->len };
	if (inbox_put_upload(db, &who, &file, &id, &fresh, err) == -1 ||
	    answer(db, req, res, id, err) == -1)
		return -1;
	inbox_work_wake(db, req->conf);
	if (fresh)
		web_header_add(res, "Location", "/api/v1/inbox/%lld/",
		    (long long)id);
	return fresh ? 201 : 200;
}

/* POST /api/v1/inbox/links {text} -> 201 {added} | 400 */
static int
add_links(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "text", NULL };
	const struct inbox_who		 who = inbox_who_of(req);
	const char			*text = NULL;
	int64_t				 n;

	if (!json_is_object(req->body))
		return err_code(err, ERR_INPUT, "io.json", "1:1");
	if (field_only(req->body, names, err) == -1 || field_text(req->body,
	    "text", 1, TEXT_MAX, &text, err) == -1 ||
	    inbox_put_text(db, &who, text, &n, err) == -1)
		return -1;
	inbox_work_wake(db, req->conf);
	emit_open(&res->body, NULL, '{');
	emit_int(&res->body, "added", n);
	emit_close(&res->body, '}');
	return 201;
}

/* DELETE /api/v1/inbox/:id -> 204 | 404 */
static int
drop_item(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct inbox_who	who = inbox_who_of(req);
	int64_t			id;

	(void)res;
	if (web_id(req, 0, &id, err) == -1 ||
	    inbox_drop(db, &who, id, err) == -1)
		return -1;
	audit_request_id(db, req, "inbox.delete", id, NULL);
	return 204;
}

/* GET /api/v1/inbox/:id/file?download= -> 200 the bytes | 404 */
static int
show_file(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "download", NULL };
	const struct inbox_who		 who = inbox_who_of(req);
	own_rows struct db_rows		*rows = NULL;
	struct inbox_item		 item;
	int64_t				 id;

	if (web_query_only(req, names, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ||
	    inbox_item_get(db, &who, id, &rows, &item, err) == -1)
		return -1;
	if (!item.stored)
		return err_set(err, ERR_ABSENT, "file of %lld",
		    (long long)id);
	return file_answer(db, req, res, &document_files, item.document_id,
	    item.name, err);
}

/* --- what is decided --- */

static const char *const deeds[] = { [INBOX_KEEP] = "inbox.keep",
	[INBOX_REJECT] = "inbox.reject", [INBOX_RESTORE] = "inbox.restore" };

static int
decide(struct db *db, const struct web_req *req, struct web_res *res,
    enum inbox_choice choice, struct err *err)
{
	const struct inbox_who	who = inbox_who_of(req);
	int64_t			id;

	if (web_id(req, 0, &id, err) == -1 ||
	    inbox_decide(db, &who, id, choice, err) == -1)
		return -1;
	audit_request_id(db, req, deeds[choice], id, NULL);
	if (choice == INBOX_RESTORE)
		inbox_work_wake(db, req->conf);
	return answer(db, req, res, id, err) == -1 ? -1 : 200;
}

/* POST /api/v1/inbox/:id/keep -> 200 the item | 404 | 409 its file did not arrive */
static int
keep_item(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return decide(db, req, res, INBOX_KEEP, err);
}

/* POST /api/v1/inbox/:id/reject -> 200 the item | 404 */
static int
reject_item(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return decide(db, req, res, INBOX_REJECT, err);
}

/* POST /api/v1/inbox/:id/restore -> 200 the item, fetched anew if it failed | 404 | 409 */
static int
restore_item(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return decide(db, req, res, INBOX_RESTORE, err);
}

/* --- a candidate of it --- */

/*
 * POST /api/v1/inbox/:id/candidate {first_name?, ..., candidate_id?} -> 201 {candidate_id,
 * external_candidate_id, created, joined} | 200 it was made before | 400 | 404 | 409
 */
static int
make_candidate(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct candidate_by		by = candidate_by(req);
	const struct inbox_who			who = inbox_who_of(req);
	own_candidate_cv struct candidate_cv	cv = { 0 };
	struct candidate_ids			ids;
	int64_t					id;

	if (web_id(req, 0, &id, err) == -1 ||
	    candidate_cv_read(req->body, &cv, err) == -1 ||
	    candidate_received_make(db, &who, &by, id, &cv, &ids,
	    err) == -1 || inbox_tell_senders(db, id, err) == -1)
		return -1;
	audit_request_id(db, req, "inbox.candidate", id, NULL);
	telegram_work_wake(db, req->conf);
	res->json = candidate_put_json(&ids);
	return ids.created ? 201 : 200;
}
