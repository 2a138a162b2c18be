#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "huntflow/api_upload.h"
#include "io/field.h"
#include "transfer/cv.h"
#include "transfer/int.h"
#include "transfer/source.h"
#include "transfer/upload.h"

/* The files of one transfer, on their way. */
struct files {
	struct transfer_work	*w;
	json_t			*record;	/* transfer/upload.h */
	struct err		 first;		/* why the first document was left */
};

static int
download(struct transfer_work *w, const struct transfer_cv *cv,
    struct buf *out, struct err *err)
{
	if (cv->size > HUNTFLOW_FILE_MAX)
		return err_code(err, ERR_TOO_LARGE, "huntflow.file_too_large",
		    "%s: %lld bytes", cv->title, (long long)cv->size);
	if (w->ctx->source->file(w->ctx, w->ask->task_id, cv,
	    HUNTFLOW_FILE_MAX, out, err) == -1) {
		if (strstr(err->code, "too_large") != NULL)
			return err_code(err, ERR_TOO_LARGE, "huntflow.file_too_large",
			    "%s: above 15 MB", cv->title);
		if ((err->kind == ERR_ABSENT || err->kind == ERR_DENIED) &&
		    strcmp(err->code, "io.private_address") != 0)
			return err_code(err, ERR_ABSENT, "transfer.file_absent",
			    "%s: it can not be read", cv->title);
		return -1;
	}
	if (!transfer_cv_fits(filetype_of(out->data, out->len)))
		return err_code(err, ERR_INPUT, "transfer.file_broken",
		    "%s: not a document", cv->title);
	return 0;
}

/* A refusal of the file itself; outages and keys keep their own codes. */
static int
name_refusal(const struct transfer_cv *cv, struct err *err)
{
	own_str char	*why = mem_dup(err->text);

	if (err->kind == ERR_INPUT || (err->kind == ERR_REMOTE &&
	    err->remote_status >= 405 && err->remote_status < 500))
		return err_code(err, ERR_INPUT, "transfer.upload_refused", "%s: %s",
		    cv->title, why);
	return -1;
}

/* The parser chokes on some files: then the file alone is stored. */
static bool
parser_failed(const struct err *err)
{
	return err->kind == ERR_TIMEOUT || (err->kind == ERR_REMOTE &&
	    (err->remote_status == 0 || err->remote_status >= 500 ||
	    strcmp(err->code, "huntflow.shape") == 0));
}

/* What lies there is decided by its bytes: they give the name and the type it is sent with. */
static int
upload(struct transfer_work *w, const struct transfer_cv *cv,
    const struct buf *body, bool parse, struct huntflow_upload *out,
    struct err *err)
{
	const enum filetype	 type = filetype_of(body->data, body->len);
	own_str char		*name = transfer_cv_name(cv->title, type);

	for (;; parse = false) {
		*err = (struct err){ 0 };
		if (huntflow_upload(w->api, w->ctx->account_id, name,
		    filetype_media(type), body->data, body->len, parse, out,
		    err) == 0)
			return 0;
		if (!parse || !parser_failed(err))
			return name_refusal(cv, err);
		log_err(LOG_WARN, "transfer: sent again without parsing", err);
	}
}

/* Does the failure mean this file alone? */
static bool
is_of_file(const struct err *err)
{
	static const char *const codes[] = { "huntflow.file_too_large", "transfer.file_absent",
		"transfer.file_broken", "transfer.upload_refused", "io.private_address" };

	for (size_t i = 0; i < nitems(codes); i++)
		if (strcmp(err->code, codes[i]) == 0)
			return true;
	return false;
}

/* It stays where it is, and that is said: here in the log, by the record to people. */
static void
leave(struct files *f, const struct transfer_cv *cv, const struct err *why)
{
	log_err(LOG_WARN, f->w->ask->task_id, why);
	transfer_upload_left(f->record, cv, why);
	if (f->first.kind == ERR_NONE && transfer_cv_document(cv->type))
		f->first = *why;
}

static int
send_one(struct files *f, const struct transfer_cv *cv, struct err *err)
{
	own_buf struct buf				 body = { 0 };
	own_huntflow_upload struct huntflow_upload	 up = { 0 };
	const bool	 first = transfer_upload_file(f->record) == 0;

	if (download(f->w, cv, &body, err) == -1 ||
	    upload(f->w, cv, &body, first && !f->w->ask->no_parse, &up,
	    err) == -1) {
		if (!is_of_file(err))
			return -1;
		leave(f, cv, err);
		*err = (struct err){ 0 };
		return 0;
	}
	if (first)
		transfer_upload_cv(f->record, cv, &up);
	else
		transfer_upload_more(f->record, cv, up.id);
	return 0;
}

/* What went up in an earlier try is taken over. */
static bool
take_over(struct files *f, const struct transfer_cv *cv)
{
	json_t		*old = f->w->row.files;
	const json_t	*one = transfer_upload_of(old, cv->id);

	if (one == NULL)
		return false;
	if (one == json_object_get(old, "cv")) {
		if (transfer_upload_file(f->record) != 0)
			return false;
		json_object_set(f->record, "cv", (json_t *)(uintptr_t)one);
		return true;
	}
	if (transfer_upload_file(f->record) == 0)
		return false;
	json_array_append(json_object_get(f->record, "more"),
	    (json_t *)(uintptr_t)one);
	return true;
}

int
transfer_file(struct transfer_work *w, struct err *err)
{
	own_transfer_cvs struct transfer_cvs	 cvs = { .n = 0 };
	own_json json_t				*record = NULL;
	struct files				 f = { .w = w };

	if (w->row.state != ORIGIN_NEW)
		return 0;
	record = f.record = transfer_upload_new();
	transfer_cvs_read(w->item.files, &cvs);
	if (!w->ask->name_only && cvs.n > 0) {
		transfer_work_begin(w, STEP_FILE);
		for (size_t i = 0; i < cvs.n; i++)
			if (!take_over(&f, &cvs.v[i]) &&
			    send_one(&f, &cvs.v[i], err) == -1)
				return -1;
	}
	if (transfer_upload_file(record) == 0 && f.first.kind != ERR_NONE) {
		*err = f.first;
		return -1;
	}
	json_decref(w->row.files);
	w->row.files = give(record);
	w->row.file_id = transfer_upload_file(w->row.files);
	return 0;
}
