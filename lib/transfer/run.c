#include "transfer/run.h"

#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "huntflow/api_applicant.h"
#include "huntflow/link.h"
#include "io/field.h"
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

/* --- tags --- */

static void
add_tag_id(struct huntflow_tag_ids *ids, int64_t id)
{
	for (size_t i = 0; i < ids->n; i++)
		if (ids->v[i] == id)
			return;
	if (ids->n < HUNTFLOW_TAGS_MAX)
		ids->v[ids->n++] = id;
}

static int
tag(struct transfer_work *w, struct err *err)
{
	struct transfer_context	*desk = w->desk;
	struct huntflow_tag_ids	 ids = { .n = 0 };
	int64_t			 id;

	if (w->task.nassignees == 0 || (w->row.steps & ORIGIN_TAGGED) != 0)
		return 0;
	transfer_work_begin(w, "tag");
	/* The whole list is replaced: what an older applicant has must stay. */
	if (!w->created && huntflow_applicant_tags(w->api, desk->account_id,
	    w->row.applicant_id, &ids, err) == -1)
		return -1;
	for (size_t i = 0; i < w->task.nassignees; i++) {
		const char	*name = w->task.assignee_names[i];

		if (transfer_context_tag(desk, name, &id, err) == -1 || (id == 0 &&
		    transfer_context_make_tag(desk, name, &id, err) == -1))
			return -1;
		add_tag_id(&ids, id);
	}
	if (huntflow_applicant_set_tags(w->api, desk->account_id,
	    w->row.applicant_id, &ids, err) == -1)
		return -1;
	w->row.steps |= ORIGIN_TAGGED;
	return 0;
}

/* --- vacancy and stage --- */

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

	return huntflow_applicant_status(w->api, w->desk->account_id,
	    w->row.applicant_id, body, move, &doc, err);
}

static int
attach(struct transfer_work *w, struct err *err)
{
	own_huntflow_applicant struct huntflow_applicant one = { 0 };
	const int64_t	 vacancy = w->ask->vacancy_id;
	int64_t		 stage = w->ask->status_id;
	int		 place = 0;

	if (vacancy == 0 || (w->row.steps & ORIGIN_ATTACHED) != 0)
		return 0;
	transfer_work_begin(w, "attach");
	if (stage == 0 && transfer_context_stage(w->desk, &stage, err) == -1)
		return -1;
	if (!w->created) {
		if (huntflow_applicant_fetch(w->api, w->desk->account_id,
		    w->row.applicant_id, &one, err) == -1)
			return -1;
		place = place_of(&one, vacancy, stage);
	}
	if (place != 1 && put_on_vacancy(w, stage, place == 2, err) == -1)
		return -1;
	w->row.vacancy_id = vacancy;
	w->row.status_id = stage;
	w->row.steps |= ORIGIN_ATTACHED;
	return 0;
}

/* --- the comment --- */

static int
send_comment(struct transfer_work *w, const char *text, struct err *err)
{
	own_json json_t	*body = json_pack("{s:s}", "comment", text),
			*doc = NULL;

	if (w->row.vacancy_id != 0)
		json_object_set_new(body, "vacancy",
		    json_integer(w->row.vacancy_id));
	/* An applicant of our making has the file as its résumé. */
	if (w->row.file_id != 0 && field_flag(w->row.fields, "attached"))
		json_object_set_new(body, "files", json_pack("[I]",
		    (json_int_t)w->row.file_id));
	return huntflow_applicant_comment(w->api, w->desk->account_id,
	    w->row.applicant_id, body, &doc, err);
}

static int
comment(struct transfer_work *w, struct err *err)
{
	own_str char	*text = NULL;
	bool		 there = false;

	if ((w->row.steps & ORIGIN_COMMENTED) != 0)
		return 0;
	transfer_work_begin(w, "comment");
	/* Whoever was here before may have been heard. */
	if (!w->created && huntflow_applicant_said(w->api, w->desk->account_id,
	    w->row.applicant_id, w->row.marker, &there, err) == -1)
		return -1;
	text = applicant_comment(&w->task, w->comments, w->row.marker);
	if (!there && send_comment(w, text, err) == -1)
		return -1;
	w->row.steps |= ORIGIN_COMMENTED;
	return 0;
}

/* --- the whole --- */

static int
finish(struct transfer_work *w, struct err *err)
{
	w->row.state = ORIGIN_DONE;
	if (w->row.url == NULL || w->row.url[0] == '\0') {
		if (transfer_context_nick(w->desk, err) == -1)
			return -1;
		mem_free_str(&w->row.url);
		w->row.url = huntflow_link_page(w->desk->huntflow->base_url,
		    w->desk->nick, w->row.applicant_id);
	}
	if (transfer_work_save(w, err) == -1)
		return -1;
	huntflow_link_ok(w->desk->huntflow);
	return 0;
}

/* The id is in the table before anything else is done with the applicant. */
static int
make_applicant(struct transfer_work *w, struct err *err)
{
	if (w->row.state == ORIGIN_INTENT && transfer_adopt(w, err) == -1)
		return -1;
	if (w->row.state == ORIGIN_CREATED)
		return 0;
	if (transfer_create(w, err) == -1)
		return -1;
	if (w->skipped)
		return 0;
	mem_free_str(&w->row.url);
	w->row.url = huntflow_link_page(w->desk->huntflow->base_url,
	    w->desk->nick, w->row.applicant_id);
	return transfer_work_save(w, err);
}

static int
run_steps(struct transfer_work *w, struct err *err)
{
	if (w->row.state == ORIGIN_DONE)
		return 0;
	if (transfer_work_fetch(w, err) == -1 || make_applicant(w, err) == -1)
		return -1;
	if (w->skipped)
		return 0;
	if (tag(w, err) == -1 || attach(w, err) == -1 ||
	    comment(w, err) == -1)
		return -1;
	return finish(w, err);
}

static int
take(struct transfer_work *w, struct err *err)
{
	const struct transfer_context	*desk = w->desk;
	const struct origin		 in = {
		.company_id = desk->company_id, .user_id = desk->user_id,
		.connection_id = desk->huntflow->connection_id,
		.account_id = desk->account_id,
		.task_id = (char *)(uintptr_t)w->ask->task_id,
		.task_name = (char *)(uintptr_t)w->ask->task_name,
	};

	return origin_take(desk->db, &in, desk->lease, desk->lease_s,
	    &w->row, err);
}

int
transfer_run(struct transfer_context *desk, const struct transfer_ask *ask,
    struct transfer_done *out, struct err *err)
{
	own_transfer_work struct transfer_work	 w = {
		.desk = desk, .ask = ask, .api = desk->huntflow->api,
		.steps = json_array(),
	};
	struct err		 ignored = { 0 };
	int			 rc;

	if (take(&w, err) == -1)
		return -1;
	rc = run_steps(&w, err);
	if (origin_release(desk->db, w.row.id, desk->lease,
	    rc == 0 ? "" : err->code, &ignored) == -1)
		log_err(LOG_WARN, "transfer: release", &ignored);
	if (desk->step != NULL)
		desk->step(desk->arg, "", 0);
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
