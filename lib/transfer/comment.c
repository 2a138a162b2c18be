#include "huntflow/api_applicant.h"
#include "io/field.h"
#include "transfer/int.h"
#include "transfer/upload.h"

static int
send_comment(struct transfer_work *w, const char *text, struct err *err)
{
	own_json json_t	*body = json_pack("{s:s}", "comment", text),
			*doc = NULL;
	/* An applicant of our making has the CV as its résumé. */
	json_t		*files = transfer_upload_ids(w->row.files,
			    field_flag(w->row.fields, "attached"));

	if (w->row.vacancy_id != 0)
		json_object_set_new(body, "vacancy",
		    json_integer(w->row.vacancy_id));
	if (json_array_size(files) > 0)
		json_object_set(body, "files", files);
	json_decref(files);
	return huntflow_applicant_comment(w->api, w->ctx->account_id,
	    w->row.applicant_id, body, &doc, err);
}

int
transfer_comment(struct transfer_work *w, struct err *err)
{
	const struct transfer_text	 t = transfer_work_text(w);
	own_str char			*text = NULL;
	bool				 there = false;

	transfer_work_begin(w, STEP_COMMENT);
	/* Whoever was here before may have been heard. */
	if (!w->created && huntflow_applicant_said(w->api, w->ctx->account_id,
	    w->row.applicant_id, w->row.marker, &there, err) == -1)
		return -1;
	text = transfer_text_comment(&t);
	return there ? 0 : send_comment(w, text, err);
}
