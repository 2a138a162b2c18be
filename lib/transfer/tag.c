#include "huntflow/api_applicant.h"
#include "transfer/int.h"

static void
add_tag_id(struct huntflow_tag_ids *ids, int64_t id)
{
	for (size_t i = 0; i < ids->n; i++)
		if (ids->v[i] == id)
			return;
	if (ids->n < HUNTFLOW_TAGS_MAX)
		ids->v[ids->n++] = id;
}

int
transfer_tag(struct transfer_work *w, struct err *err)
{
	struct transfer_context	*ctx = w->ctx;
	struct huntflow_tag_ids	 ids = { .n = 0 };
	int64_t			 id;

	if (w->task.nassignees == 0)
		return 0;
	transfer_work_begin(w, STEP_TAG);
	/* The whole list is replaced: what an older applicant has must stay. */
	if (!w->created && huntflow_applicant_tags(w->api, ctx->account_id,
	    w->row.applicant_id, &ids, err) == -1)
		return -1;
	for (size_t i = 0; i < w->task.nassignees; i++) {
		const char	*name = w->task.assignee_names[i];

		if (transfer_context_tag(ctx, name, &id, err) == -1 || (id == 0 &&
		    transfer_context_make_tag(ctx, name, &id, err) == -1))
			return -1;
		add_tag_id(&ids, id);
	}
	return huntflow_applicant_set_tags(w->api, ctx->account_id,
	    w->row.applicant_id, &ids, err);
}
