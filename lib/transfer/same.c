#include <string.h>

#include "base/err.h"
#include "huntflow/api_applicant.h"
#include "huntflow/cv.h"
#include "huntflow/duplicate.h"
#include "huntflow/org.h"
#include "io/field.h"
#include "transfer/int.h"

int
transfer_same_find(struct transfer_work *w, const struct duplicate_ask *ask,
    const char *lang, json_t **out, struct err *err)
{
	own_huntflow_org struct huntflow_org	*org = huntflow_org_at(
	    w->ctx->huntflow, w->ctx->account_id, lang);

	org->country = w->ctx->country;
	return duplicate_find(org, ask, out, err);
}

void
transfer_same_links(const struct transfer_work *w, struct duplicate_ask *ask)
{
	for (size_t i = 0; i < w->contact.nlinks &&
	    ask->nlinks < DUPLICATE_LINKS; i++)
		ask->links[ask->nlinks++] = w->contact.links[i].url;
}

static bool
is_listed(const json_t *list, int64_t id)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(list, i, one)
		if (field_num(one, "id", 0) == id)
			return true;
	return false;
}

/* Those who share more than a name. */
static int
add_same(struct transfer_work *w, const struct duplicate_ask *ask,
    struct err *err)
{
	own_json json_t	*all = NULL;
	json_t		*one;
	size_t		 i;

	if (transfer_same_find(w, ask, "en", &all, err) == -1)
		return -1;
	json_array_foreach(all, i, one)
		if (duplicate_sure(one) && !is_listed(w->duplicates,
		    field_num(one, "id", 0)))
			json_array_append(w->duplicates, one);
	return 0;
}

/* What the CV says of itself, where the applicant has the task's word instead. */
static json_t *
cv_members(const struct transfer_work *w)
{
	json_t	*members = json_object();

	huntflow_cv_fields(members, field_at(w->row.files, "cv", "fields",
	    NULL));
	return members;
}

/* NULL when there is none, or it is asked for already. */
static const char *
other_email(const char *email, const struct duplicate_ask *asked)
{
	return email == NULL || *email == '\0' ||
	    person_email_same(email, asked->email) ? NULL : email;
}

static const char *
other_phone(const char *phone, const struct duplicate_ask *asked)
{
	return phone != NULL && asked->phone != NULL &&
	    strcmp(phone, asked->phone) == 0 ? NULL : phone;
}

/* By what one item's person is known: of the applicant that would be made, of the task, of its
 * CV. */
enum { SENT, TASK, CV, ASKS };

static void
read_asks(const struct transfer_work *w, const json_t *body, const json_t *cv,
    struct duplicate_ask ask[ASKS])
{
	const struct duplicate_ask	sent = {
		.email = field_str(body, "email"),
		.phone = field_str(body, "phone") };

	ask[SENT] = sent;
	transfer_same_links(w, &ask[SENT]);
	ask[TASK] = (struct duplicate_ask){
		.email = other_email(w->contact.email, &sent),
		.phone = other_phone(w->contact.phone, &sent) };
	ask[CV] = (struct duplicate_ask){
		.email = other_email(field_str(cv, "email"), &sent),
		.phone = other_phone(field_str(cv, "phone"), &sent) };
}

/* out: how many are like them. */
static int
look_for_same(struct transfer_work *w, const struct duplicate_ask ask[ASKS],
    size_t *out, struct err *err)
{
	json_decref(w->duplicates);
	w->duplicates = json_array();
	if (transfer_alone_take(w, err) == -1 ||
	    add_same(w, &ask[SENT], err) == -1)
		return -1;
	for (size_t i = TASK; i < ASKS; i++)
		if ((ask[i].email != NULL || ask[i].phone != NULL) &&
		    add_same(w, &ask[i], err) == -1)
			return -1;
	*out = json_array_size(w->duplicates);
	return 0;
}

int
transfer_same_take(struct transfer_work *w, int64_t id, struct err *err)
{
	own_huntflow_applicant struct huntflow_applicant one = { 0 };

	if (huntflow_applicant_fetch(w->api, w->ctx->account_id, id, &one,
	    err) == -1) {
		if (err->kind != ERR_ABSENT || w->ask->applicant_id == 0)
			return -1;
		memset(err, 0, sizeof(*err));
		return err_field(err, "applicant_id", "huntflow.gone", "%s",
		    "");
	}
	json_decref(w->row.fields);
	w->row.fields = json_pack("{s:b}", "attached", 1);
	w->row.applicant_id = one.id;	/* another, when it was merged into that */
	w->row.state = ORIGIN_CREATED;
	w->row.look_in_ms = ORIGIN_NO_LOOK;
	return 0;
}

static int64_t
first_found(const struct transfer_work *w)
{
	return field_num(json_array_get(w->duplicates, 0), "id", 0);
}

int
transfer_same_settle(struct transfer_work *w, const json_t *body, bool *settled,
    struct err *err)
{
	own_json json_t		*cv = cv_members(w);
	struct duplicate_ask	 ask[ASKS];
	size_t			 n = 0;

	*settled = false;
	read_asks(w, body, cv, ask);
	for (size_t i = 0; i < ASKS; i++)
		transfer_alone_add(w, &ask[i]);
	if (w->ask->duplicate == TRANSFER_CREATE)
		return 0;
	if (look_for_same(w, ask, &n, err) == -1)
		return -1;
	if (n == 0)
		return 0;
	*settled = true;
	if (w->ask->duplicate == TRANSFER_SKIP) {
		w->skipped = true;
		w->row.applicant_id = first_found(w);
		return 0;
	}
	if (w->ask->duplicate == TRANSFER_ATTACH && n == 1)
		return transfer_same_take(w, first_found(w), err);
	return err_code(err, ERR_CONFLICT, "huntflow.duplicate_found", "%s",
	    field_str(json_array_get(w->duplicates, 0), "name"));
}
