/* documents: files of CVs read and understood over HTTP, and candidates made of them. */
#include <stdio.h>
#include <string.h>

#include "account/auth.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "candidate/contact.h"
#include "candidate/form.h"
#include "candidate/put.h"
#include "candidate/source.h"
#include "candidate/view.h"
#include "document/document.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "io/web_file.h"
#include "platform/found.h"

#define API		"/api/v1/documents"
#define PLATFORM	"file"
#define FILES_MAX	50
#define PATIENCE_MS	6000	/* what is not read by then is read when it is asked for */
#define DUPLICATES_MAX	5

static web_handler take_files, show_document, show_text, show_file,
    make_candidate, drop_document;

static const struct web_route routes[] = {
	{ "POST",   API, take_files, ROLE_RECRUITER,
	    WEB_UPLOAD | WEB_FILES | WEB_STARTS },
	{ "GET",    API "/:id", show_document, ROLE_RECRUITER, WEB_STARTS },
	{ "DELETE", API "/:id", drop_document, ROLE_RECRUITER, 0 },
	{ "GET",    API "/:id/text", show_text, ROLE_RECRUITER, WEB_STARTS },
	{ "GET",    API "/:id/file", show_file, ROLE_RECRUITER, WEB_FILE },
	{ "POST",   API "/:id/candidate", make_candidate, ROLE_RECRUITER, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "documents", routes, &auth);
}

/* --- who is there already --- */

static json_t *
duplicate_of(struct db_rows *rows, const struct candidate *c)
{
	own_buf struct buf	 name = { 0 };
	const char		*kinds = db_col_str(rows, CANDIDATE_SHARED_COL);
	json_t			*shared = json_array();

	candidate_view_name(c, &name);
	for (; *kinds != '\0'; kinds++)
		json_array_append_new(shared, json_string(
		    candidate_contact_word(*kinds)));
	return json_pack("{s:I, s:s, s:s, s:s, s:o}", "id",
	    (json_int_t)c->id, "name", buf_str(&name), "position",
	    c->current_position, "state", c->state, "shared", shared);
}

static int
add_shared(struct db *db, int64_t company_id,
    const struct contacts *contacts, bool names, json_t *list,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct candidate	 c;

	if (candidate_source_shared(db, company_id, contacts, names, 0, &rows,
	    err) == -1)
		return -1;
	while (rows != NULL && json_array_size(list) < DUPLICATES_MAX &&
	    candidate_next(rows, &c))
		json_array_append_new(list, duplicate_of(rows, &c));
	return 0;
}

/* Those who share a contact, else those of the same name. */
static int
find_duplicates(struct db *db, int64_t company_id, const struct document *d,
    json_t **out, struct err *err)
{
	own_json json_t			*guess = d->guess == NULL ? NULL :
					    json_loads(d->guess, 0, NULL);
	own_json json_t			*found = NULL, *list = json_array();
	struct contacts	 contacts = { 0 };

	if (guess != NULL && d->candidate_id == 0) {
		json_object_set_new(guess, "external_id", json_string("1"));
		if (found_clean(PLATFORM, guess, &found, err) == -1)
			return -1;
		candidate_contacts_read(found, &contacts);
		if (add_shared(db, company_id, &contacts, false, list,
		    err) == -1 || (json_array_size(list) == 0 && add_shared(db,
		    company_id, &contacts, true, list, err) == -1))
			return -1;
	}
	*out = give(list);
	return 0;
}

static int
emit_one(struct db *db, const struct web_req *req, struct buf *out, int64_t id,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct document		 d;
	json_t			*duplicates = NULL;

	if (document_get(db, req->who->company_id, id, &rows, &d, err) == -1 ||
	    find_duplicates(db, req->who->company_id, &d, &duplicates,
	    err) == -1)
		return -1;
	document_emit(out, &d, req->lang, duplicates);
	return 0;
}

/* --- files --- */

static int
check_files(const struct web_req *req, struct err *err)
{
	if (req->nfiles == 0)
		return err_field(err, "file", "required", "%s", "");
	if (req->nfiles > FILES_MAX)
		return err_field(err, "file", "length", "1..%d", FILES_MAX);
	for (size_t i = 0; i < req->nfiles; i++)
		if (strcmp(req->files[i].name, "file") != 0)
			return err_field(err, req->files[i].name, "unknown",
			    "%s", "");
	return 0;
}

/*
 * POST /api/v1/documents, multipart, fields file -> 201 [document] | 400 | 413
 * What is not read in a few seconds is answered as it waits.
 */
static int
take_files(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const int64_t	until = clock_mono_ms() + PATIENCE_MS;
	int64_t		ids[FILES_MAX];

	if (check_files(req, err) == -1)
		return -1;
	for (size_t i = 0; i < req->nfiles; i++) {
		const struct document_file	file = {
			req->who->company_id, req->who->user_id,
			req->files[i].filename, req->files[i].data,
			req->files[i].len };

		if (document_add(db, &file, &ids[i], err) == -1)
			return -1;
	}
	emit_open(&res->body, NULL, '[');
	for (size_t i = 0; i < req->nfiles; i++)
		if ((clock_mono_ms() < until && document_understand(db,
		    req->conf, ids[i], err) == -1) ||
		    emit_one(db, req, &res->body, ids[i], err) == -1)
			return -1;
	emit_close(&res->body, ']');
	return 201;
}

/* The id of a document that is read now, if it was not. */
static int
read_now(struct db *db, const struct web_req *req, int64_t *id,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct document		 d;

	return web_query_only(req, NULL, err) == -1 ||
	    web_id(req, 0, id, err) == -1 ||
	    document_get(db, req->who->company_id, *id, &rows, &d,
	    err) == -1 || (d.guess == NULL && document_understand(db,
	    req->conf, *id, err) == -1) ? -1 : 0;
}

/* GET /api/v1/documents/:id -> 200 the document | 404 */
static int
show_document(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t	id;

	return read_now(db, req, &id, err) == -1 ||
	    emit_one(db, req, &res->body, id, err) == -1 ? -1 : 200;
}

/* GET /api/v1/documents/:id/text -> 200 its text | 404 */
static int
show_text(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t	id;

	res->type = "text/plain; charset=utf-8";
	return read_now(db, req, &id, err) == -1 ||
	    document_text(db, id, &res->body, err) == -1 ? -1 : 200;
}

/* GET /api/v1/documents/:id/file?download= -> 200 the bytes | 404 */
static int
show_file(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "download", NULL };
	own_rows struct db_rows		*rows = NULL;
	struct document			 d;
	int64_t				 id;

	if (web_query_only(req, names, err) == -1 ||
	    web_id(req, 0, &id, err) == -1 ||
	    document_get(db, req->who->company_id, id, &rows, &d, err) == -1 ||
	    document_bytes(db, id, &res->body, err) == -1)
		return -1;
	web_file_answer(res, web_file_type(buf_str(&res->body),
	    res->body.len), d.name, web_query(req, "download") != NULL);
	return 200;
}

/* DELETE /api/v1/documents/:id -> 204 | 404 | 409 */
static int
drop_document(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	int64_t	id;

	(void)res;
	return web_id(req, 0, &id, err) == -1 ||
	    document_drop(db, req->who->company_id, id, err) == -1 ? -1 : 204;
}

/* --- a candidate of it --- */

/* The person as somebody corrected them, from this file. */
static int
found_of(const struct web_req *req, int64_t id, json_t **out, struct err *err)
{
	own_str char	*site = conf_site(req->conf);

	if (candidate_form_read_new(req->body, out, err) == -1)
		return -1;
	json_object_set_new(*out, "platform", json_string(PLATFORM));
	json_object_set_new(*out, "external_id", json_sprintf("document-%lld",
	    (long long)id));
	json_object_set_new(*out, "cv_url", json_sprintf("%s" API "/%lld/file/",
	    site, (long long)id));
	return 0;
}

/*
 * POST /api/v1/documents/:id/candidate {first_name?, ...} -> 201 {candidate_id,
 * external_candidate_id, created, joined} | 200 it was made before | 400 | 404
 */
static int
make_candidate(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_json json_t		*found = NULL;
	struct candidate_ids	 ids;
	struct document		 d;
	int64_t			 id;

	if (web_id(req, 0, &id, err) == -1 ||
	    document_get(db, req->who->company_id, id, &rows, &d, err) == -1 ||
	    found_of(req, id, &found, err) == -1 ||
	    candidate_put(db, req->who->company_id, 0, found, &ids,
	    err) == -1 || document_take(db, req->who->company_id, id,
	    ids.candidate_id, err) == -1)
		return -1;
	res->json = json_pack("{s:I, s:I, s:b, s:b}", "candidate_id",
	    (json_int_t)ids.candidate_id, "external_candidate_id",
	    (json_int_t)ids.source_id, "created", ids.created, "joined",
	    ids.joined);
	return ids.created ? 201 : 200;
}
