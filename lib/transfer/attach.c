#include "huntflow/api_applicant.h"
#include "io/field.h"
#include "transfer/int.h"

/* On that vacancy already? 1: at this stage, 2: at another, 0: no. */
static int
place_of(const struct huntflow_applicant *one, int64_t vacancy, int64_t stage)
{
	for (size_t i = 0; i < one->nlinks; i++)
		if (one->links[i].vacancy == vacancy)
			return one->links[i].status == stage ? 1 : 2;
	return 0;
}

static int
put_on_vacancy(struct transfer_work *w, int64_t stage, bool move,
    struct err *err)
{
	own_json json_t	*body = json_pack("{s:I, s:I}", "vacancy",
			    (json_int_t)w->ask->vacancy_id, "status",
			    (json_int_t)stage),
			*doc = NULL;

	return huntflow_applicant_status(w->api, w->ctx->account_id,
	    w->row.applicant_id, body, move, &doc, err);
}

int
transfer_attach(struct transfer_work *w, struct err *err)
{
	own_huntflow_applicant struct huntflow_applicant one = { 0 };
	const int64_t	 vacancy = w->ask->vacancy_id;
	int64_t		 stage = w->ask->status_id;
	int		 place = 0;

	if (vacancy == 0)
		return 0;
	transfer_work_begin(w, STEP_ATTACH);
	if (stage == 0 && transfer_context_stage(w->ctx, &stage, err) == -1)
		return -1;
	if (!w->created) {
		if (huntflow_applicant_fetch(w->api, w->ctx->account_id,
		    w->row.applicant_id, &one, err) == -1)
			return -1;
		place = place_of(&one, vacancy, stage);
	}
	if (place != 1 && put_on_vacancy(w, stage, place == 2, err) == -1)
		return -1;
	w->row.vacancy_id = vacancy;
	w->row.status_id = stage;
	return 0;
}
