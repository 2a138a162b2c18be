#include <string.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "clickup/api_comment.h"
#include "clickup/cache_fill.h"
#include "huntflow/api_applicant.h"
#include "io/field.h"
#include "transfer/choice.h"
#include "transfer/int.h"

#define PERSON_WAIT_MS	5000	/* for the database, while somebody waits for the answer */
#define PAUSE_MS	500

void
transfer_work_clear(struct transfer_work *w)
{
	origin_clear(&w->row);
	clickup_task_clear(&w->task);
	transfer_contact_clear(&w->contact);
	json_decref(w->comments);
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
transfer_work_save_surely(struct transfer_work *w, struct err *err)
{
	const struct conf	*conf = w->ctx->conf;
	const int64_t		 until = clock_mono_ms() +
	    (conf_background(conf) ? 1000 * conf_int(conf,
	    "IMPORT_DB_WAIT_S", 600) : PERSON_WAIT_MS);

	for (;;) {
		*err = (struct err){ 0 };
		if (transfer_work_save(w, err) == 0)
			return 0;
		if (err->kind != ERR_DOWN || clock_mono_ms() > until)
			return -1;
		clock_sleep_ms(PAUSE_MS);
	}
}

int
transfer_work_fetch(struct transfer_work *w, struct err *err)
{
	own_json json_t			*choices = NULL;
	struct transfer_contact_ask	 ask;
	struct err			 why = { 0 };

	transfer_work_begin(w, STEP_FETCH);
	if (clickup_task_fetch(w->ctx->clickup, w->ask->task_id, &w->task,
	    err) == -1 ||
	    clickup_comments_fetch(w->ctx->clickup, w->ask->task_id, 0,
	    &w->comments, err) == -1 ||
	    transfer_choice_get(w->ctx->db, w->ctx->company_id,
	    w->task.list_id, &choices, err) == -1)
		return -1;
	if (clickup_fill_detail(w->ctx->db, w->ctx->user_id, &w->task,
	    w->comments, &why) == -1)
		log_err(LOG_WARN, "transfer: the task's files", &why);
	ask = (struct transfer_contact_ask){
		.title = w->task.name,
		.custom_fields = w->task.custom_fields,
		.markdown = w->task.markdown,
		.description = w->task.description, .comments = w->comments,
		.country = w->ctx->country, .choices = choices,
	};
	transfer_contact_read(&ask, &w->contact);
	return 0;
}

struct transfer_text
transfer_work_text(const struct transfer_work *w)
{
	return (struct transfer_text){ .task = &w->task,
	    .comments = w->comments, .contact = &w->contact,
	    .marker = w->row.marker, .files = w->row.files,
	    .attached = field_flag(w->row.fields, "attached") };
}

int
transfer_work_applicant(struct transfer_work *w,
    struct huntflow_applicant *out, struct err *err)
{
	if (huntflow_applicant_fetch(w->api, w->ctx->account_id,
	    w->row.applicant_id, out, err) == -1)
		return -1;
	if (out->id != w->row.applicant_id) {
		w->row.applicant_id = out->id;
		mem_free_str(&w->row.url);
	}
	return 0;
}
