#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "huntflow/api.h"
#include "huntflow/api_applicant.h"
#include "io/field.h"
#include "transfer/int.h"

/* Where a CV was, when it is no file. */
static int
find_source(struct transfer_work *w, int64_t *id, struct err *err)
{
	const char	*site = w->links.linkedin != NULL ? "linkedin" :
			    w->links.rabota != NULL ? "rabota" : NULL;

	*id = 0;
	if (site == NULL || w->row.file_id != 0)
		return 0;
	return transfer_context_source(w->ctx, site, id, err);
}

static int
make_body(struct transfer_work *w, json_t **body, struct err *err)
{
	struct applicant_parts	 parts = {
		.task = &w->task, .upload = &w->upload,
		.file_id = w->row.file_id, .links = &w->links,
		.first = w->ask->first, .last = w->ask->last,
		.middle = w->ask->middle, .marker = w->row.marker,
	};

	if (find_source(w, &parts.source_id, err) == -1)
		return -1;
	return applicant_body(&parts, body, err);
}

static void
keep_doubles(struct transfer_work *w, const struct huntflow_applicant *one)
{
	w->row.doubles = json_array();
	for (size_t i = 0; i < one->ndoubles; i++)
		json_array_append_new(w->row.doubles,
		    json_integer(one->doubles[i]));
}

/* What is kept of the document: enough to know the applicant again. */
static json_t *
names_of(const json_t *body)
{
	return json_pack("{s:O, s:O}",
	    "first_name", json_object_get(body, "first_name"),
	    "last_name", json_object_get(body, "last_name"));
}

static int
post(struct transfer_work *w, const json_t *body, struct err *err)
{
	own_huntflow_applicant struct huntflow_applicant one = { 0 };
	struct err					 ignored = { 0 };

	if (huntflow_applicant_create(w->api, w->ctx->account_id, body, &one,
	    err) == 0) {
		w->row.applicant_id = one.id;
		w->row.state = ORIGIN_CREATED;
		w->created = true;
		keep_doubles(w, &one);
		return 0;
	}
	if (huntflow_sent(w->api)) {
		err->retry_after_s = (int)(transfer_grace_ms(w) / 1000);
		return err_code(err, ERR_BUSY, "huntflow.lost", "%s",
		    "the answer to the new applicant was lost");
	}
	w->row.state = ORIGIN_NEW;	/* certainly not carried out */
	if (transfer_work_save(w, &ignored) == -1)
		log_err(LOG_WARN, "transfer: intent not cleared", &ignored);
	return -1;
}

int
transfer_create(struct transfer_work *w, struct err *err)
{
	own_json json_t	*body = NULL;
	bool		 settled;

	if (w->ask->duplicate == TRANSFER_ATTACH && w->ask->applicant_id != 0)
		return transfer_same_take(w, w->ask->applicant_id, err);
	transfer_work_begin(w, STEP_MAKE);
	if (make_body(w, &body, err) == -1 ||
	    transfer_same_mind(w, body, &settled, err) == -1)
		return -1;
	if (settled)
		return 0;
	json_decref(w->row.fields);
	w->row.fields = names_of(body);
	w->row.import_id = w->ctx->import_id;
	if (origin_intend(w->ctx->db, &w->row, w->ctx->lease,
	    w->ctx->lease_s, err) == -1 || post(w, body, err) == -1)
		return -1;
	return 0;
}
