#include "transfer/target.h"

#include <jansson.h>
#include <string.h>

#include "base/err.h"
#include "huntflow/api_vacancy.h"
#include "huntflow/link.h"
#include "io/field.h"
#include "transfer/context.h"

void
transfer_target_clear(struct transfer_target *t)
{
	mem_free_str(&t->vacancy);
	mem_free_str(&t->stage);
}

static int
check_vacancy(struct transfer_context *ctx, int64_t id,
    struct transfer_target *out, struct err *err)
{
	struct huntflow_get	 get;
	own_json json_t		*doc = NULL;

	huntflow_vacancy_get(&get, ctx->account_id, id);
	if (huntflow_get_ask(ctx->huntflow->api, &get, &doc, err) == -1)
		return err->kind != ERR_ABSENT ? -1 : err_code(err,
		    ERR_CONFLICT, "huntflow.vacancy", "%lld", (long long)id);
	if (out != NULL)
		out->vacancy = mem_dup(field_str(doc, "position"));
	return 0;
}

static int
check_stage(struct transfer_context *ctx, int64_t id,
    struct transfer_target *out, struct err *err)
{
	const struct huntflow_item	*stage;

	if (id == 0)
		return 0;
	if (transfer_context_stage_of(ctx, id, &stage, err) == -1)
		return -1;
	if (stage == NULL || (stage->type != NULL &&
	    strcmp(stage->type, "trash") == 0))
		return err_code(err, ERR_CONFLICT, "huntflow.stage", "%lld",
		    (long long)id);
	if (out != NULL)
		out->stage = mem_dup(stage->name);
	return 0;
}

int
transfer_target_check(struct transfer_context *ctx, int64_t vacancy,
    int64_t stage, struct transfer_target *out, struct err *err)
{
	own_transfer_target struct transfer_target	 got = { 0 };

	if (vacancy == 0 || (out == NULL && vacancy == ctx->good_vacancy &&
	    stage == ctx->good_stage))
		return 0;
	if (check_vacancy(ctx, vacancy, &got, err) == -1 ||
	    check_stage(ctx, stage, &got, err) == -1)
		return -1;
	ctx->good_vacancy = vacancy;
	ctx->good_stage = stage;
	if (out != NULL)
		*out = give(got);
	return 0;
}
