#include "transfer/event.h"

#include <jansson.h>

#include "io/field.h"
#include "live/event.h"
#include "transfer/context.h"
#include "transfer/run.h"
#include "transfer/source.h"

void
transfer_event_add(struct transfer_context *ctx, int64_t user_id,
    const char *task_id, const struct transfer_done *done)
{
	own_str char	*key = mem_fmt("%s_id", ctx->source->event);
	own_json json_t	*data = json_pack("{s:s, s:{s:s, s:I, s:I, s:s?}}",
			    key, task_id, "transfer", "state", "done",
			    "applicant_id", (json_int_t)done->applicant_id,
			    "account_id", (json_int_t)ctx->account_id, "url",
			    done->url);

	live_event_add(ctx->db, ctx->conf, ctx->company_id, user_id,
	    ctx->source->event, data);
}
