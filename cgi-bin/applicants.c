/* applicants: Huntflow's applicants: found, shown, changed, their files and duplicates. */
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "huntflow/applicant_answers.h"
#include "huntflow/applicant_comment.h"
#include "huntflow/applicant_edit.h"
#include "huntflow/applicant_resume.h"
#include "huntflow/applicant_stage.h"
#include "huntflow/applicant_tags.h"
#include "huntflow/applicant_view.h"
#include "huntflow/duplicate.h"
#include "huntflow/duplicate_mark.h"
#include "huntflow/file.h"
#include "huntflow/org.h"
#include "huntflow/org_web.h"
#include "io/field.h"
#include "io/secret.h"
#include "io/web.h"
#include "io/web_file.h"

#define SEARCH_MAX	200	/* characters */

static web_handler list_applicants, find_duplicates, show_applicant,
    change_applicant, list_logs, add_comment, change_status, change_tags,
    change_questionary, change_resume, show_file, take_file, show_photo,
    mark_different, unmark_different;

static const struct web_route routes[] = {
	{ "GET", "/huntflow/accounts/:account/applicants",
	    list_applicants, ROLE_RECRUITER, 0 },
	{ "GET", "/huntflow/accounts/:account/applicants/ajax",
	    list_applicants, ROLE_RECRUITER, 0 },
	{ "POST", "/huntflow/accounts/:account/duplicates",
	    find_duplicates, ROLE_RECRUITER, 0 },
	{ "GET", "/huntflow/accounts/:account/applicants/:id",
	    show_applicant, ROLE_RECRUITER, 0 },
	{ "PATCH", "/huntflow/accounts/:account/applicants/:id",
	    change_applicant, ROLE_RECRUITER, 0 },
	{ "GET", "/huntflow/accounts/:account/applicants/:id/edit",
	    show_applicant, ROLE_RECRUITER, 0 },
	{ "GET", "/huntflow/accounts/:account/applicants/:id/logs",
	    list_logs, ROLE_RECRUITER, 0 },
	{ "POST", "/huntflow/accounts/:account/applicants/:id/comment",
	    add_comment, ROLE_RECRUITER, 0 },
	{ "POST", "/huntflow/accounts/:account/applicants/:id/status",
	    change_status, ROLE_RECRUITER, 0 },
	{ "PUT", "/huntflow/accounts/:account/applicants/:id/tags",
	    change_tags, ROLE_RECRUITER, 0 },
	{ "PATCH", "/huntflow/accounts/:account/applicants/:id/questionary",
	    change_questionary, ROLE_RECRUITER, 0 },
	{ "PUT",
	    "/huntflow/accounts/:account/applicants/:id/externals/:external",
	    change_resume, ROLE_RECRUITER, 0 },
	{ "GET",
	    "/huntflow/accounts/:account/applicants/:id/externals/:external/files/:file",
	    show_file, ROLE_RECRUITER, WEB_FILE },
	{ "POST", "/huntflow/accounts/:account/applicants/:id/files",
	    take_file, ROLE_RECRUITER, WEB_UPLOAD },
	{ "GET", "/huntflow/accounts/:account/applicants/:id/photo",
	    show_photo, ROLE_RECRUITER, 0 },
	{ "PUT", "/huntflow/accounts/:account/applicants/:id/different/:other",
	    mark_different, ROLE_RECRUITER, 0 },
	{ "DELETE",
	    "/huntflow/accounts/:account/applicants/:id/different/:other",
	    unmark_different, ROLE_RECRUITER, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "applicants", routes, &auth);
}

/*
 * Huntflow's cursor as ours: with a seal, so that only what Link gave goes to the service. It is
 * longer by a dot and the hash.
 */
static char *
sealed_cursor(const struct web_req *req, const char *cursor)
{
	char	 seal[SECRET_HASH_SIZE];

	secret_hmac_sha256(conf_get(req->conf, "SECRET_KEY", ""), cursor,
	    strlen(cursor), seal);
	return mem_fmt("%s.%.16s", cursor, seal);
}

/* *out: Huntflow's, to be freed; NULL: none was given. */
static int
read_cursor(const struct web_req *req, const char *after, char **out,
    struct err *err)
{
	const char	*dot = after != NULL ? strrchr(after, '.') : NULL;
	own_str char	*cursor = dot != NULL ? mem_ndup(after,
			    (size_t)(dot - after)) : NULL;
	own_str char	*sealed = cursor != NULL ? sealed_cursor(req,
			    cursor) : NULL;

	if (after == NULL)
		return 0;
	if (sealed == NULL || !secret_equal(sealed, after))
		return err_field(err, "after", "cursor", "%s", "");
	*out = give(cursor);
	return 0;
}

static int
read_applicant_ask(const struct web_req *req, const struct web_page *page,
    struct applicant_ask *out, struct err *err)
{
	static const char *const names[] = { "q", "vacancy", "status", "tag",
		"page", "page_size", "after", "lang", NULL };

	out->page = page->page;
	out->size = page->size;
	if (web_query_only(req, names, err) == -1 ||
	    web_query_text(req, "q", SEARCH_MAX, &out->q, err) == -1 ||
	    web_query_int(req, "vacancy", 0, 1, INT64_MAX, &out->vacancy,
	    err) == -1 || web_query_int(req, "status", 0, 1, INT64_MAX,
	    &out->status, err) == -1)
		return -1;
	return web_query_int(req, "tag", 0, 1, INT64_MAX, &out->tag, err);
}

/* GET /huntflow/accounts/:account/applicants?q=&vacancy=&status=&tag=&page=|after= -> 200 [..];
 * X-Skipped: so many could not be read, Huntflow fails on them */
static int
list_applicants(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_huntflow_org struct huntflow_org	*org = NULL;
	own_applicant_list struct applicant_list list = { 0 };
	own_str char				*after = NULL, *next = NULL;
	struct applicant_ask			 ask = { 0 };
	struct web_page				 page;

	if (huntflow_org_paging(req, &page, err) == -1 ||
	    read_cursor(req, page.after, &after, err) == -1 ||
	    read_applicant_ask(req, &page, &ask, err) == -1)
		return -1;
	ask.after = after;
	if (huntflow_org_asked(db, req, NULL, &org, err) == -1 ||
	    applicant_view_list(org, &ask, &list, err) == -1)
		return -1;
	if (list.skipped > 0)
		web_header_add(res, "X-Skipped", "%lld",
		    (long long)list.skipped);
	if (list.next != NULL)
		next = sealed_cursor(req, list.next);
	if (next != NULL || page.after != NULL)
		web_page_write(res, req, &page, next, list.total);
	else
		web_page_number(res, req, &page, list.more, list.total);
	res->json = json_incref(list.items);
	return 200;
}

/* GET /huntflow/accounts/:account/applicants/:applicant -> 200 all that is known | 404 */
static int
show_applicant(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return huntflow_org_show(db, req, applicant_view_get, res, err);
}

/* GET .../logs?page=&type= -> 200 [..], newest first */
static int
list_logs(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "type", "page",
		"page_size", "lang", NULL };
	own_huntflow_org struct huntflow_org	*org = NULL;
	struct applicant_log_ask		 ask = { 0 };
	struct web_page				 page;
	int64_t					 id;
	bool					 more;

	if (web_query_only(req, names, err) == -1 ||
	    huntflow_org_paging(req, &page, err) == -1 ||
	    web_query_text(req, "type", SEARCH_MAX, &ask.type, err) == -1)
		return -1;
	if (ask.type != NULL && strspn(ask.type,
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_") != strlen(ask.type))
		return err_field(err, "type", "format", "COMMENT");
	ask.page = page.page;
	ask.size = page.size;
	if (huntflow_org_asked(db, req, &id, &org, err) == -1 ||
	    applicant_view_logs(org, id, &ask, &res->json, &more, err) == -1)
		return -1;
	web_page_number(res, req, &page, more, -1);
	return 200;
}

/* --- changes to applicants --- */

/* PATCH /huntflow/accounts/:account/applicants/:applicant {any of its members} -> 200 | 400 */
static int
change_applicant(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return huntflow_org_change(db, req, applicant_edit_person,
	    "huntflow.applicant", res, err);
}

/* POST .../comment {comment, vacancy_id?, status_id?, files?} -> 201 the entry | 400 */
static int
add_comment(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return huntflow_org_change(db, req, applicant_comment_add,
	    "huntflow.comment", res, err) == -1 ? -1 : 201;
}

/* POST .../status {vacancy_id, status_id, comment?, rejection_reason_id?} -> 200 | 400 */
static int
change_status(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return huntflow_org_change(db, req, applicant_stage_set,
	    "huntflow.status", res, err);
}

/* PUT .../tags {add, remove} or {tags} -> 200 {tags} | 400 */
static int
change_tags(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return huntflow_org_change(db, req, applicant_tags_set,
	    "huntflow.tags", res, err);
}

/* PATCH .../questionary {answers} -> 200 {values} | 400 */
static int
change_questionary(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	return huntflow_org_change(db, req, applicant_answers_set,
	    "huntflow.questionary", res, err);
}

/* PUT .../externals/:external {body?, files?, source_id?} -> 200 the résumé | 404 */
static int
change_resume(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_huntflow_org struct huntflow_org	*org = NULL;
	int64_t					 id, external;

	if (web_id(req, 2, &external, err) == -1 ||
	    huntflow_org_asked(db, req, &id, &org, err) == -1 ||
	    applicant_resume_set(org, id, external, req->body, &res->json,
	    err) == -1)
		return -1;
	audit_request(db, req, "huntflow.resume", req->path, NULL);
	return 200;
}

/* --- files --- */

/* GET .../externals/:external/files/:file?download= -> 200 the bytes | 404 */
static int
show_file(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const		 names[] = { "download", NULL };
	own_huntflow_org struct huntflow_org	*org = NULL;
	own_str char				*name = NULL;
	int64_t					 id, external, file;

	if (web_query_only(req, names, err) == -1 ||
	    web_id(req, 2, &external, err) == -1 ||
	    web_id(req, 3, &file, err) == -1 ||
	    huntflow_org_asked(db, req, &id, &org, err) == -1 ||
	    huntflow_file_resume(org, id, external, file, &res->body, &name,
	    err) == -1)
		return -1;
	web_file_answer(res, web_file_type(buf_str(&res->body),
	    res->body.len), name, web_query(req, "download") != NULL);
	return 200;
}

/* POST .../files, multipart: file, parse=1 -> 201 {id, name, parsed, photo, fields} | 400 | 413 */
static int
take_file(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "parse", "file", NULL };
	own_huntflow_org struct huntflow_org	*org = NULL;
	own_json json_t				*applicant = NULL;
	int64_t					 id;
	bool					 parse = false;

	if (field_only(req->body, names, err) == -1 ||
	    field_bool_opt(req->body, "parse", &parse, err) == -1)
		return -1;
	if (req->nfiles != 1 || strcmp(req->files[0].name, "file") != 0)
		return err_field(err, "file", "required", "%s", "");
	if (huntflow_org_asked(db, req, &id, &org, err) == -1 ||
	    huntflow_org_applicant(org, id, false, &applicant, err) == -1 ||
	    huntflow_file_upload(org, &req->files[0], parse, &res->json,
	    err) == -1)
		return -1;
	audit_request(db, req, "huntflow.file", req->path, NULL);
	return 201;
}

/* GET .../photo -> 200 the picture | 404 */
static int
show_photo(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_huntflow_org struct huntflow_org	*org = NULL;
	int64_t					 id;

	if (web_query_only(req, NULL, err) == -1 ||
	    huntflow_org_asked(db, req, &id, &org, err) == -1 ||
	    huntflow_file_photo(org, id, &res->body, &res->type, err) == -1)
		return -1;
	web_header_add(res, "Cache-Control", "private, max-age=3600");
	return 200;
}

/* --- duplicates --- */

static int
read_links(const json_t *body, struct duplicate_ask *out, struct err *err)
{
	json_t		*links = NULL;
	const json_t	*link;
	size_t		 i;

	if (field_array_opt(body, "links", DUPLICATE_LINKS, &links,
	    err) == -1)
		return -1;
	json_array_foreach(links, i, link) {
		if (json_string_value(link) == NULL ||
		    json_string_length(link) > 500) {
			own_str char	*path = mem_fmt("links[%zu]", i);

			return err_field(err, path, "format",
			    "linkedin.com/in/name");
		}
		out->links[out->nlinks++] = json_string_value(link);
	}
	return 0;
}

static int
read_duplicate_ask(const json_t *body, struct duplicate_ask *out,
    struct err *err)
{
	static const char *const names[] = { "email", "phone", "links",
		"first_name", "last_name", NULL };

	if (field_only(body, names, err) == -1 ||
	    field_text_opt(body, "email", 255, &out->email, err) == -1 ||
	    field_text_opt(body, "phone", 100, &out->phone, err) == -1 ||
	    field_text_opt(body, "first_name", 255, &out->first_name,
	    err) == -1 || field_text_opt(body, "last_name", 255,
	    &out->last_name, err) == -1 || read_links(body, out, err) == -1)
		return -1;
	if (out->email == NULL && out->phone == NULL && out->nlinks == 0 &&
	    (out->first_name == NULL || out->last_name == NULL))
		return err_field(err, "email", "required", "%s", "");
	return 0;
}

/* POST /huntflow/accounts/:account/duplicates {email?, phone?, links?, first_name?, last_name?}
 * -> 200 [{id, name, matched, ...}] */
static int
find_duplicates(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_huntflow_org struct huntflow_org	*org = NULL;
	struct duplicate_ask			 ask = { 0 };

	if (read_duplicate_ask(req->body, &ask, err) == -1 ||
	    huntflow_org_asked(db, req, NULL, &org, err) == -1 ||
	    duplicate_find(org, &ask, &res->json, err) == -1)
		return -1;
	return 200;
}

static int
mark_double(struct db *db, const struct web_req *req, bool different,
    struct web_res *res, struct err *err)
{
	own_huntflow_org struct huntflow_org	*org = NULL;
	int64_t					 id, other;

	if (web_id(req, 2, &other, err) == -1 ||
	    huntflow_org_asked(db, req, &id, &org, err) == -1 ||
	    duplicate_mark_set(org, id, other, different, err) == -1)
		return -1;
	audit_request(db, req, different ? "huntflow.different" :
	    "huntflow.different.undo", req->path, NULL);
	res->json = json_pack("{s:I, s:b}", "id", (json_int_t)other,
	    "different", different);
	return 200;
}

/* PUT .../different/:other -> 200 {id, different}: they are two people | 400 | 404 */
static int
mark_different(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return mark_double(db, req, true, res, err);
}

/* DELETE .../different/:other -> 200 the same: perhaps they are one | 400 | 404 */
static int
unmark_different(struct db *db, const struct web_req *req,
    struct web_res *res, struct err *err)
{
	return mark_double(db, req, false, res, err);
}
