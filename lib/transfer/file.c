#include <string.h>

#include "base/err.h"
#include "base/filetype.h"
#include "base/log.h"
#include "clickup/api_file.h"
#include "io/fetch.h"
#include "transfer/int.h"

static int
download(struct transfer_work *w, const struct applicant_file *file,
    struct fetch_res *out, struct err *err)
{
	if (file->size > HUNTFLOW_FILE_MAX)
		return err_code(err, ERR_TOO_LARGE, "huntflow.file_too_large",
		    "%s: %lld bytes", file->title, (long long)file->size);
	if (clickup_file_fetch(w->ctx->clickup, w->ask->task_id, file->id,
	    file->url, HUNTFLOW_FILE_MAX, out, err) == -1) {
		if (strstr(err->code, "too_large") != NULL)
			return err_code(err, ERR_TOO_LARGE, "huntflow.file_too_large",
			    "%s: above 15 MB", file->title);
		if ((err->kind == ERR_ABSENT || err->kind == ERR_DENIED) &&
		    strcmp(err->code, "io.private_address") != 0)
			return err_code(err, ERR_ABSENT, "transfer.file_absent",
			    "%s: it can not be read", file->title);
		return -1;
	}
	if (filetype_of(out->body.data, out->body.len) != FILETYPE_PDF)
		return err_code(err, ERR_REMOTE, "transfer.file_broken",
		    "%s: not a PDF", file->title);
	return 0;
}

/* A refusal of the file itself; outages and keys keep their own codes. */
static int
name_refusal(struct err *err)
{
	own_str char	*why = mem_dup(err->text);

	if (err->kind == ERR_INPUT || (err->kind == ERR_REMOTE &&
	    err->remote_status >= 405 && err->remote_status < 500))
		return err_code(err, ERR_REMOTE, "transfer.upload_refused", "%s",
		    why);
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

int
transfer_file_upload(struct transfer_work *w, struct err *err)
{
	own_applicant_file struct applicant_file file = { 0 };
	own_res struct fetch_res		 res = { 0 };
	bool					 parse = !w->ask->no_parse;

	if (w->ask->name_only ||
	    !applicant_file_find(w->task.attachments, &file))
		return 0;
	transfer_work_begin(w, STEP_FILE);
	if (download(w, &file, &res, err) == -1)
		return -1;
	for (;; parse = false) {
		memset(err, 0, sizeof(*err));
		if (huntflow_upload(w->api, w->ctx->account_id, file.title,
		    "application/pdf", res.body.data, res.body.len, parse,
		    &w->upload, err) == 0)
			break;
		if (!parse || !parser_failed(err))
			return name_refusal(err);
		log_err(LOG_WARN, "transfer: sent again without parsing", err);
	}
	w->row.file_id = w->upload.id;
	return 0;
}
