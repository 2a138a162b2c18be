#include <string.h>

#include "base/err.h"
#include "huntflow/api_applicant.h"
#include "huntflow/duplicate.h"
#include "huntflow/org.h"
#include "io/field.h"
#include "transfer/int.h"

int
transfer_same_find(struct transfer_work *w, const struct duplicate_ask *ask,
    const char *lang, json_t **out, struct err *err)
{
	own_huntflow_org struct huntflow_org	*ctx = huntflow_org_at(
	    w->ctx->huntflow, w->ctx->account_id, lang);

	return duplicate_find(ctx, ask, out, err);
}

void
transfer_same_links(const struct transfer_work *w, struct duplicate_ask *ask)
{
	if (w->links.linkedin != NULL)
		ask->links[ask->nlinks++] = w->links.linkedin;
	if (w->links.rabota != NULL)
		ask->links[ask->nlinks++] = w->links.rabota;
}

/* Those who share more than a name with the applicant that would be made; out: how many. */
static int
look_for_same(struct transfer_work *w, const json_t *body, size_t *out,
    struct err *err)
{
	struct duplicate_ask	 ask = {
		.email = field_str(body, "email"),
		.phone = field_str(body, "phone"),
	};
	own_json json_t		*all = NULL;
	json_t			*one;
	size_t			 i;

	transfer_same_links(w, &ask);
	if (transfer_same_find(w, &ask, "en", &all, err) == -1)
		return -1;
	json_decref(w->duplicates);
	w->duplicates = json_array();
	json_array_foreach(all, i, one)
		if (duplicate_sure(one))
			json_array_append(w->duplicates, one);
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
	w->row.applicant_id = id;
	w->row.state = ORIGIN_CREATED;
	return 0;
}

static int64_t
first_found(const struct transfer_work *w)
{
	return field_num(json_array_get(w->duplicates, 0), "id", 0);
}

int
transfer_same_mind(struct transfer_work *w, const json_t *body, bool *settled,
    struct err *err)
{
	size_t	 n = 0;

	*settled = false;
	if (w->ask->duplicate == TRANSFER_CREATE)
		return 0;
	if (look_for_same(w, body, &n, err) == -1)
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
