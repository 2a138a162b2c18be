#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "huntflow/api.h"
#include "huntflow/api_applicant.h"
#include "io/field.h"
#include "transfer/body.h"
#include "transfer/int.h"
#include "transfer/name.h"
#include "transfer/person.h"
#include "transfer/upload.h"

#define LATE_MS	5000	/* between storing the intent and sending: the host slept */

/* --- the document --- */

/* Where the person was found, else where a CV was that is no file. */
static int
find_source(struct transfer_work *w, int64_t *id, struct err *err)
{
	const struct person_link	*link =
	    transfer_contact_profile(&w->contact);

	const json_t			*site;
	size_t				 i;

	*id = 0;
	json_array_foreach(w->item.sites, i, site)
		if (*id == 0 && transfer_context_source(w->ctx,
		    json_string_value(site), id, err) == -1)
			return -1;
	if (*id != 0 || link == NULL || w->row.file_id != 0)
		return 0;
	return transfer_context_source(w->ctx, person_site_word(link->site),
	    id, err);
}

static int
make_body(struct transfer_work *w, json_t **out, struct err *err)
{
	const json_t		*cv = json_object_get(w->row.files, "cv");
	own_json json_t		*file = w->ask->no_parse && json_is_object(cv) ?
				    json_pack("{s:I}", "file",
				    (json_int_t)w->row.file_id) :
				    json_incref((json_t *)(uintptr_t)cv);
	struct transfer_text	 text = transfer_work_text(w);
	struct transfer_name_ask ask = transfer_work_name(w);
	struct person_name	 name;
	enum transfer_name_from	 from;
	struct transfer_body	 body = { .name = &name, .text = &text,
		.contact = &w->contact, .cv = file };

	text.cv_text = field_str(file, "text");
	ask.cv = json_object_get(file, "fields");
	if (transfer_name_read(&ask, &name, &from, err) == -1 ||
	    find_source(w, &body.source_id, err) == -1)
		return -1;
	*out = transfer_body_json(&body);
	return 0;
}

/* --- the POST --- */

/* What is kept of the document: enough to know the applicant again. */
static json_t *
known_by(const json_t *body)
{
	static const char *const names[] = { "first_name", "last_name",
		"email", "phone" };
	json_t	*out = json_object();

	for (size_t i = 0; i < nitems(names); i++)
		if (json_object_get(body, names[i]) != NULL)
			json_object_set(out, names[i], json_object_get(body,
			    names[i]));
	return out;
}

static void
keep_doubles(struct transfer_work *w, const struct huntflow_applicant *one)
{
	json_decref(w->row.doubles);
	w->row.doubles = json_array();
	for (size_t i = 0; i < one->ndoubles; i++)
		json_array_append_new(w->row.doubles,
		    json_integer(one->doubles[i]));
}

struct sending {
	struct transfer_work	*w;
	bool			 intended;	/* it was stored, perhaps */
	struct err		 why;		/* it does not go */
};

/*
 * The last moment before the request goes: the row must still be ours, and says from now on that an
 * applicant may be there. Whoever takes the row after that looks and never sends another, so a
 * host that sleeps here makes none beside it.
 */
static bool
intend(void *arg)
{
	struct sending		*s = arg;
	struct transfer_work	*w = s->w;
	const int64_t		 began = clock_boot_ms();

	s->intended = true;
	if (transfer_person_keep(w->ctx->db, w->row.id, w->alone.names,
	    w->alone.n, &s->why) == -1 || origin_intend(w->ctx->db, &w->row,
	    w->ctx->lease, w->ctx->lease_s, &s->why) == -1)
		return false;
	if (clock_boot_ms() - began <= LATE_MS)
		return true;
	err_code(&s->why, ERR_BUSY, "transfer.late",
	    "not sent: storing the intent took too long");
	return false;
}

/* It certainly did not go, or was refused: the next try begins anew. */
static int
not_sent(struct transfer_work *w, const struct sending *s, struct err *err)
{
	const struct err	 why = s->why.kind != ERR_NONE ? s->why : *err;
	struct err		 ignored = { 0 };

	w->row.state = ORIGIN_NEW;
	if (s->intended && transfer_work_save_surely(w, &ignored) == -1 &&
	    origin_unsend(w->ctx->db, w->ctx->listeners, &w->row,
	    &ignored) == -1)
		log_err(LOG_WARN, "transfer: intent not cleared", &ignored);
	*err = why;
	return -1;
}

static int
post(struct transfer_work *w, const json_t *body, struct err *err)
{
	own_huntflow_applicant struct huntflow_applicant one = { 0 };
	struct sending			 s = { .w = w };
	const struct huntflow_ready	 ready = { intend, &s };
	const int			 rc = huntflow_applicant_create(w->api,
					    w->ctx->account_id, body, &ready,
					    &one, err);

	transfer_alone_leave(w);
	if (rc == -1)
		return huntflow_sent(w->api) ? transfer_look_later(w, err) :
		    not_sent(w, &s, err);
	w->row.applicant_id = one.id;
	w->row.state = ORIGIN_CREATED;
	w->created = true;
	keep_doubles(w, &one);
	return transfer_work_save_surely(w, err);
}

static int
look_and_make(struct transfer_work *w, struct err *err)
{
	own_json json_t	*body = NULL;
	bool		 settled;

	if (make_body(w, &body, err) == -1 ||
	    transfer_same_settle(w, body, &settled, err) == -1)
		return -1;
	if (settled)
		return 0;
	json_decref(w->row.fields);
	w->row.fields = known_by(body);
	w->row.import_id = w->ctx->import_id;
	return post(w, body, err);
}

int
transfer_make(struct transfer_work *w, struct err *err)
{
	int	 rc;

	if (w->row.state != ORIGIN_NEW)
		return 0;
	if (w->ask->duplicate == TRANSFER_ATTACH && w->ask->applicant_id != 0)
		return transfer_same_take(w, w->ask->applicant_id, err);
	transfer_work_begin(w, STEP_MAKE);
	rc = look_and_make(w, err);
	transfer_alone_leave(w);
	return rc;
}
