#include "huntflow/applicant_tags.h"
#include "transfer/int.h"

/* The item's tags, beside those that others have set; who was made a moment ago has none yet. */
int
transfer_tag(struct transfer_work *w, struct err *err)
{
	struct transfer_context	*ctx = w->ctx;
	struct huntflow_tag_ids	 ids = { .n = 0 }, none = { .n = 0 };
	struct applicant_tags	 change = { .add = &ids,
				    .all = w->created ? &none : NULL };
	const json_t		*tag;
	size_t			 i;
	int64_t			 id;

	if (json_array_size(w->item.tags) == 0)
		return 0;
	transfer_work_begin(w, STEP_TAG);
	json_array_foreach(w->item.tags, i, tag) {
		const char	*name = json_string_value(tag);

		if (ids.n == HUNTFLOW_TAGS_MAX)
			break;
		if (transfer_context_tag(ctx, name, &id, err) == -1 || (id == 0 &&
		    transfer_context_make_tag(ctx, name, &id, err) == -1))
			return -1;
		ids.v[ids.n++] = id;
	}
	return applicant_tags_change(ctx->db, w->api, ctx->account_id,
	    w->row.applicant_id, &change, err);
}
