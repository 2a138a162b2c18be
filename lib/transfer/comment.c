#include "huntflow/api_applicant.h"
#include "io/field.h"
#include "transfer/int.h"

static int
send_comment(struct transfer_work *w, const char *text, struct err *err)
{
	own_json json_t	*body = json_pack("{s:s}", "comment", text),
			*doc = NULL;

	if (w->row.vacancy_id != 0)
		json_object_set_new(body, "vacancy",
		    json_integer(w->row.vacancy_id));
	/* An applicant of our making has the file as its résumé. */
	if (w->row.file_id != 0 && field_flag(w->row.fields, "attached"))
		json_object_set_new(body, "files", json_pack("[I]",
		    (json_int_t)w->row.file_id));
	return huntflow_applicant_comment(w->api, w->ctx->account_id,
	    w->row.applicant_id, body, &doc, err);
}

int
transfer_comment(struct transfer_work *w, struct err *err)
{
	own_str char	*text = NULL;
	bool		 there = false;

	transfer_work_begin(w, STEP_COMMENT);
	/* Whoever was here before may have been heard. */
	if (!w->created && huntflow_applicant_said(w->api, w->ctx->account_id,
	    w->row.applicant_id, w->row.marker, &there, err) == -1)
		return -1;
	text = applicant_comment(&w->task, w->comments, w->row.marker);
	return there ? 0 : send_comment(w, text, err);
}
