#include "transfer/run.h"

#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "huntflow/link.h"
#include "io/field.h"
#include "transfer/form.h"
#include "transfer/int.h"
#include "transfer/pause.h"
#include "transfer/person.h"
#include "transfer/target.h"

const char *const transfer_duplicates[] = { "create", "ask", "attach", "skip",
	NULL };

void
transfer_duplicate_read(const char *word, enum transfer_duplicate *out)
{
	for (int i = 0; word != NULL && transfer_duplicates[i] != NULL; i++)
		if (strcmp(word, transfer_duplicates[i]) == 0)
			*out = (enum transfer_duplicate)i;
}

void
transfer_done_clear(struct transfer_done *done)
{
	mem_free_str(&done->url);
	json_decref(done->doubles);
	json_decref(done->steps);
	json_decref(done->duplicates);
	json_decref(done->files);
	*done = (struct transfer_done){ 0 };
}

/* --- the steps --- */

static int	(*const steps[STEPS])(struct transfer_work *, struct err *) = {
	[STEP_FETCH] = transfer_work_fetch,
	[STEP_FILE] = transfer_file,
	[STEP_MAKE] = transfer_make,
	[STEP_TAG] = transfer_tag,
	[STEP_ATTACH] = transfer_attach,
	[STEP_COMMENT] = transfer_comment,
};

/* What is read of a task is not kept: the first two are done again until the applicant is there. */
static bool
is_done(const struct transfer_work *w, int step)
{
	return step >= STEP_MAKE && (w->row.steps & (1U << step)) != 0;
}

static int
set_url(struct transfer_work *w, struct err *err)
{
	if (w->row.url != NULL && w->row.url[0] != '\0')
		return 0;
	if (transfer_context_nick(w->ctx, err) == -1)
		return -1;
	mem_free_str(&w->row.url);
	w->row.url = huntflow_link_page(w->ctx->huntflow->base_url,
	    w->ctx->nick, w->row.applicant_id);
	return 0;
}

/* What the source does then is stored before the row is done; that it cannot be fails no
 * transfer. */
static int
add_after(struct transfer_work *w, struct err *err)
{
	const struct transfer_source	*source = w->ctx->source;

	if (source->ending == NULL || source->ending(w->ctx, &w->row,
	    err) == 0)
		return 0;
	if (err->kind == ERR_DOWN)
		return -1;
	log_err(LOG_WARN, "transfer: what follows", err);
	*err = (struct err){ 0 };
	return 0;
}

/* A POST that got lost may be carried out yet: it is looked whether a second one comes. */
static int
finish(struct transfer_work *w, struct err *err)
{
	const bool	 first = w->row.state != ORIGIN_DONE;

	if (set_url(w, err) == -1 || (first && add_after(w, err) == -1))
		return -1;
	w->row.state = ORIGIN_DONE;
	if (first)	/* what it was put off for is done */
		w->row.look_in_ms = ORIGIN_NO_LOOK;
	if (first && w->row.lost > 0 && w->row.second_id == 0) {
		w->row.looks = 0;
		w->row.look_in_ms = transfer_pause_second(w->ctx->conf, 0);
	}
	if (transfer_work_save_surely(w, err) == -1)
		return -1;
	huntflow_link_ok(w->ctx->huntflow);
	return 0;
}

static int
run_steps(struct transfer_work *w, struct err *err)
{
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

/* --- the state of a row --- */

/* One that is there, and a vacancy or stage that it was not put at yet. */
static int
put_there(struct transfer_work *w, struct err *err)
{
	const struct transfer_ask	*ask = w->ask;

	if (ask->vacancy_id == 0 || (ask->vacancy_id == w->row.vacancy_id &&
	    (ask->status_id == 0 || ask->status_id == w->row.status_id)))
		return 0;
	if (transfer_target_check(w->ctx, ask->vacancy_id, ask->status_id,
	    NULL, err) == -1 || transfer_attach(w, err) == -1)
		return -1;
	w->row.steps |= 1U << STEP_ATTACH;
	return finish(w, err);
}

/* Nobody knows whether it is there: a person's word, or a look. */
static int
settle_unsure(struct transfer_work *w, struct err *err)
{
	if (w->ask->duplicate == TRANSFER_ATTACH && w->ask->applicant_id != 0)
		return transfer_same_take(w, w->ask->applicant_id, err) == -1 ?
		    -1 : transfer_work_save(w, err);
	if (!w->ask->resend)
		return transfer_look(w, err);
	w->row.state = ORIGIN_NEW;
	w->row.look_in_ms = ORIGIN_NO_LOOK;
	return transfer_work_save(w, err);
}

static int
run_row(struct transfer_work *w, struct err *err)
{
	if (w->row.state == ORIGIN_DONE && w->ctx->background &&
	    w->row.look_in_ms >= 0 && transfer_look_second(w, err) == -1)
		return -1;
	if (w->row.state == ORIGIN_DONE)
		return put_there(w, err);
	if (w->row.state == ORIGIN_UNSURE && settle_unsure(w, err) == -1)
		return -1;
	if (transfer_target_check(w->ctx, w->ask->vacancy_id,
	    w->ask->status_id, NULL, err) == -1)
		return -1;
	return run_steps(w, err);
}

/* --- the whole --- */

static int
take(struct transfer_work *w, struct err *err)
{
	const struct transfer_context	*ctx = w->ctx;
	struct origin	 in = transfer_context_key(ctx, w->ask->task_id);
	own_json json_t	*ask = ctx->background ? NULL :
			    transfer_form_keep(w->ask, ctx->import_id);

	in.task_name = (char *)(uintptr_t)w->ask->task_name;
	in.ask = ask;
	return origin_take(ctx->db, &in, ctx->listeners, ctx->lease,
	    ctx->lease_s, &w->row, err);
}

/* What nobody waits for is tried again by itself. */
static void
put_off(struct transfer_work *w, const struct err *why)
{
	struct err	 ignored = { 0 };

	if (!w->ctx->background || w->row.state == ORIGIN_UNSURE)
		return;
	w->row.look_in_ms = ORIGIN_NO_LOOK;
	if (transfer_pause_passes(why))
		w->row.look_in_ms = transfer_pause_look(w->ctx->conf,
		    w->row.looks++);
	if (transfer_work_save(w, &ignored) == -1)
		log_err(LOG_WARN, "transfer: put off", &ignored);
}

static void
let_go(struct transfer_work *w, const struct err *why)
{
	struct transfer_context	*ctx = w->ctx;
	struct err		 ignored = { 0 };

	if (w->row.state != ORIGIN_INTENT && w->row.state != ORIGIN_UNSURE &&
	    transfer_person_leave(ctx->db, w->row.id, &ignored) == -1)
		log_err(LOG_WARN, "transfer: person", &ignored);
	if ((w->skipped ? origin_drop(ctx->db, ctx->listeners, w->row.id,
	    ctx->lease, &ignored) : origin_release(ctx->db, ctx->listeners,
	    w->row.id, ctx->lease, why->code, &ignored)) == -1)
		log_err(LOG_WARN, "transfer: release", &ignored);
	if (ctx->step != NULL)
		ctx->step(ctx->arg, STEP_FETCH, 0);
}

static void
report(struct transfer_work *w, struct transfer_done *out)
{
	struct err	 ignored = { 0 };

	if (w->row.applicant_id != 0 && set_url(w, &ignored) == -1)
		log_err(LOG_WARN, "transfer: address", &ignored);
	out->transfer_id = w->skipped ? 0 : w->row.id;
	out->applicant_id = w->row.applicant_id;
	out->created = w->created;
	out->attached = w->attached;
	out->skipped = w->skipped;
	out->duplicates = give(w->duplicates);
	out->url = give(w->row.url);
	out->doubles = w->row.doubles != NULL ? give(w->row.doubles) :
	    json_array();
	out->steps = give(w->steps);
	out->files = give(w->row.files);
}

int
transfer_run(struct transfer_context *ctx, const struct transfer_ask *ask,
    struct transfer_done *out, struct err *err)
{
	own_transfer_work struct transfer_work	 w = {
		.ctx = ctx, .ask = ask, .api = ctx->huntflow->api,
		.steps = json_array(),
	};
	struct err	 none = { 0 };
	int		 rc;

	if (take(&w, err) == -1)
		return -1;
	rc = run_row(&w, err);
	if (rc == -1)
		put_off(&w, err);
	let_go(&w, rc == 0 ? &none : err);
	if (rc == 0 && w.row.state == ORIGIN_DONE &&
	    ctx->source->ended != NULL)
		ctx->source->ended(ctx, &w.row);
	report(&w, out);
	return rc;
}

int
transfer_go_on(struct transfer_context *ctx, const struct origin *row,
    struct transfer_done *out, struct err *err)
{
	struct transfer_ask	 ask = { .task_id = row->task_id,
		.task_name = row->task_name };

	transfer_form_kept(row->ask, &ask);
	ctx->background = true;
	ctx->import_id = field_num(row->ask, "import_id", 0);
	return transfer_run(ctx, &ask, out, err);
}
