#include <string.h>

#include "clickup/api_comment.h"
#include "transfer/int.h"

void
transfer_work_clear(struct transfer_work *w)
{
	origin_clear(&w->row);
	clickup_task_clear(&w->task);
	json_decref(w->comments);
	huntflow_upload_clear(&w->upload);
	applicant_links_clear(&w->links);
	json_decref(w->steps);
	json_decref(w->duplicates);
}

void
transfer_work_begin(struct transfer_work *w, enum transfer_step step)
{
	if (w->ctx->step != NULL)
		w->ctx->step(w->ctx->arg, step, w->row.id);
	json_array_append_new(w->steps, json_string(
	    transfer_step_names[step]));
}

int
transfer_work_save(struct transfer_work *w, struct err *err)
{
	return origin_save(w->ctx->db, &w->row, w->ctx->lease,
	    w->ctx->lease_s, err);
}

int
transfer_work_fetch(struct transfer_work *w, struct err *err)
{
	transfer_work_begin(w, STEP_FETCH);
	if (clickup_task_fetch(w->ctx->clickup, w->ask->task_id, &w->task,
	    err) == -1 ||
	    clickup_comments_fetch(w->ctx->clickup, w->ask->task_id, 0,
	    &w->comments, err) == -1)
		return -1;
	applicant_links_read(&w->task, w->comments, &w->links);
	return 0;
}
