#include "base/err.h"
#include "huntflow/api_applicant.h"
#include "io/field.h"
#include "transfer/int.h"

/* The applicant's stage on this vacancy now; 0: not on it. */
static int64_t
stage_of(const struct huntflow_applicant *one, int64_t vacancy)
{
	for (size_t i = 0; i < one->nlinks; i++)
		if (one->links[i].vacancy == vacancy)
			return one->links[i].status;
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

/* An applicant of the vacancy is moved only to a stage that was asked for. */
int
transfer_attach(struct transfer_work *w, struct err *err)
{
	own_huntflow_applicant struct huntflow_applicant one = { 0 };
	const int64_t	 vacancy = w->ask->vacancy_id;
	int64_t		 stage = w->ask->status_id, now = 0;

	if (vacancy == 0)
		return 0;
	transfer_work_begin(w, STEP_ATTACH);
	if (stage == 0 && transfer_context_stage(w->ctx, &stage, err) == -1)
		return -1;
	if (!w->created) {
		if (transfer_work_applicant(w, &one, err) == -1)
			return -1;
		now = stage_of(&one, vacancy);
	}
	if (now != 0 && w->ask->status_id == 0)
		stage = now;
	if (now != stage && put_on_vacancy(w, stage, now != 0, err) == -1)
		return -1;
	w->attached = now != stage;
	w->row.vacancy_id = vacancy;
	w->row.status_id = stage;
	return 0;
}
