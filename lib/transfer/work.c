#include <string.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "huntflow/api_applicant.h"
#include "io/field.h"
#include "transfer/int.h"

#define PERSON_WAIT_MS	5000	/* for the database, while somebody waits for the answer */
#define PAUSE_MS	500

void
transfer_work_clear(struct transfer_work *w)
{
	origin_clear(&w->row);
	transfer_item_clear(&w->item);
	transfer_contact_clear(&w->contact);
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
	struct transfer_contact_ask	 ask;

	transfer_work_begin(w, STEP_FETCH);
	if (w->ctx->source->fetch(w->ctx, w->ask->task_id, &w->item,
	    err) == -1)
		return -1;
	ask = transfer_contact_ask_of(&w->item, w->ctx->country);
	transfer_contact_read(&ask, &w->contact);
	return 0;
}

struct transfer_name_ask
transfer_work_name(const struct transfer_work *w)
{
	const struct transfer_ask	*ask = w->ask;
	const bool			 given = ask->first != NULL ||
	    ask->last != NULL || ask->middle != NULL;

	return (struct transfer_name_ask){ .title = w->item.name,
	    .first = given ? ask->first : w->item.first,
	    .last = given ? ask->last : w->item.last,
	    .middle = given ? ask->middle : w->item.middle };
}

struct transfer_text
transfer_work_text(const struct transfer_work *w)
{
	return (struct transfer_text){ .words = &w->ctx->source->words,
	    .item = &w->item, .contact = &w->contact,
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
