#include "huntflow/applicant_comment.h"

#include "base/err.h"
#include "huntflow/api_applicant.h"
#include "huntflow/applicant_change.h"
#include "huntflow/applicant_stage.h"
#include "huntflow/applicant_view.h"
#include "huntflow/org.h"
#include "io/field.h"

static int
read_comment(const json_t *body, struct applicant_move *m, struct err *err)
{
	static const char *const names[] = { "comment", "vacancy_id",
		"status_id", "files", "rejection_reason_id", NULL };

	if (applicant_change_object(body, err) == -1 ||
	    field_only(body, names, err) == -1 ||
	    field_int_opt(body, "vacancy_id", 1, INT64_MAX, &m->vacancy,
	    err) == -1 || field_int_opt(body, "status_id", 1, INT64_MAX,
	    &m->status, err) == -1 || applicant_stage_reason(body, m, err) == -1 ||
	    applicant_change_ids(body, "files", APPLICANT_FILES_MAX, &m->files, err) == -1 ||
	    field_text_opt(body, "comment", APPLICANT_COMMENT_MAX, &m->comment,
	    err) == -1)
		return -1;
	if (m->status != 0 && m->vacancy == 0)
		return err_field(err, "vacancy_id", "required", "%s", "");
	if ((m->comment == NULL || *m->comment == '\0') &&
	    json_array_size(m->files) == 0)
		return err_field(err, "comment", "required", "%s", "");
	return 0;
}

static json_t *
comment_json(const struct applicant_move *m)
{
	json_t	*out = json_object();

	if (m->comment != NULL && *m->comment != '\0')
		json_object_set_new(out, "comment", json_string(m->comment));
	if (m->vacancy != 0)
		json_object_set_new(out, "vacancy", json_integer(m->vacancy));
	if (json_array_size(m->files) > 0)
		json_object_set(out, "files", m->files);
	return out;
}

/* The newest entry: the one that the move has just made. */
static int
newest_log(struct huntflow_org *org, int64_t id, json_t **out,
    struct err *err)
{
	const struct applicant_log_ask	 ask = { "STATUS", 1, 1 };
	own_json json_t			*items = NULL;
	bool				 more;

	if (applicant_view_logs(org, id, &ask, &items, &more, err) == -1)
		return -1;
	*out = json_incref(json_array_get(items, 0));
	return 0;
}

/* A comment that brings the applicant to another stage. 1: it did, 0: the stage is the same. */
static int
comment_moves(struct huntflow_org *org, int64_t id, const struct applicant_move *m,
    struct err *err)
{
	int64_t	 now;

	if (m->status == 0)
		return 0;
	if (applicant_stage_check(org, m, err) == -1 ||
	    applicant_stage_now(org, id, m->vacancy, &now, err) == -1)
		return -1;
	if (now == m->status)
		return 0;
	return applicant_stage_move(org, id, m, now != 0, err) == -1 ? -1 : 1;
}

int
applicant_comment_add(struct huntflow_org *org, int64_t id,
    const json_t *body, json_t **out, struct err *err)
{
	own_json json_t	*sent = NULL, *doc = NULL;
	struct applicant_move	 m = { 0 };
	struct err	 ignored = { 0 };
	int		 rc;

	if (read_comment(body, &m, err) == -1 ||
	    (rc = comment_moves(org, id, &m, err)) == -1)
		return -1;
	if (rc == 1) {
		if (newest_log(org, id, out, &ignored) == -1 || *out == NULL)
			*out = applicant_stage_json(org, &m, true);
		return 0;
	}
	sent = comment_json(&m);
	if (huntflow_applicant_comment(org->api, org->account, id, sent,
	    &doc, err) == -1)
		return applicant_change_failed(org, err);
	applicant_change_done(org, id, "comment", "/logs");
	*out = applicant_view_log(org, doc);
	return 0;
}
