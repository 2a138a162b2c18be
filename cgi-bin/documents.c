/* documents: files of CVs read and understood over HTTP, and candidates made of them. */
#include <string.h>

#include "account/auth.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "candidate/cv.h"
#include "candidate/history.h"
#include "candidate/known.h"
#include "candidate/put.h"
#include "document/document.h"
#include "file/answer.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"

#define API		"/api/v1/documents"
#define FILES_MAX	50
#define PATIENCE_MS	6000	/* what is not read by then is read when it is asked for */

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

static int
emit_one(struct db *db, const struct web_req *req, struct buf *out, int64_t id,
    struct err *err)
{
	const struct candidate_viewer	 viewer = { req->who->company_id,
		req->who->user_id };
	own_rows struct db_rows	*rows = NULL;
	struct document		 d;
	json_t			*duplicates = NULL;

	if (document_get(db, viewer.company_id, id, &rows, &d, err) == -1 ||
	    candidate_cv_duplicates(db, &viewer,
	    d.candidate_id == 0 ? d.guess : NULL, &duplicates, err) == -1)
		return -1;
	document_emit(out, NULL, &d, req->lang, duplicates);
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
			.company_id = req->who->company_id,
			.user_id = req->who->user_id,
			.name = req->files[i].filename,
			.data = req->files[i].data,
			.len = req->files[i].len };

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
	    document_get(db, req->who->company_id, id, &rows, &d, err) == -1)
		return -1;
	return file_answer(db, req, res, &document_files, id, d.name, err);
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

/*
 * POST /api/v1/documents/:id/candidate {first_name?, ..., candidate_id?} -> 201 {candidate_id,
 * external_candidate_id, created, joined} | 200 it was made before | 400 | 404 | 409
 */
static int
make_candidate(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct candidate_by		by = candidate_by(req);
	own_candidate_cv struct candidate_cv	cv = { 0 };
	struct candidate_ids			ids;
	int64_t					id;

	if (web_id(req, 0, &id, err) == -1 ||
	    candidate_cv_read(req->body, &cv, err) == -1)
		return -1;
	cv.document_id = id;
	if (candidate_cv_make(db, req->conf, &by, &cv, &ids, err) == -1)
		return -1;
	res->json = candidate_put_json(&ids);
	return ids.created ? 201 : 200;
}
