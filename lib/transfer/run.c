#include "transfer/run.h"

#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "huntflow/link.h"
#include "transfer/int.h"

const char *const transfer_duplicates[] = { "create", "ask", "attach", "skip",
	NULL };

void
transfer_done_clear(struct transfer_done *done)
{
	mem_free_str(&done->url);
	json_decref(done->doubles);
	json_decref(done->steps);
	json_decref(done->duplicates);
	*done = (struct transfer_done){ 0 };
}

/* Nothing of a task is kept: it is read again however far the last try came. */
static int
fetch(struct transfer_work *w, struct err *err)
{
	if (transfer_work_fetch(w, err) == -1)
		return -1;
	return w->row.state == ORIGIN_INTENT ? transfer_adopt(w, err) : 0;
}

static int
make(struct transfer_work *w, struct err *err)
{
	if (w->row.state == ORIGIN_CREATED)
		return 0;
	if (transfer_context_nick(w->ctx, err) == -1 ||
	    transfer_create(w, err) == -1)
		return -1;
	if (w->skipped)
		return 0;
	mem_free_str(&w->row.url);
	w->row.url = huntflow_link_page(w->ctx->huntflow->base_url,
	    w->ctx->nick, w->row.applicant_id);
	return 0;
}

static int
file(struct transfer_work *w, struct err *err)
{
	return w->row.state == ORIGIN_CREATED ? 0 :
	    transfer_file_upload(w, err);
}

static int	(*const steps[STEPS])(struct transfer_work *,
	    struct err *) = {
	[STEP_FETCH] = fetch,
	[STEP_FILE] = file,
	[STEP_MAKE] = make,
	[STEP_TAG] = transfer_tag,
	[STEP_ATTACH] = transfer_attach,
	[STEP_COMMENT] = transfer_comment,
};

static bool
is_done(const struct transfer_work *w, int step)
{
	return step >= STEP_MAKE && (w->row.steps & (1U << step)) != 0;
}

static int
finish(struct transfer_work *w, struct err *err)
{
	w->row.state = ORIGIN_DONE;
	if (w->row.url == NULL || w->row.url[0] == '\0') {
		if (transfer_context_nick(w->ctx, err) == -1)
			return -1;
		mem_free_str(&w->row.url);
		w->row.url = huntflow_link_page(w->ctx->huntflow->base_url,
		    w->ctx->nick, w->row.applicant_id);
	}
	if (transfer_work_save(w, err) == -1)
		return -1;
	huntflow_link_ok(w->ctx->huntflow);
	return 0;
}

/* The id of a new applicant is in the table before anything else is done with it. */
static int
run_steps(struct transfer_work *w, struct err *err)
{
	if (w->row.state == ORIGIN_DONE)
		return 0;
	for (int step = 0; step < STEPS; step++) {
		if (is_done(w, step))
			continue;
		if (steps[step](w, err) == -1)
			return -1;
		if (w->skipped)
			return 0;
		w->row.steps |= 1U << step;
		if (transfer_work_save(w, err) == -1)
			return -1;
	}
	return finish(w, err);
}

static int
take(struct transfer_work *w, struct err *err)
{
	const struct transfer_context	*ctx = w->ctx;
	const struct origin		 in = {
		.company_id = ctx->company_id, .user_id = ctx->user_id,
		.connection_id = ctx->huntflow->connection_id,
		.account_id = ctx->account_id,
		.task_id = (char *)(uintptr_t)w->ask->task_id,
		.task_name = (char *)(uintptr_t)w->ask->task_name,
	};

	return origin_take(ctx->db, &in, ctx->listeners, ctx->lease,
	    ctx->lease_s, &w->row, err);
}

int
transfer_run(struct transfer_context *ctx, const struct transfer_ask *ask,
    struct transfer_done *out, struct err *err)
{
	own_transfer_work struct transfer_work	 w = {
		.ctx = ctx, .ask = ask, .api = ctx->huntflow->api,
		.steps = json_array(),
	};
	struct err		 ignored = { 0 };
	int			 rc;

	if (take(&w, err) == -1)
		return -1;
	rc = run_steps(&w, err);
	if (origin_release(ctx->db, w.row.id, ctx->lease,
	    rc == 0 ? "" : err->code, &ignored) == -1)
		log_err(LOG_WARN, "transfer: release", &ignored);
	if (ctx->step != NULL)
		ctx->step(ctx->arg, STEP_FETCH, 0);
	out->duplicates = give(w.duplicates);
	if (rc == -1)
		return -1;
	out->skipped = w.skipped;
	out->applicant_id = w.row.applicant_id;
	out->created = w.created;
	out->url = give(w.row.url);
	out->doubles = w.row.doubles != NULL ? give(w.row.doubles) :
	    json_array();
	out->steps = give(w.steps);
	return 0;
}
